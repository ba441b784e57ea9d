"""The first of September: classes move up, the last year leaves, repeaters stay. Taken back for thirty days."""

import hashlib
from dataclasses import dataclass, field

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mentorship.common import clock
from mentorship.common.errors import RuleBroken
from mentorship.programmes import audit
from mentorship.programmes.models import MembershipClass, SchoolClass
from mentorship.programmes.roles import Role

from ..models import Person, PersonKind, Rollover

audit.ACTION_TITLES |= {
    "classes.moved": gettext_lazy("Classes moved up into a new school year"),
    "classes.move_undone": gettext_lazy("Move of classes taken back"),
}
UP, LEAVE, STAY = "up", "leave", "stay"
LAST_GRADE = 11
NINTH = 9
KEPT_DAYS = 30
FIRST_MONTH = 6
AT_ONCE = 500


def year_of(day):
    """The school year that a move on this day leads into: from June on the one that begins this autumn."""
    return day.year if day.month >= FIRST_MONTH else day.year - 1


@dataclass
class ClassPlan:
    """What happens with a class: ``act`` is for all its pupils but the ``repeaters`` and the ``leavers``."""

    school_class: SchoolClass
    act: str
    pupils: list[Person]
    teachers: list[MembershipClass]
    repeaters: set[int] = field(default_factory=set)
    leavers: set[int] = field(default_factory=set)
    teachers_up: set[int] = field(default_factory=set)

    @property
    def target(self):
        """«9 «А»» of «8 «А»»."""
        return SchoolClass(grade=self.school_class.grade + 1, letter=self.school_class.letter)

    @property
    def is_last(self):
        return self.school_class.grade >= LAST_GRADE

    @property
    def may_leave(self):
        return self.is_last or self.school_class.grade == NINTH

    def act_of(self, person):
        if person.pk in self.repeaters:
            return STAY
        return LEAVE if person.pk in self.leavers else self.act

    def those(self, act):
        return [person for person in self.pupils if self.act_of(person) == act]

    @property
    def up(self):
        return self.those(UP)

    @property
    def leaving(self):
        return self.those(LEAVE)

    @property
    def staying(self):
        return self.those(STAY)


def plans():
    """Every class with pupils or a class teacher, and what is usual for it: the eleventh leaves, the rest move up."""
    pupils, teachers = {}, {}
    people = Person.objects.living().filter(kind=PersonKind.PUPIL, has_left=False, school_class__isnull=False)
    for person in people:
        pupils.setdefault(person.school_class_id, []).append(person)
    led = MembershipClass.objects.filter(membership__role=Role.CLASS_TEACHER).select_related("membership__user")
    for link in led:
        teachers.setdefault(link.school_class_id, []).append(link)
    rows = []
    for one in SchoolClass.objects.all():
        if one.pk in pupils or one.pk in teachers:
            act = LEAVE if one.grade >= LAST_GRADE else UP
            rows.append(ClassPlan(one, act, pupils.get(one.pk, []), teachers.get(one.pk, [])))
    return rows


def digest(parts):
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def conflicts(rows):
    """What the coordinator should look at before the move; none of it forbids the move."""
    found, here = [], {(one.school_class.grade, one.school_class.letter): one for one in rows}
    for plan in rows:
        target = here.get((plan.target.grade, plan.target.letter))
        if plan.up and target and target.staying:
            found.append(
                _("%(from)s moves into %(to)s, where %(count)d pupils of the former year stay.")
                % {"from": plan.school_class, "to": plan.target, "count": len(target.staying)}
            )
        if plan.act != UP and plan.teachers_up:
            found.append(_("%(class)s does not move up, and its class teacher does.") % {"class": plan.school_class})
    return found


def new_classes(rows):
    """Classes that the move makes: those that pupils or teachers move into and that the school does not have."""
    known = set(SchoolClass.objects.values_list("grade", "letter"))
    targets = [plan.target for plan in rows if plan.up or plan.teachers_up]
    return [one for one in targets if (one.grade, one.letter) not in known]


def standing(year):
    return Rollover.objects.filter(year=year, undone_at=None).first()


