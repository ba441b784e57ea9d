"""Acts on people: adding, correcting, throwing away and back, representatives, who looked."""

from datetime import datetime, time
from zoneinfo import ZoneInfo

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mentorship.common import clock
from mentorship.common.errors import RuleBroken
from mentorship.programmes import audit

from ..models import PersonKind, PersonView, Representative
from ..names import name_key, same_person_key

audit.ACTION_TITLES |= {
    "person.created": gettext_lazy("Person added"),
    "person.edited": gettext_lazy("Person changed"),
    "person.deleted": gettext_lazy("Person deleted"),
    "person.restored": gettext_lazy("Person restored"),
    "representative.added": gettext_lazy("Representative added"),
    "representative.removed": gettext_lazy("Representative removed"),
}


@transaction.atomic
def add_person(*, person, by):
    person.save()
    audit.record(by=by, action="person.created", row=person)
    return person


@transaction.atomic
def edit_person(*, person, version, changes, words, by, action="person.edited"):
    """Write the changes and, where the name is among them, the keys made of it."""
    for name, value in changes.items():
        setattr(person, name, value)
    keys = keys_of(person) if {"surname", "given_name", "patronymic"} & set(changes) else {}
    person.swap(version, **changes, **keys)
    audit.record(by=by, action=action, row=person, changes=words)


def keys_of(person):
    name = (person.surname, person.given_name, person.patronymic)
    return {"name_key": name_key(*name), "same_key": same_person_key(*name)}


@transaction.atomic
def delete_person(*, person, version, by):
    """Out of every list; everything that belongs to the person stays for the way back."""
    person.swap(version, deleted_at=clock.now())
    audit.record(by=by, action="person.deleted", row=person)


@transaction.atomic
def restore_person(*, person, by):
    person.swap(person.version, deleted_at=None)
    audit.record(by=by, action="person.restored", row=person)


def namesakes(person, people):
    """Who among the people may be the same: the same name in any order, and no other year of birth.

    The same class or year come first: they are the surest.
    """
    rows = people.filter(same_key=keys_of(person)["same_key"]).exclude(pk=person.pk).select_related("school_class")
    if person.birth_year:
        rows = rows.filter(Q(birth_year=person.birth_year) | Q(birth_year=None))
    return sorted(rows, key=lambda one: (one.school_class_id != person.school_class_id, one.birth_year is None, one.pk))


@transaction.atomic
def add_representative(*, minor, known, new, relation, by):
    """Bind somebody whom the school knows, or a new parent, to the minor."""
    person = known
    if person is None:
        new.school_id, new.kind = minor.school_id, PersonKind.PARENT
        person = add_person(person=new, by=by)
    try:
        with transaction.atomic():
            Representative.objects.create(school_id=minor.school_id, minor=minor, person=person, relation=relation)
    except IntegrityError as error:
        raise RuleBroken(_("This person is a representative already.")) from error
    audit.record(by=by, action="representative.added", row=minor, changes={_("Representative"): ["", person.full_name]})
    return person


@transaction.atomic
def remove_representative(*, link, by):
    changes = {_("Representative"): [link.person.full_name, ""]}
    audit.record(by=by, action="representative.removed", row=link.minor, changes=changes)
    link.delete()


def note_view(*, person, user, today, zone):
    """Write down that a minor's card was opened: once a day for a person and a user, never for the own card."""
    if person.user_id == user.pk or not person.is_minor(today):
        return
    midnight = datetime.combine(today, time.min, tzinfo=ZoneInfo(zone))
    card = PersonView.What.CARD
    if not PersonView.objects.filter(person=person, user=user, what=card, at__gte=midnight).exists():
        PersonView.objects.create(
            school_id=person.school_id, person=person, user=user, user_name=user.short_name, what=card
        )
