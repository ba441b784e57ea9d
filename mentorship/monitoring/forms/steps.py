"""Tying a questionnaire to a step of the roadmap."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mentorship.pairs.models import MeetingKind

from ..meeting_steps import NONE, kind_in
from ..models import StepCampaign

USUAL_GOAL = 80
Moment = StepCampaign.Moment


class TieForm(forms.Form):
    """Which step, which campaign, at which moment. Only the side that is not known yet is asked for."""

    campaign = forms.ChoiceField(label=gettext_lazy("Questionnaire"))
    step = forms.ChoiceField(label=gettext_lazy("Step of the roadmap"))
    moment = forms.ChoiceField(
        label=gettext_lazy("When is the step done?"),
        choices=[
            (Moment.GOAL, gettext_lazy("When enough of the invited have answered")),
            (Moment.CLOSING, gettext_lazy("When the campaign is closed or its period is over")),
        ],
        widget=forms.RadioSelect,
        initial=Moment.GOAL,
    )
    goal = forms.IntegerField(
        label=gettext_lazy("How many percent are enough"),
        required=False,
        min_value=1,
        max_value=100,
        help_text=gettext_lazy("This is the goal of the whole campaign. If it is left empty, the goal stays as it is."),
    )

    def __init__(self, *args, steps, campaign=None, campaigns=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.known = campaign
        self.campaigns = {str(one.public_id): one for one in campaigns or []}
        self.fields["step"].choices = [("", _("Choose a step")), *steps]
        if campaign:
            del self.fields["campaign"]
            self.fields["goal"].initial = campaign.goal or USUAL_GOAL
        else:
            choices = [(key, named(one)) for key, one in self.campaigns.items()]
            self.fields["campaign"].choices = [("", _("Choose a questionnaire")), *choices]
        self.fields["step"].error_messages["required"] = _("Choose a step.")

    def clean(self):
        cleaned = super().clean()
        campaign = self.chosen_campaign
        needs_goal = cleaned.get("moment") == Moment.GOAL and "goal" not in self.errors and not cleaned.get("goal")
        if campaign and needs_goal and campaign.goal is None:
            self.add_error("goal", _("Say how many percent of the invited are enough."))
        return cleaned

    @property
    def chosen_campaign(self):
        return self.known or self.campaigns.get(self.cleaned_data.get("campaign"))


def named(campaign):
    """«Запрос ученика, с 1 марта»: campaigns of one questionnaire are told apart by their first day."""
    return _("%(title)s, from %(day)s") % {"title": campaign.title, "day": f"{campaign.opens_on:%d.%m.%Y}"}


class StepMeetingsForm(forms.Form):
    """For each step of an activity: the meeting that its words name, another one, or none."""

    def __init__(self, *args, steps, chosen, **kwargs):
        super().__init__(*args, **kwargs)
        self.steps = steps
        for number, step in enumerate(steps, 1):
            row = chosen.get(step.pk)
            self.fields[f"step-{step.pk}"] = forms.ChoiceField(
                label=f"{number}. {step.title}",
                choices=[("", by_words(step)), (NONE, _("No meeting")), *MeetingKind.choices],
                initial=(row.kind or NONE) if row else "",
                required=False,
            )

    def choices(self):
        """``(step, what was chosen)`` of every step."""
        return [(step, self.cleaned_data[f"step-{step.pk}"]) for step in self.steps]


def by_words(step):
    kind = kind_in(step.title)
    words = str(MeetingKind(kind).label).lower() if kind else _("no meeting")
    return _("As the step says: %(meeting)s") % {"meeting": words}
