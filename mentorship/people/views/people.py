"""A person: adding, the card with everything, correcting, throwing away and back, representatives."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mentorship.common.errors import EditConflict, RuleBroken
from mentorship.programmes.access import requires
from mentorship.programmes.models import AuditEvent, SchoolClass
from mentorship.programmes.slots import SLOTS, words_of
from mentorship.programmes.views.editing import edit_page
from roadmap.models import SubmittedForm
from roadmap.services.once import once

from ..asking.fields import FIELDS
from ..consent_list import held_by
from ..forms.person import PersonForm, RepresentativeForm, school_users
from ..funnel import Funnel, checklist_of, with_funnel
from ..models import Mentee, Mentor, Person, PersonKind, Proposal
from ..services import people as services
from ..visibility import offers_for, own_classes, people_for
from .merging import merge_address

SHOWN_HISTORY, SHOWN_VIEWS, SHOWN_PEOPLE, SHOWN_ANSWERS = 30, 50, 20, 60


def person_for(request, public_id, action="people.view"):
    """The person, or 404 for whoever may not see them; who sees and may not act gets 403."""
    person = people_for(request, action).select_related("school_class", "user").filter(public_id=public_id).first()
    if person:
        return person
    if action != "people.view" and people_for(request).filter(public_id=public_id).exists():
        raise PermissionDenied
    raise Http404


def choices_for(request):
    """What the form offers: a class teacher has the own classes only, leaders bind accounts too."""
    if request.access.can("people.edit"):
        return {"classes": SchoolClass.objects.all(), "users": school_users(request.today)}
    return {"classes": own_classes(request.memberships), "users": None}


@require_http_methods(["GET", "POST"])
@requires("people.edit", own=True)
def person_new(request):
    if not request.access.can("people.edit") and not own_classes(request.memberships).exists():
        raise PermissionDenied
    row = Person(school=request.school, kind=PersonKind.PUPIL)
    data = request.POST if request.method == "POST" else None
    form = PersonForm(data, instance=row, **choices_for(request))
    if not request.access.can("people.edit"):
        form.fields["kind"].choices = [(PersonKind.PUPIL.value, PersonKind.PUPIL.label)]
    same = []
    if data is not None and form.is_valid():
        key = form.cleaned_data["form_key"]
        # A second click on the button finds its own first row: that is no namesake.
        is_sent = key and SubmittedForm.objects.filter(school=request.school, key=key).exists()
        same = [] if is_sent else services.namesakes(row, people_for(request))
        if not same or "another" in data:
            address = add_once(request, form)
            messages.success(request, _("%(person)s is added.") % {"person": row.full_name})
            return redirect(address)
    status = 422 if form.errors or same else 200
    return render(request, "people/person_new.html", {"form": form, "same": same}, status=status)


def add_once(request, form):
    """Two clicks on the button make one person; the address of the card."""

    def act():
        return services.add_person(person=form.save(commit=False), by=request.user).get_absolute_url()

    return once(school=request.school, key=form.cleaned_data["form_key"], act=act)


@require_safe
@requires("people.view", own=True)
def person(request, public_id):
    row = person_for(request, public_id)
    services.note_view(person=row, user=request.user, today=request.today, zone=request.school.time_zone)
    may_edit = people_for(request, "people.edit").filter(pk=row.pk).exists()
    places = places_of(request, row, may_edit)
    current = {type(one) for one in places if one.programme_id == getattr(request.programme, "pk", None)}
    leads = request.access.can("log.view")
    page = {
        "person": row,
        "places": places,
        "may_edit": may_edit,
        "may_erase": request.access.can("people.erase") and not row.anonymised_at,
        "is_mentee": Mentee in current,
        "is_mentor": Mentor in current,
        "sees_contacts": may_edit or request.access.can("people.view") or row.user_id == request.user.pk,
        "doubles": doubles_of(request, row),
        "sees_note": request.access.can("people.edit"),
        "is_minor": row.is_minor(request.today),
        "representatives": row.representatives.select_related("person"),
        "minors": [one.minor for one in row.minors.select_related("minor") if one.minor.deleted_at is None],
        "held": held_by(row, request.today) if request.access.can("consents.edit", own=True) and may_edit else None,
        "history": history_of(row, places)[:SHOWN_HISTORY] if leads else None,
        "views": row.views.all()[:SHOWN_VIEWS] if leads else None,
        "zone": request.school.time_zone,
        "answers": answered_of(request, row) if may_edit else None,
    }
    return render(request, "people/person.html", page)


def answered_of(request, row):
    """Where values of the card come from: what was accepted out of questionnaires, the newest first; and whether
    something still waits for a decision."""
    mine = offers_for(request).filter(person=row)
    accepted = Proposal.objects.filter(offer__in=mine.values("pk"), state=Proposal.State.ACCEPTED)
    rows = accepted.select_related("offer__submission__campaign", "decided_by").order_by("-decided_at", "pk")
    acts = {}
    for one in rows[:SHOWN_ANSWERS]:
        acts.setdefault((one.offer_id, one.batch), (one, []))[1].append(str(FIELDS[one.field].title))
    return {"waiting": mine.filter(is_waiting=True).first(), "accepted": list(acts.values())}


def doubles_of(request, row):
    """Cards that may be of the same person, each with the page that joins the two; for who may join."""
    if not request.access.can("people.edit"):
        return []
    found = services.namesakes(row, people_for(request))
    return [(one, merge_address(row.public_id, one.public_id)) for one in found]


def places_of(request, row, may_edit):
    """The person's places in programmes, newest first, with the state and the checklist of the unfinished ones."""
    places = []
    for model in (Mentee, Mentor):
        rows = with_funnel(model.objects.living().filter(person=row), request.today)
        places += rows.select_related("programme", "form", "variant", "person").prefetch_related("tags__merged_into")
    for one in places:
        one.is_mentor, one.state = isinstance(one, Mentor), Funnel(one.funnel).label
        one.words_list = sorted({(tag.merged_into or tag).title for tag in one.tags.all()})
        one.slot_words = [words_of(code) for code in one.slots if code in SLOTS]
        one.checks = checklist_of(one, request.access if may_edit else None)
    return sorted(places, key=lambda one: (one.programme.starts_on, one.is_mentor), reverse=True)


