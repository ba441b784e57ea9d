from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from mentorship.common.backups import Damaged, check_backup, make_backup


class Command(BaseCommand):
    help = "Copies the database and the files into a new folder with a manifest; --check compares a copy with it."

    def add_arguments(self, parser):
        parser.add_argument("folder", type=Path)
        parser.add_argument("--check", action="store_true", help="compare an existing copy with its manifest")

    def handle(self, *, folder, check, **options):
        try:
            count = check_backup(folder) if check else make_backup(folder)
        except Damaged as error:
            raise CommandError(str(error)) from error
        self.stdout.write(_("%(count)s files are in %(folder)s.") % {"count": count, "folder": folder})
