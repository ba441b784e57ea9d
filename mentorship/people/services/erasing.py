"""Making people nameless: the row and every count stay, the name and what was written of the person go for good.

The name stands in one table, and in the account of who signs in. What people typed about somebody, and the copies that
the product keeps (the log, lists that were brought in, letters, saved filters), go with it in one transaction. Papers
that the school has made, such as orders and approved roadmaps, are documents and stay.
"""

from functools import partial
from urllib.parse import parse_qsl, urlencode

from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mentorship.common import clock
from mentorship.common.errors import RuleBroken
from mentorship.programmes import audit
from mentorship.programmes.models import AuditEvent, Membership

from ..models import (
    Consent,
    Decision,
    DistributionItem,
    ImportBatch,
    ImportedRow,
    Interview,
    Mentee,
    Mentor,
    Person,
    PersonKind,
    PersonView,
    Representative,
    SavedView,
)
from ..names_gone import Traces, blank
from .erasing_accounts import accounts_of, forget_account
from .erasing_elsewhere import forget_elsewhere
from .erasing_questionnaires import forget_in_questionnaires, forget_questionnaires

audit.ACTION_TITLES |= {
    "person.erased": gettext_lazy("Personal data erased"),
    "people.keeping_edited": gettext_lazy("Term of keeping names changed"),
    "people.made_nameless": gettext_lazy("People made nameless after the term of keeping"),
}
NAMELESS = {
    "surname": "",
    "given_name": "",
    "patronymic": "",
    "name_key": "",
    "same_key": "",
    "birth_year": None,
    "school_class": None,
    "post": "",
    "workplace": "",
    "phone": "",
    "email": "",
    "user": None,
    "has_left": True,
}
TEXTS = {"achievements": "", "leaving_reason": "", "result": "", "case_url": "", "note": "", "interests": ""}
MENTEE_TEXTS = TEXTS | {"request": ""}
MENTOR_TEXTS = TEXTS | {"competences": "", "decision_reason": ""}
AT_ONCE = 500
_forgetters = []


def register_forgetter(forget):
    """``forget(people's numbers)`` takes away what an app above has written of these people, once they are nameless."""
    _forgetters.append(forget)


@transaction.atomic
def erase(*, person, reason, by):
    """Make one person nameless on request. The log keeps who did it, when and why, and no name."""
    row = Person.objects.select_for_update().get(pk=person.pk)
    if row.anonymised_at:
        raise RuleBroken(_("The data of this person are erased already."))
    if why := why_not(row):
        raise RuleBroken(why)
    if Traces([row]).are_in(reason) or Traces([row]).has_surname(reason):
        raise RuleBroken(_("Write the reason without the name: the log keeps it."))
    gone = make_nameless([row])
    changes = {_("reason"): ["", reason]}
    if len(gone) > 1:
        changes[_("representatives erased with the child")] = ["", str(len(gone) - 1)]
    audit.record(by=by, action="person.erased", row=row, name=nameless(row), changes=changes)
    return gone


def why_not(person):
    """Why the person cannot be erased now, or an empty text."""
    if person.user_id and Membership.objects.active_on(person.school.today).filter(user=person.user_id).exists():
        return _("This person signs in with a role in the school. End the roles first.")
    return ""


def nameless(person):
    return _("Nameless person %(number)d") % {"number": person.pk}


def make_nameless(people):
    """Take the names and texts of these locked people, and of parents who stand here for them alone. Returns all."""
    if not people:
        return []
    people = [*people, *parents_of_nobody_else(people)]
    accounts = accounts_of(people, people[0].school)
    traces, keys = Traces([*people, *accounts]), [person.pk for person in people]
    for start in range(0, len(keys), AT_ONCE):
        part = keys[start : start + AT_ONCE]
        participants = {
            Mentee: list(Mentee.objects.filter(person__in=part).values_list("pk", flat=True)),
            Mentor: list(Mentor.objects.filter(person__in=part).values_list("pk", flat=True)),
        }
        forget_log(part, participants)
        forget_texts(part, participants)
        forget_consents(part)
        forget_questionnaires(part)
        forget_looks(part)
        Representative.objects.filter(Q(minor__in=part) | Q(person__in=part)).delete()
        ImportedRow.objects.filter(person__in=part, before__isnull=False).update(before={})
        Person.objects.filter(pk__in=part).update(**NAMELESS, anonymised_at=clock.now(), version=F("version") + 1)
        for forget in _forgetters:
            forget(part)
    forget_copies(traces)
    forget_elsewhere(traces)
    forget_in_questionnaires(traces)
    for user in accounts:
        forget_account(user)
    return people


