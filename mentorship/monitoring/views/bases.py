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

from ..forms.indicators import BasesForm, RulesForm
from ..models import Denominator
from ..models.figures import Base
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
    rows = Denominator.objects.select_related("typed_by").order_by("-day", "-pk")
    code = request.GET.get("base", "")
    if code in Base.values:
        rows = rows.filter(base=code)
    page = {
        "form": form,
        "page_obj": Paginator(rows, ROWS_A_PAGE).get_page(request.GET.get("page")),
        "bases": Base.choices,
        "chosen": code,
    }
    return render(request, "monitoring/bases.html", page, status=422 if form.errors else 200)


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
