"""A sheet of paper on the screen: one narrow place for each question, filled by the keyboard alone."""

import uuid

from django import forms
from django.utils.translation import gettext_lazy as _

from mentorship.programmes.models import SchoolClass

from .. import numbering, shorthand
from ..answers import LONG_LENGTH
from ..content import Kind
from ..services.entering import read_sheet
from ..who import find

PREFIX = "q_"


class SheetForm(forms.Form):
    """The answers of a sheet. ``initial_answers`` are the stored ones when a sheet is corrected."""

    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args, campaign, initial_answers=None, **kwargs):
        super().__init__(*args, initial={"key": uuid.uuid4()}, **kwargs)
        self.campaign = campaign
        self.questions = list(campaign.survey_version.questionnaire.questions)
        self.choices = {one.key: numbering.choices_of(campaign, one) for one in self.questions}
        for number, question in enumerate(self.questions, 1):
            self.add_place(number, question, (initial_answers or {}).get(question.key))

    def add_place(self, number, question, value):
        is_long = question.kind == Kind.LONG
        widget = forms.Textarea(attrs={"rows": 2}) if is_long else forms.TextInput()
        widget.attrs |= {"autocomplete": "off", "autocapitalize": "off", "spellcheck": "false"}
        self.fields[PREFIX + question.key] = forms.CharField(
            label=f"{number}. {question.text}",
            required=False,
            max_length=2 * LONG_LENGTH,
            widget=widget,
            initial=shorthand.write(question, value, self.choices[question.key]),
            strip=not is_long,
        )

    @property
    def rows(self):
        """``[(bound field, question, legend)]`` in the order of the sheet."""
        return [(self[PREFIX + one.key], one, shorthand.legend(one, self.choices[one.key])) for one in self.questions]

    def clean(self):
        cleaned = super().clean()
        typed = {one.key: cleaned.get(PREFIX + one.key, "") for one in self.questions}
        self.sheet = read_sheet(self.campaign, typed)
        for key, sentence in self.sheet.errors.items():
            self.add_error(PREFIX + key, sentence)
        if not self.sheet.answers and not self.errors:
            self.add_error(None, _("The sheet is empty."))
        return cleaned


class EntryForm(SheetForm):
    """A sheet of somebody who has to be found: by the code, by the name, or, where everybody may answer by the code of
    the board, by what the person wrote of himself."""

    who = forms.CharField(label=_("Code of the blank or surname"), max_length=200, required=False)
    surname = forms.CharField(label=_("Surname"), max_length=80, required=False)
    given_name = forms.CharField(label=_("Given name"), max_length=80, required=False)
    group = forms.ChoiceField(label=_("Class"), required=False)

    def __init__(self, *args, groups=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.groups, self.namesakes, self.ticket, self.name = groups, [], None, ""
        self.fields["who"].widget.attrs |= {"autocomplete": "off", "list": "waiting"}
        self.fields["who"].required = not self.campaign.open_code
        if self.campaign.is_anonymous:
            self.fields["who"].label = _("Code of the blank")
        if not self.asks_name:
            del self.fields["surname"], self.fields["given_name"], self.fields["group"]
        else:
            titles = [str(one) for one in SchoolClass.objects.all() if groups is None or str(one) in groups]
            self.fields["group"].choices = [("", _("not a pupil")), *((title, title) for title in titles)]

    @property
    def asks_name(self):
        """May a sheet be of somebody who was not invited by name?"""
        return bool(self.campaign.open_code) and not self.campaign.is_anonymous

    def clean(self):
        cleaned = super().clean()
        text = cleaned.get("who", "").strip()
        if text:
            found = find(self.campaign, self.groups, text)
            self.ticket, self.name, self.namesakes = found.ticket, found.name, found.namesakes
            if found.error:
                self.add_error("who", found.error)
        elif self.asks_name and not cleaned.get("surname"):
            self.add_error("who", _("Type the code or the surname of an invited person, or the name below."))
        return cleaned

    @property
    def said(self):
        """Who the sheet says to be, where nobody was invited."""
        if self.ticket or not self.asks_name:
            return {}
        names = ("surname", "given_name", "group")
        return {name: self.cleaned_data[name] for name in names if self.cleaned_data.get(name)}

    @property
    def whose(self):
        """The name for the message, "" where the sheet is nameless."""
        return self.name or " ".join(filter(None, (self.said.get("surname"), self.said.get("given_name"))))
