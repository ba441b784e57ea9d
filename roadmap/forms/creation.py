"""What is asked when a roadmap is created: for which programme, under which title, who stands behind which words."""

from dataclasses import dataclass
from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mentorship.common.forms import RussianDateField
from mentorship.programmes.roles import Role

from ..outline import PartyKind
from ..services.binding import party_key
from ..services.templates import NewProgramme, Plan
from .proofs import FormKeyMixin

NEW = "new"
FOUR_YEARS = 4 * 366


@dataclass(frozen=True)
class Colleagues:
    """The people of a school that words may be bound to; read once for all fields."""

    members: tuple
    groups: tuple

    def choices(self, kind):
        people = [(f"member:{one.pk}", str(one)) for one in self.members]
        leave = ("", _("Leave as it is written"))
        if kind == PartyKind.PERSON:
            return [leave, *people]
        return [
            leave,
            (_("Whoever holds the role"), [(f"role:{role.value}", str(role.label)) for role in Role]),
            *([(_("Groups"), [(f"group:{one.pk}", one.title) for one in self.groups])] if self.groups else []),
            *([(_("People"), people)] if people else []),
        ]


def school_year(today):
    """The school year that a day belongs to or that comes after the summer."""
    first = today.year if today.month >= 6 else today.year - 1
    return date(first, 9, 1), date(first + 1, 5, 31)


class RoadmapForm(FormKeyMixin):
    """The check page. Without a programme to choose it asks for the title and the days of a new one."""

    title = forms.CharField(
        label=gettext_lazy("Title of the roadmap"),
        max_length=500,
        error_messages={"required": gettext_lazy("Give the roadmap a title.")},
    )
    programme = forms.ChoiceField(label=gettext_lazy("Programme"))
    new_title = forms.CharField(label=gettext_lazy("Title of the new programme"), max_length=300, required=False)
    starts_on = RussianDateField(label=gettext_lazy("First day"), required=False)
    ends_on = RussianDateField(label=gettext_lazy("Last day"), required=False)

    def __init__(self, *args, programmes, **kwargs):
        super().__init__(*args, **kwargs)
        self.programmes = {str(one.pk): one for one in programmes}
        listed = [(key, f"{one.title} ({one.years})") for key, one in self.programmes.items()]
        self.fields["programme"].choices = [*listed, (NEW, _("A new programme"))]
        if not listed:
            self.fields["programme"].widget = forms.HiddenInput()
        self.party_names = []

    def ask_about(self, parties, colleagues, choices):
        """Add a field for everyone who answers; what was posted stays."""
        for number, party in enumerate(parties):
            name = f"party-{number}"
            field = forms.ChoiceField(
                label=str(party), choices=colleagues.choices(party.kind), initial=choices.get(party_key(party), "")
            )
            field.required = False
            field.party = party
            self.fields[name] = field
            self.party_names.append(name)

    @property
    def party_fields(self):
        return [self[name] for name in self.party_names]

    @property
    def programme_fields(self):
        return [self[name] for name in ("new_title", "starts_on", "ends_on")]

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("programme") == NEW:
            self.clean_new_programme(cleaned)
        return cleaned

    def clean_new_programme(self, cleaned):
        missing = {
            "new_title": _("Give the programme a title."),
            "starts_on": _("Give the first day of the programme."),
            "ends_on": _("Give the last day of the programme."),
        }
        for name, text in missing.items():
            if not cleaned.get(name) and name not in self.errors:
                self.add_error(name, text)
        starts, ends = cleaned.get("starts_on"), cleaned.get("ends_on")
        if starts and ends and ends <= starts:
            self.add_error("ends_on", ValidationError(_("The last day comes after the first one.")))
        elif starts and ends and (ends - starts).days > FOUR_YEARS:
            self.add_error("ends_on", ValidationError(_("A programme lasts four years at most.")))

    def calendar(self):
        """The days of the chosen or new programme, to count terms with; None while they are wrong."""
        cleaned = getattr(self, "cleaned_data", {})
        chosen = self.programmes.get(cleaned.get("programme"))
        if chosen:
            return chosen.starts_on, chosen.ends_on
        starts, ends = cleaned.get("starts_on"), cleaned.get("ends_on")
        return (starts, ends) if starts and ends and starts < ends else None

    def plan(self):
        """What was settled, as plain values for the service."""
        cleaned = self.cleaned_data
        programme = self.programmes.get(cleaned["programme"])
        if programme is None:
            programme = NewProgramme(cleaned["new_title"], cleaned["starts_on"], cleaned["ends_on"])
        people = {party_key(self.fields[name].party): cleaned[name] for name in self.party_names}
        return Plan(cleaned["title"], programme, people)


class TemplateForm(FormKeyMixin):
    """Keeping a roadmap as the school's own template."""

    source = forms.CharField(max_length=30, widget=forms.HiddenInput)
    title = forms.CharField(
        label=gettext_lazy("Title of the template"),
        max_length=500,
        error_messages={"required": gettext_lazy("Give the template a title.")},
    )
