"""What a register says is what another program reads out of its file, whatever people have typed."""

import csv
from datetime import date
from io import BytesIO, StringIO
from types import SimpleNamespace
from zipfile import ZipFile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from python_calamine import CalamineWorkbook

from mentorship.common.csv import guarded, table_to_csv, unguarded
from mentorship.common.reading import read_rows
from mentorship.common.xlsx import table_to_xlsx
from mentorship.people.bringing.fields import guess, header_place
from mentorship.people.bringing.rows import read_row
from mentorship.people.bringing.values import EMPTY, PATRONYMIC
from mentorship.people.models import Mentee, Mentor, Person, PersonKind
from mentorship.people.tables import Entry, columns_of, official_columns, register_table

SCHOOL = SimpleNamespace(short_name="Школа № 1")
PROGRAMME = SimpleNamespace(title="Программа наставничества")
DAY = date(2022, 3, 14)
EDGES = [
    "=1+1",
    "'=1",
    "''-2",
    "+7 900 111-22-33",
    "-",
    "@",
    "\t=1",
    "\r=1",
    "\n",
    ";",
    '"',
    "О'Нил",
    "Ёлкина-Ёж",
    "«Б»",
    "👩‍🏫",
    "1",
    "1.10",
    "01.02.2022",
    "#REF!",
    "TRUE",
]
LETTERS = st.characters(codec="utf-8", exclude_categories=("Cs",))
texts = st.one_of(
    st.sampled_from(EDGES),
    st.text(st.sampled_from("абвЁё-'\"=;+@\n\t «»🙂1"), max_size=12),
    st.text(LETTERS, max_size=20),
)
days = st.one_of(st.none(), st.dates(date(1990, 1, 1), date(2100, 1, 1)))
people = st.builds(
    Person,
    kind=st.sampled_from(PersonKind.values),
    surname=texts.filter(bool),
    given_name=texts,
    patronymic=texts,
    birth_year=st.one_of(st.none(), st.integers(1930, 2020)),
    phone=texts,
    email=texts,
    post=texts,
    workplace=texts,
)
mentees = st.builds(
    Mentee,
    person=people,
    request=texts,
    entered_on=days,
    left_on=days,
    result=texts,
    case_url=texts,
    is_completed=st.booleans(),
)
mentors = st.builds(
    Mentor,
    person=people,
    competences=texts,
    achievements=texts,
    interests=texts,
    entered_on=days,
    left_on=days,
    result=texts,
)
registers = st.one_of(
    st.tuples(st.just("mentees"), st.lists(mentees, min_size=1, max_size=3)),
    st.tuples(st.just("mentors"), st.lists(mentors, min_size=1, max_size=3)),
)


def table_of(register, rows, representatives=()):
    columns = columns_of(register, official_columns(register))
    entries = [Entry(row, SCHOOL, representatives=representatives) for row in rows]
    return register_table(register, entries, columns=columns, school=SCHOOL, programme=PROGRAMME, day=DAY)


def plain(value):
    """A value as a file can hold it: without characters that no sheet may have, an empty text as nothing."""
    if value is None or isinstance(value, int | date):
        return value
    return ILLEGAL_CHARACTERS_RE.sub("", str(value)) or None


def read_value(value):
    if value == "":
        return None
    return int(value) if isinstance(value, float) else value


def of_sheet(content):
    rows = CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(0).to_python(skip_empty_area=False)
    start = next(index for index, row in enumerate(rows) if row[0] == "№")
    return rows[start:]


@settings(max_examples=150, deadline=None)
@given(registers)
def test_a_sheet_is_read_back_as_it_was(given_register):
    table = table_of(*given_register)

    header, *rows = of_sheet(table_to_xlsx(table, has_filters=True))

    assert header == [column.title for column in table.columns]
    assert [[read_value(value) for value in row] for row in rows] == [
        [plain(value) for value in row] for row in table.rows
    ]


@settings(max_examples=300, deadline=None)
@given(registers)
def test_a_csv_is_read_back_as_it_was(given_register):
    table = table_of(*given_register)

    text = table_to_csv(table).decode("utf-8-sig")
    header, *rows = csv.reader(StringIO(text, newline=""), delimiter=";")

    assert header == [column.title for column in table.columns]
    expected = [
        [
            "" if value is None else f"{value:%d.%m.%Y}" if isinstance(value, date) else str(value)
            for value in map(plain, row)
        ]
        for row in table.rows
    ]
    assert [[unguarded(value) for value in row] for row in rows] == expected


@settings(max_examples=300)
@given(texts)
def test_no_cell_of_a_csv_begins_like_a_formula(text):
    kept = guarded(text)

    assert kept[:1] not in set("=+-@\t\r\0")
    assert unguarded(kept) == text


