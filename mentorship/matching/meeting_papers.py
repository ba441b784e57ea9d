"""Papers of a group meeting: the attendance list with lines for signatures, invitations to hand out, choices."""

from mentorship.common import ru
from mentorship.common.table import Column, Table
from mentorship.people.asking.options import place_of
from mentorship.people.papers.paper import Line, Paper

LIST_TITLE = "Список участников групповой встречи"
CHOICES_TITLE = "Выбор после групповой встречи"
SIDES = {False: "Наставник", True: "Наставляемый"}


def attendance_table(guests):
    """Everybody who is invited, with an empty cell to sign in; who is known to have come is marked."""
    columns = [
        Column("№", 6, centred=True),
        Column("Фамилия, имя, отчество", 38),
        Column("Класс, должность", 24),
        Column("Сторона", 16),
        Column("Подпись", 16),
    ]
    rows = [
        [str(number), one.person.full_name, place_of(one.person), SIDES[one.mentor is None], came(one)]
        for number, one in enumerate(guests, 1)
    ]
    return Table(LIST_TITLE, columns, rows)


def came(guest):
    return {True: "был(а)", False: "не был(а)", None: ""}[guest.has_come]


def attendance_paper(meeting, guests):
    return Paper(
        title=LIST_TITLE.upper(),
        subtitle=f"Программа «{meeting.programme.title}»",
        lines=(Line("Дата и время:", when(meeting)), Line("Место:", meeting.place)),
        table=attendance_table(guests),
    )


def when(meeting):
    return f"{ru.long_date(meeting.day)}, {meeting.at:%H:%M}" if meeting.at else ru.long_date(meeting.day)


def choices_table(rows):
    """Whom each mentee chose and who chose the mentee; mutual choices are said so."""
    columns = [
        Column("№", 6, centred=True),
        Column("Наставляемый", 28),
        Column("Выбрал(а)", 30),
        Column("Выбран(а) наставниками", 30),
        Column("Взаимно", 10, centred=True),
    ]
    lines = [
        [
            str(number),
            f"{row.mentee.person.full_name}, {place_of(row.mentee.person)}".rstrip(", "),
            wishes(row.chose) or ("" if row.has_answered else "нет ответа"),
            wishes(row.chosen_by),
            "да" if row.rank == 0 else "",
        ]
        for number, row in enumerate(rows, 1)
    ]
    return Table(CHOICES_TITLE, columns, lines)


def wishes(found):
    return "; ".join(f"{one.place}. {one.person.short_name}" for one in found)
