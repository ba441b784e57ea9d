"""What coordinator and psychologist hear of mentees without a pair: the turn has come, the day, a mentor. No names."""

from collections import Counter, defaultdict

from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from mentorship.notifications.models import Mode
from mentorship.notifications.sources import Due, Kind, Line, Section, Source
from mentorship.people.models import Mentee
from mentorship.programmes.models import Programme
from mentorship.programmes.roles import Role

from .care import Turn, alone_since, holders_of, queue, told_of, without_pair
from .models import CareCase, CareDecision

OF_CARE = (Role.COORDINATOR, Role.PSYCHOLOGIST)
RETURNS = Kind("care_returns", gettext_lazy("The day for a mentee without a pair has come"), Mode.DIGEST, roles=OF_CARE)
CALLED = Kind(
    "care_call", gettext_lazy("A mentor for a mentee without a pair has appeared"), Mode.DIGEST, roles=OF_CARE
)
TURN = Kind("care_turn", gettext_lazy("A mentee without a pair is passed on to you"), Mode.DIGEST, roles=OF_CARE)


class CareNotices(Source):
    """Days that come back are due by themselves; the rest is told when it happens.

    One line tells of all mentees of a day: ``object_id`` is the programme; for a turn it is the case.
    """

    kinds = (RETURNS, CALLED, TURN)

    def due(self, mornings):
        day, schools = mornings[0].day, {one.school.pk: one.school for one in mornings}
        told = defaultdict(set)
        for school, programme, returns_on, decision in come_back(schools.values(), day):
            turn = Turn.PSYCHOLOGIST if decision == CareDecision.SUPPORT else Turn.COORDINATOR
            told[school, programme, returns_on].add(turn)
        holders = holders_of(day) if told else {}
        for (school, programme, returns_on), turns in told.items():
            for person in sorted({user for turn in turns for user in told_of(turn, school, holders)}):
                yield Due(school, RETURNS.code, programme, returns_on, person)

    def lines(self, notifications, school, day):
        wanted = {one.object_id for one in notifications if one.kind != TURN.code}
        programmes = Programme.objects.select_related("school").in_bulk(wanted)
        wanted = {one.object_id for one in notifications if one.kind == TURN.code}
        cases = CareCase.objects.filter(pk__in=wanted).select_related("mentee").in_bulk()
        found, counts = {}, {one.pk: Counts(one, day) for one in programmes.values()}
        for one in notifications:
            if one.kind == TURN.code and one.object_id in cases:
                found[one.pk] = line_of_turn(cases[one.object_id])
            elif one.kind != TURN.code and one.object_id in programmes:
                line = line_of_return if one.kind == RETURNS.code else line_of_call
                found[one.pk] = line(counts[one.object_id], one.due_on)
        return found


class Counts:
    """How many of a programme's queue the lines speak of; asked once for all of them."""

    def __init__(self, programme, day):
        rows = queue(programme, day).order_by().values_list("returns_on", "has_call")
        self.programme, rows = programme, list(rows)
        self.returns = Counter(returns_on for returns_on, _has_call in rows)
        self.called = sum(has_call for _returns_on, has_call in rows)


def come_back(schools, day):
    """``(school, programme, day, decision)`` of the current programmes' cases whose day has come and who still have
    nobody."""
    programmes = [one.current_programme_id for one in schools]
    rows = CareCase.objects.filter(mentee__programme__in=programmes, returns_on__lte=day).exclude(decision="")
    rows = rows.filter(Exists(without_pair(Mentee.objects.living(), day).filter(pk=OuterRef("mentee"))))
    rows = rows.annotate(alone_since=alone_since("mentee"))
    rows = rows.filter(Q(alone_since=None) | Q(decided_on__gte=F("alone_since")))
    return rows.order_by("pk").values_list("school", "mentee__programme", "returns_on", "decision")


def line_of_return(counts, since):
    count = counts.returns[since]
    words = ngettext(
        "%(count)d mentee without a pair: the day to come back to it",
        "%(count)d mentees without a pair: the day to come back to them",
        count,
    )
    return Line(
        title=words % {"count": count},
        url=f"{reverse('support')}?state=returned",
        section=Section.ASKED,
        thing=f"care-returns-{counts.programme.pk}-{since}",
        withheld="" if count else _("Everybody of that day has a new decision or a pair."),
        last_on=since,
        count=count,
    )


def line_of_call(counts, _since):
    count = counts.called
    words = ngettext(
        "A mentor who suits has appeared: %(count)d mentee without a pair",
        "Mentors who suit have appeared: %(count)d mentees without a pair",
        count,
    )
    return Line(
        title=words % {"count": count},
        url=f"{reverse('support')}?state=called",
        section=Section.NEW,
        thing=f"care-calls-{counts.programme.pk}",
        withheld="" if count else _("Everybody has been answered."),
        count=count,
    )


def line_of_turn(case):
    decision = CareDecision(case.decision).label if case.decision else _("nothing is decided")
    return Line(
        title=_("A mentee without a pair is passed on to you: %(decision)s") % {"decision": decision},
        url=case.get_absolute_url(),
        section=Section.ASKED,
        thing=f"care-{case.pk}",
        last_on=case.returns_on,
    )
