"""Papers of a group meeting: the attendance list with lines for signatures, invitations to hand out, choices."""

from itertools import groupby

from mentorship.common import ru
from mentorship.common.table import Column, Table
from mentorship.people.asking.options import place_of
from mentorship.people.papers.paper import Line, Paper

from .chosen import MENTEE_SIDE

LIST_TITLE = "Список участников групповой встречи"
INVITATIONS_TITLE = "Приглашения на групповую встречу"
CHOICES_TITLE = "Выбор после групповой встречи"
SIDES = {False: "Наставник", True: "Наставляемый"}
NO_CLASS = "Без класса и должности"


def attendance_table(guests):
    """Everybody who is invited, with an empty cell to sign in; who is known to have come is marked."""
    columns = [
        Column("№", 6, centred=True),
        Column("Фамилия, имя, отчество", 36),
        Column("Класс, должность", 22),
        Column("Сторона", 18),
        Column("Подпись", 18),
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


def invitation_papers(meeting, guests):
    """A sheet for each class: the class teacher reads it out, and everybody signs to have been told."""
    rows = sorted(guests, key=lambda one: class_key(one.person))
    return [
        sheet(meeting, place, list(people)) for place, people in groupby(rows, key=lambda one: place_or(one.person))
    ]


def place_or(person):
    return place_of(person) or NO_CLASS


def class_key(person):
    """Classes as they go up the school, then posts."""
    one = person.school_class
    return (0, one.grade, one.letter, "") if one and place_of(person) == str(one) else (1, 0, "", place_or(person))


def sheet(meeting, place, guests):
    columns = [Column("№", 6, centred=True), Column("Фамилия, имя, отчество", 60), Column("Извещён(а), подпись", 34)]
    rows = [[str(number), one.person.full_name, ""] for number, one in enumerate(guests, 1)]
    title = meeting.programme.title
    words = f"Приглашаем на групповую встречу наставников и наставляемых программы «{title}»."
    return Paper(
        title="ПРИГЛАШЕНИЕ",
        subtitle=place,
        lines=(Line("Дата и время:", when(meeting)), Line("Место:", meeting.place)),
        paragraphs=tuple(text for text in (words, *meeting.note.splitlines()) if text.strip()),
        table=Table(INVITATIONS_TITLE, columns, rows),
    )


def choices_table(rows, side=MENTEE_SIDE):
    """Whom everybody of a side chose and by whom they were chosen; mutual choices are said so."""
    is_mentee = side == MENTEE_SIDE
    columns = [
        Column("№", 6, centred=True),
        Column("Наставляемый" if is_mentee else "Наставник", 24),
        Column("Кого выбрал(а)", 26),
        Column("Кем выбран(а)", 24),
        Column("Взаимно", 20),
    ]
    lines = [
        [
            str(number),
            f"{row.person.full_name}, {place_of(row.person)}".rstrip(", "),
            wishes(row.chose) or silence(row),
            wishes(row.chosen_by),
            "; ".join(one.person.short_name for one in row.chose if one.is_mutual),
        ]
        for number, row in enumerate(rows, 1)
    ]
    return Table(CHOICES_TITLE, columns, lines)


def silence(row):
    if not row.has_answered:
        return "нет ответа"
    return "никого" if row.knows else "пока не знает"


def wishes(found):
    return "; ".join(f"{one.place}. {one.person.short_name}" for one in found)
