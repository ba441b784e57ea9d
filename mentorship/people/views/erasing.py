"""Erasing the data of one person."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from mentorship.common.errors import RuleBroken
from mentorship.programmes.access import requires

from ..forms.keeping import EraseForm
from ..models import Person
from ..services import erasing


@require_http_methods(["GET", "POST"])
@requires("people.erase")
def person_erase(request, public_id):
    """A thrown away person can be erased too; a nameless one is not there any more."""
    person = get_object_or_404(Person.objects.filter(anonymised_at=None), public_id=public_id)
    form = EraseForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            gone = erasing.erase(person=person, reason=form.cleaned_data["reason"], by=request.user)
        except RuleBroken as error:
            form.add_error("reason", str(error))
        else:
            messages.success(request, _("Erased: %(name)s.") % {"name": erasing.nameless(gone[0])})
            return redirect("people")
    context = {
        "form": form,
        "person": person,
        "why_not": erasing.why_not(person),
        "parents": erasing.parents_of_nobody_else([person]),
    }
    return render(request, "people/erase.html", context, status=422 if form.errors else 200)
