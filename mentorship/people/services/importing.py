"""Taking a list into a register: read, keep as a draft, take in once."""

from datetime import date

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from mentorship.common import clock
from mentorship.common.errors import RuleBroken
from mentorship.common.reading import Unreadable, read_rows
from mentorship.programmes import audit
from mentorship.programmes.models import School, SchoolClass

from ..bringing.fields import fields_of, guess, header_place, is_numbering, spelled
from ..bringing.plan import CHANGED, MAKE, NEW, PERSON_FIELDS, class_words, make_plan, model_of
from ..models import (
    Axis,
    ImportBatch,
    ImportedRow,
    MenteeTag,
    MentorTag,
    Person,
    PersonKind,
    Register,
    Representative,
    SavedMapping,
    Tag,
)
from ..names import name_key
from .many_rows import insert

AT_ONCE = 500
NOTE = ("school", "batch", "number", "person", "model", "object_id", "before", "version")
"""Of ImportedRow."""


def read_upload(*, register, programme, data, file_name, by):
    """The draft of a file, with the header found and the columns guessed. Raises Unreadable with words."""
    rows = read_rows(data, file_name)
    saved = saved_columns(register)
    place = header_place(rows, register, saved)
    headings, body = rows[place][1], rows[place + 1 :]
    body = [row for row in body if not is_numbering(row[1])]
    if not body:
        raise Unreadable(_("There is a header in the file and no rows under it. Choose a file with the list."))
    return ImportBatch.objects.create(
        school_id=programme.school_id,
        register=register,
        programme=programme,
        file_name=file_name[-255:],
        headings=headings,
        cells=body,
        mapping=guess(headings, register, saved),
        created_by=by,
    )


def saved_columns(register):
    return SavedMapping.objects.filter(register=register).values_list("columns", flat=True).first() or {}


def keep_mapping(batch, mapping):
    """The columns as the person confirmed them; the school's next file is read so from the start."""
    known = {field.code for field in fields_of(batch.register)}
    batch.mapping = {place: code for place, code in mapping.items() if code in known}
    batch.save(update_fields=["mapping"])
    said = {spelled(heading): batch.mapping.get(str(place), "") for place, heading in enumerate(batch.headings)}
    columns = saved_columns(batch.register) | {key: code for key, code in said.items() if key}
    SavedMapping.objects.update_or_create(
        school_id=batch.school_id, register=batch.register, defaults={"columns": columns}
    )


def keep_choices(batch, choices):
    batch.choices = batch.choices | choices
    batch.save(update_fields=["choices"])


class SeenChanged(RuleBroken):
    """The register has changed since the person looked at the dry run."""


@transaction.atomic
def take_in(batch, *, by, today, stamp, classes=None):
    """Write the whole plan or nothing; returns whether it did: the second press does nothing."""
    done = ImportBatch.objects.filter(pk=batch.pk, state=ImportBatch.State.DRAFT)
    if not done.update(state=ImportBatch.State.DONE, done_at=clock.now()):
        return False
    # Two lists of the same people at once would each find nobody: the second waits and then plans.
    School.objects.select_for_update(no_key=True).get(pk=batch.school_id)
    plan = make_plan(batch, today=today, classes=classes)
    if plan.stamp != stamp:
        raise SeenChanged(_("The register has changed in the meantime. Look once more at what will happen."))
    writer = Writer(batch, plan)
    writer.write()
    ImportBatch.objects.filter(pk=batch.pk).update(cells=[], choices={}, made=writer.made)
    batch.refresh_from_db()
    counts = plan.counts
    audit.record(
        by=by,
        action="register.imported",
        row=batch,
        name=f"{batch.get_register_display()}: {batch.file_name}",
        changes={_("new"): ["", str(counts[NEW])], _("changed"): ["", str(counts[CHANGED])]},
    )
    return True


