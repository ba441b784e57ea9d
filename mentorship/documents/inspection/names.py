"""Names of files and folders in the archive: Russian, short, fit for Windows, each once."""

import re
import textwrap
from pathlib import PurePosixPath

FORBIDDEN = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]+')
DEVICES = {"con", "prn", "aux", "nul", *(f"{name}{number}" for name in ("com", "lpt") for number in range(1, 10))}
FOLDER_LETTERS, FILE_LETTERS = 60, 100


def safe(text, letters):
    """The words without signs that a disk refuses, cut at a word, never ending with a point or a space."""
    plain = " ".join(FORBIDDEN.sub(" ", text).split())
    plain = textwrap.shorten(plain, letters, placeholder="") or plain[:letters]
    plain = plain.strip(" .") or "без названия"
    return f"{plain} файл" if plain.lower().partition(".")[0] in DEVICES else plain


def folder(text):
    return safe(text, FOLDER_LETTERS)


def file(text):
    """A file keeps its extension, however long its name is."""
    suffix = PurePosixPath(FORBIDDEN.sub(" ", text)).suffix
    suffix = suffix if re.fullmatch(r"\.\w{1,8}", suffix) else ""
    return safe(text.removesuffix(suffix) if suffix else text, FILE_LETTERS) + suffix.lower()


class Names:
    """Tells names that would fall together apart: the second is «… (2)»; case does not matter on Windows."""

    def __init__(self):
        self.taken = set()

    def once(self, path):
        place = PurePosixPath(path)
        number, found = 1, place
        while str(found).lower() in self.taken:
            number += 1
            found = place.with_name(f"{place.stem} ({number}){place.suffix}")
        self.taken.add(str(found).lower())
        return str(found)
