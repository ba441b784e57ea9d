"""Forms of a mentor's report and of a portfolio."""

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from mentorship.common.forms import RussianDateField
from mentorship.people.models import Mentor, Person
from mentorship.people.names import name_key
from mentorship.programmes.forms.versioned import VersionedForm

from ..models import MentorReport, Portfolio
from ..reporting import ACCEPTED, DRAFT, RETURNED, SUBMITTED, in_state
from .filters import SEARCH, SELECT
from .pairing import check_term

ROWS = forms.Textarea(attrs={"rows": 4})
MARKS = [("", "—"), *((number, str(number)) for number in range(1, 11))]


class TermForm(forms.Form):
    """For which days a paper is put together."""

    starts_on = RussianDateField(label=_("From"))
    ends_on = RussianDateField(label=_("Until"))

    def __init__(self, *args, today, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("starts_on", "ends_on"):
            self.fields[name].today = today

    def clean(self):
        data = super().clean()
        check_term(self, data)
        return data


class ReportForm(VersionedForm):
    """Words of the mentor; the figures are assembled beside them."""

    growth = forms.TypedChoiceField(
        label=_("Growth of the mentee, from 1 to 10"), choices=MARKS, coerce=int, empty_value=None, required=False
    )

    class Meta:
        model = MentorReport
        fields = ["results", "difficulties", "proposals", "growth", "advice", "starts_on", "ends_on"]
        field_classes = {"starts_on": RussianDateField, "ends_on": RussianDateField}
        widgets = {"results": ROWS, "difficulties": ROWS, "proposals": ROWS}

    def __init__(self, *args, instance, today, **kwargs):
        super().__init__(*args, instance=instance, **kwargs)
        self.today = today
        for name in ("starts_on", "ends_on"):
            self.fields[name].today = today
        self.fields["results"].help_text = _("What has the mentee come to, in your words.")

    def clean(self):
        data = super().clean()
        check_term(self, data)
        return data

    def context_of_form(self):
        return {"today": self.today}


class RemarkForm(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput)
    remark = forms.CharField(label=_("What is missing"), max_length=500, widget=ROWS)


class ReportsFilterForm(forms.Form):
    STATES = (
        ("", _("All")),
        (SUBMITTED, _("Wait for an answer")),
        (DRAFT, _("Drafts")),
        (RETURNED, _("Sent back")),
        (ACCEPTED, _("Accepted")),
    )
    q = forms.CharField(
        label=_("Mentor or mentee"), max_length=100, required=False, widget=forms.TextInput(attrs=SEARCH)
    )
    state = forms.ChoiceField(label=_("State"), choices=STATES, required=False, widget=forms.Select(attrs=SELECT))

    def narrow(self, rows):
        data = self.cleaned_data if self.is_valid() else {}
        for word in name_key(data.get("q", "")).split():
            mine = Q(pairing__mentor__person__name_key__contains=word)
            rows = rows.filter(mine | Q(pairing__places__mentee__person__name_key__contains=word)).distinct()
        return in_state(rows, data.get("state"))

    @property
    def is_narrowed(self):
        return self.is_valid() and any(self.cleaned_data.values())


class NewPortfolioForm(TermForm):
    """Whose portfolio is asked of those who put together other people's."""

    field_order = ["person", "starts_on", "ends_on"]
    person = forms.ModelChoiceField(label=_("Mentor"), queryset=None, to_field_name="public_id")

    def __init__(self, *args, people, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = people
        self.fields["person"].label_from_instance = lambda one: one.full_name


def people_who_mentor():
    """Everybody who is or was a mentor of the school and has a name."""
    mentors = Mentor.objects.filter(deleted_at=None).values("person")
    return Person.objects.filter(pk__in=mentors, anonymised_at=None).order_by("name_key", "pk")


class PortfolioForm(VersionedForm):
    """What no row of the school knows."""

    class Meta:
        model = Portfolio
        fields = ["category", "practice", "contests", "methods", "awards", "starts_on", "ends_on"]
        field_classes = {"starts_on": RussianDateField, "ends_on": RussianDateField}
        widgets = {"practice": ROWS, "contests": ROWS, "methods": ROWS, "awards": ROWS}

    def __init__(self, *args, instance, today, **kwargs):
        super().__init__(*args, instance=instance, **kwargs)
        self.today = today
        for name in ("starts_on", "ends_on"):
            self.fields[name].today = today

    def clean(self):
        data = super().clean()
        check_term(self, data)
        return data

    def context_of_form(self):
        return {"today": self.today}


class PortfoliosFilterForm(forms.Form):
    STATES = (("", _("All")), ("no", _("Not confirmed")), ("yes", _("Confirmed")))
    q = forms.CharField(label=_("Mentor"), max_length=100, required=False, widget=forms.TextInput(attrs=SEARCH))
    state = forms.ChoiceField(label=_("State"), choices=STATES, required=False, widget=forms.Select(attrs=SELECT))

    def narrow(self, rows):
        data = self.cleaned_data if self.is_valid() else {}
        for word in name_key(data.get("q", "")).split():
            rows = rows.filter(person__name_key__contains=word)
        if state := data.get("state"):
            rows = rows.filter(confirmed_on__isnull=state == "no")
        return rows

    @property
    def is_narrowed(self):
        return self.is_valid() and any(self.cleaned_data.values())
