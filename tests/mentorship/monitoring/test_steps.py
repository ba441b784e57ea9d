"""A step of the roadmap does itself when a questionnaire has been answered."""

import threading
from datetime import date

import pytest
from django.db import connection
from django.urls import reverse
from django_scopes import scope

from mentorship.monitoring.models import StepCampaign
from mentorship.monitoring.services import steps as acts
from mentorship.programmes.models import AuditEvent
from mentorship.programmes.roles import Role
from roadmap.models import Activity, Evidence, Step
from roadmap.services.activities import tick
from surveys.models import Campaign, Submission
from surveys.services import campaigns, goals
from surveys.services.submitting import submit
from tests.factories import (
    ActivityFactory,
    AssignmentFactory,
    CampaignFactory,
    InvitationFactory,
    PartyFactory,
    ProgrammeFactory,
    RoadmapFactory,
    StageFactory,
    StepFactory,
)

TODAY = date(2022, 3, 14)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def day(on_day):
    on_day(2022, 3, 14)


@pytest.fixture
def step(roadmap):
    activity = ActivityFactory(stage=StageFactory(roadmap=roadmap), title="Изучение запроса")
    return StepFactory(activity=activity, title="Анкетирование учеников")


@pytest.fixture
def campaign(programme, school_scope):
    """Four people are asked; three answers are the goal."""
    campaign = CampaignFactory(programme=programme, title="Запрос ученика", goal=70)
    for number in range(4):
        InvitationFactory(campaign=campaign, number=number)
    return campaign


@pytest.fixture
def tie(step, campaign, member):
    def make(moment="goal", goal=None, step=step, campaign=campaign):
        return acts.link(step=step, campaign=campaign, moment=moment, goal=goal, by=member().user, day=TODAY)

    return make


def answer(campaign, *numbers):
    campaign = Campaign.objects.get(pk=campaign.pk)
    for ticket in campaign.invitations.filter(number__in=numbers):
        submit(
            campaign=campaign,
            invitation=ticket,
            key=ticket.public_id,
            answers={"q2": {"mark": 5}},
            way=Submission.Way.LINK,
            day=TODAY,
            now=None,
        )


def now(row):
    return type(row).objects.get(pk=row.pk)


def proofs_of(step):
    return [(str(one), one.url, one.added_by) for one in Evidence.objects.filter(step=step)]


# the moment


def test_the_step_ticks_itself_at_the_goal_with_the_result_as_its_proof(tie, step, campaign, settings):
    settings.SITE_URL = "https://school.test"
    row = tie()

    answer(campaign, 0, 1)
    assert not now(step).is_done
    answer(campaign, 2)

    done = now(step)
    assert (done.is_done, done.done_on, done.done_by) == (True, TODAY, None)
    assert done.actual_result == "Запрос ученика: ответили 3 из 4, 75 %"
    [(words, url, by)] = proofs_of(step)
    assert words == "Итоги: Запрос ученика"
    assert url.startswith(f"https://school.test/campaigns/{campaign.public_id}/")
    assert by is None
    assert now(row).met_on == TODAY
    log = AuditEvent.objects.about(step.activity).filter(action="step.ticked")
    assert [one.actor for one in log] == [None]


def test_what_comes_after_the_goal_changes_nothing(tie, step, campaign):
    tie()
    answer(campaign, 0, 1, 2)
    version = now(step).version

    answer(campaign, 3)
    InvitationFactory(campaign=campaign, number=9)
    goals.set_goal(now(campaign), goal=100, by=None, day=TODAY)
    acts.settle(now(campaign), TODAY)
    campaigns.close_campaign(now(campaign), by=None)

    assert (now(step).is_done, now(step).version) == (True, version)
    assert len(proofs_of(step)) == 1


def test_a_tick_that_a_person_takes_off_stays_off(tie, step, campaign, member):
    tie()
    answer(campaign, 0, 1, 2)

    tick(step=now(step), is_done=False, by=member().user, today=TODAY)
    answer(campaign, 3)
    acts.settle_waiting()

    assert not now(step).is_done


