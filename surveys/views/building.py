"""The builder: every change is one small POST that leads back to its place.

With htmx the browser follows the same redirect and swaps the builder alone; without it the page is loaded anew.
"""

from dataclasses import asdict, replace
from functools import wraps

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mentorship.common.errors import EditConflict, RuleBroken
from mentorship.programmes.access import requires

from .. import editing
from ..content import Condition, Kind, problems, question_from
from ..forms.building import AddForm, FilterForm, QuestionForm, SectionForm, TextsForm, digest_of
from ..listing import draft_of
from ..models import Question
from ..services import building as acts
from ..services import library
from .surveys import survey_for

PER_PAGE = 30
REMOVED = "survey_question_removed"
"""Where the session keeps the question that was deleted last, for «Undo»."""


def of_draft(view):
    """Give the view the draft instead of the number; without a draft lead to the questionnaire."""

    @wraps(view)
    def with_draft(request, survey_id, **named):
        survey = survey_for(survey_id)
        draft = draft_of(survey)
        if draft is None:
            messages.info(request, _("The questionnaire is published. Make a new version to change its questions."))
            return redirect(survey)
        try:
            return view(request, draft, **named)
        except RuleBroken as error:
            messages.error(request, str(error))
            return build_page(request, draft, status=409 if isinstance(error, EditConflict) else 422)

    return with_draft


@require_safe
@requires("surveys.edit")
@of_draft
def survey_build(request, draft):
    return build_page(request, draft)


def build_page(request, draft, *, forms=None, opened="", conflict=(), status=200):
    """The builder; ``opened`` is what stands open: ``q-KEY``, ``s-KEY``, ``texts`` or nothing."""
    draft.refresh_from_db()
    content = draft.questionnaire
    opened = opened or request.GET.get("edit", "")
    numbers = {question.key: number for number, question in enumerate(content.questions, 1)}
    wrong = {}
    for key, sentence in problems(content):
        wrong.setdefault(key, []).append(sentence)
    context = {
        "survey": draft.survey,
        "draft": draft,
        "content": content,
        "sections": [
            (section, [(numbers[one.key], one, wrong.get(one.key, ())) for one in section.questions])
            for section in content.sections
        ],
        "opened": opened,
        "form": forms or opened_form(content, opened),
        "conflict": conflict,
        "kinds": [(kind.value, kind.title) for kind in Kind],
        "marks_address": reverse("survey_question_marks", args=[draft.survey.public_id, opened[2:]])
        if opened.startswith("q-") and opened[2:]
        else "",
    }
    return render(request, "surveys/build.html", context, status=status)


def opened_form(content, opened):
    """The form of what the address asks to open, or None."""
    kind, _dash, key = opened.partition("-")
    if opened == "texts":
        return TextsForm(initial={"intro": content.intro, "thanks": content.thanks})
    if kind == "q" and content.question(key):
        return QuestionForm(question=content.question(key), content=content)
    section = next((one for one in content.sections if kind == "s" and one.key == key), None)
    return SectionForm(initial={"title": section.title, "text": section.text}) if section else None


def back(draft, anchor="", opened=""):
    address = reverse("survey_build", args=[draft.survey.public_id])
    return redirect(address + (f"?edit={opened}" if opened else "") + (f"#{anchor}" if anchor else ""))


def apply(draft, act, request):
    """Run an act that answers ``(questionnaire, key)`` on the draft; answer the key."""
    made = []

    def remembering(content):
        content, key = act(content)
        made.append(key)
        return content

    acts.change(draft, remembering, by=request.user)
    return made[-1]


@require_POST
@requires("surveys.edit")
@of_draft
def survey_texts(request, draft):
    form = TextsForm(request.POST)
    if not form.is_valid():
        return build_page(request, draft, forms=form, opened="texts", status=422)
    words = {name: tidy(text) for name, text in form.cleaned_data.items()}
    acts.change(draft, lambda content: replace(content, **words), by=request.user)
    messages.success(request, _("The words before and after the questions are saved."))
    return back(draft, "texts")


def tidy(text):
    return text.replace("\r\n", "\n").strip()


