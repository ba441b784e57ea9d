import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import polib
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

SOURCES = ("mentorship", "roadmap", "surveys", "templates", "static/js")
PLURALS = "nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<12 || n%100>14) ? 1 : 2);"
HEADER = {
    "Project-Id-Version": "mentorship",
    "POT-Creation-Date": "2026-11-22 12:00+0000",
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=UTF-8",
    "Content-Transfer-Encoding": "8bit",
    "Language": "ru",
    "Plural-Forms": PLURALS,
}


class Command(BaseCommand):
    help = "Collects the strings to translate; with --check only says what is missing or left over."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("--check", action="store_true", help="change nothing, fail when something is to do")

    def handle(self, *, check, **options):
        committed = settings.LOCALE_PATHS[0] / "ru" / "LC_MESSAGES" / "django.po"
        with tempfile.TemporaryDirectory() as folder:
            catalogue = collect(Path(folder))
        problems = [f"untranslated: {entry.msgid!r}" for entry in unfinished(catalogue)]
        if not check:
            catalogue.save(str(committed))
            self.stdout.write("\n".join([f"{len(catalogue)} messages", *problems]))
            return
        before, after = known(polib.pofile(str(committed))), known(catalogue)
        problems += [f"not collected, run make messages: {name!r}" for name in sorted(after - before)]
        problems += [f"not used any more, run make messages: {name!r}" for name in sorted(before - after)]
        if problems:
            raise CommandError("\n".join(problems))


def collect(folder):
    """Run makemessages on a copy of the sources, so that a check leaves the tree alone."""
    if not shutil.which("xgettext"):
        raise CommandError("The program xgettext is missing (Debian: apt-get install gettext).")
    for name in SOURCES:
        if (settings.BASE_DIR / name).exists():
            skipped = shutil.ignore_patterns("*.mo", "__pycache__", "migrations")
            shutil.copytree(settings.BASE_DIR / name, folder / name, ignore=skipped)
    command = [
        sys.executable,
        "-m",
        "django",
        "makemessages",
        "-l",
        "ru",
        "--no-obsolete",
        "--no-location",
        "--no-wrap",
    ]
    environment = {**os.environ, "PYTHONPATH": str(folder), "DJANGO_SETTINGS_MODULE": "mentorship.settings"}
    environment.pop("MENTORSHIP_VAR_DIR", None)
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True)
    if done.returncode:
        raise CommandError(done.stderr)
    catalogue = polib.pofile(str(folder / "mentorship/locale/ru/LC_MESSAGES/django.po"), wrapwidth=0)
    catalogue.header, catalogue.metadata, catalogue.metadata_is_fuzzy = "", dict(HEADER), False
    return catalogue


def known(catalogue):
    return {f"{entry.msgctxt or ''}{entry.msgid}" for entry in catalogue if not entry.obsolete}


def unfinished(catalogue):
    return [*catalogue.untranslated_entries(), *catalogue.fuzzy_entries()]
