"""Asking people: who, until when, in whose name."""

import uuid

from django import forms
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from mentorship.common.clock import days
from mentorship.common.forms import RussianDateField

from .. import sources
from ..audience import BOARD, EMAILS, MOST_EMAILS, read_addresses
from ..listing import with_words
from ..models import Campaign

State = Campaign.State
IDENTIFIED, ANONYMOUS = "identified", "anonymous"
USUAL_DAYS = 13
LINES_SHOWN = 10


class CampaignFilterForm(forms.Form):
    """A wrong value in an address is not an error: it filters nothing."""

    q = forms.CharField(label=gettext_lazy("Find"), required=False, max_length=100)
    state = forms.ChoiceField(
        label=gettext_lazy("State"),
        required=False,
        choices=[
            ("", gettext_lazy("All")),
            ("open", gettext_lazy("Running")),
            ("draft", gettext_lazy("Being prepared")),
            ("over", gettext_lazy("Over")),
        ],
    )

    def chosen(self):
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}

    def narrow(self, rows, day):
        """The campaigns that the filter leaves; «over» are those that are closed and those whose period is over."""
        chosen = self.chosen()
        if "q" in chosen:
            rows = rows.filter(**with_words(chosen["q"]))
        is_past = Q(state=State.CLOSED) | Q(state=State.RUNNING, closes_on__lt=day)
        conditions = {"draft": Q(state=State.DRAFT), "over": is_past, "open": Q(state=State.RUNNING) & ~is_past}
        return rows.filter(conditions[chosen["state"]]) if "state" in chosen else rows


