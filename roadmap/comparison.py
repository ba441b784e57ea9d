"""The difference of two roadmaps in words: what was added, taken away, moved to another place, worded anew.

Outlines have no ids, so stages, activities and steps are matched by their words: first the same ones, wherever they
stand, then the likest of what is left in the same place.
"""

import re
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from enum import StrEnum

ALIKE = 0.6
"""How alike two lines must be to be the same one, worded anew."""
LIMIT = 2500
"""Pairs of unmatched lines above which likeness is not looked for: a rewritten stage is taken away and added."""


class Act(StrEnum):
    ADDED = "added"
    REMOVED = "removed"
    MOVED = "moved"
    CHANGED = "changed"


@dataclass(frozen=True)
class FieldChange:
    """A value that differs. ``name`` is the field of the outline."""

    name: str
    before: str
    after: str

    @property
    def words(self):
        """The two texts woven into one: pairs of «same», «del», «ins» and the words."""
        return woven(self.before, self.after)


@dataclass
class Change:
    """One difference: what happened to which stage, activity or step. ``where`` names the parents."""

    act: Act
    level: str
    title: str
    where: str = ""
    before_where: str = ""
    fields: list[FieldChange] = field(default_factory=list)


def compare(before, after):
    """All differences between two outlines, in the order of the later one; what was removed comes last."""
    comparison = _Comparison(before, after)
    return comparison.run()


def woven(before, after):
    """``[("same", "до "), ("del", "15"), ("ins", "20"), ("same", " марта")]``: word by word.

    A space between two changed words belongs to the change, so that it reads as one.
    """
    old, new = _pieces(before), _pieces(after)
    found, gone, come = [], "", ""
    for act, a1, a2, b1, b2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        same = "".join(old[a1:a2])
        if act == "equal" and (same.strip() or not (gone or come)):
            found += _changed(gone, come)
            found.append(("same", same))
            gone = come = ""
        else:
            gone += same
            come += "".join(new[b1:b2])
    return found + _changed(gone, come)


def _changed(gone, come):
    """What was taken away, then what stands there instead; a space that both end with stays."""
    tail = " " if gone.endswith(" ") and come.endswith(" ") else ""
    pairs = [("del", gone.removesuffix(tail)), ("ins", come.removesuffix(tail)), ("same", tail)]
    return [(act, text) for act, text in pairs if text]


def _pieces(text):
    return re.findall(r"\s+|[^\s]+", text)


def matched(old, new):
    """Pairs of items that are the same by title, then by likeness; ``{index of new: index of old}``."""
    free = {}
    for index, item in enumerate(old):
        free.setdefault(_key(item.title), []).append(index)
    pairs = {}
    for index, item in enumerate(new):
        same = free.get(_key(item.title))
        if same:
            pairs[index] = same.pop(0)
    taken = set(pairs.values())
    _match_alike(old, new, [index for index in range(len(old)) if index not in taken], pairs)
    return pairs


def _match_alike(old, new, left, pairs):
    waiting = [index for index in range(len(new)) if index not in pairs]
    if not left or not waiting or len(left) * len(waiting) > LIMIT:
        return
    scored = [
        (SequenceMatcher(None, old[one].title, new[two].title).ratio(), -abs(one - two), one, two)
        for one in left
        for two in waiting
    ]
    used = set()
    for ratio, _near, one, two in sorted(scored, reverse=True):
        if ratio >= ALIKE and one not in used and two not in pairs:
            pairs[two] = one
            used.add(one)


def match_by_content(old, new, pairs, children):
    """A stage or an activity with quite another title and most of the same content is the same one."""
    left = [index for index in range(len(old)) if index not in pairs.values()]
    waiting = [index for index in range(len(new)) if index not in pairs]
    if len(left) * len(waiting) > LIMIT:
        return
    for two in waiting:
        inside = {_key(child.title) for child in getattr(new[two], children)}
        for one in left:
            was = {_key(child.title) for child in getattr(old[one], children)}
            if inside and 2 * len(inside & was) > len(inside | was):
                pairs[two] = one
                left.remove(one)
                break


def _key(title):
    return " ".join(title.lower().split())


