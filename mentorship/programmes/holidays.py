"""Public holidays of Russia, as data: article 112 of the Labour Code and the government's yearly decrees on transfers.

Each school copies a year into its own calendar and edits it there. The fixed holidays are certain for every year; of
the transfers only those of decrees already in force are listed (2021-2026). 2027 has the fixed days alone: the school
adds the transfers when its decree is out.
"""

from datetime import date

NEW_YEAR, CHRISTMAS = "Новогодние каникулы", "Рождество Христово"
FIXED = (
    *((1, day, CHRISTMAS if day == 7 else NEW_YEAR) for day in range(1, 9)),
    (2, 23, "День защитника Отечества"),
    (3, 8, "Международный женский день"),
    (5, 1, "Праздник Весны и Труда"),
    (5, 9, "День Победы"),
    (6, 12, "День России"),
    (11, 4, "День народного единства"),
)
DAYS_OFF_BY_TRANSFER = {
    2021: ((2, 22), (5, 3), (5, 10), (6, 14), (11, 5), (12, 31)),
    2022: ((3, 7), (5, 2), (5, 3), (5, 10), (6, 13)),
    2023: ((2, 24), (5, 8), (11, 6)),
    2024: ((4, 29), (4, 30), (5, 10), (12, 30), (12, 31)),
    2025: ((5, 2), (5, 8), (6, 13), (11, 3), (12, 31)),
    2026: ((1, 9), (3, 9), (5, 11), (12, 31)),
}
WORKING_SATURDAYS = {
    2021: ((2, 20),),
    2022: ((3, 5),),
    2024: ((4, 27), (11, 2), (12, 28)),
    2025: ((11, 1),),
}


def holidays_of(year):
    """``(day, is_working, title)`` of every special day of the year, in order."""
    days = [(date(year, month, day), False, title) for month, day, title in FIXED]
    days += [(date(year, *day), False, "Перенос выходного дня") for day in DAYS_OFF_BY_TRANSFER.get(year, ())]
    days += [(date(year, *day), True, "Рабочая суббота") for day in WORKING_SATURDAYS.get(year, ())]
    return sorted(days)


HOLIDAYS = {year: holidays_of(year) for year in range(2021, 2028)}
