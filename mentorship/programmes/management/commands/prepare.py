from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils.translation import gettext as _

from mentorship.common.assets import collect_stale
from mentorship.common.health import prepared
from mentorship.common.translations import compile_stale
from mentorship.programmes.models import School
from mentorship.programmes.starters import give_starters


class Command(BaseCommand):
    help = "Brings the installation up to the code: translations, database, static files; does only what is missing."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("--demo", action="store_true", help="fill an empty database with the demonstration schools")

    def handle(self, *, demo, **options):
        compile_stale()
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            self.stdout.write(_("Bringing the database up to date…"))
            call_command("migrate", interactive=False, verbosity=0)
        if collect_stale():
            self.stdout.write(_("The pages' files are collected."))
        if demo and not School.objects.exists():
            self.stdout.write(_("Making the demonstration schools…"))
            call_command("demo", verbosity=0, stdout=self.quiet())
        for school in School.objects.all():
            give_starters(school)
        prepared.send(Command)

    @staticmethod
    def quiet():
        import io

        return io.StringIO()
