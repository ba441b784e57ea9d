"""The form of the rules: a weight for each criterion, the hard rules, what comes first when not everything is had."""

from dataclasses import fields

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mentorship.programmes.forms.versioned import VersionedForm

from ..criteria import ANY, CRITERIA, OTHER, SAME
from ..gathering import rules_from
from ..models import MatchingRules
from ..rules import PRESETS, Rules
from ..weighing import shares_of
from ..words import title

MOST_WEIGHT = 100
MOST_YEARS = 60
MOST_GROUP = 30
WEIGHT = "weight_"
HELP = {
    "competences": gettext_lazy("How many of the mentee's requests the mentor's competences answer."),
    "subjects": gettext_lazy("How many of the mentee's subjects the mentor can help with."),
    "interests": gettext_lazy("What both like; three in common are as good as any number."),
    "hours": gettext_lazy("Hours of the week that suit both; the more, the easier it is to meet."),
    "choices": gettext_lazy("Whom each side named after the group meeting; both sides count more than one."),
    "experience": gettext_lazy("Whether the same two have worked together before, and how it ended."),
    "age": gettext_lazy("Whether the mentee is of the age that the mentor would like."),
    "classes": gettext_lazy("For pupils: a mentor two or three years ahead is best."),
    "nearness": gettext_lazy("Whether class, building and shift of two pupils are as you say below."),
    "variant": gettext_lazy("The same variant of the form of mentoring."),
    "load": gettext_lazy("Whoever has fewer mentees goes first."),
}
"""What each criterion looks at."""

PRESET_TITLES = {
    "balanced": gettext_lazy("For any form"),
    "pupil-pupil": gettext_lazy("Pupil and pupil"),
    "teacher-pupil": gettext_lazy("Teacher and pupil"),
    "teacher-teacher": gettext_lazy("Teacher and teacher"),
    "guest-pupil": gettext_lazy("Student or employer and pupil"),
}
PRESET_HELP = {
    "balanced": gettext_lazy("Requests and time come first, the rest adds to them."),
    "pupil-pupil": gettext_lazy("Common interests and the choice of both sides count more."),
    "teacher-pupil": gettext_lazy("Subjects and requests come first, then the time."),
    "teacher-teacher": gettext_lazy("Requests and the subject come first, interests do not count."),
    "guest-pupil": gettext_lazy("Requests come first, then the time; interests count more than subjects."),
}

WISHES = (
    (ANY, gettext_lazy("does not matter")),
    (SAME, gettext_lazy("better the same")),
    (OTHER, gettext_lazy("better another")),
)
"""What the criterion of the place is after."""

POLICIES = (
    ("cover", gettext_lazy("Everybody at work")),
    ("hard", gettext_lazy("The best scores, the least number without exception")),
    ("soft", gettext_lazy("The best scores, the least number if it can be done")),
    ("group", gettext_lazy("Groups")),
)
POLICY_HELP = {
    "cover": gettext_lazy(
        "First as many mentees as possible get a mentor, then as many mentors as possible get a mentee, then the scores"
        " count. It costs a little of the mean score, usually less than one point of 100."
    ),
    "hard": gettext_lazy(
        "As many mentees as possible get a mentor, then only the scores count. Some mentors may be left without a"
        " mentee. When the least number of mentees cannot be had for all, the draft says why."
    ),
    "soft": gettext_lazy(
        "The same, but where the least number of mentees cannot be had, the draft has fewer there and does not stop."
    ),
    "group": gettext_lazy(
        "A mentor has a group of the given size or nobody. Some mentees may be left without a mentor so that no group"
        " is too small; with several hundred people it takes up to a minute."
    ),
}
"""What each order of aims means and what it costs."""


def out_of_range(most):
    """One sentence for everything that is no whole number of the range."""
    words = format_lazy(gettext_lazy("Write a whole number from 0 to {most}."), most=most)
    return dict.fromkeys(("required", "invalid", "min_value", "max_value"), words)


