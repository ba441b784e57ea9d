"""Which meeting of the pairs each step of an activity is about."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from mentorship.programmes.access import requires
from roadmap.views.lookup import activity_for

from ..forms.steps import StepMeetingsForm
from ..models import StepMeeting
from ..services import meetings as acts


@require_http_methods(["GET", "POST"])
@requires("activity.complete", own=True)
def activity_meetings(request, pk):
    activity = activity_for(request, pk, "activity.complete")
    steps = list(activity.steps.filter(deleted_at=None).order_by("position", "pk"))
    chosen = {one.step_id: one for one in StepMeeting.objects.filter(step__in=steps)}
    data = request.POST if request.method == "POST" else None
    form = StepMeetingsForm(data, steps=steps, chosen=chosen)
    if data is not None and form.is_valid():
        changed = [acts.choose(step=step, kind=kind, by=request.user) for step, kind in form.choices()]
        if any(changed):
            messages.success(
                request, _("The meetings of the steps of “%(title)s” are kept.") % {"title": activity.title}
            )
        return redirect(f"{activity.get_absolute_url()}#meetings")
    context = {"activity": activity, "form": form, "steps": steps}
    return render(request, "monitoring/activity_meetings.html", context, status=422 if form.errors else 200)
