"""Campaigns: the list, a new one, the check before it opens, how far it has come."""

import uuid

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mentorship.common import clock
from mentorship.common.errors import EditConflict, RuleBroken
from mentorship.programmes.access import requires

from .. import marks, progress, sources
from ..audience import asks_board, ground_of, invitees_of, withheld_of, words_of
from ..forms.building import FilterForm
from ..forms.campaigns import CampaignFilterForm, CampaignForm, ProlongForm
from ..listing import KEPT_DAYS, look, surveys_of
from ..models import Campaign, Survey, SurveyVersion
from ..own import binned_of, campaign_for, campaigns_of, leads, own_groups
from ..services import campaigns as acts
from ..services.letters import invite_by_letter

PER_PAGE = 30
State = Campaign.State


@require_safe
@requires("surveys.view", own=True)
def campaigns(request):
    """The list, or the bin with ``?bin=1``."""
    may_send = request.access.can("surveys.send", own=True) and request.programme is not None
    is_bin = may_send and request.GET.get("bin") == "1"
    form = CampaignFilterForm(request.GET)
    rows = binned_of(request, clock.now()) if is_bin else campaigns_of(request, "surveys.view")
    rows = form.narrow(rows, request.today).select_related("survey_version__survey", "marks")
    rows = rows.annotate(invited=Count("invitations", filter=Q(invitations__revoked_at=None), distinct=True))
    page_obj = Paginator(rows.order_by("-opens_on", "-pk"), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "filter_form": form,
        "is_filtered": bool(form.chosen()),
        "page_obj": page_obj,
        "rows": [(one, marks.count_fetched(one), look(one, request.today)) for one in page_obj],
        "is_bin": is_bin,
        "days": KEPT_DAYS,
        "may_send": may_send,
        "is_limited": own_groups(request, "surveys.view") is not None,
        "may_see_results": request.access.can("surveys.results"),
    }
    return render(request, "surveys/campaigns.html", context)


@require_http_methods(["GET", "POST"])
@requires("surveys.send", own=True)
def campaign_new(request):
    """First the questionnaire, then everything else on one page. ``?survey=`` has chosen already.

    A class teacher without a class has nobody to ask.
    """
    if request.programme is None:
        return redirect("campaigns")
    groups = own_groups(request, "surveys.send")
    if groups is not None and not groups:
        raise PermissionDenied
    chosen = request.GET.get("survey", "")
    if not chosen:
        return campaign_choose(request)
    version = version_of(chosen)
    data = request.POST if request.method == "POST" else None
    form = CampaignForm(data, programme=request.programme, survey=version.survey, today=request.today, groups=groups)
    if data is not None and form.is_valid():
        try:
            return redirect(make(request, form, version))
        except RuleBroken as error:
            form.add_error(None, str(error))
    context = {"form": form, "version": version, "minutes": version.questionnaire.minutes}
    return render(request, "surveys/campaign_new.html", context, status=422 if form.errors else 200)


def campaign_choose(request):
    """The questionnaires that people can be asked to fill in."""
    form = FilterForm(request.GET)
    rows = surveys_of(**form.chosen()).filter(is_published=True)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {"filter_form": form, "is_filtered": bool(form.chosen()), "page_obj": page}
    return render(request, "surveys/campaign_choose.html", context)


def version_of(public_id):
    try:
        survey = get_object_or_404(Survey.objects.living(), public_id=uuid.UUID(public_id))
    except ValueError as error:
        raise Http404 from error
    version = survey.versions.filter(state=SurveyVersion.State.PUBLISHED).order_by("-number").first()
    if version is None:
        raise Http404
    return version


def make(request, form, version):
    """The campaign of the form; with «open at once» the people are asked too. Answers the next page."""
    campaign, _is_new = acts.draft_campaign(
        key=form.cleaned_data["key"],
        programme=request.programme,
        version=version,
        by=request.user,
        **form.fields_of_campaign,
    )
    if form.words_of_doubles:
        messages.info(request, form.words_of_doubles)
    if "open" in request.POST:
        launch(request, campaign)
        return campaign.get_absolute_url()
    return reverse("campaign_check", args=[campaign.public_id])


def launch(request, campaign):
    """Open and send the letters; a second press finds the campaign open and says nothing twice."""
    if not acts.open_campaign(campaign, by=request.user):
        return
    tickets = campaign.invitations.count()
    invite_by_letter(campaign, list(campaign.invitations.all()), day=request.today)
    words = ngettext(
        "“%(title)s” is open: %(count)d person is asked.", "“%(title)s” is open: %(count)d people are asked.", tickets
    )
    messages.success(
        request,
        words % {"title": campaign.title, "count": tickets},
        extra_tags=f"undo:{reverse('campaign_delete', args=[campaign.public_id])}",
    )


