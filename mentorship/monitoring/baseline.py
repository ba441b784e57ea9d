"""The measurement before: it is made until the first meetings of a form of mentoring, or never.

What a programme must ask for every form of mentoring that it has, what was asked, and until when it can still be done.
"""

from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, Min, OuterRef
from django.urls import reverse

from mentorship.pairs.models import Meeting, Pairing
from mentorship.programmes.models import MentoringForm, ProgrammeForm
from surveys.builtin import named
from surveys.models import Purpose

from .models.impact import Side
from .waves import FORMS, waves_of


@dataclass(frozen=True)
class Missing:
    """A form and a side whose questionnaire before was not sent; ``url`` begins it, "" where the product has none.

    ``first_met`` is the day of the first meeting: after it the measurement comes too late for that pair.
    """

    form: str
    side: str
    url: str = ""
    first_met: date | None = None

    @property
    def side_words(self):
        return str(Side(self.side).label)


@dataclass(frozen=True)
class Baseline:
    """What is missing on a day: some of it can still be made, for some it is too late."""

    missing: tuple
    day: date

    @property
    def late(self):
        return [one for one in self.missing if one.first_met and one.first_met <= self.day]

    @property
    def in_time(self):
        return [one for one in self.missing if one not in self.late]


def baseline_of(programme, day):
    """What lacks of the measurement before; a constant number of queries."""
    forms = forms_of(programme)
    if not forms:
        return Baseline((), day)
    asked = {(wave.form, wave.side) for wave in waves_of(programme, (Purpose.BEFORE,))}
    everybody = {side for form, side in asked if not form}
    met = first_meetings(programme)
    missing = [
        Missing(title, side, address_of(key, side), met.get(title))
        for key, title in forms
        for side in Side.values
        if (title, side) not in asked and side not in everybody
    ]
    return Baseline(tuple(missing), day)


def forms_of(programme):
    """``(key, title)`` of the programme's forms that the monitoring knows; of its pairs when none is ticked."""
    ticked = ProgrammeForm.objects.filter(programme=programme, form=OuterRef("pk"))
    paired = Pairing.objects.of(programme).filter(form=OuterRef("pk"))
    rows = list(MentoringForm.objects.values_list("title", Exists(ticked), Exists(paired)))
    titles = {title for title, is_ticked, _paired in rows if is_ticked}
    titles = titles or {title for title, _ticked, is_paired in rows if is_paired}
    return [(key, title) for key, title in FORMS.items() if title in titles]


def address_of(key, side):
    name = f"before-{key}-{side}:adult"
    return reverse("survey_ready", args=[name]) if named(name) else ""


def first_meetings(programme):
    """``{title of a form: first day on which a pair of it met or is to meet}``; a pair of no form counts for each."""
    rows = Meeting.objects.living().filter(pairing__programme=programme).exclude(state=Meeting.State.CANCELLED)
    found = dict(rows.order_by().values_list("pairing__form__title").annotate(first=Min("day")))
    days = {title: [found[one] for one in (title, None) if one in found] for title in FORMS.values()}
    return {title: min(of_form, default=None) for title, of_form in days.items()}
