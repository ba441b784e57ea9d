"""The dry run: what would happen to each row, and what the person is asked about. Nothing is written.

The same plan is made anew when the list is taken in, so what was shown is what is done.
"""

from collections import Counter
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from mentorship.programmes.models import MentoringForm, SchoolClass

from ..models import Person, PersonKind, Register, Variant
from ..models.participation import Mentee, Mentor
from ..names import name_key
from .rows import Message, read_row

NEW, CHANGED, SAME, SKIPPED = "new", "changed", "same", "skipped"
SKIP = "skip"
MAKE, LEAVE_EMPTY = "make", "empty"
PERSON_FIELDS = ("birth_year", "phone", "email", "post", "workplace")


@dataclass
class PlannedRow:
    """``candidates`` are people whom the row may mean; ``choice`` is what is done: new, skip, or an id."""

    read: object
    outcome: str = NEW
    person: Person | None = None
    participant: object = None
    candidates: list = field(default_factory=list)
    choice: str = NEW
    changes: dict = field(default_factory=dict)
    part_changes: dict = field(default_factory=dict)
    is_asked: bool = False

    @property
    def number(self):
        return self.read.number

    @property
    def has_questions(self):
        return self.is_asked or bool(self.read.messages)

    @property
    def class_shown(self):
        return class_words(self.read.school_class)


@dataclass
class Plan:
    rows: list
    missing_classes: dict
    """``{(8, "Я"): [count of rows, choice]}``"""
    classes: dict

    @property
    def counts(self):
        counted = Counter(row.outcome for row in self.rows)
        return {name: counted[name] for name in (NEW, CHANGED, SAME, SKIPPED)}

    @property
    def stamp(self):
        """Changes when what would be done changes."""
        asked = sum(row.is_asked for row in self.rows)
        return "-".join(str(one) for one in (*self.counts.values(), asked))


def class_words(pair):
    return f"{pair[0]}{pair[1]}" if pair else ""


def model_of(register):
    return Mentee if register == Register.MENTEES else Mentor


def make_plan(batch, *, today, classes=None):
    """``classes`` are ids of the only classes whose pupils the person may bring in; None is the whole school."""
    school_classes = {(one.grade, one.letter.upper()): one for one in SchoolClass.objects.all()}
    forms = titles_of(MentoringForm)
    variants = titles_of(Variant)
    mapping = {int(place): code for place, code in batch.mapping.items()}
    plan = Plan([], {}, school_classes)
    people, participants = known_people(batch, classes)
    seen = {}
    for number, cells in batch.cells:
        read = read_row(
            number,
            cells,
            batch.headings,
            mapping,
            register=batch.register,
            today=today,
            forms=forms,
            variants=variants,
        )
        if read.is_example:
            continue
        row = PlannedRow(read)
        plan.rows.append(row)
        settle_class(plan, row, batch, classes)
        if read.is_refused:
            row.outcome, row.choice = SKIPPED, SKIP
            continue
        find_person(row, people, seen, batch.choices)
        compare(row, plan, participants)
    return plan


def titles_of(model):
    return {
        name_key(one.title.replace("-", " ").replace("–", " ").replace("—", " ")): one.pk for one in model.objects.all()
    }


def known_people(batch, classes):
    """``{same_key: [people]}`` and ``{person's id: participant}`` of the register."""
    rows = Person.objects.living().select_related("school_class")
    if classes is not None:
        rows = rows.filter(kind=PersonKind.PUPIL, school_class__in=classes)
    people = {}
    for person in rows:
        people.setdefault(person.same_key, []).append(person)
    participants = model_of(batch.register).objects.of(batch.programme)
    return people, {one.person_id: one for one in participants}


