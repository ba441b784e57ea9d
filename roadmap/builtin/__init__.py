"""Templates that come with the product: YAML files beside this one, read into Outline for any programme.

Terms stand in months of a sample programme («from the second to the third of nine»), so they fit a programme of any
length that begins in any month; words and days are made when a roadmap is created.
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from ..outline import Outline, OutlineActivity, OutlineStage, OutlineStep, PartyKind, Responsible, Term, TermKind
from ..shifting import months_in, months_term, whole_term

FOLDER = Path(__file__).parent
SLUGS = ("r145", "az1128", "empty")
"""In the order in which they are offered."""


@dataclass(frozen=True)
class Builtin:
    """A template of the product: what the page of choices says about it."""

    slug: str
    title: str
    about: str
    stage_count: int
    activity_count: int
    step_count: int


@cache
def _content(slug):
    return yaml.safe_load((FOLDER / f"{slug}.yaml").read_text(encoding="utf-8"))


@cache
def all_builtin():
    """Every template of the product, in the order in which they are offered."""
    return tuple(_described(slug) for slug in SLUGS)


def _described(slug):
    content = _content(slug)
    activities = [activity for stage in content["stages"] for activity in stage["activities"]]
    steps = sum(len(activity["steps"]) for activity in activities)
    return Builtin(slug, content["title"], content["about"], len(content["stages"]), len(activities), steps)


def outline_of_builtin(slug, starts, ends):
    """The template as a roadmap of a programme with these first and last days."""
    content = _content(slug)
    parties = {key: Responsible(PartyKind(party["kind"]), party["role"]) for key, party in content["parties"].items()}
    reader = _Reader(parties, content["months"], starts, ends)
    stages = [reader.stage(number, stage) for number, stage in enumerate(content["stages"], 1)]
    return Outline(content["roadmap_title"], stages, list(content["columns"]))


@dataclass(frozen=True)
class _Reader:
    """Turns the pieces of a file into an outline in the calendar of a programme."""

    parties: dict
    months: int
    starts: object
    ends: object

    def stage(self, number, value):
        activities = [self.activity(activity) for activity in value["activities"]]
        return OutlineStage(
            value["title"], number, activities, value.get("purpose", ""), value.get("planned_result", "")
        )

    def activity(self, value):
        return OutlineActivity(
            title=value["title"],
            term=self.term(value["term"]),
            responsible=[self.parties[key] for key in value["responsible"]],
            steps=[OutlineStep(step) for step in value["steps"]],
            planned_result=value.get("planned_result", ""),
            document_kind=value.get("document_kind", ""),
            environment=value.get("environment", ""),
        )

    def term(self, value):
        if value == "all":
            return whole_term(self.starts, self.ends)
        if value == "monthly":
            return Term("Ежемесячно", TermKind.MONTHLY, self.starts, self.ends)
        first, last = value
        length = months_in(self.starts, self.ends)
        begin = min((first - 1) * length // self.months, length - 1)
        end = max(begin, -(-last * length // self.months) - 1)
        return months_term(self.starts, self.ends, begin, end)
