"""The check before a draft is approved: which pairs may be made today, which not and why, whom letters reach."""

import hashlib
from collections import defaultdict
from dataclasses import dataclass, field

from django.urls import reverse
from django.utils.translation import gettext as _

from mentorship.pairs.letters import parents_of, readers_of
from mentorship.pairs.models import LIVING, PairingMentee, Side
from mentorship.pairs.services.pairing import Planned
from mentorship.people.consents import has_consent
from mentorship.people.models import ConsentKind, Mentor

from .gathering import loads_of
from .models import Exclusion, Proposal
from .rules import Rules
from .telling import Telling, words_alone

PEOPLE = (
    "mentor__person__school_class",
    "mentor__person__user",
    "mentor__form",
    "mentee__person__school_class",
    "mentee__person__user",
    "mentee__form",
    "mentee__variant",
)


@dataclass(frozen=True)
class Problem:
    """Why a pair cannot be made now, and where that is put right by those who have the ``right``."""

    words: str
    url: str = ""
    action: str = ""
    right: str = "people.view"


@dataclass(frozen=True)
class Held:
    """A proposed pair that is not approved until its problems are gone."""

    proposal: Proposal
    problems: list


@dataclass(frozen=True)
class Reach:
    """How many of one side a letter reaches, and who has no address."""

    side: str
    count: int
    nowhere: list

    @property
    def label(self):
        return Side(self.side).label


@dataclass
class Check:
    """``taken`` are the proposals that become pairs, ``left_out`` those that the person has unticked."""

    taken: list = field(default_factory=list)
    held: list = field(default_factory=list)
    left_out: list = field(default_factory=list)

    @property
    def groups(self):
        """``[(mentor, [proposals])]`` by the mentor's name."""
        found = defaultdict(list)
        for row in self.taken:
            found[row.mentor].append(row)
        return list(found.items())

    @property
    def seen(self):
        """What the page showed, in one word: approving something else is noticed."""
        rows = [(row.pk, row.mentor_id) for row in [*self.taken, *self.left_out]]
        text = f"{sorted(rows)} {sorted(row.pk for row in self.left_out)}"
        return hashlib.sha256(text.encode()).hexdigest()[:20]


def proposals_of(run):
    """Proposed pairs of a draft with their people, by mentor."""
    rows = Proposal.objects.filter(run=run).exclude(mentor=None).select_related(*PEOPLE)
    return list(rows.order_by("mentor__person__name_key", "mentor", "mentee__person__name_key", "pk"))


def check_of(run, *, without=(), day):
    """What would be approved on the day, in a number of queries that does not grow with the pairs."""
    rows, facts, check = proposals_of(run), Facts(run, day), Check()
    groups = defaultdict(list)
    for row in rows:
        if row.pk in without:
            check.left_out.append(row)
        elif problems := facts.problems_of(row):
            check.held.append(Held(row, problems))
        else:
            groups[row.mentor_id].append(row)
    for group in groups.values():
        if problem := facts.no_room(group):
            check.held += [Held(row, [problem]) for row in group]
        else:
            check.taken += group
    return check


