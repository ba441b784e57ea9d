"""Filters of the list of plans."""

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from mentorship.people.names import name_key
from mentorship.programmes.models import SchoolClass

from ..models import DevelopmentPlan
from .filters import SEARCH, SELECT


class PlansFilterForm(forms.Form):
    q = forms.CharField(label=_("Name"), max_length=100, required=False, widget=forms.TextInput(attrs=SEARCH))
    state = forms.ChoiceField(
        label=_("State"),
        choices=[("", _("All")), *DevelopmentPlan.State.choices],
        required=False,
        widget=forms.Select(attrs=SELECT),
    )
    school_class = forms.ModelChoiceField(
        label=_("Class"), queryset=None, required=False, empty_label=_("Any"), widget=forms.Select(attrs=SELECT)
    )
    late = forms.BooleanField(label=_("Only with overdue tasks"), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["school_class"].queryset = SchoolClass.objects.all()

    def narrow(self, rows):
        """Of ``with_progress`` rows those that every filter lets through."""
        data = self.cleaned_data if self.is_valid() else {}
        for word in name_key(data.get("q", "")).split():
            mentor = Q(pairing__mentor__person__name_key__contains=word)
            rows = rows.filter(mentor | Q(mentee__person__name_key__contains=word))
        if data.get("state"):
            rows = rows.filter(state=data["state"])
        if data.get("school_class"):
            rows = rows.filter(mentee__person__school_class=data["school_class"])
        return rows.filter(late__gt=0) if data.get("late") else rows

    @property
    def is_narrowed(self):
        return self.is_valid() and any(self.cleaned_data.values())
