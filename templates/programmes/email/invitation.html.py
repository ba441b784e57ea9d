BBBB BBBB
XXXXXXXXX XXXXX
XXXXX XXXXXXXXXX
  XXXXXX
    XXXXX XXXXXXXXXXXXXXXX
    XXXXXXX gettext(u'Invitation') XXXXXXXX
  XXXXXXX
  XXXXXX
    XXX
       gettext(u'Good day, %(name)s %(patronymic)s.') SSSS SSSS SSSSSSSS SSSSSSSSSSSSSSS
    XXXX
    XXX
       gettext(u'You are invited to the mentoring programme. School: %(school)s. Your role: %(role)s.') SSS SSS SSSSSSS SS SSS SSSSSSSSS SSSSSSSSSS SSSSSSS SSSSSSSSSSS SSSS SSSSS SSSSSSSSS
    XXXX
    XXX
       gettext(u'Open the link to accept the invitation:') 
      XXXX
      XX XXXXXXXXXXXX
    XXXX
    XXX
       gettext(u'The link works once, until %(day)s. Do not pass it on.') SSS SSSS SSSSS SSSSS SSSSS SSSSSSSS SS SSS SSSS SS SSS
    XXXX
  XXXXXXX
XXXXXXX
