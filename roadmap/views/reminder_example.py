"""What the school's settings of reminders mean, on one deadline."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from mentorship.common import clock
from mentorship.programmes.access import requires
from mentorship.programmes.calendar import WorkingCalendar
from mentorship.programmes.models import ReminderSettings

from ..forms.example import ExampleForm
from ..models import Activity
from ..queries import current_roadmap
from ..reminders.example import mornings_of

USUAL_DISTANCE = clock.days(21)


@require_safe
@requires("settings.view")
def reminder_example(request):
    """The deadline is the asked one, else the nearest of the roadmap."""
    form = ExampleForm({"day": f"{nearest_deadline(request):%Y-%m-%d}"} | request.GET.dict(), today=request.today)
    rules = ReminderSettings.objects.first() or ReminderSettings(school=request.school)
    day = form.cleaned_data["day"] if form.is_valid() else None
    mornings = mornings_of(day, rules, WorkingCalendar.of(request.school)) if day else []
    page = {"form": form, "day": day, "mornings": mornings, "rules": rules}
    return render(request, "roadmap/reminder_example.html", page, status=422 if form.errors else 200)


def nearest_deadline(request):
    roadmap = current_roadmap(request.programme)
    ahead = Activity.objects.of(roadmap).open().filter(last_on__gte=request.today).order_by("last_on")
    first = ahead.values_list("last_on", flat=True).first() if roadmap else None
    return first or request.today + USUAL_DISTANCE
