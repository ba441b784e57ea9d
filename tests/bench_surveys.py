"""The results of ten thousand filled questionnaires of two dozen questions, in a process of its own.

``python -m tests.bench_surveys SCHOOL`` fills a campaign with names and an anonymous one in the database that the
environment names, measures their pages and files, and rolls everything back: milliseconds, queries, peak of memory.
"""

import json
import os
import re
import statistics
import sys
import time
from dataclasses import replace
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mentorship.settings")

import django

django.setup()

from django.db import connection, transaction  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402
from django_scopes import scope  # noqa: E402

from mentorship.programmes.models import Membership, School  # noqa: E402
from mentorship.programmes.roles import Role  # noqa: E402
from surveys.content import Content  # noqa: E402
from tests.surveys.answered import CONTENT, answered_campaign  # noqa: E402

ROWS = 10_000
RUNS = 5


def long_content():
    """Every kind of question twice: twenty-four of them."""
    parts = []
    for turn in (1, 2):
        for section in CONTENT.sections:
            questions = tuple(renamed(question, turn) for question in section.questions)
            parts.append(replace(section, key=f"{section.key}-{turn}", questions=questions))
    return Content(sections=tuple(parts))


def renamed(question, turn):
    asked = question.show_if and replace(question.show_if, question=f"{question.show_if.question}{turn}")
    return replace(question, key=f"{question.key}{turn}", show_if=asked)


def measured(act, runs=RUNS):
    act()
    times = []
    for _turn in range(runs):
        began = time.perf_counter()
        act()
        times.append((time.perf_counter() - began) * 1000)
    return round(statistics.median(times))


def peak():
    """Megabytes of the whole process. ``getrusage`` would begin with those of the process that started this one."""
    return int(re.search(r"VmHWM:\s+(\d+)", Path("/proc/self/status").read_text())[1]) // 1024


def main(slug, rows=ROWS):
    school = School.objects.get(slug=slug)
    with transaction.atomic():
        with scope(school=school):
            coordinator = Membership.objects.filter(role=Role.COORDINATOR).first().user
            groups = [f"{grade}\u00a0«{letter}»" for grade in range(5, 12) for letter in "АБВ"]
            content = long_content()
            named = answered_campaign(school.current_programme, rows, groups=groups, content=content)
            later = answered_campaign(
                school.current_programme, rows, groups=groups, version=named.survey_version, content=content
            )
            unnamed = answered_campaign(school.current_programme, rows, groups=[""], content=content, is_anonymous=True)
        client = Client(SERVER_NAME="localhost")
        client.force_login(coordinator, backend="allauth.account.auth_backends.AuthenticationBackend")
        found = {"megabytes_before": peak()} | times_of(client, named, later, unnamed)
        transaction.set_rollback(True)
    return found | {"megabytes": peak()}


def times_of(client, named, later, unnamed):
    address = "/campaigns/{}/results/{}".format

    def get(campaign, page=""):
        response = client.get(address(campaign.public_id, page))
        assert response.status_code == 200, page
        return response

    with CaptureQueriesContext(connection) as queries:
        size = len(get(named).content)
    found = {"queries": len(queries), "html_kb": size // 1024}
    found["page"] = measured(lambda: get(named))
    found["anonymous page"] = measured(lambda: get(unnamed))
    found["written answers, found by words"] = measured(lambda: get(named, "q/why1/?q=музей"))
    found["table by class"] = measured(lambda: get(named, "cross/?rows=comfort1&by=@groups"))
    found["table by answers"] = measured(lambda: get(named, "cross/?rows=comfort1&by=form1"))
    found["two waves"] = measured(lambda: get(named, f"waves/?with={later.public_id}"))
    found["PDF"] = measured(lambda: get(named, "report.pdf"), runs=1)
    found["figures as XLSX"] = measured(lambda: get(named, "figures.xlsx"), runs=1)
    for extension in ("csv", "xlsx"):
        path = address(named.public_id, f"answers.{extension}")
        found[f"rows as {extension.upper()}"] = measured(lambda path=path: client.post(path).content, runs=1)
    return found


if __name__ == "__main__":
    print(json.dumps(main(*sys.argv[1:2]), ensure_ascii=False))
