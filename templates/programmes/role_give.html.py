BBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBB
BBBB BBBB
BBBBB BBBBB
   gettext(u'One more role') 
BBBBBBBB BBBBB
BBBBB BBBBBBBB
  XXXX XXXXXXXXXXXXXXXXXX
    XX XXXXXXBBB BBBBBBBBBBBBBBBBXX gettext(u'Roles and access') XXXX
  XXXXXX
  XXXX gettext(u'One more role') XXXXX
  XXXX XXXX
  XXX gettext(u'The person is signed out everywhere and gets the new rights at the next sign-in.') XXXX
   gettext(u'Give the role') 
  BBBBBBB BBBBBBBBBBBBBBBBBBBBBBB BBBB BBBBBBBBB BBBBBBBBBBBBB
BBBBBBBB BBBBBBBB
