"""Translations are committed as text (.po) and compiled where they are used, without system tools."""

import polib
from django.conf import settings
from django.utils.translation.reloader import translation_file_changed


def compile_stale():
    """Write every ``.mo`` that is older than its ``.po``; the running process reads them anew. Returns their paths."""
    written = []
    for folder in settings.LOCALE_PATHS:
        for source in folder.glob("*/LC_MESSAGES/*.po"):
            target = source.with_suffix(".mo")
            if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
                continue
            polib.pofile(str(source)).save_as_mofile(str(target))
            translation_file_changed(sender=None, file_path=target)
            written.append(target)
    return written
