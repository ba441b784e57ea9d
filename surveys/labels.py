"""What a row of a question is called in results."""

from django.utils.translation import gettext as _

from mentorship.common import charts, ru
from mentorship.programmes.slots import DAYS, PARTS

from .shapes import width_of

HEATS = 5


def hidden_word():
    return _("not shown")


def scale_label(row):
    """«5», «1–4»."""
    return f"{row[0]}–{row[-1]}" if len(row) > 1 else str(row[0])


def ends_in_words(question):
    """«1 — совсем нет, 10 — очень»."""
    words = zip(question.ends, (question.low_word, question.high_word), strict=True)
    return ", ".join(f"{step} — {word}" for step, word in words if word)


def number_label(row, rows, guarded):
    """A number, or an interval; where nobody may be recognised, the least and the greatest are not named."""
    if not guarded:
        return "–".join(dict.fromkeys(charts.number(one) for one in (row[0], row[-1])))
    values = [value for one in rows for value in one]
    width = width_of(values) if len(values) > 1 else 1
    place = rows.index(row)
    ends = [-(-row[-1] // width) * width, row[0] // width * width]
    high, low = (charts.number(int(end) if end == int(end) else float(end)) for end in ends)
    if len(rows) == 1:
        return _("all the numbers")
    if place == 0:
        return _("up to %(number)s") % {"number": high}
    if place == len(rows) - 1:
        return _("from %(number)s") % {"number": low}
    return "–".join(dict.fromkeys((low, high)))


def month_label(month):
    year, number = month.split("-")
    return f"{ru.month_name(int(number))} {year}"


def week_of(counts, hidden):
    """Parts of the day with ``(words, heat from 0 to 5)`` of each day."""
    shown = {code: count for code, count in counts.items() if code not in hidden}
    most = max(shown.values(), default=0)

    def cell(code):
        if code in hidden:
            return hidden_word(), 0
        return charts.number(shown.get(code, 0)), -(-shown.get(code, 0) * HEATS // most) if most else 0

    return [(part_title, [cell(f"{day}-{part}") for day, _title in DAYS]) for part, part_title in PARTS]
