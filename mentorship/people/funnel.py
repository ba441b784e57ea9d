"""How far a participant is on the way into a pair, from facts: questionnaire, consents, selection, training, pair, end.

The state is the last step that is done with all the steps before it, so it always says what to do next. It is computed
in the database, because registers are filtered, counted and ordered by it.
"""

from dataclasses import dataclass
from datetime import date

from django.db import models
from django.db.models import Case, Exists, OuterRef, Q, Value, When
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from .consents import has_participation, has_processing
from .models import Attendance, ConsentKind, Interview, Mentor, Training


class Funnel(models.TextChoices):
    """Where a participant is. The last three stand beside the way: only mentors come to the first two of them."""

    CANDIDATE = "candidate", _("Candidate")
    ANSWERED = "questionnaire", _("Questionnaire received")
    CONSENTED = "consents", _("Consents received")
    SELECTED = "selected", _("Selected, to be trained")
    READY = "ready", _("Ready for matching")
    PAIRED = "paired", _("In a pair")
    FINISHED = "finished", _("Has finished")
    RESERVE = "reserve", _("In reserve")
    REFUSED = "refused", _("Not selected")
    LEFT = "left", _("Has left the programme")


MENTEE_STATES = tuple(
    one for one in Funnel if one not in (Funnel.CONSENTED, Funnel.SELECTED, Funnel.RESERVE, Funnel.REFUSED)
)
MENTOR_STATES = tuple(Funnel)
LOOKS = {
    Funnel.CANDIDATE: "plan",
    Funnel.ANSWERED: "work",
    Funnel.CONSENTED: "work",
    Funnel.SELECTED: "work",
    Funnel.READY: "check",
    Funnel.PAIRED: "done",
    Funnel.FINISHED: "done",
    Funnel.RESERVE: "skip",
    Funnel.REFUSED: "skip",
    Funnel.LEFT: "skip",
}
"""state -> look of its tag."""
PLACES = {state: place for place, state in enumerate(Funnel)}
"""state -> its place on the way, to order by."""

_pair_conditions = []


def register_pairs(condition):
    """``condition(model, day)`` says of a Mentee or a Mentor that there is a pair; the pairs tell it here."""
    _pair_conditions.append(condition)


def has_pair(model, day):
    """A condition for those who are in a pair; nobody while the product has no pairs."""
    found = Q(pk__in=[])
    for condition in _pair_conditions:
        found |= Q(condition(model, day))
    return found


def states_of(model):
    """The states that participants of the kind go through, in their order."""
    return MENTOR_STATES if model is Mentor else MENTEE_STATES


def is_trained():
    """A condition for mentors who were at every training that the programme requires."""
    missed = Training.objects.filter(programme=OuterRef("programme"), is_required=True, deleted_at=None).exclude(
        Exists(Attendance.objects.filter(training=OuterRef("pk"), mentor=OuterRef(OuterRef("pk"))))
    )
    return ~Exists(missed)


def facts_of(model, day):
    """Conditions by the name of the fact, in the order of the way."""
    facts = {
        "has_answered": Q(answered_on__lte=day),
        "has_participation": has_participation(day, person="person"),
        "has_processing": has_processing(day, person="person"),
    }
    if model is Mentor:
        facts |= {
            "has_interview": Exists(Interview.objects.filter(mentor=OuterRef("pk"), held_on__lte=day)),
            "is_selected": Q(decision=Mentor.Decision.SELECTED, decided_on__lte=day),
            "is_trained": is_trained(),
        }
    return facts


def with_facts(rows, day):
    """Participants with every fact as a column; the names are those of ``facts_of``, and ``has_pair``."""
    conditions = facts_of(rows.model, day) | {"has_pair": has_pair(rows.model, day)}
    truth = {name: Case(When(one, then=True), default=False) for name, one in conditions.items()}
    return rows.annotate(**truth)


def with_funnel(rows, day):
    """Participants with ``funnel``, a code of ``Funnel``, and every fact."""
    return with_facts(with_state(rows, day), day)


def with_place(rows, day):
    """Participants with ``funnel_place``, the number of the state, to order by."""
    return rows.annotate(funnel_place=state_of(rows.model, day, places=PLACES))


def with_state(rows, day):
    """Participants with ``funnel`` alone: enough to count and to filter, and nothing is asked that is not needed."""
    return rows.annotate(funnel=state_of(rows.model, day))


