BBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBB
BBBB BBBB
BBBBB BBBBB
   gettext(u'Invite a person') 
BBBBBBBB BBBBB
BBBBB BBBBBBBB
  XXXX XXXXXXXXXXXXXXXXXX
    XX XXXXXXBBB BBBBBBBBBBBBBBBBXX gettext(u'Roles and access') XXXX
  XXXXXX
  XXXX gettext(u'Invite a person') XXXXX
  XXX gettext(u'The person gets a letter with a link that works once, for seven days.') XXXX
   gettext(u'Send the invitation') 
  BBBBBBB BBBBBBBBBBBBBBBBBBBBBBB BBBB BBBBBBBBB BBBBBBBBBBBBB
BBBBBBBB BBBBBBBB
