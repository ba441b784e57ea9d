"""The roadmap as a table: six columns as in the customer's document, and the extra ones that the school prints."""

from mentorship.common.docx import table_to_docx
from mentorship.common.pdf import table_to_pdf
from mentorship.common.table import SAME, Column, Lines, Steps, Table
from mentorship.common.xlsx import table_to_xlsx

from ..outline import PartyKind

EXTRA_COLUMNS = {
    "planned_result": "Планируемый результат",
    "document_kind": "Вид документа",
    "environment": "Среда",
}
ENVIRONMENTS = {"internal": "Внутренняя", "external": "Внешняя"}
NOTHING = "—"
SHARES = {0: (4, 15, 19, 33, 12, 17), 1: (4, 13, 15, 27, 11, 15, 15), 2: (4, 12, 13, 22, 10, 13, 13, 13)}


def columns_of(outline):
    """Widths sum up to the sheet with any number of extra columns."""
    extra = [EXTRA_COLUMNS[code] for code in outline.columns if code in EXTRA_COLUMNS]
    shares = SHARES.get(len(extra), (4, 11, 12, 18, 9, 12, 12, 13, 9))
    titles = ["№", "Наименование этапа", "Мероприятия", "Содержание деятельности", "Сроки", "Ответственные", *extra]
    return [Column(title, share, centred=title == "№") for title, share in zip(titles, shares, strict=True)]


def parties_text(responsible, *, with_names=True):
    """Each party on its own line; without names a person is the post alone."""
    return ",\n".join(party_text(party, with_names=with_names) for party in responsible)


def party_text(party, *, with_names=True):
    if with_names or party.kind != PartyKind.PERSON:
        return str(party)
    return party.role or "Ответственное лицо"


def extra_cell(activity, code):
    """What an activity shows in an extra column; below its own, those of the steps under the steps' numbers.

    Every step is named, with a dash where it has none, so that an import knows a list of steps from any other list.
    """
    if code == "environment":
        return ENVIRONMENTS.get(activity.environment, activity.environment)
    own = getattr(activity, code)
    of_steps = [getattr(step, code) for step in activity.steps]
    numbered = [f"{number}. {text or NOTHING}" for number, text in enumerate(of_steps, 1)] if any(of_steps) else []
    return Lines(tuple(line for line in [own, *numbered] if line))


def roadmap_table(outline, *, with_names=True):
    """One row an activity; the number and the title of the stage stand once beside all its activities."""
    codes = [code for code in outline.columns if code in EXTRA_COLUMNS]
    rows = []
    for place, stage in enumerate(outline.stages, 1):
        lead = [f"{stage.number or place}.", stage.title]
        for activity in stage.activities:
            rows.append(
                [
                    *lead,
                    activity.title,
                    Steps(tuple(step.title for step in activity.steps)),
                    activity.term.text,
                    parties_text(activity.responsible, with_names=with_names),
                    *(extra_cell(activity, code) for code in codes),
                ]
            )
            lead = [SAME, SAME]
        if not stage.activities:
            rows.append([*lead, *[""] * (4 + len(codes))])
    return Table(outline.title, columns_of(outline), rows)


def roadmap_pdf(outline, stamps=()):
    """A4 landscape, grifs above, the header repeated on every sheet."""
    return table_to_pdf(roadmap_table(outline), landscape=True, stamps=stamps)


def roadmap_docx(outline, stamps=()):
    """The same table for an office that retouches papers; it can be imported again."""
    return table_to_docx(roadmap_table(outline), landscape=True, stamps=stamps)


def roadmap_xlsx(outline):
    """The same table for a spreadsheet; it can be edited and imported again."""
    return table_to_xlsx(roadmap_table(outline), sheet_title="Дорожная карта")
