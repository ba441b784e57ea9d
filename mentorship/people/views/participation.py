"""A mentor or a mentee of a programme: taking in, correcting, throwing away and back."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from mentorship.common.errors import EditConflict, RuleBroken
from mentorship.programmes.access import requires
from mentorship.programmes.views.editing import edit_page

from ..counterparts import partners_of
from ..forms.participation import MenteeForm, MentorForm
from ..models import Mentee, Mentor, Register
from ..services import participation as services
from ..visibility import people_for
from .people import person_for

FORMS = {Mentee: MenteeForm, Mentor: MentorForm}


def place_for(request, model, public_id, rows=None):
    """The participation that the person may change: in any programme, of people whom they may change."""
    rows = model.objects.living() if rows is None else rows
    found = rows.select_related("person", "programme", "school").filter(public_id=public_id).first()
    if found is None or not people_for(request).filter(pk=found.person_id).exists():
        raise Http404
    if not people_for(request, "people.edit").filter(pk=found.person_id).exists():
        raise PermissionDenied
    return found


def take_in(request, model):
    try:
        person = person_for(request, request.POST.get("person", ""), "people.edit")
    except ValidationError as error:
        raise Http404 from error
    if request.programme is None:
        messages.error(request, _("The school has no programme yet: make it in the settings first."))
        return redirect(person)
    row = services.take_in(model=model, person=person, programme=request.programme, by=request.user)
    messages.success(
        request, _("%(person)s is in the register. Now what the form asks.") % {"person": person.full_name}
    )
    return redirect(row)


@require_POST
@requires("people.edit", own=True)
def mentee_new(request):
    return take_in(request, Mentee)


@require_POST
@requires("people.edit", own=True)
def mentor_new(request):
    return take_in(request, Mentor)


def edit(request, model, public_id):
    row = place_for(request, model, public_id)
    data = request.POST if request.method == "POST" else None
    form = FORMS[model](data, instance=row, today=request.today, with_note=request.access.can("people.edit"))

    def save(form):
        services.edit_participant(
            row=row,
            version=form.seen_version,
            changes=form.changes,
            tags=form.chosen_tags,
            typed=form.typed_words,
            words=form.changes_in_words,
            by=request.user,
        )
        if row.left_on:
            warn_of_pairs(request, row)

    return edit_page(
        request,
        form=form,
        save=save,
        done=row.person.get_absolute_url(),
        message=_("%(person)s is saved.") % {"person": row.person.full_name},
        template="people/participation_edit.html",
        page={"row": row, "person": row.person, "is_mentor": model is Mentor},
    )


def warn_of_pairs(request, row):
    """Who leaves the programme leaves the pair in the air: it has to be ended or to get another mentor."""
    register = Register.MENTORS if isinstance(row, Mentor) else Register.MENTEES
    partners = partners_of(register, [row.pk]).get(row.pk, [])
    if partners:
        words = _("%(person)s has left, but is in a pair with: %(partners)s. End the pair or change the mentor.")
        names = ", ".join(str(one) for one in partners)
        messages.warning(request, words % {"person": row.person, "partners": names})


@require_http_methods(["GET", "POST"])
@requires("people.edit", own=True)
def mentee(request, public_id):
    return edit(request, Mentee, public_id)


@require_http_methods(["GET", "POST"])
@requires("people.edit", own=True)
def mentor(request, public_id):
    return edit(request, Mentor, public_id)


def delete(request, model, public_id, restore):
    row = place_for(request, model, public_id)
    try:
        services.delete_participant(row=row, version=row.version, by=request.user)
    except EditConflict as error:
        messages.error(request, str(error))
        return redirect(row.person)
    undo = f"undo:{reverse(restore, args=[row.public_id])}"
    messages.success(request, _("%(person)s is taken out of the register.") % {"person": row.person}, extra_tags=undo)
    return redirect(row.person)


def restore(request, model, public_id):
    row = place_for(request, model, public_id, rows=model.objects.filter(person__deleted_at=None))
    if row.deleted_at:
        try:
            services.restore_participant(row=row, by=request.user)
        except RuleBroken as error:
            messages.error(request, str(error))
            return redirect(row.person)
    messages.success(request, _("%(person)s is in the register again.") % {"person": row.person})
    return redirect(row.person)


@require_POST
@requires("people.edit", own=True)
def mentee_delete(request, public_id):
    return delete(request, Mentee, public_id, "mentee_restore")


@require_POST
@requires("people.edit", own=True)
def mentee_restore(request, public_id):
    return restore(request, Mentee, public_id)


@require_POST
@requires("people.edit", own=True)
def mentor_delete(request, public_id):
    return delete(request, Mentor, public_id, "mentor_restore")


@require_POST
@requires("people.edit", own=True)
def mentor_restore(request, public_id):
    return restore(request, Mentor, public_id)
