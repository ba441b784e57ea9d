from django import forms
from django.utils.translation import gettext_lazy as _


class SpecialDayForm(forms.Form):
    day = forms.DateField(label=_("Day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    is_working = forms.TypedChoiceField(
        label=_("What kind of day"),
        choices=[("0", _("A day off")), ("1", _("A working day"))],
        coerce=lambda value: value == "1",
        initial="0",
        widget=forms.RadioSelect,
    )
    title = forms.CharField(label=_("Reason"), max_length=100, required=False)
