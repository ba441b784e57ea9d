"""The log of the school: who did what and when."""

from django import forms
from django.core.paginator import Paginator
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from ..access import requires
from ..audit import action_title, known_actions
from ..forms.people import SEARCH
from ..models import AuditEvent
from ..queries import contains_in

ENTRIES_A_PAGE = 50


DAY = {"type": "date", "class": "form-control"}


class LogFilterForm(forms.Form):
    q = forms.CharField(label=_("Who or about what"), max_length=100, required=False, widget=SEARCH)
    action = forms.ChoiceField(
        label=_("What was done"), required=False, widget=forms.Select(attrs={"class": "form-select"})
    )
    since = forms.DateField(label=_("From"), required=False, widget=forms.DateInput(attrs=DAY, format="%Y-%m-%d"))
    until = forms.DateField(label=_("To"), required=False, widget=forms.DateInput(attrs=DAY, format="%Y-%m-%d"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["action"].choices = [("", _("Everything")), *known_actions()]


@require_GET
@requires("log.view")
def log(request):
    form = LogFilterForm(request.GET)
    form.is_valid()
    wanted = {name: value for name, value in form.cleaned_data.items() if value}
    rows = AuditEvent.objects.all()
    for word in wanted.get("q", "").split():
        rows = rows.filter(contains_in(word, "actor_name", "object_name"))
    if "action" in wanted:
        rows = rows.filter(action=wanted["action"])
    if "since" in wanted:
        rows = rows.filter(at__gte=request.school.start_of(wanted["since"]))
    if "until" in wanted:
        rows = rows.filter(at__lt=request.school.end_of(wanted["until"]))
    entries = Paginator(rows, ENTRIES_A_PAGE).get_page(request.GET.get("page"))
    for entry in entries:
        entry.title = action_title(entry.action)
    page = {
        "form": form,
        "page_obj": entries,
        "is_filtered": bool(wanted),
        "zone": request.school.time_zone,
    }
    return render(request, "programmes/log.html", page)
