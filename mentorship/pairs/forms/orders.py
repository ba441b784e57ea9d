"""The text of an order, its signature, the words of letters."""

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from mentorship.common.forms import RussianDateField
from mentorship.programmes.forms.versioned import VersionedForm

from ..letters import FIELD, unknown_fields
from ..models import PairOrder
from ..papers.texts import ORDERS_LINE


class OrderForm(VersionedForm):
    class Meta:
        model = PairOrder
        fields = ["text"]
        widgets = {"text": forms.Textarea(attrs={"rows": 18})}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        field = self.fields["text"]
        field.required, field.label = True, _("Text of the order")
        words = _("The grounds, the line «%(line)s», the points. Every line is a paragraph.")
        field.help_text = words % {"line": ORDERS_LINE}

    def clean_text(self):
        text = "\n".join(line.strip() for line in self.cleaned_data["text"].splitlines() if line.strip())
        if ORDERS_LINE not in text.splitlines():
            raise forms.ValidationError(
                gettext("Leave the line «%(line)s» by itself: without it this is no order.") % {"line": ORDERS_LINE}
            )
        return text


class SignForm(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput)
    number = forms.CharField(label=_("Number of the order"), max_length=30)
    day = RussianDateField(label=_("Date of the order"))
    line = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, order, today, number="", **kwargs):
        super().__init__(*args, initial={"version": order.version, "day": today, "number": number}, **kwargs)
        self.fields["day"].today = today
        self.today = today

    def clean_day(self):
        day = self.cleaned_data["day"]
        if day > self.today:
            raise forms.ValidationError(_("An order is not signed in the future."))
        return day


class LetterForm(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput)
    subject = forms.CharField(
        label=_("Subject"), max_length=150, help_text=_("Without names: a subject is read over shoulders.")
    )
    text = forms.CharField(label=_("Text"), max_length=4000, widget=forms.Textarea(attrs={"rows": 14}))

    def clean_subject(self):
        subject = " ".join(self.cleaned_data["subject"].split())
        if FIELD.search(subject):
            raise forms.ValidationError(_("Fields stand in the text, not in the subject."))
        return subject

    def clean_text(self):
        text = self.cleaned_data["text"].replace("\r\n", "\n").strip()
        if unknown := unknown_fields(text):
            names = ", ".join(f"{{{name}}}" for name in unknown)
            raise forms.ValidationError(gettext("There are no such fields: %(names)s.") % {"names": names})
        return text
