"""Forms of the SWOT table and of the coordinator's nine criteria."""

from itertools import groupby

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mentorship.common.forms import RussianDateField
from mentorship.programmes.forms.versioned import VersionedForm

from ..models import CoordinatorForm, SwotEntry
from ..quality import MARKS, criteria

MARK_WORDS = {0: gettext_lazy("0 — not seen"), 1: gettext_lazy("1 — in part"), 2: gettext_lazy("2 — fully")}


class SwotForm(VersionedForm):
    class Meta:
        model = SwotEntry
        fields = ["text", "quadrant", "group"]
        widgets = {"text": forms.Textarea(attrs={"rows": 2})}


class NewSwotForm(forms.Form):
    """A phrase of one's own into a cell that the address names."""

    text = forms.CharField(label=gettext_lazy("Phrase"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}))


class CoordinatorFormForm(VersionedForm):
    """Nine rows of 0, 1, 2; half-filled is saved too, and has no level until all nine are there."""

    class Meta:
        model = CoordinatorForm
        fields = ["day", "strong", "to_change"]
        widgets = {name: forms.Textarea(attrs={"rows": 3}) for name in ("strong", "to_change")}

    def __init__(self, *args, instance, today, **kwargs):
        initial = {one.key: str(instance.marks.get(one.key, "")) for one in criteria()}
        initial["day"] = instance.day or today
        super().__init__(*args, instance=instance, initial=initial, **kwargs)
        self.today = today
        self.fields["day"] = RussianDateField(label=gettext_lazy("Judged on"))
        self.fields["day"].today = today
        choices = [*((str(mark), MARK_WORDS[mark]) for mark in MARKS), ("", gettext_lazy("not judged"))]
        for one in criteria():
            self.fields[one.key] = forms.ChoiceField(
                label=one.text, choices=choices, required=False, widget=forms.RadioSelect
            )

    @property
    def blocks(self):
        """``[(block, [fields])]`` in the order of the official form."""
        return [(block, [self[one.key] for one in rows]) for block, rows in groupby(criteria(), lambda one: one.block)]

    def clean_day(self):
        day = self.cleaned_data["day"]
        if day > self.today:
            raise forms.ValidationError(_("The day is today or earlier."))
        return day

    @property
    def values(self):
        data = self.cleaned_data
        marks = {one.key: int(data[one.key]) for one in criteria() if data.get(one.key)}
        return {"day": data["day"], "marks": marks, "strong": data["strong"], "to_change": data["to_change"]}

    def context_of_form(self):
        return {"today": self.today}