class CampaignForm(forms.Form):
    """``groups`` limits the audience to the classes of a class teacher; None offers everything."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    title = forms.CharField(label=gettext_lazy("Title"), max_length=200)
    emails = forms.CharField(
        label=gettext_lazy("Addresses"),
        required=False,
        max_length=200_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("One a line, or divided by commas. A list can be pasted."),
    )
    board = forms.BooleanField(
        label=gettext_lazy("Code of six letters for the board"),
        required=False,
        help_text=gettext_lazy("Whoever has the code may answer, invited or not. It suits a class hour."),
    )
    who = forms.ChoiceField(
        label=gettext_lazy("Names"),
        widget=forms.RadioSelect,
        initial=IDENTIFIED,
        choices=[
            (
                IDENTIFIED,
                gettext_lazy("With names: you see who answered what; before can be compared with after"),
            ),
            (ANONYMOUS, gettext_lazy("Anonymous: nobody learns who has answered what, not even the administrator")),
        ],
        help_text=gettext_lazy("This can never be switched afterwards, in either direction."),
    )
    opens_on = RussianDateField(label=gettext_lazy("From"))
    closes_on = RussianDateField(label=gettext_lazy("To"), required=False)
    reminds = forms.BooleanField(
        label=gettext_lazy("Remind those who have not answered, three days and one day before the end"),
        required=False,
        initial=True,
    )
    goal = forms.IntegerField(
        label=gettext_lazy("Goal, percent of the invited"),
        required=False,
        min_value=1,
        max_value=100,
        help_text=gettext_lazy("When so many have answered, the asking has done its work."),
    )
    wave = forms.CharField(
        label=gettext_lazy("Wave"),
        required=False,
        max_length=60,
        help_text=gettext_lazy("For comparing: “before”, “after”, “autumn”."),
    )
    is_checked_twice = forms.BooleanField(label=gettext_lazy("Papers are typed in by two people"), required=False)

    MORE = ("goal", "wave", "is_checked_twice")

    def __init__(self, *args, programme, survey, today, groups=None, **kwargs):
        initial = {"key": uuid.uuid4(), "title": survey.title, "opens_on": today, "closes_on": today + days(USUAL_DAYS)}
        super().__init__(*args, initial=initial, **kwargs)
        self.is_limited = groups is not None
        self.twice = []
        for name in ("opens_on", "closes_on"):
            self.fields[name].today = today
        if self.is_limited:
            del self.fields["emails"], self.fields["board"]
        self.audiences = self.add_audiences(programme, groups)

    def add_audiences(self, programme, groups):
        """A list of ticks for every source that has anybody; answers the names of the fields."""
        names = []
        for source in sources.audiences.values():
            rows = [row for row in source.choices(programme) if groups is None or str(row[1]) in groups]
            if not rows:
                continue
            name = f"to_{source.code}"
            self.fields[name] = forms.MultipleChoiceField(
                label=source.title,
                required=False,
                widget=forms.CheckboxSelectMultiple(attrs={"class": "form-check-input"}),
                choices=[(str(value), f"{title} — {count}") for value, title, count in rows],
            )
            names.append(name)
        return names

    @property
    def audience_fields(self):
        return [self[name] for name in self.audiences]

    @property
    def other_fields(self):
        return [self[name] for name in self.MORE]

    def clean_emails(self):
        text = self.cleaned_data["emails"]
        read = read_addresses(text)
        if read.wrong:
            shown = "; ".join(
                _("line %(number)d: %(text)s") % {"number": number, "text": piece[:60]}
                for number, piece in read.wrong[:LINES_SHOWN]
            )
            words = ngettext(
                "%(count)d address is not an address (%(shown)s). Mend or delete it.",
                "%(count)d addresses are not addresses (%(shown)s). Mend or delete them.",
                len(read.wrong),
            )
            raise forms.ValidationError(words % {"count": len(read.wrong), "shown": shown})
        if len(read.good) > MOST_EMAILS:
            raise forms.ValidationError(_("More than %(most)d addresses at once.") % {"most": MOST_EMAILS})
        self.twice = read.twice
        return read.good

    @property
    def words_of_doubles(self):
        """What was done with addresses that came twice; "" without any."""
        if not self.twice:
            return ""
        words = ngettext(
            "%(count)d address came twice and is asked once: %(shown)s.",
            "%(count)d addresses came twice and are asked once: %(shown)s.",
            len(self.twice),
        )
        shown = ", ".join(piece for _number, piece in self.twice[:LINES_SHOWN])
        return words % {"count": len(self.twice), "shown": shown}

    def clean(self):
        cleaned = super().clean()
        first, last = cleaned.get("opens_on"), cleaned.get("closes_on")
        if first and last and last < first:
            self.add_error("closes_on", _("The last day is before the first one."))
        if cleaned.get("who") == ANONYMOUS and cleaned.get("is_checked_twice"):
            words = _("Anonymous sheets cannot be told apart, so nobody can check them a second time.")
            self.add_error("is_checked_twice", words)
        if not self.errors and not self.audience:
            self.add_error(None, _("Choose who is asked."))
        return cleaned

    @property
    def audience(self):
        """What ``Campaign.audience`` keeps."""
        cleaned = self.cleaned_data
        parts = [
            {"source": name.removeprefix("to_"), "values": cleaned[name]}
            for name in self.audiences
            if cleaned.get(name)
        ]
        if cleaned.get("emails"):
            parts.append({"source": EMAILS, "values": cleaned["emails"]})
        return parts + ([{"source": BOARD}] if cleaned.get("board") else [])

    @property
    def fields_of_campaign(self):
        cleaned = self.cleaned_data
        names = ("title", "opens_on", "closes_on", "reminds", "goal", "wave", "is_checked_twice")
        return {name: cleaned[name] for name in names} | {
            "is_anonymous": cleaned["who"] == ANONYMOUS,
            "audience": self.audience,
        }


class ProlongForm(forms.Form):
    """Another last day; empty for a campaign without an end."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    closes_on = RussianDateField(label=gettext_lazy("Last day"), required=False)

    def __init__(self, *args, campaign: Campaign, today, **kwargs):
        initial = {"version": campaign.version, "closes_on": campaign.closes_on}
        super().__init__(*args, initial=initial, **kwargs)
        self.fields["closes_on"].today = today
