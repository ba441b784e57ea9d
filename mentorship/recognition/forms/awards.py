"""Awards, the rule for the best mentors, nominations."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mentorship.common.forms import RussianDateField
from mentorship.people.models import Mentor
from mentorship.programmes.forms.versioned import VersionedForm

from ..formula import CRITERIA, HUNDRED
from ..models import Award, Nomination


class AwardForm(VersionedForm):
    """A line of the register. ``today`` is for dates without a year."""

    class Meta:
        model = Award
        fields = ["kind", "day", "reason", "text", "order", "given_by"]
        field_classes = {"day": RussianDateField}
        widgets = {"text": forms.Textarea(attrs={"rows": 5})}

    def __init__(self, *args, today, **kwargs):
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["day"].today = today

    def context_of_form(self):
        return {"today": self.today}


class GiveForm(AwardForm):
    """The same award for one or many mentors."""

    mentors = forms.ModelMultipleChoiceField(
        queryset=None, label=gettext_lazy("Whom"), widget=forms.CheckboxSelectMultiple
    )

    field_order = ["mentors", "kind", "day", "reason", "text", "order", "given_by"]

    def __init__(self, *args, programme, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["mentors"].queryset = (
            Mentor.objects.of(programme).select_related("person").order_by("person__name_key", "pk")
        )
        del self.fields["version"]

    @property
    def values(self):
        return {name: self.cleaned_data[name] for name in self._meta.fields}

    @property
    def people(self):
        return [mentor.person for mentor in self.cleaned_data["mentors"]]


class AwardsFilterForm(forms.Form):
    kind = forms.ChoiceField(
        label=gettext_lazy("Award"), required=False, widget=forms.Select(attrs={"class": "form-select"})
    )
    q = forms.CharField(
        label=gettext_lazy("Find"),
        max_length=100,
        required=False,
        widget=forms.TextInput(attrs={"class": "form-control", "type": "search"}),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [("", _("All")), *Award.Kind.choices]

    def narrow(self, rows):
        if not self.is_valid():
            return rows
        rows = rows.filter(kind=self.cleaned_data["kind"]) if self.cleaned_data["kind"] else rows
        words = self.cleaned_data["q"]
        for word in words.lower().replace("ё", "е").split():
            rows = rows.filter(person__name_key__contains=word)
        return rows


class FormulaForm(forms.Form):
    """The weights of the criteria, a hundred in all, and how many meetings are the least."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    least_meetings = forms.IntegerField(label=gettext_lazy("Not fewer meetings than"), min_value=0, max_value=100)

    def __init__(self, *args, rule, **kwargs):
        initial = {"version": rule.version if rule.pk else 0, "least_meetings": rule.least_meetings}
        initial |= {key: rule.weights.get(key, 0) for key in rule.weights}
        super().__init__(*args, initial=initial, **kwargs)
        for one in CRITERIA:
            self.fields[one.key] = forms.IntegerField(
                label=one.title, help_text=one.how, min_value=0, max_value=HUNDRED
            )

    def clean(self):
        data = super().clean()
        weights = [data.get(one.key) for one in CRITERIA]
        if None not in weights and sum(weights) != HUNDRED:
            words = _("The weights must add up to 100; now they make %(sum)d.")
            raise forms.ValidationError(words % {"sum": sum(weights)})
        return data

    @property
    def weights(self):
        return {one.key: self.cleaned_data[one.key] for one in CRITERIA}


class NominationForm(forms.ModelForm):
    class Meta:
        model = Nomination
        fields = ["text", "may_be_told"]
        widgets = {"text": forms.Textarea(attrs={"rows": 4})}


class SetAsideForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Why it is not counted"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("Left empty, the nomination counts again."),
    )
