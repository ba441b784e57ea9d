"""«Не сводить»: who, whom and why, and the filter of the list."""

from collections import Counter
from functools import cached_property

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mentorship.people.asking.options import title_of
from mentorship.people.models import Mentee, Mentor
from mentorship.people.names import name_key
from mentorship.programmes.forms.people import SEARCH

MOST_OFFERED = 1500
"""More names than these make a page heavy: then the name is typed, and found on the server all the same."""
MOST_NAMED = 5


class ParticipantField(forms.CharField):
    """A mentor or a mentee by name: one of the offered lines, or as much of a name as is enough to know who it is."""

    def __init__(self, *, rows, **kwargs):
        super().__init__(max_length=300, widget=forms.TextInput(attrs={"autocomplete": "off"}), **kwargs)
        self.rows = rows

    @cached_property
    def lines(self):
        """``{line: participant}``; of several who read alike each has the year of birth, or the number of the row."""
        told = [(row, plain(title_of(row.person))) for row in self.rows]
        for more in (with_year, with_number):
            often = Counter(line for _row, line in told)
            told = [(row, more(row, line) if often[line] > 1 else line) for row, line in told]
        return {line: row for row, line in told}

    @property
    def options(self):
        return list(self.lines) if len(self.lines) <= MOST_OFFERED else []

    def line_of(self, wanted):
        """The line of a participant who was chosen on another page."""
        return next((line for line, row in self.lines.items() if str(row.public_id) == wanted), "")

    def clean(self, value):
        text = plain(super().clean(value))
        if not text:
            return None
        if text in self.lines:
            return self.lines[text]
        words = name_key(text.partition(",")[0]).split()
        found = [line for line, row in self.lines.items() if all(word in row.person.name_key for word in words)]
        if len(found) == 1:
            return self.lines[found[0]]
        if not found:
            raise ValidationError(_("Nobody of this name is there. Choose from the list."))
        more = f"; {_('and %d more') % (len(found) - MOST_NAMED)}" if len(found) > MOST_NAMED else ""
        words = _("Several people are called so: %(names)s. Write the name as it stands in the list.")
        raise ValidationError(words % {"names": "; ".join(found[:MOST_NAMED]) + more})


def plain(text):
    """Spaces that do not break come back from a browser as they like."""
    return " ".join(text.split())


def with_year(row, line):
    year = row.person.birth_year
    return _("%(name)s, born in %(year)d") % {"name": line, "year": year} if year else line


def with_number(row, line):
    return f"{line} (№ {row.pk})"


class ExclusionForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Why"),
        help_text=gettext_lazy("Only the coordinator sees it. No diagnoses, please."),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": gettext_lazy("Write the reason: in half a year nobody will remember it.")},
    )

    def __init__(self, data=None, *, programme, day, initial=None):
        super().__init__(data)
        for name, model, label, empty in (
            ("mentor", Mentor, _("Mentor"), _("Choose the mentor.")),
            ("mentee", Mentee, _("Mentee"), _("Choose the mentee.")),
        ):
            rows = on_the_way(model, programme, day)
            help_text = _("Begin to type the surname and choose from the list.")
            field = ParticipantField(rows=rows, label=label, help_text=help_text, error_messages={"required": empty})
            field.widget.attrs["list"] = f"{name}-names"
            self.fields[name] = field
            self.initial[name] = field.line_of((initial or {}).get(name, ""))
        self.order_fields(["mentor", "mentee", "reason"])


def on_the_way(model, programme, day):
    """Who takes part now or may begin to."""
    rows = model.objects.of(programme).filter(is_completed=False, person__has_left=False, person__anonymised_at=None)
    rows = rows.exclude(left_on__lte=day).select_related("person__school_class")
    return rows.order_by("person__name_key", "pk")


class ExclusionFilterForm(forms.Form):
    q = forms.CharField(label=gettext_lazy("Name or a part of it"), max_length=100, required=False, widget=SEARCH)

    def __init__(self, query):
        super().__init__(query, auto_id="filter_%s")
        self.is_valid()

    @property
    def words(self):
        return name_key(self.cleaned_data.get("q", "")).split()
