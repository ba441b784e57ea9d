"""Selection of mentors: the candidates, the talk with one, the decision, the protocol."""

import uuid
from functools import partial

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Count
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mentorship.common import docx, pdf
from mentorship.programmes.access import requires
from mentorship.programmes.models import Membership
from mentorship.programmes.roles import Role
from mentorship.programmes.views.editing import edit_page

from ..consents import has_processing
from ..forms.selection import DecisionForm, InterviewForm
from ..funnel import missing_of, with_funnel
from ..models import Criterion, Decision, Interview, Mentor
from ..papers.paper import papers_to_docx, papers_to_pdf
from ..papers.selection import FILE_TITLE, selection_protocol
from ..services import selection as services
from ..services.printing import record_paper
from .files import paper

PER_PAGE = 100
UNDO = "selection_undo"
WAITING = "waiting"
NEEDED = ("has_processing", "has_interview")
"""What has to be there before somebody is selected."""
PROTOCOLS = {"pdf": (papers_to_pdf, pdf.MIME), "docx": (papers_to_docx, docx.MIME)}


def candidates_of(programme):
    return Mentor.objects.of(programme) if programme else Mentor.objects.none()


def candidate_for(request, mentor_id):
    rows = with_funnel(candidates_of(request.programme), request.today)
    return get_object_or_404(rows.select_related("person__school_class", "interview"), public_id=mentor_id)


@require_safe
@requires("selection.view")
def people_selection(request):
    return selection_page(request)


def selection_page(request, outcome=None):
    """The list; ``outcome`` is the report of the bulk selection that was just done."""
    everybody = candidates_of(request.programme)
    shown = shown_of(request)
    rows = everybody if shown is None else everybody.filter(decision="" if shown == WAITING else shown)
    rows = with_funnel(rows, request.today).select_related("person__school_class", "interview")
    page = Paginator(rows.order_by("person__name_key", "pk"), PER_PAGE).get_page(request.GET.get("page"))
    known = set(Criterion.objects.values_list("pk", flat=True))
    for row in page:
        row.missing = [check for check in missing_of(row) if check.code != "is_selected"]
        row.met_count = len(known & set(row.interview.met)) if hasattr(row, "interview") else None
    context = {
        "page_obj": page,
        "tabs": tabs_of(everybody, shown),
        "criteria_count": len(known),
        "may_edit": request.access.can("selection.edit"),
        "outcome": outcome,
    }
    return render(request, "people/selection.html", context)


def shown_of(request):
    asked = request.GET.get("show", "")
    return asked if asked in (WAITING, *Mentor.Decision.values) else None


def tabs_of(everybody, shown):
    """Every decision with the number of its candidates."""
    counts = dict(everybody.order_by().values_list("decision").annotate(Count("pk")))
    url = reverse("people_selection")
    tabs = [(None, _("All"), sum(counts.values())), (WAITING, _("Without a decision"), counts.get("", 0))]
    tabs += [(code, label, counts.get(code, 0)) for code, label in Mentor.Decision.choices]
    return [
        {"url": f"{url}?show={code}" if code else url, "title": title, "count": count, "is_open": code == shown}
        for code, title, count in tabs
    ]


@require_http_methods(["GET", "POST"])
@requires("selection.view")
def mentor_interview(request, mentor_id):
    """The coordinator writes the talk down; others see the day and the criteria, never the notes."""
    mentor = candidate_for(request, mentor_id)
    criteria = list(Criterion.objects.all())
    may_edit = request.access.can("selection.edit")
    if request.method == "POST" and not may_edit:
        raise PermissionDenied
    page = {
        "mentor": mentor,
        "history": Decision.objects.filter(mentor=mentor).select_related("by"),
        "criteria": criteria_of(mentor, criteria),
        "has_criteria": bool(criteria),
        "may_edit": may_edit,
    }
    if not may_edit:
        return render(request, "people/interview.html", page)
    interview = Interview.objects.filter(mentor=mentor).first() or Interview(school=request.school, mentor=mentor)
    form = InterviewForm(
        request.POST if request.method == "POST" else None, instance=interview, criteria=criteria, today=request.today
    )
    return edit_page(
        request,
        form=form,
        save=partial(keep_interview, request, mentor),
        done=reverse("mentor_interview", args=[mentor.public_id]),
        message=_("The talk with %(mentor)s is written down.") % {"mentor": mentor.person},
        template="people/interview.html",
        page=page,
    )


def keep_interview(request, mentor, form):
    services.save_interview(
        mentor=mentor,
        version=form.seen_version,
        changes=form.changes,
        words=form.changes_in_words,
        by=request.user,
    )


