"""The buildings and shifts of the classes, for schools that have several."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from mentorship.programmes.access import requires
from mentorship.programmes.models import SchoolClass

from ..forms.class_places import ClassPlacesForm
from ..services.class_places import place_classes


@require_http_methods(["GET", "POST"])
@requires("people.edit")
def people_class_places(request):
    form = ClassPlacesForm(request.POST if request.method == "POST" else None, classes=SchoolClass.objects.all())
    if request.method == "POST" and form.is_valid():
        changes = form.changes()
        missed = place_classes(changes=changes, by=request.user)
        saved = len(changes) - len(missed)
        if missed:
            names = ", ".join(str(one) for one in missed)
            messages.error(request, _("Somebody has changed this in the meantime: %(names)s.") % {"names": names})
        if saved:
            words = ngettext(
                "The building and the shift of %(count)d class are saved.",
                "The buildings and shifts of %(count)d classes are saved.",
                saved,
            )
            messages.success(request, words % {"count": saved})
        return redirect("people_class_places" if missed else "people_classes")
    return render(request, "people/class_places.html", {"form": form}, status=422 if form.errors else 200)
