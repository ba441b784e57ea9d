"""The term of keeping names: the setting, the report of who would go, doing it."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from mentorship.common.errors import RuleBroken
from mentorship.programmes.access import requires

from ..forms.keeping import KeepingForm, SureForm
from ..services import retention


@require_http_methods(["GET", "POST"])
@requires("people.erase")
def people_retention(request):
    """Two forms of one page: ``act`` says which one was sent."""
    row, act = retention.settings_of(request.school), request.POST.get("act")
    keeping = KeepingForm(request.POST if act == "keep" else None, instance=row, prefix="keep")
    sure = SureForm(request.POST if act == "erase" else None, prefix="erase")
    if act == "erase" and sure.is_valid():
        count = retention.make_nameless(school=request.school, day=request.today, by=request.user)
        messages.success(request, _("Made nameless: %(count)d.") % {"count": count})
        return redirect("people_retention")
    if act == "keep" and keeping.is_valid():
        try:
            retention.edit_settings(
                school=request.school,
                version=keeping.seen_version,
                changes=keeping.changes,
                words=keeping.changes_in_words,
                by=request.user,
            )
        except RuleBroken as error:
            keeping.add_error(None, str(error))
        else:
            messages.success(request, _("The term of keeping is saved."))
            return redirect("people_retention")
    years = retention.settings_of(request.school).years_kept
    found = retention.report(years=years, day=request.today)
    context = {"keeping": keeping, "sure": sure, "report": found, "years": years}
    status = 422 if keeping.errors or sure.errors else 200
    return render(request, "people/retention.html", context, status=status)
