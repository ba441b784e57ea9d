"""Questionnaires: the list, a new one, one of them, its versions, files, the bin."""

import uuid
from datetime import timedelta

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mentorship.common import clock, xlsx
from mentorship.common.errors import EditConflict, RuleBroken
from mentorship.programmes.access import requires

from .. import builtin
from ..content import Content, problems
from ..exchange import FileRefused, Sheet, read_upload, to_json, to_xlsx
from ..files import paper
from ..forms.answering import Field
from ..forms.building import AboutForm, CorrectionForm, FilterForm, ImportForm
from ..listing import KEPT_DAYS, draft_of, published_of, surveys_of, with_contents
from ..models import Survey
from ..services import building as acts
from ..sources import options_of

PER_PAGE = 30


@require_safe
@requires("surveys.view", own=True)
def surveys(request):
    """The list, or the bin with ``?bin=1``."""
    may_edit = request.access.can("surveys.edit")
    is_bin = may_edit and request.GET.get("bin") == "1"
    form = FilterForm(request.GET)
    chosen = form.chosen()
    since = clock.now() - timedelta(days=KEPT_DAYS) if is_bin else None
    page = Paginator(surveys_of(**chosen, in_bin_since=since), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "filter_form": form,
        "is_filtered": bool(chosen),
        "page_obj": page,
        "rows": with_contents(page.object_list),
        "is_bin": is_bin,
        "days": KEPT_DAYS,
        "may_edit": may_edit,
        "may_send": request.access.can("surveys.send", own=True) and request.programme is not None,
    }
    return render(request, "surveys/surveys.html", context)


def survey_for(public_id):
    try:
        number = uuid.UUID(str(public_id))
    except ValueError as error:
        raise Http404 from error
    return get_object_or_404(Survey.objects.living(), public_id=number)


@require_http_methods(["GET", "POST"])
@requires("surveys.edit")
def survey_import(request):
    form = ImportForm(request.POST or None, request.FILES or None, initial={"key": uuid.uuid4()})
    refused = ()
    if request.method == "POST" and form.is_valid():
        try:
            sheet = read_upload(form.cleaned_data["file"])
        except FileRefused as error:
            refused = error.sentences
        else:
            title = sheet.title or form.cleaned_data["file"].name.rpartition(".")[0] or _("Questionnaire")
            about = {"title": title, "purpose": sheet.purpose, "wording": sheet.wording, "content": sheet.content}
            key = form.cleaned_data["key"]
            survey = acts.create_survey(key=key, school=request.school, by=request.user, **about)
            messages.success(request, _("“%(title)s” is taken in as a draft.") % {"title": survey.title})
            return redirect("survey_build", survey.public_id)
    status = 422 if refused or form.errors else 200
    return render(request, "surveys/import.html", {"form": form, "refused": refused}, status=status)


@require_safe
@requires("surveys.view", own=True)
def survey(request, survey_id):
    """One questionnaire: its versions and what can be done with it."""
    row = survey_for(survey_id)
    living = Q(campaigns__deleted_at=None)
    versions = (
        row.versions.select_related("published_by")
        .annotate(asked=Count("campaigns", filter=living))
        .order_by("-number")
    )
    page = Paginator(versions, PER_PAGE).get_page(request.GET.get("page"))
    published = published_of(row)
    draft = draft_of(row)
    context = {
        "survey": row,
        "ready": builtin.named(f"{row.code}:{row.wording}"),
        "page_obj": page,
        "draft": draft,
        "published": published,
        "content": (draft or published).questionnaire if draft or published else Content(),
        "may_edit": request.access.can("surveys.edit"),
        "may_send": request.access.can("surveys.send", own=True),
    }
    return render(request, "surveys/survey.html", context)


@require_http_methods(["GET", "POST"])
@requires("surveys.edit")
def survey_edit(request, survey_id):
    """The title, the purpose, for whom the words are."""
    row = survey_for(survey_id)
    about = {name: getattr(row, name) for name in ("title", "purpose", "wording")}
    form = AboutForm(request.POST if request.method == "POST" else None, initial=about)
    conflict, seen = [], request.POST.get("version", "")
    if request.method == "POST" and form.is_valid():
        try:
            acts.rename(row, expected=int(seen) if seen.isdigit() else 0, by=request.user, **form.cleaned_data)
            messages.success(request, _("Saved: “%(title)s”.") % {"title": row.title})
            return redirect(row)
        except EditConflict as error:
            row = error.theirs
            mine = form.cleaned_data
            conflict = [(form[name].label, getattr(row, name), mine[name]) for name in mine]
            conflict = [one for one in conflict if one[1] != one[2]]
    context = {"survey": row, "form": form, "conflict": conflict}
    status = 409 if conflict else 422 if form.errors else 200
    return render(request, "surveys/edit.html", context, status=status)


@require_POST
@requires("surveys.edit")
def survey_delete(request, survey_id):
    row = survey_for(survey_id)
    acts.throw_away(row, by=request.user)
    undo = reverse("survey_restore", args=[row.public_id])
    messages.success(request, _("“%(title)s” is in the bin.") % {"title": row.title}, extra_tags=f"undo:{undo}")
    return redirect("surveys")


