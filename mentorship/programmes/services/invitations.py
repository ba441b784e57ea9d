"""Invitations by e-mail: a one-time link into a role. The token is seen by the invited person only.

Looks across schools at one point: a stranger who comes with a token has no school yet.
"""

import hashlib
import secrets
from datetime import timedelta

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import IntegrityError, transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django_scopes import scope

from mentorship.accounts.models import User, normalised_email
from mentorship.common import clock
from mentorship.common.errors import RuleBroken

from .. import audit
from ..models import Invitation, Membership
from .roles import hold_role

VALID_FOR = timedelta(days=7)


def digest(token):
    return hashlib.sha256(token.encode()).hexdigest()


def account_of(invitation):
    """The account that the invitation's address already has, or None."""
    return User.objects.filter(email=normalised_email(invitation.email)).first()


def invite(*, school, by, email, role, **person):
    """Open the way into a role; returns the invitation and its token, which is kept nowhere."""
    email, now, token = normalised_email(email), clock.now(), secrets.token_urlsafe(32)
    if Membership.objects.active_on(school.today).filter(user__email=email, role=role).exists():
        raise RuleBroken(_("This person already has this role."))
    Invitation.objects.filter(email=email, role=role, accepted_at=None, revoked_at=None, expires_at__lte=now).update(
        revoked_at=now
    )
    try:
        with transaction.atomic():
            invitation = Invitation.objects.create(
                school=school,
                email=email,
                role=role,
                token_hash=digest(token),
                expires_at=now + VALID_FOR,
                invited_by=by,
                **person,
            )
            audit.record(
                by=by, action="invitation.sent", row=invitation, name=f"{email}, {invitation.get_role_display()}"
            )
    except IntegrityError as error:
        raise RuleBroken(
            _("This address already has an open invitation to this role. Send it again instead.")
        ) from error
    return invitation, token


@transaction.atomic
def renew(*, invitation, by):
    """A new link for seven days more; the old one stops working."""
    token = secrets.token_urlsafe(32)
    changed = Invitation.objects.filter(pk=invitation.pk, accepted_at=None, revoked_at=None).update(
        token_hash=digest(token), expires_at=clock.now() + VALID_FOR
    )
    if not changed:
        raise RuleBroken(_("This invitation is already accepted or withdrawn."))
    invitation.refresh_from_db()
    audit.record(by=by, action="invitation.sent_again", row=invitation, name=invitation.email)
    return token


@transaction.atomic
def revoke(*, invitation, by):
    changed = Invitation.objects.filter(pk=invitation.pk, accepted_at=None, revoked_at=None).update(
        revoked_at=clock.now()
    )
    if changed:
        audit.record(by=by, action="invitation.withdrawn", row=invitation, name=invitation.email)


def find(token):
    """The invitation behind a link, whatever its state, or None."""
    return Invitation.unscoped.select_related("school").filter(token_hash=digest(token)).first()


def is_open(invitation):
    return not invitation.accepted_at and not invitation.revoked_at and invitation.expires_at > clock.now()


def accept(*, invitation, password=None):
    """Give the invited person the role; makes the account when the address has none.

    The row is claimed by one UPDATE first, so a link pressed twice works once.
    """
    with scope(school=invitation.school), transaction.atomic():
        now = clock.now()
        claimed = Invitation.objects.filter(
            pk=invitation.pk, accepted_at=None, revoked_at=None, expires_at__gt=now
        ).update(accepted_at=now)
        if not claimed:
            raise RuleBroken(_("This invitation does not work any more. Ask for a new one."))
        user = account_of(invitation)
        if user is None:
            names = {field: getattr(invitation, field) for field in ("surname", "given_name", "patronymic")}
            user = User.objects.create_user(invitation.email, password, **names)
        elif password:
            user.set_password(password)
            user.save(update_fields=["password"])
        membership = hold_role(
            school=invitation.school,
            user=user,
            role=invitation.role,
            post=invitation.post,
            class_pairs=[tuple(pair) for pair in invitation.class_names],
        )
        audit.record(by=user, action="invitation.accepted", row=membership)
    return user


def letter(invitation, token):
    """The letter with the link, as text and as HTML."""
    page = {
        "invitation": invitation,
        "school": invitation.school,
        "link": link_of(token),
        "last_day": clock.local(invitation.expires_at, invitation.school.time_zone),
    }
    subject = _("Invitation to the mentoring programme: %(school)s") % {"school": invitation.school.short_name}
    message = EmailMultiAlternatives(
        subject,
        render_to_string("programmes/email/invitation.txt", page),
        settings.DEFAULT_FROM_EMAIL,
        [invitation.email],
    )
    message.attach_alternative(render_to_string("programmes/email/invitation.html", page), "text/html")
    return message


def link_of(token):
    return f"{settings.SITE_URL}{reverse('invitation_accept', args=[token])}"
