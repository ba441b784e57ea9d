"""A list of people: the file, and which of its columns is what."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from ..bringing.fields import fields_of
from ..models import Register

ACCEPT = ".xlsx,.ods,.csv,.txt"
SHOWN_SAMPLES = 3


class UploadListForm(forms.Form):
    register = forms.ChoiceField(
        label=_("Register"), choices=Register.choices, initial=Register.MENTEES, widget=forms.RadioSelect
    )
    file = forms.FileField(
        label=_("File with the list"),
        help_text=_("XLSX, ODS or CSV of up to 20 MB and 20,000 rows. Columns may stand in any order."),
        allow_empty_file=True,
        error_messages={"required": _("Choose the file with the list.")},
        widget=forms.FileInput(attrs={"accept": ACCEPT}),
    )


class ColumnsForm(forms.Form):
    """A field for each column of the file that has anything; the help is what stands in its first rows."""

    def __init__(self, *args, batch, **kwargs):
        super().__init__(*args, **kwargs)
        self.batch = batch
        choices = [("", _("do not take"))] + [(field.code, field.title) for field in fields_of(batch.register)]
        for place, heading in enumerate(batch.headings):
            samples = [cells[place] for _number, cells in batch.cells[:50] if cells[place]][:SHOWN_SAMPLES]
            if not heading and not samples:
                continue
            self.fields[f"column-{place}"] = forms.ChoiceField(
                label=heading or _("Column %(number)s, without a heading") % {"number": place + 1},
                help_text=" · ".join(sample[:40] for sample in samples),
                choices=choices,
                required=False,
                initial=batch.mapping.get(str(place), ""),
            )

    @property
    def mapping(self):
        return {name.removeprefix("column-"): code for name, code in self.cleaned_data.items() if code}

    def clean(self):
        cleaned = super().clean()
        seen = {}
        for name, code in cleaned.items():
            if code and code in seen:
                self.add_error(
                    name,
                    _("The column “%(other)s” is this already.") % {"other": self.fields[seen[code]].label},
                )
            seen.setdefault(code, name)
        if not {"name", "surname"} & set(seen):
            raise ValidationError(_("Say which column is the name: without it nobody can be told from another."))
        return cleaned
