"""Side by side: which of two cards says it right."""

import uuid
from dataclasses import dataclass
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from mentorship.common.errors import RuleBroken
from mentorship.programmes.access import requires

from ..models import Mentee, Mentor, Person
from ..services import merging as services


@dataclass(frozen=True)
class Choice:
    """One field of both cards; what the first one lacks is taken from the second unless somebody says otherwise."""

    name: str
    label: str
    first: str
    second: str
    chosen: str


@require_http_methods(["GET", "POST"])
@requires("people.edit")
def people_merge(request):
    first, second = person_of(request.GET.get("a")), person_of(request.GET.get("b"))
    if first == second:
        raise Http404
    fields = [choice_of(name, first, second, request.POST) for name in services.FIELDS]
    programmes = [(model, pair) for model in (Mentee, Mentor) for pair in services.both_take_part(model, first, second)]
    status = 200
    if request.method == "POST":
        try:
            services.merge(
                winner=first,
                loser=second,
                versions=[number(request.POST.get("version-a")), number(request.POST.get("version-b"))],
                values={one.name: getattr(second if one.chosen == "b" else first, one.name) for one in fields},
                participations={model: chosen_rows(model, request.POST) for model in (Mentee, Mentor)},
                by=request.user,
            )
        except RuleBroken as error:
            messages.error(request, str(error))
            status = 422
        else:
            words = _("The cards are joined: %(name)s.") % {"name": Person.objects.get(pk=first.pk).short_name}
            messages.success(request, words)
            return redirect("people")
    rows = [
        (word_of(model), mine, theirs, theirs.pk in chosen_rows(model, request.POST))
        for model, (mine, theirs) in programmes
    ]
    context = {"first": first, "second": second, "fields": fields, "rows": rows}
    return render(request, "people/merge.html", context, status=status)


def merge_address(first, second):
    """The page of these two cards, by their public ids; the first is the one that stays."""
    return f"{reverse('people_merge')}?{urlencode({'a': first, 'b': second})}"


def person_of(text):
    try:
        public_id = uuid.UUID(text or "")
    except ValueError as error:
        raise Http404 from error
    return get_object_or_404(Person.objects.living().select_related("school_class"), public_id=public_id)


def choice_of(name, first, second, data):
    mine, theirs = words_of(first, name), words_of(second, name)
    usual = "a" if mine or not theirs else "b"
    asked = data.get(name)
    label = str(Person._meta.get_field(name).verbose_name)
    return Choice(name, label, mine, theirs, asked if asked in ("a", "b") else usual)


def words_of(person, name):
    if name == "kind":
        return str(person.get_kind_display())
    return str(getattr(person, name) or "")


def chosen_rows(model, data):
    """The rows that the user wants to lead; the page that comes back after a refusal shows the same."""
    return {number(value) for name, value in data.items() if name.startswith(f"{word_of(model)}-")}


def word_of(model):
    return model._meta.model_name


def number(text):
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) < 19 else 0
