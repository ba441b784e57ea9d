"""A long register as a file in a process of its own: seconds and the peak of memory, as JSON.

``python -m tests.bench_export SCHOOL EXTENSION`` reads the database that the environment names. The peak of a process
that has done other things before would say nothing of the export.
"""

import json
import os
import re
import sys
import time
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mentorship.settings")

import django

django.setup()

from django_scopes import scope  # noqa: E402

from mentorship.people.models import Mentee, Register  # noqa: E402
from mentorship.people.services.exporting import Choice, make_export, record_export  # noqa: E402
from mentorship.people.tables import official_columns  # noqa: E402
from mentorship.programmes.models import Membership, School  # noqa: E402
from mentorship.programmes.roles import Role  # noqa: E402


def take_out(school, extension):
    """What the page does when the button is pressed: read, write the file, put it down in the log."""
    choice = Choice(Register.MENTEES, tuple(official_columns(Register.MENTEES)))
    programme, day = school.current_programme, school.today
    by = Membership.objects.filter(role=Role.COORDINATOR).first().user
    export = make_export(choice, Mentee.objects.of(programme), school=school, programme=programme, day=day)
    size = len(export.to_bytes(extension, school))
    record_export(export, programme=programme, by=by, extension=extension, day=day)
    return {"people": export.table.count, "bytes": size}


def peak():
    """Megabytes. ``getrusage`` would begin with those of the process that started this one."""
    return int(re.search(r"VmHWM:\s+(\d+)", Path("/proc/self/status").read_text())[1]) // 1024


def main(slug, extension):
    school = School.objects.get(slug=slug)
    with scope(school=school):
        began = time.perf_counter()
        found = take_out(school, extension)
        found["ms"] = round((time.perf_counter() - began) * 1000)
    return found | {"megabytes": peak()}


if __name__ == "__main__":
    print(json.dumps(main(*sys.argv[1:])))
