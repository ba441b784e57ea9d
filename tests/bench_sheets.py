"""Certificates for many people in a process of their own: seconds, memory after a piece and at the end, as JSON.

``python -m tests.bench_sheets SCHOOL COUNT`` writes people into the database that the environment names. The memory
has to stay the same however long the batch is: it is laid out in pieces and written as it grows.
"""

import json
import os
import re
import sys
import time
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryFile

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mentorship.settings")

import django

django.setup()

from django.db import transaction  # noqa: E402
from django_scopes import scope  # noqa: E402

from mentorship.documents.long import sheets  # noqa: E402
from mentorship.documents.models import PaperJob  # noqa: E402
from mentorship.people.models import Consent, Mentee, Person  # noqa: E402
from mentorship.people.names import name_key, same_person_key  # noqa: E402
from mentorship.programmes.models import School, SchoolClass  # noqa: E402

WISH = {"code": sheets.CERTIFICATE, "side": sheets.MENTEES, "who": sheets.EVERYBODY, "form": None}


@transaction.atomic
def people(school, count):
    """A class of so many mentees whose data may be processed."""
    school_class = SchoolClass.objects.create(school=school, grade=9, letter="Ы")
    names = [("Иванов", "Пётр", "Сергеевич") for _number in range(count)]
    rows = Person.objects.bulk_create(
        Person(
            school=school,
            kind="pupil",
            surname=one[0],
            given_name=one[1],
            patronymic=one[2],
            school_class=school_class,
            name_key=name_key(*one),
            same_key=same_person_key(*one),
        )
        for one in names
    )
    signed = school.today - timedelta(days=1)
    for model, fields in (
        (Mentee, {"programme": school.current_programme}),
        (Consent, {"kind": "processing", "signer": "representative", "signed_on": signed}),
    ):
        model.objects.bulk_create(model(school=school, person=one, **fields) for one in rows)
    return school_class


def megabytes(what="VmRSS"):
    """Of this process; ``getrusage`` would begin with those of the process that started it."""
    return int(re.search(rf"{what}:\s+(\d+)", Path("/proc/self/status").read_text())[1]) // 1024


def main(slug, count):
    school = School.objects.get(slug=slug)
    with scope(school=school), TemporaryFile() as out:
        wish = WISH | {"school_class": people(school, int(count)).pk}
        after, began = [], time.perf_counter()
        job = PaperJob(programme=school.current_programme, wish=wish)
        sheets.make_sheets(job, out, lambda done, total: after.append(megabytes()))
        seconds = time.perf_counter() - began
        size = out.tell()
    return {
        "sheets": int(count),
        "ms": round(seconds * 1000),
        "bytes": size,
        "megabytes_first": after[1],
        "megabytes_last": after[-1],
        "megabytes": megabytes("VmHWM"),
    }


if __name__ == "__main__":
    print(json.dumps(main(*sys.argv[1:])))
