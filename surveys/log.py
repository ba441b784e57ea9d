"""What the acts with campaigns are called in the school's log."""

from django.utils.translation import gettext_lazy as _

ACTIONS = {
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
