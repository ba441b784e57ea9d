"""Thresholds are saved, reasons are put aside and taken back."""

from django.db import transaction
from django.utils.translation import gettext_lazy

from mentorship.programmes import audit

from ..models import AttentionPause, HealthSettings
from .pairing import name_of

audit.ACTION_TITLES |= {
    "health.edited": gettext_lazy("Thresholds of attention changed"),
    "health.aside": gettext_lazy("Reason for attention put aside"),
}


@transaction.atomic
def save_limits(*, school, seen, changes, words, by):
    """Compare-and-swap on the one row of the school; raises EditConflict."""
    row, is_new = HealthSettings.objects.get_or_create(school=school)
    row.swap(row.version if is_new else seen, **changes)
    audit.record(by=by, action="health.edited", row=row, name=str(school), changes=words)
    return row


@transaction.atomic
def put_aside(*, pairing, reason, until, note, day, by):
    """The reason is silent until the day; pressed twice it is put aside once."""
    pause, is_new = AttentionPause.objects.get_or_create(
        school_id=pairing.school_id, pairing=pairing, reason=reason, until=until, defaults={"note": note, "by": by}
    )
    if is_new:
        audit.record(by=by, action="health.aside", row=pairing, name=name_of(pairing))
    return pause


def take_back(*, pairing, reason, day):
    """The reason speaks again."""
    AttentionPause.objects.filter(pairing=pairing, reason=reason, until__gt=day).delete()
