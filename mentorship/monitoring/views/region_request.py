"""The school's side of a request of the region: look at the figures, add words, give them."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from mentorship.common.errors import EditConflict, RuleBroken
from mentorship.programmes.access import requires

from ..figures import figures_of
from ..forms.region import AnswerForm
from ..models import FiguresAnswer
from ..regional import all_figures
from ..services import region as acts


@require_http_methods(["GET", "POST"])
@requires("region.answer")
def region_request(request, request_id):
    """What the region will see, computed for its day; given once or anew until the request is closed."""
    answers = FiguresAnswer.objects.select_related("request")
    answer = get_object_or_404(answers, request__public_id=request_id)
    asked, programme = answer.request, request.school.current_programme
    form = AnswerForm(request.POST or None, instance=answer)
    if request.method == "POST" and programme and form.is_valid():
        data = form.cleaned_data
        try:
            acts.give(answer=FiguresAnswer.objects.get(pk=answer.pk), programme=programme, by=request.user, **data)
        except EditConflict:
            form.add_error(None, _("Somebody of the school has given the figures in the meantime."))
            form.data = form.data.copy()
            form.data["version"] = str(FiguresAnswer.objects.get(pk=answer.pk).version)
        except RuleBroken as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The figures are given to the region."))
            return redirect("region_request", asked.public_id)
    page = {
        "asked": asked,
        "answer": answer,
        "form": form,
        "has_programme": programme is not None,
        "lines": all_figures(shown_figures(answer, programme)),
    }
    return render(request, "monitoring/region_request.html", page, status=422 if form.errors else 200)


def shown_figures(answer, programme):
    """What was given, once the request is closed or nothing can be counted; before that what would be given."""
    if answer.request.closed_at or programme is None:
        return answer.figures
    return figures_of(programme, answer.request.as_of).as_json()
