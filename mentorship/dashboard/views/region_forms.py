"""The region's own forms: which columns the consolidated table has, and what fills each."""

from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from mentorship.monitoring.forms.region import Columns, MappingForm, columns_in
from mentorship.monitoring.models import ColumnMapping

from .region import of_region

FORMS_A_PAGE = 20


@require_GET
@of_region
def region_forms(request):
    rows = ColumnMapping.objects.filter(region__in=request.regions).select_related("region")
    page_obj = Paginator(rows, FORMS_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "dashboard/region_forms.html", {"page_obj": page_obj})


@require_http_methods(["GET", "POST"])
@of_region
def region_form_new(request):
    return form_page(request, ColumnMapping(region=request.regions.first()))


@require_http_methods(["GET", "POST"])
@of_region
def region_form(request, mapping_pk):
    return form_page(request, get_object_or_404(ColumnMapping, pk=mapping_pk, region__in=request.regions))


def form_page(request, row):
    """The columns in their order; a form with the same title in the region and a later saver are told."""
    initial = {"region": row.region_id, "title": row.title, "version": row.version}
    form = MappingForm(request.POST or None, initial=initial, regions=request.regions)
    columns = Columns(request.POST or None, initial=row.columns, prefix="columns")
    if request.method == "POST" and form.is_valid() and columns.is_valid() and did_save(form, columns, row):
        return redirect("region_forms")
    page = {"form": form, "columns": columns, "row": row}
    has_errors = request.method == "POST"
    return render(request, "dashboard/region_form.html", page, status=422 if has_errors else 200)


def did_save(form, columns, row):
    data, found = form.cleaned_data, columns_in(columns)
    same = ColumnMapping.objects.filter(region=data["region"], title=data["title"]).exclude(pk=row.pk)
    if not found:
        form.add_error(None, _("Name at least one column."))
    elif same.exists():
        form.add_error("title", _("There is a form of this title already."))
    elif row.pk is None:
        ColumnMapping.objects.create(region=data["region"], title=data["title"], columns=found)
    elif not ColumnMapping.objects.filter(pk=row.pk, version=data["version"]).update(
        region=data["region"], title=data["title"], columns=found, version=data["version"] + 1
    ):
        form.add_error(None, _("Somebody has changed this form in the meantime: look at yours and save once more."))
        form.data = form.data.copy()
        form.data["version"] = str(ColumnMapping.objects.get(pk=row.pk).version)
    return not form.errors
