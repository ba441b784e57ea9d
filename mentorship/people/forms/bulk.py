"""What is done with several rows of a list at once."""

import uuid

from django import forms
from django.utils.translation import gettext_lazy as _

from mentorship.common.forms import RussianDateField
from mentorship.programmes.models import MentoringForm, SchoolClass

from ..models import Variant
from ..visibility import own_classes

ACTS = {
    "form": (_("Set the form and the variant"), ("form", "variant")),
    "answered": (_("Mark the questionnaire as received"), ("answered_on",)),
    "class": (_("Set the class"), ("school_class",)),
    "leave": (_("Withdraw from the programme…"), ("left_on", "reason")),
}
"""act -> (what its part of the panel is called, the fields that it needs)."""
BUTTONS = {
    "form": _("Set the form"),
    "answered": _("Mark the questionnaires"),
    "class": _("Set the class"),
    "leave": _("Withdraw"),
}
ACTS_OF = {
    "people": ("class",),
    "mentees": ("form", "answered", "class", "leave"),
    "mentors": ("form", "answered", "leave"),
}
EXPORT = "export"
MERGE = "merge"
"""Acts that go on to a page of their own with what was ticked."""
PREFIX = "to"
MOST_TICKED = 200


class BulkForm(forms.Form):
    """Fields of all the acts of a list; only those of the act whose button was pressed are looked at."""

    form = forms.ModelChoiceField(
        label=_("Form of mentoring"),
        queryset=None,
        required=False,
        empty_label=_("Leave as it is"),
    )
    variant = forms.ModelChoiceField(label=_("Variant"), queryset=None, required=False, empty_label=_("Leave as it is"))
    answered_on = RussianDateField(label=_("Questionnaire of"), required=False)
    school_class = forms.ModelChoiceField(
        label=_("Class"), queryset=None, required=False, empty_label=_("Choose a class")
    )
    left_on = RussianDateField(label=_("Left the programme on"), required=False)
    reason = forms.CharField(label=_("Why"), max_length=300, required=False)

    def __init__(self, data=None, *, request, people_list):
        super().__init__(data, prefix=PREFIX, initial={"answered_on": request.today, "left_on": request.today})
        self.request, self.people_list = request, people_list
        self.acts = ACTS_OF[people_list.code]
        self.fields["form"].queryset = MentoringForm.objects.all()
        self.fields["variant"].queryset = Variant.objects.all()
        self.fields["school_class"].queryset = self.classes()
        for name in ("answered_on", "left_on"):
            self.fields[name].today = request.today
        self.fields["reason"].widget.attrs["class"] = "form-control"
        needed = {name for act in self.acts for name in ACTS[act][1]}
        for name in [name for name in self.fields if name not in needed]:
            del self.fields[name]

    def classes(self):
        if self.may_all:
            return SchoolClass.objects.all()
        return own_classes(self.request.memberships)

    def offer(self, filters):
        """Take the choices of the filter's fields, without those that only a filter has."""
        for name, source in (("form", "form"), ("variant", "variant"), ("school_class", "class")):
            if name in self.fields and source in filters.fields:
                own = None if name != "school_class" or self.may_all else {str(one) for one in self.class_keys()}
                known = [one for one in filters.fields[source].choices if one[0] not in ("", "none")]
                chosen = [one for one in known if own is None or one[0] in own]
                self.fields[name].choices = [("", self.fields[name].empty_label), *chosen]

    @property
    def may_all(self):
        return self.request.access.can("people.edit")

    def class_keys(self):
        return self.classes().values_list("pk", flat=True)

    @property
    def act(self):
        asked = self.data.get("act", "")
        return asked if asked in (*self.acts, EXPORT, MERGE) else ""

    @property
    def panels(self):
        """Parts of the panel: an act, its title, its button and its fields; open where something is to be mended."""
        return [
            {
                "act": act,
                "title": ACTS[act][0],
                "button": BUTTONS[act],
                "fields": [self[name] for name in ACTS[act][1]],
                "is_open": self.is_bound and self.act == act,
            }
            for act in self.acts
        ]

    @property
    def ticked(self):
        """Public ids of the ticked rows."""
        found = []
        for text in self.data.getlist("row")[:MOST_TICKED] if self.is_bound else ():
            try:
                found.append(str(uuid.UUID(text)))
            except ValueError:
                continue
        return found

    @property
    def takes_all(self):
        return self.data.get("everything") == "on"

    def _clean_fields(self):
        """Fields of acts whose button was not pressed are not looked at."""
        needed = ACTS[self.act][1] if self.act in ACTS else ()
        kept, self.fields = self.fields, {name: one for name, one in self.fields.items() if name in needed}
        super()._clean_fields()
        self.fields = kept

    def clean(self):
        if not self.act:
            raise forms.ValidationError(_("Choose what is to be done."))
        if not (self.ticked or self.takes_all):
            raise forms.ValidationError(_("Tick at least one row."))
        if self.act == MERGE and (self.takes_all or len(set(self.ticked)) != 2):
            raise forms.ValidationError(_("Tick the two cards that are of one person."))
        check = {
            "form": self.clean_form_act,
            "answered": self.clean_answered,
            "class": self.clean_class,
            "leave": self.clean_leave,
        }
        if self.act in check:
            check[self.act]()
        return self.cleaned_data

    def clean_form_act(self):
        form, variant = self.cleaned_data.get("form"), self.cleaned_data.get("variant")
        if not form and not variant and not self.errors:
            self.add_error("form", _("Choose a form or a variant."))
        if form and variant and variant.form_id != form.pk:
            self.add_error("variant", _("This variant belongs to another form."))

    def clean_answered(self):
        self.past_day("answered_on", _("Write the day of the questionnaire."))

    def clean_class(self):
        if not self.cleaned_data.get("school_class"):
            self.require("school_class", _("Choose a class."))

    def clean_leave(self):
        self.past_day("left_on", _("Write the day."))
        if not self.cleaned_data.get("reason"):
            self.require("reason", _("Write why they leave: it stands in the history of each of them."))

    def require(self, name, words):
        if name not in self.errors:
            self.add_error(name, words)

    def past_day(self, name, words):
        day = self.cleaned_data.get(name)
        if not day:
            self.require(name, words)
        elif day > self.request.today:
            self.add_error(name, _("This day has not come yet."))
