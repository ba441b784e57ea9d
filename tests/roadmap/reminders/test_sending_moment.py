"""Between the scan and the letter the truth may change: what is wrong by then goes to nobody."""

from datetime import date, timedelta

import pytest
from django_scopes import scope

from mentorship.notifications.models import Channel, Notification, State
from mentorship.programmes.models import Programme
from mentorship.programmes.roles import Role
from roadmap.models import Activity, Assignment, Comment, Roadmap, Stage
from roadmap.services.activities import complete
from roadmap.services.comments import say
from roadmap.services.trash import empty_trash
from tests.factories import AssignmentFactory, PartyFactory, ProgrammeFactory, RoadmapFactory

from .conftest import MONDAY

NEXT = timedelta(days=1)
Status = Activity.Status


@pytest.fixture(autouse=True)
def without_weekly_letters(scene):
    scene.settings(has_monday_plan=False, has_weekly_summary=False)


@pytest.fixture
def deputy(scene):
    return scene.deputy()


@pytest.fixture
def activity(scene, deputy):
    return scene.activity(MONDAY + NEXT, deputy)


@pytest.fixture
def told(scene, activity):
    """The scan of Monday morning has found that the deputy is to hear of the activity."""
    scene.morning(MONDAY)
    assert scene.told() == {("deadline_soon", activity.pk, MONDAY, deputy_of(activity).user_id)}


def deputy_of(activity):
    with scope(school=activity.school):
        return activity.assignments.get().party.membership


def lines(scene):
    with scope(school=scene.school):
        return list(Notification.objects.filter(channel=Channel.DIGEST).order_by("pk"))


def change(scene, model, row, **fields):
    with scope(school=scene.school):
        model.objects.filter(pk=row.pk).update(**fields)


def test_the_letter_goes_when_nothing_has_changed(scene, told, deputy, mailoutbox):
    assert scene.send(MONDAY).sent == 1
    assert [message.to for message in mailoutbox] == [[deputy.user.email]]
    assert [line.state for line in lines(scene)] == [State.SENT]


def done(scene, activity, deputy):
    change(scene, Activity, activity, status=Status.DONE, done_on=MONDAY)


def not_required(scene, activity, deputy):
    change(scene, Activity, activity, status=Status.SKIP)


def under_check(scene, activity, deputy):
    with scope(school=scene.school):
        complete(activity=activity, by=deputy.user, done_on=MONDAY, needs_check=True)


def thrown_away(scene, activity, deputy):
    change(scene, Activity, activity, deleted_at=scene.at(MONDAY))


def stage_thrown_away(scene, activity, deputy):
    change(scene, Stage, scene.stage, deleted_at=scene.at(MONDAY))


def roadmap_thrown_away(scene, activity, deputy):
    change(scene, Roadmap, scene.roadmap, deleted_at=scene.at(MONDAY))


def gone_for_good(scene, activity, deputy):
    thrown_away(scene, activity, deputy)
    with scope(school=scene.school):
        empty_trash(now=scene.at(MONDAY + 31 * NEXT))
        assert not Activity.objects.filter(pk=activity.pk).exists()


def new_roadmap(scene, activity, deputy):
    RoadmapFactory(programme=scene.roadmap.programme)


def new_programme(scene, activity, deputy):
    ProgrammeFactory(school=scene.school, starts_on=MONDAY, ends_on=MONDAY + 300 * NEXT)


def no_programme(scene, activity, deputy):
    scene.school.current_programme = None
    scene.school.save()


def programme_long_over(scene, activity, deputy):
    change(scene, Programme, scene.roadmap.programme, ends_on=MONDAY - 31 * NEXT)


def somebody_else_answers(scene, activity, deputy):
    with scope(school=scene.school):
        Assignment.objects.filter(activity=activity).delete()
    scene.assign(activity, scene.deputy())


def nobody_answers(scene, activity, deputy):
    with scope(school=scene.school):
        Assignment.objects.filter(activity=activity).delete()


def left_yesterday(scene, activity, deputy):
    change(scene, type(deputy), deputy, ends_on=MONDAY - NEXT)


def role_taken_away(scene, activity, deputy):
    with scope(school=scene.school):
        deputy.delete()


def dismissed(scene, activity, deputy):
    deputy.user.is_active = False
    deputy.user.save()


def deadline_moved_away(scene, activity, deputy):
    change(scene, Activity, activity, last_on=MONDAY + 40 * NEXT)


def deadline_removed(scene, activity, deputy):
    change(scene, Activity, activity, last_on=None, first_on=None)


def no_such_day_any_more(scene, activity, deputy):
    scene.settings(before_days=[10])


CHANGES = [
    done,
    not_required,
    under_check,
    thrown_away,
    stage_thrown_away,
    roadmap_thrown_away,
    gone_for_good,
    new_roadmap,
    new_programme,
    no_programme,
    programme_long_over,
    somebody_else_answers,
    nobody_answers,
    left_yesterday,
    role_taken_away,
    dismissed,
    deadline_moved_away,
    deadline_removed,
    no_such_day_any_more,
]


@pytest.mark.parametrize("act", CHANGES, ids=lambda act: act.__name__)
def test_nothing_goes_to_whom_it_does_not_concern_any_more(scene, told, activity, deputy, mailoutbox, act):
    act(scene, activity, deputy)
    scene.send(MONDAY)

    assert [message for message in mailoutbox if deputy.user.email in message.to] == []
    mine = [line for line in lines(scene) if line.recipient_id == deputy.user_id]
    assert [line.state for line in mine] == [State.WITHHELD]
    assert mine[0].reason


