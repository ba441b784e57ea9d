"""Targets of the indicators by years."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mentorship.common.errors import RuleBroken
from mentorship.programmes.access import requires
from mentorship.programmes.models import AuditEvent
from mentorship.programmes.views.editing import edit_page

from ..forms.filters import ColumnFilterForm
from ..forms.indicators import TargetForm, YearForm
from ..models import IndicatorTarget
from ..services import indicators as acts

BACK = "targets"
TARGETS_A_PAGE = 30


@require_safe
@requires("indicators.edit")
def targets(request):
    """The newest years first; one indicator alone by the filter."""
    form = ColumnFilterForm(request.GET, column=IndicatorTarget._meta.get_field("indicator"))
    rows = form.narrow(IndicatorTarget.objects.order_by("-year", "indicator"))
    page_obj = Paginator(rows, TARGETS_A_PAGE).get_page(request.GET.get("page"))
    page = {"form": form, "is_narrowed": bool(form.chosen), "page_obj": page_obj}
    return render(request, "monitoring/targets.html", page)


@require_http_methods(["GET", "POST"])
@requires("indicators.edit")
def target_new(request):
    """The targets of a year together, as a paper gives them; the year of the next ones stands there already."""
    year = request.GET.get("year", "")
    first = {"year": year if year.isdecimal() else request.today.year}
    form = YearForm(request.POST if request.method == "POST" else None, initial=first)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        added = acts.add_targets(
            school=request.school, year=data["year"], percents=form.percents, source=data["source"], by=request.user
        )
        words = ngettext("%(n)d target is added.", "%(n)d targets are added.", len(added)) % {"n": len(added)}
        messages.success(request, words if added else _("These targets are there already."))
        return redirect("indicators")
    page = {"form": form, "target": None}
    return render(request, "monitoring/target.html", page, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@requires("indicators.edit")
def target_edit(request, target_pk):
    row = get_object_or_404(IndicatorTarget, pk=target_pk)
    name = acts.name_of(row)
    return edit_page(
        request,
        form=TargetForm(request.POST or None, instance=row),
        save=lambda form: acts.edit_target(
            row=get_object_or_404(IndicatorTarget, pk=target_pk),
            version=form.seen_version,
            changes=form.changes,
            words=form.changes_in_words,
            by=request.user,
        ),
        done=reverse(BACK),
        message=_("The target “%(name)s” is saved.") % {"name": name},
        template="monitoring/target.html",
        page={"target": row, "name": name},
    )


@require_POST
@requires("indicators.edit")
def target_delete(request, target_pk):
    row = get_object_or_404(IndicatorTarget, pk=target_pk)
    acts.remove_target(row=row, by=request.user)
    undo = reverse("target_restore", args=[target_pk])
    words = _("The target “%(name)s” is removed.") % {"name": acts.name_of(row)}
    messages.success(request, words, extra_tags=f"undo:{undo}")
    return redirect(BACK)


@require_POST
@requires("indicators.edit")
def target_restore(request, target_pk):
    events = AuditEvent.objects.filter(school=request.school, action="target.deleted", object_id=target_pk)
    event = get_object_or_404(events)
    try:
        acts.restore_target(event=event, school=request.school, by=request.user)
    except RuleBroken as error:
        messages.info(request, str(error))
    return redirect(BACK)
