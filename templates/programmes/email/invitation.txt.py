BBBB BBBBBBBBBBBBBB BBB gettext(u'Good day, %(name)s %(patronymic)s.') SSSS SSSS SSSSSSSS SSSSSSSSSSSSSSS

 gettext(u'You are invited to the mentoring programme. School: %(school)s. Your role: %(role)s.') SSS SSS SSSSSSS SS SSS SSSSSSSSS SSSSSSSSSS SSSSSSS SSSSSSSSSSS SSSS SSSSS SSSSSSSSS
 gettext(u'Open the link to accept the invitation:') 



 gettext(u'The link works once, until %(day)s. Do not pass it on.') SSS SSSS SSSSS SSSSS SSSSS SSSSSSSS SS SSS SSSS SS SSS
BBBBBBBBBBBBB