def state_of(model, day, *, places=None):
    """The state as an expression, or its number in ``places``. The first condition that holds decides."""
    facts = facts_of(model, day)
    decided = Q(decided_on__lte=day)
    steps = [
        (Q(is_completed=True), Funnel.FINISHED),
        (Q(left_on__lte=day), Funnel.LEFT),
        (has_pair(model, day), Funnel.PAIRED),
    ]
    if model is Mentor:
        steps += [
            (decided & Q(decision=Mentor.Decision.RESERVE), Funnel.RESERVE),
            (decided & Q(decision=Mentor.Decision.REFUSED), Funnel.REFUSED),
        ]
    steps += [
        (~facts["has_answered"] | Q(answered_on=None), Funnel.CANDIDATE),
        (~facts["has_participation"], Funnel.ANSWERED),
        (~facts["has_processing"], Funnel.ANSWERED),
    ]
    if model is Mentor:
        steps += [
            (~facts["is_selected"] | Q(decided_on=None), Funnel.CONSENTED),
            (~facts["has_interview"], Funnel.CONSENTED),
            (~facts["is_trained"], Funnel.SELECTED),
        ]
    value, field = (places.get, models.PositiveSmallIntegerField()) if places else (str, models.CharField())
    whens = [When(condition, then=Value(value(state))) for condition, state in steps]
    return Case(*whens, default=Value(value(Funnel.READY)), output_field=field)


def is_ready(model, day):
    """A condition for those who may be matched."""
    return Q(pk__in=with_state(model.objects.living(), day).filter(funnel=Funnel.READY).values("pk"))


@dataclass(frozen=True)
class Check:
    """One line of a checklist. ``address`` is the page where what is missing gets done, for whom may do it."""

    code: str
    title: str
    is_there: bool
    missing: str
    action: str
    address: str = ""
    on: date | None = None


WORDS = {
    "has_answered": (_("Questionnaire"), _("No questionnaire"), _("Mark the questionnaire"), "people.edit"),
    "has_participation": (
        _("Consent to take part"),
        _("No consent to take part"),
        _("Record the consent"),
        "consents.edit",
    ),
    "has_processing": (
        _("Consent to the processing of personal data"),
        _("No consent to the processing of personal data"),
        _("Record the consent"),
        "consents.edit",
    ),
    "has_interview": (_("Interview"), _("No interview"), _("Record the interview"), "selection.edit"),
    "is_selected": (_("Decision to select"), _("No decision"), _("Decide"), "selection.edit"),
    "is_trained": (_("Training"), _("Training is not completed"), _("To the training"), "training.edit"),
}
"""fact -> (what it is, what to say when it is missing, what the link to the next act says, the right that it needs)."""


def checklist_of(row, access=None):
    """What is there and what is missing of a row of ``with_funnel``, in the order of the way.

    With ``access`` the lines have addresses of what the person may do; the row is one that the person may edit.
    """
    names = [name for name in WORDS if hasattr(row, name)]
    return [check_of(row, name, access) for name in names]


def check_of(row, name, access):
    title, missing, action, right = WORDS[name]
    is_there = getattr(row, name)
    may = access is not None and not is_there and access.can(right, own=True)
    return Check(name, title, is_there, missing, action, address_of(row, name) if may else "", day_of(row, name))


def day_of(row, name):
    days = {"has_answered": row.answered_on, "is_selected": getattr(row, "decided_on", None)}
    return days.get(name) if getattr(row, name) else None


def missing_of(row, access=None):
    """The lines that are missing; none for those whose way has ended or led into a pair."""
    if row.funnel in (Funnel.PAIRED, Funnel.FINISHED, Funnel.LEFT, Funnel.RESERVE, Funnel.REFUSED):
        return []
    return [one for one in checklist_of(row, access) if not one.is_there]


def address_of(row, name):
    """Where the missing thing is done."""
    person = row.person.public_id
    places = {
        "has_answered": row.get_absolute_url,
        "has_participation": lambda: f"{reverse('consent_new')}?person={person}&kind={ConsentKind.PARTICIPATION}",
        "has_processing": lambda: f"{reverse('consent_new')}?person={person}&kind={ConsentKind.PROCESSING}",
        "has_interview": lambda: reverse("mentor_interview", args=[row.public_id]),
        "is_selected": lambda: reverse("mentor_decide", args=[row.public_id]),
        "is_trained": lambda: reverse("training"),
    }
    return places[name]()
