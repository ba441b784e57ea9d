"""Tying questionnaires to steps of the roadmap, from either side."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from mentorship.common.errors import EditConflict, RuleBroken
from mentorship.programmes.access import requires
from roadmap.models import Step
from roadmap.views.lookup import activity_for
from surveys.own import campaign_for, leads

from ..forms.steps import TieForm
from ..models import StepCampaign
from ..services import steps as acts
from ..step_links import activities_of, campaigns_to_choose, can_tie, steps_to_choose, ties_of


@require_http_methods(["GET", "POST"])
@requires("surveys.send", own=True)
def campaign_steps(request, public_id):
    """From the campaign: which step it completes."""
    campaign = campaign_for(request, public_id, "surveys.send")
    if not leads(request, campaign) or not can_tie(request):
        raise Http404
    data = request.POST if request.method == "POST" else None
    form = TieForm(data, steps=steps_to_choose(activities_of(request)), campaign=campaign)
    if data is not None and form.is_valid() and tie(request, form):
        return redirect(campaign)
    context = {"campaign": campaign, "form": form, "ties": ties_of(request, campaign=campaign)}
    return render(request, "monitoring/campaign_steps.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@requires("activity.complete", own=True)
def activity_questionnaires(request, pk):
    """From the activity: which questionnaire completes one of its steps."""
    activity = activity_for(request, pk, "activity.complete")
    if not can_tie(request):
        raise Http404
    steps = [pair for _title, pairs in steps_to_choose(activities_of(request).filter(pk=activity.pk)) for pair in pairs]
    campaigns = campaigns_to_choose(request) if steps else []
    data = request.POST if request.method == "POST" else None
    form = TieForm(data, steps=steps, campaigns=campaigns)
    if data is not None and form.is_valid() and tie(request, form):
        return redirect(f"{activity.get_absolute_url()}#questionnaires")
    context = {
        "activity": activity,
        "form": form,
        "campaigns": campaigns,
        "steps": steps,
        "ties": ties_of(request, step__activity=activity),
    }
    return render(request, "monitoring/activity_questionnaires.html", context, status=422 if form.errors else 200)


def tie(request, form):
    """Tie what the form says and tell what came of it; what cannot be goes back into the form."""
    cleaned, campaign = form.cleaned_data, form.chosen_campaign
    step = Step.objects.select_related("activity").get(pk=cleaned["step"])
    try:
        row = acts.link(
            step=step,
            campaign=campaign,
            moment=cleaned["moment"],
            goal=cleaned["goal"],
            by=request.user,
            day=request.today,
        )
    except EditConflict:
        form.add_error(None, _("Somebody has changed this campaign in the meantime. Press the button again."))
        return False
    except RuleBroken as error:
        form.add_error(None, str(error))
        return False
    words = _("The step “%(step)s” is done: “%(title)s” has done its work.")
    words = words if row.met_on else _("The step “%(step)s” will tick itself after “%(title)s”.")
    undo = f"undo:{reverse('step_campaign_remove', args=[row.pk])}"
    messages.success(request, words % {"step": step.title, "title": campaign.title}, extra_tags=undo)
    return True


@require_POST
@requires("activity.complete", own=True)
def step_campaign_remove(request, tie_pk):
    """Untie; whoever may tie this pair may untie it, and goes back to the side that the form stood on."""
    row = get_object_or_404(StepCampaign.objects.select_related("step__activity", "campaign"), pk=tie_pk)
    activity = activity_for(request, row.step.activity_id, "activity.complete")
    if not can_tie(request):
        raise Http404
    acts.unlink(row, by=request.user)
    words = _("“%(title)s” does not complete the step “%(step)s” any more.")
    messages.success(request, words % {"title": row.campaign.title, "step": row.step.title})
    return redirect(
        row.campaign if "from_campaign" in request.POST else f"{activity.get_absolute_url()}#questionnaires"
    )
