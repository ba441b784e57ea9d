"""What is said once for all pairs of a draft when it is approved."""

from django import forms
from django.utils.translation import gettext_lazy as _

from mentorship.common.forms import RussianDateField

USUAL_PLACE = "в школе, очно, в свободном учебном кабинете"


class ApproveForm(forms.Form):
    """``seen`` is what the page showed; ``place`` is asked where adults meet pupils."""

    seen = forms.CharField(widget=forms.HiddenInput)
    starts_on = RussianDateField(label=_("Pairs work from"))
    ends_on = RussianDateField(label=_("Until"))
    place = forms.CharField(
        label=_("Where and how adults meet pupils"),
        max_length=200,
        help_text=_("It stands in the order and in the letters to parents; on the page of a pair it can be changed."),
    )

    def __init__(self, *args, programme, today, has_adults, **kwargs):
        first = max(today, programme.starts_on)
        initial = {"starts_on": first, "ends_on": max(programme.ends_on, first), "place": USUAL_PLACE}
        super().__init__(*args, initial=initial | kwargs.pop("initial", {}), **kwargs)
        for name in ("starts_on", "ends_on"):
            self.fields[name].today = today
        if not has_adults:
            del self.fields["place"]

    def clean(self):
        data = super().clean()
        first, last = data.get("starts_on"), data.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", _("The last day is before the first one."))
        return data
