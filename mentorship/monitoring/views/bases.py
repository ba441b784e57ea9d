"""What the indicators are divided by, with its history, and the rules of the monitoring."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from mentorship.programmes.access import requires
from mentorship.programmes.views.editing import edit_page

from ..forms.filters import ColumnFilterForm
from ..forms.indicators import BasesForm, RulesForm
from ..models import Denominator
from ..satisfaction import settings_of
from ..services import indicators as acts

ROWS_A_PAGE = 30


@require_http_methods(["GET", "POST"])
@requires("indicators.edit")
def bases(request):
    """The numbers of a day are typed on top of what was typed before; nothing of the past is changed."""
    form = BasesForm(request.POST if request.method == "POST" else None, today=request.today)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        added = acts.type_bases(
            school=request.school, day=data["day"], counts=form.counts, source=data["source"], by=request.user
        )
        words = ngettext("%(n)d number is kept.", "%(n)d numbers are kept.", len(added)) % {"n": len(added)}
        messages.success(request, words if added else _("These numbers are kept already."))
        return redirect("bases")
    page = {"form": form, **typed(request)}
    return render(request, "monitoring/bases.html", page, status=422 if form.errors else 200)


def typed(request):
    """What was typed before, the last day first; one base alone by the filter."""
    kinds = ColumnFilterForm(request.GET, column=Denominator._meta.get_field("base"))
    rows = kinds.narrow(Denominator.objects.select_related("typed_by").order_by("-day", "-pk"))
    page_obj = Paginator(rows, ROWS_A_PAGE).get_page(request.GET.get("page"))
    return {"kinds": kinds, "is_narrowed": bool(kinds.chosen), "page_obj": page_obj}


@require_http_methods(["GET", "POST"])
@requires("indicators.edit")
def rules(request):
    """Who is satisfied, what is a strength and a weakness: visible under every table that uses it."""
    row = settings_of(request.school)
    return edit_page(
        request,
        form=RulesForm(request.POST or None, instance=row),
        save=lambda form: acts.edit_rules(
            school=request.school,
            version=form.seen_version,
            changes=form.changes,
            words=form.changes_in_words,
            by=request.user,
        ),
        done=reverse("indicators"),
        message=_("The rules of the monitoring are saved."),
        template="monitoring/rules.html",
    )
