"""A session ends after a pause, and after twelve hours in any case: school computers are shared."""

from datetime import timedelta

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import logout

from mentorship.common import clock

SIGNED_IN, SEEN = "signed_in_at", "seen_at"
TOUCH_EVERY = timedelta(minutes=5).total_seconds()


def start_clock(sender, request, user, **kwargs):
    """On sign-in: both limits begin now."""
    request.session[SIGNED_IN] = request.session[SEEN] = clock.now().timestamp()


class SessionLimitsMiddleware:
    """Signs out whoever was away for too long; notes the last visit at most every five minutes."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.user.is_authenticated:
            self.check(request, clock.now())
        return self.get_response(request)

    @staticmethod
    def check(request, now):
        moment = now.timestamp()
        signed_in = request.session.get(SIGNED_IN, 0)
        seen = request.session.get(SEEN, 0)
        if moment - seen > settings.SESSION_IDLE_SECONDS or moment - signed_in > settings.SESSION_COOKIE_AGE:
            logout(request)
        elif moment - seen > TOUCH_EVERY:
            request.session[SEEN] = moment
            UserSession.objects.filter(session_key=request.session.session_key).update(last_seen_at=now)
