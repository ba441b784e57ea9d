import re

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..models import ReminderSettings
from .versioned import VersionedForm

MOST_DAYS = 60


class DaysField(forms.CharField):
    """Whole numbers of days with commas: «14, 7, 3, 1, 0»."""

    def prepare_value(self, value):
        return ", ".join(str(day) for day in value) if isinstance(value, list) else value

    def to_python(self, value):
        parts = [part for part in re.split(r"[\s,;]+", super().to_python(value)) if part]
        if not all(part.isdecimal() and int(part) <= MOST_DAYS for part in parts):
            raise forms.ValidationError(_("Write whole numbers from 0 to 60 with commas: 14, 7, 3, 1, 0."))
        return sorted({int(part) for part in parts}, reverse=True)

    def has_changed(self, initial, data):
        try:
            return initial != self.to_python(data)
        except forms.ValidationError:
            return True


class ReminderForm(VersionedForm):
    before_days = DaysField(
        label=gettext_lazy("Remind before the deadline, days"),
        required=False,
        help_text=gettext_lazy(
            "0 is the day of the deadline. Usual: 14, 7, 3, 1, 0. Empty means no reminders before it."
        ),
    )

    class Meta:
        model = ReminderSettings
        fields = [
            "before_days",
            "after_every_days",
            "coordinator_after_days",
            "director_after_days",
            "send_hour",
            "has_weekly_summary",
            "has_monday_plan",
        ]
        help_texts = {
            "after_every_days": gettext_lazy("Usual: 3."),
            "coordinator_after_days": gettext_lazy("Usual: 3."),
            "director_after_days": gettext_lazy("Usual: 7."),
            "send_hour": gettext_lazy("By the school's clock, 0 to 23. Usual: 8."),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["send_hour"].max_value = 23
        self.fields["send_hour"].widget.attrs["max"] = 23
        self.fields["after_every_days"].widget.attrs["min"] = 1

    def clean_send_hour(self):
        hour = self.cleaned_data["send_hour"]
        if hour > 23:
            raise forms.ValidationError(_("An hour is a number from 0 to 23."))
        return hour

    def clean_after_every_days(self):
        days = self.cleaned_data["after_every_days"]
        if not 1 <= days <= MOST_DAYS:
            raise forms.ValidationError(_("Write a number from 1 to 60."))
        return days
