"""What the matching knows of a mentor and of a mentee: plain values, taken from the registers at one moment.

A draft keeps them (``MatchingRun.snapshot``), so its reasons can be told again when the registers have gone on.
"""

from dataclasses import asdict, dataclass, field, fields


@dataclass(frozen=True)
class Participant:
    """One side; ``id`` is the number of the Mentor or the Mentee. ``subjects``, ``competences`` and ``interests`` are
    numbers of words, ``slots`` codes of hours, ``wishes`` the numbers of those whom the person chose after the group
    meeting in the order of preference, ``unwanted`` those «rather not».

    ``grade`` is the year of study of pupils, ``school_class`` the number of the class, ``building`` and ``shift`` are
    those of the class. ``is_adult`` says on which side of eighteen the person surely is.
    """

    id: int
    subjects: frozenset = frozenset()
    competences: frozenset = frozenset()
    interests: frozenset = frozenset()
    slots: frozenset = frozenset()
    birth_year: int | None = None
    grade: int | None = None
    school_class: int | None = None
    building: str = ""
    shift: int | None = None
    form: int | None = None
    variant: int | None = None
    wishes: tuple = ()
    unwanted: frozenset = frozenset()
    is_adult: bool = False
    may_be_processed: bool = True

    def to_dict(self):
        return {name: sorted(value) if isinstance(value, frozenset) else value for name, value in asdict(self).items()}

    @classmethod
    def from_dict(cls, stored):
        """Of the stored form; names that this version does not know are left out."""
        types = {one.name: one.type for one in fields(cls)}
        return cls(**{name: read(value, types[name]) for name, value in stored.items() if name in types})


def read(value, kind):
    """Lists of JSON as the sets and tuples that they were."""
    if kind is frozenset:
        return frozenset(value)
    return tuple(value) if kind is tuple else value


@dataclass(frozen=True)
class Mentor(Participant):
    """``room`` is for how many more mentees there is a place, ``least`` how many make a group; ``load`` how many the
    mentor has already. ``age_from`` and ``age_to`` are the desired age of mentees."""

    age_from: int | None = None
    age_to: int | None = None
    least: int = 0
    room: int = 1
    load: int = 0


@dataclass(frozen=True)
class Mentee(Participant):
    """Of a mentee nothing more is known than of everybody: ``competences`` are what is asked for."""


@dataclass(frozen=True)
class Knowledge:
    """Everything that a draft is computed from, but the rules. ``good`` and ``bad`` are pairs of numbers that have
    worked together before; ``excluded`` those who must not come together; ``year`` is the year of the matching.
    ``words`` are ``{number of a word: the word}`` of all words that somebody has, so that the reasons of a draft can
    be told when the vocabulary has changed."""

    mentors: tuple
    mentees: tuple
    year: int
    good: frozenset = frozenset()
    bad: frozenset = frozenset()
    excluded: frozenset = frozenset()
    words: dict = field(default_factory=dict)

    def to_dict(self):
        return {
            "mentors": [one.to_dict() for one in self.mentors],
            "mentees": [one.to_dict() for one in self.mentees],
            "year": self.year,
            "words": {str(number): word for number, word in sorted(self.words.items())},
        } | {name: sorted(map(list, getattr(self, name))) for name in ("good", "bad", "excluded")}

    @classmethod
    def from_dict(cls, stored):
        return cls(
            mentors=tuple(map(Mentor.from_dict, stored["mentors"])),
            mentees=tuple(map(Mentee.from_dict, stored["mentees"])),
            year=stored["year"],
            words={int(number): word for number, word in stored["words"].items()},
            **{name: frozenset(map(tuple, stored[name])) for name in ("good", "bad", "excluded")},
        )
