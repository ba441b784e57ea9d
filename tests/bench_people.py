"""The import of ten thousand people of twenty columns in a process of its own: seconds of each step, peak of memory.

``python -m tests.bench_people workbook PATH`` writes the file, ``python -m tests.bench_people SCHOOL PATH`` brings it
in and rolls it back, in the database that the environment names.
"""

import json
import os
import re
import sys
import time
from io import BytesIO
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mentorship.settings")

import django

django.setup()

from django.db import transaction  # noqa: E402
from django_scopes import scope  # noqa: E402

from mentorship.common import clock  # noqa: E402
from mentorship.people.bringing.plan import make_plan  # noqa: E402
from mentorship.people.services.importing import keep_mapping, read_upload, take_in  # noqa: E402
from mentorship.programmes.models import Membership, School  # noqa: E402
from mentorship.programmes.roles import Role  # noqa: E402

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
    from openpyxl import Workbook  # the process that is measured does not write workbooks

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
    return found | {"megabytes": peak()}


def peak():
    """Megabytes of the whole process. ``getrusage`` would begin with those of the process that started this one."""
    return int(re.search(r"VmHWM:\s+(\d+)", Path("/proc/self/status").read_text())[1]) // 1024


def main(slug, path):
    school = School.objects.get(slug=slug)
    data = Path(path).read_bytes()
    with scope(school=school):
        by = Membership.objects.filter(role=Role.COORDINATOR).first().user
        before = peak()
        return measure(school.current_programme, by, data) | {"megabytes_before": before}


if __name__ == "__main__":
    if sys.argv[1] == "workbook":
        Path(sys.argv[2]).write_bytes(workbook())
    else:
        print(json.dumps(main(*sys.argv[1:])))
