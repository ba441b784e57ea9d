"""Filters of the two lists: what a person was told, and the letters of the school."""

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from ..entries import title_of
from ..models import State

SELECT = {"class": "form-select"}
SEARCH = {"type": "search", "class": "form-control"}
DAY = {"type": "date", "class": "form-control"}
CHECK = {"class": "form-check-input"}


class KindField(forms.ChoiceField):
    """A choice among the kinds that the list has."""

    def __init__(self, **kwargs):
        super().__init__(required=False, widget=forms.Select(attrs=SELECT), **kwargs)

    def offer(self, codes):
        found = sorted(((code, str(title_of(code))) for code in codes), key=lambda pair: pair[1])
        self.choices = [("", _("Everything")), *found]


class BellFilterForm(forms.Form):
    kind = KindField(label=_("About what"))
    unread = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, codes, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kind"].offer(codes)


class DeliveryFilterForm(forms.Form):
    q = forms.CharField(label=_("To whom"), max_length=100, required=False, widget=forms.TextInput(attrs=SEARCH))
    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[("", _("Any")), *((value, capfirst(label)) for value, label in State.choices)],
        widget=forms.Select(attrs=SELECT),
    )
    kind = KindField(label=_("About what"))
    since = forms.DateField(label=_("From"), required=False, widget=forms.DateInput(attrs=DAY, format="%Y-%m-%d"))
    until = forms.DateField(label=_("To"), required=False, widget=forms.DateInput(attrs=DAY, format="%Y-%m-%d"))
    trouble = forms.BooleanField(
        label=_("Only what did not arrive"), required=False, widget=forms.CheckboxInput(attrs=CHECK)
    )
    double = forms.BooleanField(
        label=_("Only what may have been sent twice"), required=False, widget=forms.CheckboxInput(attrs=CHECK)
    )

    def __init__(self, *args, codes, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kind"].offer(codes)
