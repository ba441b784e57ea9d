"""A year closes, is read and not changed, and the next one comes out of it."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django_scopes import scope

from mentorship.common.errors import RuleBroken
from mentorship.dashboard.closing import checklist
from mentorship.dashboard.services import closing
from mentorship.monitoring.models import Snapshot
from mentorship.pairs.models import Pairing
from mentorship.people.models import Mentee, Mentor
from mentorship.programmes.models import Programme, School
from mentorship.programmes.roles import Role
from roadmap.models import Activity
from roadmap.queries import current_roadmap
from tests.factories import (
    ActivityFactory,
    CampaignFactory,
    MenteeFactory,
    MentorFactory,
    PairingFactory,
    ProgrammeFactory,
    StageFactory,
)
from tests.mentorship.monitoring.asking import answer, campaign_of

DAY = date(2022, 5, 31)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def day(on_day, school_scope):
    on_day(2022, 5, 31)


@pytest.fixture
def current(programme, school):
    School.objects.filter(pk=school.pk).update(current_programme=programme)
    school.refresh_from_db()
    return programme


@pytest.fixture
def coordinator(client_of, member):
    return client_of(member(Role.COORDINATOR))


def shut(programme, **fields):
    values = {"version": programme.version, "day": DAY, "ends_pairs": True, "by": None} | fields
    return closing.close(programme=programme, **values)


def following(programme, **fields):
    plan = closing.NextYear("Программа 2022", date(2022, 12, 1), date(2023, 5, 31), **fields)
    return closing.begin_next(programme=programme, plan=plan, by=None)


def test_the_list_says_what_is_missing_and_not_what_is_there(current, roadmap):
    ActivityFactory(stage=StageFactory(roadmap=roadmap))
    PairingFactory(programme=current)
    lines = {one.code: one for one in checklist(current, DAY)}

    assert not lines["roadmap"].is_done
    assert not lines["living"].is_done
    assert lines["plans"].is_done
    assert not lines["coordinator_form"].is_done
    assert "1" in lines["living"].left


def test_the_list_costs_the_same_with_many_rows(current, roadmap):
    def cost():
        with CaptureQueriesContext(
            connection,
        ) as queries:
            checklist(current, DAY)
        return len(queries)

    few = cost()
    for _number in range(5):
        PairingFactory(programme=current, mentees=[MenteeFactory(programme=current)])

    assert cost() == few <= 20


def test_closing_ends_pairs_and_questionnaires_and_keeps_the_figures(current):
    pair, campaign = PairingFactory(programme=current), CampaignFactory(programme=current, state="running")

    shut(current)

    pair.refresh_from_db()
    campaign.refresh_from_db()
    assert (pair.ending, pair.ended_on) == (Pairing.Ending.FULFILLED, DAY)
    assert campaign.state == "closed"
    assert Snapshot.objects.get(programme=current, day=DAY).figures["values"]["pairs_finished"] == 1


def test_pairs_may_stay_as_they_stand(current):
    pair = PairingFactory(programme=current)

    shut(current, ends_pairs=False)

    pair.refresh_from_db()
    assert pair.state == "at_work"


def test_a_programme_closes_once_and_opens_again_while_nothing_follows(current):
    closed = shut(current)
    with pytest.raises(RuleBroken):
        shut(closed)
    assert closing.reopen(programme=closed, by=None).closed_on is None

    closed.refresh_from_db()
    shut(closed)
    following(closed)
    with pytest.raises(RuleBroken):
        closing.reopen(programme=closed, by=None)


def test_the_page_closes_the_programme(coordinator, current):
    response = coordinator.post(
        reverse("programme_close"), {"version": current.version, "day": "2022-05-31", "ends_pairs": "on"}
    )

    assert response.status_code == 302
    current.refresh_from_db()
    assert current.closed_on == DAY


def test_a_day_to_come_is_refused_and_what_was_typed_stays(coordinator, current):
    response = coordinator.post(reverse("programme_close"), {"version": current.version, "day": "2022-06-30"})

    assert response.status_code == 422
    assert "2022-06-30" in response.content.decode()


def test_who_comes_second_is_told_and_may_close_from_there(coordinator, current):
    response = coordinator.post(reverse("programme_close"), {"version": current.version - 1, "day": "2022-05-31"})

    assert response.status_code == 422
    assert f'name="version" value="{current.version}"' in response.content.decode()


def test_a_closed_programme_is_read_and_not_changed(coordinator, current, roadmap):
    activity = ActivityFactory(stage=StageFactory(roadmap=roadmap))
    shut(current)

    assert coordinator.get(f"/activities/{activity.pk}/").status_code == 200
    response = coordinator.post(f"/activities/{activity.pk}/complete/", {"version": activity.version})

    assert response.status_code == 409
    activity.refresh_from_db()
    assert activity.status == Activity.Status.PLAN


def test_the_next_year_takes_the_roadmap_and_the_mentors_along(current, roadmap):
    ActivityFactory(stage=StageFactory(roadmap=roadmap), title="Анкетирование")
    mentor = MentorFactory(programme=current, decision=Mentor.Decision.SELECTED, decided_on=DAY, competences="Физика")
    MentorFactory(programme=current, left_on=DAY)
    MenteeFactory(programme=current)
    closed = shut(current)

    made, is_new = following(closed)

    assert is_new
    assert following(closed) == (made, False)
    kept = Mentor.objects.get(programme=made)
    assert (kept.person, kept.decision, kept.competences) == (mentor.person, Mentor.Decision.RESERVE, "Физика")
    assert not Mentee.objects.filter(programme=made).exists()
    assert Activity.objects.of(current_roadmap(made)).get().title == "Анкетирование"
    assert School.objects.get(pk=made.school_id).current_programme == made
    assert made.follows == closed


def test_mentees_go_along_who_have_not_gone_through(current):
    still = MenteeFactory(programme=current, request="Математика")
    MenteeFactory(programme=current, is_completed=True)

    made, _is_new = following(shut(current), with_mentees=True)

    assert [(one.person, one.request) for one in Mentee.objects.filter(programme=made)] == [
        (still.person, "Математика")
    ]


def test_taking_people_along_costs_the_same_however_many_they_are(current):
    def cost(number):
        made = ProgrammeFactory(school=current.school, title=f"Программа {number}")
        with CaptureQueriesContext(connection) as queries:
            closing.carry(Mentor, closing.MentorTag, "mentor", closing.of_whom(Mentor, current), made, reserve=DAY)
        return len(queries)

    MentorFactory(programme=current)
    few = cost(1)
    for _number in range(10):
        MentorFactory(programme=current)

    assert cost(2) == few


def test_the_staff_reads_a_past_year_and_comes_back(client_of, member, current, roadmap):
    ActivityFactory(stage=StageFactory(roadmap=roadmap), title="Прошлогоднее дело")
    made, _is_new = following(shut(current), with_roadmap=False)
    deputy = client_of(member(Role.DEPUTY))

    assert "Прошлогоднее дело" not in deputy.get("/roadmap/?view=list").content.decode()
    deputy.post(reverse("archive_look", args=[current.pk]))
    assert "Прошлогоднее дело" in deputy.get("/roadmap/?view=list").content.decode()
    deputy.post(reverse("archive_leave"))

    assert "Прошлогоднее дело" not in deputy.get("/roadmap/?view=list").content.decode()
    assert made.closed_on is None


def test_a_programme_of_another_school_or_an_open_one_is_not_opened(client_of, member, current, other_school):
    with scope(school=other_school):
        foreign = ProgrammeFactory(school=other_school, closed_on=DAY)
    deputy = client_of(member(Role.DEPUTY))

    assert deputy.post(reverse("archive_look", args=[foreign.pk])).status_code == 404
    assert deputy.post(reverse("archive_look", args=[current.pk])).status_code == 404


def test_the_page_of_the_next_year_proposes_a_year_later(coordinator, current, roadmap):
    shut(current)
    page = coordinator.get(reverse("programme_next")).content.decode()

    assert f'value="{current.starts_on.replace(year=current.starts_on.year + 1):%Y-%m-%d}"' in page
    response = coordinator.post(
        reverse("programme_next"),
        {"title": "Наставничество 2022–2023", "starts_on": "2022-12-01", "ends_on": "2023-05-31", "with_roadmap": "on"},
    )
    assert response.status_code == 302
    assert Programme.objects.filter(follows=current).exists()


def test_only_leaders_close_a_programme(client_of, member, current):
    assert client_of(member(Role.DEPUTY)).get(reverse("programme_close")).status_code == 403
    assert client_of(member(Role.CLASS_TEACHER)).post(reverse("programme_reopen")).status_code == 403


def test_the_list_knows_of_a_comparison_that_was_never_corrected(current):
    before, after = (campaign_of(current, f"{wave}-pupil-pupil-mentee:adult") for wave in ("before", "after"))
    for _number in range(2):
        who = MenteeFactory(programme=current).person.public_id
        answer(before, who, day=date(2022, 2, 1), comfort=3)
        answer(after, who, day=date(2022, 5, 20), comfort=7)

    assert {one.code: one for one in checklist(current, DAY)}["impact"].is_done
