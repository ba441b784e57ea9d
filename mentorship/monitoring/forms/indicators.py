"""The reporting date, targets, bases and the rules of the monitoring."""

from django import forms
from django.utils.translation import gettext_lazy as _

from mentorship.common.forms import RussianDateField
from mentorship.programmes.forms.versioned import VersionedForm

from ..models import IndicatorTarget, MonitoringSettings
from ..models.figures import Base, Indicator

SOURCE_HELP = _("Which paper sets it: its name, number and day.")


class OnDayForm(forms.Form):
    """The reporting date; a figure of a day that has not come yet is not known."""

    on = RussianDateField(label=_("Reporting date"), required=False)

    def __init__(self, data=None, *, today):
        super().__init__(data)
        self.today = self.fields["on"].today = today
        self.fields["on"].initial = today
        self.fields["on"].widget.attrs["class"] = "form-control"

    def clean_on(self):
        return not_ahead(self.cleaned_data["on"], self.today)

    @property
    def day(self):
        """The day that is shown: today where another one was not said, or could not be read."""
        return (self.is_valid() and self.cleaned_data["on"]) or self.today


def not_ahead(day, today):
    if day and day > today:
        raise forms.ValidationError(_("This day has not come yet."))
    return day


class TargetForm(VersionedForm):
    class Meta:
        model = IndicatorTarget
        fields = ["indicator", "year", "percent", "source"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["percent"].localize = True
        self.fields["percent"].widget = forms.TextInput(attrs={"inputmode": "decimal"})
        self.fields["percent"].widget.is_localized = True
        self.fields["source"].help_text = SOURCE_HELP


class YearForm(forms.Form):
    """The targets of a year in one form, as a paper of the region gives them; what stays empty is not set."""

    year = forms.IntegerField(label=_("Year"), min_value=2019, max_value=2100)
    source = forms.CharField(label=_("Document"), max_length=300, required=False, help_text=SOURCE_HELP)

    def __init__(self, data=None, **kwargs):
        super().__init__(data, **kwargs)
        for code in Indicator:
            self.fields[code.value] = forms.DecimalField(
                label=f"{code.number}. {code.label}, %",
                min_value=0,
                max_value=100,
                decimal_places=2,
                required=False,
                localize=True,
                widget=forms.TextInput(attrs={"inputmode": "decimal"}),
            )
        self.order_fields(["year", *Indicator.values, "source"])

    def clean(self):
        """A target that is there already with another value is changed on its own page, never in passing."""
        data = super().clean()
        if self.errors:
            return data
        if not self.percents:
            raise forms.ValidationError(_("Type at least one number."))
        for row in IndicatorTarget.objects.filter(year=data["year"], indicator__in=self.percents):
            if row.percent != self.percents[row.indicator]:
                words = _("%(year)d has a target of this indicator already: %(percent)s %%.")
                percent = f"{row.percent.normalize():f}".replace(".", ",")
                self.add_error(row.indicator, words % {"year": row.year, "percent": percent})
        return data

    @property
    def percents(self):
        """``{indicator: target}`` of what was typed."""
        return {code: self.cleaned_data[code] for code in Indicator.values if self.cleaned_data.get(code) is not None}


class BasesForm(forms.Form):
    """All four numbers of one day in one form; what stays empty is not typed."""

    day = RussianDateField(label=_("As of"))
    source = forms.CharField(
        label=_("Where it is known from"),
        max_length=200,
        required=False,
        help_text=_("For example: list of classes of 1 September, report ОО-1."),
    )

    def __init__(self, data=None, *, today):
        super().__init__(data)
        self.today = self.fields["day"].today = today
        self.fields["day"].initial = today
        for base in Base:
            self.fields[base.value] = forms.IntegerField(
                label=base.label, min_value=0, max_value=1_000_000, required=False
            )
        self.order_fields(["day", *Base.values, "source"])

    def clean_day(self):
        return not_ahead(self.cleaned_data["day"], self.today)

    def clean(self):
        data = super().clean()
        if not self.errors and not self.counts:
            raise forms.ValidationError(_("Type at least one number."))
        return data

    @property
    def counts(self):
        """``{base: number}`` of what was typed."""
        return {base: self.cleaned_data[base] for base in Base.values if self.cleaned_data.get(base) is not None}


class RulesForm(VersionedForm):
    class Meta:
        model = MonitoringSettings
        fields = ["satisfied_by", "satisfied_from", "strength_from", "weakness_to"]
        widgets = {"satisfied_by": forms.RadioSelect}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            if name not in ("version", "satisfied_by"):
                usual = MonitoringSettings._meta.get_field(name).default
                field.help_text = _("The usual value is %(n)d.") % {"n": usual}
        self.fields["satisfied_by"].choices = MonitoringSettings.SatisfiedBy.choices
