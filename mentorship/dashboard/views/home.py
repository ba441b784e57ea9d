"""The first page of each person."""

from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from mentorship.programmes.models import Region
from mentorship.programmes.roles import Role


@require_GET
def home(request):
    """Where a person's day begins: the own pairs, the school's day, the region, or a word to whoever has none."""
    if request.school:
        return redirect(first_page_of(request.access.roles))
    if Region.objects.filter(operators__user=request.user).exists():
        return redirect("region")
    return render(request, "dashboard/no_school.html")


def first_page_of(roles):
    """Whoever is only a mentor or a mentee begins with the pairs, a psychologist with those who have none, a director
    with the dashboard; people with more to do find their pairs and their part of it on the page of the day."""
    if roles and roles <= {Role.MENTOR, Role.MENTEE}:
        return "pairs_mine"
    if Role.DIRECTOR in roles and Role.COORDINATOR not in roles:
        return "dashboard"
    return "support" if roles == {Role.PSYCHOLOGIST} else "today"
