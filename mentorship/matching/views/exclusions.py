"""«Не сводить»: the list, a new line, taking one back."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mentorship.common.errors import RuleBroken
from mentorship.people.models import Mentee, Mentor
from mentorship.programmes.access import requires

from ..forms.exclusions import ExclusionFilterForm, ExclusionForm
from ..models import Exclusion
from ..services import exclusions as services

PER_PAGE = 50
UNDO = "matching_exclusion"
PAIR = ("mentor__person__school_class", "mentee__person__school_class")


def exclusions_of(programme):
    """Of living people; whoever was thrown away comes back with them."""
    living = {f"{side}__{part}deleted_at": None for side in ("mentor", "mentee") for part in ("", "person__")}
    return Exclusion.objects.filter(programme=programme, **living)


@require_safe
@requires("matching.view")
def matching_exclusions(request):
    form = ExclusionFilterForm(request.GET)
    rows = exclusions_of(request.programme)
    for word in form.words:
        named = Q(mentor__person__name_key__contains=word) | Q(mentee__person__name_key__contains=word)
        rows = rows.filter(named)
    page = Paginator(rows.select_related(*PAIR, "made_by"), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "filter_form": form,
        "is_filtered": bool(form.words),
        "page_obj": page,
        "may_edit": request.access.can("matching.edit") and request.programme is not None,
    }
    return render(request, "matching/exclusions.html", context)


@require_http_methods(["GET", "POST"])
@requires("matching.edit")
def matching_exclusion_new(request):
    """``?mentor=…&mentee=…`` are numbers of cards that another page has chosen."""
    if request.programme is None:
        return redirect("matching_exclusions")
    data = request.POST if request.method == "POST" else None
    form = ExclusionForm(data, programme=request.programme, day=request.today, initial=request.GET)
    if data is not None and form.is_valid():
        try:
            row = services.exclude(programme=request.programme, by=request.user, **form.cleaned_data)
        except RuleBroken as error:
            form.add_error(None, str(error))
        else:
            words = _("%(mentor)s and %(mentee)s will not be matched.")
            undo = f"undo:{reverse('matching_exclusion_delete', args=[row.pk])}"
            names = {"mentor": row.mentor.person, "mentee": row.mentee.person}
            messages.success(request, words % names, extra_tags=undo)
            return redirect("matching_exclusions")
    return render(request, "matching/exclusion_new.html", {"form": form}, status=422 if form.errors else 200)


@require_POST
@requires("matching.edit")
def matching_exclusion_delete(request, exclusion_pk):
    row = get_object_or_404(exclusions_of(request.programme).select_related(*PAIR), pk=exclusion_pk)
    request.session[UNDO] = [row.mentor_id, row.mentee_id, row.reason]
    names = {"mentor": row.mentor.person, "mentee": row.mentee.person}
    services.take_back(exclusion=row, by=request.user)
    undo = f"undo:{reverse('matching_exclusion_undo')}"
    messages.success(request, _("%(mentor)s and %(mentee)s may be matched again.") % names, extra_tags=undo)
    return redirect("matching_exclusions")


@require_POST
@requires("matching.edit")
def matching_exclusion_undo(request):
    """Put back what this person has taken off the list last."""
    mentor, mentee, reason = request.session.pop(UNDO, (None, None, ""))
    mentor = Mentor.objects.of(request.programme).select_related("person").filter(pk=mentor).first()
    mentee = Mentee.objects.of(request.programme).select_related("person").filter(pk=mentee).first()
    if not (mentor and mentee):
        messages.error(request, _("There is nothing to take back."))
        return redirect("matching_exclusions")
    try:
        services.exclude(programme=request.programme, mentor=mentor, mentee=mentee, reason=reason, by=request.user)
    except RuleBroken as error:
        messages.error(request, str(error))
    else:
        words = _("%(mentor)s and %(mentee)s are kept apart again.")
        messages.success(request, words % {"mentor": mentor.person, "mentee": mentee.person})
    return redirect("matching_exclusions")
