"""What the acts with questionnaires and campaigns are called in the school's log."""

from django.utils.translation import gettext_lazy as _

ACTIONS = {
    "survey.created": _("Questionnaire made"),
    "survey.edited": _("Questionnaire changed"),
    "survey.published": _("Questionnaire published"),
    "survey.corrected": _("Words of a published questionnaire corrected"),
    "survey.version_added": _("New version of a questionnaire made"),
    "survey.deleted": _("Questionnaire thrown into the bin"),
    "survey.restored": _("Questionnaire put back"),
    "library.question_added": _("Question put into the library"),
    "library.question_removed": _("Question taken out of the library"),
    "campaign.created": _("Campaign prepared"),
    "campaign.opened": _("Campaign opened"),
    "campaign.added": _("People added to a campaign"),
    "campaign.closed": _("Campaign closed"),
    "campaign.reopened": _("Campaign opened again"),
    "campaign.prolonged": _("Period of a campaign changed"),
    "campaign.deleted": _("Campaign deleted"),
    "campaign.restored": _("Campaign put back"),
    "campaign.reminded": _("People reminded of a questionnaire"),
    "campaign.slips": _("Slips with personal codes printed"),
}
