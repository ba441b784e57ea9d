"""Where and when each class learns: all classes on one page."""

from dataclasses import dataclass

from django import forms
from django.utils.translation import gettext as _

from mentorship.programmes.models import SchoolClass

SHIFTS = (1, 2, 3)
LENGTH = SchoolClass._meta.get_field("building").max_length


@dataclass(frozen=True)
class Place:
    building: str = ""
    shift: int | None = None


class ClassPlacesForm(forms.Form):
    """A building and a shift for every class. The page carries what it showed, so that only the person's own changes
    are written and what somebody else has saved meanwhile is not lost."""

    def __init__(self, data=None, *, classes):
        super().__init__(data)
        self.classes = list(classes)
        shifts = [("", "—"), *((str(number), _("shift %d") % number) for number in SHIFTS)]
        for one in self.classes:
            self.add(one, "building", forms.CharField(max_length=LENGTH, required=False), one.building)
            shift = forms.TypedChoiceField(choices=shifts, required=False, coerce=int, empty_value=None)
            self.add(one, "shift", shift, one.shift)
            self.add(one, "was_building", forms.CharField(required=False, widget=forms.HiddenInput), one.building)
            self.add(one, "was_shift", forms.CharField(required=False, widget=forms.HiddenInput), one.shift)

    def add(self, one, name, field, value):
        titles = {"building": _("Building"), "shift": _("Shift of lessons")}
        if name in titles:
            field.label = f"{one}: {titles[name]}"
            field.widget.attrs["aria-label"] = field.label
            field.widget.attrs["class"] = "form-control" if name == "building" else "form-select"
        if name == "building":
            field.widget.attrs["list"] = "buildings"
        self.fields[f"{name}_{one.pk}"] = field
        self.initial[f"{name}_{one.pk}"] = "" if value is None else value

    def rows(self):
        """``[(class, building, shift, what was shown of both)]`` for the page."""
        names = ("building", "shift", "was_building", "was_shift")
        return [(one, *(self[f"{name}_{one.pk}"] for name in names)) for one in self.classes]

    def buildings(self):
        """Names that are in use, to choose from."""
        return sorted({one.building for one in self.classes if one.building})

    def changes(self):
        """``[(class, shown, wanted)]`` of the classes that this person has changed."""
        found = []
        for one in self.classes:
            wanted = Place(self.value("building", one), self.value("shift", one))
            was = self.value("was_shift", one)
            shown = Place(self.value("was_building", one), int(was) if was.isdecimal() and len(was) < 5 else None)
            if wanted != shown:
                found.append((one, shown, wanted))
        return found

    def value(self, name, one):
        return self.cleaned_data[f"{name}_{one.pk}"]
