"""Who answers: finding or making the party that a person meant."""

from mentorship.programmes.roles import Role

from ..models import Party
from ..outline import PartyKind


def party_of_member(membership):
    """The party of a colleague: the one bound to the account, else the one with the same name, else a new one."""
    bound = Party.objects.filter(kind=PartyKind.PERSON, membership__user=membership.user).first()
    if bound:
        return bound
    name = membership.user.short_name.replace("\u00a0", " ")
    same = Party.objects.filter(kind=PartyKind.PERSON, name=name, membership=None).first()
    if same:
        same.membership = membership
        same.save(update_fields=["membership"])
        return same
    post = membership.post or str(membership.get_role_display())
    return _made(membership.school_id, PartyKind.PERSON, role_text=post, name=name, membership=membership)


def party_of_role(role, school):
    """The party that is whoever holds the role."""
    bound = Party.objects.filter(kind=PartyKind.ROLE, role=role).first()
    return bound or _made(school.pk, PartyKind.ROLE, role_text=str(Role(role).label), role=role)


def party_of_group(group):
    """The party of a group of the school."""
    bound = Party.objects.filter(kind=PartyKind.GROUP, group=group).first()
    return bound or _made(group.school_id, PartyKind.GROUP, role_text=group.title, group=group)


def party_by_name(name, post, school):
    """A person without an account: a name that is printed."""
    return _made(school.pk, PartyKind.PERSON, role_text=post, name=name)


def _made(school_id, kind, *, role_text="", name="", **bound):
    party, _is_new = Party.objects.get_or_create(
        school_id=school_id, kind=kind, role_text=role_text, name=name, defaults=bound
    )
    return party
