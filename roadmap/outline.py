"""A roadmap as plain values: what files are read into, and what is copied, versioned, compared and printed.

Nothing here touches the database, so a reader, a template and a living roadmap speak one language.
The dictionary form is the one that ``import_roadmap --json`` prints and that revisions keep.
"""

from dataclasses import asdict, dataclass, field, replace
from datetime import date
from enum import StrEnum


class TermKind(StrEnum):
    """How a document words a deadline. MONTHLY and QUARTERLY repeat between the first and the last day."""

    DAY = "day"
    DAYS = "days"
    MONTH = "month"
    MONTHS = "months"
    WHOLE = "whole"
    MONTHLY = "monthly"
    QUARTERLY = "quarterly"


class PartyKind(StrEnum):
    """Who may answer for an activity: a named person, whoever holds a role, or a group of people."""

    PERSON = "person"
    ROLE = "role"
    GROUP = "group"


@dataclass(frozen=True)
class Term:
    """The document's own words and what they mean in the programme's calendar.

    ``kind`` is None when the words were not understood; the words themselves are never lost.
    """

    text: str = ""
    kind: TermKind | None = None
    first: date | None = None
    last: date | None = None

    def to_dict(self):
        return {
            "text": self.text,
            "kind": self.kind.value if self.kind else None,
            "first": self.first.isoformat() if self.first else None,
            "last": self.last.isoformat() if self.last else None,
        }

    @classmethod
    def from_dict(cls, value):
        return cls(
            text=value.get("text") or "",
            kind=TermKind(value["kind"]) if value.get("kind") else None,
            first=date.fromisoformat(value["first"]) if value.get("first") else None,
            last=date.fromisoformat(value["last"]) if value.get("last") else None,
        )


@dataclass(frozen=True)
class Responsible:
    """One who answers: ``role`` is a post, role or group in the document's words, ``name`` a person or None."""

    kind: PartyKind
    role: str | None = None
    name: str | None = None

    def __str__(self):
        return " ".join(part for part in (self.role, self.name) if part)

    def to_dict(self):
        return {"kind": self.kind.value, "role": self.role, "name": self.name}

    @classmethod
    def from_dict(cls, value):
        return cls(kind=PartyKind(value["kind"]), role=value.get("role"), name=value.get("name"))


@dataclass
class OutlineStep:
    title: str
    planned_result: str = ""
    document_kind: str = ""


@dataclass
class OutlineActivity:
    title: str
    term: Term = field(default_factory=Term)
    responsible: list[Responsible] = field(default_factory=list)
    steps: list[OutlineStep] = field(default_factory=list)
    planned_result: str = ""
    document_kind: str = ""
    environment: str = ""

    def to_dict(self):
        return {
            "title": self.title,
            "term": self.term.to_dict(),
            "responsible": [party.to_dict() for party in self.responsible],
            "steps": [asdict(step) for step in self.steps],
            "planned_result": self.planned_result,
            "document_kind": self.document_kind,
            "environment": self.environment,
        }

    @classmethod
    def from_dict(cls, value):
        return cls(
            title=value["title"],
            term=Term.from_dict(value.get("term") or {}),
            responsible=[Responsible.from_dict(party) for party in value.get("responsible", [])],
            steps=[OutlineStep(**step) for step in value.get("steps", [])],
            planned_result=value.get("planned_result") or "",
            document_kind=value.get("document_kind") or "",
            environment=value.get("environment") or "",
        )


@dataclass
class OutlineStage:
    title: str
    number: int = 0
    activities: list[OutlineActivity] = field(default_factory=list)
    purpose: str = ""
    planned_result: str = ""

    def to_dict(self):
        return {
            "number": self.number,
            "title": self.title,
            "purpose": self.purpose,
            "planned_result": self.planned_result,
            "activities": [activity.to_dict() for activity in self.activities],
        }

    @classmethod
    def from_dict(cls, value):
        return cls(
            title=value["title"],
            number=value.get("number") or 0,
            activities=[OutlineActivity.from_dict(activity) for activity in value.get("activities", [])],
            purpose=value.get("purpose") or "",
            planned_result=value.get("planned_result") or "",
        )


@dataclass
class Outline:
    """A whole roadmap. ``columns`` are the extra columns of the school's table: see ``roadmap.models.Roadmap``."""

    title: str = ""
    stages: list[OutlineStage] = field(default_factory=list)
    columns: list[str] = field(default_factory=list)

    @property
    def activities(self):
        return [activity for stage in self.stages for activity in stage.activities]

    @property
    def parties(self):
        """Everyone who answers for something, once each, in the order of the document."""
        return list(dict.fromkeys(party for activity in self.activities for party in activity.responsible))

    def to_dict(self):
        return {"title": self.title, "columns": self.columns, "stages": [stage.to_dict() for stage in self.stages]}

    def part(self, start, stop):
        """The outline with the activities from one number to another (from 0), for a page of a long one."""
        stages, number = [], 0
        for stage in self.stages:
            end = number + len(stage.activities)
            mine = stage.activities[max(start - number, 0) : max(stop - number, 0)]
            if mine or (not stage.activities and start <= number < stop):
                stages.append(replace(stage, activities=mine))
            number = end
        return replace(self, stages=stages)

    @classmethod
    def from_dict(cls, value):
        return cls(
            title=value.get("title") or "",
            columns=value.get("columns") or [],
            stages=[OutlineStage.from_dict(stage) for stage in value.get("stages", [])],
        )
