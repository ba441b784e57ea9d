"""What people chose after the group meeting, out of the questionnaires «Выбор наставника» and «Выбор наставляемых».

For the coordinator and the computation alone: nobody is told who chose whom, and whom somebody would rather not.
"""

from dataclasses import dataclass, field
from functools import cached_property

from mentorship.people.models import Proposal
from mentorship.people.services.offers import is_agreed, people_behind
from surveys.answers import UNKNOWN
from surveys.models import Purpose, Submission, SurveyVersion

MENTEE_SIDE, MENTOR_SIDE = "mentee", "mentor"
SIDES = {"people.mentors": MENTEE_SIDE, "people.mentees": MENTOR_SIDE}
"""Who chooses among the mentors is a mentee, and the other way round."""
WISHED, UNWANTED, CAPACITY = "wished", "unwanted", "capacity"
"""Keys of the questions; a school that changes the words of the questionnaire keeps them."""
CAPACITY_FIELD = "mentor.capacity"


@dataclass(frozen=True)
class Choice:
    """What one person said last: ``wished`` and ``unwanted`` are numbers of cards (``public_id``) of the other side,
    the wishes in the order of preference; ``knows`` is False of who wrote «пока не знаю»."""

    wished: tuple = ()
    unwanted: frozenset = frozenset()
    capacity: int | None = None
    knows: bool = True


@dataclass(frozen=True)
class Choices:
    """``{number of the person: Choice}`` of each side of a programme."""

    of_mentees: dict = field(default_factory=dict)
    of_mentors: dict = field(default_factory=dict)

    @cached_property
    def count(self):
        return len(self.of_mentees) + len(self.of_mentors)


def choices_of(programme, campaigns=None):
    """The latest choice of everybody in the programme, or in these campaigns of it (numbers as in ``GroupMeeting``).

    Anonymous ones, sheets that a corrected one has replaced, and sheets whose two typists differ do not count.
    """
    rows = Submission.objects.filter(
        campaign__programme=programme,
        campaign__deleted_at=None,
        campaign__is_anonymous=False,
        campaign__survey_version__survey__purpose=Purpose.CHOICE,
        withdrawn_at=None,
    )
    if campaigns is not None:
        rows = rows.filter(campaign__public_id__in=campaigns)
    rows = rows.select_related("campaign", "invitation", "offer__person").order_by("submitted_at", "pk")
    rows = [row for row in rows if is_counted(row)]
    sides = sides_of({row.campaign.survey_version_id for row in rows})
    who = authors_of(rows)
    decided = decided_capacities(rows)
    found = {MENTEE_SIDE: {}, MENTOR_SIDE: {}}
    for row in rows:
        side, person = sides.get(row.campaign.survey_version_id), who.get(row.pk)
        if side and person:
            found[side][person] = choice_in(row.answers, has_capacity=row.pk not in decided)
    return Choices(found[MENTEE_SIDE], found[MENTOR_SIDE])


def is_counted(row):
    """As the registers do: of a sheet that is typed in twice both must agree."""
    is_typed = row.campaign.is_checked_twice and row.way in (Submission.Way.PAPER, Submission.Way.FILE)
    return is_agreed(row) and not (is_typed and row.second is None)


def sides_of(versions):
    """``{version: side}``: who answers it, by the people that it offers."""
    found = {}
    for version in SurveyVersion.objects.filter(pk__in=versions):
        sources = {one.key: one.source for one in version.questionnaire.questions}
        found[version.pk] = SIDES.get(sources.get(WISHED)) or SIDES.get(sources.get(UNWANTED))
    return found


def authors_of(rows):
    """``{sheet: number of the person}``: named by the coordinator, else behind the ticket."""
    named = {row.pk: row.offer.person for row in rows if hasattr(row, "offer") and row.offer.person_id}
    found = (people_behind(rows) if rows else {}) | named
    return {pk: person.pk for pk, person in found.items() if not (person.deleted_at or person.anonymised_at)}


def decided_capacities(rows):
    """Sheets whose number of mentees has been taken into the register or turned down: the register says it now."""
    sheets = [row.pk for row in rows if CAPACITY in row.answers]
    proposals = Proposal.objects.filter(offer__submission__in=sheets, field=CAPACITY_FIELD)
    proposals = proposals.exclude(state=Proposal.State.WAITING)
    return set(proposals.values_list("offer__submission", flat=True))


def choice_in(answers, *, has_capacity=True):
    wished = answers.get(WISHED) or {}
    return Choice(
        wished=tuple(wished.get("ranked", ())),
        unwanted=frozenset((answers.get(UNWANTED) or {}).get("options", ())),
        capacity=(answers.get(CAPACITY) or {}).get("number") if has_capacity else None,
        knows=UNKNOWN not in wished,
    )
