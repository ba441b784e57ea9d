BBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBB
BBBB BBBB
BBBBB BBBBB
   gettext(u'The invitation is ready') 
BBBBBBBB BBBBB
BBBBB BBBBBBBB
  XXXX XXXXXXXXXXXXXXXXXX
    XX XXXXXXBBB BBBBBBBBBBBBBBBBXX gettext(u'Roles and access') XXXX
  XXXXXX
  XXXX gettext(u'The invitation is ready') XXXXX
  XXX
    BB BBBBBBBBBB
       gettext(u'The mail server did not take the letter. Pass the link on yourself, or send the invitation again later.') 
    BBBB
       gettext(u'This installation has no mail server. Pass the link on yourself.') 
    BBBBB
     gettext(u'The link is shown this once.') 
  XXXX
  XXXX XXXXXXXXXXXXXXXX
    XXX X X XXXX
    XX XXXXXXXXXXXXXXXXXXX
      XXXXXXXXXXXXX
    XXXX
  XXXXXX
  XX XXXXXXXXXX XXXXXXXXXXXX XXXXXXBBB BBBBBBBBBBBBBBBBXX gettext(u'Back to the roles') XXXX
BBBBBBBB BBBBBBBB
