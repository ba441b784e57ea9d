"""The morning of a region: 700 schools with 11 activities each are looked through, and the letters go out.

Run by ``tests.bench`` on PostgreSQL where it is installed (``python -m tests.services postgres -- …``), else on SQLite.
Prints one JSON object.
"""

import contextlib
import json
import os
import subprocess
import sys
import tempfile
import time
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

ZONE = "Europe/Samara"
MORNING = datetime(2024, 3, 18, 8, tzinfo=ZoneInfo(ZONE))
"""A Monday, so that the plans of the week and the summaries are due too: the heaviest morning."""
SCHOOLS, ACTIVITIES = 700, 11
SEND_SECONDS = 20
OFFSETS = (-9, -7, -6, -3, -3, 0, 0, 1, 3, 7, 14)
"""Days from the morning to the deadlines: something is due of every activity."""


@contextlib.contextmanager
def mail_sink():
    """A mail server in a process of its own; yields its address."""
    command = [sys.executable, "-m", "tests.mail_server", "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            yield f"smtp://127.0.0.1:{int(process.stdout.readline())}"
        finally:
            process.terminate()


def make_region():
    """Rows for the whole region, by bulk: people of every school, the roadmap, who answers by name and by role."""
    from django_scopes import scope

    from mentorship.accounts.models import User
    from mentorship.programmes.models import Membership, Programme, School
    from mentorship.programmes.roles import Role
    from roadmap.models import Activity, Assignment, Party, Roadmap, Stage

    numbers = range(SCHOOLS)
    roles = (Role.DIRECTOR, Role.COORDINATOR, Role.DEPUTY, Role.DEPUTY, Role.CLASS_TEACHER, Role.CLASS_TEACHER)
    schools = School.objects.bulk_create(
        School(slug=f"region-{one}", full_name=f"Школа {one}", short_name=f"Школа {one}", time_zone=ZONE)
        for one in numbers
    )
    users = User.objects.bulk_create(
        User(email=f"person-{one}@region.test", surname=f"Фамилия{one}", given_name="Ольга", password="!")
        for one in range(SCHOOLS * len(roles))
    )
    with scope(school=schools):
        members = Membership.objects.bulk_create(
            Membership(school=school, user=users[place * len(roles) + number], role=role)
            for place, school in enumerate(schools)
            for number, role in enumerate(roles)
        )
        period = {"starts_on": date(2023, 9, 1), "ends_on": date(2024, 5, 31)}
        programmes = Programme.objects.bulk_create(
            Programme(school=one, title="Программа", **period) for one in schools
        )
        for school, programme in zip(schools, programmes, strict=True):
            school.current_programme = programme
        School.objects.bulk_update(schools, ["current_programme"], batch_size=200)
        roadmaps = Roadmap.objects.bulk_create(
            Roadmap(school=one.school, programme=one, title="Карта") for one in programmes
        )
        stages = Stage.objects.bulk_create(
            Stage(school=one.school, roadmap=one, position=1, title="Этап") for one in roadmaps
        )
        activities = Activity.objects.bulk_create(
            Activity(
                school=stage.school,
                stage=stage,
                position=number,
                title=f"Мероприятие {number}",
                last_on=MORNING.date() + timedelta(days=offset),
            )
            for stage in stages
            for number, offset in enumerate(OFFSETS, 1)
        )
        parties = Party.objects.bulk_create(
            party
            for place, school in enumerate(schools)
            for party in (
                Party(school=school, kind="person", name="Первый", membership=members[place * len(roles) + 2]),
                Party(school=school, kind="person", name="Второй", membership=members[place * len(roles) + 3]),
                Party(school=school, kind="role", role_text="Классные руководители", role=Role.CLASS_TEACHER),
            )
        )
        Assignment.objects.bulk_create(
            Assignment(school=activity.school, activity=activity, party=parties[place // ACTIVITIES * 3 + place % 3])
            for place, activity in enumerate(activities)
        )


def timed(act):
    """Seconds, questions and the answer of an act."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as queries:
        began = time.perf_counter()
        answer = act()
        return time.perf_counter() - began, len(queries), answer


def forget():
    """As if the morning had not come yet."""
    from django_scopes import scope

    from mentorship.notifications.models import LastScan, Notification
    from mentorship.programmes.models import School

    with scope(school=list(School.objects.all())):
        Notification.objects.all().delete()
        LastScan.objects.all().delete()


def measured():
    """The scan of the morning (the better of two), the one that finds nothing new, and one sender for a while."""
    from django.db import connection
    from django.urls import get_resolver

    from mentorship.notifications.services.scanning import SCHOOLS_AT_ONCE, scan
    from mentorship.notifications.services.sending import deliver

    tries = []
    for _number in range(2):
        forget()
        tries.append(timed(lambda: scan(MORNING)))
    scan_seconds, (_seconds, queries, done) = min(seconds for seconds, *_rest in tries), tries[-1]
    again_seconds, again_queries, again = timed(lambda: scan(MORNING + timedelta(hours=1)))
    get_resolver()._populate()  # a worker that has sent a letter knows the addresses of the site
    began = time.perf_counter()
    delivered = deliver(moment=lambda: MORNING + timedelta(hours=1, minutes=1), seconds=SEND_SECONDS)
    send_seconds = time.perf_counter() - began
    assert (done.schools, done.failed, again.issued) == (SCHOOLS, 0, 0), (done, again)
    assert delivered.sent > 0 == delivered.failed, delivered
    hundreds = SCHOOLS / SCHOOLS_AT_ONCE
    return {
        "database": connection.vendor,
        "schools": SCHOOLS,
        "activities": SCHOOLS * ACTIVITIES,
        "issued": done.issued,
        "digests": done.digests,
        "scan_seconds": round(scan_seconds, 2),
        "queries_per_100_schools": round(queries / hundreds, 1),
        "again_seconds": round(again_seconds, 2),
        "again_queries_per_100_schools": round(again_queries / hundreds, 1),
        "letters": delivered.sent,
        "letters_per_second": round(delivered.sent / send_seconds, 1),
    }


def main():
    with tempfile.TemporaryDirectory(prefix="bench-reminders-") as folder, mail_sink() as sink:
        os.environ |= {
            "MENTORSHIP_VAR_DIR": folder,
            "MENTORSHIP_EMAIL_URL": sink,
            "MENTORSHIP_EMAIL_PER_DAY": "0",
            "DJANGO_SETTINGS_MODULE": "mentorship.settings",
        }
        import django

        django.setup()
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        make_region()
        print(json.dumps(measured()))


if __name__ == "__main__":
    main()
