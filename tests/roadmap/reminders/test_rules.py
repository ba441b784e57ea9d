"""The mornings on which a deadline is spoken of, by example."""

from datetime import date, timedelta

import pytest
from django_scopes import scope

from mentorship.programmes.holidays import HOLIDAYS
from mentorship.programmes.models import DayOff
from mentorship.programmes.roles import Role
from roadmap.models import Activity
from roadmap.outline import PartyKind
from tests.factories import (
    AssignmentFactory,
    GroupFactory,
    PartyFactory,
    ProgrammeFactory,
    RoadmapFactory,
    StageFactory,
)

from .conftest import MONDAY, Scene

NEXT = timedelta(days=1)
Status = Activity.Status


def march(*days):
    return [date(2022, 3, day) for day in days]


def mornings(scene, first, count):
    """A scan on every day; answers nothing, the ledger tells."""
    for offset in range(count):
        scene.morning(first + offset * NEXT)


def test_the_days_before_a_deadline_and_the_day_itself(scene):
    deputy = scene.deputy()
    activity = scene.activity(date(2022, 3, 30), deputy)
    mornings(scene, date(2022, 3, 10), 21)
    assert scene.days("deadline_soon", activity, deputy) == march(16, 23, 25, 29, 30)


def test_a_day_off_moves_the_reminder_back_and_two_on_one_day_are_one(scene):
    """A Monday's deadline: a day before is Sunday, three days before is Friday; Friday says it once."""
    deputy = scene.deputy()
    activity = scene.activity(date(2022, 3, 21), deputy)
    mornings(scene, date(2022, 3, 1), 21)
    assert scene.days("deadline_soon", activity, deputy) == march(7, 14, 18, 21)


def test_after_the_deadline_every_three_days_on_the_first_working_morning(scene):
    deputy = scene.deputy()
    activity = scene.activity(date(2022, 3, 10), deputy)
    mornings(scene, date(2022, 3, 11), 12)
    assert scene.days("deadline_over", activity, deputy) == march(13, 16, 19, 22)


def test_the_coordinator_hears_after_three_days_and_the_director_after_seven_once_each(scene):
    activity = scene.activity(date(2022, 3, 10), scene.deputy())
    mornings(scene, date(2022, 3, 10), 21)
    assert scene.days("escalation_coordinator", activity) == march(13)
    assert scene.days("escalation_director", activity) == march(17)
    assert scene.days("escalation_director", activity, scene.director) == march(17)
    assert scene.days("escalation_coordinator", activity, scene.coordinator) == march(13)


def test_the_school_sets_the_days(scene):
    scene.settings(before_days=[5], after_every_days=10, coordinator_after_days=1, director_after_days=2)
    activity = scene.activity(date(2022, 3, 16), scene.deputy())
    mornings(scene, date(2022, 3, 1), 31)
    assert scene.days("deadline_soon", activity) == march(11)
    assert scene.days("deadline_over", activity) == march(26)
    assert scene.days("escalation_coordinator", activity) == march(17)
    assert scene.days("escalation_director", activity) == march(18)


def test_silence_of_a_week_is_one_line_of_the_last_thing_that_was_to_be_said(scene):
    deputy = scene.deputy()
    activity = scene.activity(date(2022, 3, 16), deputy)
    scene.morning(date(2022, 3, 9))
    scene.morning(date(2022, 3, 24))
    assert scene.days("deadline_soon", activity) == march(9)
    assert scene.days("deadline_over", activity) == march(22)


def test_nothing_is_said_on_days_off(scene):
    scene.activity(date(2022, 3, 13), scene.deputy())
    assert scene.morning(date(2022, 3, 12)) == scene.morning(date(2022, 3, 13)) == 0


def test_a_leap_day_is_a_day(scene):
    programme = scene.roadmap.programme
    programme.starts_on, programme.ends_on = date(2023, 9, 1), date(2024, 5, 31)
    programme.save()
    activity = scene.activity(date(2024, 2, 29), scene.deputy())
    mornings(scene, date(2024, 2, 12), 24)
    assert scene.days("deadline_soon", activity) == [date(2024, 2, day) for day in (15, 22, 26, 28, 29)]
    assert scene.days("deadline_over", activity) == march24(3, 6)


def march24(*days):
    return [date(2024, 3, day) for day in days]


