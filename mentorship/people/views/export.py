"""A register as a file: a page that shows what will be in it, and the file itself.

The file is the answer to a POST, because every export is written down and an address that is followed by a program
that looks at letters must write nothing.
"""

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods

from mentorship.common.pdf import PaperTooLong
from mentorship.programmes.access import requires

from ..forms.export import PREFIX, ExportForm
from ..forms.filters import filter_form
from ..lists import LISTS
from ..models import Register
from ..services.exporting import (
    MIMES,
    PDF_ROWS,
    Choice,
    file_name,
    layout_of,
    make_export,
    record_export,
)
from ..visibility import mentees_for, mentors_for, own_classes

PREVIEW_ROWS = 20


@require_http_methods(["GET", "POST"])
@requires("people.export", own=True)
def people_export(request):
    may_all = request.access.can("people.export")
    if not may_all and not own_classes(request.memberships).exists():
        raise PermissionDenied
    if request.programme is None:
        return render(request, "people/export_nothing.html")
    form, narrowing = form_of(request, may_override=may_all), list_filter(request)
    if request.method == "POST" and form.is_valid():
        if "show" in request.POST:
            return redirect(f"{request.path}?{address_of(request, form)}")
        try:
            return download(request, form, narrowing)
        except PaperTooLong as error:
            form.add_error("file", str(error))
    status = 422 if form.errors else 200
    return render(request, "people/export.html", page_of(request, form, narrowing), status=status)


def register_of(request):
    asked = request.GET.get("register", "")
    return Register(asked) if asked in Register.values else Register.MENTEES


def form_of(request, *, may_override):
    """The posted form; else the one of the address, where values that do not fit fall back to the usual ones."""
    register = register_of(request)
    usual = {"register": register, "layout": layout_of(register, request.user), "may_override": may_override}
    if request.method == "POST":
        return ExportForm(request.POST, **usual)
    asked = ExportForm(request.GET, **usual)
    return asked if asked.is_valid() else ExportForm(**usual)


def list_filter(request):
    """The filter of the list that the page was opened from: it stands in the address."""
    people_list = LISTS[register_of(request)]
    return filter_form(request.GET, people_list=people_list, access=request.access, programme=request.programme)


def address_of(request, form):
    """The address of the page with the filters of the list and what the form asks for."""
    query = request.GET.copy()
    for field in form:
        query[field.html_name] = field.data or ""
    return query.urlencode()


def filters_of(request):
    """The filters of the list as a query string, without the form's own fields."""
    query = request.GET.copy()
    for name in [name for name in query if name.startswith(f"{PREFIX}-") or name == "register"]:
        del query[name]
    return query.urlencode()


def download(request, form, narrowing):
    extension, choice = form.cleaned_data["file"], form.choice
    export = made(request, choice, narrowing)
    content = export.to_bytes(extension, request.school)
    record_export(export, programme=request.programme, by=request.user, extension=extension, day=request.today)
    response = HttpResponse(content, content_type=MIMES[extension])
    name = file_name(choice.register, request.today, extension)
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    response["X-Content-Type-Options"] = "nosniff"
    return response


def made(request, choice, narrowing, limit=None):
    see = mentees_for if choice.register == Register.MENTEES else mentors_for
    return make_export(
        choice,
        narrowing.narrowed(see(request, "people.export"), request.today),
        school=request.school,
        programme=request.programme,
        day=request.today,
        limit=limit,
    )


def page_of(request, form, narrowing):
    is_usable = form.is_bound and not form.errors
    register = form.register
    choice = form.choice if is_usable else Choice(register, tuple(form.layout))
    export = made(request, choice, narrowing, limit=PREVIEW_ROWS)
    return {
        "form": form,
        "register": register,
        "registers": [(code, title) for code, title in Register.choices],
        "export": export,
        "filters": filters_of(request),
        "is_filtered": bool(narrowing.wanted),
        "pdf_rows": PDF_ROWS,
    }