@require_POST
@requires("surveys.edit")
@of_draft
def survey_section_add(request, draft):
    title = " ".join(request.POST.get("title", "").split())[:300]
    key = apply(draft, lambda content: editing.add_section(content, title), request)
    return back(draft, f"s-{key}")


@require_POST
@requires("surveys.edit")
@of_draft
def survey_section(request, draft, section_key):
    form = SectionForm(request.POST)
    if not form.is_valid():
        return build_page(request, draft, forms=form, opened=f"s-{section_key}", status=422)
    words = {name: tidy(text) for name, text in form.cleaned_data.items()}

    def reword(content):
        return editing.with_section(content, replace(editing.section_or_refuse(content, section_key), **words))

    acts.change(draft, reword, by=request.user)
    return back(draft, f"s-{section_key}")


SECTION_ACTS = {
    "up": lambda content, key: editing.move_section(content, key, -1),
    "down": lambda content, key: editing.move_section(content, key, 1),
    "delete": editing.remove_section,
}


@require_POST
@requires("surveys.edit")
@of_draft
def survey_section_act(request, draft, section_key, act):
    if act not in SECTION_ACTS:
        raise Http404
    acts.change(draft, lambda content: SECTION_ACTS[act](content, section_key), by=request.user)
    return back(draft, "questions" if act == "delete" else f"s-{section_key}")


@require_POST
@requires("surveys.edit")
@of_draft
def survey_question_add(request, draft):
    form = AddForm(request.POST)
    if not form.is_valid():
        raise RuleBroken(_("Choose the kind of the new question."))
    blank = editing.blank_question("", Kind(form.cleaned_data["kind"]))
    key = apply(draft, lambda content: editing.add_question(content, blank, form.cleaned_data["section"]), request)
    return back(draft, f"q-{key}", f"q-{key}")


@require_POST
@requires("surveys.edit")
@of_draft
def survey_question(request, draft, question_key):
    """Save one question. If another person changed this very question, both texts are shown; nothing is lost."""
    content = draft.questionnaire
    question = editing.question_or_refuse(content, question_key)
    form = QuestionForm(request.POST, question=question, content=content)
    if not form.is_valid():
        return build_page(request, draft, forms=form, opened=f"q-{question_key}", status=422)
    changed = form.changed_question()
    seen = form.cleaned_data["seen"]

    def save(content):
        saved = editing.question_or_refuse(content, question_key)
        if digest_of(saved) != seen and saved != changed:
            raise EditConflict(_("Somebody has changed this in the meantime."), theirs=saved)
        return content.with_question(changed)

    try:
        acts.change(draft, save, by=request.user)
    except EditConflict as error:
        if not hasattr(error.theirs, "kind"):
            raise
        return conflict_page(request, draft, form, error.theirs)
    if changed.kind != question.kind:
        return back(draft, f"q-{question_key}", f"q-{question_key}")
    messages.success(request, _("Saved: “%(title)s”.") % {"title": changed.text[:80]})
    return back(draft, f"q-{question_key}")


def conflict_page(request, draft, form, theirs):
    """What the other person saved beside what was typed here, which stands in the form, ready to be saved over it."""
    draft.refresh_from_db()
    saved = QuestionForm(question=theirs, content=draft.questionnaire)
    names = [name for name in form.fields if name in saved.fields and name != "seen"]
    rows = [(form[name].label, said(saved[name].initial), said(form.cleaned_data[name])) for name in names]
    mine = request.POST.copy()
    mine["seen"] = digest_of(theirs)
    form = QuestionForm(mine, question=theirs, content=draft.questionnaire)
    rows = [row for row in rows if row[1] != row[2]]
    return build_page(request, draft, forms=form, opened=f"q-{theirs.key}", conflict=rows, status=409)


def said(value):
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list):
        return ", ".join(value)
    return "" if value is None else str(value).replace("\r\n", "\n")


