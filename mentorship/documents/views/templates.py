"""The texts of papers: the school's own words with named fields, a preview on live data, earlier versions."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mentorship.common.errors import EditConflict, RuleBroken
from mentorship.pairs.models import Pairing
from mentorship.people.models import Person
from mentorship.people.views.files import paper as answer
from mentorship.programmes.access import requires

from ..fields import TABLE, TABLES, known_fields, values_of
from ..forms.papers import PlaceField, TemplateForm
from ..kinds import KINDS
from ..models import Paper, PaperTemplate, PaperTemplateVersion
from ..printing import FILES
from ..services import templates as acts
from ..services.papers import compose
from ..sheets import sheets_of

PER_PAGE = 20


@require_safe
@requires("papers.templates")
def paper_templates(request):
    own = dict(PaperTemplate.objects.exclude(current=0).values_list("code", "current"))
    return render(request, "documents/templates.html", {"rows": [(one, own.get(one.code)) for one in KINDS.values()]})


def kind_or_404(code):
    if code not in KINDS:
        raise Http404
    return KINDS[code]


@require_http_methods(["GET", "POST"])
@requires("papers.templates")
def paper_template(request, code):
    """Edit; «Показать» shows the text on live data without saving it, as a page or as a PDF."""
    kind = kind_or_404(code)
    saved = acts.in_force(request.school, code)
    initial = {"heading": saved.heading, "text": saved.text, "version": saved.version}
    form = TemplateForm(request.POST if request.method == "POST" else None, kind=kind, initial=initial)
    page = {"form": form, "kind": kind, "saved": saved, "page_obj": versions_of(request, kind)}
    page["fields"], page["tables"] = fields_of(request, kind), [f"{TABLE}{name}" for name in TABLES]
    status = 200
    if request.method == "POST":
        if not form.is_valid():
            status = 422
        elif "preview" in request.POST or "pdf" in request.POST:
            preview, page["trouble"] = preview_of(request, kind, form.cleaned_data)
            if preview and "pdf" in request.POST:
                write, mime = FILES["pdf"]
                return answer(write(preview), mime, f"{kind.title}.pdf")
            page["preview"] = preview and sheets_of(preview)
        else:
            status = save(request, kind, form)
            if status == 200:
                return redirect("paper_template", code)
    return render(request, "documents/template.html", page, status=status)


def fields_of(request, kind):
    """``(name, value)`` of every field, by the live data that the preview shows."""
    if request.programme is None:
        return [(name, "") for name in known_fields(kind)]
    shown = example_of(request.programme, kind)
    return list(values_of(kind, programme=request.programme, day=request.today, **shown).items())


def example_of(programme, kind):
    """The first pair, pupil of a pair or mentor, where the kind needs one."""
    pairing = person = None
    if kind.needs == "mentee" and (place := PlaceField(programme).queryset.first()):
        pairing, person = place.pairing, place.mentee.person
    if kind.needs == "pair":
        pairing = Pairing.objects.of(programme).select_related("mentor__person", "form").first()
    if kind.needs == "person":
        person = Person.objects.living().filter(mentors__programme=programme).first()
    return {"pairing": pairing, "person": person, "asked": {one.name: one.initial for one in kind.asked}}


def versions_of(request, kind):
    rows = PaperTemplateVersion.objects.filter(template__code=kind.code).select_related("created_by")
    return Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))


def save(request, kind, form):
    data = form.cleaned_data
    try:
        acts.save(
            school=request.school,
            code=kind.code,
            version=data["version"],
            heading=data["heading"],
            text=data["text"],
            note=data["note"],
            by=request.user,
        )
    except EditConflict as conflict:
        words = _("Somebody has saved another text in the meantime. Yours stands here; saving once more makes it hold.")
        form.add_error(None, words)
        form.data = form.data.copy()
        form.data["version"] = str(conflict.theirs.version)
        return 409
    messages.success(request, _("The text of “%(title)s” is saved: new papers take it.") % {"title": kind.title})
    return 200


def preview_of(request, kind, words):
    """An unsaved paper on live data: of the first pair or person where one is needed; (None, why) without them."""
    if request.programme is None:
        return None, _("There is no programme yet.")
    shown = example_of(request.programme, kind)
    if kind.is_of_pair and shown["pairing"] is None:
        return None, _("There is no pair yet to show the text on.")
    if kind.needs == "person" and shown["person"] is None:
        return None, _("There is no mentor yet to show the text on.")
    text = acts.TextInForce(words["heading"], words["text"])
    try:
        heading, body, tables = compose(
            code=kind.code,
            programme=request.programme,
            day=request.today,
            words=text,
            **shown,
        )
    except RuleBroken as error:
        return None, str(error)
    row = Paper(school=request.school, programme=request.programme, code=kind.code, heading=heading, day=request.today)
    row.text, row.tables, row.person = body, tables, shown["person"]
    return row, ""


@require_POST
@requires("papers.templates")
def paper_template_choose(request, code, number):
    """An earlier version holds again; 0 is the product's own text."""
    kind = kind_or_404(code)
    try:
        acts.choose(school=request.school, code=code, number=number, by=request.user)
    except (PaperTemplate.DoesNotExist, PaperTemplateVersion.DoesNotExist):
        raise Http404 from None
    messages.success(request, _("The text of “%(title)s” is chosen.") % {"title": kind.title})
    return redirect("paper_template", code)
