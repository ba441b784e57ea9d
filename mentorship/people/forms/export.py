"""What a register looks like as a file: columns in their order, with or without personal data, which file."""

from django import forms
from django.utils.translation import gettext_lazy as _

from ..services.exporting import Choice
from ..tables import COLUMNS, columns_of

PREFIX = "out"
"""The fields stand in an address beside the filters of the list, which have names of their own."""

FILES = (
    ("xlsx", _("XLSX: a sheet to work with")),
    ("pdf", _("PDF: a paper with the approval block")),
    ("csv", _("CSV: for another program")),
)
SHORTEST_REASON = 10


class ExportForm(forms.Form):
    """``place_…`` is the column's number in the file; an empty one leaves the column out."""

    is_personal = forms.TypedChoiceField(
        label=_("Personal data"),
        choices=(
            ("yes", _("With names, contacts and years of birth")),
            ("no", _("Without personal data: initials; no contacts, years of birth and links")),
        ),
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    pairs = forms.ChoiceField(
        label=_("Who is in several pairs"),
        choices=(("list", _("One row with a list")), ("rows", _("A row for each pair"))),
        widget=forms.RadioSelect,
    )
    awaiting = forms.ChoiceField(
        label=_("People who wait for a consent to the processing of personal data"),
        choices=(("leave", _("Leave them out and say how many")), ("include", _("Include them, with a reason"))),
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=_("Reason to include them"),
        help_text=_("The legal ground, for example the number of an inquiry. It stands in the file and in the log."),
        max_length=300,
        required=False,
    )
    file = forms.ChoiceField(label=_("File"), choices=FILES, widget=forms.RadioSelect)

    def __init__(self, data=None, *, register, layout, may_override):
        self.register, self.layout = register, layout
        places = {code: place for place, code in enumerate(layout, start=1)}
        initial = {"is_personal": "yes", "pairs": "list", "awaiting": "leave", "file": "xlsx"}
        super().__init__(data, prefix=PREFIX, initial=initial)
        if not may_override:
            del self.fields["awaiting"], self.fields["reason"]
        for column in COLUMNS[register]:
            self.fields[f"place_{column.code}"] = forms.IntegerField(
                label=column.title,
                initial=places.get(column.code),
                min_value=1,
                max_value=99,
                required=False,
                widget=forms.NumberInput(attrs={"class": "form-control w-auto", "inputmode": "numeric"}),
            )

    @property
    def questions(self):
        """The fields above the columns."""
        return [field for field in self if not field.name.startswith("place_")]

    @property
    def places(self):
        return [field for field in self if field.name.startswith("place_")]

    @property
    def has_wrong_places(self):
        return any(name.startswith("place_") for name in self.errors)

    def clean(self):
        data = super().clean()
        reason = " ".join(data.get("reason", "").split())
        if data.get("awaiting") != "include":
            reason = ""
        elif len(reason) < SHORTEST_REASON:
            self.add_error("reason", _("Write on what ground people without a consent are included."))
        data["reason"] = reason
        is_personal = data.get("is_personal", True)
        if not self.has_wrong_places and not columns_of(self.register, self.ordered_codes(), is_personal=is_personal):
            self.add_error(None, _("Number at least one column."))
        return data

    def ordered_codes(self):
        """Codes of the numbered columns; columns with one number stand as in the form."""
        numbered = [
            (place, index, column.code)
            for index, column in enumerate(COLUMNS[self.register])
            if (place := self.cleaned_data.get(f"place_{column.code}"))
        ]
        return tuple(code for _place, _index, code in sorted(numbered))

    @property
    def choice(self):
        data = self.cleaned_data
        by_pair = data["pairs"] == "rows"
        return Choice(self.register, self.ordered_codes(), data["is_personal"], data["reason"], by_pair)