def test_a_ticked_step_keeps_whose_tick_it_is_and_what_was_written(tie, step, campaign, member):
    teacher = member().user
    tick(step=step, is_done=True, by=teacher, today=date(2022, 3, 1))
    Step.objects.filter(pk=step.pk).update(actual_result="Опрошены устно")
    tie()

    answer(campaign, 0, 1, 2)

    done = now(step)
    assert (done.done_by, done.done_on) == (teacher, date(2022, 3, 1))
    assert done.actual_result == "Опрошены устно\nЗапрос ученика: ответили 3 из 4, 75 %"
    assert len(proofs_of(step)) == 1


def test_a_goal_that_has_been_reached_ticks_at_once(tie, step, campaign):
    answer(campaign, 0, 1, 2)
    campaign.refresh_from_db()

    assert tie().met_on == TODAY
    assert now(step).is_done


def test_the_goal_of_the_tie_becomes_the_goal_of_the_campaign(tie, step, campaign):
    Campaign.objects.filter(pk=campaign.pk).update(goal=None)
    answer(campaign, 0, 1)
    campaign.refresh_from_db()

    tie(goal=50)

    assert now(campaign).goal == 50
    assert now(step).is_done


def test_a_revoked_ticket_can_make_the_goal_reached(tie, step, campaign, member):
    tie()
    answer(campaign, 0, 1)

    campaigns.revoke(now(campaign), [campaign.invitations.get(number=2)], by=member().user, day=TODAY)
    assert not now(step).is_done
    campaigns.revoke(now(campaign), [campaign.invitations.get(number=3)], by=member().user, day=TODAY)

    assert now(step).actual_result == "Запрос ученика: ответили 2 из 2, 100 %"
    assert now(step).is_done


def test_an_answer_with_a_revoked_ticket_does_not_count(tie, step, campaign, member):
    tie()
    answer(campaign, 0, 1)

    campaigns.revoke(now(campaign), [campaign.invitations.get(number=0)], by=member().user, day=TODAY)

    assert not now(step).is_done


def test_closing_completes_the_step_where_it_was_chosen_so(tie, step, campaign):
    Campaign.objects.filter(pk=campaign.pk).update(goal=None)
    campaign.refresh_from_db()
    tie(moment="closing")
    answer(campaign, 0)
    assert not now(step).is_done

    campaigns.close_campaign(now(campaign), by=None)

    assert now(step).is_done
    assert now(step).actual_result == "Запрос ученика: ответили 1 из 4, 25 %"


def test_closing_does_not_complete_a_step_that_waits_for_the_goal(tie, step, campaign):
    tie()
    answer(campaign, 0)

    campaigns.close_campaign(now(campaign), by=None)

    assert not now(step).is_done


def test_a_period_that_is_over_counts_as_closing_on_its_last_day(tie, step, campaign, on_day):
    Campaign.objects.filter(pk=campaign.pk).update(closes_on=TODAY)
    tie(moment="closing")
    acts.settle_waiting()
    assert not now(step).is_done

    on_day(2022, 3, 16)
    acts.settle_waiting()

    assert now(step).done_on == TODAY


def test_the_last_of_several_questionnaires_ticks_the_step(tie, step, campaign, programme):
    other = CampaignFactory(programme=programme, title="Запрос учителя")
    InvitationFactory(campaign=other, number=0)
    tie()
    tie(campaign=other, moment="closing")

    answer(campaign, 0, 1, 2)
    assert (now(step).is_done, len(proofs_of(step))) == (False, 1)
    campaigns.close_campaign(other, by=None)

    assert (now(step).is_done, len(proofs_of(step))) == (True, 2)


# where the roadmap takes nothing


def test_a_step_in_the_bin_waits_until_it_is_restored(tie, step, campaign):
    tie()
    Step.objects.filter(pk=step.pk).update(deleted_at="2022-03-13T00:00Z")
    answer(campaign, 0, 1, 2)
    assert not now(step).is_done

    Step.objects.filter(pk=step.pk).update(deleted_at=None)
    acts.settle_waiting()

    assert now(step).is_done