class Facts:
    """What the registers say on the day about everybody in a draft."""

    def __init__(self, run, day):
        self.day = day
        proposals = Proposal.objects.filter(run=run).exclude(mentor=None)
        people = [one for pair in proposals.values_list("mentor__person", "mentee__person") for one in pair]
        self.consents = {
            kind: has_consent(people, kind, day) for kind in (ConsentKind.PARTICIPATION, ConsentKind.PROCESSING)
        }
        living = PairingMentee.objects.filter(
            pairing__programme=run.programme_id, left_on=None, pairing__state__in=LIVING, pairing__deleted_at=None
        )
        taken = living.filter(mentee__proposals__run=run).select_related("pairing")
        self.pairs = {place.mentee_id: place.pairing for place in taken}
        self.loads = loads_of(run.programme)
        excluded = Exclusion.objects.filter(programme=run.programme_id)
        self.excluded = set(excluded.values_list("mentor", "mentee"))

    def problems_of(self, row):
        found = [*self.of_participant(row.mentor), *self.of_participant(row.mentee)]
        if row.mentor.decision in (Mentor.Decision.REFUSED, Mentor.Decision.RESERVE):
            words = _("%(person)s is not selected as a mentor") % {"person": row.mentor.person}
            found.append(
                Problem(
                    words, reverse("mentor_decide", args=[row.mentor.public_id]), _("To the decision"), "selection.edit"
                )
            )
        if pairing := self.pairs.get(row.mentee_id):
            words = _("%(person)s has got a pair meanwhile") % {"person": row.mentee.person}
            found.append(Problem(words, pairing.get_absolute_url(), _("To the pair"), "pairs.view"))
        if (row.mentor_id, row.mentee_id) in self.excluded:
            found.append(
                Problem(
                    _("It was decided meanwhile to keep these two apart"),
                    reverse("matching_exclusions"),
                    _("To the exclusions"),
                    "matching.edit",
                )
            )
        return found

    def of_participant(self, row):
        person = row.person
        if row.deleted_at or person.deleted_at or person.anonymised_at:
            yield Problem(_("The card of a participant has been deleted"))
            return
        if row.is_completed or person.has_left or (row.left_on and row.left_on <= self.day):
            words = _("%(person)s has left the programme") % {"person": person}
            yield Problem(words, person.get_absolute_url(), _("To the card"))
        for kind, words in CONSENTS.items():
            if person.pk not in self.consents[kind]:
                url = f"{reverse('consent_new')}?person={person.public_id}&kind={kind}"
                yield Problem(words() % {"person": person}, url, _("Record the consent"), "consents.edit")

    def no_room(self, group):
        mentor = group[0].mentor
        room = mentor.capacity - self.loads.get(mentor.pk, 0)
        if len(group) <= room:
            return None
        words = _("%(person)s has %(room)d free places, the draft gives %(count)d mentees")
        words = words % {"person": mentor.person, "room": max(room, 0), "count": len(group)}
        return Problem(words, mentor.get_absolute_url(), _("To the card"), "people.edit")


CONSENTS = {
    ConsentKind.PARTICIPATION: lambda: _("%(person)s: no consent to take part"),
    ConsentKind.PROCESSING: lambda: _("%(person)s: no consent to the processing of personal data"),
}


def needs_place(mentor, mentees, day):
    """An adult meets pupils: the order and the parents are told where and how."""
    return not mentor.person.is_minor(day) and any(one.person.is_minor(day) for one in mentees)


def planned_of(check, run, *, place, day):
    """The pairs to be made: one of each mentor, a group where there are several mentees."""
    known = run.snapshot.get("knowledge", {})
    telling = Telling(
        words_alone(known.get("words"), known.get("year", day.year)), Rules.from_dict(run.snapshot.get("rules", {}))
    )
    return [planned(mentor, rows, run, telling, place, day) for mentor, rows in check.groups]


def planned(mentor, rows, run, telling, place, day):
    mentees = tuple(row.mentee for row in rows)
    forms = [run.form, *(one.form for one in mentees), mentor.form]
    form = next((one for one in forms if one), None)
    variants = {one.variant for one in mentees}
    variant = variants.pop() if len(variants) == 1 else None
    points = [row.points for row in rows if row.points is not None]
    return Planned(
        mentor=mentor,
        mentees=mentees,
        form=form,
        variant=variant if variant and form and variant.form_id == form.pk else None,
        place=place if needs_place(mentor, mentees, day) else "",
        points=round(sum(points) / len(points)) if points else None,
        reasons=tuple(reason_of(row, telling) for row in rows),
    )


def reason_of(row, telling):
    """Why the two were brought together, in words; whom anybody chose is not told."""
    lines = [[one.words, one.points] for one in telling.lines(row.parts)]
    return {"mentee": row.mentee_id, "points": row.points, "lines": lines}


def reach_of(check, day):
    """Whom letters about these pairs reach, by side."""
    parents = parents_of([row.mentee for row in check.taken])
    readers = [
        reader
        for mentor, rows in check.groups
        for reader in readers_of(mentor, [row.mentee for row in rows], parents, day)
    ]
    minors = [row.mentee.person for row in check.taken if row.mentee.person.is_minor(day)]
    orphaned = [person for person in minors if not parents.get(person.pk)]
    return [reach(side, readers, orphaned if side == Side.PARENT else []) for side in Side]


def reach(side, readers, more):
    """``more`` are minors without a parent in the register: nobody can be written to of them."""
    of_side = [one for one in readers if one.side == side]
    nowhere = [one.person for one in of_side if not one.address]
    return Reach(side, len(of_side) - len(nowhere), nowhere + more)
