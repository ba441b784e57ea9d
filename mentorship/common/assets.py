"""Collecting and compressing static files takes seconds, so it is done only when they changed."""

import hashlib
from pathlib import Path

import django
from django.conf import settings
from django.core.management import call_command


def collect_stale():
    """Collect static files unless the last collection was of the same files. Returns whether it collected."""
    stamp, wanted = Path(settings.STATIC_ROOT).with_suffix(".stamp"), fingerprint()
    if stamp.exists() and stamp.read_text() == wanted:
        return False
    call_command("collectstatic", interactive=False, verbosity=0)
    stamp.write_text(wanted)
    return True


def fingerprint():
    """Names, sizes and times of our files, and the lock file for the files that packages bring."""
    lines = [django.__version__]
    for folder in map(Path, settings.STATICFILES_DIRS):
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                state = path.stat()
                lines.append(f"{path.relative_to(folder)} {state.st_size} {state.st_mtime_ns}")
    lock = Path(settings.BASE_DIR) / "requirements.lock"
    if lock.exists():
        lines.append(lock.read_text())
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()
