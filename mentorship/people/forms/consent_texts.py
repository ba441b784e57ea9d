"""The texts of consents and the blanks that are printed with them."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from ..consent_texts import TABLE_MARK, unknown_placeholders
from ..models import ConsentKind

KINDS = [(kind.value, capfirst(kind.label)) for kind in ConsentKind]


class TextForm(forms.Form):
    """A new version of a text."""

    number = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    text = forms.CharField(
        label=_("Text"),
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 24}),
        error_messages={"required": _("Write the text.")},
    )

    def __init__(self, *args, kind, **kwargs):
        super().__init__(*args, **kwargs)
        self.kind = kind

    def clean_text(self):
        text = self.cleaned_data["text"].replace("\r\n", "\n").strip()
        if unknown := unknown_placeholders(text):
            names = ", ".join(f"{{{name}}}" for name in unknown)
            raise ValidationError(_("These words in braces mean nothing: %(names)s.") % {"names": names})
        needs_table, mark = self.kind == ConsentKind.DISTRIBUTION, {"mark": TABLE_MARK}
        if needs_table and TABLE_MARK not in text:
            raise ValidationError(_("Leave a line with %(mark)s where the table is to stand.") % mark)
        if TABLE_MARK in text and not needs_table:
            raise ValidationError(_("Only a consent to publishing has a table: take %(mark)s out.") % mark)
        return text


class BlankForm(forms.Form):
    """Which blanks to print: kinds, and for whom."""

    kinds = forms.MultipleChoiceField(
        label=_("Which consents"),
        choices=KINDS,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Tick at least one kind of consent.")},
    )
    school_class = forms.ModelChoiceField(
        label=_("For a class"),
        queryset=None,
        required=False,
        empty_label=_("Empty blanks: names are written by pen"),
    )

    def __init__(self, *args, classes, person=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["school_class"].queryset = classes
        if person:
            del self.fields["school_class"]
