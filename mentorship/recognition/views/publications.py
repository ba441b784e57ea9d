"""What the school publishes about its programme: prepared, checked person by person, put out, withdrawn."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import F
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mentorship.common import clock, pdf
from mentorship.common.errors import EditConflict
from mentorship.people.views.files import paper
from mentorship.programmes.access import requires
from mentorship.programmes.views.editing import edit_page

from ..forms.publishing import ActForm, PublicationForm
from ..formula import standings
from ..models import NormativeAct, Publication, PublishedPerson
from ..publishing import allowed_items, rows_of, shown_people, url_of, why_hidden
from ..services import publishing as acts
from .public import content_of

PER_PAGE = 50
PROPOSED = 10
"""So many of the first by the open rule are proposed for the page of the best."""
Kind = Publication.Kind


@require_safe
@requires("publications.view")
def publications(request):
    programme = request.programme
    there = {one.kind: one for one in Publication.objects.filter(programme=programme)} if programme else {}
    to_clean = PublishedPerson.objects.filter(cleaned_on=None).exclude(clean_by=None)
    to_clean = to_clean.select_related("person", "publication").order_by("clean_by", "pk")
    page = {
        "kinds": [(code, words, there.get(code)) for code, words in Kind.choices],
        "page_obj": Paginator(to_clean, PER_PAGE).get_page(request.GET.get("page")),
        "may_edit": request.access.can("publications.edit") and programme is not None,
        "today": request.today,
    }
    for one in there.values():
        one.url = url_of(one)
    return render(request, "recognition/publications.html", page)


def page_or_404(request, kind):
    rows = Publication.objects.filter(programme=request.programme).select_related("programme__school")
    return get_object_or_404(rows, kind=kind)


@require_POST
@requires("publications.edit")
def publication_begin(request, page_kind):
    """The page is prepared for the first time; of the best, those who lead by the open rule are proposed."""
    if page_kind not in Kind.values or request.programme is None:
        raise Http404
    row = acts.page_of(request.programme, page_kind)
    if page_kind == Kind.BEST and row.version == 1 and not row.people.exists():
        people = [(one.mentor.person, told(one)) for one in standings(request.programme)[:PROPOSED]]
        acts.save(publication=row, version=row.version, changes={}, content={}, people=people, by=request.user)
    if page_kind == Kind.CURATOR and row.version == 1 and "contact" not in row.content:
        content = {"contact": contact_of(request.programme)}
        acts.save(publication=row, version=row.version, changes={}, content=content, people=None, by=request.user)
    return redirect("publication", page_kind)


def contact_of(programme):
    """The coordinator as a first proposal, to be changed before it is published."""
    coordinator = programme.coordinator
    if coordinator is None:
        return ""
    words = [coordinator.user.get_full_name(), coordinator.post or "куратор программы наставничества"]
    return "\n".join([", ".join(filter(None, words)), coordinator.user.email])


@require_http_methods(["GET", "POST"])
@requires("publications.edit")
def publication(request, page_kind):
    """Words, the school's own address, the people."""
    row = page_or_404(request, page_kind)
    return edit_page(
        request,
        form=PublicationForm(request.POST or None, instance=row),
        save=lambda form: acts.save(
            publication=page_or_404(request, page_kind),
            version=form.seen_version,
            changes={name: value for name, value in form.changes.items() if name in ("title", "lead", "address")},
            content=form.content,
            people=form.people(words_of(request.programme)),
            by=request.user,
        ),
        done=reverse("publication_check", args=[page_kind]),
        message=_("The page is prepared."),
        template="recognition/publication.html",
        page={"publication": row},
    )


def words_of(programme):
    """``{mentor's id: words}`` beside a name: what the open rule says, never anything that was not computed."""
    return {one.mentor.pk: told(one) for one in standings(programme)}


def told(one):
    return _("meetings held: %(meetings)d, points by the open rule: %(points)s") % {
        "meetings": one.meetings,
        "points": f"{one.points:g}".replace(".", ","),
    }


