BBBBBBB BBBBBBBBBBB
BBBB BBBB
BBBBB BBBBB
   gettext(u'Settings') 
BBBBBBBB BBBBB
BBBBB BBBBBBB
  XXXX gettext(u'Settings') XXXXX
  XXX XXXXXXXXXXXXXX XXXXXXXXX
    XXXX
      XXXXX XXXXXXXXXXXX XXXXXXBBB BBBBBBBBBBBBBBBBBXX gettext(u'School') XXXX
        XXXX
        XXXXX XXXXXXXXXX gettext(u'Names in the cases of papers, address, director, time zone.') XXXXXXXXXXXXXX
    XXXXX
    XXXX
      XXXXX XXXXXXXXXXXX XXXXXXBBB BBBBBBBBBBBBBBBBBBBBXX gettext(u'Programme') XXXX
        XXXX
        XXXXX XXXXXXXXXX gettext(u'Title, dates, forms of mentoring, coordinator.') XXXXXXXXXXXXXX
    XXXXX
    XXXX
      XXXXX XXXXXXXXXXXX XXXXXXBBB BBBBBBBBBBBBBBBBXX gettext(u'Forms of mentoring') XXXX
        XXXX
        XXXXX XXXXXXXXXX gettext(u'The list that programmes choose from.') XXXXXXXXXXXXXX
    XXXXX
    XXXX
      XXXXX XXXXXXXXXXXX XXXXXXBBB BBBBBBBBBBBBBBBBBBBXX gettext(u'Working days and holidays') XXXX
        XXXX
        XXXXX XXXXXXXXXX gettext(u'Holidays of the country and days that the school has moved.') XXXXXXXXXXXXXX
    XXXXX
    XXXX
      XXXXX XXXXXXXXXXXX XXXXXXBBB BBBBBBBBBBBBBBBBBBBBXX gettext(u'Deadlines and reminders') XXXX
        XXXX
        XXXXX XXXXXXXXXX gettext(u'When people are reminded, and who is told when nothing helps.') XXXXXXXXXXXXXX
    XXXXX
    XXXX
      XXXXX XXXXXXXXXXXX XXXXXXBBB BBBBBBBBBBBBBBBBXX gettext(u'Roles and access') XXXX
        XXXX
        XXXXX XXXXXXXXXX gettext(u'Who works here; invitations.') XXXXXXXXXXXXXX
    XXXXX
    XXXX
      XXXXX XXXXXXXXXXXX XXXXXXBBB BBBBBXX gettext(u'Log') XXXX
        XXXX
        XXXXX XXXXXXXXXX gettext(u'Who changed what and when.') XXXXXXXXXXXXXX
    XXXXX
  XXXXX
BBBBBBBB BBBBBBB
