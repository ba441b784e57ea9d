"""Which meeting of the pairs a step of the roadmap speaks of, and how many pairs have had it."""

import re
from dataclasses import dataclass

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from mentorship.pairs.models import LIVING, Meeting, MeetingKind, Pairing, PairingState
from roadmap.models import Step

from .models import StepMeeting

NONE = "none"
"""The school's word that a step is about no meeting; kept as an empty kind."""
MEETING = re.compile(r"\bвстреч", re.I)
OTHER = re.compile(
    r"анкет|родител|рабочей групп|общешкольн|педагогическ|всех пар|групповую встречу|групповой встречи", re.I
)
"""Meetings of other people, and work around a meeting."""
WORDS = (
    (MeetingKind.TRIAL, re.compile(r"пробн", re.I)),
    (MeetingKind.PLANNING, re.compile(r"планирован|планирующ", re.I)),
    (MeetingKind.CLOSING, re.compile(r"заключительн|завершающ|итогов", re.I)),
    (MeetingKind.ORGANISING, re.compile(r"организационн|знакомств", re.I)),
    (MeetingKind.REGULAR, re.compile(r"регулярн|проводить встречи|проведение встреч\b", re.I)),
)


def kind_in(words):
    """The kind of meeting that the words of a step name, or ""; steps are written in Russian."""
    if not MEETING.search(words) or OTHER.search(words):
        return ""
    return next((str(kind) for kind, look in WORDS if look.search(words)), "")


@dataclass(frozen=True)
class Progress:
    """How many pairs of the programme have had a meeting of this kind; ``times`` counts the meetings."""

    kind: MeetingKind
    done: int
    total: int
    times: int
    is_over: bool

    @property
    def words(self):
        """«Пробная: 18 из 24 пар»."""
        values = {"meeting": self.kind.label, "done": self.done, "total": self.total, "times": self.times}
        if self.kind == MeetingKind.REGULAR:
            return _("%(meeting)s: at %(done)d of %(total)d pairs, meetings: %(times)d") % values
        return _("%(meeting)s: %(done)d of %(total)d pairs") % values


@dataclass(frozen=True)
class MeetingStep:
    """A step with its meeting; ``chosen`` is the school's own word, ``met_on`` the day on which it ticked itself."""

    step: Step
    progress: Progress | None
    chosen: StepMeeting | None

    @property
    def kind(self):
        return kind_of(self.step, self.chosen)


def kind_of(step, chosen):
    return chosen.kind if chosen else kind_in(step.title)


def steps_with_meetings(steps, programme):
    """Those of the steps that speak of a meeting, with how far the pairs are: three queries, however many steps."""
    return with_progress(named(steps), programme)


def named(steps):
    """``[(step, the school's word or None, kind)]`` of the steps that speak of a meeting; one query."""
    rows = [(step, getattr(step, "pairs_meeting", None)) for step in steps.select_related("pairs_meeting")]
    rows = [(step, chosen, kind_of(step, chosen)) for step, chosen in rows]
    return [row for row in rows if row[2]]


def with_progress(rows, programme):
    """What ``named`` found with how far the pairs of the programme are; two queries more."""
    if programme is None or not rows:
        return []
    progress = progress_of(programme)
    return [MeetingStep(step, progress[kind], chosen) for step, chosen, kind in rows]


def progress_of(programme):
    """``{kind: Progress}`` of a programme in two queries.

    Living pairs count, and those that have ended after the meeting; whoever ended without it holds nobody up. Regular
    meetings are over for a pair when its closing one is held, for until then there is always one more.
    """
    pairs = Pairing.objects.of(programme)
    living = pairs.filter(state__in=LIVING).count()
    is_living, is_ended = Q(pairing__state__in=LIVING), Q(pairing__state=PairingState.FINISHED)
    rows = Meeting.objects.held().filter(pairing__programme=programme).order_by().values("kind")
    rows = rows.annotate(
        living=Count("pairing", filter=is_living, distinct=True),
        ended=Count("pairing", filter=is_ended, distinct=True),
        times=Count("pk", filter=is_living | is_ended),
    )
    found = {row["kind"]: row for row in rows}
    nothing = {"living": 0, "ended": 0, "times": 0}
    closed = found.get(MeetingKind.CLOSING, nothing)["living"] >= living
    progress = {}
    for kind in MeetingKind:
        row = found.get(kind, nothing)
        done, total = row["living"] + row["ended"], living + row["ended"]
        is_over = 0 < total == done and (kind != MeetingKind.REGULAR or closed)
        progress[kind.value] = Progress(kind, done, total, row["times"], is_over)
    return progress
