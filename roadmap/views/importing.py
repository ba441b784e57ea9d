"""A roadmap out of a file, in three steps: load it, check what was understood, create."""

from dataclasses import dataclass, field

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mentorship.common.errors import EditConflict, RuleBroken
from mentorship.programmes.access import requires
from mentorship.programmes.models import Programme

from ..checks import warnings_of
from ..forms.creation import school_year
from ..forms.importing import NEW, DraftActivityForm, DraftStageForm, UploadForm, words_shown
from ..models import ImportDraft, Roadmap
from ..outline import Outline, OutlineActivity, OutlineStage
from ..reading import Unreadable
from ..services import importing
from .tree import address_of

PER_PAGE = 30
OPEN_FORMS = 5
"""So many doubtful rows of a page are open for correction at once; the others open by a link."""
UNFINISHED = 5


@dataclass
class Row:
    """The title of a stage (no activity) or an activity, as it was understood; ``form`` is there when it is open."""

    stage: OutlineStage
    stage_number: int
    number: int = 0
    activity: OutlineActivity | None = None
    doubts: list = field(default_factory=list)
    form: object = None

    @property
    def key(self):
        return f"{self.stage_number}-{self.number}"


@require_http_methods(["GET", "POST"])
@requires("roadmap.edit")
def roadmap_import(request):
    """The page that takes the file, and shows whose calendar the months will be read into."""
    starts, ends = school_year(request.today)
    programmes = list(Programme.objects.filter(ends_on__gte=request.today))
    if request.programme and request.programme not in programmes:
        programmes.insert(0, request.programme)
    initial = {"programme": str(request.programme.pk) if request.programme else NEW}
    initial |= {"starts_on": starts, "ends_on": ends}
    form = UploadForm(request.POST or None, request.FILES or None, initial=initial, programmes=programmes)
    if request.method == "POST" and form.is_valid():
        draft = read_or_say_why(request, form)
        if draft:
            return redirect("roadmap_import_check", draft.public_id)
    unfinished = ImportDraft.objects.filter(roadmap=None).select_related("programme")[:UNFINISHED]
    context = {"form": form, "unfinished": unfinished}
    return render(request, "roadmap/import_upload.html", context, status=422 if form.is_bound else 200)


def read_or_say_why(request, form):
    """The draft of the file; None when it cannot be read, and then the form says what to do."""
    values = form.cleaned_data
    try:
        return importing.read_upload(
            school=request.school,
            programme=form.chosen,
            calendar=(values["starts_on"], values["ends_on"]),
            file=values["file"],
            filename=values["file"].name,
            by=request.user,
        )
    except Unreadable as error:
        form.add_error("file", str(error))
        return None


@require_safe
@requires("roadmap.edit")
def roadmap_import_check(request, public_id):
    """Every row with what was understood; doubtful ones are marked and open."""
    draft = draft_or_404(public_id)
    if draft.roadmap_id:
        return redirect(address_of(draft.roadmap))
    return check_page(request, draft)


@require_POST
@requires("roadmap.edit")
def roadmap_import_activity(request, public_id, stage, activity):
    """Keep the corrected words of one activity."""
    draft = open_draft_or_404(public_id)
    row_or_404(draft, stage, activity)
    form = DraftActivityForm(request.POST, prefix=f"a{stage}-{activity}")
    return save(request, draft, form, f"{stage}-{activity}", save_activity, stage=stage, activity=activity)


@require_POST
@requires("roadmap.edit")
def roadmap_import_stage(request, public_id, stage):
    """Keep the corrected title of a stage."""
    draft = open_draft_or_404(public_id)
    row_or_404(draft, stage)
    form = DraftStageForm(request.POST, prefix=f"s{stage}")
    return save(request, draft, form, f"{stage}-0", save_stage, stage=stage)


def save_activity(form, **place):
    return importing.save_activity(version=form.cleaned_data["version"], words=form.words(), **place)


def save_stage(form, **place):
    return importing.save_stage(version=form.cleaned_data["version"], title=form.cleaned_data["title"], **place)


