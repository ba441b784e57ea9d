"""Closing a programme and beginning the next one."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mentorship.common.forms import RussianDateField
from mentorship.programmes.forms.programme import LONGEST_YEARS
from roadmap.shifting import in_school_year, moved_day, school_year_of

from ..services.closing import NextYear


class ClosingForm(forms.Form):
    """``ends_pairs`` is ticked: a year usually ends for everybody."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    day = RussianDateField(label=gettext_lazy("Day of the closing"))
    ends_pairs = forms.BooleanField(label="", required=False, initial=True)

    def __init__(self, *args, programme, today, pairs, **kwargs):
        initial = {"version": programme.version, "day": today, "ends_pairs": True}
        super().__init__(*args, initial=initial, **kwargs)
        self.programme, self.today = programme, today
        self.fields["day"].today = today
        if pairs:
            self.fields["ends_pairs"].label = _("End the pairs at work as fulfilled: %(count)d") % {"count": pairs}
        else:
            del self.fields["ends_pairs"]

    def clean_day(self):
        day = self.cleaned_data["day"]
        if day > self.today:
            raise forms.ValidationError(_("The day of the closing is today or earlier."))
        if day < self.programme.starts_on:
            raise forms.ValidationError(_("A programme is not closed before its first day."))
        return day


class NextYearForm(forms.Form):
    """The next programme, filled in with what is usual: a year later, under the same title."""

    title = forms.CharField(label=gettext_lazy("Title"), max_length=300)
    starts_on = RussianDateField(label=gettext_lazy("First day"))
    ends_on = RussianDateField(label=gettext_lazy("Last day"))
    with_roadmap = forms.BooleanField(label="", required=False, initial=True)
    with_mentors = forms.BooleanField(label="", required=False, initial=True)
    with_mentees = forms.BooleanField(label="", required=False, initial=False)

    def __init__(self, *args, programme, counts, **kwargs):
        old = school_year_of(programme.starts_on)
        starts = moved_day(programme.starts_on, 12)
        initial = {
            "title": in_school_year(programme.title, old, old + 1),
            "starts_on": starts,
            "ends_on": moved_day(programme.ends_on, 12),
        }
        super().__init__(*args, initial=initial, **kwargs)
        self.programme = programme
        self.name_ticks(counts)

    def name_ticks(self, counts):
        """A tick says how much goes along; one for nothing is not shown."""
        labels = {
            "with_roadmap": counts["roadmap"] and _("Move the roadmap: the same activities, the terms a year later"),
            "with_mentors": counts["mentors"]
            and _("Keep the mentors as a reserve: %(count)d") % {"count": counts["mentors"]},
            "with_mentees": counts["mentees"]
            and _("Take the mentees along who have not gone through the programme: %(count)d")
            % {"count": counts["mentees"]},
        }
        for name, label in labels.items():
            if label:
                self.fields[name].label = label
            else:
                del self.fields[name]

    def clean(self):
        data = super().clean()
        first, last = data.get("starts_on"), data.get("ends_on")
        if first and first <= self.programme.starts_on:
            self.add_error("starts_on", _("The next programme begins later than this one."))
        if first and last and last <= first:
            self.add_error("ends_on", _("The programme must end after it starts."))
        elif first and last and (last - first).days > 366 * LONGEST_YEARS:
            self.add_error("ends_on", _("A programme lasts four years at most."))
        return data

    @property
    def plan(self):
        data = self.cleaned_data
        return NextYear(
            title=data["title"],
            starts_on=data["starts_on"],
            ends_on=data["ends_on"],
            **{name: data.get(name, False) for name in ("with_roadmap", "with_mentors", "with_mentees")},
        )
