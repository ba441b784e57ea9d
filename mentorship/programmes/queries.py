"""Lists that a page of settings shows."""

import re

from django.db.models import Prefetch, Q

from mentorship.accounts.models import User

from .models import Membership


def people_with_roles(day, *, text="", role="", with_ended=False):
    """People of the current school with ``roles_here``; those who hold a role on the day, or all who ever did."""
    held = Membership.objects.all() if with_ended else Membership.objects.active_on(day)
    found = held.filter(role=role) if role else held
    people = User.objects.filter(pk__in=found.values("user_id"))
    for word in text.replace("\0", "").split():
        people = people.filter(contains(word))
    return people.prefetch_related(Prefetch("memberships", held.prefetch_related("classes"), to_attr="roles_here"))


def contains(word):
    return contains_in(word, "surname", "given_name", "patronymic", "email")


def contains_in(word, *fields):
    """A regular expression, because LIKE of SQLite does not know that «Л» and «л» are one letter; «ё» is «е»."""
    pattern = re.sub("[её]", "[её]", re.escape(word.lower()))
    condition = Q()
    for field in fields:
        condition |= Q(**{f"{field}__iregex": pattern})
    return condition
