"""Where a person's day begins."""

import pytest
from django.test import Client

from mentorship.programmes.models import RegionOperator
from tests.factories import RegionFactory, SchoolFactory, UserFactory


@pytest.fixture
def operator(db):
    """A signed-in operator of a region; ``.region`` is it."""
    client = Client()
    user = UserFactory()
    client.region = RegionFactory(title="Самарская область")
    RegionOperator.objects.create(user=user, region=client.region)
    client.force_login(user)
    return client


@pytest.mark.parametrize("role", ["deputy", "coordinator", "class_teacher"])
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


def test_the_region_is_closed_to_people_of_schools(client_of):
    assert client_of("director").get("/region/").status_code == 403


def test_an_operator_has_no_right_in_a_school(operator, school):
    assert operator.get("/settings/").status_code == 403
    assert operator.get("/roadmap/").status_code == 403
