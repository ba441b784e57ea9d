"""Leaders of a school hear of a request of the region: when it comes, before its day, on it and after it.

The operator reminds them by hand besides: that is a kind of its own, so that the list of schools can say when.
"""

from datetime import timedelta

from django.db.models import Max
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mentorship.common import clock, ru
from mentorship.notifications.models import Channel, Mode, Notification
from mentorship.notifications.sources import Due, Kind, Line, Section, Source
from mentorship.programmes.models import Membership
from mentorship.programmes.roles import Role

from .models import FiguresAnswer

LEADERS = (Role.DIRECTOR, Role.COORDINATOR)
ASKED = Kind("region_request", gettext_lazy("The region asks for figures"), Mode.DIGEST, roles=LEADERS)
REMINDED = Kind("region_reminder", gettext_lazy("The region reminds of figures"), Mode.AT_ONCE, roles=LEADERS)
MARKS = (-7, -3, -1, 0, 1, 3, 7, 14)
"""Days from the due one on which the school hears of it again."""


class RegionNotices(Source):
    """The last mark that has come is due: a scan that was late tells once and not of every mark it missed."""

    kinds = (ASKED, REMINDED)

    def due(self, mornings):
        day, schools = mornings[0].day, {one.school.pk: one.school for one in mornings}
        answers = FiguresAnswer.objects.waiting().filter(school__in=list(schools))
        answers = list(answers.select_related("request").order_by("pk"))
        if not answers:
            return
        leaders = leaders_of({one.school_id for one in answers}, day)
        for one in answers:
            mark = last_mark(one.request, day, schools[one.school_id].time_zone)
            for user in leaders.get(one.school_id, ()) if mark else ():
                yield Due(schools[one.school_id], ASKED.code, one.pk, mark, user)

    def lines(self, notifications, school, day):
        wanted = {one.object_id for one in notifications}
        answers = FiguresAnswer.objects.filter(pk__in=wanted).select_related("request", "school").in_bulk()
        return {
            one.pk: line_of(answers[one.object_id], one.kind, day) for one in notifications if one.object_id in answers
        }


def reminded_days(answers):
    """``{answer's id: the day}`` on which the region last reminded by hand; the notifications are the memory of it."""
    rows = Notification.objects.filter(
        kind=REMINDED.code, channel=Channel.BELL, object_id__in=[one.pk for one in answers]
    )
    return dict(rows.order_by().values_list("object_id").annotate(Max("due_on")))


def leaders_of(schools, day):
    """``{school's id: [user's id]}`` of directors and coordinators."""
    found = {}
    rows = Membership.objects.active_on(day).filter(school__in=schools, role__in=LEADERS)
    for school, user in rows.order_by("user").values_list("school", "user").distinct():
        found.setdefault(school, []).append(user)
    return found


def last_mark(request, day, zone):
    """The last day up to ``day`` on which the school is to hear; the day of the request on its own calendar is one."""
    asked = clock.local(request.created_at, zone).date()
    days = [asked, *(request.due_on + timedelta(days=mark) for mark in MARKS)]
    return max((one for one in days if asked <= one <= day), default=None)


def line_of(answer, kind, day):
    request = answer.request
    return Line(
        title=title_of(kind) % {"title": request.title},
        url=reverse("region_request", args=[request.public_id]),
        section=Section.ASKED,
        note=deadline_of(request, day),
        subject=_("Give the region the figures: %(deadline)s") % {"deadline": deadline_of(request, day)},
        thing=f"region-request-{answer.pk}",
        withheld=why_not(answer),
        last_on=request.due_on,
    )


def title_of(kind):
    if kind == REMINDED.code:
        return _("The region reminds of figures: %(title)s")
    return _("The region asks for figures: %(title)s")


def deadline_of(request, day):
    words = {"day": ru.day_month(request.due_on)}
    return (_("by %(day)s") if request.due_on >= day else _("they were due on %(day)s")) % words


def why_not(answer):
    """Why nobody is to be told of it any more, in words; "" while the school may still give the figures."""
    if answer.sent_at:
        return _("The figures are given.")
    if answer.request.closed_at:
        return _("The request is closed.")
    if answer.school.region_id != answer.request.region_id:
        return _("The school has left the region.")
    return ""
