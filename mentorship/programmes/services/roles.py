"""Giving and taking roles. Every change signs the person out: rights are read at the next sign-in afresh."""

from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from mentorship.accounts.sessions import end_sessions
from mentorship.common.errors import RuleBroken

from .. import audit
from ..access import LEADERS
from ..classes import classes_named
from ..models import Membership, School


def hold_role(*, school, user, role, post="", class_pairs=()):
    """The membership that gives the role from today; one that has ended is taken up again."""
    membership, is_new = Membership.objects.get_or_create(
        school=school, user=user, role=role, defaults={"post": post, "starts_on": school.today}
    )
    if not is_new and not membership.is_active_on(school.today):
        membership = membership.swap(membership.version, starts_on=school.today, ends_on=None, post=post)
    set_classes(membership, class_pairs)
    return membership


def set_classes(membership, class_pairs):
    school = membership.school
    membership.classes.set(classes_named(class_pairs, school=school), through_defaults={"school": school})


@transaction.atomic
def give_role(*, school, user, role, by, post="", class_pairs=()):
    """One more role for a person who is already in the school."""
    if Membership.objects.active_on(school.today).filter(user=user, role=role).exists():
        raise RuleBroken(_("This person already has this role."))
    membership = hold_role(school=school, user=user, role=role, post=post, class_pairs=class_pairs)
    audit.record(by=by, action="role.given", row=membership)
    end_sessions(user=user)
    return membership


@transaction.atomic
def edit_membership(*, membership, version, by, changes, class_pairs, words):
    """Another post, other classes, other days. A change of the rights ends the sessions, a new post does not."""
    if changes.get("ends_on"):
        keep_a_leader(membership.school, [membership], after=changes["ends_on"])
    had_classes = set(membership.classes.values_list("grade", "letter"))
    membership.swap(version, **changes)
    set_classes(membership, class_pairs)
    audit.record(by=by, action="role.edited", row=membership, changes=words)
    if set(changes) - {"post"} or had_classes != set(class_pairs):
        end_sessions(user=membership.user)


@transaction.atomic
def end_role(*, membership, version, last_day, by, with_all_roles=False):
    """Take the role away after its last day; dismissal ends all roles of the person in this school."""
    ending = [membership]
    if with_all_roles:
        others = Membership.objects.filter(user=membership.user).exclude(pk=membership.pk)
        ending += others.active_on(membership.school.today)
    keep_a_leader(membership.school, ending, after=last_day)
    for one in ending:
        one.swap(version if one.pk == membership.pk else one.version, ends_on=last_day)
        change = {str(_("last day")): ["", f"{last_day:%d.%m.%Y}"]}
        audit.record(by=by, action="role.ended", row=one, changes=change)
    end_sessions(user=membership.user)


def keep_a_leader(school, ending, *, after):
    """A school without a director and a coordinator could not let anybody in again."""
    if not any(one.role in LEADERS for one in ending):
        return
    School.objects.select_for_update().get(pk=school.pk)
    leaders = Membership.objects.filter(role__in=LEADERS).active_on(max(after, school.today) + timedelta(days=1))
    if not leaders.exclude(pk__in=[one.pk for one in ending]).exists():
        raise RuleBroken(
            _(
                "The school would be left without a director and a coordinator. "
                "Give one of these roles to somebody first."
            )
        )
