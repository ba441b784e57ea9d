"""Pages of whole drafts: started, waited for, cancelled, thrown away, compared."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from mentorship.matching.groups import NotProven
from mentorship.matching.models import MatchingRun, Proposal
from mentorship.matching.services import computing, runs
from mentorship.matching.tasks import compute_waiting
from tests.factories import MatchingRunFactory, MenteeFactory, MentorFactory, ProposalFactory

from .registers import ready_mentee, ready_mentor

State = MatchingRun.State
BIN_QUERIES = 7
pytestmark = pytest.mark.usefixtures("school_scope")


@pytest.fixture
def coordinator(client_of, on_day):
    on_day(2022, 3, 20)
    return client_of("coordinator")


@pytest.fixture
def people(programme):
    programme.school.current_programme = programme
    programme.school.save()
    return [ready_mentor(programme), ready_mentor(programme)], [ready_mentee(programme), ready_mentee(programme)]


def at(name, *runs_):
    return reverse(name, args=[run.public_id for run in runs_])


def test_one_press_makes_a_draft(coordinator, people):
    answer = coordinator.post(reverse("matching_new"), follow=True)
    run = MatchingRun.objects.get()
    assert run.state == State.READY
    assert answer.redirect_chain[-1][0] == run.get_absolute_url()


def test_without_ready_people_the_page_says_so(coordinator, programme):
    programme.school.current_programme = programme
    programme.school.save()
    answer = coordinator.post(reverse("matching_new"), follow=True)
    assert "Пока ни один наставляемый не готов" in answer.content.decode()
    assert not MatchingRun.objects.exists()


def test_a_form_that_is_not_of_the_programme_is_not_found(coordinator, people):
    assert coordinator.post(reverse("matching_new"), {"form": "999999"}).status_code == 404
    assert coordinator.post(reverse("matching_new"), {"form": "x"}).status_code == 302


def test_a_large_draft_is_waited_for_on_a_page_that_survives_a_reload(coordinator, people, settings):
    settings.MATCHING_PAIRS_AT_ONCE = 1
    answer = coordinator.post(reverse("matching_new"))
    run = MatchingRun.objects.get()
    assert answer["Location"] == at("matching_progress", run)
    for _reload in range(2):
        assert "ждёт своей очереди" in coordinator.get(at("matching_progress", run)).content.decode()
    MatchingRun.objects.filter(pk=run.pk).update(state=State.COUNTING, done=300, total=900)
    part = coordinator.get(at("matching_progress", run), headers={"HX-Request": "true"}).content.decode()
    assert "300 из 900" in part
    assert "<html" not in part
    MatchingRun.objects.filter(pk=run.pk).update(state=State.WAITING)
    compute_waiting()
    assert coordinator.get(at("matching_progress", run))["Location"] == run.get_absolute_url()
    led = coordinator.get(at("matching_progress", run), headers={"HX-Request": "true"})
    assert led["HX-Redirect"] == run.get_absolute_url()


def test_a_worker_that_stands_still_is_told(coordinator, people, settings):
    settings.MATCHING_PAIRS_AT_ONCE = 1
    coordinator.post(reverse("matching_new"))
    run = MatchingRun.objects.get()
    assert "дольше обычного" not in coordinator.get(at("matching_progress", run)).content.decode()
    MatchingRun.objects.update(started_at=run.started_at - timedelta(minutes=10))
    assert "дольше обычного" in coordinator.get(at("matching_progress", run)).content.decode()


def test_cancelled_and_started_again(coordinator, people, settings):
    settings.MATCHING_PAIRS_AT_ONCE = 1
    coordinator.post(reverse("matching_new"))
    run = MatchingRun.objects.get()
    page = coordinator.post(at("matching_cancel", run), follow=True).content.decode()
    assert at("matching_start_again", run) in page
    assert "остановили" in coordinator.get(run.get_absolute_url()).content.decode()
    settings.MATCHING_PAIRS_AT_ONCE = 10**6
    coordinator.post(at("matching_start_again", run))
    run.refresh_from_db()
    assert run.state == State.READY


def test_computed_again_says_how_much_is_different(coordinator, people):
    coordinator.post(reverse("matching_new"))
    run = MatchingRun.objects.get()
    page = coordinator.post(at("matching_again", run), follow=True).content.decode()
    assert "совпадает с черновиком № 1" in page
    assert MatchingRun.objects.count() == 2


def test_thrown_away_and_brought_back(coordinator, people):
    coordinator.post(reverse("matching_new"))
    run = MatchingRun.objects.get()
    page = coordinator.post(at("matching_bin_run", run), follow=True).content.decode()
    assert at("matching_restore", run) in page
    assert coordinator.get(run.get_absolute_url()).status_code == 404
    assert "Черновик № 1" in coordinator.get(reverse("matching_bin")).content.decode()
    coordinator.post(at("matching_restore", run))
    assert coordinator.get(run.get_absolute_url()).status_code == 200


def test_an_approved_draft_is_not_thrown_away(coordinator, people):
    coordinator.post(reverse("matching_new"))
    run = MatchingRun.objects.get()
    MatchingRun.objects.update(state=State.APPROVED, approved_at=run.started_at)
    coordinator.post(at("matching_bin_run", run))
    run.refresh_from_db()
    assert run.deleted_at is None


@pytest.fixture
def two(programme):
    """Two drafts: one mentee has the same mentor, one another, one nobody in the second, one is new in it."""
    programme.school.current_programme = programme
    programme.school.save()
    left, right = (MatchingRunFactory(programme=programme) for _ in range(2))
    one, other = (MentorFactory(programme=programme) for _ in range(2))
    same, moved, lost, new = (MenteeFactory(programme=programme) for _ in range(4))
    for run, mentee, mentor in (
        (left, same, one),
        (right, same, one),
        (left, moved, one),
        (right, moved, other),
        (left, lost, other),
        (right, lost, None),
        (right, new, other),
    ):
        ProposalFactory(run=run, mentee=mentee, mentor=mentor, points=7400 if mentor else None)
    return left, right, (same, moved, lost, new)


def names_in(page, mentees):
    return [mentee.person.short_name in page for mentee in mentees]


def test_two_drafts_side_by_side(coordinator, two):
    left, right, mentees = two
    page = coordinator.get(at("matching_compare", right, left)).content.decode()
    assert names_in(page, mentees) == [False, True, True, True]
    assert "3 наставляемых" in page
    assert "не было в этом черновике" in page
    whole = coordinator.get(at("matching_compare", right, left), {"all": "1"}).content.decode()
    assert names_in(whole, mentees) == [True] * 4
    lost = mentees[2].person.name_key.split()[0]
    found = coordinator.get(at("matching_compare", right, left), {"q": lost}).content.decode()
    assert names_in(found, mentees) == [False, False, True, False]


def test_another_draft_to_compare_with(coordinator, two):
    left, right, _mentees = two
    third = MatchingRunFactory(programme=left.programme)
    answer = coordinator.get(at("matching_compare", right, left), {"with": third.public_id})
    assert answer["Location"] == at("matching_compare", right, third)
    assert coordinator.get(at("matching_compare", right, left), {"with": "x"}).status_code == 200


def test_the_figures_of_both_drafts_lead_to_what_they_count(coordinator, two):
    left, right, _mentees = two
    Proposal.objects.filter(run=left, points=7400).update(is_locked=True)
    page = coordinator.get(at("matching_compare", right, left))
    found = {str(title): [number for number, _address in cells] for title, cells in page.context["figures"]}
    assert list(found.values()) == [[3, 4], [3, 3], [0, 1], [2, 2], [74, 74], [74, 74], [3, 0]]
    assert f'href="{at("matching_unpaired", right)}"' in page.content.decode()
    assert at("matching_unpaired", left) not in page.content.decode()


def test_a_draft_beside_itself_asks_for_the_last_other_one(coordinator, two):
    left, right, _mentees = two
    assert coordinator.get(at("matching_compare", left, left))["Location"] == at("matching_compare", left, right)
    MatchingRun.objects.filter(pk=right.pk).update(deleted_at=right.started_at)
    assert coordinator.get(at("matching_compare", left, left)).context["others"] == []


def test_a_draft_has_a_button_that_throws_it_away(client_of, coordinator, people, member):
    coordinator.post(reverse("matching_new"))
    run = MatchingRun.objects.get()
    director = client_of("director")
    for state in (State.READY, State.IMPOSSIBLE, State.CANCELLED):
        MatchingRun.objects.update(state=state)
        assert at("matching_bin_run", run) in coordinator.get(run.get_absolute_url()).content.decode()
        assert at("matching_bin_run", run) not in director.get(run.get_absolute_url()).content.decode()
    MatchingRun.objects.update(state=State.APPROVED, approved_at=run.started_at)
    assert at("matching_bin_run", run) not in coordinator.get(run.get_absolute_url()).content.decode()


@pytest.mark.parametrize("count", [1, 15])
def test_the_bin_costs_the_same_for_many(coordinator, two, count):
    left, _right, _mentees = two
    MatchingRunFactory.create_batch(count, programme=left.programme, deleted_at=left.started_at)
    coordinator.get(reverse("matching_bin"))
    with CaptureQueriesContext(connection) as queries:
        page = coordinator.get(reverse("matching_bin"))
    assert (len(page.context["rows"]), len(queries)) == (count, BIN_QUERIES)


def test_comparing_costs_the_same_for_many(coordinator, two):
    left, right, _mentees = two
    address = at("matching_compare", right, left)
    coordinator.get(address)
    with CaptureQueriesContext(connection) as few:
        coordinator.get(address)
    for _ in range(30):
        mentee = MenteeFactory(programme=left.programme)
        for run in (left, right):
            ProposalFactory(run=run, mentee=mentee, mentor=MentorFactory(programme=left.programme))
    with CaptureQueriesContext(connection) as many:
        coordinator.get(address)
    assert len(many) == len(few) <= 16


def test_wishes_that_exclude_one_another_are_told_with_names(coordinator, people):
    coordinator.post(reverse("matching_new"))
    run = MatchingRun.objects.get()
    mentor, mentee = people[0][0], people[1][0]
    problem = {"reason": "lock_excluded", "mentor": mentor.pk, "mentee": mentee.pk}
    MatchingRun.objects.update(state=State.IMPOSSIBLE, problem=problem)
    page = coordinator.get(run.get_absolute_url()).content.decode()
    assert mentor.person.short_name in page
    assert mentee.person.short_name in page


@pytest.mark.parametrize("role", ["director", "deputy"])
def test_who_only_looks_changes_nothing(client_of, people, role, member):
    run = runs.start(people[0][0].programme, form=None, by=member("coordinator").user, day=people[0][0].decided_on)
    client = client_of(role)
    for name in ("matching_again", "matching_cancel", "matching_bin_run", "matching_restore", "matching_start_again"):
        assert client.post(at(name, run)).status_code == 403
    assert client.post(reverse("matching_new")).status_code == 403
    assert client.get(at("matching_compare", run, run)).status_code == 200
    assert Proposal.objects.filter(run=run).count() == 2


def test_groups_that_are_not_proven_in_time_are_said_so(coordinator, people, monkeypatch):
    def unproven(*args):
        raise NotProven("in time")

    monkeypatch.setattr(computing, "solve_problem", unproven)
    page = coordinator.post(reverse("matching_new"), follow=True).content.decode()
    assert MatchingRun.objects.get().state == State.FAILED
    assert "наименьший размер группы" in page
