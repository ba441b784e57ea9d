from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _
from django_scopes import scope

from mentorship.people.services import retention
from mentorship.programmes.models import School


class Command(BaseCommand):
    help = "Says who would be made nameless after the term of keeping; with --really makes them nameless."

    def add_arguments(self, parser):
        which = parser.add_mutually_exclusive_group()
        which.add_argument("--dry-run", action="store_true", help="only say how many (this is what it does anyway)")
        which.add_argument("--really", action="store_true", help="make them nameless; this cannot be undone")
        parser.add_argument("--school", metavar="SLUG", help="one school only")

    def handle(self, **options):
        schools = School.objects.filter(slug=options["school"]) if options["school"] else School.objects.all()
        for school in schools:
            with scope(school=school):
                self.stdout.write(f"{school}: {self.done(school, options['really'])}")

    def done(self, school, really):
        if really:
            count = retention.make_nameless(school=school, day=school.today, by=None)
            return _("made nameless: %(count)d") % {"count": count}
        found = retention.report(years=retention.settings_of(school).years_kept, day=school.today)
        return _("would be made nameless: %(count)d") % {"count": len(found.people)}
