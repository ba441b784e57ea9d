"""What a mentee says on the first screen."""

import uuid

from django import forms
from django.utils.translation import gettext_lazy as _

from ..models import MeetingKind, Verdict
from .meetings import MARKS, VERDICTS


class SayForm(forms.Form):
    """Of one meeting: whether it was so, how it was, after the trial one whether the pair goes on. Anything may stay
    unsaid; said again, the last word counts."""

    was_so = forms.ChoiceField(
        label=_("Was the meeting as it is written?"),
        choices=[("yes", _("Yes, it was so")), ("no", _("No, not so"))],
        required=False,
        widget=forms.RadioSelect,
    )
    comment = forms.CharField(
        label=_("What was different"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    useful = forms.ChoiceField(label=_("Was it useful?"), choices=MARKS, required=False, widget=forms.RadioSelect)
    comfort = forms.ChoiceField(label=_("Was it comfortable?"), choices=MARKS, required=False, widget=forms.RadioSelect)
    verdict = forms.ChoiceField(label=_("What next?"), choices=VERDICTS, required=False, widget=forms.RadioSelect)

    def __init__(self, *args, presence, shows_said=True, **kwargs):
        """``shows_said``: what was said before stands in the form. Behind a code it does not, for a slip may lie in
        other hands."""
        self.presence = presence
        meeting = presence.meeting
        initial = {"comment": presence.comment, "verdict": presence.verdict} if shows_said else {}
        if shows_said and presence.confirmed is not None:
            initial["was_so"] = "yes" if presence.confirmed else "no"
        super().__init__(*args, initial=initial, prefix=meeting.public_id.hex[:8], **kwargs)
        self.asks_verdict = meeting.kind == MeetingKind.TRIAL
        if not self.asks_verdict:
            del self.fields["verdict"]

    def clean(self):
        data = super().clean()
        if self.errors:
            return data
        if bool(data["useful"]) != bool(data["comfort"]):
            self.add_error("comfort" if data["useful"] else "useful", _("Answer this question too."))
        if not any(data.get(name) for name in ("was_so", "useful", "verdict")):
            raise forms.ValidationError(_("Nothing is answered yet."))
        return data

    @property
    def marks(self):
        """Two answers from 1 to 5, or nothing."""
        data = self.cleaned_data
        return (int(data["useful"]), int(data["comfort"])) if data["useful"] else None

    @property
    def chosen_verdict(self):
        verdict = self.cleaned_data.get("verdict", "")
        return verdict if verdict in Verdict.values else ""

    @property
    def said(self):
        """What ``saying.say`` takes."""
        was_so = self.cleaned_data["was_so"]
        return {
            "was_so": was_so == "yes" if was_so else None,
            "comment": self.cleaned_data["comment"],
            "marks": self.marks,
            "verdict": self.chosen_verdict,
        }


class HelpForm(forms.Form):
    """«Нужна помощь»: words are welcome, not required."""

    text = forms.CharField(
        label=_("What has happened"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    key = forms.UUIDField(initial=uuid.uuid4, widget=forms.HiddenInput, required=False)