def criteria_of(mentor, criteria):
    """Pairs of a criterion and whether the talk showed it."""
    met = set(mentor.interview.met) if hasattr(mentor, "interview") else set()
    return [(one, one.pk in met) for one in criteria]


@require_http_methods(["GET", "POST"])
@requires("selection.edit")
def mentor_decide(request, mentor_id):
    mentor = candidate_for(request, mentor_id)
    form = DecisionForm(request.POST if request.method == "POST" else None, instance=mentor, today=request.today)

    def save(form):
        cleaned = form.cleaned_data
        entries = services.decide(
            mentor=mentor,
            version=form.seen_version,
            decision=cleaned["decision"],
            on=cleaned["decided_on"],
            reason=cleaned["decision_reason"],
            by=request.user,
        )
        request.session[UNDO] = entries
        words = _("%(mentor)s: %(decision)s.") % {
            "mentor": mentor.person,
            "decision": Mentor.Decision(cleaned["decision"]).label.lower(),
        }
        messages.success(request, words, extra_tags=f"undo:{reverse('selection_undo')}")

    shown = candidate_for(request, mentor_id)
    page = {
        "mentor": shown,
        "missing": [check for check in missing_of(shown, request.access) if check.code in NEEDED],
        "history": Decision.objects.filter(mentor=mentor).select_related("by"),
    }
    return edit_page(
        request,
        form=form,
        save=save,
        done=reverse("people_selection"),
        message="",
        template="people/decide.html",
        page=page,
    )


def versions_of(request, mentors):
    """``{row's number: version as the person saw it}`` of the ticked candidates; what is no such value is left out."""
    asked = {}
    for text in request.POST.getlist("mentor"):
        key, _dot, version = text.partition(".")
        try:
            asked[uuid.UUID(key)] = int(version)
        except ValueError:
            continue
    found = mentors.filter(public_id__in=asked).values_list("pk", "public_id")
    return {pk: asked[public_id] for pk, public_id in found}


@require_POST
@requires("selection.edit")
def selection_bulk(request):
    """Select the ticked candidates; the page then says who was not selected and why."""
    mentors = candidates_of(request.programme)
    versions = versions_of(request, mentors)
    if not versions:
        messages.error(request, _("Tick the candidates first."))
        return redirect("people_selection")
    outcome = services.select_many(mentors=mentors, versions=versions, on=request.today, by=request.user)
    if outcome.done:
        request.session[UNDO] = outcome.undo
        count = len(outcome.done)
        words = ngettext("%(count)d mentor is selected.", "%(count)d mentors are selected.", count)
        messages.success(request, words % {"count": count}, extra_tags=f"undo:{reverse('selection_undo')}")
    if not outcome.refused:
        return redirect("people_selection")
    return selection_page(request, outcome)


@require_POST
@requires("selection.edit")
def selection_undo(request):
    """Take the last decisions of this person back, as long as nobody has decided anew."""
    entries = request.session.pop(UNDO, [])
    rows = services.take_back(entries, mentors=candidates_of(request.programme), day=request.today, by=request.user)
    if rows:
        words = ngettext("%(count)d decision is taken back.", "%(count)d decisions are taken back.", len(rows))
        messages.success(request, words % {"count": len(rows)})
    else:
        messages.error(request, _("There is nothing to take back: the decision was changed since."))
    return redirect("people_selection")


@require_POST
@requires("selection.view")
def selection_protocol_file(request, extension):
    """The protocol for the signatures of the working group; who has signed nothing is counted and not named."""
    make, mime = PROTOCOLS.get(extension, PROTOCOLS["pdf"])
    everybody = candidates_of(request.programme)
    signed = everybody.filter(has_processing(request.today, person="person"))
    rows = list(signed.select_related("person__school_class", "interview").order_by("person__name_key", "pk"))
    if not rows:
        messages.error(request, _("There is nobody to put into the protocol: first record consents to processing."))
        return redirect("people_selection")
    group = Membership.objects.active_on(request.today).filter(role=Role.WORKING_GROUP).select_related("user")
    protocol = selection_protocol(
        rows,
        list(Criterion.objects.all()),
        [one.user.get_full_name() for one in group.order_by("user__surname", "pk")],
        awaiting=everybody.count() - len(rows),
        school=request.school,
        programme=request.programme,
    )
    content = make([protocol], FILE_TITLE)
    record_paper(
        [row.person for row in rows], title=FILE_TITLE, programme=request.programme, by=request.user, day=request.today
    )
    return paper(content, mime, f"{FILE_TITLE}.{extension}")