def parents_of_nobody_else(people):
    """Parents who are in the register for these children only: nothing else allows to keep their names."""
    going = [person.pk for person in people]
    links = Representative.objects.filter(minor__in=going)
    stays = Representative.objects.filter(minor__deleted_at=None, minor__anonymised_at=None).exclude(minor__in=going)
    return list(
        Person.objects.filter(pk__in=links.values("person"), kind=PersonKind.PARENT, user=None, anonymised_at=None)
        .exclude(pk__in=going)
        .exclude(pk__in=stays.values("person"))
        .exclude(pk__in=Mentee.objects.living().values("person"))
        .exclude(pk__in=Mentor.objects.living().values("person"))
    )


def forget_texts(keys, participants):
    """What was written of the people in the registers and at the selection; figures and days stay."""
    Mentee.objects.filter(pk__in=participants[Mentee]).update(**MENTEE_TEXTS, version=F("version") + 1)
    Mentor.objects.filter(pk__in=participants[Mentor]).update(**MENTOR_TEXTS, version=F("version") + 1)
    Interview.objects.filter(mentor__in=participants[Mentor]).update(notes="", version=F("version") + 1)
    Decision.objects.filter(mentor__in=participants[Mentor]).update(reason="")


def forget_consents(keys):
    """That a paper was signed stays, with its days; where it lies, its scan and its addresses go."""
    rows = Consent.objects.filter(person__in=keys)
    for path in rows.exclude(scan="").values_list("scan", flat=True):
        transaction.on_commit(partial(default_storage.delete, path))
    DistributionItem.objects.filter(consent__in=rows.values("pk")).delete()
    rows.update(
        paper="",
        scan="",
        scan_name="",
        scan_type="",
        withdrawal_reason="",
        representative=None,
        version=F("version") + 1,
    )
    Consent.objects.filter(representative__in=keys).update(representative=None)


def forget_looks(keys):
    """Who looked at the people stays; that these people looked at others stays without their names."""
    users = list(Person.objects.filter(pk__in=keys, user__isnull=False).values_list("user", flat=True))
    PersonView.objects.filter(user__in=users).update(user_name="")
    AuditEvent.objects.filter(actor__in=users).update(actor_name="")


def forget_log(keys, participants):
    """Entries of the log about the people keep the day, the act and who did it."""
    mentors = participants[Mentor]
    about = {
        Person: keys,
        **participants,
        Consent: Consent.objects.filter(person__in=keys).values("pk"),
        Interview: Interview.objects.filter(mentor__in=mentors).values("pk"),
        Decision: Decision.objects.filter(mentor__in=mentors).values("pk"),
        Representative: Representative.objects.filter(Q(minor__in=keys) | Q(person__in=keys)).values("pk"),
    }
    for model, pks in about.items():
        rows = AuditEvent.objects.filter(object_type=model._meta.label_lower, object_id__in=pks)
        rows.update(object_name=_("Nameless person"), changes={})


def forget_copies(traces):
    """Names that stand in texts about something else: found by reading, since nothing links them to the person."""
    for batch in ImportBatch.objects.only("pk", "file_name", "cells"):
        cells = [blank(row) if traces.are_in(row) else row for row in batch.cells]
        name = "" if traces.are_in(batch.file_name) or traces.has_surname(batch.file_name) else batch.file_name
        if cells != batch.cells or name != batch.file_name:
            ImportBatch.objects.filter(pk=batch.pk).update(cells=cells, file_name=name)
    for view in SavedView.objects.only("pk", "query", "title"):
        forget_view(view, traces)
    known = [model._meta.label_lower for model in (Person, Mentee, Mentor)]
    others = AuditEvent.objects.exclude(object_type__in=known)
    for pk, name, changes in others.values_list("pk", "object_name", "changes").iterator():
        if traces.are_in([name, changes]):
            AuditEvent.objects.filter(pk=pk).update(object_name=_("Nameless person"), changes={})


def forget_view(view, traces):
    """A filter that somebody saved keeps everything but the name that it looks for."""
    kept = [(key, value) for key, value in parse_qsl(view.query) if not traces.has_surname(value)]
    if len(kept) != len(parse_qsl(view.query)):
        SavedView.objects.filter(pk=view.pk).update(query=urlencode(kept))
    if view.title and traces.has_surname(view.title):
        SavedView.objects.filter(pk=view.pk).update(title=_("Filter %(number)d") % {"number": view.pk})
