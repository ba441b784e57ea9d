"""Filters of the care queue, a decision, a closed note."""

from datetime import timedelta

from django import forms
from django.utils.translation import gettext_lazy as _

from mentorship.common.forms import RussianDateField
from mentorship.people.names import name_key
from mentorship.programmes.forms.versioned import VersionedForm
from mentorship.programmes.models import SchoolClass

from ..care import CALLED, RETURNED, UNDECIDED, Turn
from ..models import CareCase, CareDecision, CareNote
from .filters import SEARCH, SELECT

URGENT = {"called": CALLED, "returned": RETURNED, "undecided": UNDECIDED}
STATES = (
    ("", _("All")),
    ("called", _("A mentor has appeared")),
    ("returned", _("The day has come")),
    ("undecided", _("Nothing is decided")),
    *CareDecision.choices,
)
USUAL_DAYS = {
    CareDecision.SEARCH: 14,
    CareDecision.GROUP: 14,
    CareDecision.SUPPORT: 30,
    CareDecision.POSTPONED: 30,
}


class QueueFilterForm(forms.Form):
    """Everything stands in the address. What cannot be read filters nothing."""

    q = forms.CharField(label=_("Name"), max_length=100, required=False, widget=forms.TextInput(attrs=SEARCH))
    turn = forms.ChoiceField(
        label=_("Whose turn"),
        choices=[("", _("Anybody's")), *Turn.choices],
        required=False,
        widget=forms.Select(attrs=SELECT),
    )
    state = forms.ChoiceField(label=_("Decision"), choices=STATES, required=False, widget=forms.Select(attrs=SELECT))
    school_class = forms.ModelChoiceField(
        label=_("Class"), queryset=None, required=False, empty_label=_("Any"), widget=forms.Select(attrs=SELECT)
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["school_class"].queryset = SchoolClass.objects.all()
        self.is_valid()

    def narrow(self, rows):
        data = self.cleaned_data
        for word in name_key(data.get("q", "")).split():
            rows = rows.filter(person__name_key__contains=word)
        if turn := data.get("turn"):
            rows = rows.filter(turn=turn)
        if school_class := data.get("school_class"):
            rows = rows.filter(person__school_class=school_class)
        state = data.get("state")
        if state in URGENT:
            return rows.filter(urgency=URGENT[state])
        return rows.filter(decision=state) if state else rows

    @property
    def is_narrowed(self):
        return any(self.cleaned_data.values())


class DecisionForm(VersionedForm):
    """What happens next, and when somebody looks at it again."""

    decision = forms.ChoiceField(
        label=_("What happens next"), choices=CareDecision.choices, widget=forms.RadioSelect, required=True
    )

    class Meta:
        model = CareCase
        fields = ["decision", "returns_on", "comment"]
        field_classes = {"returns_on": RussianDateField}
        help_texts = {
            "returns_on": _("On this day the mentee comes back to the top of the queue, and a notification comes."),
            "comment": _("Seen by everybody who sees the queue. What must stay closed belongs into a closed note."),
        }

    def __init__(self, *args, today, **kwargs):
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["returns_on"].today = today
        self.fields["returns_on"].required = True
        if not self.instance.returns_on or self.instance.returns_on <= today:
            self.initial["returns_on"] = today + timedelta(days=USUAL_DAYS[CareDecision.SEARCH])

    def context_of_form(self):
        return {"today": self.today}

    def clean_returns_on(self):
        day = self.cleaned_data["returns_on"]
        if day and day <= self.today:
            raise forms.ValidationError(_("Choose a day after today: on it the mentee comes back."))
        return day


class NoteForm(forms.ModelForm):
    class Meta:
        model = CareNote
        fields = ["day", "text"]
        field_classes = {"day": RussianDateField}
        labels = {"text": _("Text of the note")}
        widgets = {"text": forms.Textarea(attrs={"rows": 5})}

    def __init__(self, *args, today, **kwargs):
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["day"].today = today
        self.initial.setdefault("day", today)

    def clean_day(self):
        day = self.cleaned_data["day"]
        if day > self.today:
            raise forms.ValidationError(_("This day has not come yet."))
        return day

    def clean_text(self):
        text = self.cleaned_data["text"]
        if len(text) > 4000:
            raise forms.ValidationError(_("A note has at most 4000 characters."))
        return text
