"""Forms of erasing, keeping, moving classes and merging."""

from django import forms
from django.utils.translation import gettext_lazy as _

from mentorship.programmes.forms.versioned import VersionedForm

from ..models import PeopleSettings


class EraseForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("It stays in the log: write it without the name. For example “application of 14.03.2022”."),
        max_length=300,
        error_messages={"required": _("Write why the data are erased.")},
    )
    is_sure = forms.BooleanField(
        label=_("I understand that this cannot be undone"),
        error_messages={"required": _("Tick that you understand that this cannot be undone.")},
    )


class KeepingForm(VersionedForm):
    years_kept = forms.IntegerField(
        label=_("Years for which names are kept after the end of a programme"),
        min_value=1,
        max_value=75,
        widget=forms.NumberInput,
    )
    erases_by_itself = forms.BooleanField(
        label=_("Make people nameless once a day without asking"),
        help_text=_("Without the tick nothing is erased until you do it on this page."),
        required=False,
    )

    class Meta:
        model = PeopleSettings
        fields = ["years_kept", "erases_by_itself"]


class SureForm(forms.Form):
    is_sure = forms.BooleanField(
        label=_("I have looked at the list and understand that this cannot be undone"),
        error_messages={"required": _("Tick that you understand that this cannot be undone.")},
    )