class Writer:
    """Writes a plan in a few statements, however long the list is, and remembers every row that it touched."""

    def __init__(self, batch, plan):
        self.batch, self.plan, self.school = batch, plan, batch.school_id
        self.rows = [row for row in plan.rows if row.outcome in {NEW, CHANGED}]
        self.touched = []
        self.made = {}

    def write(self):
        self.make_classes()
        self.write_people()
        self.write_participants()
        self.write_words()
        self.write_representatives()
        insert(ImportedRow, NOTE, self.touched)

    def note(self, row, made, before=None):
        self.touched.append(
            (
                self.school,
                self.batch.pk,
                row.number,
                row.person.pk,
                type(made).__name__,
                made.pk,
                before,
                getattr(made, "version", 0),
            )
        )

    def make_classes(self):
        for (grade, letter), (_count, choice) in self.plan.missing_classes.items():
            is_used = any(row.read.school_class == (grade, letter) for row in self.rows)
            if choice == MAKE and is_used:
                made, is_new = SchoolClass.objects.get_or_create(school_id=self.school, grade=grade, letter=letter)
                self.plan.classes[grade, letter] = made
                if is_new:
                    self.made.setdefault("classes", []).append(made.pk)

    def write_people(self):
        new, changed = [], []
        for row in self.rows:
            found = self.plan.classes.get(row.read.school_class)
            if row.person is None:
                row.person = new_person(self.school, row.read.person, found, row.read.name_key)
                new.append(row)
                continue
            if found and row.person.school_class_id != found.pk:
                row.changes["school_class_id"] = found.pk
            if row.changes:
                changed.append((row, apply(row.person, row.changes)))
        Person.objects.bulk_create([row.person for row in new], batch_size=AT_ONCE)
        for row in new:
            self.note(row, row.person)
        self.update(Person, [(row, row.person, before) for row, before in changed], (*PERSON_FIELDS, "school_class"))

    def write_participants(self):
        model = model_of(self.batch.register)
        new, changed, fields = [], [], set()
        for row in self.rows:
            if row.participant is None:
                row.participant = model(
                    school_id=self.school,
                    programme_id=self.batch.programme_id,
                    person=row.person,
                    **row.read.participant,
                )
                new.append(row)
            elif row.part_changes:
                changed.append((row, row.participant, apply(row.participant, row.part_changes)))
                fields |= set(row.part_changes)
        model.objects.bulk_create([row.participant for row in new], batch_size=AT_ONCE)
        for row in new:
            self.note(row, row.participant)
        self.update(model, changed, [name.removesuffix("_id") for name in fields])

    def update(self, model, changed, fields):
        if changed:
            model.objects.bulk_update([one for _row, one, _before in changed], [*fields, "version"], batch_size=AT_ONCE)
        for row, one, before in changed:
            self.note(row, one, before)

    def write_words(self):
        """Subjects become words of the vocabulary; a synonym leads to the word that the school uses."""
        wanted = {name_key(word)[:80]: word for row in self.rows for word in row.read.subjects}
        wanted.pop("", None)
        if not wanted:
            return
        known = {tag.key: tag for tag in Tag.objects.filter(axis=Axis.SUBJECT)}
        missing = [
            Tag(school_id=self.school, axis=Axis.SUBJECT, title=word, key=key)
            for key, word in wanted.items()
            if key not in known
        ]
        Tag.objects.bulk_create(missing)
        known |= {tag.key: tag for tag in missing}
        self.made["tags"] = [tag.pk for tag in missing]
        model, name = (MenteeTag, "mentee") if self.batch.register == Register.MENTEES else (MentorTag, "mentor")
        kept = set(model.objects.filter(tag__axis=Axis.SUBJECT).values_list(f"{name}_id", "tag_id"))
        plain, noted = [], []
        keys = {word: key for key, word in wanted.items()}
        for row in self.rows:
            for word in row.read.subjects:
                tag = known.get(keys.get(word) or name_key(word)[:80])
                tag_id = tag and (tag.merged_into_id or tag.pk)
                if tag_id and (row.participant.pk, tag_id) not in kept:
                    kept.add((row.participant.pk, tag_id))
                    if row.outcome == CHANGED:
                        noted.append((row, model(school_id=self.school, tag_id=tag_id, **{name: row.participant})))
                    else:  # the words of a new participant go with it
                        plain.append((self.school, row.participant.pk, tag_id))
        insert(model, ("school", name, "tag"), plain)
        model.objects.bulk_create([link for _row, link in noted], batch_size=AT_ONCE)
        for row, link in noted:
            self.note(row, link)
        self.made["last_link"] = model.objects.order_by("-pk").values_list("pk", flat=True).first() or 0

    def write_representatives(self):
        """A parent of the same name and telephone is the same parent, of another child too."""
        wanted = [
            (row, one)
            for row in self.rows
            if row.person.kind == PersonKind.PUPIL
            for one in row.read.representatives
            if one[1]
        ]
        if not wanted:
            return
        parents = {}
        for person in Person.objects.living().filter(~Q(kind=PersonKind.PUPIL)):
            parents.setdefault((person.name_key, digits(person.phone)), person)
        new, links = {}, []
        kept = set(Representative.objects.values_list("minor_id", "person_id"))
        named = {}
        for minor_id, key in Representative.objects.values_list("minor_id", "person__name_key"):
            named.setdefault(minor_id, set()).add(key)
        for row, (relation, name, phone, email) in wanted:
            parts = ([*name.split(maxsplit=2), "", ""])[:3]
            key = name_key(name)
            if not key or any(len(part) > 80 for part in parts) or key in named.get(row.person.pk, ()):
                continue
            named.setdefault(row.person.pk, set()).add(key)
            parent = parents.get((key, digits(phone))) if phone else None
            if parent is None:
                values = dict(zip(("surname", "given_name", "patronymic"), parts, strict=True))
                parent = new_person(
                    self.school, values | {"kind": "parent", "phone": phone[:40], "email": email[:254]}, None
                )
                new[id(parent)] = (row, parent)
                if phone:
                    parents[key, digits(phone)] = parent
            links.append((row, relation[:60], parent))
        Person.objects.bulk_create([parent for _row, parent in new.values()], batch_size=AT_ONCE)
        for row, parent in new.values():
            self.note(row, parent)
        made = [
            (row, Representative(school_id=self.school, minor=row.person, person=parent, relation=relation))
            for row, relation, parent in links
            if (row.person.pk, parent.pk) not in kept and row.person.pk != parent.pk
        ]
        Representative.objects.bulk_create([link for _row, link in made], batch_size=AT_ONCE)
        for row, link in made:
            self.note(row, link)


def new_person(school_id, values, school_class, key=None):
    """A person ready for a bulk write, which does not call ``save``."""
    names = [values.get(part, "") for part in ("surname", "given_name", "patronymic")]
    key = key or name_key(*names)
    is_pupil = values["kind"] == PersonKind.PUPIL
    return Person(
        school_id=school_id,
        school_class=school_class if is_pupil else None,
        name_key=key,
        same_key=" ".join(sorted(key.split())),
        **values,
    )


def apply(row, changes):
    """Put the values on; returns the former ones as JSON can keep them."""
    before = {name: plain(getattr(row, name)) for name in changes}
    for name, value in changes.items():
        setattr(row, name, value)
    row.version += 1
    return before


def plain(value):
    return value.isoformat() if isinstance(value, date) else value


def digits(phone):
    """The last ten digits: +7 and 8 are the same."""
    return "".join(sign for sign in phone if sign.isdecimal())[-10:]


def missing_class_words(plan):
    return [(f"class:{class_words(pair)}", class_words(pair), *value) for pair, value in plan.missing_classes.items()]
