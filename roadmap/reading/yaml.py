"""The project's own YAML of a roadmap: stages, activities with the words of their terms, and a list of people."""

import yaml
from django.utils.translation import gettext as _

from mentorship.common import ru

from ..outline import OutlineActivity, OutlineStage, OutlineStep, PartyKind, Responsible, Term
from ..terms import explain_term
from .document import Reading, finished
from .errors import Unreadable
from .parties import read_parties

EXTRA = ("planned_result", "document_kind", "environment")


def read_yaml(data, starts, ends):
    """The reading of a YAML file; raises Unreadable when it is no roadmap. References are refused: they can explode."""
    try:
        text = data.decode("utf-8-sig")
        if any(isinstance(event, yaml.AliasEvent) for event in yaml.parse(text, Loader=yaml.SafeLoader)):
            raise Unreadable(_("The YAML file refers to itself; write the texts out."))
        content = yaml.safe_load(text)
    except (yaml.YAMLError, UnicodeDecodeError, RecursionError, ValueError) as error:
        raise Unreadable(_("The YAML file is damaged and cannot be read.")) from error
    try:
        return _Reader(content, starts, ends).read()
    except (AttributeError, TypeError, KeyError, ValueError) as error:
        raise Unreadable(_("The YAML file is not a roadmap: it needs stages with activities.")) from error


class _Reader:
    def __init__(self, content, starts, ends):
        self.content, self.starts, self.ends = content, starts, ends
        self.reading = Reading()
        self.people = content.get("people") or {}

    def read(self):
        outline = self.reading.outline
        outline.title = str(self.content.get("title") or "")
        outline.columns = list(self.content.get("columns") or [])
        for number, stage in enumerate(self.content["stages"], 1):
            row = OutlineStage(str(stage["title"]), number)
            row.purpose, row.planned_result = str(stage.get("purpose") or ""), str(stage.get("planned_result") or "")
            outline.stages.append(row)
            for activity in stage.get("activities") or []:
                self.add_activity(row, activity)
        return finished(self.reading)

    def add_activity(self, stage, value):
        activity = OutlineActivity(str(value["title"]))
        stage.activities.append(activity)
        place = {"stage": stage.number, "activity": len(stage.activities)}
        activity.term = self.term(value, place)
        activity.responsible = [party for one in value.get("responsible") or [] for party in self.parties(one, place)]
        activity.steps = [step(one) for one in value.get("steps") or []]
        for name in EXTRA:
            setattr(activity, name, str(value.get(name) or ""))
            if value.get(name) and name not in self.reading.outline.columns:
                self.reading.outline.columns.append(name)

    def term(self, value, place):
        """The words decide; the months beside them help only where the words are not understood."""
        text = str(value.get("term") or "")
        term, doubt = explain_term(text, self.starts, self.ends)
        if term.kind is None and value.get("from") and value.get("to"):
            words = f"{ru.month_name(int(value['from']))} - {ru.month_name(int(value['to']))}"
            by_months, doubt = explain_term(words, self.starts, self.ends)
            term = Term(text or words, by_months.kind, by_months.first, by_months.last)
        if doubt:
            self.reading.doubts.append({**place, "field": "term", "text": text, "message": doubt})
        return term

    def parties(self, value, place):
        """A key of the list of people, a mapping of role and name, or plain words."""
        person = value if isinstance(value, dict) else self.people.get(value)
        if person and person.get("name"):
            return [Responsible(PartyKind.PERSON, person.get("role"), person["name"])]
        words = person["role"] if person else str(value)
        found = read_parties(words)
        self.reading.doubts += [
            {**place, "field": "responsible", "text": text, "message": _("It is not clear who this is.")}
            for text in found.doubtful
        ]
        if person and person.get("kind"):
            return [Responsible(PartyKind(person["kind"]), words)]
        return found.responsible


def step(value):
    """A step is its words, or a mapping with its own result and kind of document."""
    if isinstance(value, dict):
        return OutlineStep(
            str(value["title"]), str(value.get("planned_result") or ""), str(value.get("document_kind") or "")
        )
    return OutlineStep(str(value))
