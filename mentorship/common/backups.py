"""A copy of everything that cannot be made again: the database, the files, and a list of what must be there.

The database is copied first: a file that is added meanwhile is only one too many.
"""

import hashlib
import json
import os
import shutil
import subprocess
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.utils.translation import gettext as _

from mentorship.common import clock

MANIFEST = "manifest.json"


class Damaged(Exception):
    """The copy is not what it was, or cannot be made here; the text says why."""


def make_backup(folder: Path):
    """Write a copy into a new or empty folder; the manifest comes last, so an unfinished copy has none."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    if any(folder.iterdir()):
        raise Damaged(_("The folder %(folder)s is not empty.") % {"folder": folder})
    name = dump_database(folder)
    if Path(settings.MEDIA_ROOT).exists():
        shutil.copytree(settings.MEDIA_ROOT, folder / "media")
    files = {str(path.relative_to(folder)): digest(path) for path in sorted(folder.rglob("*")) if path.is_file()}
    manifest = {"made_at": clock.now().isoformat(), "database": name, "engine": connection.vendor, "files": files}
    (folder / MANIFEST).write_text(json.dumps(manifest, ensure_ascii=False, indent=1))
    return len(files)


def dump_database(folder):
    """SQLite is copied by itself in one consistent piece, PostgreSQL by its own tool."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM INTO %s", [str(folder / "db.sqlite3")])
        return "db.sqlite3"
    program = shutil.which("pg_dump")
    if not program:
        raise Damaged(_("pg_dump is missing (Debian: apt-get install postgresql-client)."))
    database = settings.DATABASES["default"]
    keys = {"PGHOST": "HOST", "PGPORT": "PORT", "PGUSER": "USER", "PGPASSWORD": "PASSWORD", "PGDATABASE": "NAME"}
    login = {name: str(database[key]) for name, key in keys.items() if database.get(key)}
    command = [program, "--format=custom", "--no-owner", f"--file={folder / 'database.dump'}"]
    done = subprocess.run(command, env={**os.environ, **login}, capture_output=True, text=True)
    if done.returncode:
        raise Damaged(done.stderr.strip())
    return "database.dump"


def check_backup(folder: Path):
    """Every file of the manifest is there and unchanged."""
    manifest = folder / MANIFEST
    if not manifest.exists():
        raise Damaged(_("%(folder)s has no manifest: the copy was not finished.") % {"folder": folder})
    files = json.loads(manifest.read_text())["files"]
    bad = [name for name, wanted in files.items() if not (folder / name).is_file() or digest(folder / name) != wanted]
    if bad:
        raise Damaged(_("Damaged or missing: %(names)s") % {"names": ", ".join(bad)})
    return len(files)


def digest(path):
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
