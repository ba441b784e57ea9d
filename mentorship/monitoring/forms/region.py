"""The region's requests and the columns of its own form."""

import uuid

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mentorship.common.forms import RussianDateField
from mentorship.programmes.queries import contains_in

from ..figures import CODES
from ..models import FiguresAnswer
from ..regional import COLUMNS

MOST_COLUMNS = 60
SPARE = 5
"""Empty lines below the columns that are there."""
OWN = (
    ("school", gettext_lazy("School")),
    ("city", gettext_lazy("City or village")),
    ("words", gettext_lazy("Words of the school")),
)


SELECT = {"class": "form-select"}
SEARCH = {"type": "search", "class": "form-control"}
BY_NAME = "name"


class SchoolsFilter(forms.Form):
    """The order is a choice too: on a phone the headings of the table, which sort it, are not seen."""

    q = forms.CharField(
        label=gettext_lazy("School or city"), max_length=100, required=False, widget=forms.TextInput(attrs=SEARCH)
    )
    city = forms.ChoiceField(label=gettext_lazy("City or village"), required=False, widget=forms.Select(attrs=SELECT))
    order = forms.ChoiceField(label=gettext_lazy("Order"), required=False, widget=forms.Select(attrs=SELECT))

    def __init__(self, *args, schools, **kwargs):
        super().__init__(*args, **kwargs)
        cities = schools.exclude(city="").order_by("city").values_list("city", flat=True).distinct()
        self.fields["city"].choices = [("", _("All")), *((one, one) for one in cities)]
        self.fields["order"].choices = orders()

    def narrow(self, schools):
        """A filter that cannot be read lets all through."""
        data = self.chosen()
        for word in data.get("q", "").split():
            schools = schools.filter(contains_in(word, "short_name", "full_name", "city"))
        return schools.filter(city=data["city"]) if data.get("city") else schools

    @property
    def chosen_order(self):
        return self.chosen().get("order") or BY_NAME

    @property
    def is_narrowed(self):
        return bool(self.chosen().get("q") or self.chosen().get("city"))

    def chosen(self):
        self.is_valid()
        return self.cleaned_data


def orders():
    """By name and by every column both ways; numbers begin with the most."""
    found = [(BY_NAME, _("By name")), (f"-{BY_NAME}", _("By name, from the end"))]
    for name, title in COLUMNS.items():
        found.append((f"-{name}", _("%(column)s: most first") % {"column": title}))
        found.append((name, _("%(column)s: fewest first") % {"column": title}))
    return found


def offer(field, regions):
    """Whoever looks after one region is not asked which."""
    field.queryset, field.initial = regions, regions.first()
    if len(regions) == 1:
        field.widget = forms.HiddenInput()


class RequestForm(forms.Form):
    """``key`` makes a button that is pressed twice ask once."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    region = forms.ModelChoiceField(queryset=None, label=gettext_lazy("Region"), empty_label=None)
    title = forms.CharField(label=gettext_lazy("Title"), max_length=200)
    words = forms.CharField(
        label=gettext_lazy("What the schools should know"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    as_of = RussianDateField(label=gettext_lazy("Figures as of"))
    due_on = RussianDateField(label=gettext_lazy("Give them by"))

    def __init__(self, *args, regions, today, **kwargs):
        super().__init__(*args, **kwargs)
        self.today = today
        offer(self.fields["region"], regions)
        for name in ("as_of", "due_on"):
            self.fields[name].today = today
        self.fields["as_of"].initial = today
        self.fields["key"].initial = uuid.uuid4()

    def clean_due_on(self):
        day = self.cleaned_data["due_on"]
        if day < self.today:
            raise forms.ValidationError(_("The day to give the figures by is today or later."))
        return day


class AnswerForm(forms.ModelForm):
    version = forms.IntegerField(widget=forms.HiddenInput)

    class Meta:
        model = FiguresAnswer
        fields = ["words"]
        widgets = {"words": forms.Textarea(attrs={"rows": 4})}

    def __init__(self, *args, instance, **kwargs):
        super().__init__(*args, instance=instance, **kwargs)
        self.fields["version"].initial = instance.version


class ColumnForm(forms.Form):
    """A column of the region's form: its heading and the figure that fills it; a heading alone stays empty."""

    title = forms.CharField(
        label=gettext_lazy("Heading of the column"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"class": "form-control"}),
    )
    figure = forms.ChoiceField(label=gettext_lazy("What fills it"), required=False, widget=forms.Select(attrs=SELECT))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        of_codes = [(name, code.title) for name, code in CODES.items()]
        self.fields["figure"].choices = [("", _("nothing: to be filled in by hand")), *OWN, *of_codes]


class MappingForm(forms.Form):
    region = forms.ModelChoiceField(queryset=None, label=gettext_lazy("Region"), empty_label=None)
    title = forms.CharField(label=gettext_lazy("Title of the form"), max_length=200)
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args, regions, **kwargs):
        super().__init__(*args, **kwargs)
        offer(self.fields["region"], regions)


Columns = forms.formset_factory(ColumnForm, extra=SPARE, max_num=MOST_COLUMNS, validate_max=True)


def columns_in(formset):
    """The columns that have a heading, in their order."""
    rows = [form.cleaned_data for form in formset if form.cleaned_data]
    return [{"title": one["title"], "figure": one["figure"]} for one in rows if one.get("title")]
