"""Group meetings: who is invited, who came, what is collected afterwards."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mentorship.common import docx, pdf, xlsx
from mentorship.common.errors import RuleBroken
from mentorship.people.models import Mentee, Mentor
from mentorship.people.names import name_key
from mentorship.people.papers.paper import papers_to_docx, papers_to_pdf
from mentorship.people.services.printing import record_paper
from mentorship.people.views.files import paper
from mentorship.programmes.access import requires
from mentorship.programmes.views.editing import edit_page
from surveys.models import Campaign
from surveys.progress import progress_of

from ..forms.meetings import GuestFilterForm, MeetingForm
from ..guests import counts_of, guests, others
from ..meeting_papers import LIST_TITLE, attendance_paper, attendance_table
from ..models import GroupMeeting
from ..services import meetings as services

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
    row = meeting_for(request, meeting_id)
    form = GuestFilterForm(request.GET)
    found = guests(row, text=name_key(form.value("q")), side=form.value("side"))
    page = Paginator(found, GUESTS_PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "meeting": row,
        "counts": counts_of(row),
        "campaigns": campaigns_of(row),
        "filter_form": form,
        "is_filtered": bool(form.value("q") or form.value("side")),
        "page_obj": page,
        "shown": ",".join(str(one.pk) for one in page),
        "may_edit": request.access.can("matching.edit"),
        "may_choose": request.access.can("matching.choices"),
    }
    return render(request, "matching/meeting.html", context)


def campaigns_of(row):
    """The two questionnaires of choice with how far they have come."""
    found = Campaign.objects.filter(public_id__in=row.campaigns, deleted_at=None).select_related(
        "survey_version__survey"
    )
    return [(one, progress_of(one)) for one in found]


def numbers_of(texts):
    return {int(text) for text in texts if text.isdecimal() and len(text) < 19}


@require_POST
@requires("matching.edit")
def matching_attendance(request, meeting_id):
    """Ticks of the guests that the page showed; «все пришли» ticks all of them, «убрать» takes the ticked off."""
    row = meeting_for(request, meeting_id)
    shown = numbers_of(request.POST.get("shown", "").split(","))
    ticked = numbers_of(request.POST.getlist("guest")) & shown
    if "remove" in request.POST:
        count = services.uninvite(row, ticked, by=request.user)
        words = ngettext("%(count)d guest is taken off the list.", "%(count)d guests are taken off the list.", count)
        messages.success(request, words % {"count": count})
        return redirect(back_to(request, row))
    came = shown if "everybody" in request.POST else ticked
    count = services.mark_attendance(row, came=came, missed=shown - came, by=request.user)
    words = ngettext("Attendance is saved: %(count)d mark.", "Attendance is saved: %(count)d marks.", count)
    messages.success(request, words % {"count": count})
    return redirect(back_to(request, row))


def back_to(request, row):
    """The page of the list that the form stood on."""
    query = request.POST.get("query", "")
    return f"{row.get_absolute_url()}?{query}" if query and "\n" not in query else row.get_absolute_url()


@require_http_methods(["GET", "POST"])
@requires("matching.edit")
def matching_guests(request, meeting_id):
    """Who else can be invited: everybody who is ready and not on the list."""
    row = meeting_for(request, meeting_id)
    if request.method == "POST":
        mentors = Mentor.objects.of(request.programme).filter(pk__in=numbers_of(request.POST.getlist("mentor")))
        mentees = Mentee.objects.of(request.programme).filter(pk__in=numbers_of(request.POST.getlist("mentee")))
        services.invite_more(row, mentors=mentors, mentees=mentees, by=request.user)
        messages.success(request, _("The guests are added."))
        return redirect(row)
    form = GuestFilterForm(request.GET)
    model = Mentor if form.value("side") == "mentor" else Mentee
    rows = form.narrow(others(row, model, day=request.today), "person")
    page = Paginator(rows, GUESTS_PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "meeting": row,
        "filter_form": form,
        "is_filtered": bool(form.value("q")),
        "page_obj": page,
        "field": "mentor" if model is Mentor else "mentee",
    }
    return render(request, "matching/meeting_guests.html", context)


@require_POST
@requires("matching.edit")
def matching_meeting_invite(request, meeting_id):
    row = meeting_for(request, meeting_id)
    sent, unreached = services.send_invitations(row, by=request.user)
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
    """Ask those who came whom they choose: both questionnaires at once."""
    row = meeting_for(request, meeting_id)
    try:
        services.collect_choices(row, by=request.user, day=request.today)
    except RuleBroken as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Both sides are asked whom they choose. The answers come in below."))
    return redirect(row)


@require_safe
@requires("matching.view")
def matching_meeting_list(request, meeting_id, extension):
    """The attendance list, to be signed at the door."""
    row = meeting_for(request, meeting_id)
    rows = list(guests(row))
    make = LISTS.get(extension)
    if make is None:
        raise Http404
    people = [one.person for one in rows]
    record_paper(people, title=LIST_TITLE, programme=row.programme, by=request.user, day=request.today, row=row)
    return paper(*make(row, rows), f"{LIST_TITLE}.{extension}")


LISTS = {
    "pdf": lambda row, rows: (papers_to_pdf([attendance_paper(row, rows)], LIST_TITLE), pdf.MIME),
    "docx": lambda row, rows: (papers_to_docx([attendance_paper(row, rows)], LIST_TITLE), docx.MIME),
    "xlsx": lambda row, rows: (xlsx.table_to_xlsx(attendance_table(rows), landscape=False), xlsx.MIME),
}
