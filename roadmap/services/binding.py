"""Binding the words of a roadmap («заместитель директора по УВР») to the people of the school.

A choice is written as ``role:coordinator``, ``member:12`` or ``group:3``; empty leaves the words alone.
"""

from mentorship.programmes.models import Group, Membership

from ..models import Party
from ..outline import PartyKind, Responsible
from ..reading.parties import party_key as letters_of
from ..reading.parties import read_parties
from .namesakes import Binder, name_key, role_meant


def party_key(party):
    """How a party of an outline is named in a form and in a plan."""
    return f"{party.kind}|{party.role or ''}|{party.name or ''}"


def suggested(outline, memberships):
    """The likeliest choice for every party: what is bound already, a namesake, a role by the post or by the words."""
    known = {party_key(row.as_responsible()): row for row in Party.objects.all()}
    groups = {group.title.lower(): group.pk for group in Group.objects.all()}
    names = {name_key(one.user.get_full_name()): one.pk for one in memberships}
    posts = {one.post.lower(): one.role for one in memberships if one.post}
    return {
        party_key(one): _bound(known.get(party_key(one))) or _meant(one, names, groups, posts)
        for one in outline.parties
    }


def _bound(row):
    if row is None:
        return ""
    if row.membership_id:
        return f"member:{row.membership_id}"
    if row.group_id:
        return f"group:{row.group_id}"
    return f"role:{row.role}" if row.role else ""


def _meant(party, names, groups, posts):
    words = (party.role or "").lower()
    if party.kind == PartyKind.PERSON:
        member = names.get(name_key(party.name))
        return f"member:{member}" if member else ""
    if party.kind == PartyKind.GROUP and words in groups:
        return f"group:{groups[words]}"
    role = posts.get(words) or role_meant(words)
    return f"role:{role}" if role else ""


def with_people(outline, people):
    """The outline in which a role or a group that was given to one person names that person, and the new choices."""
    members = {one.pk: one for one in Membership.objects.select_related("user").filter(pk__in=_members(people))}
    choices = dict(people)
    for activity in outline.activities:
        settled = {}
        for party in activity.responsible:
            choice = people.get(party_key(party), "")
            named = _named(party, choice, members)
            settled[named] = choices[party_key(named)] = choice
        activity.responsible = list(settled)
    return outline, choices


def _members(people):
    return [int(choice[7:]) for choice in people.values() if choice.startswith("member:")]


def _named(party, choice, members):
    if party.kind == PartyKind.PERSON or not choice.startswith("member:"):
        return party
    member = members.get(int(choice[7:]))
    return Responsible(PartyKind.PERSON, party.role, plain_name(member)) if member else party


def plain_name(membership):
    """«Лебедева О. Н.» with ordinary spaces, as documents write it."""
    return membership.user.short_name.replace("\u00a0", " ")


def bind(*, roadmap, people):
    """Write who stands behind the words of this roadmap. ``people`` is ``{key of the party: choice}``."""
    parties = Party.objects.filter(assignments__activity__stage__roadmap=roadmap).select_related("group").distinct()
    for party in parties:
        choice = people.get(party_key(party.as_responsible()))
        if choice is not None:
            _bind_one(party, choice)


def _bind_one(party, choice):
    kind, _colon, value = choice.partition(":")
    if kind == "role" and party.group and party.group.role == value:
        return
    party.membership = Membership.objects.filter(pk=value).first() if kind == "member" else None
    party.group = Group.objects.filter(pk=value).first() if kind == "group" else None
    party.role = value if kind == "role" else ""
    party.save(update_fields=["membership", "group", "role"])


def parties_in_words(text, school):
    """The parties that a line of words names: those of the school by their words, new ones for the rest."""
    known, named = {}, {}
    for row in Party.objects.order_by("pk"):
        known.setdefault(letters_of(row.as_responsible()), row)
        named.setdefault(name_key(row.name) or plain_words(row.short_title), row)
    parties, binder = [], None
    for one in read_parties(text).responsible:
        row = known.get(letters_of(one)) or named.get(_bare_key(one))
        if row is None:
            binder = binder or Binder(school)
            words = {"kind": one.kind, "role_text": (one.role or "")[:200], "name": (one.name or "")[:200]}
            row, _is_new = Party.objects.get_or_create(school=school, **words, defaults=binder.bind(one))
        parties.append(row)
    return list(dict.fromkeys(parties))


def _bare_key(party):
    """A name without a post, or a role or group by its words; None for a person with a post, who must match whole."""
    if party.kind == PartyKind.PERSON:
        return name_key(party.name) if not party.role else None
    return plain_words(party.role)


def plain_words(text):
    return " ".join((text or "").lower().split())
