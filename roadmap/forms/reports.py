"""Filters of a report's page: they live in the address, so a report can be sent as a link."""

from django import forms
from django.utils.translation import gettext_lazy as _

from mentorship.common import ru

from ..reports import months_of


class ReportForm(forms.Form):
    """The month and the one who answers. A value that does not fit falls back to the usual one."""

    period = forms.ChoiceField(label=_("Period"), required=False)
    responsible = forms.ChoiceField(label=_("Responsible"), required=False)

    def __init__(self, data, *, kind, programme, parties, memberships, today):
        self.kind = kind
        self.months = {f"{month:%Y-%m}": month for month in months_of(programme)}
        self.parties = {str(party.pk): party for party in parties}
        self.own = {one.pk for one in memberships}
        super().__init__(self._complete(data, today))
        month_choices = [(code, f"{ru.month_name(month.month)} {month.year}") for code, month in self.months.items()]
        party_choices = [(code, party.full_title) for code, party in self.parties.items()]
        if kind.slug == "person-plan":
            month_choices.insert(0, ("", _("the whole programme")))
        else:
            party_choices.insert(0, ("", _("everyone")))
        self.fields["period"].choices = month_choices
        self.fields["responsible"].choices = party_choices
        for name in set(self.fields) - set(kind.filters):
            del self.fields[name]
        self.order_fields(kind.filters)
        for field in self.fields.values():
            field.widget.attrs["class"] = "form-select"

    def _complete(self, data, today):
        """The asked values where they exist; else this month (or the nearest one), and the reader's own plan."""
        period, responsible = data.get("period", ""), data.get("responsible", "")
        if period not in self.months:
            period = "" if self.kind.slug == "person-plan" else self._nearest(today)
        if responsible not in self.parties:
            responsible = self._own_or_first() if self.kind.slug == "person-plan" else ""
        return {"period": period, "responsible": responsible}

    def _own_or_first(self):
        own = (code for code, party in self.parties.items() if party.membership_id in self.own)
        return next(own, next(iter(self.parties), ""))

    def _nearest(self, today):
        codes = list(self.months)
        return min(max(f"{today:%Y-%m}", codes[0]), codes[-1])

    @property
    def month(self):
        return self.months.get(self.data["period"])

    @property
    def party(self):
        return self.parties.get(self.data["responsible"])

    @property
    def query(self):
        """The chosen values for an address."""
        return {name: self.data[name] for name in self.fields if self.data[name]}
