"""A list of people out of a file: choose it, say which column is what, look what will happen, take in."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mentorship.common import xlsx
from mentorship.common.reading import Unreadable
from mentorship.common.reading.guards import MAX_BYTES, MEGABYTE
from mentorship.common.table import Column, Table
from mentorship.programmes.access import requires

from ..bringing.plan import LEAVE_EMPTY, MAKE, NEW, SKIP, make_plan
from ..forms.importing import ColumnsForm, UploadListForm
from ..models import ImportBatch, ImportedRow, Register
from ..services import import_undo, importing
from ..tables import TITLES
from ..visibility import own_classes

PER_PAGE = 50
EXAMPLES = {
    Register.MENTEES: {
        "ФИО": "Иванов Пётр Сергеевич (пример)",
        "Класс": "8А",
        "Год рождения": "2007",
        "Телефон": "+7 900 000-00-00",
        "Эл. почта": "primer@example.org",
        "Представитель": "мать Иванова Анна Петровна",
        "Контакты представителя": "+7 900 000-00-01",
        "Запрос": "Подготовка к экзамену по математике",
        "Предметы": "математика, физика",
        "Интересы": "шахматы",
        "Достижения": "",
        "Форма наставничества": "",
        "Дата вхождения в программу": "14.03.2022",
    },
    Register.MENTORS: {
        "ФИО": "Петрова Ольга Николаевна (пример)",
        "Класс": "",
        "Должность": "учитель физики",
        "Место работы": "Школа № 1",
        "Год рождения": "1985",
        "Телефон": "+7 900 000-00-00",
        "Эл. почта": "primer@example.org",
        "Компетенции": "Подготовка к олимпиадам",
        "Предметы": "физика",
        "Достижения": "",
        "Интересы": "",
        "Желаемый возраст наставляемых": "12–15",
        "Ресурс времени, часов в месяц": "4",
        "Форма наставничества": "",
        "Дата вхождения в программу": "14.03.2022",
    },
}


def classes_of(request):
    """None is the whole school; a class teacher has the own classes, and without one no import."""
    if request.access.can("people.import"):
        return None
    classes = set(own_classes(request.memberships).values_list("pk", flat=True))
    if not classes:
        raise PermissionDenied
    return classes


def batches_of(request):
    """The imports of the school, or the own ones of who may not all."""
    rows = ImportBatch.objects.select_related("programme", "created_by")
    return rows if request.access.can("people.import") else rows.filter(created_by=request.user)


def draft_or_404(request, public_id):
    return get_object_or_404(batches_of(request), public_id=public_id)


@require_http_methods(["GET", "POST"])
@requires("people.import", own=True)
def people_import(request):
    classes_of(request)
    if request.programme is None:
        return render(request, "people/export_nothing.html")
    asked = request.GET.get("register", "")
    initial = {"register": asked if asked in Register.values else Register.MENTEES}
    form = UploadListForm(request.POST or None, request.FILES or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        batch = read_or_say_why(request, form)
        if batch:
            return redirect("people_import_map", batch.public_id)
    drafts = batches_of(request).filter(state=ImportBatch.State.DRAFT).defer("cells", "choices")[:5]
    context = {"form": form, "drafts": drafts, "registers": Register.choices}
    return render(request, "people/import_upload.html", context, status=422 if form.is_bound else 200)


def read_or_say_why(request, form):
    """The draft of the file; None when it cannot be read, and then the form says what to do."""
    file = form.cleaned_data["file"]
    try:
        if file.size > MAX_BYTES:
            raise Unreadable(_("The file is larger than 20 MB. Remove pictures from it and save it again."))
        return importing.read_upload(
            register=form.cleaned_data["register"],
            programme=request.programme,
            data=file.read(MAX_BYTES + MEGABYTE),
            file_name=file.name,
            by=request.user,
        )
    except Unreadable as error:
        form.add_error("file", str(error))
        return None


@require_http_methods(["GET", "POST"])
@requires("people.import", own=True)
def people_import_map(request, public_id):
    classes_of(request)
    batch = draft_or_404(request, public_id)
    if batch.state != ImportBatch.State.DRAFT:
        return redirect("people_import_done", batch.public_id)
    form = ColumnsForm(request.POST if request.method == "POST" else None, batch=batch)
    if request.method == "POST" and form.is_valid():
        importing.keep_mapping(batch, form.mapping)
        return redirect("people_import_check", batch.public_id)
    context = {"form": form, "batch": batch, "count": len(batch.cells)}
    return render(request, "people/import_map.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
@requires("people.import", own=True)
def people_import_check(request, public_id):
    """What will happen, row by row; a POST keeps the answers, and takes the list in when asked to."""
    classes = classes_of(request)
    batch = draft_or_404(request, public_id)
    if batch.state != ImportBatch.State.DRAFT:
        return redirect("people_import_done", batch.public_id)
    if not {"name", "surname"} & set(batch.mapping.values()):
        return redirect("people_import_map", batch.public_id)
    if request.method == "POST":
        return answer_and_take(request, batch, classes)
    return check_page(request, batch, classes)


def answer_and_take(request, batch, classes):
    choices = answers(request.POST)
    changed = {key: value for key, value in choices.items() if request.POST.get(f"was-{key}") != value}
    if changed:
        importing.keep_choices(batch, changed)
    here = f"{reverse('people_import_check', args=[batch.public_id])}?{request.GET.urlencode()}"
    if "take" not in request.POST:
        messages.success(request, _("The answers are kept."))
        return redirect(here)
    stamp = request.POST.get("stamp", "")
    if changed:
        stamp = make_plan(batch, today=request.today, classes=classes).stamp
    try:
        importing.take_in(batch, by=request.user, today=request.today, stamp=stamp, classes=classes)
    except importing.SeenChanged as error:
        messages.error(request, str(error))
        return redirect(here)
    return redirect("people_import_done", batch.public_id)


def answers(posted):
    """``{row: new, skip or an id}`` and ``{class:8Я: make or empty}``; everything else is not heard."""
    found = {}
    for name, value in posted.items():
        key = name.removeprefix("row-")
        if name.startswith("row-") and key.isdecimal() and len(key) < 8 and (value in {NEW, SKIP} or value.isdecimal()):
            found[key] = value[:20]
        elif name.startswith("class:") and len(name) < 20 and value in {MAKE, LEAVE_EMPTY}:
            found[name] = value
    return found


def check_page(request, batch, classes):
    plan = make_plan(batch, today=request.today, classes=classes)
    is_questions = request.GET.get("only") == "questions"
    asked = [row for row in plan.rows if row.has_questions]
    page = Paginator(asked if is_questions else plan.rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "batch": batch,
        "plan": plan,
        "counts": plan.counts,
        "writes": plan.counts["new"] + plan.counts["changed"],
        "page_obj": page,
        "is_questions": is_questions,
        "question_count": len(asked),
        "missing": importing.missing_class_words(plan),
    }
    return render(request, "people/import_check.html", context)


@require_safe
@requires("people.import", own=True)
def people_import_done(request, public_id):
    """What was taken in; after an undo, what has stayed and why it is still there."""
    classes_of(request)
    batch = draft_or_404(request, public_id)
    if batch.state == ImportBatch.State.DRAFT:
        return redirect("people_import_check", batch.public_id)
    rows = ImportedRow.objects.filter(batch=batch)
    made = rows.filter(model__in=["Mentee", "Mentor"])
    stayed = rows.select_related("person") if batch.state == ImportBatch.State.UNDONE else rows.none()
    page = Paginator(stayed, PER_PAGE).get_page(request.GET.get("page"))
    page.object_list = import_undo.say_why(list(page.object_list))
    context = {
        "batch": batch,
        "new": made.filter(before__isnull=True).count(),
        "people": rows.values("person").distinct().count(),
        "page_obj": page,
        "may_undo": import_undo.can_undo(batch),
        "until": batch.done_at + import_undo.KEPT_FOR,
    }
    return render(request, "people/import_done.html", context)


@require_POST
@requires("people.import", own=True)
def people_import_undo(request, public_id):
    classes_of(request)
    batch = draft_or_404(request, public_id)
    count = import_undo.undo(batch, by=request.user)
    if count is None:
        messages.error(request, _("The import cannot be taken back: it is older than 30 days or taken back already."))
    else:
        messages.success(request, _("Taken back: “%(name)s”.") % {"name": batch.file_name})
    return redirect("people_import_done", batch.public_id)


@require_safe
@requires("people.import", own=True)
def people_imports(request):
    classes_of(request)
    rows = batches_of(request).defer("cells", "choices", "mapping", "headings")
    return render(
        request, "people/import_list.html", {"page_obj": Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))}
    )


@require_safe
@requires("people.import", own=True)
def people_import_template(request):
    """A file with the right headings and one row of an example, which is not taken in."""
    classes_of(request)
    asked = request.GET.get("register", "")
    register = Register(asked) if asked in Register.values else Register.MENTEES
    example = EXAMPLES[register]
    columns = [Column(title, 100 / len(example)) for title in example]
    content = xlsx.table_to_xlsx(Table(TITLES[register], columns, [list(example.values())]), across=230)
    response = HttpResponse(content, content_type=xlsx.MIME)
    response["Content-Disposition"] = content_disposition_header(
        as_attachment=True, filename=f"Шаблон. {TITLES[register]}.xlsx"
    )
    return response
