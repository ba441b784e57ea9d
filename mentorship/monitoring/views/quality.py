"""Quality of the programme: the SWOT tables, what the answers propose for them, the coordinator's nine criteria."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mentorship.common.errors import RuleBroken
from mentorship.programmes.access import requires
from mentorship.programmes.views.editing import edit_page

from ..forms.quality import CoordinatorFormForm, NewSwotForm, SwotForm
from ..models import CoordinatorForm, SwotEntry
from ..quality import level_of, moved, phrases, proposals, shares, sheet_of, total_of
from ..quality_report import INSIDE, OUTSIDE, conclusion, form_part, history_of, last_form, parts, said, swot_of
from ..report_files import file_of
from ..satisfaction import settings_of
from ..services import quality as acts

FORMS_A_PAGE = 20
Group, Quadrant = SwotEntry.Group, SwotEntry.Quadrant


@require_safe
@requires("monitoring.view")
def quality(request):
    programme = request.programme
    if programme is None:
        return render(request, "monitoring/quality.html", {"groups": ()})
    may_edit = request.access.can("monitoring.edit")
    found = swot_of(programme)
    counted = shares(programme, request.today) if may_edit else {}
    forms = CoordinatorForm.objects.filter(programme=programme, deleted_at=None)
    page_obj = Paginator(forms, FORMS_A_PAGE).get_page(request.GET.get("page"))
    page = {
        "groups": [
            {"code": group, "title": title, "rows": rows_of(group, found.get(group))}
            for group, title in Group.choices
            if group in found or may_edit
        ],
        "proposals": [named(one) for one in proposals(programme, request.today, counted)],
        "moved": moved(programme, request.today, counted),
        "page_obj": page_obj,
        "forms": [(form, total_of(form.marks), level_of(total_of(form.marks))) for form in page_obj],
        "chart": history_of(programme, request.today),
        "last": None if may_edit else read_form(programme, request.today),
        "sheet": sheet_of(programme) if may_edit else None,
        "rules": settings_of(request.school),
        "has_anything": bool(found or page_obj),
        "may_edit": may_edit,
        "may_set": request.access.can("indicators.edit"),
    }
    return render(request, "monitoring/quality.html", page)


def read_form(programme, day):
    """The last form as a part: who does not edit it has no page of it to open."""
    form = last_form(programme, day)
    return form_part(form) if form else None


def rows_of(group, cells):
    """Two rows of two cells, as the official table has them."""
    return [[cell_of(quadrant, (cells or {}).get(quadrant, ())) for quadrant in pair] for pair in (INSIDE, OUTSIDE)]


def cell_of(quadrant, rows):
    return {"code": quadrant, "title": Quadrant(quadrant).label, "rows": [(row, said(row)) for row in rows]}


def named(proposal):
    """A proposal with the words of its table and its cell."""
    return {
        "one": proposal,
        "group": Group(proposal.group).label,
        "quadrant": Quadrant(proposal.quadrant).label,
    }


@require_safe
@requires("monitoring.view")
def quality_file(request, extension):
    found = parts(programme_or_404(request), request.today)
    return file_of(request, found, title=_("Quality of the programme"), extension=extension, back="quality")


@require_POST
@requires("monitoring.edit")
def swot_take(request):
    """Take the ticked proposals; without a tick nothing is taken and that is said."""
    programme = programme_or_404(request)
    chosen = set(request.POST.getlist("take"))
    taken = [
        acts.take(programme=programme, proposal=one, by=request.user)
        for one in proposals(programme, request.today)
        if f"{one.group}:{one.question}" in chosen
    ]
    if taken:
        messages.success(request, _("Phrases taken into the table: %(count)d.") % {"count": len(taken)})
    elif chosen:
        messages.info(request, _("These phrases stand in the table already."))
    else:
        messages.warning(request, _("Tick the phrases that you take."))
    return redirect("quality")


@require_POST
@requires("monitoring.edit")
def swot_refresh(request):
    """Take the shares of today over into the table."""
    found = moved(programme_or_404(request), request.today)
    acts.refresh(found=found, by=request.user)
    messages.success(request, _("Shares brought up to date: %(count)d.") % {"count": len(found)})
    return redirect("quality")


@require_http_methods(["GET", "POST"])
@requires("monitoring.edit")
def swot_new(request, group, quadrant):
    """A phrase of one's own; ready ones of the outer cells can be taken with one press."""
    if group not in Group.values or quadrant not in Quadrant.values:
        raise Http404
    programme = programme_or_404(request)
    form = NewSwotForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            row = acts.add(
                programme=programme,
                group=group,
                quadrant=quadrant,
                text=form.cleaned_data["text"],
                by=request.user,
            )
        except RuleBroken as error:
            form.add_error("text", str(error))
        else:
            undo = reverse("swot_delete", args=[row.public_id])
            messages.success(request, _("“%(text)s” is in the table.") % {"text": row.text}, extra_tags=f"undo:{undo}")
            return redirect("quality")
    page = {
        "form": form,
        "group": Group(group).label,
        "quadrant": Quadrant(quadrant).label,
        "ready": phrases()["outside"].get(quadrant, ()),
    }
    return render(request, "monitoring/swot_new.html", page, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@requires("monitoring.edit")
def swot_edit(request, swot_id):
    row = swot_or_404(request, swot_id)
    return edit_page(
        request,
        form=SwotForm(request.POST or None, instance=row),
        save=lambda form: acts.edit(
            row=swot_or_404(request, swot_id),
            version=form.seen_version,
            changes=form.changes,
            words=form.changes_in_words,
            by=request.user,
        ),
        done=reverse("quality"),
        message=_("The phrase is saved."),
        template="monitoring/swot_edit.html",
        page={"row": row},
    )


@require_POST
@requires("monitoring.edit")
def swot_delete(request, swot_id):
    row = swot_or_404(request, swot_id)
    acts.take_out(row=row, by=request.user)
    undo = reverse("swot_restore", args=[row.public_id])
    messages.success(request, _("“%(text)s” is out of the table.") % {"text": row.text}, extra_tags=f"undo:{undo}")
    return redirect("quality")


@require_POST
@requires("monitoring.edit")
def swot_restore(request, swot_id):
    row = get_object_or_404(SwotEntry, public_id=swot_id, programme=request.programme)
    acts.put_back(row=row, by=request.user)
    return redirect("quality")


@require_POST
@requires("monitoring.edit")
def swot_move(request, swot_id, way):
    if way not in ("up", "down"):
        raise Http404
    acts.move(row=swot_or_404(request, swot_id), up=way == "up")
    return redirect("swot_edit", swot_id)


@require_http_methods(["GET", "POST"])
@requires("monitoring.edit")
def nine_new(request):
    """The coordinator's form of a day; with ``?sheet=1`` it begins with what the questionnaire of it says."""
    programme = programme_or_404(request)
    row = CoordinatorForm(school=request.school, programme=programme)
    sheet = sheet_of(programme) if request.GET.get("sheet") else None
    if sheet:
        row.day, values = sheet
        row.marks, row.strong, row.to_change = values["marks"], values["strong"], values["to_change"]
    return nine_page(request, row, lambda: CoordinatorForm(school=request.school, programme=programme))


@require_http_methods(["GET", "POST"])
@requires("monitoring.edit")
def nine_edit(request, nine_id):
    return nine_page(request, nine_or_404(request, nine_id), lambda: nine_or_404(request, nine_id))


def nine_page(request, row, afresh):
    """``afresh`` gives the row as it is saved: the form has written what was typed into its own one."""
    form = CoordinatorFormForm(request.POST if request.method == "POST" else None, instance=row, today=request.today)
    page = {"row": row, "words": list(conclusion(row, total_of(row.marks)))[:1] if row.pk else []}
    return edit_page(
        request,
        form=form,
        save=lambda form: acts.save_form(row=afresh(), version=form.seen_version, values=form.values, by=request.user),
        done=reverse("quality"),
        message=_("The coordinator's form is saved."),
        template="monitoring/nine.html",
        page=page,
    )


@require_POST
@requires("monitoring.edit")
def nine_delete(request, nine_id):
    row = nine_or_404(request, nine_id)
    acts.delete_form(row=row, by=request.user)
    undo = reverse("nine_restore", args=[row.public_id])
    words = _("The form of %(day)s is thrown away.") % {"day": f"{row.day:%d.%m.%Y}"}
    messages.success(request, words, extra_tags=f"undo:{undo}")
    return redirect("quality")


@require_POST
@requires("monitoring.edit")
def nine_restore(request, nine_id):
    row = get_object_or_404(CoordinatorForm, public_id=nine_id, programme=request.programme)
    try:
        acts.restore_form(row=row, by=request.user)
    except RuleBroken as error:
        messages.error(request, str(error))
    return redirect("quality")


def programme_or_404(request):
    """A school that has no programme yet has nothing to judge."""
    if request.programme is None:
        raise Http404
    return request.programme


def swot_or_404(request, swot_id):
    return get_object_or_404(SwotEntry, public_id=swot_id, programme=request.programme, deleted_at=None)


def nine_or_404(request, nine_id):
    return get_object_or_404(CoordinatorForm, public_id=nine_id, programme=request.programme, deleted_at=None)
