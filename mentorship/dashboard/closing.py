"""What is missing before a programme is closed. Everything is said, nothing forbids: the school knows why it is so."""

from dataclasses import dataclass

from django.db.models import Q
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from mentorship.documents.models import Paper
from mentorship.monitoring.impact import comparisons
from mentorship.monitoring.models import CoordinatorForm, SwotEntry
from mentorship.pairs.models import (
    LIVING,
    DevelopmentPlan,
    Meeting,
    MeetingKind,
    MentorReport,
    Pairing,
    PairingState,
    PairOrder,
)
from mentorship.people.models import Mentee
from mentorship.recognition.models import Award, Publication
from roadmap.models import Activity
from roadmap.queries import current_roadmap
from surveys.models import Campaign, Purpose


@dataclass(frozen=True)
class Item:
    """One line of the list: what is expected, whether it is there, how much is left, and where it is done."""

    code: str
    title: str
    is_done: bool
    left: str = ""
    url: str = ""


def checklist(programme, day):
    """The lines in the order in which a year ends; a constant number of queries."""
    return [
        *of_roadmap(programme),
        *of_pairs(programme),
        *of_questionnaires(programme),
        *of_monitoring(programme, day),
        *of_papers(programme),
    ]


def line(code, title, left, words, url):
    """A line of things that are left: none is done."""
    return Item(code, title, not left, words if left else "", url)


def of_roadmap(programme):
    roadmap = current_roadmap(programme)
    if roadmap is None:
        return [Item("roadmap", _("Roadmap"), False, _("there is none"), reverse("roadmap"))]
    closed = (Activity.Status.DONE, Activity.Status.SKIP)
    left = Activity.objects.of(roadmap).exclude(status__in=closed).count()
    words = _("%(count)d not done") % {"count": left}
    return [line("roadmap", _("Activities of the roadmap"), left, words, f"{reverse('roadmap')}?view=list")]


def of_pairs(programme):
    pairs = Pairing.objects.of(programme)
    with_closing = Meeting.objects.held().filter(kind=MeetingKind.CLOSING).values("pairing")
    working = pairs.filter(state__in=LIVING)
    states = (PairingState.AT_WORK, PairingState.FINISHED)
    no_closing = pairs.filter(Q(state__in=states)).exclude(pk__in=with_closing)
    no_closing = no_closing.exclude(ending__in=early()).count()
    still = working.count()
    plans = DevelopmentPlan.objects.filter(pairing__in=pairs, deleted_at=None).exclude(state=DevelopmentPlan.State.DONE)
    plans = plans.count()
    reports = MentorReport.objects.filter(pairing__in=pairs, accepted_on=None).count()
    marked = Mentee.objects.of(programme).filter(left_on=None, result="", places__pairing__in=pairs)
    no_result = marked.distinct().count()
    list_url = reverse("pairs")
    return [
        line("living", _("Pairs and groups"), still, _("%(count)d still at work") % {"count": still}, list_url),
        line(
            "closing_meetings",
            _("Closing meetings"),
            no_closing,
            _("%(count)d without one") % {"count": no_closing},
            list_url,
        ),
        line("plans", _("Development plans"), plans, _("%(count)d not finished") % {"count": plans}, reverse("plans")),
        line(
            "mentor_reports",
            _("Reports of mentors"),
            reports,
            _("%(count)d not accepted") % {"count": reports},
            reverse("mentor_reports"),
        ),
        line(
            "results",
            _("Results of mentees in the register"),
            no_result,
            _("%(count)d empty") % {"count": no_result},
            f"{reverse('people')}?{urlencode({'role': 'mentee'})}",
        ),
    ]


def early():
    """Endings after which no closing meeting is expected."""
    return [one for one in Pairing.Ending.values if one != Pairing.Ending.FULFILLED]


def of_questionnaires(programme):
    rows = Campaign.objects.filter(programme=programme, deleted_at=None)
    running = rows.filter(state=Campaign.State.RUNNING).count()
    at_the_end = rows.filter(survey_version__survey__purpose__in=(Purpose.SATISFACTION, Purpose.AFTER))
    has_closing = at_the_end.exclude(state=Campaign.State.DRAFT).exists()
    url = reverse("campaigns")
    return [
        Item("closing_questionnaires", _("Closing questionnaires"), has_closing, _("not sent"), url),
        line("running", _("Open questionnaires"), running, _("%(count)d still open") % {"count": running}, url),
    ]


def of_monitoring(programme, day):
    measured = any(one.both for one in comparisons(programme, day))
    judged = CoordinatorForm.objects.filter(programme=programme, deleted_at=None).exists()
    weighed = SwotEntry.objects.filter(programme=programme, deleted_at=None).exists()
    return [
        Item("impact", _("Measurement before and after"), measured, _("nothing to compare"), reverse("impact")),
        Item("coordinator_form", _("Coordinator's form"), judged, _("not filled in"), reverse("quality")),
        Item("swot", _("SWOT"), weighed, _("empty"), reverse("quality")),
    ]


def of_papers(programme):
    papers = Paper.objects.filter(programme=programme, deleted_at=None)
    unsigned = papers.filter(state=Paper.State.DRAFT).count()
    orders = PairOrder.objects.filter(programme=programme, number="").count()
    awards = Award.objects.filter(programme=programme, deleted_at=None).exists()
    published = Publication.objects.filter(programme=programme).exclude(published_at=None).exists()
    return [
        line(
            "orders",
            _("Orders on pairs"),
            orders,
            _("%(count)d without a number") % {"count": orders},
            reverse("pair_orders"),
        ),
        line("papers", _("Papers"), unsigned, _("%(count)d drafts") % {"count": unsigned}, reverse("papers")),
        Item("awards", _("Thanks to the mentors"), awards, _("nobody is thanked yet"), reverse("awards")),
        Item("publications", _("Results on the site"), published, _("not published"), reverse("publications")),
    ]
