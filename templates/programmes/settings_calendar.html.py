BBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBB
BBBB BBBB
BBBBB BBBBB
   gettext(u'Working days and holidays') 
BBBBBBBB BBBBB
BBBBB BBBBBBBB
  XXXX gettext(u'Working days and holidays, %(year)s') SSSSSSS SSSS SSS SSSSSSSSS SSSSSSSSXXXXX
  XXX
    XX XXXXXXXXXXXXXXXXXX X  X XX XXXXXXXXXXXXXXXXXX
  XXXX
  XXX
    BB BBBBBBBBBBBBBBBBBBBBBBBBBBBB
       gettext(u'The school works six days a week, from Monday to Saturday.') 
    BBBB
       gettext(u'The school works five days a week, from Monday to Friday.') 
    BBBBB
    XX XXXXXXBBB BBBBBBBBBBBBBBBBBXX gettext(u'Change') XXXX
  XXXX
  BB BBBBBBBBBBBB
    XXXXX XXXXXXXXXXXXX XXXXXXXXBBB BBBBBBBBBBBBBBBBBBB BBBBXX
      BBBBBBBBBB
      XXXXXXX XXXXXXXXXX XXXXXXXXXXXXXXXXXXXXXX
              XXXXXXXXXXXXXX gettext(u'Add the holidays of %(year)s') SSS SSS SSSSSSSS SS SSSSSSSSXXXXXXXXX
      XX XXXXXXXXXXXXXXXXX gettext(u"Public holidays and the government's transfers known to us. Days that stand in the list already stay as they are. Check it against the decree of the year.") XXXX
    XXXXXXX
  BBBBB
  XXX XXXXXXXXXXXXXX XXXXXXXXX
    BBB BBB BB BBBB
      XXXX
        XXXXX XXXXXXXX XXXXXXXXFFFFFFF FF FF BB BBBBBBBBBX BBBBBXXXXXXX
        XXXXX XXXXXXXXXX
          BB BBBBBBBBBBBBBB
             gettext(u'working day') 
          BBBB
             gettext(u'day off') 
          BBBBB
        XXXXXXX
        XXXXX XXXXXXXXXXXXX XXXXXXXXBBB BBBBBBBBBBBBBBBBBBBBB BBBBBBXX
          BBBBBBBBBB
          XXXXXXX XXXXXXXXXX XXXXXXXXXXXXXXXXXXXXXX XXXXXXXXXXXXXX
             gettext(u'Remove') XXXXX XXXXXXXXXXXXXXXXXXXXXXXXX FFFFFFFFFFFFXXXXXXX
          XXXXXXXXX
        XXXXXXX
      XXXXX
    BBBBB
      XXXX gettext(u'No special days in this year: only the days of the week count.') XXXXX
    BBBBBB
  XXXXX
  XXXX gettext(u'Add a day') XXXXX
   gettext(u'Add') 
  BBBBBBB BBBBBBBBBBBBBBBBBBBBBBB BBBB BBBBBBBBB BBBBBBBBBBBBB
BBBBBBBB BBBBBBBB
