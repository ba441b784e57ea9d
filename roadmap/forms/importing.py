"""Loading a file with a roadmap, and correcting what was read of it."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from mentorship.common.forms import RussianDateField

from ..services.importing import LONGEST, ActivityWords, responsible_words, shown_days

NEW = "new"
FOUR_YEARS = 4 * 366
ACCEPT = ".docx,.xlsx,.yaml,.yml"


class UploadForm(forms.Form):
    """The file, and the programme whose calendar its months belong to."""

    file = forms.FileField(
        label=_("File with the roadmap"),
        help_text=_("A Word document (DOCX) or an Excel workbook (XLSX) of up to 20 MB."),
        allow_empty_file=True,
        error_messages={"required": _("Choose the file with the roadmap.")},
        widget=forms.FileInput(attrs={"accept": ACCEPT}),
    )
    programme = forms.ChoiceField(
        label=_("Programme"),
        help_text=_("Months become days of this programme."),
        error_messages={"required": _("Choose the programme.")},
    )
    starts_on = RussianDateField(label=_("First day of the new programme"), required=False)
    ends_on = RussianDateField(label=_("Last day of the new programme"), required=False)

    def __init__(self, *args, programmes, **kwargs):
        super().__init__(*args, **kwargs)
        self.programmes = {str(one.pk): one for one in programmes}
        self.fields["programme"].choices = [
            *((key, f"{one.title} ({period(one)})") for key, one in self.programmes.items()),
            (NEW, _("A new programme")),
        ]
        if not self.programmes:
            self.fields["programme"].widget = forms.HiddenInput()

    @property
    def date_fields(self):
        return [self["starts_on"], self["ends_on"]]

    def clean(self):
        cleaned = super().clean()
        if self.chosen is None and not {"starts_on", "ends_on"} & set(self.errors):
            first, last = cleaned.get("starts_on"), cleaned.get("ends_on")
            if not first:
                self.add_error("starts_on", _("Give the first day of the programme."))
            if not last:
                self.add_error("ends_on", _("Give the last day of the programme."))
            if first and last and not 0 < (last - first).days <= FOUR_YEARS:
                self.add_error("ends_on", _("The programme must end after it starts and last four years at most."))
        return cleaned

    @property
    def chosen(self):
        """The existing programme that was chosen; None for a new one."""
        return self.programmes.get(self.cleaned_data.get("programme") or NEW)


def period(programme):
    """«1 декабря 2021 г. – 31 мая 2022 г.»."""
    return f"{date_format(programme.starts_on)} – {date_format(programme.ends_on)}"


class DraftStageForm(forms.Form):
    title = forms.CharField(
        label=_("Title of the stage"),
        max_length=LONGEST["stage"],
        error_messages={"required": _("Write the title of the stage.")},
    )
    version = forms.IntegerField(widget=forms.HiddenInput)


class DraftActivityForm(forms.Form):
    """One row of the table. Given days win over the words of the term; nothing is guessed."""

    title = forms.CharField(
        label=_("Activity"),
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Write what is to be done.")},
    )
    term_text = forms.CharField(label=_("Term in words"), max_length=LONGEST["term"], required=False)
    first_on = RussianDateField(label=_("First day"), required=False)
    last_on = RussianDateField(label=_("Last day"), required=False)
    responsible = forms.CharField(
        label=_("Responsible"),
        required=False,
        max_length=5000,
        help_text=_("Each person, role or group on a line of its own."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    steps = forms.CharField(
        label=_("Steps"),
        required=False,
        max_length=50000,
        help_text=_("Each step on a line of its own."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    planned_result = forms.CharField(
        label=_("Planned result"), required=False, max_length=5000, widget=forms.Textarea(attrs={"rows": 2})
    )
    document_kind = forms.CharField(label=_("Kind of document"), required=False, max_length=LONGEST["document_kind"])
    version = forms.IntegerField(widget=forms.HiddenInput)

    def clean_responsible(self):
        lines = self.cleaned_data["responsible"].replace("\r\n", "\n")
        if any(len(line) > LONGEST["responsible"] for line in lines.split("\n")):
            raise ValidationError(_("Each party must be shorter than 200 characters: put each on a line of its own."))
        return lines

    def clean(self):
        cleaned = super().clean()
        first, last = cleaned.get("first_on"), cleaned.get("last_on")
        if first and last and last < first:
            self.add_error("last_on", _("The last day comes before the first one."))
        return cleaned

    def words(self):
        """What was written, for the service."""
        values = {name: value for name, value in self.cleaned_data.items() if name != "version"}
        lines = (" ".join(line.split()) for line in values.pop("steps").splitlines())
        return ActivityWords(**values, steps=[line for line in lines if line])


def words_shown(activity, draft):
    """The row as the form shows it."""
    first, last = shown_days(activity.term, draft.programme.starts_on, draft.programme.ends_on)
    return {
        "title": activity.title,
        "term_text": activity.term.text,
        "first_on": first,
        "last_on": last,
        "responsible": responsible_words(activity),
        "steps": "\n".join(step.title for step in activity.steps),
        "planned_result": activity.planned_result,
        "document_kind": activity.document_kind,
        "version": draft.version,
    }
