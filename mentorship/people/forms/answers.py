"""Forms about answers that are offered to the registers: the filter of the queue, and a new person."""

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from mentorship.programmes.models import SchoolClass
from surveys.models import Campaign

from ..asking.fields import FIELDS, OWNERS
from ..models import PersonKind
from .filters import choice
from .person import PersonForm

WAITING, DECIDED, UNKNOWN = "waiting", "decided", "unknown"
STATES = ((DECIDED, _("Decided")), (UNKNOWN, _("Whose answers is not known")))


class AnswersFilter(forms.Form):
    """``offers`` are those that the person may see. A wrong value in an address filters nothing."""

    def __init__(self, query, *, offers, classes):
        super().__init__(query, auto_id="filter_%s")
        campaigns = Campaign.objects.filter(pk__in=offers.values("submission__campaign"))
        titles = [str(one) for one in (SchoolClass.objects.all() if classes is None else classes)]
        fields = [(code, f"{field.title} ({OWNERS[field.owner]})") for code, field in FIELDS.items()]
        self.fields["campaign"] = choice(_("Campaign"), [(str(one.public_id), one.title) for one in campaigns])
        self.fields["group"] = choice(_("Class"), [(title, title) for title in titles])
        self.fields["field"] = choice(_("Field"), fields)
        self.fields["state"] = choice(_("State"), STATES, empty=_("Wait for a decision"))

    def chosen(self):
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}

    def narrow(self, rows):
        chosen = self.chosen()
        state = chosen.get("state", WAITING)
        rows = rows.filter(is_waiting=state != DECIDED)
        if state == UNKNOWN:
            rows = rows.filter(person=None)
        if "campaign" in chosen:
            rows = rows.filter(submission__campaign__public_id=chosen["campaign"])
        if "group" in chosen:
            rows = rows.filter(Q(submission__group=chosen["group"]) | of_class(chosen["group"]))
        if "field" in chosen:
            rows = rows.filter(proposals__field=chosen["field"])
        return rows


def of_class(title):
    """People who are in the class today, whatever class the sheet says."""
    found = [one.pk for one in SchoolClass.objects.all() if str(one) == title]
    return Q(person__school_class__in=found)


class NewPersonForm(PersonForm):
    """The card of somebody whom the school does not know, with what the person has said filled in."""

    SHOWN = ("kind", "surname", "given_name", "patronymic", "school_class", "post", "email")

    def __init__(self, *args, only_pupils=False, **kwargs):
        super().__init__(*args, users=None, **kwargs)
        for name in set(self.fields) - {*self.SHOWN, "labels_confirmed"}:
            del self.fields[name]
        if only_pupils:
            self.fields["kind"].choices = [(PersonKind.PUPIL.value, PersonKind.PUPIL.label)]
