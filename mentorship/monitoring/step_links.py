"""Reading for the pages that tie questionnaires to steps: what is tied, what may be chosen."""

from dataclasses import dataclass

from django.db.models import Prefetch
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from roadmap.models import Activity, Step
from roadmap.queries import activities_for_page, current_roadmap
from surveys.own import campaigns_of, leads
from surveys.services.goals import answered_of

from .models import StepCampaign

MOST_CAMPAIGNS = 200
LONGEST = 110


@dataclass(frozen=True)
class Tie:
    """A tied questionnaire as the pages show it."""

    row: StepCampaign
    answered: int
    invited: int
    may_open: bool
    may_untie: bool


def ties_of(request, **where):
    """The ties of a campaign or of an activity's steps, with how far each campaign has come."""
    rows = StepCampaign.objects.living().filter(**where).order_by("step__position", "step", "pk")
    rows = rows.select_related("step__activity", "campaign")
    sees, may_edit = request.access.can("surveys.view"), can_tie(request)
    return [
        Tie(row, *answered_of(row.campaign), sees or row.campaign.created_by_id == request.user.pk, may_edit)
        for row in rows
    ]


def can_tie(request):
    """May the person tie anything at all: both the questionnaires and the steps must be theirs to act upon."""
    return request.access.can("surveys.send", own=True) and request.access.can("activity.complete", own=True)


def activities_of(request):
    """The activities of the current roadmap whose steps the person may tick, in the order of the document."""
    rows = activities_for_page(request.user, request.memberships)
    rows = rows.filter(stage__roadmap=current_roadmap(request.programme)).exclude(status=Activity.Status.SKIP)
    if not request.access.can("activity.complete"):
        rows = rows.filter(is_mine=True)
    return rows.order_by("stage__position", "position", "pk")


def steps_to_choose(activities):
    """Steps as choices, under their activities; a ticked one says so."""
    living = Step.objects.filter(deleted_at=None).order_by("position", "pk")
    rows = activities.prefetch_related(Prefetch("steps", living, to_attr="living_steps"))
    return [
        (
            Truncator(f"{one.stage.position}. {one.title}").chars(LONGEST),
            [(str(step.pk), words_of(number, step)) for number, step in enumerate(one.living_steps, 1)],
        )
        for one in rows
        if one.living_steps
    ]


def words_of(number, step):
    words = Truncator(f"{number}. {step.title}").chars(LONGEST)
    return _("%(step)s (ticked)") % {"step": words} if step.is_done else words


def campaigns_to_choose(request):
    """The newest campaigns that the person leads."""
    rows = campaigns_of(request, "surveys.send").order_by("-opens_on", "-pk")
    return [one for one in rows[:MOST_CAMPAIGNS] if leads(request, one)]
