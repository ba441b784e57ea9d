"""The filter of the typed numbers: targets and bases."""

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext as _

SELECT = {"class": "form-select"}


class ColumnFilterForm(forms.Form):
    """A list narrowed to one value of a column: the targets of one indicator, the numbers of one base."""

    def __init__(self, data, *, column):
        super().__init__(data)
        self.name = column.name
        self.fields[column.name] = forms.ChoiceField(
            label=capfirst(column.verbose_name),
            choices=[("", _("all")), *column.choices],
            required=False,
            widget=forms.Select(attrs=SELECT),
        )

    @property
    def chosen(self):
        """What the list is narrowed to; a filter that cannot be read lets all through."""
        return self.cleaned_data[self.name] if self.is_valid() else ""

    def narrow(self, rows):
        return rows.filter(**{self.name: self.chosen}) if self.chosen else rows
