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
    "campaign.goal_set": _("Goal of a campaign changed"),
    "campaign.revoked": _("People taken out of a campaign"),
    "campaign.added": _("People added to a campaign"),
    "campaign.closed": _("Campaign closed"),
    "campaign.reopened": _("Campaign opened again"),
    "campaign.prolonged": _("Period of a campaign changed"),
    "campaign.deleted": _("Campaign deleted"),
    "campaign.restored": _("Campaign put back"),
    "campaign.reminded": _("People reminded of a questionnaire"),
    "campaign.blanks": _("Blanks of a questionnaire printed"),
    "paper.checked": _("Sheet typed by a second person"),
    "paper.settled": _("Difference between two typists settled"),
    "paper.corrected": _("Typed sheet corrected"),
    "paper.file": _("Workbook of answers taken in"),
    "paper.file_undone": _("Workbook of answers taken back"),
    "campaign.slips": _("Slips with personal codes printed"),
}
