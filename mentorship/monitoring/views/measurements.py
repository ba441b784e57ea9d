"""The page on which a school corrects what is compared before and after."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from mentorship.programmes.access import requires
from mentorship.programmes.models import MentoringForm

from ..forms.measurements import MeasurementForm
from ..models import Measurement
from ..services import measurements as acts


@require_http_methods(["GET", "POST"])
@requires("monitoring.edit")
def measurement_choose(request):
    """``?form=…&side=…`` from the page of the impact says for whom."""
    if request.programme is None:
        raise Http404
    form = MeasurementForm(request.POST or None, programme=request.programme, initial=initial(request))
    if request.method == "POST" and form.is_valid():
        acts.choose(programme=request.programme, by=request.user, **form.cleaned_data)
        messages.success(request, _("From now on these questionnaires are compared."))
        return redirect("impact")
    page = {"form": form, "chosen": Measurement.objects.filter(programme=request.programme).select_related("form")}
    return render(request, "monitoring/measurement.html", page, status=422 if form.errors else 200)


@require_POST
@requires("monitoring.edit")
def measurement_clear(request, measurement_id):
    row = get_object_or_404(Measurement, public_id=measurement_id, programme=request.programme)
    acts.clear(row=row, by=request.user)
    messages.success(request, _("The product chooses the questionnaires to compare again."))
    return redirect("impact")


def initial(request):
    """What is chosen of this form and side already, else only the form and the side."""
    form = MentoringForm.objects.filter(title=request.GET.get("form", "")).first()
    side = request.GET.get("side", "")
    row = Measurement.objects.filter(programme=request.programme, form=form, side=side).first()
    found = {"form": form, "side": side}
    return found | ({"before": row.before_id, "after": row.after_id} if row else {})