def settle_class(plan, row, batch, classes):
    """Is the class there, and may the person bring its pupils in? A class teacher's row without a class is refused."""
    read, pair = row.read, row.read.school_class
    found = plan.classes.get(pair) if pair else None
    if classes is not None:
        if pair is None and len(classes) == 1:
            found = next(one for one in plan.classes.values() if one.pk in classes)
            read.school_class, read.person["kind"] = (found.grade, found.letter.upper()), PersonKind.PUPIL.value
        elif found is None or found.pk not in classes:
            read.is_refused = True
            read.messages.append(Message("", _("this is not your class, the row is skipped")))
        return
    if pair and found is None and not read.is_refused:
        choice = batch.choices.get(f"class:{class_words(pair)}", MAKE)
        count = plan.missing_classes.get(pair, (0, choice))[0]
        plan.missing_classes[pair] = (count + 1, choice)
        column = next((batch.headings[int(p)] for p, code in batch.mapping.items() if code == "school_class"), "")
        text = _("%(name)s is not in the school") % {"name": class_words(pair)}
        read.messages.append(Message(column, text))


def find_person(row, people, seen, choices):
    """Whom the row means: somebody of the register, a row above it, or nobody yet."""
    read = row.read
    row.candidates = [one for one in people.get(read.same_key, []) if is_grown_alike(one, read)]
    exact = [one for one in row.candidates if agrees(one, read) and one.name_key == read.name_key]
    likely = exact or [one for one in row.candidates if agrees(one, read)]
    is_sure = len(exact) == 1 and len(row.candidates) == 1 and is_told_apart(exact[0], read)
    row.choice = str(likely[0].pk) if len(likely) == 1 else NEW
    row.is_asked = bool(row.candidates) and not is_sure
    twin = (read.same_key, read.person.get("birth_year"), read.school_class)
    if twin in seen:
        row.is_asked, row.choice = True, SKIP
        read.messages.append(Message("", _("the same person stands in row %(row)s") % {"row": seen[twin]}))
    seen.setdefault(twin, read.number)
    chosen = choices.get(str(read.number))
    if chosen in {NEW, SKIP} or chosen in {str(one.pk) for one in row.candidates}:
        row.choice = chosen
    row.person = next((one for one in row.candidates if str(one.pk) == row.choice), None)


def is_grown_alike(person, read):
    """A pupil and an adult of one name are two people; grown-ups of all kinds may be one."""
    return (person.kind == PersonKind.PUPIL) == (read.person["kind"] == PersonKind.PUPIL)


def agrees(person, read):
    """Neither the year nor the class says that these are two people."""
    year, pair = read.person.get("birth_year"), read.school_class
    own = (person.school_class.grade, person.school_class.letter.upper()) if person.school_class else None
    return not (year and person.birth_year and year != person.birth_year) and not (pair and own and pair != own)


def is_told_apart(person, read):
    """A pupil is sure to be the same when the year or the class says so too, an adult by the name."""
    if person.kind != PersonKind.PUPIL:
        return True
    return bool((person.birth_year and read.person.get("birth_year")) or (person.school_class and read.school_class))


def compare(row, plan, participants):
    """What of the row differs from what is kept; an empty cell changes nothing."""
    if row.choice == SKIP:
        row.outcome = SKIPPED
        return
    if row.person is None:
        row.outcome = NEW
        return
    read, person = row.read, row.person
    row.changes = {
        name: read.person[name]
        for name in PERSON_FIELDS
        if read.person.get(name) and read.person[name] != getattr(person, name)
    }
    wanted = plan.classes.get(read.school_class)
    if wanted and wanted.pk != person.school_class_id:
        row.changes["school_class_id"] = wanted.pk
    row.participant = participants.get(person.pk)
    if row.participant is not None:
        row.part_changes = {
            name: value for name, value in read.participant.items() if value != getattr(row.participant, name)
        }
    is_missing_class = read.school_class in plan.missing_classes and plan.missing_classes[read.school_class][1] == MAKE
    is_changed = row.participant is None or row.changes or row.part_changes or is_missing_class
    row.outcome = CHANGED if is_changed else SAME
