"""Where a person's day begins."""

from datetime import date

import pytest
from django.test import Client
from django_scopes import scope

from mentorship.common import clock
from mentorship.people.models import Consent, ConsentKind
from mentorship.programmes.models import Programme, RegionOperator
from tests.factories import MenteeFactory, MentorFactory, ProgrammeFactory, RegionFactory, SchoolFactory, UserFactory


@pytest.fixture
def operator(db):
    """A signed-in operator of a region; ``.region`` is it."""
    client = Client()
    user = UserFactory()
    client.region = RegionFactory(title="Самарская область")
    RegionOperator.objects.create(user=user, region=client.region)
    client.force_login(user)
    return client


@pytest.mark.parametrize("role", ["director", "coordinator", "class_teacher", "mentor", "mentee"])
def test_people_of_a_school_begin_with_today(role, client_of):
    assert client_of(role).get("/").url == "/today/"


def test_an_operator_begins_with_the_region(operator):
    assert operator.get("/").url == "/region/"


def test_whoever_has_no_school_is_told(db):
    client = Client()
    client.force_login(UserFactory())

    assert "ещё не добавили в школу" in client.get("/").content.decode()


def test_the_region_shows_its_own_schools_without_people(operator, member):
    mine = SchoolFactory(short_name="Школа № 5", city="Самара", region=operator.region)
    SchoolFactory(short_name="Школа № 6", region=RegionFactory())
    person = member("director", school=mine).user

    page = operator.get("/region/").content.decode()

    assert "Школа № 5" in page
    assert "Самара" in page
    assert "Школа № 6" not in page
    assert person.surname not in page


def test_the_region_counts_participants_and_hides_small_numbers(operator):
    school = SchoolFactory(short_name="Школа № 5", region=operator.region)
    programme = ProgrammeFactory(school=school)
    with scope(school=school):
        mentees = [MenteeFactory(programme=programme, answered_on=date(2021, 12, 1)) for _ in range(7)]
        for mentee in mentees[:6]:
            for kind in (ConsentKind.PARTICIPATION, ConsentKind.PROCESSING):
                Consent.objects.create(
                    school=school, person=mentee.person, kind=kind, signer="both", signed_on=date(2021, 12, 1)
                )
        MenteeFactory(programme=programme, deleted_at=clock.now())
        earlier = Programme.objects.create(
            school=school, title="Прежняя", starts_on=date(2020, 9, 1), ends_on=date(2021, 5, 31)
        )
        MenteeFactory(programme=earlier)
        for _ in range(4):
            MentorFactory(programme=programme)

    answer = operator.get("/region/")

    assert answer.context["rows"] == [(school, [(7, False), (6, False), (4, True), (0, False)])]
    page = " ".join(answer.content.decode().split())
    assert mentees[0].person.surname not in page
    assert '<td class="rm-num"> 4 </td>' not in page
    assert '<td class="rm-num"> 7 </td>' in page


@pytest.mark.parametrize("count", [1, 8])
def test_the_region_asks_the_same_number_of_questions(count, operator, django_assert_num_queries):
    for _ in range(count):
        ProgrammeFactory(school=SchoolFactory(region=operator.region))

    with django_assert_num_queries(8):
        operator.get("/region/")


def test_the_region_is_closed_to_people_of_schools(client_of):
    assert client_of("director").get("/region/").status_code == 403


def test_an_operator_has_no_right_in_a_school(operator, school):
    assert operator.get("/settings/").status_code == 403
    assert operator.get("/roadmap/").status_code == 403
