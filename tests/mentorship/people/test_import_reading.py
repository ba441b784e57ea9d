"""Whatever file a school brings is read or refused in words."""

import random
import zipfile
from datetime import date
from io import BytesIO

import pytest
from openpyxl import Workbook

from mentorship.common.reading import Unreadable, read_rows
from mentorship.people.bringing.fields import guess, header_place, is_numbering
from mentorship.people.bringing.rows import read_row
from mentorship.people.tables import COLUMNS

TODAY = date(2022, 3, 14)


def book(rows, act=None):
    made = Workbook()
    for row in rows:
        made.active.append(row)
    if act:
        act(made.active)
    out = BytesIO()
    made.save(out)
    return out.getvalue()


def changed(data, name, act):
    """The archive with one member changed."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for one in old.namelist():
            new.writestr(one, act(old.read(one)) if one == name else old.read(one))
    return out.getvalue()


SHEET = "xl/worksheets/sheet1.xml"


def test_values_are_texts_as_people_read_them():
    rows = read_rows(
        book([["ФИО", "Год"], ["Иванов  Пётр", 2007.0], [None, None], ["Ким", date(2007, 5, 1)]]), "а.xlsx"
    )

    assert rows == [(1, ["ФИО", "Год"]), (2, ["Иванов Пётр", "2007"]), (4, ["Ким", "01.05.2007"])]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1251", "utf-16"])
@pytest.mark.parametrize("sign", [",", ";", "\t"])
def test_a_csv_of_any_make_is_read(encoding, sign):
    data = f"ФИО{sign}Класс\r\nИванов Пётр{sign}8А\r\n".encode(encoding)

    assert read_rows(data, "а.csv") == [(1, ["ФИО", "Класс"]), (2, ["Иванов Пётр", "8А"])]


def test_a_merged_class_goes_down_to_every_pupil():
    data = book([["Класс", "ФИО"], ["8А", "Ким"], [None, "Цой"]], lambda sheet: sheet.merge_cells("A2:A3"))

    assert [row for _number, row in read_rows(data, "а.xlsx")][1:] == [["8А", "Ким"], ["8А", "Цой"]]


def test_a_heading_merged_across_stands_in_its_first_column():
    data = book(
        [["Список", None], ["ФИО", "Класс"], ["Ким", "8А"]],
        lambda sheet: (sheet.merge_cells("A1:B1"), sheet.merge_cells("C2:D2")),
    )

    assert [row for _number, row in read_rows(data, "а.xlsx")][1:] == [["ФИО", "Класс"], ["Ким", "8А"]]


def test_a_formula_is_never_reckoned():
    data = book([["ФИО", "Год"], ["Ким", "=2000+7"]])

    assert "2007" not in str(read_rows(data, "а.xlsx"))


ODS = """<?xml version="1.0" encoding="UTF-8"?>
<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" office:version="1.2">
<office:body><office:spreadsheet><table:table table:name="Лист1">%s</table:table></office:spreadsheet></office:body>
</office:document-content>"""
MANIFEST = """<?xml version="1.0" encoding="UTF-8"?>
<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">
<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>"""
TEXT_CELL = '<table:table-cell office:value-type="string"><text:p>%s</text:p></table:table-cell>'
DATE_CELL = (
    '<table:table-cell office:value-type="date" office:date-value="%s"><text:p>01.05.07</text:p></table:table-cell>'
)


def ods(*rows):
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        body = "".join(f"<table:table-row>{''.join(row)}</table:table-row>" for row in rows)
        archive.writestr("content.xml", ODS % body)
        archive.writestr("META-INF/manifest.xml", MANIFEST)
    return out.getvalue()


def test_a_list_of_libreoffice_is_read_with_its_dates():
    data = ods([TEXT_CELL % "ФИО", TEXT_CELL % "Дата рождения"], [TEXT_CELL % "Ким Пётр", DATE_CELL % "2007-05-01"])

    assert read_rows(data, "а.ods") == [(1, ["ФИО", "Дата рождения"]), (2, ["Ким Пётр", "01.05.2007"])]


def test_a_bomb_of_repeated_cells_is_refused():
    repeated = TEXT_CELL.replace("<table:table-cell", '<table:table-cell table:number-columns-repeated="900000"')

    with pytest.raises(Unreadable, match=r"100 столбцов|слишком"):
        read_rows(ods([repeated % "x"], [repeated % "y"]), "а.ods")


def test_a_wrong_dimension_does_not_hide_rows():
    data = changed(book([["ФИО"], ["Ким"]]), SHEET, lambda xml: xml.replace(b'ref="A1:A2"', b'ref="A1:A1"'))

    assert len(read_rows(data, "а.xlsx")) == 2


def far_cell(xml):
    return xml.replace(b'r="A2"', b'r="XFD1048576"')


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\0\0",
        b"%PDF-1.4",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1old",
        b"PK\x03\x04broken",
        changed(book([["ФИО"], ["Ким"]]), SHEET, far_cell),
        changed(book([["ФИО"]]), SHEET, lambda xml: xml + b" " * 60_000_000),
        book([[str(place) for place in range(101)]]),
        book([["x" * 5001]]),
        ("ФИО\n" + "Ким\n" * 20_001).encode(),
    ],
    ids=["empty", "zeros", "pdf", "xls", "broken", "far", "bomb", "wide", "long", "many"],
)
def test_what_cannot_be_read_is_refused_in_words(data):
    with pytest.raises(Unreadable) as refusal:
        read_rows(data, "а.xlsx" if data[:2] == b"PK" else "а.csv")

    assert len(str(refusal.value)) > 20


@pytest.mark.parametrize("register", ["mentees", "mentors"])
def test_the_official_columns_are_known(register):
    titles = [column.title for column in COLUMNS[register]]
    found = guess(titles, register)

    ignored = {COLUMNS[register][place].code for place in range(len(titles)) if str(place) not in found}
    assert ignored == {"partner", "partner_place"}
    assert found["0"] == "name"


def test_raised_digits_are_no_numbering():
    assert is_numbering(["1", "2", "3"])
    assert not is_numbering(["²", "³"])


def test_a_title_above_the_header_is_no_header():
    rows = [(1, ["База", "", ""]), (2, ["№", "Ф.И.О.", "Класс"]), (3, ["1", "2", "3"]), (4, ["1", "Ким", "8А"])]

    assert header_place(rows, "mentees") == 1
    assert is_numbering(rows[2][1])
    assert not is_numbering(rows[3][1])


def read(cells, fields, register="mentees"):
    mapping = dict(enumerate(fields))
    return read_row(
        14, cells, [f"К{n}" for n in mapping], mapping, register=register, today=TODAY, forms={}, variants={}
    )


@pytest.mark.parametrize("text", ["2007", "2007.0", "01.05.2007", "39203", "2007 г."])
def test_only_the_year_of_birth_is_kept(text):
    assert read(["Ким", text], ["name", "birth_year"]).person["birth_year"] == 2007


@pytest.mark.parametrize("text", ["8А", "8 «А»", "8A", "8-а", "8 А класс"])
def test_a_class_has_many_spellings(text):
    assert read(["Ким", text], ["name", "school_class"]).school_class == (8, "А")


def test_a_cell_that_is_not_understood_is_told_and_the_row_lives():
    row = read(["Ким Анна", "весной"], ["name", "birth_year"])

    assert not row.is_refused
    assert "birth_year" not in row.person
    assert row.messages[0].column == "К1"


def test_contacts_of_the_official_form_are_divided():
    row = read(["Ким", "+7 900 111-22-33, a@b.ru\nмать: Ким Анна Ивановна, +7 900 444-55-66"], ["name", "contacts"])

    assert (row.person["phone"], row.person["email"]) == ("+7 900 111-22-33", "a@b.ru")
    assert row.representatives == [("мать", "Ким Анна Ивановна", "+7 900 444-55-66", "")]


def test_five_thousand_random_tables_are_read_or_refused():
    dice = random.Random(4)
    cells = [
        "",
        "ФИО",
        "Класс",
        "8А",
        "=1+1",
        "31.02.2022",
        "0" * 30,
        "٣٣",
        "²",
        "Ким\nАнна",
        ",;",
        "1e999",
        "мать:",
        "№",
    ]
    cells += [
        "2007.0",
        "99999",
        "12345",
        "+7",
        "a@b",
        "http://x",
        "8Я",
        "\u202e",
        "до",
        "1-",
        "99.99.99",
        "Ё" * 90,
        "'=",
    ]
    fields = ["name", "surname", "school_class", "birth_year", "contacts", "phone", "email", "subjects", "entered_on"]
    fields += ["case_url", "form", "representative", "representative_contacts", "desired_age", "time", "is_completed"]
    for _turn in range(5000):
        table = [[dice.choice(cells) for _ in range(dice.randint(1, 9))] for _ in range(dice.randint(1, 6))]
        data = dice.choice(";,\t").join(["x"]).encode() + "\n".join(
            dice.choice(";,\t").join(row) for row in table
        ).encode(dice.choice(["utf-8", "cp1251"]), "replace")
        try:
            rows = read_rows(data, "а.csv")
        except Unreadable as refusal:
            assert len(str(refusal)) > 20  # noqa: PT017
            continue
        header_place(rows, "mentees")
        for _number, row in rows:
            read(row, dice.sample(fields, min(len(fields), len(row))), dice.choice(["mentees", "mentors"]))