NAMES = "абвгдеёжзАБВЁ'«»\"’-=+@🙂"
"""Letters and signs of names that people type, without those by which the reader divides a name."""
names = st.text(st.sampled_from(NAMES), min_size=1, max_size=10).filter(
    lambda text: any(letter.isalpha() for letter in text) and not PATRONYMIC.search(text.lower())
)
sayings = (
    st.text(st.sampled_from("абвЁё =+-@'\"\n;,.«»🙂17"), max_size=30)
    .map(lambda text: "\n".join(line for line in (" ".join(one.split()) for one in text.splitlines()) if line))
    .filter(lambda text: text.lower() not in EMPTY or not text)
)
pupils = st.builds(
    Person,
    kind=st.just(PersonKind.PUPIL),
    surname=names,
    given_name=names,
    patronymic=st.one_of(st.just(""), names.map(lambda name: f"{name}вич"), st.just("Ильинична")),
    birth_year=st.one_of(st.none(), st.integers(2004, 2015)),
    phone=st.sampled_from(["", "+7 900 111-22-33", "8 (846) 222-33-44", "89001112233"]),
    email=st.sampled_from(["", "a.b-c@mail.test", "elka_1@school-1.ru"]),
)
terms = st.tuples(days, days).map(lambda pair: sorted(pair) if all(pair) else pair)


@st.composite
def pupils_as_mentees(draw):
    entered_on, left_on = draw(terms)
    return Mentee(
        person=draw(pupils),
        request=draw(sayings),
        entered_on=entered_on,
        left_on=left_on,
        result=draw(sayings),
        case_url=draw(st.sampled_from(["", "https://school.test/case?a=1&b=2"])),
        is_completed=draw(st.booleans()),
    )


MOTHER = SimpleNamespace(
    relation="мать",
    person=Person(surname="Ёлкина", given_name="Анна", phone="+7 900 444-55-66", email="anna@mail.test"),
)


def brought_in(data, name, register="mentees"):
    """The rows of a file as the import understands them."""
    rows = read_rows(data, name)
    place = header_place(rows, register)
    headings = rows[place][1]
    mapping = {int(column): code for column, code in guess(headings, register).items()}
    return [
        read_row(number, cells, headings, mapping, register=register, today=DAY, forms={}, variants={})
        for number, cells in rows[place + 1 :]
    ]


@pytest.mark.parametrize(("name", "write"), [("a.xlsx", table_to_xlsx), ("a.csv", table_to_csv)])
@settings(max_examples=150, deadline=None)
@given(rows=st.lists(pupils_as_mentees(), min_size=1, max_size=3))
def test_an_exported_register_is_imported_as_it_was(name, write, rows):
    found = brought_in(write(table_of("mentees", rows, [MOTHER])), name)

    assert [row.messages for row in found] == [[] for _row in rows]
    for read, row in zip(found, rows, strict=True):
        person = {part: getattr(row.person, part) for part in ("surname", "given_name", "patronymic")}
        person |= {part: getattr(row.person, part) for part in ("birth_year", "phone", "email")}
        parts = ("request", "entered_on", "left_on", "result", "case_url", "is_completed")
        assert read.person == {key: value for key, value in person.items() if value} | {"kind": "pupil"}
        assert read.participant == {part: value for part in parts if (value := getattr(row, part))}
        assert read.representatives == [("мать", "Ёлкина Анна", "+7 900 444-55-66", "anna@mail.test")]


teachers = st.builds(
    Person,
    kind=st.just(PersonKind.TEACHER),
    surname=names,
    given_name=names,
    patronymic=st.just("Ильинична"),
    phone=st.sampled_from(["", "+7 900 111-22-33"]),
    email=st.sampled_from(["", "a.b-c@mail.test"]),
)


@st.composite
def teachers_as_mentors(draw):
    entered_on, left_on = draw(terms)
    texts = {name: draw(sayings) for name in ("competences", "achievements", "interests", "result")}
    return Mentor(person=draw(teachers), entered_on=entered_on, left_on=left_on, **texts)


@pytest.mark.parametrize(("name", "write"), [("a.xlsx", table_to_xlsx), ("a.csv", table_to_csv)])
@settings(max_examples=100, deadline=None)
@given(rows=st.lists(teachers_as_mentors(), min_size=1, max_size=3))
def test_an_exported_register_of_mentors_is_imported_as_it_was(name, write, rows):
    found = brought_in(write(table_of("mentors", rows)), name, register="mentors")

    for read, row in zip(found, rows, strict=True):
        for part in ("surname", "given_name", "patronymic", "phone", "email"):
            assert read.person.get(part, "") == getattr(row.person, part)
        for part in ("competences", "achievements", "interests", "result"):
            assert read.participant.get(part, "") == getattr(row, part)
        for part in ("entered_on", "left_on"):
            assert read.participant.get(part) == getattr(row, part)


@settings(max_examples=100, deadline=None)
@given(registers)
def test_no_cell_of_a_sheet_is_a_formula(given_register):
    with ZipFile(BytesIO(table_to_xlsx(table_of(*given_register), has_filters=True))) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()

    assert "<f>" not in sheet
    assert "<f " not in sheet
