"""The measurement before: it is made until the first meetings, or never.

What a programme must ask for every form of mentoring that it has, what was asked, and until when it can still be done.
"""

from dataclasses import dataclass
from datetime import date

from django.db.models import Min
from django.urls import reverse

from mentorship.pairs.models import Meeting, Pairing
from mentorship.programmes.models import MentoringForm
from surveys.builtin import named
from surveys.models import Purpose

from .models.impact import Side
from .waves import FORMS, waves_of


@dataclass(frozen=True)
class Missing:
    """A form and a side whose questionnaire before was not sent; ``url`` begins it, "" where the product has none."""

    form: str
    side: str
    url: str = ""

    @property
    def side_words(self):
        return str(Side(self.side).label)


@dataclass(frozen=True)
class Baseline:
    """``first_met`` is the day of the first meeting: after it the measurement comes too late for that pair."""

    missing: tuple
    first_met: date | None
    day: date

    @property
    def is_late(self):
        return self.first_met is not None and self.first_met <= self.day

    @property
    def is_due(self):
        return bool(self.missing)


def baseline_of(programme, day):
    """What lacks of the measurement before; a constant number of queries."""
    asked = {(wave.form, wave.side) for wave in waves_of(programme, (Purpose.BEFORE,))}
    everybody = {side for form, side in asked if not form}
    missing = [
        Missing(title, side, address_of(key, side))
        for key, title in forms_of(programme)
        for side in Side.values
        if (title, side) not in asked and side not in everybody
    ]
    return Baseline(tuple(missing), first_meeting(programme), day)


def forms_of(programme):
    """``(key, title)`` of the programme's forms that the monitoring knows; of its pairs when none is ticked."""
    titles = set(MentoringForm.objects.filter(programmes=programme).values_list("title", flat=True))
    if not titles:
        titles = set(Pairing.objects.of(programme).exclude(form=None).values_list("form__title", flat=True))
    return [(key, title) for key, title in FORMS.items() if title in titles]


def address_of(key, side):
    name = f"before-{key}-{side}:adult"
    return reverse("survey_ready", args=[name]) if named(name) else ""


def first_meeting(programme):
    """The first day on which a pair met or is to meet."""
    rows = Meeting.objects.living().filter(pairing__programme=programme).exclude(state=Meeting.State.CANCELLED)
    return rows.aggregate(first=Min("day"))["first"]