def test_an_archived_roadmap_is_left_as_it_is(tie, step, campaign, programme):
    tie()
    RoadmapFactory(programme=programme)

    answer(campaign, 0, 1, 2)

    assert not now(step).is_done
    assert proofs_of(step) == []


def test_an_activity_that_is_not_required_is_left_as_it_is(tie, step, campaign):
    tie()
    Activity.objects.filter(pk=step.activity_id).update(status="skip")

    answer(campaign, 0, 1, 2)

    assert not now(step).is_done


def test_an_approved_roadmap_takes_the_tick_and_needs_no_new_approval(tie, step, campaign, roadmap):
    type(roadmap).objects.filter(pk=roadmap.pk).update(state="approved", approved_at="2022-02-01T00:00Z")
    tie()

    answer(campaign, 0, 1, 2)

    assert now(step).is_done
    assert not roadmap.revisions.exists()


def test_a_programme_that_is_over_is_left_as_it_is(tie, step, campaign, programme):
    tie()
    type(programme).objects.filter(pk=programme.pk).update(ends_on=date(2022, 3, 13))

    answer(campaign, 0, 1, 2)

    assert not now(step).is_done
    assert now(campaign).goal_reached_on == TODAY


def test_a_fault_here_takes_no_answer_back(tie, step, campaign, monkeypatch):
    def fail(*args, **kwargs):
        raise ValueError("broken")

    tie()
    monkeypatch.setattr(acts, "fulfil", fail)
    answer(campaign, 0, 1, 2)
    assert (Submission.objects.count(), now(step).is_done) == (3, False)

    monkeypatch.undo()
    acts.settle_waiting()

    assert now(step).is_done


@pytest.mark.django_db(transaction=True)
def test_two_last_answers_at_once_tick_once(tie, step, campaign, school):
    if connection.vendor == "sqlite":
        pytest.skip("the tests' SQLite is in memory, where a second writer fails; on disk it waits for the first one")
    tie(goal=100)
    answer(campaign, 0, 1)
    start = threading.Barrier(2)

    def last(number):
        start.wait()
        with scope(school=school):
            answer(campaign, number)
        connection.close()

    threads = [threading.Thread(target=last, args=(number,)) for number in (2, 3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert now(step).is_done
    assert len(proofs_of(step)) == 1
    assert AuditEvent.objects.filter(action="step.ticked").count() == 1


# the pages


def form(step, **fields):
    return {"step": step.pk, "moment": "goal", "goal": "80"} | fields


def test_a_step_is_chosen_from_the_campaign(client_of, step, campaign):
    client = client_of()
    address = reverse("campaign_steps", args=[campaign.public_id])
    assert address in client.get(campaign.get_absolute_url()).content.decode()
    assert "Анкетирование учеников" in client.get(address).content.decode()

    response = client.post(address, form(step), follow=True)

    page = response.content.decode()
    assert "Шаг отметится сам, когда ответят 80 %" in page
    assert step.title in page
    assert now(campaign).goal == 80


def test_a_questionnaire_is_chosen_from_the_activity_and_untied(client_of, step, campaign):
    client = client_of()
    address = reverse("activity_questionnaires", args=[step.activity_id])
    assert address in client.get(step.activity.get_absolute_url()).content.decode()

    page = client.post(address, form(step, campaign=campaign.public_id, goal=""), follow=True).content.decode()

    row = StepCampaign.objects.get()
    assert campaign.title in page
    assert now(campaign).goal == 70
    page = client.post(reverse("step_campaign_remove", args=[row.pk]), follow=True).content.decode()
    assert not StepCampaign.objects.exists()
    assert "Связать анкету с шагом" in page


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"step": ""}, "Выберите шаг."),
        ({"step": "999999"}, "999999"),
        ({"goal": "101"}, "100"),
        ({"moment": "never"}, "never"),
    ],
)
def test_a_wrong_form_comes_back_with_words(client_of, step, campaign, fields, words):
    response = client_of().post(reverse("campaign_steps", args=[campaign.public_id]), form(step) | fields)

    assert response.status_code == 422
    assert words in response.content.decode()
    assert not StepCampaign.objects.exists()


