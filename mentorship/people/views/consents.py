"""Consents: who has what, writing papers down, mending, the scan."""

from functools import partial
from uuid import UUID, uuid4

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_safe

from mentorship.programmes import audit
from mentorship.programmes.access import requires
from mentorship.programmes.models import AuditEvent, SchoolClass
from mentorship.programmes.views.editing import edit_page
from roadmap.services.once import once

from ..consent_list import class_people, class_totals, filtered, held_by, with_papers
from ..consents import signature_rule
from ..forms.consents import ClassForm, ConsentFilterForm, ConsentForm, tick
from ..models import Consent, ConsentKind, PersonKind
from ..services import consents as services
from ..services.printing import record_paper
from ..visibility import own_classes, people_for
from .files import stored

PEOPLE_A_PAGE = 50
RIGHT = "consents.edit"


def classes_for(request):
    """The classes whose papers the person keeps."""
    return SchoolClass.objects.all() if request.access.can(RIGHT) else own_classes(request.memberships)


def check_has_classes(request):
    """Who may keep the papers of own classes only, and leads none, has nothing to do here: 403."""
    if not request.access.can(RIGHT) and not own_classes(request.memberships).exists():
        raise PermissionDenied


def person_or_404(request, public_id):
    try:
        public_id = UUID(str(public_id))
    except ValueError as error:
        raise Http404 from error
    return get_object_or_404(with_papers(people_for(request, RIGHT)), public_id=public_id)


def consent_or_404(request, public_id):
    """A paper of a person whom the user may see."""
    rows = Consent.objects.select_related("person__school_class", "representative", "text")
    return get_object_or_404(rows.filter(person__in=people_for(request, RIGHT).values("pk")), public_id=public_id)


@require_GET
@requires(RIGHT, own=True)
def consents(request):
    check_has_classes(request)
    form = ConsentFilterForm(request.GET, classes=classes_for(request).order_by("grade", "letter"))
    form.is_valid()
    wanted = {name: value for name, value in form.cleaned_data.items() if value}
    people = filtered(people_for(request, RIGHT), wanted, programme=request.programme, day=request.today)
    page_obj = Paginator(with_papers(people), PEOPLE_A_PAGE).get_page(request.GET.get("page"))
    page = {
        "form": form,
        "page_obj": page_obj,
        "rows": [(person, held_by(person, request.today)) for person in page_obj],
        "is_filtered": bool(wanted),
        "may_edit_texts": request.access.can(RIGHT),
    }
    return render(request, "people/consents.html", page)


@require_GET
@requires(RIGHT, own=True)
def consent_classes(request):
    """The classes with how many of each have brought the papers: the way to the fast entry."""
    check_has_classes(request)
    classes = list(classes_for(request).order_by("grade", "letter"))
    pupils = people_for(request, RIGHT).filter(kind=PersonKind.PUPIL, has_left=False)
    totals = class_totals(pupils, request.today)
    rows = [(one, *totals[one.pk]) for one in classes if one.pk in totals]
    return render(request, "people/consent_classes.html", {"rows": rows})


@require_http_methods(["GET", "POST"])
@requires(RIGHT, own=True)
def consents_class(request, class_pk):
    """A grid of ticks with one date: the papers of a class."""
    school_class = get_object_or_404(classes_for(request).distinct(), pk=class_pk)
    people = list(with_papers(class_people(people_for(request, RIGHT), school_class)))
    all_of = [kind for kind in request.GET.getlist("all") if kind in ConsentKind.values]
    form = ClassForm(
        request.POST if request.method == "POST" else None,
        people=people,
        today=request.today,
        ticked=[tick(kind, person) for kind in all_of for person in people],
        initial={"signed_on": request.today, "addresses": request.school.site},
    )
    if request.method == "POST" and form.is_valid():
        cleaned = form.cleaned_data
        recorded = services.record_class(
            ticks=form.ticks,
            signed_on=cleaned["signed_on"],
            paper=cleaned["paper"],
            places=form.places,
            by=request.user,
        )
        count = len(recorded)
        words = ngettext("%(class)s: %(count)s consent recorded.", "%(class)s: %(count)s consents recorded.", count)
        messages.success(request, words % {"class": school_class, "count": count})
        return redirect("consents_class", class_pk)
    page = {
        "form": form,
        "school_class": school_class,
        "kinds": [(kind.value, kind.label) for kind in ConsentKind],
        "rows": [grid_row(person, form, request.today) for person in people],
    }
    return render(request, "people/consents_class.html", page, status=422 if form.errors else 200)


def grid_row(person, form, day):
    """A person of the grid: who signs, and of each kind the paper or the name of its tick."""
    cells = [(held, tick(held.kind, person), tick(held.kind, person) in form.ticked) for held in held_by(person, day)]
    return person, signature_rule(person, day), cells


