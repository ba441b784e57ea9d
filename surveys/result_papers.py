"""The results as a paper and as a workbook: the same figures as the page."""

from django.utils.translation import gettext as _

from mentorship.common import charts, pdf, ru, xlsx
from mentorship.common.stamps import approval
from mentorship.common.table import Column, Heading, Table

from .labels import hidden_word
from .results import TEXTS_KEPT as TEXTS_ON_PAPER

LONGEST_ON_PAPER = 600


def table_of(found, block=None, depth=0):
    """Every row of every question as a Table: what the workbook holds."""
    columns = [
        Column(_("Answer"), 46),
        Column(_("How many"), 14, centred=True),
        Column(_("Share"), 12, centred=True),
        Column("n", 8, centred=True),
        Column(_("Mean"), 10, centred=True),
        Column(_("Median"), 10, centred=True),
    ]
    rows = []
    for figure in found.figures(depth, block):
        rows.append(Heading(f"{figure.place}. {figure.question.text}"))
        rows += rows_of(figure)
    title = found.campaign.title if block is None else f"{found.campaign.title}: {block.title}"
    return Table(title, columns, rows, subtitle=subtitle_of(found), notes=notes_of(found))


def rows_of(figure):
    if figure.refusal:
        return [[figure.refusal, "", "", "", "", ""]]
    middles = [figure.mean_words, figure.median_words]
    rows = [[_("answered"), figure.answered, "", figure.answered, *middles]]
    rows += [[row.label, count_cell(row), row.share_words, row.base, "", ""] for row in figure.rows]
    for name, count in ((_("not answered"), figure.blank), (_("I don't know yet"), figure.unknown)):
        if count:
            rows.append([name, count, "", "", "", ""])
    for label, places in figure.places:
        for number, count in enumerate(places, 1):
            words = _("%(option)s: place %(place)d") % {"option": label, "place": number}
            rows.append([words, count, "", figure.answered, "", ""])
    return rows


def count_cell(row):
    return hidden_word() if row.count is None else row.count


def subtitle_of(found):
    campaign = found.campaign
    last = f" – {ru.short_date(campaign.closes_on)}" if campaign.closes_on else ""
    kind = _("anonymous") if campaign.is_anonymous else _("with names")
    return f"{ru.short_date(campaign.opens_on)}{last} · {kind} · {answers_in_words(found.total)}"


def answers_in_words(total):
    return f"{charts.number(total)} {ru.plural(total, 'анкета', 'анкеты', 'анкет')}"


def notes_of(found):
    if not found.guarded:
        return []
    words = _("Figures behind which fewer than five people stand are not shown, nor those that would tell them.")
    return [words]


def results_to_xlsx(found, block=None, depth=0):
    return xlsx.table_to_xlsx(table_of(found, block, depth), landscape=False, sheet_title=_("Results"), across=110)


def results_to_pdf(found, *, day, block=None, depth=0):
    """The report with its head, a chart for each question and the beginning of the written answers."""
    campaign, school = found.campaign, found.campaign.programme.school
    figures = found.figures(depth, block)
    stamp = approval(
        post=school.director_post,
        school_name=school.name_genitive,
        director_name=school.director_name,
        by_order=False,
        order_date=None,
        order_number="",
    )
    context = {
        "title": f"Результаты анкетирования: {campaign.title}",
        "campaign": campaign,
        "found": found,
        "figures": figures,
        "texts": {} if block else texts_on_paper(found, figures),
        "part": block,
        "subtitle": subtitle_of(found),
        "notes": notes_of(found),
        "stamps": [stamp],
        "day": ru.long_date(day),
        "days": week_days(),
    }
    return pdf.render_pdf("surveys/papers/results.html", context)


def texts_on_paper(found, figures):
    """``{question: (texts, how many more)}``."""
    told = {}
    for figure in figures:
        texts = found.texts(figure, TEXTS_ON_PAPER)
        if texts:
            told[figure.question.key] = [one[:LONGEST_ON_PAPER] for one in texts], figure.answered - len(texts)
    return told


def week_days():
    """Short names of the days, as the table of hours heads them."""
    return ["пн", "вт", "ср", "чт", "пт", "сб"]
