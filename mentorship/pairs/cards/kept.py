"""«Кто видит мои данные»: what pairs keep of the person. Of closed notes it is not told even that there are any."""

from django.db.models import Q
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from ..models import DevelopmentPlan, HelpCall, Meeting, MentorReport, Pairing, Portfolio, Presence, Pulse

WORDS = {
    "pairs": _("Pairs"),
    "meetings": _("Meetings"),
    "said": _("What you said of meetings"),
    "plans": _("Development plans"),
    "reports": _("Reports of a mentor"),
    "portfolios": _("Portfolios"),
    "calls": _("Calls for help"),
}


def of_person(request, person):
    """How much there is of each kind, and who reads it."""
    kept = [(WORDS[name], count) for name, count in counts_of(person).items() if count]
    if not kept:
        return ""
    return render_to_string("pairs/_kept.html", {"kept": kept}, request=request)


def counts_of(person):
    mine = Q(mentees__person=person) | Q(mentor__person=person)
    pairs = Pairing.objects.filter(mine, deleted_at=None).distinct().values("pk")
    said = Presence.objects.filter(mentee__person=person).exclude(confirmed=None, comment="", verdict="")
    return {
        "pairs": pairs.count(),
        "meetings": Meeting.objects.living().filter(pairing__in=pairs).count(),
        "said": said.count() + Pulse.objects.filter(mentee__person=person).count(),
        "plans": DevelopmentPlan.objects.living().filter(pairing__in=pairs).count(),
        "reports": MentorReport.objects.filter(pairing__mentor__person=person).count(),
        "portfolios": Portfolio.objects.filter(person=person).count(),
        "calls": HelpCall.objects.filter(mentee__person=person).count(),
    }
