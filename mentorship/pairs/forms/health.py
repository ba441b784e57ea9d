"""Thresholds of attention, filters of the work list, putting a reason aside."""

from datetime import timedelta

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from mentorship.accounts.models import User
from mentorship.common.forms import RussianDateField
from mentorship.people.models import Mentee
from mentorship.people.names import name_key
from mentorship.programmes.forms.versioned import VersionedForm

from ..health import REASONS
from ..models import HealthSettings, Pairing
from .filters import SEARCH, SELECT

LONGEST_PAUSE = timedelta(days=92)


class HealthForm(VersionedForm):
    """The school's thresholds; the help says what is usual."""

    class Meta:
        model = HealthSettings
        fields = [
            "first_meeting_days",
            "no_meeting_days",
            "unrecorded_days",
            "plan_overdue_days",
            "silent_days",
            "low_pulse",
            "pulse_gap",
            "ending_days",
        ]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        usual = HealthSettings()
        for name in self._meta.fields:
            field, value = self.fields[name], getattr(usual, name)
            field.help_text = _("Usual: %(value)s.") % {"value": value}
            if name in ("low_pulse", "pulse_gap"):
                field.min_value, field.max_value = (1, 5) if name == "low_pulse" else (0, 4)
            else:
                field.min_value, field.max_value = 1, 365
            field.widget.attrs |= {"min": field.min_value, "max": field.max_value}

    def clean(self):
        data = super().clean()
        for name in self._meta.fields:
            field, value = self.fields[name], data.get(name)
            if value is not None and not field.min_value <= value <= field.max_value:
                words = _("Write a number from %(least)s to %(most)s.")
                self.add_error(name, words % {"least": field.min_value, "most": field.max_value})
        return data


class AttentionFilterForm(forms.Form):
    q = forms.CharField(label=_("Name"), max_length=100, required=False, widget=forms.TextInput(attrs=SEARCH))
    reason = forms.ChoiceField(label=_("Reason"), required=False, widget=forms.Select(attrs=SELECT))
    coordinator = forms.ModelChoiceField(
        label=_("Coordinator"), queryset=None, required=False, empty_label=_("Any"), widget=forms.Select(attrs=SELECT)
    )

    def __init__(self, *args, programme, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["reason"].choices = [("", _("Any")), *((code, one.title) for code, one in REASONS.items())]
        answering = Pairing.objects.of(programme).exclude(coordinator=None).values("coordinator")
        self.fields["coordinator"].queryset = User.objects.filter(pk__in=answering).order_by("surname", "pk")

    def narrow(self, rows):
        data = self.cleaned_data if self.is_valid() else {}
        for word in name_key(data.get("q", "")).split():
            with_mentee = Q(places__mentee__in=Mentee.objects.filter(person__name_key__contains=word))
            rows = rows.filter(Q(mentor__person__name_key__contains=word) | with_mentee).distinct()
        if data.get("coordinator"):
            rows = rows.filter(coordinator=data["coordinator"])
        return rows

    @property
    def asked(self):
        """The code of the one reason that is asked for, or nothing."""
        return self.cleaned_data.get("reason", "") if self.is_valid() else ""

    @property
    def is_narrowed(self):
        return self.is_valid() and any(self.cleaned_data.values())


class AsideForm(forms.Form):
    """Until when a reason is silent, and what was done about it."""

    until = RussianDateField(label=_("Show it again on"))
    note = forms.CharField(label=_("What was done"), max_length=300, required=False)

    def __init__(self, *args, today, **kwargs):
        super().__init__(*args, **kwargs)
        self.today = self.fields["until"].today = today

    def clean_until(self):
        day = self.cleaned_data["until"]
        if day <= self.today:
            raise forms.ValidationError(_("Choose a day after today."))
        if day > self.today + LONGEST_PAUSE:
            raise forms.ValidationError(_("Three months at the most: then it is time to look again."))
        return day
