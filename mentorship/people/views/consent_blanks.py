"""Blanks to print and the texts that they have."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_safe

from mentorship.common import docx, pdf
from mentorship.common.errors import EditConflict
from mentorship.common.pdf import PaperTooLong
from mentorship.programmes.access import requires

from ..consent_list import blanks_of, class_people, last_texts, with_papers
from ..consent_texts import PLACEHOLDERS, TABLE_MARK
from ..forms.consent_texts import BlankForm, TextForm
from ..models import ConsentKind, ConsentText
from ..papers.blanks import FILE_TITLE
from ..papers.paper import papers_to_docx, papers_to_pdf
from ..services.consents import new_version
from ..services.printing import record_paper
from ..visibility import people_for
from .consents import RIGHT, classes_for, person_or_404

MIMES = {"pdf": pdf.MIME, "docx": docx.MIME}


def blank_form(request, data, person):
    classes = classes_for(request).order_by("grade", "letter")
    initial = {"kinds": ConsentKind.values, "school_class": request.GET.get("school_class")}
    return BlankForm(data, classes=classes, person=person, initial=initial)


def chosen_person(request):
    return person_or_404(request, request.GET["person"]) if request.GET.get("person") else None


@require_GET
@requires(RIGHT, own=True)
def consent_blanks(request):
    person = chosen_person(request)
    page = {"form": blank_form(request, None, person), "person": person}
    return render(request, "people/consent_blanks.html", page)


@require_safe
@requires(RIGHT, own=True)
def consent_blank(request, extension):
    """The blanks of one person, of a class, or empty ones, each on its own sheet of one file."""
    if extension not in MIMES:
        raise Http404
    person = chosen_person(request)
    form = blank_form(request, request.GET, person)
    if not form.is_valid():
        return render(request, "people/consent_blanks.html", {"form": form, "person": person}, status=422)
    people = [person] if person else None
    if school_class := form.cleaned_data.get("school_class"):
        people = list(with_papers(class_people(people_for(request, RIGHT), school_class)))
        if not people:
            form.add_error("school_class", _("There is nobody in this class yet."))
            return render(request, "people/consent_blanks.html", {"form": form, "person": person}, status=422)
    papers = blanks_of(
        people, form.cleaned_data["kinds"], school=request.school, programme=request.programme, day=request.today
    )
    try:
        content = papers_to_pdf(papers, FILE_TITLE) if extension == "pdf" else papers_to_docx(papers, FILE_TITLE)
    except PaperTooLong as error:
        messages.error(request, str(error))
        return redirect("consent_blanks")
    record_paper(
        people or [],
        title=f"{FILE_TITLE}: {school_class or person}",
        programme=request.programme,
        row=person,
        action="consent.blanks_taken",
        by=request.user,
        day=request.today,
    )
    return download(content, extension, "blanki-soglasiy")


def download(content, extension, name):
    response = HttpResponse(content, content_type=MIMES[extension])
    response["Content-Disposition"] = f'attachment; filename="{name}.{extension}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


@require_GET
@requires(RIGHT)
def consent_texts(request):
    versions = {}
    for text in ConsentText.objects.all():
        versions.setdefault(text.kind, []).append(text)
    kinds = [(kind.value, kind.label, versions.get(kind.value, [])) for kind in ConsentKind]
    return render(request, "people/consent_texts.html", {"kinds": kinds})


@require_http_methods(["GET", "POST"])
@requires(RIGHT)
def consent_text(request, slug):
    """The text that the next papers have. Saving makes a new version; papers that are signed keep theirs."""
    if slug not in ConsentKind.values:
        raise Http404
    last = ConsentText.objects.filter(kind=slug).order_by("-number").first()
    initial = {"text": last_texts()[slug], "number": last.number if last else 0}
    form = TextForm(request.POST if request.method == "POST" else None, kind=slug, initial=initial)
    status = 200
    if request.method == "POST" and form.is_valid():
        if last and form.cleaned_data["text"] == last.text:
            return redirect("consent_texts")
        try:
            made = new_version(kind=slug, school=request.school, by=request.user, **form.cleaned_data)
        except EditConflict as error:
            form.data = form.data.copy()
            form.data["number"] = error.theirs.number
            form.add_error("text", f"{error} {_('It stands below: put the two together and save.')}")
            status = 409
        else:
            words = _("Version %(number)s of the consent %(kind)s is made.")
            messages.success(request, words % {"number": made.number, "kind": made.get_kind_display()})
            return redirect("consent_texts")
    page = {
        "form": form,
        "kind": ConsentKind(slug),
        "last": last,
        "is_conflict": status == 409,
        "placeholders": PLACEHOLDERS.items(),
        "table_mark": TABLE_MARK if slug == ConsentKind.DISTRIBUTION else "",
    }
    return render(request, "people/consent_text.html", page, status=422 if form.errors and status == 200 else status)
