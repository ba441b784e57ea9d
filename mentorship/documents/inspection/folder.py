"""The archive itself: entries one after another, then the contents, which say also what could not be put in."""

import logging
from dataclasses import dataclass
from itertools import chain

from django.template.loader import render_to_string
from django.utils.translation import override
from django_scopes import scope

from mentorship.common import ru, xlsx
from mentorship.common.errors import RuleBroken
from mentorship.common.table import Column, Table
from roadmap.queries import current_roadmap

from .entries import entries_of
from .missing import bare_activities, lacks_of
from .names import Names
from .streaming import zipped

logger = logging.getLogger(__name__)
CONTENTS = "00 Содержание"
LOST = "файл утрачен в хранилище"
NOT_MADE = "не удалось составить"
COLUMNS = [
    Column("№", 5, centred=True),
    Column("Раздел", 25),
    Column("Документ", 38),
    Column("Файл или ссылка", 32),
]
LACK_COLUMNS = [Column("№", 5, centred=True), Column("Раздел", 30), Column("Чего не хватает", 65)]


@dataclass(frozen=True)
class Line:
    """A line of the contents; ``trouble`` is why the file is not there."""

    section: str
    title: str
    path: str = ""
    url: str = ""
    trouble: str = ""


def file_title(programme, day):
    return f"Папка проверки {programme.years} на {ru.short_date(day)}"


def stream(programme, *, day, now, may_export):
    """Pieces of the archive. The scope of the school is laid around the sending, which outlives the request."""
    with scope(school=programme.school):
        yield from zipped(members(programme, day=day, may_export=may_export), now)


def members(programme, *, day, may_export):
    lines, names = [], Names()
    for entry in entries_of(programme, day=day, may_export=may_export):
        if entry.url:
            lines.append(Line(entry.section, entry.title, url=entry.url))
            continue
        path = names.once(entry.path)
        chunks, trouble = begun(entry)
        lines.append(Line(entry.section, entry.title, path if not trouble else "", trouble=trouble))
        if not trouble:
            yield path, chunks
    with override("ru"):
        lacks = lacks_of_folder(programme, day)
        yield f"{CONTENTS}.html", [html_of(programme, day, lines, lacks).encode()]
        yield f"{CONTENTS}.xlsx", [xlsx_of(programme, day, lines)]
        if lacks:
            yield f"{CONTENTS}. Чего не хватает.xlsx", [lacks_xlsx(programme, day, lacks)]


def begun(entry):
    """The bytes of a file, begun before its place in the archive is: what fails takes no place."""
    try:
        chunks = entry.read()
        first = next(chunks, b"")
    except FileNotFoundError:
        return None, LOST
    except RuleBroken as error:
        return None, str(error)
    except Exception:
        logger.exception("A file of the folder for an inspection was not made")
        return None, NOT_MADE
    return chain([first], chunks), ""


def lacks_of_folder(programme, day):
    """What is missing, with the titles of activities that have no proof."""
    rows = [(lack.section, lack.words) for lack in lacks_of(programme, day)]
    if found := current_roadmap(programme):
        rows += [(f"Этап {place}", f"Нет подтверждения: {title}") for place, title in bare_activities(found)]
    return rows


def html_of(programme, day, lines, lacks):
    sections = {}
    for line in lines:
        sections.setdefault(line.section, []).append(line)
    context = {
        "title": f"{file_title(programme, day)}. Содержание",
        "programme": programme,
        "school": programme.school,
        "day": ru.long_date(day),
        "sections": sections.items(),
        "lacks": lacks,
    }
    return render_to_string("documents/inspection_contents.html", context)


def xlsx_of(programme, day, lines):
    rows = [
        [str(number), one.section, one.title, one.path or one.url or one.trouble] for number, one in enumerate(lines, 1)
    ]
    return xlsx.table_to_xlsx(Table(f"{file_title(programme, day)}. Содержание", COLUMNS, rows))


def lacks_xlsx(programme, day, lacks):
    rows = [[str(number), section, words] for number, (section, words) in enumerate(lacks, 1)]
    return xlsx.table_to_xlsx(Table(f"{file_title(programme, day)}. Чего не хватает", LACK_COLUMNS, rows))
