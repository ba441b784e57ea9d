"""What the roadmap page shows: the filter lives in the address, so that a list can be sent to a colleague."""

from django import forms
from django.utils.translation import gettext_lazy as _

from ..models import Activity
from ..timeline import months_between

VIEWS = [("timeline", _("Timeline")), ("list", _("List")), ("board", _("Board"))]
STATUSES = [
    ("", _("All statuses")),
    ("late", _("Overdue")),
    ("soon", _("Due soon")),
    *Activity.Status.choices,
    ("open", _("Everything that is not closed")),
]


class RoadmapFilterForm(forms.Form):
    """A wrong value in an address is not an error: the page shows what the rest of the filter leaves."""

    q = forms.CharField(label=_("Find"), required=False, max_length=100)
    stage = forms.ChoiceField(label=_("Stage"), required=False)
    responsible = forms.ChoiceField(label=_("Responsible"), required=False)
    status = forms.ChoiceField(label=_("Status"), choices=STATUSES, required=False)
    month = forms.ChoiceField(label=_("Month"), required=False)

    def __init__(self, *args, roadmap, stages, parties, today, **kwargs):
        super().__init__(*args, **kwargs)
        programme = roadmap.programme
        self.months = {month.key: month for month in months_between(programme.starts_on, programme.ends_on, today)}
        self.stages = {str(stage.pk): stage for stage in stages}
        self.parties = {str(party.pk): party for party in parties}
        self.offer("month", _("All months"), {key: month.title for key, month in self.months.items()})
        self.offer("stage", _("All stages"), {key: str(stage) for key, stage in self.stages.items()})
        self.offer("responsible", _("Everybody"), {key: party.full_title for key, party in self.parties.items()})

    def offer(self, name, everything, choices):
        """Fill a list whose first line leaves the filter open."""
        self.fields[name].choices = [("", everything), *choices.items()]

    def chosen(self):
        """The filter as the query takes it; parts that are not understood are left out."""
        self.is_valid()
        cleaned = getattr(self, "cleaned_data", {})
        month = self.months.get(cleaned.get("month"))
        return {
            "q": (cleaned.get("q") or "").strip(),
            "stage": self.stages.get(cleaned.get("stage")),
            "responsible": self.parties.get(cleaned.get("responsible")),
            "status": cleaned.get("status") or "",
            "month": (month.first, month.last) if month else None,
        }
