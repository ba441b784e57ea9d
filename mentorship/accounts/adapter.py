"""How allauth behaves here: nobody signs up, people come by invitation; failures are counted by our own rule."""

from math import ceil

from allauth.account.adapter import DefaultAccountAdapter
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from mentorship.common import clock

from . import throttle
from .mail import send_aside


class AccountAdapter(DefaultAccountAdapter):
    """Sign-up is closed, letters go aside, wrong passwords are throttled."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": _("The e-mail or the password is wrong. Check both, also the keyboard layout."),
        "enter_current_password": _("The present password is wrong."),
        "incorrect_password": _("The password is wrong."),
    }

    def is_open_for_signup(self, request):
        return False

    def pre_authenticate(self, request, **credentials):
        until = throttle.waits_until(email=credentials.get("email", ""), address=self.get_client_ip(request))
        if until:
            raise ValidationError(wait_message(until), code="too_many_login_attempts")

    def authentication_failed(self, request, **credentials):
        throttle.count_failure(email=credentials.get("email", ""), address=self.get_client_ip(request))

    def reauthenticate(self, user, password):
        found = self.authenticate(self.request, email=user.email, password=password)
        return found is not None and found.pk == user.pk

    def send_mail(self, template_prefix, email, context):
        send_aside(self.render_mail(template_prefix, email, {"site_url": settings.SITE_URL, **context}))

    def send_password_reset_mail(self, user, email, context):
        """To the address of the account, never to what was typed: look-alike letters would send it to a stranger."""
        super().send_password_reset_mail(user, user.email, context)

    def get_reset_password_from_key_url(self, key):
        uid, _dash, token = key.partition("-")
        path = reverse("account_reset_password_from_key", kwargs={"uidb36": uid, "key": token})
        return f"{settings.SITE_URL}{path}"

    def set_password(self, user, password):
        super().set_password(user, password)
        throttle.forget_failures(email=user.email)
        for session in UserSession.objects.filter(user=user).exclude(session_key=self.request.session.session_key):
            session.end()


def wait_message(until):
    minutes = max(1, ceil((until - clock.now()).total_seconds() / 60))
    return ngettext(
        "Too many wrong passwords. Try again in %(count)d minute, or ask for a new password by e-mail.",
        "Too many wrong passwords. Try again in %(count)d minutes, or ask for a new password by e-mail.",
        minutes,
    ) % {"count": minutes}
