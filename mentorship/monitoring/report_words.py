"""What the reports of a year say: parts of words, tables and drawings from the very figures of the pages.

``sections`` is read by the annual report, the analytical note and the published results. A part that has nothing behind
it says so instead of being silent: a director signs the report, and an omission would look like a zero.
"""

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from mentorship.common import charts, ru
from mentorship.common.parts import Part
from mentorship.common.table import Column, Table
from mentorship.pairs.models import LIVING, Meeting, MeetingKind, Pairing, PairingState
from roadmap.models import Activity
from roadmap.queries import current_roadmap, stage_progress

from . import impact, quality_report, satisfaction_report
from .figures import CODES, figures_of
from .report_summary import summary

PEOPLE = ("mentees", "mentors", "mentors_selected", "pairs", "pairs_finished", "without_pair", "meetings", "hours")
_more = []


def register(make):
    """Add parts from an app above or a module beside: ``make(programme, day) -> [Part]``."""
    if make not in _more:
        _more.append(make)


def sections(programme, day):
    """Every part of a report of the programme as of the day, in the order in which a director reads it."""
    figures = figures_of(programme, day)
    found = [
        summary(programme, figures, day),
        of_roadmap(programme, figures, day),
        of_results(programme, day),
        of_people(figures),
        of_forms(programme),
        of_meetings(programme, day),
        *satisfaction_report.parts(programme, day),
        *or_nothing(quality_report.parts(programme, day), "quality", _("Quality of the programme")),
        *or_nothing(impact.parts(programme, day), "impact", _("Impact of the programme")),
    ]
    for make in _more:
        found += make(programme, day)
    return found


def or_nothing(parts, code, title):
    """The parts, or one that says that there is no data."""
    return parts or [Part(code, title, (_("There is no data."),))]


def of_roadmap(programme, figures, day):
    title = _("How the roadmap went")
    roadmap = current_roadmap(programme)
    if roadmap is None:
        return Part("roadmap", title, (_("There is no roadmap."),))
    done, total, late = (figures[code] or 0 for code in ("activities_done", "activities", "overdue"))
    lead = _("Done are %(done)d of %(total)d activities, overdue are %(late)d.") % {
        "done": done,
        "total": total,
        "late": late,
    }
    columns = [
        Column(_("Stage"), 46),
        Column(_("Activities"), 18, centred=True),
        Column(_("Done"), 18, centred=True),
        Column(_("Overdue"), 18, centred=True),
    ]
    rows = [
        [f"{number}. {one.stage.title}", str(one.total), str(one.done), str(one.late)]
        for number, one in enumerate(stage_progress(roadmap, day), 1)
    ]
    return Part("roadmap", title, (lead,), Table(title, columns, rows))


def of_results(programme, day):
    """What came of the activities that are done, in the words of those who did them."""
    title = _("What was done")
    roadmap = current_roadmap(programme)
    done = Activity.objects.of(roadmap) if roadmap else Activity.objects.none()
    done = done.filter(status=Activity.Status.DONE).exclude(done_on__gt=day)
    rows = [[one.title, one.done_on or "—", one.actual_result or "—"] for one in done]
    if not rows:
        return Part("results", title, (_("No activity is done yet."),))
    columns = [Column(_("Activity"), 42), Column(_("Done on"), 16, centred=True), Column(_("Result"), 42)]
    return Part("results", title, (), Table(title, columns, rows))


def of_people(figures):
    """Mentors, mentees, pairs, meetings as numbers: nobody is named."""
    title = _("Participants, pairs and meetings")
    rows = [[str(CODES[code].title), figures.said(code)] for code in PEOPLE]
    columns = [Column(_("Figure"), 75), Column(_("How many"), 25, centred=True)]
    return Part("people", title, (), Table(title, columns, rows))


def of_forms(programme):
    """Pairs by form of mentoring."""
    title = _("Pairs and groups by forms of mentoring")
    counted = (
        Pairing.objects.of(programme)
        .order_by("form__position", "form__title")
        .values("form__title")
        .annotate(
            working=Count("pk", filter=Q(state__in=LIVING)),
            fulfilled=Count("pk", filter=Q(ending=Pairing.Ending.FULFILLED)),
            early=Count("pk", filter=Q(state=PairingState.FINISHED) & ~Q(ending=Pairing.Ending.FULFILLED)),
        )
    )
    rows = [
        [one["form__title"] or _("not named"), str(one["working"]), str(one["fulfilled"]), str(one["early"])]
        for one in counted
    ]
    if not rows:
        return Part("pairs_by_form", title, (_("There were no pairs."),))
    columns = [
        Column(_("Form of mentoring"), 46),
        Column(_("At work"), 18, centred=True),
        Column(_("Fulfilled"), 18, centred=True),
        Column(_("Ended early"), 18, centred=True),
    ]
    return Part("pairs_by_form", title, (), Table(title, columns, rows))


def of_meetings(programme, day):
    """The five kinds of meetings: how many were held and in how many pairs."""
    title = _("Meetings")
    held = Meeting.objects.held().filter(pairing__programme=programme, day__lte=day).order_by()
    counted = {
        one["kind"]: one
        for one in held.values("kind").annotate(meetings=Count("pk"), pairs=Count("pairing", distinct=True))
    }
    rows = [
        [str(label), str(counted.get(kind, {}).get("meetings", 0)), str(counted.get(kind, {}).get("pairs", 0))]
        for kind, label in MeetingKind.choices
    ]
    columns = [
        Column(_("Kind of meeting"), 60),
        Column(_("Held"), 20, centred=True),
        Column(_("In so many pairs"), 20, centred=True),
    ]
    chart = charts.Bars(
        "meetings",
        title,
        [(label, [int(number)]) for label, number, _pairs in rows],
        label_title=_("Kind of meeting"),
        words=[[number] for _label, number, _pairs in rows],
    )
    lead = _("Meetings up to %(day)s inclusive.") % {"day": ru.long_date(day)}
    return Part("meetings", title, (lead,), Table(title, columns, rows), chart if counted else None)
