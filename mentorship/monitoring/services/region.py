"""Requests of a region for figures: asked, reminded, answered, closed."""

import uuid

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_scopes import scope

from mentorship.common import clock
from mentorship.common.errors import RuleBroken
from mentorship.programmes import audit
from mentorship.programmes.models import School

from ..figures import figures_of
from ..models import FiguresAnswer, FiguresRequest

audit.ACTION_TITLES |= {"figures.given": gettext_lazy("Figures given to the region")}


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