def test_without_a_goal_the_percent_is_asked_for(client_of, step, campaign):
    Campaign.objects.filter(pk=campaign.pk).update(goal=None)

    response = client_of().post(reverse("campaign_steps", args=[campaign.public_id]), form(step, goal=""))

    assert response.status_code == 422
    assert "Укажите, сколько процентов приглашённых достаточно." in response.content.decode()


def test_the_same_pair_is_tied_once(client_of, step, campaign, tie):
    tie()

    response = client_of().post(reverse("campaign_steps", args=[campaign.public_id]), form(step))

    assert response.status_code == 422
    assert StepCampaign.objects.count() == 1


@pytest.mark.parametrize("role", [Role.PSYCHOLOGIST, Role.MENTOR, Role.WORKING_GROUP])
def test_who_may_not_send_questionnaires_ties_nothing(client_of, step, campaign, tie, role):
    row = tie()
    client = client_of(role)
    AssignmentFactory(activity=step.activity, party=PartyFactory(school=step.school, membership=client.membership))

    assert client.post(reverse("campaign_steps", args=[campaign.public_id]), form(step)).status_code == 403
    assert client.post(reverse("activity_questionnaires", args=[step.activity_id]), form(step)).status_code == 404
    assert client.post(reverse("step_campaign_remove", args=[row.pk])).status_code == 404
    page = client.get(step.activity.get_absolute_url()).content.decode()
    assert campaign.title in page
    assert "Связать анкету с шагом" not in page


def test_a_deputy_ties_only_steps_that_are_hers(client_of, step, campaign):
    client = client_of(Role.DEPUTY)
    address = reverse("campaign_steps", args=[campaign.public_id])
    assert client.post(address, form(step)).status_code == 422

    AssignmentFactory(activity=step.activity, party=PartyFactory(school=step.school, membership=client.membership))

    assert client.post(address, form(step)).status_code == 302


def test_a_class_teacher_ties_only_campaigns_that_are_hers(client_of, step, campaign):
    client = client_of(Role.CLASS_TEACHER)
    AssignmentFactory(activity=step.activity, party=PartyFactory(school=step.school, membership=client.membership))
    address = reverse("campaign_steps", args=[campaign.public_id])
    assert client.post(address, form(step)).status_code == 404

    Campaign.objects.filter(pk=campaign.pk).update(created_by=client.membership.user)

    assert client.post(address, form(step)).status_code == 302


def test_a_campaign_or_step_of_another_school_is_not_there(client_of, step, campaign, other_roadmap, other_school):
    with scope(school=other_school):
        theirs = CampaignFactory(programme=ProgrammeFactory(school=other_school))
        foreign = StepFactory(activity=ActivityFactory(stage=StageFactory(roadmap=other_roadmap)))
    client = client_of()

    assert client.get(reverse("campaign_steps", args=[theirs.public_id])).status_code == 404
    assert client.get(reverse("activity_questionnaires", args=[foreign.activity_id])).status_code == 404
    response = client.post(reverse("campaign_steps", args=[campaign.public_id]), form(foreign))
    assert response.status_code == 422
    response = client.post(
        reverse("activity_questionnaires", args=[step.activity_id]), form(step, campaign=theirs.public_id)
    )
    assert response.status_code == 422


def test_the_choice_takes_the_same_number_of_queries_for_any_size(
    client_of, campaign, step, roadmap, django_assert_max_num_queries
):
    stage = StageFactory(roadmap=roadmap)
    for _number in range(12):
        StepFactory.create_batch(5, activity=ActivityFactory(stage=stage))
    client = client_of()

    with django_assert_max_num_queries(16):
        client.get(reverse("campaign_steps", args=[campaign.public_id]))
