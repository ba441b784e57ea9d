"""From the registers to what the engine knows: who may be matched on a day, and everything that the criteria ask."""

from dataclasses import replace

from django.db.models import Count, Q

from mentorship.pairs.models import LIVING, Pairing, PairingMentee, PairingState
from mentorship.people.asking.options import present
from mentorship.people.funnel import facts_of, has_pair
from mentorship.people.models import Axis, Mentee, MenteeTag, Mentor, MentorTag, PersonKind, Tag
from mentorship.programmes.slots import SLOTS

from . import participants
from .chosen import Choice, choices_of
from .models import Exclusion, MatchingRules
from .rules import PRESETS, Rules

PRESET_OF_FORM = {
    ("ученик", "ученик"): "pupil-pupil",
    ("учитель", "ученик"): "teacher-pupil",
    ("учитель", "учитель"): "teacher-teacher",
    ("студент", "ученик"): "guest-pupil",
    ("работодатель", "ученик"): "guest-pupil",
    ("работодатель", "студент"): "guest-pupil",
}
"""Words of a form's title -> weights to begin with; every other form has the balanced ones."""
BALANCED = "balanced"
BAD_ENDINGS = (Pairing.Ending.MENTOR, Pairing.Ending.MENTEE, Pairing.Ending.COORDINATOR, Pairing.Ending.CHANGED)
"""Endings that tell against the same two once more; what the school decided tells nothing of them."""


def rules_of(school, form):
    """The rules for a form of mentoring: its own, else the school's general ones, else those to begin with."""
    rows = MatchingRules.objects.filter(school=school).filter(Q(form=form) | Q(form=None))
    stored = max(rows, key=lambda row: row.form_id is not None, default=None)
    return rules_from(stored) if stored else Rules(weights=dict(PRESETS[preset_of(form)]))


def rules_from(row):
    """The stored rules as values."""
    return Rules.from_dict(row.settings | {"weights": row.weights})


def preset_of(form):
    """The code of the weights that a form of mentoring begins with."""
    if form is None:
        return BALANCED
    words = form.title.lower().replace("—", "–").replace("-", "–").split("–")
    return PRESET_OF_FORM.get(tuple(word.strip() for word in words), BALANCED)


def participants_of(model, programme, form=None, *, day):
    """Mentors or mentees who may be matched on the day: everything before the pair is done. With a form of mentoring
    those of it and those who have named none."""
    rows = present(model, programme, day).filter(*facts_of(model, day).values())
    return rows.filter(Q(form=form) | Q(form=None)) if form else rows


def free_mentees(programme, form=None, *, day):
    """Mentees who may be matched and have nobody yet."""
    taken = PairingMentee.objects.filter(pairing__state__in=LIVING, pairing__deleted_at=None, left_on=None)
    rows = participants_of(Mentee, programme, form, day=day)
    return rows.exclude(has_pair(Mentee, day)).exclude(pk__in=taken.values("mentee"))


def loads_of(programme):
    """``{mentor's number: how many mentees the mentor has}``."""
    living = PairingMentee.objects.filter(
        pairing__programme=programme, pairing__state__in=LIVING, pairing__deleted_at=None, left_on=None
    )
    return dict(living.order_by().values_list("pairing__mentor").annotate(Count("pk")))


def knowledge_of(programme, *, form=None, day):
    """Everything that a draft of the day is computed from, in a number of queries that does not grow with people.

    Mentors without a free place are in it too, so that a draft can say why they were not taken.
    """
    related = ("person__school_class",)
    mentors = list(participants_of(Mentor, programme, form, day=day).select_related(*related).order_by("pk"))
    mentees = list(free_mentees(programme, form, day=day).select_related(*related).order_by("pk"))
    choices = choices_of(programme)
    words = Words(programme)
    loads = loads_of(programme)
    cards = {str(row.public_id): row.pk for row in [*mentors, *mentees]}
    good, bad = experience_of(mentors, mentees)
    found = participants.Knowledge(
        mentors=tuple(
            mentor_of(row, words, choices.of_mentors.get(row.person_id, Choice()), cards, loads.get(row.pk, 0), day)
            for row in mentors
        ),
        mentees=tuple(
            participants.Mentee(
                **what_is_common(row, words, choices.of_mentees.get(row.person_id, Choice()), cards, day)
            )
            for row in mentees
        ),
        year=day.year,
        good=good,
        bad=bad,
        excluded=excluded_of(programme, mentors, mentees),
    )
    return replace(found, words=words.used_by(found))


