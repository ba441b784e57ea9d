"""Group meetings: who is invited, who came, what is collected afterwards."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mentorship.common.errors import RuleBroken
from mentorship.people.names import name_key
from mentorship.programmes.access import requires
from mentorship.programmes.views.editing import edit_page
from surveys.progress import progress_of

from ..forms.meetings import ChoicesForm, GuestFilterForm, MeetingForm
from ..guests import classes_of, counts_of, guests
from ..models import GroupMeeting
from ..services import meetings as services
from ..services.choosing import collect_choices, living_campaigns, period_of
from ..services.inviting import send_invitations

PER_PAGE = 30
GUESTS_PER_PAGE = 100


def meetings_of(request):
    return GroupMeeting.objects.filter(programme=request.programme).select_related("form", "programme", "school")


def meeting_for(request, meeting_id):
    return get_object_or_404(meetings_of(request).filter(deleted_at=None), public_id=meeting_id)


@require_safe
@requires("matching.view")
def matching_meetings(request):
    page = Paginator(meetings_of(request).filter(deleted_at=None), PER_PAGE).get_page(request.GET.get("page"))
    context = {"page_obj": page, "may_edit": request.access.can("matching.edit") and request.programme is not None}
    return render(request, "matching/meetings.html", context)


@require_http_methods(["GET", "POST"])
@requires("matching.edit")
def matching_meeting_new(request):
    if request.programme is None:
        return redirect("matching_meetings")
    row = GroupMeeting(school=request.school, programme=request.programme)
    data = request.POST if request.method == "POST" else None
    form = MeetingForm(data, instance=row, programme=request.programme, today=request.today)
    if data is not None and form.is_valid():
        services.add_meeting(form.save(commit=False), by=request.user, day=request.today)
        messages.success(request, _("The group meeting is added. Everybody who is ready is proposed as a guest."))
        return redirect(row)
    return render(request, "matching/meeting_edit.html", {"form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@requires("matching.edit")
def matching_meeting_edit(request, meeting_id):
    row = meeting_for(request, meeting_id)
    data = request.POST if request.method == "POST" else None
    form = MeetingForm(data, instance=row, programme=request.programme, today=request.today)
    return edit_page(
        request,
        form=form,
        save=lambda form: services.edit_meeting(
            row, version=form.seen_version, changes=form.changes, words=form.changes_in_words, by=request.user
        ),
        done=row.get_absolute_url(),
        message=_("The group meeting is saved."),
        template="matching/meeting_edit.html",
        page={"meeting": row},
    )


@require_POST
@requires("matching.edit")
def matching_meeting_delete(request, meeting_id):
    row = meeting_for(request, meeting_id)
    services.delete_meeting(row, by=request.user)
    undo = f"undo:{reverse('matching_meeting_restore', args=[row.public_id])}"
    messages.success(request, _("The group meeting of %(day)s is removed.") % {"day": row}, extra_tags=undo)
    return redirect("matching_meetings")


@require_POST
@requires("matching.edit")
def matching_meeting_restore(request, meeting_id):
    row = get_object_or_404(meetings_of(request), public_id=meeting_id)
    if row.deleted_at:
        services.restore_meeting(row, by=request.user)
    messages.success(request, _("The group meeting of %(day)s is back.") % {"day": row})
    return redirect(row)


@require_safe
@requires("matching.view")
def matching_meeting(request, meeting_id):
    """The meeting: what is done and what comes next, and its guests."""
    return meeting_page(request, meeting_for(request, meeting_id))


def meeting_page(request, row, choices_form=None):
    form = GuestFilterForm(request.GET, classes=classes_of(row))
    found = guests(
        row, text=name_key(form.value("q")), side=form.value("side"), school_class=form.value("school_class")
    )
    page = Paginator(found, GUESTS_PER_PAGE).get_page(request.GET.get("page"))
    counts, campaigns = counts_of(row), campaigns_of(row)
    context = {
        "meeting": row,
        "counts": counts,
        "campaigns": campaigns,
        "choices_form": choices_form or choices_form_of(request, row),
        "opens_on": period_of(row, request.today)[0],
        "next": what_is_next(row, counts, campaigns, request.today),
        "filter_form": form,
        "is_filtered": form.is_used,
        "page_obj": page,
        "shown": ",".join(str(one.pk) for one in page),
        "was": ",".join(str(one.pk) for one in page if one.has_come),
        "may_edit": request.access.can("matching.edit"),
        "may_choose": request.access.can("matching.choices"),
        "may_send": request.access.can("surveys.send"),
        "may_enter": request.access.can("surveys.enter"),
    }
    return render(request, "matching/meeting.html", context, status=422 if choices_form else 200)


def choices_form_of(request, row, data=None):
    first, last = period_of(row, request.today)
    return ChoicesForm(data, opens_on=first, today=request.today, initial={"closes_on": last}, prefix="choices")


def what_is_next(row, counts, campaigns, day):
    """The one thing that the page offers first."""
    if campaigns:
        return "choices"
    if counts["marked"]:
        return "ask"
    if row.day <= day:
        return "attend"
    return "invite" if counts["unwritten"] else ""


def campaigns_of(row):
    """The questionnaires of choice with how far they have come, mentees before mentors."""
    found = {one.public_id: one for one in living_campaigns(row)}
    return [(found[number], progress_of(found[number])) for number in row.campaigns if number in found]


@require_POST
@requires("matching.edit")
def matching_meeting_invite(request, meeting_id):
    row = meeting_for(request, meeting_id)
    sent, unreached = send_invitations(row, by=request.user)
    words = ngettext("%(count)d invitation is on its way.", "%(count)d invitations are on their way.", sent)
    messages.success(request, words % {"count": sent})
    if unreached:
        words = ngettext(
            "%(count)d guest has no address: hand the invitation out on paper.",
            "%(count)d guests have no address: hand the invitations out on paper.",
            unreached,
        )
        messages.info(request, words % {"count": unreached})
    return redirect(row)


@require_POST
@requires("matching.edit")
def matching_meeting_choices_ask(request, meeting_id):
    """Ask those who came whom they choose: the questionnaires of both sides at once."""
    row = meeting_for(request, meeting_id)
    form = choices_form_of(request, row, request.POST)
    if not form.is_valid():
        return meeting_page(request, row, form)
    try:
        collect_choices(row, by=request.user, day=request.today, closes_on=form.cleaned_data["closes_on"])
    except RuleBroken as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Both sides are asked whom they choose. The page counts the answers."))
    return redirect(row)
