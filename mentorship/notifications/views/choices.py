"""The person's own page: by which way to hear of what."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from mentorship.programmes.access import requires
from mentorship.programmes.models import ReminderSettings

from ..forms.choices import ChoicesForm
from ..services import choosing


@require_http_methods(["GET", "POST"])
@requires("today.view")
def choices(request):
    kinds = choosing.kinds_for(request.access.roles)
    form = ChoicesForm(request.POST or None, kinds=kinds, modes=choosing.modes_of(request.user))
    if request.method == "POST" and form.is_valid():
        choosing.choose(school=request.school, user=request.user, modes=form.cleaned_data)
        messages.success(request, _("Your choice of letters is saved."))
        return redirect("notification_choices")
    rules = ReminderSettings.objects.first() or ReminderSettings(school=request.school)
    page = {"form": form, "rules": rules}
    return render(request, "notifications/choices.html", page, status=422 if form.errors else 200)
