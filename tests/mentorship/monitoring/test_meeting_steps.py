"""A step of the roadmap shows how many pairs have had its meeting, and ticks itself when all of them have."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from mentorship.monitoring import tasks
from mentorship.monitoring.meeting_steps import NONE, kind_in, progress_of
from mentorship.monitoring.models import StepMeeting
from mentorship.monitoring.services import meetings as acts
from mentorship.programmes.models import AuditEvent
from mentorship.programmes.roles import Role
from roadmap.models import Evidence, Step
from roadmap.services.activities import tick
from tests.factories import (
    ActivityFactory,
    MeetingFactory,
    MenteeFactory,
    PairingFactory,
    StageFactory,
    StepFactory,
)

TODAY = date(2022, 4, 6)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def day(on_day, school_scope):
    on_day(2022, 4, 6)


@pytest.fixture
def activity(roadmap):
    stage = StageFactory(roadmap=roadmap, title="Организация работы пар")
    return ActivityFactory(stage=stage, title="Встречи пар и групп")


@pytest.fixture
def trial(activity):
    return StepFactory(activity=activity, title="Провести пробную рабочую встречу")


@pytest.fixture
def pairs(programme):
    def make(count, **fields):
        return [
            PairingFactory(programme=programme, mentees=[MenteeFactory(programme=programme)], **fields)
            for _n in range(count)
        ]

    return make


def hold(kind, *pairs):
    for one in pairs:
        MeetingFactory(pairing=one, kind=kind, day=date(2022, 4, 1))


def now(step):
    return Step.objects.get(pk=step.pk)


# the words


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("Провести организационную встречу", "organising"),
        ("Проведение первой, организационной, встречи наставника и наставляемого", "organising"),
        ("Встреча-знакомство", "organising"),
        ("Провести пробную рабочую встречу и решить, продолжать ли в этом составе", "trial"),
        ("Проведение второй, пробной рабочей, встречи", "trial"),
        ("Провести встречу-планирование", "planning"),
        ("Проведение встречи-планирования рабочего процесса", "planning"),
        ("Проводить регулярные встречи", "regular"),
        ("Проводить встречи, взаимное посещение и разбор уроков", "regular"),
        ("Провести заключительную встречу", "closing"),
        ("Провести групповую встречу наставников и наставляемых", ""),
        ("Проведение групповой заключительной встречи всех пар и групп", ""),
        ("Организационная встреча с родителями", ""),
        ("Провести анкетирование после заключительной встречи", ""),
        ("Регулярные совещания рабочей группы", ""),
        ("Планирование работы", ""),
    ],
)
def test_the_words_of_a_step_name_the_meeting(words, kind):
    assert kind_in(words) == kind


# the progress


def test_living_pairs_count_and_those_that_ended_after_the_meeting(programme, pairs):
    first, second, _third = pairs(3)
    gone, ended = pairs(2, state="finished", ended_on=TODAY, ending="fulfilled")
    pairs(1, state="proposed")
    hold("trial", first, second, second, ended)
    MeetingFactory(pairing=gone, kind="trial", state="planned")

    found = progress_of(programme)["trial"]

    assert (found.done, found.total, found.times, found.is_over) == (3, 4, 4, False)


def test_a_meeting_in_the_bin_and_that_of_another_programme_do_not_count(programme, pairs):
    [one] = pairs(1)
    MeetingFactory(pairing=one, kind="trial", deleted_at="2022-04-01T10:00Z")
    hold("trial", PairingFactory())

    assert progress_of(programme)["trial"].done == 0


def test_regular_meetings_go_on_until_the_closing_one(programme, pairs):
    one, two = pairs(2)
    hold("regular", one, two, two)
    assert (progress_of(programme)["regular"].done, progress_of(programme)["regular"].is_over) == (2, False)

    hold("closing", one, two)
    assert progress_of(programme)["regular"].is_over


def test_nothing_is_over_without_pairs(programme):
    assert not any(one.is_over for one in progress_of(programme).values())


# the tick


def test_the_step_ticks_itself_once_when_every_pair_has_met(programme, pairs, trial, settings):
    settings.SITE_URL = "https://school.test"
    one, two = pairs(2)
    hold("trial", one)
    tasks.settle_meeting_steps()
    assert not now(trial).is_done

    hold("trial", two)
    tasks.settle_meeting_steps()
    tasks.settle_meeting_steps()

    done = now(trial)
    assert (done.is_done, done.done_on, done.done_by) == (True, TODAY, None)
    assert done.actual_result.count("2") == 2
    [proof] = Evidence.objects.filter(step=trial)
    assert proof.url.startswith("https://school.test/pairs/")
    assert StepMeeting.objects.get(step=trial).met_on == TODAY


def test_a_tick_that_was_taken_off_stays_off(programme, pairs, trial, member):
    hold("trial", *pairs(2))
    acts.settle(programme, TODAY)
    tick(step=now(trial), is_done=False, by=member().user, today=TODAY)

    acts.settle(programme, TODAY)

    assert not now(trial).is_done


def test_nothing_is_ticked_before_its_time_or_without_a_word(programme, pairs, trial, activity):
    other = StepFactory(activity=activity, title="Составить планы")
    hold("trial", *pairs(2))
    type(activity).objects.filter(pk=activity.pk).update(first_on=date(2022, 5, 1), last_on=date(2022, 5, 31))

    acts.settle(programme, TODAY)
    assert not now(trial).is_done
    acts.settle(programme, date(2022, 5, 1))
    assert now(trial).is_done
    assert not now(other).is_done


# the school's own word


def test_the_school_says_which_meeting_a_step_is_about(client_of, programme, pairs, trial, activity):
    other = StepFactory(activity=activity, title="Познакомить участников")
    client, url = client_of(), f"/activities/{activity.pk}/meetings/"
    assert client.get(url).status_code == 200

    answer = client.post(url, {f"step-{trial.pk}": NONE, f"step-{other.pk}": "organising"})

    assert answer.url == f"{activity.get_absolute_url()}#meetings"
    assert {(row.step_id, row.kind) for row in StepMeeting.objects.all()} == {(trial.pk, ""), (other.pk, "organising")}
    assert AuditEvent.objects.filter(action="step_meeting.chosen").count() == 2
    one = pairs(1)
    hold("trial", *one)
    hold("organising", *one)
    acts.settle(programme, TODAY)
    assert (now(trial).is_done, now(other).is_done) == (False, True)

    client.post(url, {f"step-{trial.pk}": "", f"step-{other.pk}": "organising"})
    assert not StepMeeting.objects.filter(step=trial).exists()


def test_a_wrong_choice_is_asked_for_again(client_of, trial, activity):
    assert client_of().post(f"/activities/{activity.pk}/meetings/", {f"step-{trial.pk}": "dance"}).status_code == 422
    assert not StepMeeting.objects.exists()


@pytest.mark.parametrize("role", [role for role in Role if role not in (Role.COORDINATOR, Role.DIRECTOR)])
def test_others_choose_nothing(client_of, activity, trial, role):
    client, url = client_of(role), f"/activities/{activity.pk}/meetings/"

    assert client.get(url).status_code in (403, 404)
    assert client.post(url, {f"step-{trial.pk}": NONE}).status_code in (403, 404)


# the pages


def test_the_pages_show_the_progress_without_anybody_ticking(client_of, roadmap, pairs, trial, activity):
    one, *_rest = pairs(3)
    hold("trial", one)
    client = client_of()

    for url in (activity.get_absolute_url(), activity.stage.get_absolute_url(), "/roadmap/", "/roadmap/?view=list"):
        assert 'value="1" max="3"' in " ".join(client.get(url).content.decode().split()), url


def test_many_pairs_cost_the_same(client_of, pairs, trial, activity):
    client, url = client_of(), activity.stage.get_absolute_url()
    hold("trial", *pairs(2))
    client.get(url)
    with CaptureQueriesContext(connection) as few:
        client.get(url)
    hold("trial", *pairs(20))
    with CaptureQueriesContext(connection) as many:
        client.get(url)

    assert len(many) == len(few)
