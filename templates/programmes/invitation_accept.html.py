BBBBBBB BBBBBBBBBBB
BBBB BBBB
BBBBB BBBBB
   gettext(u'Invitation') 
BBBBBBBB BBBBB
BBBBB BBBB
  
  XXXXX XXXXXXXXXXXXXXX XXXXXXXXXXXXXXXXXXXXXXXX
  XXXXX XXXXXXXXXXXXX XXXXXXXXXXXXXXXXXX
BBBBBBBB BBBB
BBBBB BBBBBBB
  XXXX gettext(u'Good day, %(name)s %(patronymic)s') SSSS SSSS SSSSSSSS SSSSSSSSSSSSSSXXXXX
  XXX
     gettext(u'School: %(school)s. Your role: %(role)s.') 
      SSSSSSS SSSSSSSSSSS SSSS SSSSS SSSSSSSSS
    
  XXXX
  XX XXXXXXXXXXXXXXXXXXXXX
  BB BBBBBB
     gettext(u'Save the password and enter') 
  BBBB
    XXX gettext(u'You already have an account with this e-mail. Write its password to accept the invitation.') XXXX
     gettext(u'Accept the invitation') 
  BBBBB
  BBBBBBB BBBBBBBBBBBBBBBBBBBBBBB BBBB BBBBBBBBB BBBBBBBBBBBBB
  BB BBB BBBBBB
    XXX
      XX XXXXXXBBB BBBBBBBBBBBBBBBBBBBBBBBBXX gettext(u'Forgotten password') XXXX
    XXXX
  BBBBB
BBBBBBBB BBBBBBB
