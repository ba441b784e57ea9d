"""Two cards of one person become one. What points to the other card moves; what both have is chosen and joined."""

from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mentorship.common import clock
from mentorship.common.errors import RuleBroken
from mentorship.programmes import audit
from surveys.models import Invitation

from ..models import (
    Attendance,
    Consent,
    Decision,
    ImportedRow,
    Interview,
    Mentee,
    MenteeTag,
    Mentor,
    MentorTag,
    Offer,
    Person,
    PersonView,
    Representative,
)

audit.ACTION_TITLES |= {"person.merged": gettext_lazy("Two cards of one person joined")}
FIELDS = (
    "kind",
    "surname",
    "given_name",
    "patronymic",
    "birth_year",
    "school_class",
    "post",
    "workplace",
    "phone",
    "email",
)
"""What is chosen field by field."""
TEXTS = {
    Mentee: ("request", "interests", "achievements", "result", "note"),
    Mentor: ("competences", "interests", "achievements", "result", "note"),
}
TAGS = {Mentee: (MenteeTag, "mentee"), Mentor: (MentorTag, "mentor")}
_moves = []
_person_moves = []


def register_move(move):
    """``move(model, leads, follows)`` takes to the leading Mentee or Mentor what an app above has of the other one."""
    _moves.append(move)


def register_person_move(move):
    """``move(winner, loser)`` takes to the winning Person what an app above has of the person as such."""
    _person_moves.append(move)


@transaction.atomic
def merge(*, winner, loser, versions, values, participations, by):
    """``values`` are the chosen fields; ``participations`` the ids of rows that lead where both take part.

    The other card stays in the table, thrown away, and the log says into which one it went.
    """
    rows = {row.pk: row for row in Person.objects.living().filter(pk__in=[winner.pk, loser.pk]).select_for_update()}
    if len(rows) != 2:
        raise RuleBroken(_("These two cards cannot be joined."))
    winner, loser = rows[winner.pk], rows[loser.pk]
    if [winner.version, loser.version] != list(versions):
        raise RuleBroken(_("Somebody has changed one of the cards in the meantime. Look at them once more."))
    if winner.user_id and loser.user_id:
        raise RuleBroken(_("Both cards have an account. Only one of them can be joined to the other."))
    user = winner.user_id or loser.user_id
    before = loser.full_name
    loser.user, loser.deleted_at, loser.version = None, clock.now(), loser.version + 1
    loser.save()
    for name, value in values.items():
        setattr(winner, name, value)
    winner.user_id, winner.version = user, winner.version + 1
    winner.save()
    for model in (Mentee, Mentor):
        move_participations(model, winner, loser, participations)
    move_the_rest(winner, loser)
    move_questionnaires(winner, loser)
    for move in _person_moves:
        move(winner, loser)
    for row, words in ((winner, _("joined from")), (loser, _("joined into"))):
        changes = {words: ["", before if row is winner else winner.full_name]}
        audit.record(by=by, action="person.merged", row=row, changes=changes)
    return winner


def both_take_part(model, one, other):
    """Pairs of living rows of the same programme: of these one leads and the other's words are added to it."""
    theirs = {row.programme_id: row for row in model.objects.filter(person=other, deleted_at=None)}
    mine = model.objects.filter(person=one, deleted_at=None).select_related("programme")
    return [(row, theirs[row.programme_id]) for row in mine if row.programme_id in theirs]


def move_participations(model, winner, loser, chosen):
    for mine, theirs in both_take_part(model, winner, loser):
        leads, follows = (theirs, mine) if theirs.pk in chosen.get(model, ()) else (mine, theirs)
        join(model, leads, follows)
    model.objects.filter(person=loser).update(person=winner, version=F("version") + 1)


def join(model, leads, follows):
    """The row that follows is thrown away, its words, tags and facts are with the one that leads."""
    changes = {}
    for name in TEXTS[model]:
        mine, theirs = getattr(leads, name), getattr(follows, name)
        if theirs and theirs not in mine:
            changes[name] = f"{mine}\n{theirs}" if mine else theirs
    for name in ("form_id", "variant_id", "answered_on", "entered_on", "case_url", "slots"):
        if not getattr(leads, name) and getattr(follows, name):
            changes[name] = getattr(follows, name)
    link, name = TAGS[model]
    has = set(link.objects.filter(**{name: leads}).values_list("tag", flat=True))
    link.objects.filter(**{name: follows}).exclude(tag__in=has).update(**{name: leads})
    model.objects.filter(pk=follows.pk).update(deleted_at=clock.now(), version=F("version") + 1)
    for move in _moves:
        move(model, leads, follows)
    if model is Mentor:
        changes |= join_mentors(leads, follows)
    model.objects.filter(pk=leads.pk).update(**changes, version=F("version") + 1)


def join_mentors(leads, follows):
    """Attendance, decisions and the talk of both; a second talk's notes are added to the first."""
    there = Attendance.objects.filter(mentor=leads).values_list("training", flat=True)
    Attendance.objects.filter(mentor=follows).exclude(training__in=list(there)).update(mentor=leads)
    Decision.objects.filter(mentor=follows).update(mentor=leads)
    mine = Interview.objects.filter(mentor=leads).first()
    theirs = Interview.objects.filter(mentor=follows).first()
    if theirs and not mine:
        Interview.objects.filter(pk=theirs.pk).update(mentor=leads)
    elif theirs and theirs.notes:
        notes = "\n".join(part for part in (mine.notes, theirs.notes) if part)
        Interview.objects.filter(pk=mine.pk).update(notes=notes, version=F("version") + 1)
    if leads.decision or not follows.decision:
        return {}
    return {name: getattr(follows, name) for name in ("decision", "decided_on", "decision_reason")}


def move_the_rest(winner, loser):
    """Consents, looks, traces of imports, representatives; a link that would be there twice goes once."""
    Consent.objects.filter(person=loser).update(person=winner, version=F("version") + 1)
    Consent.objects.filter(representative=loser).update(representative=winner)
    PersonView.objects.filter(person=loser).update(person=winner)
    ImportedRow.objects.filter(person=loser).update(person=winner)
    links = Representative.objects
    links.filter(Q(minor=winner, person=loser) | Q(minor=loser, person=winner)).delete()
    parents = list(links.filter(minor=winner).values_list("person", flat=True))
    links.filter(minor=loser, person__in=parents).delete()
    links.filter(minor=loser).update(minor=winner)
    children = list(links.filter(person=winner).values_list("minor", flat=True))
    links.filter(person=loser, minor__in=children).delete()
    links.filter(person=loser).update(person=winner)


def move_questionnaires(winner, loser):
    """Tickets and answers come along. Where both cards were asked in one campaign, both tickets stay; the other card's
    one opens nothing any more, so that nobody answers twice."""
    Offer.objects.filter(person=loser).update(person=winner)
    tickets = Invitation.objects.filter(subject=loser.public_id)
    both = Invitation.objects.filter(subject=winner.public_id).values_list("campaign", flat=True)
    tickets.filter(campaign__in=list(both), revoked_at=None).update(revoked_at=clock.now())
    tickets.exclude(campaign__in=list(both)).update(subject=winner.public_id)
