"""The filter of the pairs of a draft, and the small forms beside them. The filter stands in the address."""

import uuid

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from mentorship.people.forms.filters import choice
from mentorship.people.names import name_key
from mentorship.programmes.forms.people import SEARCH
from mentorship.programmes.models import MentoringForm, SchoolClass

from ..workbench import changed, least_points

NO_CLASS = "none"
ONLY = (
    ("locked", _("Locked pairs")),
    ("free", _("Not locked")),
    ("by_hand", _("Chosen by hand")),
)
CHANGED = ("changed", _("Not as in the draft before"))
ORDER = (
    ("best", _("the best score first")),
    ("weak", _("the lowest score first")),
    ("mentee", _("by mentees")),
    ("mentor", _("by mentors, groups together")),
    ("class", _("by classes of mentees")),
)
POINTS = forms.NumberInput(attrs={"class": "form-control", "min": 0, "max": 100, "inputmode": "numeric"})


class PairFilterForm(forms.Form):
    """Which pairs of the draft are shown, and how. Values that do not fit are left out of the filter."""

    q = forms.CharField(label=_("Mentor or mentee"), max_length=100, required=False, widget=SEARCH)
    below = forms.IntegerField(label=_("Score below"), min_value=0, max_value=100, required=False, widget=POINTS)
    mentor = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, query, *, run, order):
        super().__init__(query, auto_id="filter_%s")
        self.run = run
        classes = SchoolClass.objects.filter(people__mentees__proposals__run=run).distinct()
        known = [(str(one.pk), str(one)) for one in classes]
        self.fields["class"] = choice(_("Class of the mentee"), [*known, (NO_CLASS, _("Without a class"))])
        if run.form_id is None:
            titles = MentoringForm.objects.values_list("pk", "title")
            self.fields["form"] = choice(_("Form of mentoring"), [(str(pk), title) for pk, title in titles])
        self.fields["only"] = choice(_("Which pairs"), [*ONLY, CHANGED] if run.parent_id else ONLY)
        self.fields["order"] = choice(_("Order"), ORDER, empty=None)
        self.fields["order"].choices = ORDER
        self.fields["order"].initial = order
        self.default_order = order
        self.is_valid()

    @property
    def order(self):
        return self.cleaned_data.get("order") or self.default_order

    @property
    def wanted(self):
        """What is asked for, without the order."""
        found = self.cleaned_data
        return {name: value for name, value in found.items() if value not in ("", None) and name != "order"}

    @property
    def is_narrowed_by_choice(self):
        """More than the name is asked for, so the page shows by what."""
        return bool(set(self.wanted) - {"q", "mentor"})

    def narrowed(self, pairs):
        """The pairs that the filter asks for."""
        wanted = self.wanted
        for word in name_key(wanted.get("q", "")).split():
            pairs = pairs.filter(
                Q(mentee__person__name_key__contains=word) | Q(mentor__person__name_key__contains=word)
            )
        if "below" in wanted:
            pairs = pairs.filter(points__lt=least_points(wanted["below"]))
        if isinstance(wanted.get("mentor"), uuid.UUID):
            pairs = pairs.filter(mentor__public_id=wanted["mentor"])
        if asked := wanted.get("class"):
            pairs = pairs.filter(mentee__person__school_class=None if asked == NO_CLASS else asked)
        if asked := wanted.get("form"):
            pairs = pairs.filter(mentee__form=asked)
        return narrowed_to(wanted.get("only"), pairs)


def narrowed_to(asked, pairs):
    if asked == "changed":
        return changed(pairs)
    conditions = {"locked": Q(is_locked=True), "free": Q(is_locked=False), "by_hand": Q(by_hand=True)}
    return pairs.filter(conditions[asked]) if asked in conditions else pairs


class LockAboveForm(forms.Form):
    """«Закрепить всех от 80 баллов»."""

    points = forms.IntegerField(
        label=_("Lock all pairs with a score from"),
        min_value=0,
        max_value=100,
        widget=POINTS,
        error_messages={
            "required": _("Write from how many points on pairs are to be locked."),
            "invalid": _("Write a whole number from 0 to 100."),
            "min_value": _("Write a whole number from 0 to 100."),
            "max_value": _("Write a whole number from 0 to 100."),
        },
    )


class ForbidForm(forms.Form):
    """Why two people must not be a pair."""

    reason = forms.CharField(
        label=_("Why these two must not be a pair"),
        max_length=300,
        help_text=_("Only the coordinator sees the reason. It holds for every draft until it is taken back."),
        error_messages={"required": _("Write why: in a year nobody will remember.")},
        widget=forms.Textarea(attrs={"rows": 3}),
    )
