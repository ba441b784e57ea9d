"""Filters of the lists of pairs and of orders."""

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from mentorship.accounts.models import User
from mentorship.people.models import Mentee
from mentorship.people.names import name_key
from mentorship.programmes.models import MentoringForm, SchoolClass

from ..models import LIVING, Pairing, PairingState, PairOrder

SELECT = {"class": "form-select"}
SEARCH = {"type": "search", "class": "form-control"}
LIVING_ONES, ALL = "", "all"
STATES = [(LIVING_ONES, _("Those that work")), (ALL, _("All")), *PairingState.choices]
NEEDS, FINE = "needs", "fine"
HEALTH = [("", _("All")), (NEEDS, _("Needs attention")), (FINE, _("On track"))]


class PairsFilterForm(forms.Form):
    q = forms.CharField(label=_("Name"), max_length=100, required=False, widget=forms.TextInput(attrs=SEARCH))
    form = forms.ModelChoiceField(
        label=_("Form"), queryset=None, required=False, empty_label=_("Any"), widget=forms.Select(attrs=SELECT)
    )
    state = forms.ChoiceField(label=_("State"), choices=STATES, required=False, widget=forms.Select(attrs=SELECT))
    coordinator = forms.ModelChoiceField(
        label=_("Coordinator"), queryset=None, required=False, empty_label=_("Any"), widget=forms.Select(attrs=SELECT)
    )
    school_class = forms.ModelChoiceField(
        label=_("Class"), queryset=None, required=False, empty_label=_("Any"), widget=forms.Select(attrs=SELECT)
    )
    health = forms.ChoiceField(label=_("How it is"), choices=HEALTH, required=False, widget=forms.Select(attrs=SELECT))

    def __init__(self, *args, programme, sees_health=True, **kwargs):
        super().__init__(*args, **kwargs)
        if not sees_health:
            del self.fields["health"]
        self.fields["form"].queryset = MentoringForm.objects.all()
        answering = Pairing.objects.of(programme).exclude(coordinator=None).values("coordinator")
        self.fields["coordinator"].queryset = User.objects.filter(pk__in=answering).order_by("surname", "pk")
        self.fields["school_class"].queryset = SchoolClass.objects.all()

    def narrow(self, rows):
        """Only the rows that every filter lets through; a filter that cannot be read lets all through."""
        data = self.cleaned_data if self.is_valid() else {}
        for word in name_key(data.get("q", "")).split():
            with_mentee = Q(places__mentee__in=Mentee.objects.filter(person__name_key__contains=word))
            rows = rows.filter(Q(mentor__person__name_key__contains=word) | with_mentee)
        if data.get("form"):
            rows = rows.filter(form=data["form"])
        if data.get("coordinator"):
            rows = rows.filter(coordinator=data["coordinator"])
        if school_class := data.get("school_class"):
            in_class = Mentee.objects.filter(person__school_class=school_class)
            rows = rows.filter(Q(mentor__person__school_class=school_class) | Q(places__mentee__in=in_class))
        return narrowed_by_health(rows, data.get("health")).filter(self.states()).distinct()

    def states(self):
        state = self.cleaned_data.get("state", "") if self.is_bound and self.is_valid() else LIVING_ONES
        if state == ALL:
            return Q()
        return Q(state=state) if state else Q(state__in=LIVING)

    @property
    def is_narrowed(self):
        return self.is_valid() and any(self.cleaned_data.values())


def narrowed_by_health(rows, asked):
    """Of rows of ``health.with_reasons`` those with a reason, or those without one."""
    conditions = {NEEDS: Q(reasons_count__gt=0), FINE: Q(reasons_count=0)}
    return rows.filter(conditions[asked]) if asked in conditions else rows


class OrdersFilterForm(forms.Form):
    SIGNED = (("", _("All")), ("no", _("Not signed yet")), ("yes", _("Signed")))
    q = forms.CharField(label=_("Number"), max_length=30, required=False, widget=forms.TextInput(attrs=SEARCH))
    kind = forms.ChoiceField(
        label=_("Kind"),
        choices=[("", _("Any")), *PairOrder.Kind.choices],
        required=False,
        widget=forms.Select(attrs=SELECT),
    )
    signed = forms.ChoiceField(label=_("Signature"), choices=SIGNED, required=False, widget=forms.Select(attrs=SELECT))

    def narrow(self, rows):
        data = self.cleaned_data if self.is_valid() else {}
        if data.get("q"):
            rows = rows.filter(number__icontains=data["q"])
        if data.get("kind"):
            rows = rows.filter(kind=data["kind"])
        if signed := data.get("signed"):
            rows = rows.exclude(number="") if signed == "yes" else rows.filter(number="")
        return rows

    @property
    def is_narrowed(self):
        return self.is_valid() and any(self.cleaned_data.values())
