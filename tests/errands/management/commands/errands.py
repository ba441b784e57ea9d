import json
from collections import Counter

from django.core.management.base import BaseCommand
from django.db import connection
from django_scopes import scope

from mentorship.accounts.models import User
from mentorship.common import clock
from mentorship.notifications.models import Attempt, Channel, LastScan, Notification, State
from mentorship.programmes.models import Membership, School
from mentorship.programmes.roles import Role


class Command(BaseCommand):
    help = "Fills an installation with letters that wait, and tells what became of them as JSON."

    def add_arguments(self, parser):
        parser.add_argument("what", choices=["fill", "report"])
        parser.add_argument("--letters", type=int, default=0)
        parser.add_argument("--people", type=int, default=20)
        parser.add_argument("--more", action="store_true", help="leave what is there")

    def handle(self, *, what, letters, people, more, **options):
        school, _made = School.objects.get_or_create(slug="errands", defaults={"short_name": "Школа", "full_name": "Ш"})
        with scope(school=school):
            if what == "fill":
                clear(more)
                fill(school, letters, people)
            else:
                self.stdout.write(json.dumps(report()))


def clear(is_kept):
    for model in () if is_kept else (Attempt, Notification, LastScan):
        model.objects.all().delete()


def fill(school, letters, people):
    """So many people, so many letters for them in turn."""
    for number in range(people):
        user, _made = User.objects.get_or_create(
            email=f"person{number}@school.test", defaults={"surname": f"П{number}"}
        )
        Membership.objects.get_or_create(school=school, user=user, role=Role.DEPUTY)
    ids = list(Membership.objects.order_by("pk").values_list("user", flat=True))[:people]
    now, first = clock.now(), Notification.objects.count()
    Notification.objects.bulk_create(
        Notification(
            school=school,
            kind="errand",
            object_id=number,
            due_on=now.date(),
            recipient_id=ids[number % people],
            channel=Channel.EMAIL,
            state=State.QUEUED,
        )
        for number in range(first, first + letters)
    )
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


def report():
    letters = Notification.objects.letters()
    return {
        "states": Counter(letters.values_list("state", flat=True)),
        "ids": [letter.message_id for letter in letters],
        "sending": [letter.message_id for letter in letters.filter(state=State.SENDING)],
        "possibly_twice": [letter.message_id for letter in letters.filter(may_be_double=True)],
        "outcomes": Counter(Attempt.objects.values_list("outcome", flat=True)),
        "lines": Counter(Notification.objects.filter(channel=Channel.DIGEST).values_list("state", flat=True)),
    }
