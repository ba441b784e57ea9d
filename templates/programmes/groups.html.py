BBBBBBB BBBBBBBBBBB
BBBB BBBB
BBBBB BBBBB
   gettext(u'Groups') 
BBBBBBBB BBBBB
BBBBB BBBBBBB
  XX XXXXXXXXXXXXXXXXXXXX XXXXXXBBB BBBBBBBBBBBBXX gettext(u'Who answers') XXXXXXXX
  XXXX XXXXXXXXXXXXXXXX
    XXXX gettext(u'Groups') XXXXX
    XX XXXXXXXXXX XXXXXXXXXXXX XXXXXXBBB BBBBBBBBBBBXX gettext(u'Add a group') XXXX
  XXXXXX
  XXXXXXXX XXXXXXXXXXXXXXX XXXXXXXXXXXX gettext(u'Groups') XX
    BB BBBBBBBBBBBBBBBBBBBB
      XXX XXXXXXXXXXXXXXXX
        BBB BBBBB BB BBBBBBBB
          XXXX
            XXXX XXXXXXXXXX
              XX XXXXXXBBB BBBBBBB BBBBBBBBXXXXXX
              BB BBBBBBBBBBXXXX XXXXXXXXXX gettext(u'Everyone with the role') X XXXXXXBBBBB
            XXXXXX
            XXXXX XXXXXXXXXXXXXXX
               ngettext(u'%(n)s person by name', u'%(n)s people by name', count) 
                SSSSS SSSSSS SS SSSS
              
                PPPPP PPPPPP PP PPPP
              
            XXXXXXX
          XXXXX
        BBBBBB
      XXXXX
    BBBB
      XXX gettext(u'There are no groups yet. A group answers for activities together: “Working group”, “Class teachers”.') XXXX
    BBBBB
  XXXXXXXXXX
  BBBBBBB BBBBBBBBBBBBBBBBBBBBBBBBBBBBB
BBBBBBBB BBBBBBB
