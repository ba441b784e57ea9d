BBBBBBB BBBBBBBBBBB
BBBB BBBB
BBBBB BBBBB
   gettext(u'This invitation does not work any more') 
BBBBBBBB BBBBB
BBBBB BBBBBBB
  XXXX gettext(u'This invitation does not work any more') XXXXX
  BB BBBBBBBBBBBBBBBBBBBBBB
    XXX gettext(u'It has been accepted already. If it was you, just sign in.') XXXX
    XX XXXXXXXXXX XXXXXXXXXXXX XXXXXXBBB BBBBBBBBBBBBBBBXX gettext(u'Sign in') XXXX
  BBBB BBBBBBBBBBBBBBBBBBBBB
    XXX gettext(u'The school has withdrawn it. Ask the coordinator if this is a mistake.') XXXX
  BBBB
    XXX gettext(u'A link works for seven days, and a newer letter replaces the older one. Ask the coordinator of your school to send it again.') XXXX
  BBBBB
BBBBBBBB BBBBBBB
