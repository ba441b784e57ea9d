"""What the acts of monitoring are called in the school's log."""

from django.utils.translation import gettext_lazy as _

ACTIONS = {
    "step_campaign.linked": _("Questionnaire tied to a step of the roadmap"),
    "step_meeting.chosen": _("Meeting of a step of the roadmap chosen"),
    "step_campaign.unlinked": _("Questionnaire untied from a step of the roadmap"),
}
