"""Invented schools to look at and to measure."""

from django.core.management.base import BaseCommand, CommandError

from mentorship.dashboard.demo.people import Accounts
from mentorship.dashboard.demo.region import make_region
from mentorship.dashboard.demo.schools import make_demo


class Command(BaseCommand):
    help = "Makes the demonstration schools, or with --schools a synthetic region; a second run changes nothing."

    def add_arguments(self, parser):
        parser.add_argument("--schools", type=int, default=0, help="schools of a synthetic region for benchmarks")
        parser.add_argument("--people", type=int, default=50, help="people in each of them")
        parser.add_argument("--activities", type=int, default=11, help="activities in the roadmap of each")
        parser.add_argument("--seed", type=int, default=1, help="the same seed gives the same rows")

    def handle(self, *, schools, people, activities, seed, **options):
        if min(schools, people, activities) < 0:
            raise CommandError("The numbers of schools, people and activities are not negative.")
        if schools:
            region = make_region(schools=schools, people=people, activities=activities, seed=seed)
            self.stdout.write(f"{region}: {region.schools.count()} schools.")
            return
        accounts = Accounts()
        make_demo(accounts)
        accounts.save()
        for role, account in accounts.rows.items():
            self.stdout.write(f"{role:18} {account['email']:32} {account['password']}")
