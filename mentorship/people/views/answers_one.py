"""One person's answers beside the register: whose they are, and what of them is taken."""

import uuid
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from mentorship.common.errors import EditConflict, RuleBroken
from mentorship.programmes.access import requires
from mentorship.programmes.models import SchoolClass

from ..asking.fields import Vocabulary
from ..asking.lines import lines_of
from ..asking.registers import Registers
from ..forms.answers import NewPersonForm
from ..models import Person, PersonKind, Proposal
from ..services import deciding
from ..services import offers as reading
from ..services.people import note_view
from ..visibility import offers_for, people_for
from .answers import classes_of, name_said, uuids


def offer_for(request, public_id):
    rows = offers_for(request).select_related(
        "person__school_class", "submission__campaign__survey_version__survey", "submission__campaign__programme"
    )
    offer = rows.select_related("submission__invitation__user").filter(public_id=public_id).first()
    if offer is None:
        raise Http404
    return offer


@require_http_methods(["GET", "POST"])
@requires("people.edit", own=True)
def answers_one(request, public_id):
    """Old beside new; what is ticked is taken, what is not stays as it was."""
    offer = offer_for(request, public_id)
    if request.method == "POST":
        return decide(request, offer)
    if offer.person:
        note_view(person=offer.person, user=request.user, today=request.today, zone=request.school.time_zone)
    return page_of(request, offer)


def page_of(request, offer, *, error="", form=None, data=None, status=200):
    vocabulary = Vocabulary()
    registers = Registers(request.programme, [offer.person_id] if offer.person_id else [], vocabulary)
    proposals = list(offer.proposals.select_related("decided_by"))
    lines = lines_of(offer, registers, proposals)
    waiting = [one for one in lines if one.proposal.state == Proposal.State.WAITING]
    asked = reading.Asked(offer.submission.campaign)
    unknown = offer.person is None and offer.is_waiting
    context = {
        "offer": offer,
        "campaign": offer.submission.campaign,
        "name": offer.person.full_name if offer.person else name_said(offer),
        "group": offer.submission.group,
        "lines": [one for one in waiting if not one.is_day],
        "day": next((one for one in waiting if one.is_day), None),
        "decided": [one for one in lines if one not in waiting],
        "missing": [role for role in asked.roles if offer.person and registers.row(role, offer.person_id) is None],
        "roles": asked.roles,
        "candidates": reading.candidates(offer.submission, people_for(request, "people.edit")) if unknown else [],
        "form": form or (new_person_form(request, offer) if unknown else None),
        "address": reverse("answers_new", args=[offer.public_id]) if unknown else offer.get_absolute_url(),
        "error": error,
        "ticked": data.getlist("field") if data is not None else None,
        "next": next_of(request, offer),
        "batches": acts_of(offer, [one for one in lines if one not in waiting]),
        "may_open_campaign": request.access.can("surveys.view", own=True),
    }
    return render(request, "people/answers_one.html", context, status=status)


def acts_of(offer, decided):
    """The acts that can be taken back; answers of which there was nothing to take have one too."""
    found = list(dict.fromkeys(one.proposal.batch for one in decided if one.proposal.batch))
    return found or ([offer.batch] if offer.batch and not offer.is_waiting else [])


def next_of(request, offer):
    """The next questionnaire that waits, so that a class is gone through without the list between."""
    waiting = offers_for(request).filter(is_waiting=True).exclude(pk=offer.pk)
    return waiting.filter(submission__campaign=offer.submission.campaign, pk__gt=offer.pk).order_by("pk").first()


def decide(request, offer):
    data, batch = request.POST, uuid.uuid4()
    if "decline" in data:
        if deciding.decline(offer=offer, by=request.user, batch=batch):
            done(request, batch, _("Nothing of the answers of %(name)s went into the register."), offer)
        return onward(request, offer)
    seen = {name.removeprefix("seen-"): value for name, value in data.items() if name.startswith("seen-")}
    codes = set(data.getlist("field")) | ({data["day"]} if data.get("day") else set())
    try:
        count = deciding.accept(offer=offer, by=request.user, codes=codes, seen=seen, words=words_in(data), batch=batch)
    except (RuleBroken, EditConflict) as error:
        return page_of(request, offer, error=str(error), data=data, status=422)
    if count:
        done(request, batch, _("The answers of %(name)s are in the register."), offer)
    else:
        messages.info(request, _("Nothing was taken into the register."))
    return onward(request, offer)


def words_in(data):
    """``{code: {new word: what to do with it}}``; the page numbers the words of a field."""
    found = {}
    for name, value in data.items():
        if name.startswith("word-"):
            code, _dash, word = name.removeprefix("word-").partition("-")
            found.setdefault(code, {})[word] = value
    return found


def done(request, batch, words, offer):
    undo = f"undo:{reverse('answers_undo', args=[batch])}"
    messages.success(request, words % {"name": offer.person or name_said(offer)}, extra_tags=undo)


def onward(request, offer):
    if "next" in request.POST and (following := next_of(request, offer)):
        return redirect(following)
    return redirect(f"{reverse('answers')}?{urlencode({'campaign': offer.submission.campaign.public_id})}")


@require_POST
@requires("people.edit", own=True)
def answers_who(request, public_id):
    """«Это он», or nobody that the school knows. Nothing is written into the register by this."""
    offer = offer_for(request, public_id)
    keys = uuids([request.POST.get("person", "")])
    person = people_for(request, "people.edit").filter(public_id__in=keys).first()
    if keys and person is None:
        raise Http404
    if person or offer.is_named_by_hand:
        reading.name_person(offer, person)
    return redirect(offer)


def new_person_form(request, offer, data=None):
    surname, given, group, email = reading.said_by(offer.submission)
    only_pupils = not request.access.can("people.edit")
    classes = classes_of(request)
    found = [one for one in (SchoolClass.objects.all() if classes is None else classes) if str(one) == group]
    code = offer.submission.campaign.survey_version.survey.code
    is_pupil = bool(found) or only_pupils or code.endswith("pupil")
    user = offer.submission.invitation.user if offer.submission.invitation else None
    row = Person(
        school=request.school,
        kind=PersonKind.PUPIL if is_pupil else PersonKind.TEACHER,
        surname=surname,
        given_name=given,
        patronymic=user.patronymic if user else "",
        school_class=found[0] if found else None,
        email=email,
        user=user,
    )
    return NewPersonForm(data, instance=row, classes=classes, only_pupils=only_pupils)


@require_POST
@requires("people.edit", own=True)
def answers_new(request, public_id):
    """«Новый человек»: a card, a place in the programme, and the ticked answers, in one act."""
    offer, batch = offer_for(request, public_id), uuid.uuid4()
    if offer.person or not offer.is_waiting:
        return redirect(offer)
    form = new_person_form(request, offer, request.POST)
    if not form.is_valid():
        return page_of(request, offer, form=form, data=request.POST, status=422)
    codes = set(request.POST.getlist("field")) | {request.POST.get("day", "")}
    person = form.save(commit=False)
    try:
        deciding.accept_as_new(
            offer=offer, person=person, by=request.user, codes=codes, words=words_in(request.POST), batch=batch
        )
    except (RuleBroken, EditConflict) as error:
        return page_of(request, offer, error=str(error), form=form, data=request.POST, status=422)
    undo = f"undo:{reverse('answers_undo', args=[batch])}"
    messages.success(request, _("%(person)s is in the register.") % {"person": person.full_name}, extra_tags=undo)
    return onward(request, offer)
