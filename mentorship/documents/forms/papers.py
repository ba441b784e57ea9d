"""Making a paper, correcting it, signing it; the texts of papers; lines of the journal of orders."""

import uuid

from django import forms
from django.db.models import Prefetch
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mentorship.common.forms import RussianDateField
from mentorship.pairs.forms.filters import SEARCH, SELECT
from mentorship.pairs.models import Pairing, PairingMentee
from mentorship.people.models import Person, PersonKind
from mentorship.programmes.forms.versioned import VersionedForm
from mentorship.programmes.queries import contains_in

from ..fields import TABLE, names_in, problems_of
from ..kinds import KINDS, ORDERS_LINE
from ..models import JournalEntry, Paper

MOST_LINES = 2000
"""A sheet takes forty lines; many times more keeps everybody else's PDF waiting for half a minute."""


def within_lines(text):
    """The text, unless it has more lines than a paper may have."""
    if (count := text.count("\n") + 1) > MOST_LINES:
        words = _("A paper has at most %(most)d lines, this text has %(count)d.")
        raise forms.ValidationError(words % {"most": MOST_LINES, "count": count})
    return text


class PairField(forms.ModelChoiceField):
    """Pairs and groups of the programme by their mentors, with the mentees in the words; two queries."""

    def __init__(self, programme):
        there = PairingMentee.objects.filter(left_on=None).select_related("mentee__person")
        rows = Pairing.objects.of(programme).select_related("mentor__person")
        rows = rows.prefetch_related(Prefetch("places", queryset=there, to_attr="living_places"))
        super().__init__(queryset=rows.order_by("mentor__person__name_key", "pk"), label=_("Pair"))

    def label_from_instance(self, pairing):
        mentees = ", ".join(one.mentee.person.short_name for one in pairing.living_places)
        return f"{pairing.mentor.person.short_name} – {mentees}"


class PlaceField(forms.ModelChoiceField):
    """The pupils of pairs and groups, each with the mentor; of one pair where the address names it."""

    def __init__(self, programme, pairing=""):
        pairs = Pairing.objects.of(programme)
        pairs = pairs.filter(pk=pairing) if pairing.isdecimal() else pairs
        rows = PairingMentee.objects.filter(pairing__in=pairs, left_on=None, mentee__person__kind=PersonKind.PUPIL)
        rows = rows.select_related("mentee__person", "pairing__mentor__person")
        super().__init__(queryset=rows.order_by("mentee__person__name_key", "pk"), label=_("Mentee"))

    def label_from_instance(self, place):
        return f"{place.mentee.person.short_name} – {place.pairing.mentor.person.short_name}"


class MakeForm(forms.Form):
    """What a kind asks for: of which pair or person, and the words that nobody else knows."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    day = RussianDateField(label=gettext_lazy("Date"))

    def __init__(self, *args, kind, programme, today, **kwargs):
        super().__init__(
            *args, initial={"key": uuid.uuid4(), "day": today} | (kwargs.pop("initial", None) or {}), **kwargs
        )
        self.kind = kind
        self.fields["day"].today = today
        if kind.needs == "pair":
            self.fields["pairing"] = PairField(programme)
        if kind.needs == "mentee":
            self.fields["place"] = PlaceField(programme, self.initial.get("pairing", ""))
        if kind.needs == "person":
            people = Person.objects.living()
            of_them = people.filter(mentors__programme=programme) | people.filter(mentees__programme=programme)
            self.fields["person"] = forms.ModelChoiceField(queryset=of_them.distinct(), label=_("Who"))
        for one in kind.asked:
            self.fields[self.name_of(one)] = forms.CharField(
                label=one.label,
                required=one.required,
                initial=one.initial,
                max_length=4000 if one.is_long else 300,
                widget=forms.Textarea(attrs={"rows": 4}) if one.is_long else forms.TextInput(),
            )

    @staticmethod
    def name_of(asked):
        """A name that HTML takes: the dots of a field's name stay out of it."""
        return f"asked_{asked.name.replace('.', '_')}"

    @property
    def values(self):
        data = self.cleaned_data
        place = data.get("place")
        return {
            "day": data["day"],
            "key": data["key"],
            "pairing": place.pairing if place else data.get("pairing"),
            "person": place.mentee.person if place else data.get("person"),
            "asked": {one.name: data[self.name_of(one)] for one in self.kind.asked},
        }


