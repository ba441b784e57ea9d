"""A region asks its schools for figures, sees who has given them, reminds the others and takes the whole as a table."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from mentorship.common import xlsx
from mentorship.common.errors import RuleBroken
from mentorship.monitoring.consolidated import table_of
from mentorship.monitoring.forms.region import RequestForm
from mentorship.monitoring.models import ColumnMapping, FiguresRequest
from mentorship.monitoring.region_answers import answers_to, counts_of, to_remind, with_days
from mentorship.monitoring.regional import schools_of, within
from mentorship.monitoring.services import region as acts
from mentorship.people.views.files import paper

from .region import SCHOOLS_A_PAGE, of_region

REQUESTS_A_PAGE = 20


@require_GET
@of_region
def region_requests(request):
    rows = FiguresRequest.objects.filter(region__in=request.regions).select_related("region")
    page_obj = Paginator(rows, REQUESTS_A_PAGE).get_page(request.GET.get("page"))
    with within(request.regions):
        counted = counts_of([one.pk for one in page_obj])
    page = {
        "page_obj": page_obj,
        "rows": [(one, counted.get(one.pk, (0, 0))) for one in page_obj],
        "today": request.today,
    }
    return render(request, "dashboard/region_requests.html", page)


@require_http_methods(["GET", "POST"])
@of_region
def region_request_new(request):
    form = RequestForm(request.POST or None, regions=request.regions, today=request.today)
    if request.method == "POST" and form.is_valid():
        made = acts.ask(by=request.user, **form.cleaned_data)
        return redirect("region_request_answers", made.public_id)
    return render(request, "dashboard/region_request_new.html", {"form": form}, status=422 if form.errors else 200)


def request_or_404(request, request_id):
    rows = FiguresRequest.objects.filter(region__in=request.regions).select_related("region")
    return get_object_or_404(rows, public_id=request_id)


@require_GET
@of_region
def region_request_answers(request, request_id):
    """Who has given the figures and who has not, who joined later and who was reminded when."""
    asked, missing_only = request_or_404(request, request_id), request.GET.get("show") == "missing"
    with within([asked.region]):
        rows = answers_to(asked, missing_only)
        page_obj = Paginator(rows, SCHOOLS_A_PAGE).get_page(request.GET.get("page"))
        shown = with_days(list(page_obj))
        given, whole = counts_of([asked.pk]).get(asked.pk, (0, 0))
        left, reminded = to_remind(asked)
    page = {
        "asked": asked,
        "page_obj": page_obj,
        "rows": shown,
        "given": given,
        "whole": whole,
        "not_asked": schools_of([asked.region]).count() - whole,
        "left": left,
        "reminded": reminded,
        "mappings": ColumnMapping.objects.filter(region=asked.region),
        "missing_only": missing_only,
        "today": request.today,
    }
    return render(request, "dashboard/region_request.html", page)


@require_POST
@of_region
def region_request_remind(request, request_id, school_id=None):
    """All who have not answered, or one school; back to the list as it was narrowed."""
    asked = request_or_404(request, request_id)
    school = get_object_or_404(schools_of([asked.region]), public_id=school_id) if school_id else None
    try:
        tell_reminded(request, acts.remind(request=asked, by=request.user, school=school))
    except RuleBroken as error:
        messages.error(request, str(error))
    query = request.GET.urlencode()
    address = reverse("region_request_answers", args=[asked.public_id])
    return redirect(f"{address}?{query}" if query else address)


def tell_reminded(request, done):
    """What came of the press, in words: nothing is said to have been sent that was not."""
    if done.told:
        words = ngettext("%(count)d school is reminded.", "%(count)d schools are reminded.", done.told)
        messages.success(request, words % {"count": done.told})
    if done.already:
        words = ngettext(
            "%(count)d school has been reminded today already: it hears once a day at most.",
            "%(count)d schools have been reminded today already: they hear once a day at most.",
            done.already,
        )
        messages.info(request, words % {"count": done.already})
    if done.nobody:
        words = ngettext(
            "%(count)d school has neither a director nor a coordinator here: there is nobody to remind.",
            "%(count)d schools have neither a director nor a coordinator here: there is nobody to remind.",
            done.nobody,
        )
        messages.warning(request, words % {"count": done.nobody})
    if not (done.told or done.already or done.nobody):
        messages.info(request, _("The figures have been given in the meantime: there is nobody to remind."))


@require_GET
@of_region
def region_request_file(request, request_id):
    """The consolidated table; ``?form=`` lays it out in the region's own form."""
    asked = request_or_404(request, request_id)
    chosen = request.GET.get("form", "")
    mapping = None
    if chosen:
        if not chosen.isdecimal():
            raise Http404
        mapping = get_object_or_404(ColumnMapping, pk=chosen, region=asked.region)
    table = table_of(asked, mapping)
    return paper(xlsx.table_to_xlsx(table, has_filters=True), xlsx.MIME, f"{table.title}.xlsx")


@require_POST
@of_region
def region_request_close(request, request_id):
    asked = request_or_404(request, request_id)
    acts.close(request=asked)
    return redirect("region_request_answers", asked.public_id)