@require_http_methods(["GET", "POST"])
@requires("surveys.send", own=True)
def campaign_check(request, public_id):
    """«Кому и сколько»: the last look before people are asked."""
    campaign = led(request, public_id)
    if campaign.state != State.DRAFT:
        return redirect(campaign)
    may_include = request.access.can("surveys.send")
    if request.method == "POST" and "ground" in request.POST and may_include:
        acts.ask_on_ground(campaign, reason=request.POST["ground"][:300])
        return redirect("campaign_check", public_id)
    if request.method == "POST":
        launch(request, campaign)
        return redirect(campaign)
    people = invitees_of(campaign.programme, campaign.audience)
    groups = {}
    for one in people:
        groups[one.group] = groups.get(one.group, 0) + 1
    context = {
        "campaign": campaign,
        "words": words_of(campaign.programme, campaign.audience),
        "groups": sorted(groups.items(), key=lambda pair: progress.class_order(pair[0])),
        "count": len(people),
        "with_letter": sum(bool(one.address or one.email) for one in people),
        "withheld": withheld_of(campaign.programme, campaign.audience),
        "ground": ground_of(campaign.audience),
        "may_include": may_include,
        "board": asks_board(campaign.audience),
    }
    return render(request, "surveys/campaign_check.html", context)


def led(request, public_id):
    """The campaign that the person may open, close and throw away; 404 otherwise."""
    campaign = campaign_for(request, public_id, "surveys.send")
    if not leads(request, campaign):
        raise Http404
    return campaign


@require_safe
@requires("surveys.view", own=True)
def campaign(request, public_id):
    row = campaign_for(request, public_id)
    if row.state == State.DRAFT:
        if not leads(request, row):
            raise Http404
        return redirect("campaign_check", public_id)
    groups = own_groups(request, "surveys.view")
    found = progress.progress_of(row, groups)
    tickets = [one for group in found.groups for one in (*group.begun, *group.waiting)]
    names = sources.names_of([one.subject for one in tickets if one.subject])
    context = {
        "campaign": row,
        "progress": found,
        "groups": [lists_of(group, names) for group in found.groups],
        "look": look(row, request.today),
        "is_open": row.is_open_on(request.today),
        "leads": leads(request, row),
        "may_send": request.access.can("surveys.send", own=True),
        "may_enter": request.access.can("surveys.enter", own=True),
        "may_see_results": request.access.can("surveys.results"),
        "to_remind": found.invited if row.is_anonymous else found.left,
        "prolong_form": ProlongForm(campaign=row, today=request.today),
        "is_limited": groups is not None,
        "links": sources.links_of(request, row),
    }
    return render(request, "surveys/campaign.html", context)


def lists_of(group, names):
    """A group with the names of those who have not answered, in order."""
    return {
        "title": group.title,
        "invited": group.invited,
        "answered": group.answered,
        "begun": sorted(progress.name_of(one, names) or _("erased") for one in group.begun),
        "waiting": sorted(progress.name_of(one, names) or _("erased") for one in group.waiting),
    }


@require_POST
@requires("surveys.send", own=True)
def campaign_close(request, public_id):
    row = led(request, public_id)
    if acts.close_campaign(row, by=request.user):
        undo = f"undo:{reverse('campaign_reopen', args=[row.public_id])}"
        messages.success(request, _("“%(title)s” is closed.") % {"title": row.title}, extra_tags=undo)
    return redirect(row)


@require_POST
@requires("surveys.send", own=True)
def campaign_reopen(request, public_id):
    row = led(request, public_id)
    if acts.reopen_campaign(row, by=request.user, day=request.today):
        messages.success(request, _("“%(title)s” is open again.") % {"title": row.title})
    return redirect(row)


@require_POST
@requires("surveys.send", own=True)
def campaign_prolong(request, public_id):
    row = led(request, public_id)
    form = ProlongForm(request.POST, campaign=row, today=request.today)
    if form.is_valid():
        cleaned = form.cleaned_data
        try:
            acts.prolong_campaign(
                row, by=request.user, expected_version=cleaned["version"], closes_on=cleaned["closes_on"]
            )
        except EditConflict:
            form.add_error(None, _("Somebody has changed this campaign. Look at the days and save again."))
            form.data = form.data.copy()
            form.data["version"] = Campaign.objects.get(pk=row.pk).version
        except RuleBroken as error:
            form.add_error("closes_on", str(error))
        else:
            messages.success(request, _("The period of “%(title)s” is saved.") % {"title": row.title})
            return redirect(row)
    return render(request, "surveys/campaign_prolong.html", {"campaign": row, "form": form}, status=422)


@require_POST
@requires("surveys.send", own=True)
def campaign_delete(request, public_id):
    row = led(request, public_id)
    if acts.bin_campaign(row, by=request.user):
        undo = f"undo:{reverse('campaign_restore', args=[row.public_id])}"
        messages.success(request, _("“%(title)s” is deleted.") % {"title": row.title}, extra_tags=undo)
    return redirect("campaigns")


@require_POST
@requires("surveys.send", own=True)
def campaign_restore(request, public_id):
    row = get_object_or_404(Campaign, programme=request.programme, public_id=public_id)
    if not leads(request, row):
        raise Http404
    if acts.restore_campaign(row, by=request.user):
        messages.success(request, _("“%(title)s” is back.") % {"title": row.title})
    return redirect(row)


@require_POST
@requires("surveys.send", own=True)
def campaign_late(request, public_id):
    """Those who have come into the audience since it was opened."""
    row = led(request, public_id)
    try:
        tickets = acts.add_late(row, by=request.user)
    except RuleBroken as error:
        messages.error(request, str(error))
        return redirect(row)
    invite_by_letter(row, tickets, day=request.today)
    words = ngettext("%(count)d person is added.", "%(count)d people are added.", len(tickets))
    messages.success(request, words % {"count": len(tickets)} if tickets else _("There is nobody new."))
    return redirect(row)
