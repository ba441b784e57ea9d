"""The school's own words for a paper: saved as versions, never over one another."""

from dataclasses import dataclass

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy

from mentorship.programmes import audit

from ..kinds import KINDS, ready_texts
from ..models import PaperTemplate, PaperTemplateVersion

audit.ACTION_TITLES |= {
    "paper_template.changed": gettext_lazy("Text of a paper changed"),
    "paper_template.chosen": gettext_lazy("Version of a paper's text chosen"),
    "paper_template.reset": gettext_lazy("Text of a paper put back to the product's own"),
}


@dataclass(frozen=True)
class TextInForce:
    """The text that a new paper takes. ``number`` is None for the product's own; ``version`` guards the saving."""

    heading: str
    text: str
    number: int | None = None
    version: int = 0


def in_force(school, code):
    """The school's chosen version, else the product's own text."""
    row = PaperTemplate.objects.filter(school=school, code=code).first()
    if row and row.current:
        found = row.versions.filter(number=row.current).first()
        if found:
            return TextInForce(found.heading, found.text, found.number, row.version)
    heading, text = ready_texts()[code]
    return TextInForce(heading, text, None, row.version if row else 0)


@transaction.atomic
def save(*, school, code, version, heading, text, note, by):
    """A new version that holds from now on; raises EditConflict when somebody saved one since ``version``."""
    row, is_new = PaperTemplate.objects.get_or_create(school=school, code=code, defaults={"current": 0})
    number = (row.versions.aggregate(last=Max("number"))["last"] or 0) + 1
    row.swap(version or (row.version if is_new else 0), current=number)
    PaperTemplateVersion.objects.create(
        school=school, template=row, number=number, heading=heading, text=text, note=note, created_by=by
    )
    record("paper_template.changed", row, code, by)
    return row


@transaction.atomic
def choose(*, school, code, number, by):
    """An earlier version holds again; 0 is the product's own text."""
    row = PaperTemplate.objects.select_for_update().get(school=school, code=code)
    if number and not row.versions.filter(number=number).exists():
        raise PaperTemplateVersion.DoesNotExist
    row.swap(row.version, current=number)
    record("paper_template.chosen" if number else "paper_template.reset", row, code, by)
    return row


def record(action, row, code, by):
    audit.record(by=by, action=action, row=row, name=str(KINDS[code].title))
