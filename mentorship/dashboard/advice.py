"""What to do now: the few sentences that a director reads first, each with the page where it is done."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mentorship.common.table import text_of
from mentorship.matching.models import MatchingRun
from mentorship.monitoring.figures import Total
from mentorship.pairs.health import in_need, settings_of
from mentorship.pairs.models import DevelopmentPlan, Pairing, PairingState, PairOrder
from roadmap.models import Activity, Roadmap
from surveys.models import Campaign, Purpose


@dataclass(frozen=True)
class Advice:
    """``look`` is the look of its tag: ``late`` for what has gone wrong, ``check`` for what waits for a decision."""

    text: str
    url: str
    action: str
    look: str = "check"


def advice_of(request, summary):
    """The sentences for this person today, the most urgent first; needs figures with what is waiting."""
    waiting = summary.figures
    found = [
        *of_programme(request, summary),
        *of_roadmap(request, summary, waiting),
        *of_measurement(request, waiting),
        *of_pairs(request, summary, waiting),
    ]
    return sorted(found, key=lambda one: one.look != "late")


def waiting_of(request, roadmap):
    """What is counted beside the figures: how much of everything waits, and how much of it is the person's own."""
    programme, day = request.programme, request.today
    pairs = Pairing.objects.of(programme).values("pk")
    campaigns = Campaign.objects.filter(programme=programme, deleted_at=None).exclude(state=Campaign.State.DRAFT)
    plans = DevelopmentPlan.objects.filter(pairing__in=pairs, deleted_at=None, state=DevelopmentPlan.State.AGREED)
    drafts = MatchingRun.objects.filter(programme=programme, deleted_at=None, state=MatchingRun.State.READY)
    begun = (PairingState.AT_WORK, PairingState.PAUSED, PairingState.FINISHED)
    columns = {
        "begun": pairs.filter(state__in=begun),
        "measured": campaigns.filter(survey_version__survey__purpose=Purpose.BEFORE).values("pk"),
        "plans": plans.values("pk"),
        "drafts": drafts.values("pk"),
        "orders": PairOrder.objects.filter(programme=programme, number="").values("pk"),
        "attention": in_need(Pairing.objects.of(programme), settings_of(request.school), day).values("pk"),
    }
    if roadmap:
        activities = Activity.objects.of(roadmap)
        mine = activities.open().answered_by(request.user, request.memberships)
        columns |= {
            "checks": activities.filter(status=Activity.Status.CHECK).values("pk"),
            "mine": mine.values("pk"),
        }
    return {what: Total(rows) for what, rows in columns.items()}


def of_programme(request, summary):
    if request.programme.closed_on or request.today <= request.programme.ends_on:
        return
    if request.access.can("programme.close"):
        text = _("The programme ended on %(day)s and is not closed.") % {"day": text_of(request.programme.ends_on)}
        yield Advice(text, reverse("programme_close"), _("Close the programme"))


def of_roadmap(request, summary, waiting):
    roadmap, url = summary.roadmap, reverse("roadmap")
    if roadmap is None:
        return
    if roadmap.state == Roadmap.State.DRAFT and request.access.can("roadmap.approve"):
        text = _("The roadmap is a draft: it waits for your approval.")
        yield Advice(text, reverse("roadmap_approve"), _("Approve the roadmap"))
    if summary.work.overdue:
        yield Advice(overdue_words(summary), f"{url}?view=list&status=late", _("Open what is overdue"), "late")
    if waiting["checks"]:
        words = ngettext(
            "%(count)s activity waits to be checked.", "%(count)s activities wait to be checked.", waiting["checks"]
        )
        text = words % {"count": waiting["checks"]}
        yield Advice(text, f"{url}?view=list&status=check", _("Check them"))


def overdue_words(summary):
    """«Просрочено 2 мероприятия; дольше всех, 14 дней: Опросить наставников (Лебедева О. Н.)»."""
    late, longest = summary.figures["overdue"], summary.work.overdue[0]
    words = ngettext("%(count)s activity is overdue", "%(count)s activities are overdue", late) % {"count": late}
    days = ngettext("%(count)s day", "%(count)s days", longest.days) % {"count": longest.days}
    people = f" ({longest.people})" if longest.people else ""
    rest = _("the longest, %(days)s: %(title)s") % {"title": longest.title, "days": days}
    return f"{words[:1].upper()}{words[1:]}; {rest}{people}"


def of_measurement(request, waiting):
    """Before the first meetings: afterwards there is nothing to compare the end of the year with."""
    if waiting["measured"] or waiting["begun"] or request.programme.closed_on:
        return
    if request.access.can("monitoring.view"):
        text = _("The measurement at the entry has not been made: after the first meetings it is too late.")
        yield Advice(text, reverse("impact"), _("Plan the measurement"))


def of_pairs(request, summary, waiting):
    if waiting["drafts"] and request.access.can("matching.approve"):
        text = _("A draft of pairs is ready and waits for approval.")
        yield Advice(text, reverse("matching"), _("Look at the draft"))
    if waiting["orders"] and request.access.can("orders.view"):
        words = ngettext(
            "%(count)s order on pairs has no number.", "%(count)s orders on pairs have no number.", waiting["orders"]
        )
        url = f"{reverse('pair_orders')}?signed=no"
        yield Advice(words % {"count": waiting["orders"]}, url, _("Sign the order"))
    if waiting["plans"] and request.access.can("plans.approve"):
        words = ngettext(
            "%(count)s development plan waits for approval.",
            "%(count)s development plans wait for approval.",
            waiting["plans"],
        )
        url = f"{reverse('plans')}?state={DevelopmentPlan.State.AGREED}"
        yield Advice(words % {"count": waiting["plans"]}, url, _("Approve plans"))
    if waiting["attention"]:
        words = ngettext("%(count)s pair needs attention.", "%(count)s pairs need attention.", waiting["attention"])
        yield Advice(words % {"count": waiting["attention"]}, reverse("attention"), _("See why"))
    left = summary.figures["without_pair"]
    if left and waiting["begun"] and request.access.can("care.view"):
        words = ngettext("%(count)s mentee has no pair.", "%(count)s mentees have no pair.", left)
        yield Advice(words % {"count": left}, reverse("support"), _("Decide"))