def save(request, draft, form, key, write, **place):
    """Write the form and go back to its row; a wrong or outdated one comes back with everything that was typed."""
    if not form.is_valid():
        return check_page(request, draft, key=key, form=form, status=422)
    try:
        write(form, draft=draft, **place)
    except EditConflict as error:
        draft = draft_or_404(draft.public_id)
        form.data = form.data | {form.add_prefix("version"): draft.version}
        form.add_error(None, _("%(reason)s Below is what you wrote; saving keeps it.") % {"reason": error})
        return check_page(request, draft, key=key, form=form, status=409)
    messages.success(request, _("The correction is kept."))
    query = request.GET.urlencode()
    return redirect(
        f"{reverse('roadmap_import_check', args=[draft.public_id])}{'?' + query if query else ''}#row-{key}"
    )


@require_POST
@requires("roadmap.edit")
def roadmap_import_create(request, public_id):
    """Make the roadmap; the second press of the button leads to the same one."""
    draft = draft_or_404(public_id)
    try:
        roadmap = importing.create_from_draft(draft=draft, by=request.user)
    except RuleBroken as error:
        messages.error(request, str(error))
        return redirect("roadmap_import_check", draft.public_id)
    messages.success(request, _("Created: “%(title)s”.") % {"title": roadmap.title})
    is_current = request.school.current_programme_id in (None, roadmap.programme_id)
    return redirect("roadmap" if is_current else address_of(roadmap))


def draft_or_404(public_id):
    return get_object_or_404(ImportDraft.objects.select_related("programme", "roadmap"), public_id=public_id)


def open_draft_or_404(public_id):
    return get_object_or_404(ImportDraft.objects.select_related("programme"), public_id=public_id, roadmap=None)


def row_or_404(draft, stage, activity=None):
    stages = draft.outline["stages"]
    if not 1 <= stage <= len(stages):
        raise Http404
    if activity is not None and not 1 <= activity <= len(stages[stage - 1]["activities"]):
        raise Http404


def check_page(request, draft, *, key="", form=None, status=200):
    outline = Outline.from_dict(draft.outline)
    rows = rows_of(outline, draft)
    is_doubtful = request.GET.get("only") == "doubtful"
    shown = [row for row in rows if row.doubts or row.key == key] if is_doubtful else rows
    number = request.GET.get("page")
    if key and not is_doubtful:
        number = next((place for place, row in enumerate(rows) if row.key == key), 0) // PER_PAGE + 1
    page = Paginator(shown, PER_PAGE).get_page(number)
    open_rows(page.object_list, draft, request.GET.get("edit", ""), key, form)
    context = {
        "draft": draft,
        "programme": draft.programme,
        "page_obj": page,
        "form": form,
        "is_doubtful": is_doubtful,
        "doubtful_count": sum(1 for row in rows if row.doubts),
        "warnings": warnings_of(outline, draft.programme.starts_on, draft.programme.ends_on),
        "title": outline.title or draft.programme.title,
        "replaced": Roadmap.objects.living().filter(programme=draft.programme).first(),
        "counts": {
            "stages": len(outline.stages),
            "activities": len(outline.activities),
            "steps": sum(len(one.steps) for one in outline.activities),
            "parties": len(outline.parties),
        },
    }
    return render(request, "roadmap/import_check.html", context, status=status)


def rows_of(outline, draft):
    """A row for the title of each stage and one for each activity, with the doubts about it."""
    doubts = {}
    for doubt in draft.doubts:
        doubts.setdefault((doubt["stage"], doubt["activity"]), []).append(doubt)
    rows = []
    for number, stage in enumerate(outline.stages, 1):
        rows.append(Row(stage, number, doubts=doubts.get((number, 0), [])))
        rows += [
            Row(stage, number, place, activity, doubts.get((number, place), []))
            for place, activity in enumerate(stage.activities, 1)
        ]
    return rows


def open_rows(rows, draft, asked, key, form):
    """Give a form to the row that was posted or asked for, and to the first doubtful ones."""
    free = OPEN_FORMS
    for row in rows:
        if row.key == key:
            row.form = form
        elif row.key == asked or (row.doubts and free > 0):
            row.form = form_of(row, draft)
        free -= bool(row.form and row.doubts)


def form_of(row, draft):
    if row.activity is None:
        return DraftStageForm(
            initial={"title": row.stage.title, "version": draft.version}, prefix=f"s{row.stage_number}"
        )
    return DraftActivityForm(initial=words_shown(row.activity, draft), prefix=f"a{row.key}")
