"""Requests of a region for figures: asked, asked later of who joins, reminded of, answered, closed."""

import uuid
from dataclasses import dataclass
from itertools import groupby

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_scopes import scope

from mentorship.common import clock
from mentorship.common.errors import RuleBroken
from mentorship.notifications.services.issuing import issue
from mentorship.notifications.services.waking import wake_sender
from mentorship.notifications.sources import Due
from mentorship.programmes import audit
from mentorship.programmes.models import School

from ..figures import figures_of
from ..models import FiguresAnswer, FiguresRequest
from ..region_notices import REMINDED, leaders_of, reminded_days

ASKED_LATER = "figures.asked_later"
audit.ACTION_TITLES |= {
    "figures.given": gettext_lazy("Figures given to the region"),
    "figures.reminded": gettext_lazy("The region reminded of figures"),
    ASKED_LATER: gettext_lazy("A request of the region reached a school that joined later"),
}


@transaction.atomic
def ask(*, region, title, words, as_of, due_on, by, key=None):
    """A request with a row for every school of the region, so that who has not answered is a row too.

    ``key`` becomes the public id: a form that is sent twice asks once.
    """
    values = {"region": region, "title": title, "words": words, "as_of": as_of, "due_on": due_on, "created_by": by}
    request, is_new = FiguresRequest.objects.get_or_create(public_id=key or uuid.uuid4(), defaults=values)
    if not is_new:
        return request
    schools = list(School.objects.filter(region=region))
    with scope(school=schools):
        FiguresAnswer.objects.bulk_create(FiguresAnswer(school=one, request=request) for one in schools)
    return request


def ask_newcomers():
    """Schools that joined a region after it asked are asked too, as long as the figures are not due."""
    latest_zone = clock.today("Asia/Kamchatka")
    rows = FiguresRequest.objects.filter(closed_at=None, due_on__gte=latest_zone - clock.days(1))
    for request in rows:
        ask_newcomers_of(request)


@transaction.atomic
def ask_newcomers_of(request):
    """Two runs can meet, so the request is locked before it is looked who has a row: each school gets one.

    The log keeps the day, and from there the region's page says who joined later.
    """
    request = FiguresRequest.objects.select_for_update().get(pk=request.pk)
    schools = list(School.objects.filter(region=request.region_id))
    with scope(school=schools):
        asked = set(FiguresAnswer.objects.filter(request=request).values_list("school", flat=True))
        for school in schools:
            if school.pk not in asked and school.today <= request.due_on and not request.closed_at:
                answer = FiguresAnswer.objects.create(school=school, request=request)
                audit.record(by=None, action=ASKED_LATER, row=answer, name=request.title)


@dataclass(frozen=True)
class Reminded:
    """How many schools were told now, had been told today already, and have no leader to tell."""

    told: int = 0
    already: int = 0
    nobody: int = 0


@transaction.atomic
def remind(*, request, by, school=None):
    """Tell the leaders of the schools that have not given their figures, of all or of one; a school hears once a day.

    Two operators can press at once, so the request is locked before it is looked who has been told today. The day is
    each school's own.
    """
    request = FiguresRequest.objects.select_for_update().get(pk=request.pk)
    if request.closed_at:
        raise RuleBroken(_("The request is closed: nobody is reminded of it any more."))
    with scope(school=list(School.objects.filter(region=request.region_id))):
        waiting = FiguresAnswer.objects.waiting().filter(request=request).select_related("school")
        answers = list(waiting.filter(school=school) if school else waiting)
        fresh = not_told_today(answers)
        told = tell_leaders(fresh, by)
        audit.record_each(by=by, action="figures.reminded", rows=told, name=request.title)
    return Reminded(len(told), len(answers) - len(fresh), len(fresh) - len(told))


def not_told_today(answers):
    """Those whose school has had no reminder by hand on its present day."""
    last = reminded_days(answers)
    return [one for one in answers if last.get(one.pk) != one.school.today]


def tell_leaders(answers, by):
    """Write the reminders down; answers those whose school has anybody to hear them. A few queries for a region."""
    schools, told, dues = {one.school_id: one.school for one in answers}, [], []
    by_day = sorted(answers, key=lambda one: (one.school.today, one.pk))
    for day, some in groupby(by_day, key=lambda one: one.school.today):
        some = list(some)
        leaders = leaders_of({one.school_id for one in some}, day)
        told += [one for one in some if one.school_id in leaders]
        dues += [
            Due(one.school_id, REMINDED.code, one.pk, day, user, by.pk)
            for one in some
            for user in leaders.get(one.school_id, ())
        ]
    if issue(dues, lines_after=lambda due: schools[due.school_id].end_of(due.due_on)):
        transaction.on_commit(wake_sender)
    return told


@transaction.atomic
def close(*, request):
    """Nobody answers any more; closed twice is closed once."""
    FiguresRequest.objects.filter(pk=request.pk, closed_at=None).update(closed_at=clock.now())


@transaction.atomic
def give(*, answer, programme, words, version, by):
    """The school gives its figures as of the request's day; until the request is closed it may do so anew."""
    request = FiguresRequest.objects.select_for_update().get(pk=answer.request_id)
    if request.closed_at:
        raise RuleBroken(_("The request is closed: the region has taken the figures."))
    figures = figures_of(programme, request.as_of).as_json()
    answer.swap(version, figures=figures, words=words, sent_at=clock.now(), sent_by=by)
    audit.record(by=by, action="figures.given", row=answer, name=request.title)
    return answer