@transaction.atomic
def move(*, rows, year, day, school, by):
    """Do the whole move or nothing. A second press finds the year moved already and changes nothing."""
    try:
        with transaction.atomic():
            done = Rollover.objects.create(school=school, year=year, done_by=by)
    except IntegrityError as error:
        raise RuleBroken(_("The classes have been moved into this school year already.")) from error
    made = new_classes(rows)
    SchoolClass.objects.bulk_create(SchoolClass(school=school, grade=one.grade, letter=one.letter) for one in made)
    ids = {(grade, letter): pk for pk, grade, letter in SchoolClass.objects.values_list("pk", "grade", "letter")}
    done.classes = [ids[one.grade, one.letter] for one in made]
    for plan in rows:
        target = ids.get((plan.target.grade, plan.target.letter))
        write(plan.up, done, school_class_id=target)
        write(plan.leaving, done, school_class_id=None, has_left=True, left_on=day, kind=PersonKind.ALUMNUS)
    move_teachers(rows, ids, done)
    done.save()
    counts = {_("moved up"): UP, _("left the school"): LEAVE, _("stay for another year"): STAY}
    audit.record(
        by=by,
        action="classes.moved",
        row=done,
        changes={words: ["", str(sum(len(plan.those(act)) for plan in rows))] for words, act in counts.items()},
    )
    return done


def write(people, done, **values):
    """Write the same values into rows that nobody has changed since the page looked; remember what they were."""
    by_version = {}
    for person in people:
        by_version.setdefault(person.version, []).append(person)
    for version, group in by_version.items():
        for start in range(0, len(group), AT_ONCE):
            part = group[start : start + AT_ONCE]
            rows = Person.objects.filter(pk__in=[one.pk for one in part], version=version)
            if rows.update(version=F("version") + 1, **values) != len(part):
                raise RuleBroken(_("Somebody has changed a pupil in the meantime. Look at the list once more."))
    done.people += [
        [
            one.pk,
            one.version + 1,
            one.school_class_id,
            one.kind,
            one.has_left,
            one.left_on.isoformat() if one.left_on else None,
        ]
        for one in people
    ]


def move_teachers(rows, ids, done):
    """All leave their former classes before anybody enters a new one: no teacher leads a class twice in between."""
    links = [(link, plan) for plan in rows for link in plan.teachers if link.pk in plan.teachers_up]
    MembershipClass.objects.filter(pk__in=[link.pk for link, _where in links]).delete()
    for link, plan in links:
        target = ids[plan.target.grade, plan.target.letter]
        MembershipClass.objects.get_or_create(
            school_id=done.school_id, membership_id=link.membership_id, school_class_id=target
        )
        done.teachers.append([link.membership_id, link.school_class_id, target])


def may_undo(done, now):
    return done.undone_at is None and now - done.done_at <= clock.days(KEPT_DAYS)


@transaction.atomic
def undo(*, done, by):
    """Put everybody back whom nobody has changed since; returns how many stay as they are now."""
    row = Rollover.objects.select_for_update().get(pk=done.pk)
    now = clock.now()
    if not may_undo(row, now):
        raise RuleBroken(_("This move cannot be taken back any more."))
    stayed = put_people_back(row)
    links = MembershipClass.objects
    for membership, _was, later in row.teachers:
        links.filter(membership=membership, school_class=later).delete()
    for membership, former, _is in row.teachers:
        if SchoolClass.objects.filter(pk=former).exists():
            links.get_or_create(school_id=row.school_id, membership_id=membership, school_class_id=former)
    empty = SchoolClass.objects.filter(pk__in=row.classes, people=None, membershipclass=None)
    empty.delete()
    Rollover.objects.filter(pk=row.pk).update(undone_at=now)
    changes = {
        _("put back"): ["", str(len(row.people) - stayed)],
        _("changed since, left as they are"): ["", str(stayed)],
    }
    audit.record(by=by, action="classes.move_undone", row=row, changes=changes)
    return stayed


def put_people_back(row):
    groups = {}
    for pk, version, *former in row.people:
        groups.setdefault((version, *former), []).append(pk)
    back = 0
    for (version, school_class, kind, has_left, left_on), keys in groups.items():
        for start in range(0, len(keys), AT_ONCE):
            people = Person.objects.filter(pk__in=keys[start : start + AT_ONCE], version=version)
            back += people.update(
                version=F("version") + 1,
                school_class_id=school_class,
                kind=kind,
                has_left=has_left,
                left_on=left_on,
            )
    return len(row.people) - back
