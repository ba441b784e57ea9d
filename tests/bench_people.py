"""The import of ten thousand people of twenty columns: seconds of reading and taking in, and the peak of memory."""

import resource
import time
from io import BytesIO

from django.db import transaction
from openpyxl import Workbook

from mentorship.common import clock
from mentorship.people.bringing.plan import make_plan
from mentorship.people.services.importing import keep_mapping, read_upload, take_in

ROWS = 10_000
HEADINGS = [
    "№",
    "Фамилия",
    "Имя",
    "Отчество",
    "Класс",
    "Год рождения",
    "Телефон",
    "Эл. почта",
    "Запрос",
    "Предметы",
    "Интересы",
    "Достижения",
    "Адрес",
    "Дата вхождения в программу",
    "Результаты",
    "Примечание",
    "Пол",
    "Дом",
    "Кружок",
    "Код",
]


def workbook(rows=ROWS):
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.append(HEADINGS)
    for number in range(rows):
        row = [number, f"Иванов{number}", "Пётр", "Сергеевич", f"{number % 11 + 1}А", 2007, f"+7 900 {number:07}"]
        row += [f"p{number}@example.org", "Сдать экзамен", "физика, математика", "шахматы", "нет", "", "14.03.2022"]
        sheet.append(row + [f"значение {number}"] * (20 - len(row)))
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def measure(programme, by, data):
    """``{"read": ms, "plan": ms, "take in": ms, "megabytes": peak}``; what was written is rolled back."""
    times, today = {}, clock.today()
    with transaction.atomic():
        began = time.perf_counter()
        batch = read_upload(register="mentees", programme=programme, data=data, file_name="a.xlsx", by=by)
        keep_mapping(batch, batch.mapping)
        times["read"] = time.perf_counter() - began
        began = time.perf_counter()
        stamp = make_plan(batch, today=today).stamp
        times["plan"] = time.perf_counter() - began
        began = time.perf_counter()
        take_in(batch, by=by, today=today, stamp=stamp)
        times["take in"] = time.perf_counter() - began
        transaction.set_rollback(True)
    found = {name: round(seconds * 1000) for name, seconds in times.items()}
    return found | {"megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024}
