"""Who chose whom after a group meeting, a row for everybody of one side."""

from dataclasses import dataclass

from .chosen import MENTEE_SIDE, MENTOR_SIDE, Choice, Choices, choices_of
from .services.inviting import guests_of

NOBODY = Choice()


@dataclass(frozen=True)
class Wish:
    """Somebody of the other side who was chosen: the place in the list, and whether the choice is mutual."""

    person: object
    place: int
    is_mutual: bool


@dataclass(frozen=True)
class ChoiceRow:
    """One guest: whom the guest chose, by whom the guest was chosen. ``knows`` is False of who wrote «пока не знаю»."""

    card: object
    chose: list
    chosen_by: list
    has_answered: bool
    knows: bool = True

    @property
    def person(self):
        return self.card.person

    @property
    def rank(self):
        """Mutual first, then one-sided, then nobody."""
        if any(one.is_mutual for one in self.chose):
            return 0
        return 1 if self.chose or self.chosen_by else 2

    @property
    def has_named_nobody(self):
        return self.has_answered and not self.chose


@dataclass(frozen=True)
class Side:
    """Guests of one side by card, and what they said."""

    cards: dict
    said: dict

    def choice(self, card):
        return self.said.get(self.cards[card].person_id, NOBODY)


def sides_of(meeting):
    """``{side: Side}``; before the choices are collected nobody has said anything."""
    choices = choices_of(meeting.programme, meeting.campaigns) if meeting.campaigns else Choices()
    rows = list(guests_of(meeting))
    mentors = {str(one.mentor.public_id): one.mentor for one in rows if one.mentor}
    mentees = {str(one.mentee.public_id): one.mentee for one in rows if one.mentee}
    return {MENTEE_SIDE: Side(mentees, choices.of_mentees), MENTOR_SIDE: Side(mentors, choices.of_mentors)}


def mutual_choices(sides, side=MENTEE_SIDE):
    """A row for each guest of the side, mutual choices first. «Скорее нет» is not in it."""
    own = sides[side]
    other = sides[MENTOR_SIDE if side == MENTEE_SIDE else MENTEE_SIDE]
    found = [row_of(card, own, other) for card in own.cards]
    return sorted(found, key=lambda row: (row.rank, row.person.name_key, row.card.pk))


def row_of(card, own, other):
    choice = own.choice(card)
    wished = [one for one in choice.wished if one in other.cards]
    chose = [
        Wish(other.cards[one].person, choice.wished.index(one) + 1, card in other.choice(one).wished) for one in wished
    ]
    by = [(other.cards[one].person, other.choice(one).wished) for one in other.cards]
    chosen_by = [Wish(person, theirs.index(card) + 1, is_in(person, chose)) for person, theirs in by if card in theirs]
    chosen_by.sort(key=lambda wish: (wish.place, wish.person.name_key))
    return ChoiceRow(own.cards[card], chose, chosen_by, own.cards[card].person_id in own.said, choice.knows)


def is_in(person, wishes):
    return any(one.person.pk == person.pk for one in wishes)


def unwanted_of(sides):
    """``[(who, whom)]`` of «скорее нет», for the coordinator alone."""
    found = []
    for side, other in ((MENTEE_SIDE, MENTOR_SIDE), (MENTOR_SIDE, MENTEE_SIDE)):
        for card, row in sides[side].cards.items():
            no = sides[side].choice(card).unwanted & sides[other].cards.keys()
            found += [(row.person, sides[other].cards[one].person) for one in no]
    return sorted(found, key=lambda pair: (pair[0].name_key, pair[1].name_key))