def mentor_of(row, words, choice, cards, load, day):
    """Of a number that the mentor has named after the meeting and nobody has decided on yet, the smaller one counts:
    nobody gets more mentees than the register allows, nor more than the mentor agreed to."""
    capacity = row.capacity if choice.capacity is None else min(row.capacity, int(choice.capacity))
    return participants.Mentor(
        **what_is_common(row, words, choice, cards, day),
        age_from=row.age_from,
        age_to=row.age_to,
        room=max(capacity - load, 0),
        load=load,
    )


def what_is_common(row, words, choice, cards, day):
    """What is known of mentors and mentees alike, by the names of ``participants.Participant``. Chosen people who are
    not matched now are left out: the next one on the list is the first of those who are."""
    person, of_row = row.person, words.of(row)
    school_class = person.school_class if person.kind == PersonKind.PUPIL else None
    return {
        "id": row.pk,
        "subjects": of_row[Axis.SUBJECT],
        "competences": of_row[Axis.COMPETENCE],
        "interests": of_row[Axis.INTEREST],
        "slots": frozenset(code for code in row.slots if code in SLOTS),
        "birth_year": person.birth_year,
        "grade": school_class.grade if school_class else None,
        "school_class": person.school_class_id if school_class else None,
        "building": school_class.building if school_class else "",
        "shift": school_class.shift if school_class else None,
        "form": row.form_id,
        "variant": row.variant_id,
        "wishes": tuple(cards[card] for card in choice.wished if card in cards),
        "unwanted": frozenset(cards[card] for card in choice.unwanted if card in cards),
        "is_adult": not person.is_minor(day),
    }


class Words:
    """The words of the vocabulary that people of a programme have. A word that was merged into another counts as it."""

    def __init__(self, programme):
        tags = list(Tag.objects.all())
        self.titles = {tag.pk: tag.title for tag in tags}
        self.axes = {tag.pk: Axis(tag.axis) for tag in tags}
        self.current = {tag.pk: tag.merged_into_id or tag.pk for tag in tags}
        self.found = {
            Mentor: self.read(MentorTag.objects.filter(mentor__programme=programme).values_list("mentor", "tag")),
            Mentee: self.read(MenteeTag.objects.filter(mentee__programme=programme).values_list("mentee", "tag")),
        }

    def read(self, rows):
        found = {}
        for person, tag in rows:
            found.setdefault(person, set()).add(self.current[tag])
        return found

    def of(self, row):
        """``{axis: words}`` of a mentor or a mentee."""
        words = self.found[type(row)].get(row.pk, ())
        return {axis: frozenset(word for word in words if self.axes[word] == axis) for axis in Axis}

    def used_by(self, knowledge):
        """``{number: word}`` of the words that somebody of the draft has."""
        used = set()
        for one in [*knowledge.mentors, *knowledge.mentees]:
            used |= one.subjects | one.competences | one.interests
        return {word: self.titles[word] for word in used}


def experience_of(mentors, mentees):
    """Pairs of numbers who have worked together before, in any programme of the school: well; badly. The last time
    counts."""
    mentor_of_person = {row.person_id: row.pk for row in mentors}
    mentee_of_person = {row.person_id: row.pk for row in mentees}
    rows = PairingMentee.objects.filter(pairing__state=PairingState.FINISHED, pairing__deleted_at=None, left_on=None)
    rows = rows.order_by("pairing__ended_on", "pairing__pk")
    last = {}
    for mentor, mentee, ending in rows.values_list("pairing__mentor__person", "mentee__person", "pairing__ending"):
        pair = mentor_of_person.get(mentor), mentee_of_person.get(mentee)
        if None not in pair:
            last[pair] = ending
    good = frozenset(pair for pair, ending in last.items() if ending == Pairing.Ending.FULFILLED)
    return good, frozenset(pair for pair, ending in last.items() if ending in BAD_ENDINGS)


def excluded_of(programme, mentors, mentees):
    """Those who must not come together: «не сводить», and a person who is a mentor and a mentee with oneself."""
    mentee_of_person = {row.person_id: row.pk for row in mentees}
    oneself = {(row.pk, mentee_of_person[row.person_id]) for row in mentors if row.person_id in mentee_of_person}
    known = {row.pk for row in mentors}, {row.pk for row in mentees}
    rows = Exclusion.objects.filter(programme=programme).order_by().values_list("mentor", "mentee")
    return frozenset(oneself | {pair for pair in rows if pair[0] in known[0] and pair[1] in known[1]})
