"""The rules of a matching as plain values: the weights of the criteria, and what forbids a pair whatever it scores."""

from dataclasses import asdict, dataclass, field, fields

from .criteria import ANY, CRITERIA, SAME

ALL_POINTS = 10_000

PRESETS = {
    "balanced": {
        "competences": 30,
        "subjects": 15,
        "interests": 10,
        "hours": 20,
        "choices": 15,
        "experience": 5,
        "age": 5,
        "classes": 0,
        "nearness": 0,
        "variant": 0,
        "load": 0,
    },
    "pupil-pupil": {
        "competences": 20,
        "subjects": 14,
        "interests": 16,
        "hours": 15,
        "choices": 20,
        "experience": 3,
        "age": 2,
        "classes": 5,
        "nearness": 3,
        "variant": 2,
        "load": 0,
    },
    "teacher-pupil": {
        "competences": 25,
        "subjects": 24,
        "interests": 5,
        "hours": 20,
        "choices": 15,
        "experience": 3,
        "age": 4,
        "classes": 0,
        "nearness": 0,
        "variant": 2,
        "load": 2,
    },
    "teacher-teacher": {
        "competences": 38,
        "subjects": 25,
        "interests": 0,
        "hours": 15,
        "choices": 10,
        "experience": 3,
        "age": 0,
        "classes": 0,
        "nearness": 4,
        "variant": 3,
        "load": 2,
    },
    "guest-pupil": {
        "competences": 33,
        "subjects": 10,
        "interests": 12,
        "hours": 20,
        "choices": 15,
        "experience": 3,
        "age": 5,
        "classes": 0,
        "nearness": 0,
        "variant": 2,
        "load": 0,
    },
}
"""Weights to begin with, by the form of mentoring; a school changes them. A guest is a student or an employer."""


@dataclass(frozen=True)
class Rules:
    """``weights`` is ``{code of the criterion: 0..100}``. The hard rules: ``same_form`` asks for the same form of
    mentoring where both have one; ``least_gap`` is by how many years a mentor must be older than the mentee (None when
    it does not matter); ``needs_hour`` asks for an hour in common where both have named hours; ``forbids_unwanted``
    keeps apart who wrote «rather not» of the other; without it such a pair only scores less.

    ``same_class``, ``same_building`` and ``same_shift`` say what the criterion of the place is after: the same, another
    or any. ``policy`` is the engine's (``engine.POLICIES``): it says how the sizes ``group_least`` and ``group_most``
    hold (0 = no least number; as many as the mentor can take).
    """

    weights: dict = field(default_factory=lambda: dict(PRESETS["balanced"]))
    same_form: bool = True
    least_gap: int | None = None
    needs_hour: bool = True
    forbids_unwanted: bool = True
    same_class: str = ANY
    same_building: str = SAME
    same_shift: str = SAME
    policy: str = "cover"
    group_least: int = 0
    group_most: int = 0

    @property
    def chooses_groups(self):
        """Which groups open at all is a choice, and takes long to prove."""
        return self.policy == "group" and self.group_least > 1

    def to_dict(self):
        return asdict(self)

    @classmethod
    def from_dict(cls, stored):
        """Of the stored form; names that this version does not know are left out."""
        return cls(**{one.name: stored[one.name] for one in fields(cls) if one.name in stored})


def points_of_weights(weights):
    """``{code: points}`` that add up to 10000 exactly; what division leaves goes to the heaviest, by the order.

    Without any weight all criteria weigh the same: a list must have some order.
    """
    known = {one.code: max(0, int(weights.get(one.code, 0))) for one in CRITERIA}
    total = sum(known.values())
    if not total:
        known, total = dict.fromkeys(known, 1), len(known)
    points = {code: ALL_POINTS * weight // total for code, weight in known.items()}
    heaviest = max(known, key=known.get)
    points[heaviest] += ALL_POINTS - sum(points.values())
    return points


FORM, CONSENT, GAP, EXCLUDED, UNWANTED, HOUR, ROOM = (1 << place for place in range(7))
"""One bit for each hard rule: which of them forbid a pair."""


def forbids(rules, mentor, mentee, knowledge):
    """The bits of the rules that forbid the pair; 0 when it may be."""
    is_unwanted = mentee.id in mentor.unwanted or mentor.id in mentee.unwanted
    ages = None not in (mentor.birth_year, mentee.birth_year, rules.least_gap)
    has_hours = bool(mentor.slots and mentee.slots)
    return (
        FORM * bool(rules.same_form and mentor.form and mentee.form and mentor.form != mentee.form)
        | CONSENT * (not (mentor.may_be_processed and mentee.may_be_processed))
        | GAP * bool(ages and mentee.birth_year - mentor.birth_year < rules.least_gap)
        | EXCLUDED * ((mentor.id, mentee.id) in knowledge.excluded)
        | UNWANTED * bool(rules.forbids_unwanted and is_unwanted)
        | HOUR * bool(rules.needs_hour and has_hours and not mentor.slots & mentee.slots)
        | ROOM * (mentor.room < 1)
    )