@require_safe
@requires("surveys.edit")
@of_draft
def survey_question_marks(request, draft, question_key):
    """The answers of the question that was chosen for a condition, as boxes to tick."""
    content = draft.questionnaire
    question = editing.question_or_refuse(content, question_key)
    asked = Condition(request.GET.get("show_question", ""), ())
    form = QuestionForm(question=replace(question, show_if=asked), content=content)
    field = form["show_marks"] if "show_marks" in form.fields else None
    return render(request, "surveys/_marks.html", {"field": field})


MOVES = {"up": -1, "down": 1}


@require_POST
@requires("surveys.edit")
@of_draft
def survey_question_act(request, draft, question_key, act):
    """Higher, lower, a copy, into the library, away."""
    question = draft.questionnaire.question(question_key)
    if question is None:
        raise RuleBroken(_("This question is not there any more."))
    if act in MOVES:
        acts.change(draft, lambda content: editing.move_question(content, question_key, MOVES[act]), by=request.user)
    elif act == "copy":
        key = apply(draft, lambda content: editing.copy_question(content, question_key), request)
        return back(draft, f"q-{key}", f"q-{key}")
    elif act == "keep":
        keep(request, question)
    elif act == "delete":
        return delete(request, draft, question)
    else:
        raise Http404
    return back(draft, f"q-{question_key}")


def keep(request, question):
    _row, is_new = library.keep(question, school=request.school, by=request.user)
    words = _("“%(title)s” is in the library.") if is_new else _("“%(title)s” was in the library already.")
    messages.success(request, words % {"title": question.text[:80]})


def delete(request, draft, question):
    section = editing.section_of(draft.questionnaire, question.key)
    place = [one.key for one in section.questions].index(question.key)
    request.session[REMOVED] = {
        "draft": draft.pk,
        "question": asdict(question),
        "section": section.key,
        "place": place,
    }
    acts.change(draft, lambda content: editing.remove_question(content, question.key), by=request.user)
    undo = reverse("survey_question_back", args=[draft.survey.public_id])
    words = _("“%(title)s” is deleted.") % {"title": question.text[:80] or _("Question without words")}
    messages.success(request, words, extra_tags=f"undo:{undo}")
    return back(draft, f"s-{section.key}")


@require_POST
@requires("surveys.edit")
@of_draft
def survey_question_back(request, draft):
    """The question that this person deleted last, back where it was."""
    kept = request.session.pop(REMOVED, None)
    if not kept or kept["draft"] != draft.pk:
        raise RuleBroken(_("There is nothing to take back."))
    question = question_from(kept["question"])
    acts.change(
        draft,
        lambda content: editing.put_back(content, question, kept["section"], kept["place"]),
        by=request.user,
    )
    return back(draft, f"q-{question.key}")


@require_http_methods(["GET", "POST"])
@requires("surveys.edit")
@of_draft
def survey_question_library(request, draft):
    """Choose a question of the library for a section."""
    section = request.POST.get("section", "") or request.GET.get("section", "")
    if request.method == "POST":
        pk = request.POST.get("question", "")
        row = get_object_or_404(Question, pk=int(pk) if pk.isdigit() else 0)
        key = apply(draft, lambda content: editing.add_question(content, library.question_of(row), section), request)
        messages.success(request, _("“%(title)s” is added.") % {"title": row.text[:80]})
        return back(draft, f"q-{key}")
    return library_page(request, survey=draft.survey, section=section)


@require_safe
@requires("surveys.edit")
def survey_library(request):
    return library_page(request)


def library_page(request, *, survey=None, section=""):
    form = FilterForm(request.GET)
    words = form.chosen().get("q", "")
    rows = Question.objects.filter(text__icontains=words) if words else Question.objects.all()
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "filter_form": form,
        "is_filtered": bool(words),
        "page_obj": page,
        "rows": [(row, library.question_of(row)) for row in page],
        "survey": survey,
        "section": section,
    }
    return render(request, "surveys/library.html", context)


@require_POST
@requires("surveys.edit")
def survey_library_delete(request, question_id):
    row = get_object_or_404(Question, public_id=question_id)
    library.remove(row, by=request.user)
    messages.success(request, _("“%(title)s” is taken out of the library.") % {"title": row.text[:80]})
    return redirect("survey_library")
