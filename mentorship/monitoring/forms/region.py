"""The region's requests and the columns of its own form."""

import uuid

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mentorship.common.forms import RussianDateField

from ..figures import CODES
from ..models import FiguresAnswer

MOST_COLUMNS = 60
SPARE = 5
"""Empty lines below the columns that are there."""
OWN = (
    ("school", gettext_lazy("School")),
    ("city", gettext_lazy("City or village")),
    ("words", gettext_lazy("Words of the school")),
)


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
        self.fields["region"].queryset = regions
        self.fields["region"].initial = regions.first()
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

    title = forms.CharField(label=gettext_lazy("Heading of the column"), max_length=200, required=False)
    figure = forms.ChoiceField(label=gettext_lazy("What fills it"), required=False)

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
        self.fields["region"].queryset = regions


Columns = forms.formset_factory(ColumnForm, extra=SPARE, max_num=MOST_COLUMNS, validate_max=True)


def columns_in(formset):
    """The columns that have a heading, in their order."""
    rows = [form.cleaned_data for form in formset if form.cleaned_data]
    return [{"title": one["title"], "figure": one["figure"]} for one in rows if one.get("title")]