class PaperForm(VersionedForm):
    class Meta:
        model = Paper
        fields = ["heading", "text", "day"]
        field_classes = {"day": RussianDateField}
        widgets = {"text": forms.Textarea(attrs={"rows": 24})}

    def __init__(self, *args, today, **kwargs):
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["day"].today = today
        self.fields["text"].help_text = _(
            "Every line is a paragraph; “# …” is a heading, a line “{таблица:…}” a table."
        )

    def context_of_form(self):
        return {"today": self.today}

    def clean_text(self):
        text = within_lines(self.cleaned_data["text"].replace("\r\n", "\n").strip())
        if KINDS[self.instance.code].is_order and ORDERS_LINE not in [line.strip() for line in text.splitlines()]:
            words = _("Leave the line «%(line)s» by itself: without it this is no order.")
            raise forms.ValidationError(words % {"line": ORDERS_LINE})
        return text


class SignPaperForm(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput)
    number = forms.CharField(label=gettext_lazy("Number"), max_length=30, required=False)
    day = RussianDateField(label=gettext_lazy("Date"))
    line = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, paper, today, number, **kwargs):
        super().__init__(*args, initial={"version": paper.version, "day": today, "number": number}, **kwargs)
        self.today = today
        self.fields["day"].today = today
        self.fields["number"].required = KINDS[paper.code].is_order

    def clean_day(self):
        day = self.cleaned_data["day"]
        if day > self.today:
            raise forms.ValidationError(_("A paper is not signed in the future."))
        return day


class TemplateForm(forms.Form):
    """The school's own text of a kind; unknown fields are named with the nearest known one."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    heading = forms.CharField(label=gettext_lazy("Heading"), max_length=300)
    text = forms.CharField(
        label=gettext_lazy("Text"), max_length=30000, strip=False, widget=forms.Textarea(attrs={"rows": 24})
    )
    note = forms.CharField(label=gettext_lazy("What has changed"), max_length=200, required=False)

    def __init__(self, *args, kind, **kwargs):
        super().__init__(*args, **kwargs)
        self.kind = kind

    def clean_heading(self):
        heading = self.checked("heading")
        if any(name.startswith(TABLE) for name in names_in(heading)):
            raise forms.ValidationError(_("A table stands in the text, not in the heading."))
        return heading

    def clean_text(self):
        text = within_lines(self.checked("text").replace("\r\n", "\n").strip())
        if not text:
            raise forms.ValidationError(_("Write the text of the paper."))
        if self.kind.is_order and ORDERS_LINE not in [line.strip() for line in text.splitlines()]:
            words = _("Leave the line «%(line)s» by itself: without it this is no order.")
            raise forms.ValidationError(words % {"line": ORDERS_LINE})
        return text

    def checked(self, name):
        text = self.cleaned_data[name]
        problems = list(problems_of(text, self.kind))
        if problems:
            raise forms.ValidationError(problems)
        return text


class EntryForm(forms.Form):
    """A line of the journal without a paper of ours: the school keeps one row of numbers."""

    journal = forms.ChoiceField(label=gettext_lazy("Journal"), choices=JournalEntry.Journal)
    number = forms.CharField(label=gettext_lazy("Number"), max_length=30)
    day = RussianDateField(label=gettext_lazy("Date"))
    title = forms.CharField(label=gettext_lazy("Heading"), max_length=300)

    def __init__(self, *args, today, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["day"].today = today


class CrossOutForm(forms.Form):
    reason = forms.CharField(label=gettext_lazy("Why it is crossed out"), max_length=300)


class PapersFilterForm(forms.Form):
    q = forms.CharField(
        label=gettext_lazy("Find"), max_length=100, required=False, widget=forms.TextInput(attrs=SEARCH)
    )
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), required=False, widget=forms.Select(attrs=SELECT))
    state = forms.ChoiceField(
        label=gettext_lazy("State"),
        required=False,
        choices=[("", gettext_lazy("All")), *Paper.State.choices],
        widget=forms.Select(attrs=SELECT),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [("", _("All")), *((one.code, one.title) for one in KINDS.values())]

    def narrow(self, rows):
        if not self.is_valid():
            return rows
        data = self.cleaned_data
        rows = rows.filter(code=data["kind"]) if data["kind"] else rows
        rows = rows.filter(state=data["state"]) if data["state"] else rows
        for word in data["q"].split():
            rows = rows.filter(contains_in(word, "heading", "number"))
        return rows
