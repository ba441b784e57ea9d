"""Steps of the roadmap about meetings of the pairs: the school chooses the meeting, the product ticks the step once."""

import logging

from django.conf import settings
from django.db import transaction
from django.urls import NoReverseMatch, reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django_scopes import scope

from mentorship.pairs.models import MeetingKind
from mentorship.programmes.audit import record
from mentorship.programmes.models import School
from roadmap.models import Step
from roadmap.queries import current_roadmap
from roadmap.services.fulfilling import fulfil

from ..meeting_steps import NONE, kind_in, steps_with_meetings
from ..models import StepMeeting

logger = logging.getLogger(__name__)


@transaction.atomic
def choose(*, step, kind, by):
    """Say which meeting the step is about: a kind, ``NONE``, or "" for what its words say. True when that is new.

    A step that has ticked itself keeps the day: it never does so twice.
    """
    Step.objects.select_for_update().get(pk=step.pk)
    row = StepMeeting.objects.filter(step=step).first()
    before = row.kind if row else kind_in(step.title)
    after = kind_in(step.title) if not kind else "" if kind == NONE else kind
    if row and not kind and row.met_on is None:
        row.delete()
    elif row:
        StepMeeting.objects.filter(pk=row.pk).update(kind=after)
    elif kind:
        StepMeeting.objects.create(school_id=step.school_id, step=step, kind=after)
    if before != after:
        changes = {str(_("step")): ["", step.title], str(_("Meeting")): [title(before), title(after)]}
        record(by=by, action="step_meeting.chosen", row=step.activity, changes=changes)
    return before != after


def title(kind):
    return str(MeetingKind(kind).label) if kind else ""


def settle(programme, day):
    """Tick the steps whose meeting every pair has had; not before their activity begins, for the first pairs of a year
    are not all of them. Asking twice changes nothing."""
    roadmap = current_roadmap(programme)
    if roadmap is None:
        return
    steps = Step.objects.filter(activity__stage__roadmap=roadmap, deleted_at=None, activity__deleted_at=None)
    for one in steps_with_meetings(steps.select_related("activity").order_by("pk"), programme):
        begins_on = one.step.activity.first_on
        has_met = one.chosen and one.chosen.met_on
        if one.progress.is_over and not has_met and (begins_on is None or begins_on <= day):
            meet(one.step, one.progress, day)


@transaction.atomic
def meet(step, progress, day):
    """Give the step its result, once: the step is locked, and whoever comes second finds the day written."""
    Step.objects.select_for_update().get(pk=step.pk)
    row = StepMeeting.objects.filter(step=step).first()
    if row and row.met_on:
        return
    with translation.override(settings.LANGUAGE_CODE):
        words, name = progress.words, _("Meetings of the pairs")
    if fulfil(step=step, day=day, result=words, url=address(progress.kind), name=name):
        StepMeeting.objects.update_or_create(
            school_id=step.school_id, step=step, defaults={"kind": progress.kind, "met_on": day}
        )


def address(kind):
    """The journal of all pairs; where there is none, the pairs themselves."""
    try:
        path = reverse("journal")
    except NoReverseMatch:
        path = reverse("pairs")
    return f"{settings.SITE_URL}{path}?kind={kind}"


def settle_waiting():
    """In every school with a programme; a school with something wrong in it stops no other."""
    for school in School.objects.exclude(current_programme=None).select_related("current_programme__school"):
        with scope(school=school):
            try:
                settle(school.current_programme, school.today)
            except Exception:
                logger.exception("Steps about meetings were not looked at in %s", school.slug)
