"""Which pairs need the coordinator, and what to do now."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mentorship.programmes.access import requires
from mentorship.programmes.views.editing import edit_page

from ..annex import mentees_of, with_people
from ..forms.health import AsideForm, AttentionFilterForm, HealthForm
from ..health import REASONS, needing, reasons_of, settings_of
from ..services import health as services
from ..visibility import pairings_for
from .card import pair_for

PER_PAGE = 30


@require_safe
@requires("health.view")
def attention(request):
    """Pairs with a reason, those with the most reasons first."""
    limits = settings_of(request.school)
    form = AttentionFilterForm(request.GET, programme=request.programme)
    rows = needing(form.narrow(pairings_for(request)), limits, request.today, form.asked)
    rows = with_people(rows).order_by("-reasons_count", "mentor__person__name_key", "pk")
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    for row in page:
        row.reasons = reasons_of(row)
        row.shown = mentees_of(row)
    context = {
        "page_obj": page,
        "form": form,
        "is_narrowed": form.is_narrowed,
        "may_edit": request.access.can("health.edit"),
        "may_write": request.access.can("pairs.edit"),
    }
    return render(request, "pairs/attention.html", context)


def reason_of(code):
    if code not in REASONS:
        raise Http404
    return REASONS[code]


@require_http_methods(["GET", "POST"])
@requires("health.edit")
def attention_aside(request, pairing_id, code):
    """One reason of one pair is silent until a day."""
    pair, reason = pair_for(request, pairing_id), reason_of(code)
    form = AsideForm(request.POST if request.method == "POST" else None, today=request.today)
    if request.method == "POST" and form.is_valid():
        services.put_aside(pairing=pair, reason=code, day=request.today, by=request.user, **form.cleaned_data)
        undo = reverse("attention_back", args=[pair.public_id, code])
        messages.success(request, _("Put aside: %(reason)s") % {"reason": reason.title}, extra_tags=f"undo:{undo}")
        return redirect("attention")
    context = {"form": form, "pair": pair, "reason": reason}
    return render(request, "pairs/attention_aside.html", context, status=422 if form.errors else 200)


@require_POST
@requires("health.edit")
def attention_back(request, pairing_id, code):
    pair, _reason = pair_for(request, pairing_id), reason_of(code)
    services.take_back(pairing=pair, reason=code, day=request.today)
    return redirect("attention")


@require_http_methods(["GET", "POST"])
@requires("health.edit")
def attention_settings(request):
    row = settings_of(request.school)
    form = HealthForm(request.POST if request.method == "POST" else None, instance=row)

    def save(form):
        services.save_limits(
            school=request.school,
            seen=form.seen_version,
            changes=form.changes,
            words=form.changes_in_words,
            by=request.user,
        )

    return edit_page(
        request,
        form=form,
        save=save,
        done=reverse("attention"),
        message=_("The thresholds are saved."),
        template="pairs/attention_settings.html",
    )
