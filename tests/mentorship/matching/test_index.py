"""The first page of the matching: who is ready, what to do first, the drafts."""

import pytest
from django.urls import reverse
from django_scopes import scope

from mentorship.matching.readiness import readiness_of
from mentorship.programmes.models import MentoringForm
from mentorship.programmes.roles import Role
from tests.factories import (
    MatchingRunFactory,
    MenteeFactory,
    MentorFactory,
    PairingFactory,
    ProgrammeFactory,
    ProposalFactory,
)
from tests.mentorship.people.asking import answer, campaign_of

from .registers import CHOICE_OF_MENTEES, CHOICE_OF_MENTORS, DAY, choice_campaign, choose, ready_mentee, ready_mentor

URL = "/matching/"
NEW = "/matching/drafts/new/"


@pytest.fixture(autouse=True)
def on_a_day_in_march(on_day):
    on_day(DAY.year, DAY.month, DAY.day)


@pytest.fixture
def people(programme):
    """Two mentors with three places in all, two mentees; one of each side has chosen."""
    with scope(school=programme.school):
        mentors = [ready_mentor(programme, capacity=count) for count in (1, 2)]
        mentees = [ready_mentee(programme) for _number in range(2)]
        choose(choice_campaign(programme, CHOICE_OF_MENTEES), mentees[0], wished=[mentors[0]])
        choose(choice_campaign(programme, CHOICE_OF_MENTORS), mentors[0], wished=[mentees[0]])
    return mentors, mentees


def page_of(client):
    response = client.get(URL)
    return response.context, response.content.decode()


@pytest.mark.parametrize("role", Role.values)
def test_leaders_see_the_page_and_the_coordinator_starts(client_of, people, role):
    response = client_of(role).get(URL)

    sees = role in (Role.DIRECTOR, Role.COORDINATOR, Role.DEPUTY)
    assert response.status_code == (200 if sees else 403)
    assert (NEW in response.content.decode()) == (role == Role.COORDINATOR)


def test_who_is_ready_is_counted(school_scope, programme, people):
    ready = readiness_of(programme, DAY)

    assert (ready.mentors, ready.places, ready.mentees) == (2, 3, 2)
    assert (ready.chosen, ready.people) == (2, 4)
    assert ready.is_enough
    assert ready.short == 0


def test_pairs_take_places_and_people_away(school_scope, programme, people):
    mentors, mentees = people
    PairingFactory(programme=programme, mentor=mentors[0], mentees=[mentees[0]])

    ready = readiness_of(programme, DAY)

    assert (ready.mentors, ready.places, ready.mentees, ready.chosen) == (1, 2, 1, 0)


def test_the_numbers_lead_to_lists_of_as_many(client_of, programme, people):
    client = client_of()

    for line in page_of(client)[0]["lines"]:
        assert client.get(line["address"]).context["page_obj"].paginator.count == line["count"]


def test_mentors_with_a_mentee_and_a_place_are_in_no_one_list(client_of, programme, people):
    mentors, mentees = people
    with scope(school=programme.school):
        PairingFactory(programme=programme, mentor=mentors[1], mentees=[mentees[0]])

    line, _mentees = page_of(client_of())[0]["lines"]

    assert (line["count"], line["places"], line["address"]) == (2, 2, "")


def test_who_is_not_ready_is_counted_as_the_register_counts(client_of, programme, people):
    with scope(school=programme.school):
        MentorFactory(programme=programme)
        MenteeFactory(programme=programme, answered_on=DAY)
    client = client_of()

    context, _html = page_of(client)

    for line in context["lines"]:
        for lack in line["lacks"]:
            assert client.get(lack.address).context["page_obj"].paginator.count == lack.count
    assert [len(line["lacks"]) for line in context["lines"]] == [4, 1]


def test_fewer_places_than_mentees_is_said_before_the_matching(school_scope, programme, people):
    for _number in range(3):
        ready_mentee(programme)

    assert readiness_of(programme, DAY).short == 2


@pytest.mark.parametrize(
    ("mentors", "mentees", "expected"),
    [([], [], "mentees"), ([], ["ready"], "mentors"), (["ready"], ["new"], "mentees"), (["new"], ["ready"], "mentors")],
)
def test_a_page_without_people_says_what_comes_first(client_of, programme, mentors, mentees, expected):
    with scope(school=programme.school):
        for kind in mentors:
            (ready_mentor if kind == "ready" else MentorFactory)(programme=programme)
        for kind in mentees:
            (ready_mentee if kind == "ready" else MenteeFactory)(programme=programme)

    _context, html = page_of(client_of())

    assert f'<a class="btn btn-primary" href="{reverse(expected)}">' in html
    assert NEW not in html


def test_a_school_without_a_programme_is_told_so(client_of, school):
    assert client_of().get(URL).context["ready"] is None


def test_the_forms_of_the_programme_are_offered(client_of, programme, people):
    with scope(school=programme.school):
        form = MentoringForm.objects.create(school=programme.school, title="Ученик – ученик")
        MentoringForm.objects.create(school=programme.school, title="Чужая")
        programme.forms.add(form, through_defaults={"school": programme.school})

    context, html = page_of(client_of())

    assert list(context["forms"]) == [form]
    assert 'name="form"' in html


def test_answers_that_the_registers_do_not_have_yet_are_told(client_of, programme, people):
    with scope(school=programme.school):
        person = ready_mentee(programme).person
        answer(campaign_of(programme), person, request={"text": "Физика"})
    client = client_of()

    assert client.get(URL).context["waiting"] == 1

    client.get(reverse("answers"))

    assert client.get(URL).context["waiting"] == 1
    assert client_of("deputy").get(URL).context["waiting"] == 1


def test_drafts_stand_with_their_figures_the_last_one_first(client_of, programme):
    with scope(school=programme.school):
        first, second = (MatchingRunFactory(programme=programme, number=number) for number in (1, 2))
        MatchingRunFactory(programme=programme, number=3, deleted_at="2022-03-14T08:00Z")
        MatchingRunFactory(programme=ProgrammeFactory(school=programme.school))
        programme.school.current_programme = programme
        programme.school.save()
        ProposalFactory(run=second, points=7350)
        ProposalFactory(run=second, points=8050)
        ProposalFactory(run=second, mentor=None, points=None)

    context, _html = page_of(client_of())

    (top, figures, look), (bottom, nothing, _look) = context["rows"]
    assert (top, bottom, look) == (second, first, "check")
    assert (figures.paired, figures.mentees, figures.mean) == (2, 3, 77)
    assert nothing is None


@pytest.mark.parametrize("count", [1, 5])
def test_the_page_takes_the_same_queries(client_of, programme, count, django_assert_num_queries):
    with scope(school=programme.school):
        campaign = choice_campaign(programme, CHOICE_OF_MENTEES)
        for number in range(count):
            mentor = ready_mentor(programme)
            choose(campaign, ready_mentee(programme), wished=[mentor])
            ProposalFactory(run=MatchingRunFactory(programme=programme, number=number + 1), mentor=mentor)
    client = client_of()
    client.get(URL)

    with django_assert_num_queries(19):
        assert len(client.get(URL).context["rows"]) == count
