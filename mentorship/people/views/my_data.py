"""«Who sees my data»: for every person with an account."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from mentorship.programmes.access import ALL, MATRIX, OWN, requires
from mentorship.programmes.roles import Role

from ..consent_list import held_by
from ..models import Person

SHOWN = 100


@require_safe
@requires("today.view")
def my_data(request):
    person = Person.objects.living().filter(user=request.user).select_related("school_class").first()
    cells = MATRIX["people.view"]
    page = {
        "person": person,
        "see_all": [Role(role).label for role, cell in cells.items() if cell == ALL],
        "see_own": [Role(role).label for role, cell in cells.items() if cell == OWN],
        "held": held_by(person, request.today) if person else (),
        "views": person.views.all()[:SHOWN] if person else (),
        "zone": request.school.time_zone,
    }
    return render(request, "people/my_data.html", page)
