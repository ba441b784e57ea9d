"""What first pages of roles lack without it: classes for who gathers papers and answers, worries of a psychologist."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from mentorship.monitoring.figures import Total, totals
from mentorship.pairs.health import needing, settings_of
from mentorship.pairs.help_readers import calls_for
from mentorship.pairs.models import HelpCall, Pairing, PairingState
from mentorship.people.consent_list import class_totals
from mentorship.people.models import PersonKind
from mentorship.people.visibility import own_classes, people_for
from mentorship.programmes.models import SchoolClass
from mentorship.programmes.roles import Role
from surveys import marks
from surveys.models import Campaign, Invitation

MOST_CLASSES = 6
"""Of a whole school only the classes that lack the most are shown."""
BROKEN_DAYS = 30
"""So long a pair that ended early is news for the psychologist."""


@dataclass(frozen=True)
class ClassLine:
    """A class: how many of its pupils have brought each consent, how many answers its open questionnaires have."""

    school_class: SchoolClass
    pupils: int
    participation: int
    processing: int
    answered: int = 0
    invited: int = 0

    @property
    def lacks(self):
        """How many papers and answers are still to come."""
        papers = 2 * self.pupils - self.participation - self.processing
        return papers + self.invited - self.answered


def classes_of_today(request, _row):
    """A class teacher sees the own classes, a deputy head those that lack the most; a coordinator has lists for it."""
    roles = request.access.roles
    is_teacher = Role.CLASS_TEACHER in roles
    if request.programme is None or Role.COORDINATOR in roles or not (is_teacher or Role.DEPUTY in roles):
        return ""
    classes = own_classes(request.memberships) if is_teacher else SchoolClass.objects.all()
    lines = lines_of(request, list(classes.distinct().order_by("grade", "letter", "pk")))
    if not is_teacher:
        lines = sorted((one for one in lines if one.lacks), key=lambda one: -one.lacks)[:MOST_CLASSES]
    if not lines:
        return ""
    context = {
        "lines": lines,
        "are_own": is_teacher,
        "may_print": request.access.can("doors.print", own=True),
        "may_see_people": request.access.can("people.view", own=True),
    }
    return render_to_string("dashboard/_classes_today.html", context, request)


def lines_of(request, classes):
    """Classes with pupils, in four queries however many there are."""
    pupils = people_for(request, "consents.edit").filter(kind=PersonKind.PUPIL, has_left=False)
    papers = class_totals(pupils.filter(school_class__in=classes), request.today)
    answers = answers_of({str(one) for one in classes}, request)
    return [ClassLine(one, *papers[one.pk], *answers.get(str(one), (0, 0))) for one in classes if one.pk in papers]


def answers_of(titles, request):
    """``{title of a class: (answered, invited)}`` over the open campaigns with names."""
    rows = Campaign.objects.open_on(request.today).filter(programme=request.programme, is_anonymous=False)
    campaigns = {one.pk: marks.fetched(one) for one in rows.select_related("marks")}
    found = defaultdict(lambda: [0, 0])
    tickets = Invitation.objects.filter(campaign__in=list(campaigns), revoked_at=None, group__in=titles)
    for campaign, number, group in tickets.values_list("campaign", "number", "group"):
        found[group][0] += marks.is_set(campaigns[campaign], number)
        found[group][1] += 1
    return found


def worries_of_support(request, _row):
    """On the page of who waits for a mentor: pairs in which something is wrong, and calls for help."""
    if request.programme is None or not request.access.can("help.view"):
        return ""
    lines = [one for one in worries(request) if one[1]]
    return render_to_string("dashboard/_worries.html", {"lines": lines}, request) if lines else ""


def worries(request):
    """``(words, how many, address of the list)``, two queries."""
    pairs, limits, day = Pairing.objects.of(request.programme), settings_of(request.school), request.today
    ended = pairs.filter(state=PairingState.FINISHED, ended_on__gt=day - timedelta(days=BROKEN_DAYS))
    broken = ended.exclude(ending__in=(Pairing.Ending.FULFILLED, ""))
    columns = {
        "calls": calls_for(request).exclude(state=HelpCall.State.CLOSED).values("pk"),
        "low_pulse": needing(pairs, limits, day, "low_pulse").values("pk"),
        "wants_change": needing(pairs, limits, day, "wants_change").values("pk"),
        "broken": broken.values("pk"),
    }
    counts = totals(request.programme, {code: Total(rows) for code, rows in columns.items()})
    attention = reverse("attention")
    yield _("Calls for help"), counts["calls"], reverse("help_calls")
    yield _("Low answers after meetings"), counts["low_pulse"], f"{attention}?reason=low_pulse"
    yield _("Want another pair"), counts["wants_change"], f"{attention}?reason=wants_change"
    yield _("Ended early within a month"), counts["broken"], f"{reverse('pairs')}?state={PairingState.FINISHED}"