def test_a_person_who_holds_another_role_and_does_not_answer_any_more_hears_nothing(scene, told, activity, mailoutbox):
    deputy = deputy_of(activity)
    scene.member(Role.CLASS_TEACHER, user=deputy.user)
    change(scene, type(deputy), deputy, ends_on=MONDAY - NEXT)
    scene.send(MONDAY)
    assert mailoutbox == []


def test_an_older_milestone_gives_way_to_the_one_of_the_day(scene, told, activity, deputy, mailoutbox):
    """The letter of Monday did not leave; on Wednesday the one thing that is said is Wednesday's."""
    scene.morning(MONDAY + 2 * NEXT)
    scene.send(MONDAY + 2 * NEXT)

    states = {line.due_on: line.state for line in lines(scene)}
    assert states == {MONDAY: State.WITHHELD, MONDAY + NEXT: State.SENT}
    assert len(mailoutbox) == 1


@pytest.mark.parametrize(
    ("kind", "days_late", "role"),
    [("escalation_coordinator", 3, Role.COORDINATOR), ("escalation_director", 7, Role.DIRECTOR)],
)
def test_a_former_coordinator_or_director_hears_of_no_escalation(scene, mailoutbox, kind, days_late, role):
    former = {Role.COORDINATOR: scene.coordinator, Role.DIRECTOR: scene.director}[role]
    scene.activity(MONDAY - days_late * NEXT, scene.deputy())
    scene.morning(MONDAY)
    assert former.user_id in {user for *_rest, user in scene.told(kind)}

    scene.member(Role.DEPUTY, user=former.user)
    scene.member(role)
    change(scene, type(former), former, ends_on=MONDAY - NEXT)
    scene.send(MONDAY)
    assert [message for message in mailoutbox if former.user.email in message.to] == []


def test_an_escalation_of_a_moved_deadline_goes_nowhere(scene, mailoutbox):
    activity = scene.activity(MONDAY - 3 * NEXT, scene.deputy())
    scene.morning(MONDAY)
    change(scene, Activity, activity, last_on=MONDAY)
    scene.send(MONDAY)
    assert mailoutbox == []
    assert {line.state for line in lines(scene)} == {State.WITHHELD}


def test_a_plan_and_a_summary_of_last_week_are_not_sent(scene, mailoutbox):
    scene.settings(has_monday_plan=True, has_weekly_summary=True, before_days=[], after_every_days=60)
    scene.activity(MONDAY + 3 * NEXT, scene.deputy())
    scene.morning(MONDAY)
    assert {kind for kind, *_rest in scene.told()} == {"week_plan", "week_summary"}
    scene.settings(director_after_days=60, coordinator_after_days=60)
    scene.send(MONDAY + 7 * NEXT)
    assert mailoutbox == []
    assert {line.state for line in lines(scene)} == {State.WITHHELD}


@pytest.mark.parametrize("switch", ["has_monday_plan", "has_weekly_summary"])
def test_what_the_school_has_switched_off_is_not_sent(scene, mailoutbox, switch):
    scene.settings(has_monday_plan=True, has_weekly_summary=True, before_days=[])
    scene.activity(MONDAY + 3 * NEXT, scene.deputy())
    scene.morning(MONDAY)
    scene.settings(**{switch: False})
    assert scene.send(MONDAY).sent == 1


def test_a_comment_goes_to_those_who_may_still_see_the_activity(scene, activity, deputy, mailoutbox, on_day):
    """A mentor who answered for it and wrote there loses sight of it with the assignment."""
    on_day(2022, 3, 11)
    mentor = scene.member(Role.MENTOR)
    party = PartyFactory(school=scene.school, membership=mentor)
    link = AssignmentFactory(activity=activity, party=party)
    with scope(school=scene.school):
        say(activity=activity, by=mentor.user, text="Начали")
        say(activity=activity, by=scene.director.user, text="Хорошо")
        Assignment.objects.filter(pk=link.pk).delete()
    scene.morning(MONDAY)
    scene.send(MONDAY)
    to = {address for message in mailoutbox for address in message.to}
    assert deputy.user.email in to
    assert mentor.user.email not in to


def test_a_comment_that_is_gone_is_not_told(scene, activity, deputy, mailoutbox, on_day):
    scene.settings(before_days=[])
    on_day(2022, 3, 11)
    with scope(school=scene.school):
        say(activity=activity, by=scene.director.user, text="Хорошо")
        Comment.objects.all().delete()
    scene.morning(MONDAY)
    scene.send(MONDAY)
    assert mailoutbox == []


def test_an_activity_that_was_checked_waits_for_nobody(scene, activity, deputy, mailoutbox, on_day):
    on_day(2022, 3, 11)
    with scope(school=scene.school):
        row, _proofs = complete(activity=activity, by=deputy.user, done_on=date(2022, 3, 11), needs_check=True)
    assert {user for *_rest, user in scene.told("to_check")} == {scene.director.user_id, scene.coordinator.user_id}
    scene.morning(MONDAY)
    change(scene, Activity, row, status=Status.DONE)
    scene.send(MONDAY)
    assert mailoutbox == []
