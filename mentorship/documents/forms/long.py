"""What a long paper is asked for with: the sheets for many people, a report on a day, a report of a month."""

import uuid
from datetime import date

from django import forms
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from mentorship.common import ru
from mentorship.common.forms import RussianDateField
from mentorship.people.models import PersonKind
from mentorship.programmes.models import MentoringForm, SchoolClass

from ..long import sheets

FILES = (("pdf", "PDF"), ("docx", "DOCX"))


class SheetsForm(forms.Form):
    """Which sheets for whom: the same form narrows the list before printing and asks for the paper."""

    code = forms.ChoiceField(
        label=_("What to print"),
        choices=((sheets.CERTIFICATE, _("certificates")), (sheets.THANKS, _("letters of thanks"))),
    )
    side = forms.ChoiceField(
        label=_("To whom"),
        choices=(
            (sheets.MENTORS, pgettext_lazy("to whom", "mentors")),
            (sheets.MENTEES, pgettext_lazy("to whom", "mentees")),
        ),
    )
    who = forms.ChoiceField(label=_("Who of them"), choices=tuple(sheets.WHO.items()))
    form = forms.ModelChoiceField(
        label=_("Form of mentoring"),
        queryset=None,
        required=False,
        empty_label=pgettext_lazy("form of mentoring", "any"),
    )
    school_class = forms.ModelChoiceField(
        label=_("Class"), queryset=None, required=False, empty_label=pgettext_lazy("class", "any")
    )

    def __init__(self, data=None, *, programme):
        usual = {"code": sheets.CERTIFICATE, "side": sheets.MENTORS, "who": sheets.EVERYBODY}
        super().__init__({**usual, **{name: data[name] for name in data}} if data is not None else usual)
        self.fields["form"].queryset = MentoringForm.objects.filter(programmes=programme)
        classes = SchoolClass.objects.filter(people__kind=PersonKind.PUPIL).distinct()
        self.fields["school_class"].queryset = classes.order_by("grade", "letter")
        for field in self.fields.values():
            field.widget.attrs["class"] = "form-select"

    @property
    def wish(self):
        """The wish as it is kept with the paper: plain values."""
        data = self.cleaned_data
        kept = {name: data[name] for name in ("code", "side", "who")}
        return kept | {name: data[name].pk if data[name] else None for name in ("form", "school_class")}


class AskForm(forms.Form):
    """``key`` is made when the page is shown: a button that is pressed twice asks once."""

    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["key"].initial = uuid.uuid4


class SheetsAskForm(AskForm):
    """``words`` stand on every sheet in place of the usual ones."""

    words = forms.CharField(
        label=_("For what, in your own words"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "class": "form-control"}),
        help_text=_("Stands on every sheet of the file. Leave it empty, and the usual words stand there."),
    )


class DayReportForm(AskForm):
    day = RussianDateField(label=_("On the day"))
    file = forms.ChoiceField(label=_("File"), choices=FILES, widget=forms.RadioSelect, initial="pdf")

    def __init__(self, *args, programme, today, **kwargs):
        super().__init__(*args, **kwargs)
        self.programme, self.today = programme, today
        self.fields["day"].today = today
        self.fields["day"].initial = min(today, programme.ends_on)

    def clean_day(self):
        day = self.cleaned_data["day"]
        if day > self.today:
            raise forms.ValidationError(gettext("This day has not come yet."))
        if day < self.programme.starts_on:
            raise forms.ValidationError(gettext("The programme had not begun on this day."))
        return day

    @property
    def wish(self):
        return {"day": self.cleaned_data["day"].isoformat(), "file": self.cleaned_data["file"]}


class MonthReportForm(AskForm):
    month = forms.ChoiceField(label=_("Month"))
    file = forms.ChoiceField(label=_("File"), choices=FILES, widget=forms.RadioSelect, initial="pdf")

    def __init__(self, *args, programme, today, **kwargs):
        super().__init__(*args, **kwargs)
        months = [one for one in months_of(programme) if one <= today] or [programme.starts_on.replace(day=1)]
        self.fields["month"].choices = [(f"{one:%Y-%m}", ru.month_year(one)) for one in reversed(months)]
        self.fields["month"].initial = f"{months[-1]:%Y-%m}"

    @property
    def wish(self):
        return {"month": self.cleaned_data["month"], "file": self.cleaned_data["file"]}


def months_of(programme):
    """The first days of the months that the programme touches."""
    first, last = programme.starts_on.replace(day=1), programme.ends_on
    count = (last.year - first.year) * 12 + last.month - first.month + 1
    return [date(first.year + (first.month + n - 1) // 12, (first.month + n - 1) % 12 + 1, 1) for n in range(count)]
