"""Corrections of a meeting: moved, corrected, called off, remarked on."""

from django import forms
from django.utils.translation import gettext_lazy as _

from mentorship.common.forms import RussianDateField
from mentorship.programmes.forms.versioned import VersionedForm

from ..models import Meeting, MeetingKind
from .meetings import VERDICTS, HourField, HourInput, kinds, name_of


class MoveForm(VersionedForm):
    """A planned meeting is put on another day or changed otherwise."""

    class Meta:
        model = Meeting
        fields = ["kind", "day", "at", "minutes", "format", "place", "topic"]
        field_classes = {"day": RussianDateField, "at": HourField}
        widgets = {"format": forms.RadioSelect, "at": HourInput}

    def __init__(self, *args, today, **kwargs):
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["day"].today = today
        self.fields["kind"].choices = kinds()
        self.fields["minutes"].min_value = 1

    def clean_day(self):
        day = self.cleaned_data["day"]
        if day < self.today and "day" in self.changed_data:
            raise forms.ValidationError(_("This day is over. A meeting that was held is recorded, not planned."))
        return day

    def context_of_form(self):
        return {"today": self.today}


class CorrectForm(VersionedForm):
    """Corrections of what was recorded."""

    class Meta:
        model = Meeting
        fields = [
            "kind", "day", "at", "minutes", "format", "place", "topic", "done", "agreed", "results", "verdict"
        ]  # fmt: skip
        field_classes = {"day": RussianDateField, "at": HourField}
        widgets = {"format": forms.RadioSelect, "verdict": forms.RadioSelect, "at": HourInput}

    present = forms.MultipleChoiceField(label=_("Who was there"), required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args, today, places, is_mentor, **kwargs):
        super().__init__(*args, **kwargs)
        self.today, self.places, self.is_mentor = today, places, is_mentor
        self.fields["day"].today = today
        self.fields["kind"].choices = kinds()
        self.fields["minutes"].required = True
        for name in ("done", "agreed", "results"):
            self.fields[name].widget.attrs["rows"] = 3
        self.set_present(places)
        self.drop_what_is_not_asked(is_mentor)

    def set_present(self, places):
        if len(places) < 2:
            del self.fields["present"]
            return
        self.fields["present"].choices = [(str(one.mentee_id), name_of(one)) for one in places]
        here = self.instance.presences.filter(was_there=True).values_list("mentee", flat=True)
        self.initial["present"] = sorted(str(pk) for pk in here)

    def drop_what_is_not_asked(self, is_mentor):
        """Results belong to the closing meeting, the mentor's word to the trial one; only the mentor gives it."""
        if self.instance.kind != MeetingKind.TRIAL or not is_mentor:
            del self.fields["verdict"]
        else:
            self.fields["verdict"].choices = VERDICTS
        if self.instance.kind != MeetingKind.CLOSING:
            del self.fields["results"]

    def clean_day(self):
        day = self.cleaned_data["day"]
        if day > self.today:
            raise forms.ValidationError(_("This day has not come yet."))
        return day

    def words(self, name, value):
        if name == "present":
            names = dict(self.fields[name].choices)
            return ", ".join(str(names.get(one, "")) for one in value or ())
        return super().words(name, value)

    def came(self):
        """Numbers of the mentees who were there; None where nothing is changed."""
        if "present" not in self.changed_data:
            return None
        return frozenset(int(pk) for pk in self.cleaned_data["present"])

    @property
    def told_words(self):
        """For the log, which does not learn what was said after the trial meeting."""
        secret = str(self.fields["verdict"].label) if "verdict" in self.fields else None
        return {label: change for label, change in self.changes_in_words.items() if label != secret}

    def context_of_form(self):
        return {"today": self.today, "places": self.places, "is_mentor": self.is_mentor}


class CancelForm(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput)
    reason = forms.CharField(label=_("Why"), max_length=300, required=False)


class RemarkForm(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput)
    remark = forms.CharField(
        label=_("Remark of the coordinator"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