class _Comparison:
    def __init__(self, before, after):
        self.before, self.after = before, after
        self.changes = []
        self.removed = []

    def run(self):
        columns = ("columns", " ".join(self.before.columns), " ".join(self.after.columns))
        self.fields("roadmap", self.after.title, "", [("title", self.before.title, self.after.title), columns])
        stages = matched(self.before.stages, self.after.stages)
        match_by_content(self.before.stages, self.after.stages, stages, "activities")
        homes = {old: new for new, old in stages.items()}
        activities = self.match_activities(homes)
        self.report_removed_stages(stages)
        places = _moved_places(stages)
        for index, stage in enumerate(self.after.stages):
            old = stages.get(index)
            if old is None:
                self.changes.append(Change(Act.ADDED, "stage", stage.title))
            else:
                self.stage(self.before.stages[old], stage, index in places)
            self.activities(index, stage, activities, homes)
        return self.changes + self.removed

    def match_activities(self, homes):
        """Activities are matched within their stage first, then over the whole roadmap, where they were moved."""
        old = [(at, one) for at, stage in enumerate(self.before.stages) for one in stage.activities]
        new = [(at, one) for at, stage in enumerate(self.after.stages) for one in stage.activities]
        pairs, taken = {}, set()
        for old_at, new_at in homes.items():
            mine = [item for item in old if item[0] == old_at]
            theirs = [item for item in new if item[0] == new_at]
            olds, news = [item[1] for item in mine], [item[1] for item in theirs]
            same = matched(olds, news)
            match_by_content(olds, news, same, "steps")
            for two, one in same.items():
                pairs[id(theirs[two][1])] = mine[one]
                taken.add(id(mine[one][1]))
        rest = [item for item in old if id(item[1]) not in taken]
        waiting = [item for item in new if id(item[1]) not in pairs]
        for two, one in matched([item[1] for item in rest], [item[1] for item in waiting]).items():
            pairs[id(waiting[two][1])] = rest[one]
            taken.add(id(rest[one][1]))
        for at, activity in old:
            if id(activity) not in taken:
                self.removed.append(Change(Act.REMOVED, "activity", activity.title, self.before.stages[at].title))
        return pairs

    def report_removed_stages(self, stages):
        kept = set(stages.values())
        gone = [stage for at, stage in enumerate(self.before.stages) if at not in kept]
        self.removed = [Change(Act.REMOVED, "stage", stage.title) for stage in gone] + self.removed

    def stage(self, old, new, is_moved):
        if is_moved:
            self.changes.append(Change(Act.MOVED, "stage", new.title))
        names = ("title", "purpose", "planned_result")
        self.fields("stage", new.title, "", [(name, getattr(old, name), getattr(new, name)) for name in names])

    def activities(self, at, stage, pairs, homes):
        stayed = {}
        for index, activity in enumerate(stage.activities):
            found = pairs.get(id(activity))
            if found and homes.get(found[0]) == at:
                home = self.before.stages[found[0]].activities
                stayed[index] = next(place for place, one in enumerate(home) if one is found[1])
        places = _moved_places(stayed)
        for index, activity in enumerate(stage.activities):
            found = pairs.get(id(activity))
            if not found:
                self.changes.append(Change(Act.ADDED, "activity", activity.title, stage.title))
                continue
            if index not in stayed or index in places:
                home = self.before.stages[found[0]].title
                self.changes.append(Change(Act.MOVED, "activity", activity.title, stage.title, home))
            self.activity(found[1], activity, stage)

    def activity(self, old, new, stage):
        names = ("title", "planned_result", "document_kind", "environment")
        values = [(name, getattr(old, name), getattr(new, name)) for name in names]
        values.insert(1, ("term", old.term.text, new.term.text))
        values.insert(2, ("responsible", _people(old), _people(new)))
        if old.term.text == new.term.text and old.term != new.term:
            values.insert(2, ("days", _days(old.term), _days(new.term)))
        self.fields("activity", new.title, stage.title, values)
        self.steps(old, new)

    def steps(self, old, new):
        pairs = matched(old.steps, new.steps)
        kept = set(pairs.values())
        for step in (step for at, step in enumerate(old.steps) if at not in kept):
            self.changes.append(Change(Act.REMOVED, "step", step.title, new.title))
        places = _moved_places(pairs)
        for index, step in enumerate(new.steps):
            if index not in pairs:
                self.changes.append(Change(Act.ADDED, "step", step.title, new.title))
                continue
            before = old.steps[pairs[index]]
            if index in places:
                self.changes.append(Change(Act.MOVED, "step", step.title, new.title, new.title))
            names = ("title", "planned_result", "document_kind")
            values = [(name, getattr(before, name), getattr(step, name)) for name in names]
            self.fields("step", step.title, new.title, values)

    def fields(self, level, title, where, values):
        changed = [FieldChange(name, before, after) for name, before, after in values if before != after]
        if changed:
            self.changes.append(Change(Act.CHANGED, level, title, where, fields=changed))


def _moved_places(pairs):
    """The new places whose items left their order: all but the longest run that kept it."""
    order = [(new, pairs[new]) for new in sorted(pairs)]
    best = []
    for at, (_new, old) in enumerate(order):
        runs = [best[before] for before in range(at) if order[before][1] < old]
        best.append([*max(runs, key=len, default=[]), at])
    kept = set(max(best, key=len, default=[]))
    return {new for at, (new, _old) in enumerate(order) if at not in kept}


def _people(activity):
    return ", ".join(str(party) for party in activity.responsible)


def _days(term):
    return " – ".join(f"{day:%d.%m.%Y}" for day in (term.first, term.last) if day)
