"""The account of a person whose data are erased: it belongs to the person, so its name goes too.

An account is known across schools. Where another school has given it a role, or has its own card of the person, or it
looks after a region or the product itself, that other keeper answers for the name: the account stays as it is and only
loses its tie to the erased card. This is why these few questions are asked across schools.
"""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.admin.models import LogEntry
from django.db.models import F
from django.utils.translation import gettext as _

from mentorship.accounts.models import User
from mentorship.accounts.sessions import end_sessions
from mentorship.notifications.models import CalendarFeed, Notification
from mentorship.programmes.models import Membership, RegionOperator

from ..models import Person, PersonView, SavedView

NOWHERE = "erased.invalid"
"""A domain that never exists (RFC 2606): no letter reaches anybody by it."""


def accounts_of(people, school):
    """Accounts of these people that nobody but the school keeps."""
    users = {person.user_id for person in people if person.user_id}
    elsewhere = set(Membership.unscoped.filter(user__in=users).exclude(school=school).values_list("user", flat=True))
    elsewhere |= set(Person.unscoped.filter(user__in=users).exclude(school=school).values_list("user", flat=True))
    elsewhere |= set(RegionOperator.objects.filter(user__in=users).values_list("user", flat=True))
    return list(User.objects.filter(pk__in=users - elsewhere, is_staff=False, is_superuser=False).select_for_update())


def forget_account(user):
    """Nobody signs in by it any more and it tells nobody; acts and roles of the past keep pointing to it."""
    end_sessions(user=user)
    UserSession.objects.filter(user=user).delete()
    EmailAddress.objects.filter(user=user).delete()
    Authenticator.objects.filter(user=user).delete()
    LogEntry.objects.filter(object_id=str(user.pk), content_type__model="user").update(object_repr="")
    CalendarFeed.objects.filter(user=user).delete()
    SavedView.objects.filter(user=user).delete()
    Notification.objects.filter(recipient=user).update(subject="", body_text="", body_html="", reason="", address="")
    Membership.objects.filter(user=user).update(post="", version=F("version") + 1)
    PersonView.objects.filter(user=user).update(user_name="")
    user.email, user.is_active, user.display = f"{user.pk}@{NOWHERE}", False, {}
    user.surname, user.given_name, user.patronymic = _("Nameless account %(number)d") % {"number": user.pk}, "", ""
    user.set_unusable_password()
    user.save()
