"""Forms of the group meeting."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mentorship.common.forms import RussianDateField
from mentorship.people.names import name_key
from mentorship.programmes.forms.people import SEARCH
from mentorship.programmes.forms.versioned import VersionedForm

from ..models import GroupMeeting


class MeetingForm(VersionedForm):
    """When and where; the form of mentoring says who is proposed as a guest."""

    form = forms.ModelChoiceField(
        None,
        label=gettext_lazy("Form of mentoring"),
        empty_label=gettext_lazy("All forms"),
        required=False,
        help_text=gettext_lazy("Everybody of it who is ready for the matching is proposed as a guest."),
    )
    day = RussianDateField(label=gettext_lazy("Day"))
    at = forms.TimeField(
        label=gettext_lazy("Time"), required=False, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )

    class Meta:
        model = GroupMeeting
        fields = ["form", "day", "at", "place", "note"]
        widgets = {"note": forms.Textarea(attrs={"rows": 5})}

    def __init__(self, *args, instance, programme, today, **kwargs):
        super().__init__(*args, instance=instance, **kwargs)
        self.programme, self.today = programme, today
        self.fields["form"].queryset = programme.forms.all()
        self.fields["day"].today = today

    def context_of_form(self):
        return {"programme": self.programme, "today": self.today}


class GuestFilterForm(forms.Form):
    """Which guests, or which of those who could be invited, are shown."""

    SIDES = (
        ("", gettext_lazy("both sides")),
        ("mentor", gettext_lazy("mentors")),
        ("mentee", gettext_lazy("mentees")),
    )
    q = forms.CharField(label=gettext_lazy("Name"), max_length=100, required=False, widget=SEARCH)
    side = forms.ChoiceField(label=gettext_lazy("Side"), choices=SIDES, required=False)
    school_class = forms.ChoiceField(label=gettext_lazy("Class"), required=False)

    def __init__(self, *args, classes, **kwargs):
        super().__init__(*args, **kwargs)
        some = [(str(one.pk), str(one)) for one in classes]
        self.fields["school_class"].choices = [("", gettext_lazy("all classes")), *some]

    @property
    def is_used(self):
        return any(self.value(name) for name in self.fields)

    def narrow(self, rows):
        """Rows with a ``person`` of the name and the class."""
        for word in name_key(self.value("q")).split():
            rows = rows.filter(person__name_key__contains=word)
        number = self.value("school_class")
        return rows.filter(person__school_class=number) if number else rows

    def value(self, name):
        return self.cleaned_data.get(name, "") if self.is_valid() or name not in self.errors else ""


class OtherGuestsForm(GuestFilterForm):
    """One side at a time, the mentees first."""

    side = forms.ChoiceField(
        label=gettext_lazy("Side"),
        choices=(("mentee", gettext_lazy("mentees")), ("mentor", gettext_lazy("mentors"))),
        required=False,
    )


class ChoicesForm(forms.Form):
    """Until when both sides may choose; empty is the usual period."""

    closes_on = RussianDateField(label=gettext_lazy("Last day of the answers"), required=False)

    def __init__(self, *args, opens_on, today, **kwargs):
        super().__init__(*args, **kwargs)
        self.opens_on = opens_on
        self.fields["closes_on"].today = today

    def clean_closes_on(self):
        day = self.cleaned_data["closes_on"]
        if day and day < self.opens_on:
            raise forms.ValidationError(_("The last day is before the first one."))
        return day
