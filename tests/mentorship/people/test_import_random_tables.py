"""Whatever stands in a table, the pages of the import answer with words: a redirect, a page or a refusal.

The test client raises what a server would answer with 500. ``IMPORT_TABLES`` sets how many tables are tried.
"""

import os
import random
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django_scopes import scope
from openpyxl import Workbook

from mentorship.people.models import ImportBatch
from tests.factories import MentorFactory, PersonFactory, SchoolClassFactory

TABLES = int(os.environ.get("IMPORT_TABLES", "40"))
HEADINGS = [
    "ФИО", "Фамилия", "Имя", "Отчество", "Класс", "Дата рождения", "Год рождения", "Контакты", "Телефон", "Запрос",
    "Предметы", "Интересы", "Почта", "Представитель", "Форма", "Вариант", "Возраст", "Часы", "№", "", "Прочее",
]  # fmt: skip
CELLS = [
    "Ёлкина Анна Ильинична", "Ким Пётр", "Ким Петр", "O'Нил", "Иванов1", "Иванов1 Пётр Сергеевич", "ёж", "8А", "8 «Я»",
    "11", "99Щ", "2007", "01.05.2007", "31.02.2007", "44682", "весной", "+7 900 111-22-33", "мать: Ким Ольга, +7 900 1",
    "a@b.ru", "a@@b", "физика, математика", "физика;;", ",", "=1+1", "@SUM(A1)", "-1", "1e309", "NaN", "²", "٣", "\x00",
    "\u202e", "😀" * 20, "я" * 4990, "Ученик – ученик", "равный", "11–14", "14-11", "да", "нет", "", " ", "\n",
    "0", "∞",
]  # fmt: skip


def table(dice):
    """A header that is often right and rows that seldom are."""
    columns = dice.randint(1, 9)
    header = ["ФИО" if place == 0 and dice.random() < 0.8 else dice.choice(HEADINGS) for place in range(columns)]
    rows = [[dice.choice(CELLS) for _ in range(dice.randint(1, columns))] for _ in range(dice.randint(0, 6))]
    return ([header] if dice.random() < 0.9 else []) + rows


def file_of(dice, rows):
    kind = dice.choice(["csv", "csv", "xlsx", "broken"])
    if kind == "xlsx":
        book = Workbook()
        for row in rows:
            book.active.append([cell.replace("\x00", "")[:3000].lstrip("=") for cell in row])
        out = BytesIO()
        book.save(out)
        return SimpleUploadedFile("список.xlsx", out.getvalue())
    sign = dice.choice(";,\t")
    text = "\n".join(sign.join(row) for row in rows).encode(dice.choice(["utf-8", "cp1251", "utf-16"]), "replace")
    if kind == "broken":
        text = bytes(dice.choice([byte, byte, byte, dice.randrange(256)]) for byte in text) or b"x"
    return SimpleUploadedFile(dice.choice(["список.csv", "список.xlsx", "список.ods"]), text or b" ")


def answers_to(dice, page):
    """What somebody may press on the check page, and what nobody should be able to."""
    found = {f"row-{number}": dice.choice(["new", "skip", "1", "²", "99999999"]) for number in ("2", "3", "²", "x")}
    found |= {f"class:{name}": dice.choice(["make", "empty", "?"]) for name in ("8Я", "99Щ", "")}
    stamp = page.context["plan"].stamp if page.context else ""
    return dict(dice.sample(list(found.items()), 3)) | {"take": "1", "stamp": dice.choice([stamp, stamp, stamp, "x"])}


@pytest.mark.parametrize("part", range(2))
def test_no_table_breaks_the_pages(client_of, programme, school, on_day, part):
    on_day(2022, 3, 14)
    with scope(school=school):
        here = SchoolClassFactory(school=school)
        PersonFactory(school=school, surname="Ёлкина", given_name="Анна", school_class=here)
        MentorFactory(programme=programme)
    client, dice, taken = client_of(), random.Random(part), 0

    for _turn in range(TABLES // 2):
        body = {"register": dice.choice(["mentees", "mentors"]), "file": file_of(dice, table(dice))}
        answer = client.post("/people/import/", body)
        assert answer.status_code in {302, 422}
        if answer.status_code == 422:
            assert "rm-errors" in answer.content.decode()
            continue
        batch = ImportBatch.unscoped.order_by("-pk").first()
        url = f"/people/import/{batch.public_id}/"
        columns = {f"column-{place}": code for place, code in batch.mapping.items()}
        client.post(f"{url}columns/", columns if dice.random() < 0.9 else {"column-0": dice.choice(["name", "?"])})
        page = client.get(url)
        assert page.status_code in {200, 302}
        assert client.post(url, answers_to(dice, page)).status_code == 302
        assert client.get(f"{url}done/", follow=True).status_code == 200
        batch.refresh_from_db()
        taken += batch.state == ImportBatch.State.DONE
        if dice.random() < 0.3:
            client.post(f"{url}undo/")

    assert taken > TABLES // 100