@require_POST
@requires("surveys.edit")
def survey_restore(request, survey_id):
    row = get_object_or_404(Survey, public_id=survey_id)
    acts.restore(row, by=request.user)
    messages.success(request, _("The questionnaire “%(title)s” is restored.") % {"title": row.title})
    return redirect(row)


@require_POST
@requires("surveys.edit")
def survey_version(request, survey_id):
    """The draft of the next version, a copy of the last one."""
    row = survey_for(survey_id)
    acts.new_version(row, by=request.user)
    return redirect("survey_build", row.public_id)


@require_http_methods(["GET", "POST"])
@requires("surveys.edit")
def survey_publish(request, survey_id):
    """What is wrong, with links to the questions; or what publishing means, and the button."""
    row = survey_for(survey_id)
    draft = draft_of(row)
    if draft is None:
        messages.info(request, _("There is no draft: the questionnaire is published."))
        return redirect(row)
    found = None
    if request.method == "POST":
        try:
            acts.publish(draft, request.user)
            messages.success(request, _("The questionnaire “%(title)s” is published.") % {"title": row.title})
            return redirect(row)
        except acts.NotReady as error:
            found = error.problems
        except EditConflict as error:
            messages.warning(request, _("%(words)s Look once more.") % {"words": error})
            return redirect("survey_publish", row.public_id)
    content = draft.questionnaire
    found = list(problems(content)) if found is None else found
    context = {"survey": row, "draft": draft, "content": content, "problems": numbered(content, found)}
    return render(request, "surveys/publish.html", context, status=422 if request.method == "POST" else 200)


def numbered(content, found):
    """``(number and words of the question, its key, sentence)``."""
    titles = {one.key: (number, one.text) for number, one in enumerate(content.questions, 1)}
    return [(titles.get(key), key, sentence) for key, sentence in found]


@require_http_methods(["GET", "POST"])
@requires("surveys.edit")
def survey_words(request, survey_id):
    """Mending words of the published version."""
    row = survey_for(survey_id)
    version = published_of(row)
    if version is None:
        return redirect("survey_build", row.public_id)
    data = request.POST if request.method == "POST" else None
    form = CorrectionForm(data, content=version.questionnaire, version=version.version)
    conflict = []
    if request.method == "POST" and form.is_valid():
        try:
            expected = form.cleaned_data["version"]
            acts.correct_texts(version, expected=expected, content=form.corrected(), by=request.user)
            messages.success(request, _("The words of “%(title)s” are corrected.") % {"title": row.title})
            return redirect(row)
        except EditConflict as error:
            conflict = [(one.label, one.initial, one.value()) for one in form if one.name != "version"]
            conflict = [one for one in conflict if (one[1] or "") != (one[2] or "").replace("\r\n", "\n").strip()]
            mine = request.POST.copy()
            mine["version"] = error.theirs.version
            form = CorrectionForm(mine, content=error.theirs.questionnaire, version=error.theirs.version)
        except acts.NotReady as error:
            for _key, sentence in error.problems:
                form.add_error(None, sentence)
        except RuleBroken as error:
            form.add_error(None, str(error))
    context = {"survey": row, "version": version, "form": form, "conflict": conflict}
    return render(request, "surveys/words.html", context, status=409 if conflict else 422 if form.errors else 200)


@require_safe
@requires("surveys.view", own=True)
def survey_preview(request, survey_id):
    """One question as it stands on a phone; nothing is saved."""
    row = survey_for(survey_id)
    number = request.GET.get("version", "")
    versions = row.versions.filter(number=number) if number.isdigit() else row.versions.order_by("-number")
    version = versions.first()
    if version is None:
        raise Http404
    content = version.questionnaire
    pages = Paginator(content.questions, 1).get_page(request.GET.get("page"))
    question = next(iter(pages.object_list), None)
    options = options_of(question, request.programme) if question else []
    context = {
        "survey": row,
        "version": version,
        "content": content,
        "page_obj": pages,
        "field": Field(question, options=tuple(options), seed=str(row.public_id)) if question else None,
        "shown_after": content.question(question.show_if.question) if question and question.show_if else None,
    }
    return render(request, "surveys/preview.html", context)


@require_safe
@requires("surveys.view", own=True)
def survey_export_xlsx(request, survey_id):
    return export(survey_for(survey_id), to_xlsx, xlsx.MIME, "xlsx")


@require_safe
@requires("surveys.view", own=True)
def survey_export_json(request, survey_id):
    return export(survey_for(survey_id), to_json, "application/json", "json")


def export(row, write, mime, extension):
    version = row.versions.order_by("-number").first()
    if version is None:
        raise Http404
    sheet = Sheet(version.questionnaire, title=row.title, purpose=row.purpose, wording=row.wording)
    name = slugify(row.title, allow_unicode=True)[:80] or _("questionnaire")
    return paper(write(sheet), mime, f"{name}.{extension}")
