from django.core.management.base import BaseCommand

from mentorship.common.translations import compile_stale


class Command(BaseCommand):
    help = "Compiles the translations that changed; needs no gettext."
    requires_system_checks = []

    def handle(self, **options):
        for path in compile_stale():
            self.stdout.write(str(path))