def test_the_holidays_of_january_are_quiet_and_the_first_working_morning_makes_up_for_them(scene):
    programme = scene.roadmap.programme
    programme.starts_on, programme.ends_on = date(2022, 9, 1), date(2023, 5, 31)
    programme.save()
    with scope(school=scene.school):
        for year in (2022, 2023):
            rows = [DayOff(school=scene.school, day=day, is_working=works) for day, works, _title in HOLIDAYS[year]]
            DayOff.objects.bulk_create(rows)
    in_holidays = scene.activity(date(2023, 1, 5), scene.deputy())
    after = scene.activity(date(2023, 1, 10), scene.deputy())
    before = len(scene.told())
    mornings(scene, date(2022, 12, 31), 9)
    assert len(scene.told()) == before

    mornings(scene, date(2022, 12, 19), 12)
    mornings(scene, date(2022, 12, 31), 10)
    year_end = [date(2022, 12, day) for day in (22, 29, 30)]
    assert scene.days("deadline_soon", in_holidays) == year_end
    assert scene.days("deadline_over", in_holidays) == [date(2023, 1, 8)]
    assert scene.days("deadline_soon", after) == [date(2022, 12, 27), date(2022, 12, 30), date(2023, 1, 9)]
    assert scene.told("week_plan") >= {("week_plan", scene.roadmap.pk, date(2023, 1, 9), one) for one in busy(scene)}


def busy(scene):
    return {user for kind, _pk, _day, user in scene.told("deadline_over")}


def test_the_plan_of_the_week_goes_on_its_first_working_day(scene):
    with scope(school=scene.school):
        DayOff.objects.create(school=scene.school, day=MONDAY)
    busy, idle = scene.deputy(), scene.deputy()
    scene.activity(MONDAY + 4 * NEXT, busy)
    scene.activity(MONDAY + 7 * NEXT, idle)
    assert scene.morning(MONDAY) == 0

    scene.morning(MONDAY + NEXT)
    assert scene.told("week_plan") == {("week_plan", scene.roadmap.pk, MONDAY, busy.user_id)}
    scene.morning(MONDAY + 2 * NEXT)
    assert len(scene.told("week_plan")) == 1


def test_a_school_that_wants_no_plans_and_summaries_gets_none(scene):
    scene.settings(has_monday_plan=False, has_weekly_summary=False)
    scene.activity(MONDAY, scene.deputy())
    scene.morning(MONDAY)
    assert scene.told("week_plan", "week_summary") == set()


def test_the_summary_is_for_directors_and_ends_with_the_last_activity(scene):
    activity = scene.activity(MONDAY + 60 * NEXT, scene.deputy())
    scene.morning(MONDAY)
    assert scene.told("week_summary") == {("week_summary", scene.roadmap.pk, MONDAY, scene.director.user_id)}

    with scope(school=scene.school):
        Activity.objects.filter(pk=activity.pk).update(status=Status.DONE, done_on=MONDAY)
    scene.morning(MONDAY + 7 * NEXT)
    assert len(scene.told("week_summary")) == 1


@pytest.mark.parametrize("status", [Status.DONE, Status.SKIP, Status.CHECK])
def test_what_is_closed_or_under_a_check_reminds_nobody(scene, status):
    scene.activity(MONDAY - 10 * NEXT, scene.deputy(), status=status, done_on=MONDAY)
    scene.morning(MONDAY)
    assert {kind for kind, *_rest in scene.told()} <= {"week_summary"}


def test_an_activity_with_nobody_behind_it_is_the_coordinators(scene):
    activity = scene.activity(MONDAY)
    scene.morning(MONDAY)
    assert ("deadline_soon", activity.pk, MONDAY, scene.coordinator.user_id) in scene.told()
    assert ("week_plan", scene.roadmap.pk, MONDAY, scene.coordinator.user_id) in scene.told()


def test_the_coordinator_of_the_programme_comes_before_the_others_with_the_role(scene, member):
    named = scene.deputy()
    programme = scene.roadmap.programme
    programme.coordinator = named
    programme.save()
    scene.activity(MONDAY - 3 * NEXT, scene.deputy())
    scene.morning(MONDAY)
    assert {user for *_rest, user in scene.told("escalation_coordinator")} == {named.user_id}


def test_a_school_without_a_coordinator_has_a_director(scene):
    with scope(school=scene.school):
        scene.coordinator.delete()
    scene.activity(MONDAY)
    scene.morning(MONDAY)
    assert {user for *_rest, user in scene.told("deadline_soon")} == {scene.director.user_id}


def test_people_come_through_roles_and_groups_once_each(scene, member):
    teacher, both = member(Role.CLASS_TEACHER), member(Role.CLASS_TEACHER)
    psychologist, named = member(Role.PSYCHOLOGIST), scene.deputy()
    group = GroupFactory(school=scene.school, role=Role.PSYCHOLOGIST)
    with scope(school=scene.school):
        group.members.add(both, named, through_defaults={"school": scene.school})
    activity = scene.activity(MONDAY)
    role = PartyFactory(school=scene.school, kind=PartyKind.ROLE, name="", role=Role.CLASS_TEACHER)
    party = PartyFactory(school=scene.school, kind=PartyKind.GROUP, name="", role_text="Группа", group=group)
    for one in (role, party):
        AssignmentFactory(activity=activity, party=one)
    scene.morning(MONDAY)

    people = {teacher.user_id, both.user_id, psychologist.user_id, named.user_id}
    assert scene.told("deadline_soon") == {("deadline_soon", activity.pk, MONDAY, one) for one in people}


