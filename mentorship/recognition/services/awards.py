"""The register of awards: lines for one or many people, corrected, thrown away and put back."""

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mentorship.common import clock
from mentorship.common.errors import RuleBroken
from mentorship.programmes import audit
from mentorship.programmes.models import Programme

from ..formula import HUNDRED, KEYS
from ..models import Award, FormulaSettings, Nomination

audit.ACTION_TITLES |= {
    "award.given": gettext_lazy("Award entered"),
    "award.edited": gettext_lazy("Award changed"),
    "award.deleted": gettext_lazy("Award thrown away"),
    "award.restored": gettext_lazy("Award put back"),
    "formula.edited": gettext_lazy("Rule for the best mentors changed"),
    "formula.frozen": gettext_lazy("Rule for the best mentors fixed"),
    "nomination.set_aside": gettext_lazy("Nomination set aside"),
}


@transaction.atomic
def give(*, programme, people, values, by):
    """One line for each of the people; who has the same award of the same day keeps the one that is there.

    Answers the new lines: a button pressed twice gives nothing the second time.
    """
    Programme.objects.select_for_update().get(pk=programme.pk)
    same = Award.objects.filter(
        programme=programme, kind=values["kind"], day=values["day"], reason=values["reason"], deleted_at=None
    )
    there = set(same.values_list("person", flat=True))
    rows = [
        Award(school_id=programme.school_id, programme=programme, person=one, created_by=by, **values)
        for one in people
        if one.pk not in there
    ]
    for row in Award.objects.bulk_create(rows):
        audit.record(by=by, action="award.given", row=row, name=row.get_kind_display())
    return rows


@transaction.atomic
def edit(*, row, version, changes, words, by):
    row.swap(version, **changes)
    audit.record(by=by, action="award.edited", row=row, name=row.get_kind_display(), changes=words)


@transaction.atomic
def throw_away(*, row, by):
    if Award.objects.filter(pk=row.pk, deleted_at=None).update(deleted_at=clock.now(), version=F("version") + 1):
        audit.record(by=by, action="award.deleted", row=row, name=row.get_kind_display())


@transaction.atomic
def restore(*, row, by):
    changed = Award.objects.filter(pk=row.pk).exclude(deleted_at=None)
    if changed.update(deleted_at=None, version=F("version") + 1):
        audit.record(by=by, action="award.restored", row=row, name=row.get_kind_display())


@transaction.atomic
def save_formula(*, programme, version, weights, least_meetings, by):
    """The weights add up to a hundred. A fixed rule does not change: nobody is fitted to it afterwards."""
    if sum(weights.values()) != HUNDRED or set(weights) != set(KEYS):
        raise RuleBroken(_("The weights must add up to 100."))
    row, _is_new = FormulaSettings.objects.get_or_create(
        school_id=programme.school_id, programme=programme, defaults={"weights": weights}
    )
    if row.frozen_on:
        raise RuleBroken(_("The rule is fixed: it does not change in this programme any more."))
    row.swap(version or row.version, weights=weights, least_meetings=least_meetings)
    audit.record(by=by, action="formula.edited", row=row, name=programme.title)
    return row


@transaction.atomic
def freeze_formula(*, programme, rule, day, by):
    """From this day the rule is fixed, with the weights that it has."""
    row, _is_new = FormulaSettings.objects.get_or_create(
        school_id=programme.school_id,
        programme=programme,
        defaults={"weights": rule.weights, "least_meetings": rule.least_meetings},
    )
    if row.frozen_on is None:
        row.swap(row.version, frozen_on=day)
        audit.record(by=by, action="formula.frozen", row=row, name=programme.title)
    return row


@transaction.atomic
def nominate(*, mentee, mentor, text, may_be_told):
    """A mentee thanks the own mentor, once; saying it again changes the words."""
    row, _is_new = Nomination.objects.update_or_create(
        school_id=mentee.school_id,
        mentor=mentor,
        mentee=mentee,
        defaults={"programme": mentee.programme, "text": text, "may_be_told": may_be_told},
    )
    return row


@transaction.atomic
def set_aside(*, row, reason, by):
    """The coordinator leaves a nomination out of the count, with a reason; an empty one counts it again."""
    Nomination.objects.filter(pk=row.pk).update(set_aside=reason)
    audit.record(by=by, action="nomination.set_aside", row=row, name=str(_("nomination")))
