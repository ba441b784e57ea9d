"""The order that approves a roadmap, and what is opened with its publication."""

from django import forms
from django.utils.translation import gettext_lazy as _

from mentorship.common.forms import RussianDateField


class ApprovalForm(forms.Form):
    """``seen`` is the fingerprint of the text on the page: the director approves exactly that."""

    order_number = forms.CharField(
        label=_("Number of the order"),
        max_length=50,
        error_messages={"required": _("Give the number of the order.")},
    )
    order_date = RussianDateField(
        label=_("Date of the order"), error_messages={"required": _("Give the date of the order.")}
    )
    seen = forms.CharField(widget=forms.HiddenInput, max_length=64)


class PublicationForm(forms.Form):
    has_public_names = forms.TypedChoiceField(
        label=_("Who answers, on the public page"),
        choices=[("no", _("Posts and groups alone")), ("yes", _("Posts and names of the staff"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