def history_of(row, places):
    about = Q(object_type=row._meta.label_lower, object_id=row.pk)
    for one in places:
        about |= Q(object_type=one._meta.label_lower, object_id=one.pk)
    return AuditEvent.objects.filter(about)


@require_http_methods(["GET", "POST"])
@requires("people.edit", own=True)
def person_edit(request, public_id):
    row = person_for(request, public_id, "people.edit")
    choices = choices_for(request)
    form = PersonForm(request.POST if request.method == "POST" else None, instance=row, **choices)
    return edit_page(
        request,
        form=form,
        save=lambda form: services.edit_person(
            person=row, version=form.seen_version, changes=form.changes, words=form.changes_in_words, by=request.user
        ),
        done=row.get_absolute_url(),
        message=_("%(person)s is saved.") % {"person": row.full_name},
        template="people/person_edit.html",
        page={"person": row},
    )


@require_POST
@requires("people.edit", own=True)
def person_delete(request, public_id):
    row = person_for(request, public_id, "people.edit")
    try:
        services.delete_person(person=row, version=row.version, by=request.user)
    except EditConflict as error:
        messages.error(request, str(error))
        return redirect(row)
    undo = f"undo:{reverse('person_restore', args=[row.public_id])}"
    messages.success(request, _("%(person)s is deleted.") % {"person": row.full_name}, extra_tags=undo)
    return redirect("people")


@require_POST
@requires("people.edit", own=True)
def person_restore(request, public_id):
    rows = Person.objects.filter(anonymised_at=None)
    if not request.access.can("people.edit"):
        rows = rows.of_classes(own_classes(request.memberships))
    row = get_object_or_404(rows, public_id=public_id)
    if row.deleted_at:
        services.restore_person(person=row, by=request.user)
    messages.success(request, _("%(person)s is back.") % {"person": row.full_name})
    return redirect(row)


@require_http_methods(["GET", "POST"])
@requires("people.edit", own=True)
def representative_new(request, public_id):
    """Search among the people one sees, or write a new one down."""
    minor = person_for(request, public_id, "people.edit")
    query = request.GET.get("q", "").strip()[:100]
    known = people_for(request, "people.edit").exclude(pk=minor.pk).exclude(kind=PersonKind.PUPIL)
    known = known.exclude(minors__minor=minor)
    found = known.filter(pk__in=known.named(query).values("pk")[:SHOWN_PEOPLE]) if query else known.none()
    data = request.POST if request.method == "POST" else None
    form = RepresentativeForm(data, people=known if data is not None else found)
    if data is not None and form.is_valid():
        new = Person(**{name: form.cleaned_data[name] for name in NEW_FIELDS})
        try:
            added = services.add_representative(
                minor=minor,
                known=form.cleaned_data.get("known"),
                new=new,
                relation=form.cleaned_data["relation"],
                by=request.user,
            )
        except RuleBroken as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("%(person)s is the representative now.") % {"person": added.full_name})
            return redirect(minor)
    if data is not None and form.errors:
        form.fields["known"].queryset = found
    page = {"form": form, "person": minor, "q": query, "found": found}
    return render(request, "people/representative_new.html", page, status=422 if form.errors else 200)


NEW_FIELDS = ("surname", "given_name", "patronymic", "phone", "email")


@require_POST
@requires("people.edit", own=True)
def representative_remove(request, public_id):
    minor = person_for(request, public_id, "people.edit")
    number = request.POST.get("representative", "")
    link = get_object_or_404(
        minor.representatives.select_related("person"), pk=int(number) if number.isdecimal() and len(number) < 19 else 0
    )
    services.remove_representative(link=link, by=request.user)
    messages.success(request, _("%(person)s is no representative any more.") % {"person": link.person.full_name})
    return redirect(minor)
