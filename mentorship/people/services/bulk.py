"""One act with many rows. What cannot be done is left out and told with its reason; what was done can be taken back."""

from dataclasses import dataclass, field

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from mentorship.programmes import audit

from ..models import Person, PersonKind

AT_ONCE = 500
"""Rows of one statement: SQLite has a limit of parameters."""
MOST_UNDONE = 2000
"""A larger change is not kept for taking back: it stands in the session."""
REASONS = {
    "left": _("has left the programme already"),
    "completed": _("has finished the programme"),
    "answered": _("the questionnaire is marked already"),
    "same": _("has it already"),
    "grown": _("is not a pupil"),
    "entered_later": _("entered the programme after this day"),
}
"""Why an act was not done with a row."""


@dataclass
class Outcome:
    """``done`` are ids, ``refused`` is ``{id: code of REASONS}``, ``before`` ``{id: [version now, former values]}``."""

    done: list[int] = field(default_factory=list)
    refused: dict[int, str] = field(default_factory=dict)
    before: dict[int, list] = field(default_factory=dict)


def set_form(row, values):
    wanted = form_values(row, values)
    if row.left_on or row.is_completed:
        return "completed" if row.is_completed else "left"
    return "same" if all(getattr(row, name) == value for name, value in wanted.items()) else ""


def form_values(row, values):
    """A variant brings its form; a form alone takes a variant of another form away."""
    form, variant = values.get("form"), values.get("variant")
    if variant:
        return {"form_id": variant.form_id, "variant_id": variant.pk}
    keeps = row.variant is not None and row.variant.form_id == form.pk
    return {"form_id": form.pk, "variant_id": row.variant_id if keeps else None}


def mark_answered(row, values):
    if row.is_completed or row.left_on:
        return "completed" if row.is_completed else "left"
    return "answered" if row.answered_on else ""


def set_class(row, values):
    if row.kind != PersonKind.PUPIL:
        return "grown"
    return "same" if row.school_class_id == values["school_class"].pk else ""


def withdraw(row, values):
    if row.is_completed or row.left_on:
        return "completed" if row.is_completed else "left"
    return "entered_later" if row.entered_on and row.entered_on > values["left_on"] else ""


ACTS = {
    "form": (set_form, form_values),
    "answered": (mark_answered, lambda row, values: {"answered_on": values["answered_on"]}),
    "class": (set_class, lambda row, values: {"school_class_id": values["school_class"].pk}),
    "leave": (
        withdraw,
        lambda row, values: {"left_on": values["left_on"], "leaving_reason": values["reason"]},
    ),
}
"""act -> (why it cannot be done with a row, the row's new values)."""


@transaction.atomic
def act_on(rows, act, values, *, by, programme, words):
    """Do the act with every row that it can be done with. ``words`` is what the log says of the new value."""
    refuses, changed = ACTS[act]
    outcome, groups = Outcome(), {}
    for row in rows:
        if reason := refuses(row, values):
            outcome.refused[row.pk] = reason
        else:
            groups.setdefault(tuple(changed(row, values).items()), []).append(row)
    for changes, group in groups.items():
        write(rows.model, group, dict(changes), outcome)
    if outcome.done:
        audit.record(
            by=by,
            action="register.changed",
            row=programme,
            name=words,
            changes={str(_("rows")): ["", str(len(outcome.done))]},
        )
    return outcome


def write(model, group, changes, outcome):
    """Write the same values into locked rows, and remember what they were."""
    keys = [row.pk for row in group]
    for start in range(0, len(keys), AT_ONCE):
        rows = model.objects.filter(pk__in=keys[start : start + AT_ONCE])
        rows.update(version=F("version") + 1, **changes)
    for row in group:
        outcome.done.append(row.pk)
        outcome.before[row.pk] = [row.version + 1, {name: getattr(row, name) for name in changes}]


@transaction.atomic
def undo(model, before, *, by, programme):
    """Put the former values back into rows that nobody has changed since. Returns how many."""
    groups = {}
    for pk, (version, values) in before:
        groups.setdefault((version, tuple(values.items())), []).append(pk)
    count = 0
    for (version, values), keys in groups.items():
        for start in range(0, len(keys), AT_ONCE):
            rows = model.objects.filter(pk__in=keys[start : start + AT_ONCE], version=version)
            count += rows.update(version=F("version") + 1, **dict(values))
    if count:
        audit.record(
            by=by,
            action="register.change_undone",
            row=programme,
            changes={str(_("rows")): [str(len(before)), str(count)]},
        )
    return count


def rows_to_change(rows):
    """The rows locked, with what the rules look at."""
    rows = rows.order_by("pk").select_for_update(of=("self",))
    return rows if rows.model is Person else rows.select_related("variant")