def test_a_role_means_its_holders_in_the_activitys_own_school(scene, member, other_roadmap):
    there = Scene(other_roadmap.school, other_roadmap, lambda role: member(role, school=other_roadmap.school))
    here_deputy, there_deputy = scene.deputy(), there.deputy()
    for one in (scene, there):
        party = PartyFactory(school=one.school, kind=PartyKind.ROLE, name="", role=Role.DEPUTY)
        AssignmentFactory(activity=one.activity(MONDAY - 7 * NEXT), party=party)
    scene.morning(MONDAY)

    for one, deputy in ((scene, here_deputy), (there, there_deputy)):
        assert {user for *_rest, user in one.told("deadline_over", "week_plan")} == {deputy.user_id}
        assert {user for *_rest, user in one.told("escalation_director")} == {one.director.user_id}
        assert {user for *_rest, user in one.told("escalation_coordinator")} == {one.coordinator.user_id}


def test_only_the_current_roadmap_of_the_current_programme_reminds(scene):
    archive = RoadmapFactory(programme=scene.roadmap.programme)
    newest = RoadmapFactory(programme=scene.roadmap.programme)
    thrown = RoadmapFactory(programme=scene.roadmap.programme, deleted_at=scene.at(MONDAY))
    template = RoadmapFactory(school=scene.school, programme=None, is_template=True)
    rows = {}
    for roadmap in (scene.roadmap, archive, newest, thrown, template):
        rows[roadmap] = scene.activity(MONDAY, scene.deputy(), stage=StageFactory(roadmap=roadmap))
    scene.activity(MONDAY, scene.deputy(), stage=StageFactory(roadmap=newest, deleted_at=scene.at(MONDAY)))
    scene.morning(MONDAY)
    assert {pk for _kind, pk, *_rest in scene.told("deadline_soon")} == {rows[newest].pk}


def test_the_next_programme_silences_the_former_one(scene):
    former = scene.activity(MONDAY, scene.deputy())
    ProgrammeFactory(school=scene.school, starts_on=MONDAY, ends_on=MONDAY + 300 * NEXT)
    scene.morning(MONDAY)
    assert scene.told() == set()
    assert former.status == Status.PLAN


def test_a_programme_that_ended_a_month_ago_is_silent(scene):
    programme = scene.roadmap.programme
    scene.activity(MONDAY - 60 * NEXT, scene.deputy())
    programme.ends_on = MONDAY - 31 * NEXT
    programme.save()
    assert scene.morning(MONDAY) == 0
    programme.ends_on = MONDAY - 30 * NEXT
    programme.save()
    assert scene.morning(MONDAY, hour=10) > 0


def test_a_person_who_left_or_may_not_sign_in_hears_nothing(scene):
    left, barred = scene.deputy(ends_on=MONDAY - NEXT), scene.deputy()
    barred.user.is_active = False
    barred.user.save()
    future = scene.deputy(starts_on=MONDAY + NEXT)
    scene.activity(MONDAY, left, barred, future, scene.director)
    scene.morning(MONDAY)
    assert {user for *_rest, user in scene.told("deadline_soon")} == {scene.director.user_id}


def test_a_new_responsible_person_hears_of_the_last_milestone_and_the_former_one_of_nothing_more(scene):
    former, new = scene.deputy(), scene.deputy()
    activity = scene.activity(MONDAY + 7 * NEXT, former)
    scene.morning(MONDAY)
    with scope(school=scene.school):
        activity.assignments.all().delete()
    scene.assign(activity, new)
    mornings(scene, MONDAY + NEXT, 5)
    assert scene.days("deadline_soon", activity, former) == [MONDAY]
    assert scene.days("deadline_soon", activity, new) == [MONDAY, MONDAY + 4 * NEXT]


def test_a_moved_deadline_is_spoken_of_again(scene):
    deputy = scene.deputy()
    activity = scene.activity(MONDAY, deputy)
    scene.morning(MONDAY)
    with scope(school=scene.school):
        Activity.objects.filter(pk=activity.pk).update(last_on=MONDAY + 2 * NEXT)
    mornings(scene, MONDAY + NEXT, 2)
    assert scene.days("deadline_soon", activity) == [MONDAY, MONDAY + NEXT, MONDAY + 2 * NEXT]
