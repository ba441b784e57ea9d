"""Impact: before and after of those who answered both, and the counted quantities."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mentorship.common.errors import RuleBroken
from mentorship.programmes.access import requires
from mentorship.programmes.views.editing import edit_page

from ..baseline import baseline_of
from ..forms.quantities import QuantityForm
from ..impact import comparisons, part_of, parts, quantities_of, quantity_words
from ..models import Quantity
from ..report_files import file_of
from ..services import quantities as acts

BACK = "impact"


@require_safe
@requires("monitoring.view")
def impact(request):
    programme = request.programme
    page = {
        "parts": [(one, part_of(one)) for one in comparisons(programme, request.today)] if programme else [],
        "baseline": baseline_of(programme, request.today) if programme else None,
        "forms": [(form, [(row, quantity_words(row)) for row in rows]) for form, rows in quantities_of(programme)]
        if programme
        else [],
        "may_edit": request.access.can("monitoring.edit"),
        "may_send": request.access.can("surveys.send"),
    }
    return render(request, "monitoring/impact.html", page)


@require_safe
@requires("monitoring.view")
def impact_file(request, extension):
    if request.programme is None:
        raise Http404
    found = parts(request.programme, request.today)
    return file_of(request, found, title=_("Impact of the programme"), extension=extension, back=BACK)


@require_http_methods(["GET", "POST"])
@requires("monitoring.edit")
def quantity_new(request):
    if request.programme is None:
        raise Http404
    form = QuantityForm(request.POST or None, instance=Quantity(), today=request.today)
    if request.method == "POST" and form.is_valid():
        values = {name: value for name, value in form.cleaned_data.items() if name != "version"}
        try:
            row = acts.add(programme=request.programme, values=values, by=request.user)
        except RuleBroken as error:
            form.add_error("title", str(error))
        else:
            messages.success(request, _("“%(title)s” is in the form.") % {"title": row.title})
            return redirect(f"{reverse(BACK)}#quantities")
    page = {"form": form, "quantity": None}
    return render(request, "monitoring/quantity.html", page, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@requires("monitoring.edit")
def quantity_edit(request, quantity_id):
    row = quantity_or_404(request, quantity_id)
    form = QuantityForm(request.POST or None, instance=row, today=request.today)
    return edit_page(
        request,
        form=form,
        save=lambda form: acts.edit(
            row=quantity_or_404(request, quantity_id),
            version=form.seen_version,
            changes=form.changes,
            words=form.changes_in_words,
            by=request.user,
        ),
        done=f"{reverse(BACK)}#quantities",
        message=_("“%(title)s” is saved.") % {"title": row.title},
        template="monitoring/quantity.html",
        page={"quantity": row},
    )


@require_POST
@requires("monitoring.edit")
def quantity_delete(request, quantity_id):
    row = quantity_or_404(request, quantity_id)
    acts.throw_away(row=row, by=request.user)
    undo = reverse("quantity_restore", args=[row.public_id])
    messages.success(request, _("“%(title)s” is out of the form.") % {"title": row.title}, extra_tags=f"undo:{undo}")
    return redirect(f"{reverse(BACK)}#quantities")


@require_POST
@requires("monitoring.edit")
def quantity_restore(request, quantity_id):
    row = get_object_or_404(Quantity, public_id=quantity_id, programme=request.programme)
    try:
        acts.restore(row=row, by=request.user)
    except RuleBroken as error:
        messages.error(request, str(error))
    return redirect(f"{reverse(BACK)}#quantities")


@require_POST
@requires("monitoring.edit")
def quantities_usual(request):
    """The usual rows of the programme's forms, to be counted."""
    if request.programme is None:
        raise Http404
    added = acts.add_usual(programme=request.programme, by=request.user)
    words = ngettext("%(n)d row is added.", "%(n)d rows are added.", added) % {"n": added}
    messages.success(request, words if added else _("The usual rows are there already."))
    return redirect(f"{reverse(BACK)}#quantities")


def quantity_or_404(request, quantity_id):
    return get_object_or_404(Quantity, public_id=quantity_id, programme=request.programme, deleted_at=None)
