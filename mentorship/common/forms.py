"""Fields that read what a Russian school writes."""

import re
from datetime import date

from django import forms
from django.utils.translation import gettext_lazy as _

from . import clock
from .display import Colours, Size, Theme, Typeface
from .ru import MONTHS

NUMBERS = re.compile(r"(?P<day>\d{1,2})[./](?P<month>\d{1,2})(?:[./](?P<year>\d{4}|\d{2}))?")
ISO = re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})")
WORDS = re.compile(r"(?P<day>\d{1,2})\s+(?P<word>[а-яё]{3,8})\.?(?:\s+(?P<year>\d{4}|\d{2}))?")
YEAR_SIGN = re.compile(r"\s*(?:г\.?|год[а]?)$")


def read_day(text, today):
    """The day that the text names. Without a year it is the one nearest to today: in November «14 января» is ahead.

    Raises ValueError when the text is no date or no such day exists.
    """
    text = YEAR_SIGN.sub("", " ".join(text.lower().split()))
    for pattern in (ISO, NUMBERS, WORDS):
        if match := pattern.fullmatch(text):
            parts = match.groupdict()
            month = int(parts["month"]) if "month" in parts else month_of(parts["word"])
            return day_of(parts["year"], month, int(parts["day"]), today)
    raise ValueError(text)


def month_of(word):
    """The month of «марта», «март», «мар»: a shortened word is read, an invented one is not."""
    for names in MONTHS.values():
        for number, name in enumerate(names.split(), start=1):
            if name.startswith(word):
                return number
    raise ValueError(word)


def day_of(year, month, day, today):
    if year:
        return date(int(year) + (2000 if len(year) == 2 else 0), month, day)
    if (month, day) == (2, 29):
        raise ValueError("29 February needs a year")
    candidates = [date(today.year + shift, month, day) for shift in (-1, 0, 1)]
    return min(candidates, key=lambda one: abs((one - today).days))


class DayInput(forms.DateInput):
    """The browser's own calendar. What it cannot show (a text that was not read) comes back as it was typed."""

    input_type = "date"

    def __init__(self, attrs=None):
        super().__init__(attrs, format="%Y-%m-%d")

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        shown = context["widget"]["value"]
        if shown and not ISO.fullmatch(shown):
            context["widget"]["type"] = "text"
        return context


class RussianDateField(forms.DateField):
    """Reads 14.03.2022, 14.3.22, 14 марта 2022, 14 марта and 2022-03-14.

    ``field.today`` may be set by the form to the day in the school's zone; it decides the year of «14 марта».
    """

    widget = DayInput
    default_error_messages = {"invalid": _("Write the date with day, month and year, for example 14.03.2022.")}

    def __init__(self, *, today=None, **kwargs):
        self.today = today
        super().__init__(**kwargs)

    def to_python(self, value):
        if value in self.empty_values:
            return None
        if not isinstance(value, str):
            return super().to_python(value)
        try:
            return read_day(value, self.today or clock.today())
        except ValueError:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid") from None

    def bound_data(self, data, initial):
        """A date typed in words goes back into the page in the form that the browser's calendar shows."""
        try:
            return self.to_python(data) or data
        except forms.ValidationError:
            return data


class DisplayForm(forms.Form):
    """Settings of the version for the visually impaired."""

    size = forms.ChoiceField(label=_("Size of letters"), choices=Size.choices, widget=forms.RadioSelect)
    typeface = forms.ChoiceField(label=_("Typeface"), choices=Typeface.choices, widget=forms.RadioSelect)
    colours = forms.ChoiceField(label=_("Colours"), choices=Colours.choices, widget=forms.RadioSelect)
    is_spaced = forms.BooleanField(label=_("Wide spaces between letters and lines"), required=False)
    has_pictures = forms.BooleanField(label=_("Show pictures and signs"), required=False)


class ThemeForm(forms.Form):
    theme = forms.ChoiceField(label=_("Theme"), choices=Theme.choices, widget=forms.RadioSelect)
