"""Forms of the selection of mentors."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mentorship.common.forms import RussianDateField
from mentorship.programmes.forms.versioned import VersionedForm

from ..models import Criterion, Interview, Mentor


class PastDayField(RussianDateField):
    """A day that has come: nobody can be interviewed or selected tomorrow."""

    def clean(self, value):
        day = super().clean(value)
        if day and self.today and day > self.today:
            raise forms.ValidationError(_("This day has not come yet."), code="future")
        return day


class InterviewForm(VersionedForm):
    held_on = PastDayField(label=gettext_lazy("Day of the talk"))
    met = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Criteria that are met"),
        widget=forms.CheckboxSelectMultiple,
        coerce=int,
        required=False,
    )
    notes = forms.CharField(
        label=gettext_lazy("Notes"),
        help_text=gettext_lazy("Only the coordinator sees them. They are not in papers, files and the log."),
        widget=forms.Textarea(attrs={"rows": 6}),
        required=False,
    )

    class Meta:
        model = Interview
        fields = ["held_on", "met", "notes"]

    def __init__(self, *args, instance, criteria, today, **kwargs):
        super().__init__(*args, instance=instance, **kwargs)
        self.criteria, self.today = criteria, today
        self.fields["held_on"].today = today
        self.fields["met"].choices = [(one.pk, one.title) for one in criteria]
        if instance.pk is None:
            self.fields["version"].initial = 0
            self.initial["version"] = 0
        if not criteria:
            del self.fields["met"]

    def words(self, name, value):
        if name == "met":
            titles = {str(key): title for key, title in self.fields["met"].choices}
            return "; ".join(titles[str(key)] for key in value or [] if str(key) in titles)
        return super().words(name, value)

    @property
    def changes_in_words(self):
        """Of the notes the log learns only that they were written."""
        words = super().changes_in_words
        label = str(self.fields["notes"].label)
        return words | ({label: ["", _("changed")]} if label in words else {})

    def context_of_form(self):
        return {"criteria": self.criteria, "today": self.today}


class DecisionForm(VersionedForm):
    decision = forms.ChoiceField(
        label=gettext_lazy("Decision"), choices=Mentor.Decision.choices, widget=forms.RadioSelect
    )
    decided_on = PastDayField(label=gettext_lazy("Decided on"))
    decision_reason = forms.CharField(
        label=gettext_lazy("Reason"),
        help_text=gettext_lazy("Needed for the reserve and for a refusal: the candidate may ask."),
        max_length=300,
        required=False,
    )

    class Meta:
        model = Mentor
        fields = ["decision", "decided_on", "decision_reason"]

    def __init__(self, *args, instance, today, **kwargs):
        super().__init__(*args, instance=instance, **kwargs)
        self.today = today
        self.fields["decided_on"].today = today
        if not instance.decided_on:
            self.initial["decided_on"] = today

    def clean(self):
        cleaned = super().clean()
        needs_reason = cleaned.get("decision") in (Mentor.Decision.RESERVE, Mentor.Decision.REFUSED)
        if needs_reason and not cleaned.get("decision_reason"):
            self.add_error("decision_reason", _("Say why: the candidate may ask."))
        return cleaned

    def context_of_form(self):
        return {"today": self.today}


class CriterionForm(forms.ModelForm):
    """``seen`` is the title that the person saw."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Criterion
        fields = ["title"]

    def __init__(self, *args, instance, **kwargs):
        super().__init__(*args, instance=instance, **kwargs)
        self.fields["seen"].initial = instance.title

    def clean_title(self):
        title = " ".join(self.cleaned_data["title"].split())
        if Criterion.objects.filter(title=title).exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError(_("There is already such a criterion."))
        return title