@require_http_methods(["GET", "POST"])
@requires(RIGHT, own=True)
def consent_new(request):
    """One paper of one person: ``?person=…&kind=…``."""
    kind = request.GET.get("kind") or ConsentKind.PROCESSING
    if kind not in ConsentKind.values:
        raise Http404
    if "person" not in request.GET:
        messages.info(request, _("Choose whose consent it is."))
        return redirect("consents")
    person = person_or_404(request, request.GET["person"])
    instance = Consent(school=request.school, person=person, kind=kind)
    initial = {"signed_on": request.today, "addresses": request.school.site, "form_key": uuid4()}
    form = ConsentForm(
        request.POST or None, request.FILES or None, instance=instance, today=request.today, initial=initial
    )
    if request.method == "POST" and form.is_valid():
        save_once(request, form, person=person, kind=kind)
        words = _("Recorded: %(name)s, consent %(kind)s.")
        messages.success(request, words % {"name": person, "kind": instance.get_kind_display()})
        return redirect(person_address(person))
    held = held_by(person, request.today)
    page = {
        "form": form,
        "person": person,
        "kind": kind,
        "kind_label": instance.get_kind_display(),
        "held": held,
        "current": next(one for one in held if one.kind == kind),
        "has_representatives": bool(person.representatives.all()),
    }
    return render(request, "people/consent_new.html", page, status=422 if form.errors else 200)


def person_address(person):
    return reverse("consents_person", args=[person.public_id])


def save_once(request, form, *, person, kind):
    """Store the scan, write the paper down once, and take the scan back when nothing was written."""
    scan = scan_of(request, form)
    is_used = []

    def act():
        is_used.append(True)
        places = form.places if form.is_distribution else ()
        services.record(person=person, kind=kind, by=request.user, places=places, scan=scan, **form.facts)
        return ""

    try:
        once(school=request.school, key=form.cleaned_data["form_key"], act=act)
    except BaseException:
        services.discard(scan)
        raise
    if not is_used:
        services.discard(scan)


def scan_of(request, form):
    if not form.kind_of_file:
        return None
    return services.store_scan(upload=form.cleaned_data["upload"], kind=form.kind_of_file, school=request.school)


@require_GET
@requires(RIGHT, own=True)
def consents_person(request, public_id):
    """All papers of one person, those of the past among them."""
    person = person_or_404(request, public_id)
    papers = person.consents.select_related("text", "representative").prefetch_related("items")
    page = {
        "person": person,
        "held": held_by(person, request.today),
        "papers": papers,
        "rule": signature_rule(person, request.today),
        "representatives": person.representatives.all(),
        "today": request.today,
    }
    return render(request, "people/consents_person.html", page)


@require_http_methods(["GET", "POST"])
@requires(RIGHT, own=True)
def consent(request, public_id):
    """A paper that was written down: correcting it, and its history."""
    paper = consent_or_404(request, public_id)
    form = ConsentForm(request.POST or None, request.FILES or None, instance=paper, today=request.today)
    page = {
        "paper": paper,
        "person": paper.person,
        "history": history_of(paper),
        "zone": request.school.time_zone,
    }
    return edit_page(
        request,
        form=form,
        save=partial(save_correction, request, public_id),
        done=reverse("consent", args=[public_id]),
        message=_("The record of the consent is corrected."),
        template="people/consent.html",
        page=page,
    )


def history_of(paper):
    """Entries of the log with their titles, newest first."""
    entries = list(AuditEvent.objects.about(paper))
    for entry in entries:
        entry.title = audit.action_title(entry.action)
    return entries


def save_correction(request, public_id, form):
    scan = scan_of(request, form)
    saved = Consent.objects.select_related("person").get(public_id=public_id)
    try:
        services.correct(
            paper=saved,
            version=form.seen_version,
            changes=form.facts,
            words=form.changes_in_words,
            places=form.places if form.is_distribution else None,
            scan=scan,
            by=request.user,
        )
    except BaseException:
        services.discard(scan)
        raise


@require_http_methods(["GET", "POST"])
@requires(RIGHT, own=True)
def consent_remove(request, public_id):
    paper = consent_or_404(request, public_id)
    if request.method == "POST":
        services.remove(paper=paper, by=request.user)
        messages.success(request, _("The record is removed: %(name)s.") % {"name": services.name_of(paper)})
        return redirect(person_address(paper.person))
    return render(request, "people/consent_remove.html", {"paper": paper, "person": paper.person})


@require_safe
@requires(RIGHT, own=True)
def consent_scan(request, public_id):
    """The scan as an attachment: it never opens inside the product, whatever it holds."""
    paper = consent_or_404(request, public_id)
    if not paper.scan:
        raise Http404
    response = stored(paper.scan, paper.scan_name, paper.scan_type)
    record_taken(request, paper, "consent.scan_taken")
    return response


def record_taken(request, paper, action):
    """A file about the person leaves: the log says who took it, and so does the card of a minor."""
    record_paper(
        [paper.person],
        title=services.name_of(paper),
        programme=request.programme,
        row=paper,
        action=action,
        by=request.user,
        day=request.today,
    )