class RulesForm(VersionedForm):
    """All rules of one form of mentoring; ``instance`` may be a row of version 0, which is not stored yet."""

    same_form = forms.BooleanField(
        label=gettext_lazy("Both have the same form of mentoring"),
        help_text=gettext_lazy("Where one of the two has none, the rule does not hinder."),
        required=False,
    )
    needs_hour = forms.BooleanField(
        label=gettext_lazy("There is an hour that suits both"),
        help_text=gettext_lazy("Where one of the two has named no hours, the rule does not hinder."),
        required=False,
    )
    forbids_unwanted = forms.BooleanField(
        label=gettext_lazy("“Rather not” is respected"),
        help_text=gettext_lazy(
            "Whom somebody named so after the group meeting is not matched with that person. Without the tick such a"
            " pair only scores less."
        ),
        required=False,
    )
    least_gap = forms.IntegerField(
        label=gettext_lazy("The mentor is older by at least, years"),
        help_text=gettext_lazy("From 0 to 60. Empty: the age does not matter."),
        required=False,
        min_value=0,
        max_value=MOST_YEARS,
        error_messages=out_of_range(MOST_YEARS),
    )
    same_class = forms.ChoiceField(label=gettext_lazy("Class"), choices=WISHES)
    same_building = forms.ChoiceField(label=gettext_lazy("Building"), choices=WISHES)
    same_shift = forms.ChoiceField(label=gettext_lazy("Shift of lessons"), choices=WISHES)
    policy = forms.ChoiceField(label=gettext_lazy("What comes first"), choices=POLICIES, widget=forms.RadioSelect)
    group_least = forms.IntegerField(
        label=gettext_lazy("Mentees of one mentor, at least"),
        help_text=gettext_lazy("0: there is no least number."),
        min_value=0,
        max_value=MOST_GROUP,
        error_messages=out_of_range(MOST_GROUP),
    )
    group_most = forms.IntegerField(
        label=gettext_lazy("Mentees of one mentor, at most"),
        help_text=gettext_lazy("0: as many as the mentor can take."),
        min_value=0,
        max_value=MOST_GROUP,
        error_messages=out_of_range(MOST_GROUP),
    )

    class Meta:
        model = MatchingRules
        fields = []

    def __init__(self, data=None, *, instance):
        stored = rules_from(instance)
        initial = stored.to_dict() | {f"{WEIGHT}{code}": weight for code, weight in weights_of(stored).items()}
        super().__init__(data, instance=instance, initial=initial)
        for one in CRITERIA:
            self.fields[f"{WEIGHT}{one.code}"] = forms.IntegerField(
                label=title(one.code),
                help_text=HELP[one.code],
                min_value=0,
                max_value=MOST_WEIGHT,
                error_messages=out_of_range(MOST_WEIGHT),
            )
        self.order_fields([f"{WEIGHT}{one.code}" for one in CRITERIA])

    def clean(self):
        cleaned = super().clean()
        weights = [cleaned.get(f"{WEIGHT}{one.code}") for one in CRITERIA]
        if None not in weights and not any(weights):
            self.add_error(f"{WEIGHT}{CRITERIA[0].code}", _("All weights are 0. Give one of the criteria a weight."))
        least, most = cleaned.get("group_least") or 0, cleaned.get("group_most") or 0
        if most and least > most:
            self.add_error("group_most", _("The most is less than the least. Give a larger number or 0."))
        if cleaned.get("policy") == "group" and "group_least" in cleaned and least < 2:
            self.add_error("group_least", _("A group begins with two mentees."))
        return cleaned

    @property
    def weights(self):
        return {one.code: self.cleaned_data[f"{WEIGHT}{one.code}"] for one in CRITERIA}

    @property
    def settings(self):
        """Everything of the rules but the weights."""
        return {one.name: self.cleaned_data[one.name] for one in fields(Rules) if one.name != "weights"}

    def lines(self):
        """``[(field, share of 100)]`` of the criteria; the shares are those of what stands in the form."""
        shares = shares_of({one.code: number(self[f"{WEIGHT}{one.code}"].value()) for one in CRITERIA})
        return [(self[f"{WEIGHT}{one.code}"], shares[one.code]) for one in CRITERIA]

    def policies(self):
        """``[(code, title, what it means and costs, is chosen)]``."""
        chosen = self["policy"].value()
        return [(code, words, POLICY_HELP[code], code == chosen) for code, words in POLICIES]


def weights_of(rules):
    """A weight for every criterion of this version of the product."""
    return {one.code: rules.weights.get(one.code, 0) for one in CRITERIA}


def number(value):
    """A weight as it was typed; what is no number counts for nothing until it is corrected."""
    text = str(value or "").strip()
    return min(int(text), MOST_WEIGHT) if text.isdecimal() and len(text) < 5 else 0


def with_preset(data, code):
    """What was sent, with the weights of a preset instead of its own."""
    data = data.copy()
    for name, weight in PRESETS[code].items():
        data[f"{WEIGHT}{name}"] = str(weight)
    return data


def presets(usual):
    """``[(code, title, what it is like, the three heaviest criteria)]``, the usual one of the form first."""
    codes = sorted(PRESETS, key=lambda code: code != usual)
    return [(code, PRESET_TITLES[code], PRESET_HELP[code], heaviest(PRESETS[code])) for code in codes]


def heaviest(weights, count=3):
    """«запрос 30, время 20, предмет 15»."""
    shares = shares_of(weights)
    first = sorted((code for code in shares if shares[code]), key=lambda code: -shares[code])[:count]
    return [(within_a_sentence(title(code)), shares[code]) for code in first]


def within_a_sentence(words):
    return words[:1].lower() + words[1:]
