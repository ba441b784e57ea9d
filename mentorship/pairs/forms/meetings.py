"""Recording and planning a meeting: on a phone, in a minute."""

import uuid

from django import forms
from django.utils.translation import gettext_lazy as _

from mentorship.common.forms import RussianDateField

from ..meeting_words import NUMBERS
from ..models import Meeting, MeetingKind, Verdict
from ..services.meetings import Appointment, Record

LENGTHS = (20, 30, 45, 60)
MARKS = [(str(mark), str(mark)) for mark in range(1, 6)]
EVERY = [("", _("once")), ("1", _("every week")), ("2", _("every two weeks")), ("3", _("every three weeks"))]
EVERY.append(("4", _("every four weeks")))
VERDICTS = [(Verdict.GO_ON.value, Verdict.GO_ON.label), (Verdict.CHANGE.value, Verdict.CHANGE.label)]


def kinds():
    """«2. Пробная»: kinds with the numbers that they have in the roadmap."""
    return [(kind.value, f"{NUMBERS[kind]}. {kind.label}") for kind in MeetingKind]


class HourInput(forms.TimeInput):
    input_type = "time"

    def __init__(self, attrs=None):
        super().__init__(attrs, format="%H:%M")


class HourField(forms.TimeField):
    """Reads 15:00, 15.00, 1500 and «15»."""

    widget = HourInput
    default_error_messages = {"invalid": _("Write the hour and the minutes, for example 15:00.")}

    def to_python(self, value):
        if isinstance(value, str):
            value = value.strip().replace(".", ":").replace("-", ":")
            if value.isdigit():
                value = f"{value}:00" if len(value) < 3 else f"{value[:-2]}:{value[-2:]}"
        return super().to_python(value)


class WhereForm(forms.Form):
    """What a planned and a held meeting have in common."""

    kind = forms.ChoiceField(label=_("Kind of the meeting"), choices=kinds)
    day = RussianDateField(label=_("Date"))
    at = HourField(label=_("Beginning"), required=False)
    format = forms.ChoiceField(
        label=_("Format"), choices=Meeting.Format, required=False, widget=forms.RadioSelect, initial="person"
    )
    place = forms.CharField(label=_("Where"), max_length=200, required=False)
    topic = forms.CharField(label=_("Topic"), max_length=200, required=False)
    minutes = forms.ChoiceField(
        label=_("How long"), choices=[(str(n), str(n)) for n in LENGTHS], required=False, widget=forms.RadioSelect
    )
    other_minutes = forms.IntegerField(label=_("Other length, minutes"), min_value=1, max_value=600, required=False)

    def __init__(self, *args, pairing, today, **kwargs):
        super().__init__(*args, **kwargs)
        self.pairing, self.today = pairing, today
        self.fields["day"].today = today

    def clean_format(self):
        return self.cleaned_data["format"] or Meeting.Format.IN_PERSON

    def length(self):
        """What was typed counts before what was tapped."""
        data = self.cleaned_data
        return data.get("other_minutes") or (int(data["minutes"]) if data.get("minutes") else None)

    def plain(self):
        data = self.cleaned_data
        names = ("kind", "day", "at", "format", "place", "topic")
        return {name: data[name] for name in names} | {"minutes": self.length()}


class KeyedForm(WhereForm):
    """A form that is made once: its key makes a button pressed twice harmless."""

    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args, initial=None, **kwargs):
        super().__init__(*args, initial={"key": uuid.uuid4()} | (initial or {}), **kwargs)