@require_http_methods(["GET", "POST"])
@requires("publications.edit")
def publication_check(request, page_kind):
    """Who will stand there and how; then the page goes out."""
    row = page_or_404(request, page_kind)
    if request.method == "POST":
        version = request.POST.get("version", "")
        try:
            acts.publish(
                publication=row, version=int(version) if version.isdecimal() else 0, day=request.today, by=request.user
            )
        except EditConflict:
            messages.error(request, _("Somebody has changed the page in the meantime: look at it once more."))
            return redirect("publication_check", page_kind)
        messages.success(request, _("The page “%(title)s” is published.") % {"title": row.title})
        return redirect("publications")
    people = list(rows_of(row).select_related("person__school_class"))
    keys = [one.person_id for one in people]
    places = [place for place in (url_of(row), row.address) if place]
    allowed = {place: allowed_items(keys, place, request.today) for place in places}
    page = {
        "publication": row,
        "url": url_of(row),
        "places": places,
        "people": [
            (one, [(place, why_hidden(allowed[place].get(one.person_id, set()))) for place in places]) for one in people
        ],
    }
    return render(request, "recognition/publication_check.html", page)


@require_POST
@requires("publications.edit")
def publication_withdraw(request, page_kind):
    row = page_or_404(request, page_kind)
    acts.withdraw(publication=row, by=request.user)
    messages.success(request, _("The page “%(title)s” is withdrawn.") % {"title": row.title})
    return redirect("publications")


@require_POST
@requires("publications.edit")
def publication_cleaned(request, published_id):
    row = get_object_or_404(PublishedPerson.objects.select_related("publication"), pk=published_id)
    acts.cleaned(row=row, day=request.today, by=request.user)
    messages.success(request, _("Written down as cleaned."))
    return redirect("publications")


@require_safe
@requires("publications.view")
def publication_file(request, page_kind, extension):
    """The block for the school's own site, or a PDF: with the names that are allowed at the school's address."""
    row = get_object_or_404(Publication, kind=page_kind, programme=request.programme)
    context = {"page": row, "title": row.title, **content_of(row, request.today)}
    if row.kind == Kind.BEST:
        context["people"] = shown_people(row, row.address or request.school.site or url_of(row), request.today)
    if extension == "html":
        html = render_to_string("recognition/block.html", context)
        text = "\n".join(line for line in html.splitlines() if line.strip()) + "\n"
        return paper(text.encode(), "text/html; charset=utf-8", f"{row.title}.html")
    if extension != "pdf":
        raise Http404
    return paper(pdf.render_pdf("recognition/papers/public.html", context), pdf.MIME, f"{row.title}.pdf")


@require_safe
@requires("publications.view")
def normative_acts(request):
    rows = NormativeAct.objects.filter(deleted_at=None)
    page = {
        "page_obj": Paginator(rows, PER_PAGE).get_page(request.GET.get("page")),
        "may_edit": request.access.can("publications.edit"),
    }
    return render(request, "recognition/acts.html", page)


@require_http_methods(["GET", "POST"])
@requires("publications.edit")
def normative_act_new(request):
    form = ActForm(request.POST or None, instance=NormativeAct(), today=request.today)
    if request.method == "POST" and form.is_valid():
        values = {name: value for name, value in form.cleaned_data.items() if name != "version"}
        NormativeAct.objects.create(school=request.school, **values)
        messages.success(request, _("The document is in the list."))
        return redirect("normative_acts")
    return render(request, "recognition/act.html", {"form": form, "act": None}, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@requires("publications.edit")
def normative_act(request, act_id):
    row = get_object_or_404(NormativeAct, public_id=act_id, deleted_at=None)
    return edit_page(
        request,
        form=ActForm(request.POST or None, instance=row, today=request.today),
        save=lambda form: row.swap(form.seen_version, **form.changes),
        done=reverse("normative_acts"),
        message=_("The document is saved."),
        template="recognition/act.html",
        page={"act": row},
    )


@require_POST
@requires("publications.edit")
def normative_act_delete(request, act_id):
    with transaction.atomic():
        row = get_object_or_404(NormativeAct, public_id=act_id)
        NormativeAct.objects.filter(pk=row.pk).update(deleted_at=clock.now(), version=F("version") + 1)
    undo = reverse("normative_act_restore", args=[row.public_id])
    messages.success(request, _("The document is out of the list."), extra_tags=f"undo:{undo}")
    return redirect("normative_acts")


@require_POST
@requires("publications.edit")
def normative_act_restore(request, act_id):
    row = get_object_or_404(NormativeAct, public_id=act_id)
    NormativeAct.objects.filter(pk=row.pk).update(deleted_at=None, version=F("version") + 1)
    return redirect("normative_acts")
