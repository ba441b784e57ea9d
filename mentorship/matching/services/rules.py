"""The school's rules of matching: saved by compare-and-swap, taken back, put back to the usual ones."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from mentorship.common.errors import EditConflict
from mentorship.programmes import audit

from ..gathering import rules_of
from ..models import MatchingRules


def rules_row(school, form):
    """The stored rules of a form of mentoring (None: the general ones); without any, an unsaved row of version 0 that
    holds what counts instead."""
    row = MatchingRules.objects.filter(school=school, form=form).select_related("form").first()
    if row:
        return row
    settings = rules_of(school, form).to_dict()
    return MatchingRules(school=school, form=form, version=0, weights=settings.pop("weights"), settings=settings)


def title_of(form):
    return form.title if form else str(_("General rules"))


@transaction.atomic
def save_rules(*, school, form, version, weights, settings, words, by):
    """Write the rules of a form if nobody has since ``version``; 0 is the version of rules that were not there."""
    changes = {"weights": weights, "settings": settings}
    row = rules_row(school, form)
    if row.version != version:
        raise EditConflict(_("Somebody has changed this in the meantime."), theirs=row)
    row = row.swap(version, **changes) if row.pk else made(school, form, changes)
    audit.record(by=by, action="matching.rules_saved", row=row, name=title_of(form), changes=words)
    return row


def made(school, form, changes):
    """The first rules of a form; of two who save them at once the second one gets both texts."""
    try:
        with transaction.atomic():
            return MatchingRules.objects.create(school=school, form=form, **changes)
    except IntegrityError as error:
        theirs = rules_row(school, form)
        raise EditConflict(_("Somebody has changed this in the meantime."), theirs=theirs) from error


@transaction.atomic
def reset_rules(*, school, form, by):
    """Back to the usual rules. Answers what was stored, to take it back; None when there was nothing."""
    row = MatchingRules.objects.filter(school=school, form=form).first()
    if row is None:
        return None
    audit.record(by=by, action="matching.rules_reset", row=row, name=title_of(form))
    row.delete()
    return {"weights": row.weights, "settings": row.settings}
