"""Leaders of a school hear of a request of the region: when it comes, before its day, on it and after it."""

from datetime import timedelta

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mentorship.common import clock
from mentorship.notifications.models import Mode
from mentorship.notifications.sources import Due, Kind, Line, Section, Source
from mentorship.programmes.models import Membership
from mentorship.programmes.roles import Role

from .models import FiguresAnswer

LEADERS = (Role.DIRECTOR, Role.COORDINATOR)
ASKED = Kind("region_request", gettext_lazy("The region asks for figures"), Mode.DIGEST, roles=LEADERS)
MARKS = (-7, -3, -1, 0, 1, 3, 7, 14)
"""Days from the due one on which the school hears of it again."""


class RegionNotices(Source):
    """The last mark that has come is due: a scan that was late tells once and not of every mark it missed."""

    kinds = (ASKED,)

    def due(self, mornings):
        day, schools = mornings[0].day, {one.school.pk: one.school for one in mornings}
        answers = FiguresAnswer.objects.filter(school__in=list(schools), sent_at=None, request__closed_at=None)
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
        answers = FiguresAnswer.objects.filter(pk__in=wanted).select_related("request").in_bulk()
        return {one.pk: line_of(answers[one.object_id], day) for one in notifications if one.object_id in answers}


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


def line_of(answer, day):
    request = answer.request
    gone = ""
    if answer.sent_at:
        gone = _("The figures are given.")
    elif request.closed_at:
        gone = _("The request is closed.")
    return Line(
        title=_("The region asks for figures: %(title)s") % {"title": request.title},
        url=reverse("region_request", args=[request.public_id]),
        section=Section.ASKED,
        thing=f"region-request-{answer.pk}",
        withheld=gone,
        last_on=request.due_on,
    )
