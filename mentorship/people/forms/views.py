"""How a user arranges a list: columns in their order, and filters under a name."""

from django import forms
from django.utils.translation import gettext_lazy as _


class ColumnsForm(forms.Form):
    """``place_…`` is the column's number; an empty one hides the column."""

    def __init__(self, data=None, *, columns, shown):
        super().__init__(data)
        places = {column.code: place for place, column in enumerate(shown, start=1)}
        self.columns = [column for column in columns if column.code != "name"]
        for column in self.columns:
            self.fields[f"place_{column.code}"] = forms.IntegerField(
                label=column.title,
                initial=places[column.code] - 1 if column.code in places else None,
                min_value=1,
                max_value=99,
                required=False,
                widget=forms.NumberInput(attrs={"class": "form-control", "inputmode": "numeric"}),
            )

    def ordered_codes(self):
        numbered = [
            (place, index, column.code)
            for index, column in enumerate(self.columns)
            if (place := self.cleaned_data.get(f"place_{column.code}"))
        ]
        return [code for _place, _index, code in sorted(numbered)]

    def clean(self):
        if not self.errors and not self.ordered_codes():
            raise forms.ValidationError(_("Number at least one column."))
        return self.cleaned_data


class SavedViewForm(forms.Form):
    title = forms.CharField(label=_("Title of the selection"), max_length=80)

    def clean_title(self):
        return " ".join(self.cleaned_data["title"].split())
