"""What a register says is what another program reads out of its file, whatever people have typed."""

import csv
from datetime import date
from io import BytesIO, StringIO
from types import SimpleNamespace

from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from python_calamine import CalamineWorkbook

from mentorship.common.csv import guarded, table_to_csv, unguarded
from mentorship.common.xlsx import table_to_xlsx
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


def table_of(register, rows):
    columns = columns_of(register, official_columns(register))
    entries = [Entry(row, SCHOOL) for row in rows]
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
