"""Forms of the group meeting."""

from django import forms
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

    def narrow(self, rows, path):
        """Rows whose person at ``path`` has every word in the name."""
        for word in name_key(self.value("q")).split():
            rows = rows.filter(**{f"{path}__name_key__contains": word})
        return rows

    def value(self, name):
        return self.cleaned_data.get(name, "") if self.is_valid() or name not in self.errors else ""