class RecordForm(KeyedForm):
    """What happened at a meeting. ``places`` are the mentees' places in the pair, ``is_mentor`` asks for the pulse."""

    meeting = forms.UUIDField(widget=forms.HiddenInput, required=False)
    done = forms.CharField(
        label=_("What was done"), max_length=4000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    agreed = forms.CharField(
        label=_("What was agreed"), max_length=4000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    results = forms.CharField(
        label=_("Results against the goals"), max_length=4000, required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    verdict = forms.ChoiceField(
        label=_("Does the pair go on"), choices=VERDICTS, required=False, widget=forms.RadioSelect
    )
    present = forms.MultipleChoiceField(label=_("Who was there"), required=False, widget=forms.CheckboxSelectMultiple)
    useful = forms.ChoiceField(
        label=_("Was the meeting useful"), choices=MARKS, required=False, widget=forms.RadioSelect
    )
    comfort = forms.ChoiceField(label=_("Was it comfortable"), choices=MARKS, required=False, widget=forms.RadioSelect)
    next_day = RussianDateField(label=_("Date"), required=False)
    next_at = HourField(label=_("Beginning"), required=False)

    def __init__(self, *args, places, is_mentor, **kwargs):
        super().__init__(*args, **kwargs)
        self.places = places
        self.fields["next_day"].today = self.today
        if len(places) > 1:
            self.fields["present"].choices = [(str(one.mentee_id), name_of(one)) for one in places]
            self.initial.setdefault("present", [str(one.mentee_id) for one in places if one.left_on is None])
        else:
            del self.fields["present"]
        if not is_mentor:
            del self.fields["useful"], self.fields["comfort"], self.fields["verdict"]

    def clean_day(self):
        day = self.cleaned_data["day"]
        if day > self.today:
            raise forms.ValidationError(_("This day has not come yet. A meeting ahead is planned, not recorded."))
        return day

    def clean(self):
        data = super().clean()
        if not (data.get("minutes") or data.get("other_minutes") or self.errors.get("other_minutes")):
            self.add_error("minutes", _("Choose how long the meeting took."))
        if bool(data.get("useful")) != bool(data.get("comfort")):
            name = "comfort" if data.get("useful") else "useful"
            self.add_error(name, _("Answer both questions or none."))
        self.check_next(data)
        return data

    def check_next(self, data):
        ahead, day = data.get("next_day"), data.get("day")
        if ahead and ahead < self.today:
            self.add_error("next_day", _("This day is over."))
        elif ahead and day and ahead <= day:
            self.add_error("next_day", _("The next meeting is after this one."))
        if data.get("next_at") and not ahead and "next_day" not in self.errors:
            self.add_error("next_day", _("Write the date too."))

    def record(self):
        data = self.cleaned_data
        is_marked = data.get("useful") and data.get("comfort")
        present = frozenset(int(pk) for pk in data["present"]) if "present" in self.fields else None
        return Record(
            **self.plain(),
            done=data["done"],
            agreed=data["agreed"],
            results=data["results"] if data["kind"] == MeetingKind.CLOSING else "",
            verdict=data.get("verdict", "") if data["kind"] == MeetingKind.TRIAL else "",
            present=present,
            pulse=(int(data["useful"]), int(data["comfort"])) if is_marked else None,
        )


def name_of(place):
    person = place.mentee.person
    return ", ".join(str(part) for part in (person.short_name or _("nameless"), person.school_class) if part)


class PlanForm(KeyedForm):
    """A meeting ahead, or a series of them."""

    every = forms.ChoiceField(label=_("Repeat"), choices=EVERY, required=False)
    until = RussianDateField(label=_("Until which day"), required=False)
    is_told = forms.BooleanField(label=_("Send an invitation with a calendar entry"), required=False, initial=True)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["until"].today = self.today

    def clean_day(self):
        day = self.cleaned_data["day"]
        if day < self.today:
            raise forms.ValidationError(_("This day is over. A meeting that was held is recorded, not planned."))
        return day

    def clean(self):
        data = super().clean()
        first, until = data.get("day"), data.get("until")
        if data.get("every") and not until and "until" not in self.errors:
            self.add_error("until", _("Write until which day the meetings are repeated."))
        if data.get("every") and first and until and until < first:
            self.add_error("until", _("The last day is before the first one."))
        return data

    def appointment(self):
        return Appointment(**self.plain())
