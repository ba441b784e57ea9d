"""Terms of plans and the Monday line of the coordinator: who hears what on which day."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from mentorship.notifications.sources import Morning, Section
from mentorship.pairs.models import PlanItem
from mentorship.pairs.plan_notices import ATTENTION, AttentionNotices, PlanNotices
from mentorship.people.models import Person
from mentorship.programmes.calendar import WorkingCalendar
from mentorship.programmes.models import ReminderSettings
from mentorship.programmes.roles import Role
from tests.factories import MeetingFactory, MenteeFactory, PairingFactory, PlanFactory

DUE = date(2022, 4, 20)


@pytest.fixture(autouse=True)
def today(on_day, school_scope):
    on_day(2022, 4, 6)


@pytest.fixture
def plan(programme, member):
    """A plan of people with accounts, with one task until 20 April."""

    def make(state="approved", **fields):
        pair = PairingFactory(programme=programme, mentees=[MenteeFactory(programme=programme)])
        made = PlanFactory(pairing=pair, state=state, items=[{"due_on": DUE} | fields])
        for role, person in ((Role.MENTOR, pair.mentor.person), (Role.MENTEE, made.mentee.person)):
            Person.objects.filter(pk=person.pk).update(user=member(role).user)
        return made

    return make


def morning(school, day):
    settings = ReminderSettings(school=school, after_every_days=3)
    return [Morning(school, day, settings, WorkingCalendar.of(school))]


def told(school, day):
    return [(one.kind, one.recipient_id) for one in PlanNotices().due(morning(school, day))]


@pytest.mark.parametrize(
    ("days", "kind"),
    [(8, None), (7, "soon"), (2, None), (1, "soon"), (0, "soon"), (-1, None), (-3, "late"), (-30, "late"), (-33, None)],
)
def test_both_sides_hear_before_the_term_and_then_by_the_schools_rhythm(days, kind, plan, school):
    made = plan()
    both = {made.pairing.mentor.person_id, made.mentee.person_id}
    users = set(Person.objects.filter(pk__in=both).values_list("user", flat=True))

    found = told(school, DUE - timedelta(days=days))

    assert {one for one, _user in found} == ({f"plan_item_{kind}"} if kind else set())
    assert {user for _kind, user in found} == (users if kind else set())


@pytest.mark.parametrize("fields", [{"state": "draft"}, {"state": "done"}, {"done_on": date(2022, 4, 1)}])
def test_what_is_done_or_not_agreed_is_told_to_nobody(fields, plan, school):
    plan(**fields)

    assert told(school, DUE) == []


def lines(source, school, day, **fields):
    class Told:
        pk = 1

    for name, value in fields.items():
        setattr(Told, name, value)
    return source.lines([Told], school, day)[1]


def test_a_line_names_the_task_and_nobody_and_is_withheld_when_it_is_done(plan, school):
    made = plan(task="Подготовить доклад")
    item = PlanItem.objects.get()

    line = lines(PlanNotices(), school, DUE, object_id=item.pk)
    assert "Подготовить доклад" in line.title
    assert made.mentee.person.surname not in f"{line.title}{line.note}"
    assert (line.section, line.withheld) == (Section.TODAY, "")
    PlanItem.objects.update(done_on=DUE)
    assert lines(PlanNotices(), school, DUE, object_id=item.pk).withheld


def test_terms_stand_in_the_own_calendar(plan, school):
    made = plan()
    made.pairing.mentor.person.refresh_from_db()
    user = made.pairing.mentor.person.user

    assert [one.first for one in PlanNotices().events(user, [], school, DUE)] == [DUE]


def test_a_morning_asks_the_same_for_many_plans(plan, school):
    plan()
    with CaptureQueriesContext(connection) as few:
        told(school, DUE)
    for _number in range(4):
        plan()
    with CaptureQueriesContext(connection) as many:
        assert len(told(school, DUE)) == 10

    assert len(few) == len(many)


@pytest.mark.parametrize(("day", "hears"), [(date(2022, 4, 18), True), (date(2022, 4, 19), False)])
def test_coordinators_hear_on_mondays_of_pairs_that_need_them(day, hears, programme, school, member):
    school.current_programme = programme
    school.save()
    coordinator = member(Role.COORDINATOR).user_id
    member(Role.DIRECTOR)
    pair = PairingFactory(programme=programme, mentees=[MenteeFactory(programme=programme)])

    found = [(one.recipient_id, one.object_id) for one in AttentionNotices().due(morning(school, day))]

    assert found == ([(coordinator, programme.pk)] if hears else [])
    line = lines(AttentionNotices(), school, day, object_id=programme.pk, kind=ATTENTION.code)
    assert "1" in line.title
    MeetingFactory(pairing=pair, day=day)
    assert lines(AttentionNotices(), school, day, object_id=programme.pk, kind=ATTENTION.code).withheld
