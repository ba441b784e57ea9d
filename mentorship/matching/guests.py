"""Guests of a group meeting, found and paged by the database, and what both sides have chosen."""

from dataclasses import dataclass

from django.db.models import Case, Count, F, Q, When
from django.db.models.functions import Coalesce

from mentorship.people.models import Mentee, Mentor

from .chosen import Choice, choices_of
from .gathering import free_mentees, participants_of
from .models import MeetingGuest
from .services.meetings import guests_of

NAME_KEY = Coalesce("mentor__person__name_key", "mentee__person__name_key")


def guests(meeting, *, text="", side=""):
    """Mentors before mentees, each by name."""
    rows = guests_of(meeting).annotate(
        name_key=NAME_KEY, is_mentee=Case(When(mentee=None, then=0), default=1), written=F("letter__state")
    )
    for word in text.split():
        rows = rows.filter(name_key__contains=word)
    if side == "mentor":
        rows = rows.exclude(mentor=None)
    if side == "mentee":
        rows = rows.exclude(mentee=None)
    return rows.order_by("is_mentee", "name_key", "pk")


def counts_of(meeting):
    """How many mentors and mentees are invited, and how many of them came."""
    mentor, came = Q(mentor__isnull=False), Q(has_come=True)
    return MeetingGuest.objects.filter(meeting=meeting).aggregate(
        mentors=Count("pk", filter=mentor),
        mentees=Count("pk", filter=~mentor),
        mentors_came=Count("pk", filter=mentor & came),
        mentees_came=Count("pk", filter=~mentor & came),
        marked=Count("has_come"),
        letters=Count("letter"),
    )


def others(meeting, model, *, day):
    """Participants of the programme who are not invited; those ready for the matching first are all there are."""
    invited = MeetingGuest.objects.filter(meeting=meeting)
    if model is Mentor:
        rows = participants_of(Mentor, meeting.programme, day=day)
        rows = rows.exclude(pk__in=invited.exclude(mentor=None).values("mentor"))
    else:
        rows = free_mentees(meeting.programme, day=day)
        rows = rows.exclude(pk__in=invited.exclude(mentee=None).values("mentee"))
    return rows.select_related("person__school_class").order_by("person__name_key", "pk")


@dataclass(frozen=True)
class Wish:
    """Somebody of the other side who was chosen: the place in the list, and whether the choice is mutual."""

    person: object
    place: int
    is_mutual: bool


@dataclass(frozen=True)
class ChoiceRow:
    """One mentee: whom the mentee chose, by whom the mentee was chosen. ``has_answered`` is False of who was silent."""

    mentee: Mentee
    chose: list
    chosen_by: list
    has_answered: bool

    @property
    def rank(self):
        """Mutual first, then one-sided, then nobody."""
        if any(one.is_mutual for one in self.chose):
            return 0
        return 1 if self.chose or self.chosen_by else 2


def mutual_choices(meeting):
    """A row for each mentee of the meeting, mutual choices first. «Скорее нет» is not in it."""
    choices = choices_of(meeting.programme, meeting.campaigns) if meeting.campaigns else None
    rows = list(guests(meeting))
    if choices is None:
        return []
    mentors = {str(one.mentor.public_id): one.mentor for one in rows if one.mentor}
    mentees = [one.mentee for one in rows if one.mentee]
    by_mentor = {card: choices.of_mentors.get(one.person_id, Choice()) for card, one in mentors.items()}
    found = [row_of(mentee, choices, mentors, by_mentor) for mentee in mentees]
    return sorted(found, key=lambda row: (row.rank, row.mentee.person.name_key, row.mentee.pk))


def row_of(mentee, choices, mentors, by_mentor):
    own = choices.of_mentees.get(mentee.person_id)
    card = str(mentee.public_id)
    wished = (own or Choice()).wished
    chose = [
        Wish(mentors[one].person, place, card in by_mentor[one].wished)
        for place, one in enumerate(wished, 1)
        if one in mentors
    ]
    chosen_by = [
        Wish(mentors[one].person, choice.wished.index(card) + 1, one in wished)
        for one, choice in by_mentor.items()
        if card in choice.wished
    ]
    return ChoiceRow(mentee, chose, chosen_by, own is not None)


def unwanted_of(meeting):
    """``[(who, whom)]`` of «скорее нет», for the coordinator alone."""
    choices = choices_of(meeting.programme, meeting.campaigns) if meeting.campaigns else None
    if choices is None:
        return []
    rows = list(guests(meeting))
    mentors = [one.mentor for one in rows if one.mentor]
    mentees = [one.mentee for one in rows if one.mentee]
    cards = {str(one.public_id): one.person for one in [*mentors, *mentees]}
    found = []
    for people, said in ((mentees, choices.of_mentees), (mentors, choices.of_mentors)):
        for one in people:
            no = said.get(one.person_id, Choice()).unwanted
            found += [(one.person, cards[card]) for card in sorted(no) if card in cards]
    return found
