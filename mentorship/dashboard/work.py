"""The roadmap as a director looks at it: each stage, what is late, who carries how much.

Counted for today, and kept beside each snapshot, so that a past month shows the same lines as it did then.
"""

from collections import Counter, defaultdict
from dataclasses import asdict, dataclass
from datetime import date
from typing import NamedTuple

from django.db.models import F, Max, Q

from roadmap.models import Activity, Stage
from roadmap.outline import PartyKind
from roadmap.queries import current_roadmap, stage_progress

MOST_OVERDUE = 10
MOST_CARRYING = 10
NAMED = 2
"""So many of those who answer for a stage stand in its row."""
Status = Activity.Status


@dataclass(frozen=True)
class StageLine:
    pk: int
    title: str
    total: int
    done: int
    late: int
    last_on: date | None
    status: str
    people: str
    others: int = 0

    @classmethod
    def from_json(cls, data):
        last_on = data["last_on"] and date.fromisoformat(data["last_on"])
        return cls(**(data | {"last_on": last_on}))


@dataclass(frozen=True)
class OverdueLine:
    pk: int
    title: str
    days: int
    people: str


@dataclass(frozen=True)
class LoadLine:
    """How much of what is still to be done one person, role or group answers for."""

    pk: int
    title: str
    is_group: bool
    open: int
    late: int


@dataclass(frozen=True)
class Work:
    """``carrying`` is how many there are in all where ``load`` has only the first ones."""

    stages: tuple = ()
    overdue: tuple = ()
    load: tuple = ()
    carrying: int = 0

    def as_json(self):
        stages = [asdict(one) | {"last_on": one.last_on and one.last_on.isoformat()} for one in self.stages]
        return {
            "stages": stages,
            "overdue": [asdict(one) for one in self.overdue],
            "load": [asdict(one) for one in self.load],
            "carrying": self.carrying,
        }

    @classmethod
    def from_json(cls, data):
        return cls(
            tuple(StageLine.from_json(one) for one in data.get("stages", ())),
            tuple(OverdueLine(**one) for one in data.get("overdue", ())),
            tuple(LoadLine(**one) for one in data.get("load", ())),
            data.get("carrying", 0),
        )


def kept(programme, day):
    """What stands beside a snapshot."""
    roadmap = current_roadmap(programme)
    return work_of(roadmap, day).as_json() if roadmap else {}


def work_of(roadmap, day):
    """Two queries, however long the roadmap is."""
    rows = list(answering_in(roadmap))
    loads = load_of(rows, day)
    return Work(stages_of(roadmap, day, rows), overdue_of(rows, day), loads[:MOST_CARRYING], len(loads))


class Row(NamedTuple):
    """An activity with one of those who answer for it; without anybody it is one row, whose ``party`` is None."""

    activity: int
    title: str
    stage: int
    status: str
    last_on: date | None
    party: int | None
    kind: str
    name: str
    role_text: str

    @property
    def who(self):
        return self.name or self.role_text

    def is_late(self, day):
        """As the roadmap says it: what waits to be checked is not late."""
        return self.status in (Status.PLAN, Status.WORK) and self.last_on is not None and self.last_on < day


def answering_in(roadmap):
    """What is required of the roadmap, the earliest term first, as ``Row``."""
    activities = Activity.objects.of(roadmap).exclude(status=Status.SKIP)
    activities = activities.order_by(
        F("last_on").asc(nulls_last=True), "pk", "assignments__position", "assignments__pk"
    )
    party = "assignments__party"
    columns = ("pk", "title", "stage", "status", "last_on", party, f"{party}__kind", f"{party}__name")
    return map(Row._make, activities.values_list(*columns, f"{party}__role_text"))


def stages_of(roadmap, day, rows):
    by_stage = defaultdict(Counter)
    for row in rows:
        if row.party:
            by_stage[row.stage][row.who] += 1
    living = Q(activities__deleted_at=None) & ~Q(activities__status=Status.SKIP)
    stages = Stage.objects.filter(roadmap=roadmap, deleted_at=None)
    stages = stages.annotate(last_on=Max("activities__last_on", filter=living))
    return tuple(
        StageLine(
            pk=one.stage.pk,
            title=str(one.stage),
            total=one.total,
            done=one.done,
            late=one.late,
            last_on=one.stage.last_on,
            status=one.status,
            people=", ".join(who for who, _count in by_stage[one.stage.pk].most_common(NAMED)),
            others=max(len(by_stage[one.stage.pk]) - NAMED, 0),
        )
        for one in stage_progress(roadmap, day, stages)
    )


def overdue_of(rows, day):
    """What is late, the longest first, with those who answer."""
    late, people = {}, defaultdict(list)
    for row in rows:
        if row.is_late(day):
            late[row.activity] = row
            people[row.activity] += [row.who] if row.party else []
    return tuple(
        OverdueLine(pk, row.title, (day - row.last_on).days, ", ".join(people[pk]))
        for pk, row in list(late.items())[:MOST_OVERDUE]
    )


def load_of(rows, day):
    """Who still has something to do, those with the most first."""
    parties, to_do, late = {}, Counter(), Counter()
    for row in rows:
        if row.party and row.status not in Activity.CLOSED:
            parties[row.party] = row
            to_do[row.party] += 1
            late[row.party] += row.is_late(day)
    lines = (LoadLine(pk, row.who, row.kind != PartyKind.PERSON, to_do[pk], late[pk]) for pk, row in parties.items())
    return tuple(sorted(lines, key=lambda one: (-one.open, -one.late, one.title)))
