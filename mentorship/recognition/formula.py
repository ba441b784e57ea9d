"""The open rule for the best mentors: criteria, their weights, and the points of each mentor, in parts.

Everybody of the programme may read the rule. A criterion gives a share of 0..1 and its weight that many points of a
hundred; what cannot be measured of a mentor (too few answers) is left out and the other weights are stretched, so that
silence neither helps nor harms.
"""

from dataclasses import dataclass

from django.db.models import Avg, Count, F, Q
from django.utils.translation import gettext_lazy as _

from mentorship.pairs.models import Meeting, Pairing, PlanItem, Pulse
from mentorship.people.models import Mentor
from mentorship.people.training import with_training
from surveys.suppression import LEAST

from .models import FormulaSettings, Nomination

HUNDRED = 100
BEST_PULSE, WORST_PULSE = 5, 1
MOST_MENTORS = 1000


@dataclass(frozen=True)
class Criterion:
    """What is looked at, how it is counted, in words for everybody; ``weight`` is the usual one."""

    key: str
    title: str
    how: str
    weight: int


CRITERIA = (
    Criterion("meetings", _("Meetings held"), _("Of the most meetings that a mentor of the programme has held."), 30),
    Criterion("plan", _("Development plan"), _("The share of the plan's tasks that are done."), 25),
    Criterion(
        "pulse",
        _("Answers of mentees after meetings"),
        _("The mean of their marks from 1 to 5; counted from five answers on, else left out."),
        20,
    ),
    Criterion("nominations", _("Nominations by mentees"), _("The share of the own mentees who nominated."), 15),
    Criterion("training", _("Training"), _("The training of mentors is completed."), 10),
)
KEYS = tuple(one.key for one in CRITERIA)


@dataclass(frozen=True)
class Standing:
    """A mentor with the share of every criterion (None is left out) and the points of a hundred."""

    mentor: Mentor
    shares: dict
    points: float
    meetings: int


def settings_of(programme):
    """The rule of the programme, or the product's usual one."""
    row = FormulaSettings.objects.filter(programme=programme).first()
    return row or FormulaSettings(school_id=programme.school_id, programme=programme, weights=usual())


def usual():
    return {one.key: one.weight for one in CRITERIA}


def points_of(shares, weights):
    """The weighted mean of the shares that are known, of a hundred; 0 when none is.

    ``shares`` are 0..1 or None, ``weights`` whole numbers.
    """
    known = {key: share for key, share in shares.items() if share is not None and weights.get(key)}
    whole = sum(weights[key] for key in known)
    return round(HUNDRED * sum(weights[key] * share for key, share in known.items()) / whole, 1) if whole else 0.0


def standings(programme, rule=None):
    """Every mentor who met often enough, the best first; a number of queries that does not grow with mentors."""
    rule = rule or settings_of(programme)
    measured = measures_of(programme)
    most = max((one["meetings"] for one in measured.values()), default=0)
    rows = with_training(Mentor.objects.of(programme).filter(pk__in=list(measured)))
    found = []
    for mentor in rows.select_related("person__school_class")[:MOST_MENTORS]:
        one = measured[mentor.pk]
        if one["meetings"] < rule.least_meetings:
            continue
        shares = shares_of(one, most, mentor.is_trained)
        found.append(Standing(mentor, shares, points_of(shares, rule.weights), one["meetings"]))
    return sorted(found, key=lambda one: (-one.points, one.mentor.person.name_key, one.mentor.pk))


def shares_of(one, most, is_trained):
    answers = one.get("answers", 0)
    pulse = (one["pulse"] - WORST_PULSE) / (BEST_PULSE - WORST_PULSE) if answers >= LEAST else None
    return {
        "meetings": one["meetings"] / most if most else 0,
        "plan": one["done"] / one["items"] if one.get("items") else None,
        "pulse": pulse,
        "nominations": min(1, one.get("nominations", 0) / one["mentees"]) if one.get("mentees") else None,
        "training": 1 if is_trained else 0,
    }


def measures_of(programme):
    """``{mentor's id: figures}`` of everybody who has a pair in the programme."""
    pairs = Pairing.objects.of(programme).order_by()
    found = {
        one["mentor"]: {"meetings": 0, "mentees": one["people"]}
        for one in pairs.values("mentor").annotate(people=Count("places", filter=Q(places__left_on=None)))
    }
    held = Meeting.objects.held().filter(pairing__programme=programme).order_by()
    add(found, held.values(who=F("pairing__mentor")).annotate(meetings=Count("pk")), "meetings")
    items = PlanItem.objects.filter(section__plan__pairing__programme=programme, section__plan__deleted_at=None)
    items = items.filter(section__plan__pairing__deleted_at=None, deleted_at=None).order_by()
    plans = items.values(who=F("section__plan__pairing__mentor"))
    done = Count("pk", filter=Q(done_on__isnull=False))
    add(found, plans.annotate(items=Count("pk"), done=done), "items", "done")
    pulses = Pulse.objects.filter(meeting__pairing__programme=programme, meeting__deleted_at=None)
    pulses = pulses.filter(mentee__isnull=False, meeting__pairing__deleted_at=None).order_by()
    mean = Avg((F("useful") + F("comfort")) / 2.0)
    add(
        found,
        pulses.values(who=F("meeting__pairing__mentor")).annotate(pulse=mean, answers=Count("pk")),
        "pulse",
        "answers",
    )
    said = Nomination.objects.filter(programme=programme, set_aside="").order_by()
    add(found, said.values(who=F("mentor")).annotate(nominations=Count("pk")), "nominations")
    return found


def add(found, rows, *names):
    for row in rows:
        if row["who"] in found:
            found[row["who"]].update({name: row[name] for name in names})
