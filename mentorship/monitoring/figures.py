"""The figures of a programme on a day: counted once, then shown by every page, file, paper and region in the same way.

``figures_of(programme, day)`` is the one place that counts. Everything else takes a number by its code and shows it by
``CODES[code].said(value)``, so a page, its XLSX and its PDF cannot disagree. None is «нет данных», never a zero.
"""

from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count, IntegerField, Q, Subquery
from django.utils.translation import gettext_lazy as _

from mentorship.common import charts
from mentorship.pairs.care import without_pair
from mentorship.pairs.models import LIVING, Meeting, Pairing, PairingState
from mentorship.people.models import Mentee, Mentor
from mentorship.programmes.models import Programme
from roadmap.models import Activity, Roadmap
from surveys import marks
from surveys.models import Campaign, Submission

NO_DATA = _("no data")
SATISFIED = _("Satisfied of those who answered")


@dataclass(frozen=True)
class Code:
    """What a figure is called and how it is written: a count, a share of 0..100, hours."""

    title: str
    unit: str = "count"

    def said(self, value):
        """The figure as a Russian reader writes it."""
        if value is None:
            return str(NO_DATA)
        return charts.percent(value / 100) if self.unit == "percent" else charts.number(value)


CODES = {
    "activities": Code(_("Activities of the roadmap")),
    "activities_done": Code(_("Activities done")),
    "overdue": Code(_("Activities overdue")),
    "mentees": Code(_("Mentees")),
    "mentors": Code(_("Mentors")),
    "mentors_selected": Code(_("Mentors selected")),
    "pairs": Code(_("Pairs and groups at work")),
    "pairs_finished": Code(_("Pairs and groups that finished")),
    "without_pair": Code(_("Mentees without a pair")),
    "meetings": Code(_("Meetings held")),
    "hours": Code(_("Hours of meetings"), "hours"),
    "invited": Code(_("Invited to questionnaires")),
    "answered": Code(_("Of the invited have answered")),
    "answers": Code(_("Questionnaires filled in")),
}
"""code -> what it is; later modules add their own with ``register``."""

_counters = []


def register(codes, counter):
    """Add figures: ``counter(programme, day)`` answers ``{code: number or None}`` for every one of ``codes``."""
    CODES.update(codes)
    if counter not in [known for _codes, known in _counters]:
        _counters.append((frozenset(codes), counter))


_beside = {}


def keep_beside(name, giver):
    """Keep with every snapshot what is more than a figure: ``giver(programme, day)`` answers it as JSON."""
    _beside[name] = giver


def snapshot_json(programme, day):
    """What a snapshot of the day keeps: all the figures, and what was registered to stand beside them."""
    beside = {name: giver(programme, day) for name, giver in _beside.items()}
    return figures_of(programme, day).as_json() | beside


@dataclass(frozen=True)
class Figures:
    """``values`` by code; a code that is missing says None."""

    day: date
    values: dict = field(default_factory=dict)

    def __getitem__(self, code):
        return self.values.get(code)

    def said(self, code):
        return CODES[code].said(self[code])

    def as_json(self):
        return {"day": self.day.isoformat(), "values": self.values}

    @classmethod
    def from_json(cls, data):
        """Figures of a snapshot; None of an empty one."""
        return cls(date.fromisoformat(data["day"]), data["values"]) if data else None


def figures_of(programme, day, codes=None, more=None):
    """Every figure of the programme on the day, in a number of queries that does not grow with its rows.

    A page that shows only some ``codes`` names them, and what others register for is not asked; ``more`` are totals of
    its own, counted in the same query.
    """
    values = counted(programme, day, more)
    for known, counter in _counters:
        if codes is None or known & set(codes):
            values |= counter(programme, day)
    return Figures(day, values)


class Total(Subquery):
    """How many rows there are, or the sum of their only column, as a column of another query."""

    template = "(SELECT %(what)s FROM (%(subquery)s) AS counted)"

    def __init__(self, rows, what="COUNT(*)"):
        super().__init__(rows.order_by(), output_field=IntegerField(), what=what)


def totals(programme, columns):
    """``{code: number}`` of ``{code: Total}`` in one query."""
    named = {f"total_{code}": one for code, one in columns.items()}
    row = Programme.objects.filter(pk=programme.pk).values(**named).get()
    return {code: row[f"total_{code}"] for code in columns}


def counted(programme, day, more=None):
    """What the product counts itself, in two queries."""
    columns = {
        **of_roadmap(programme, day),
        **of_people(programme, day),
        **of_pairs(programme, day),
        **of_questionnaires(programme, day),
        **(more or {}),
    }
    values = totals(programme, columns)
    if not values.pop("roadmaps"):
        values |= dict.fromkeys(("activities", "activities_done", "overdue"))
    values["hours"] = round((values.pop("minutes") or 0) / 60, 1)
    return values | of_tickets(programme)


def of_roadmap(programme, day):
    """What is not required is not counted, as everywhere; what waits to be checked is not late."""
    roadmaps = Roadmap.objects.living().filter(programme=programme).values("pk")
    rows = Activity.objects.living().filter(stage__roadmap=Subquery(roadmaps[:1]))
    rows = rows.exclude(status=Activity.Status.SKIP).values("pk")
    return {
        "roadmaps": Total(roadmaps),
        "activities": Total(rows),
        "activities_done": Total(rows.filter(status=Activity.Status.DONE)),
        "overdue": Total(rows.overdue(day).exclude(status=Activity.Status.CHECK)),
    }


def of_people(programme, day):
    """Who has no pair is whom the care queue shows."""
    mentees, mentors = Mentee.objects.of(programme).values("pk"), Mentor.objects.of(programme).values("pk")
    return {
        "mentees": Total(mentees),
        "without_pair": Total(without_pair(mentees, day)),
        "mentors": Total(mentors),
        "mentors_selected": Total(mentors.filter(decision=Mentor.Decision.SELECTED)),
    }


def of_pairs(programme, day):
    pairs = Pairing.objects.of(programme).values("pk")
    held = Meeting.objects.held().filter(pairing__programme=programme, day__lte=day)
    return {
        "pairs": Total(pairs.filter(state__in=LIVING)),
        "pairs_finished": Total(pairs.filter(state=PairingState.FINISHED)),
        "meetings": Total(held.values("pk")),
        "minutes": Total(held.values("minutes"), "SUM(minutes)"),
    }


def of_questionnaires(programme, day):
    """What came back, of campaigns with names and without."""
    sent = Submission.objects.filter(campaign__programme=programme, campaign__deleted_at=None, withdrawn_at=None)
    return {"answers": Total(sent.filter(submitted_on__lte=day).values("pk"))}


def of_tickets(programme):
    """Of those who were invited by name or by a code of their own how many have answered, as the list of campaigns
    says it. Who answered is marked without a day, so these two are always of the present."""
    rows = Campaign.objects.filter(programme=programme, deleted_at=None).select_related("marks")
    rows = rows.annotate(invited=Count("invitations", filter=Q(invitations__revoked_at=None))).filter(invited__gt=0)
    found = [(one.invited, marks.count_fetched(one)) for one in rows.only("marks")]
    return {
        "invited": sum(invited for invited, _answered in found),
        "answered": sum(min(invited, answered) for invited, answered in found),
    }
