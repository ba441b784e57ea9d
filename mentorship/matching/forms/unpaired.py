"""The filter of those without a pair; it stands in the address."""

from django import forms
from django.utils.translation import gettext_lazy as _

from mentorship.people.forms.filters import choice
from mentorship.programmes.forms.people import SEARCH
from mentorship.programmes.models import SchoolClass

from .workbench import NO_CLASS


class UnpairedFilterForm(forms.Form):
    """By name and by class. Values that do not fit are left out of the filter."""

    q = forms.CharField(label=_("Mentee"), max_length=100, required=False, widget=SEARCH)

    def __init__(self, query, *, run):
        super().__init__(query, auto_id="filter_%s")
        alone = SchoolClass.objects.filter(people__mentees__proposals__run=run, people__mentees__proposals__mentor=None)
        known = [(str(one.pk), str(one)) for one in alone.distinct()]
        self.fields["class"] = choice(_("Class"), [*known, (NO_CLASS, _("Without a class"))])
        self.is_valid()

    @property
    def wanted(self):
        """What ``unpaired_of`` is asked for."""
        found = {}
        if text := self.cleaned_data.get("q"):
            found["text"] = text
        if school_class := self.cleaned_data.get("class"):
            found["school_class"] = 0 if school_class == NO_CLASS else int(school_class)
        return found
