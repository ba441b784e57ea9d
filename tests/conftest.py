"""A school, its neighbour, and people of every role signed in."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.test import Client
from django_scopes import scope

from mentorship.programmes.roles import Role
from tests.factories import MembershipFactory, ProgrammeFactory, RoadmapFactory, SchoolFactory

CUSTOMER_DATA = Path(__file__).resolve().parents[2] / "shared" / "data"


@pytest.fixture
def school(db):
    return SchoolFactory(slug="school-one", short_name="Школа № 1")


@pytest.fixture
def other_school(db):
    return SchoolFactory(slug="school-two", short_name="Школа № 2")


@pytest.fixture
def school_scope(school):
    """The scope of the school's rows, as in a request."""
    with scope(school=school):
        yield school


@pytest.fixture
def programme(school):
    return ProgrammeFactory(school=school)


@pytest.fixture
def roadmap(programme):
    return RoadmapFactory(programme=programme)


@pytest.fixture
def other_roadmap(other_school):
    """A roadmap that nobody of the first school may see."""
    return RoadmapFactory(programme=ProgrammeFactory(school=other_school))


@pytest.fixture
def member(school):
    """``member("director")`` is the membership of a new user with this role; ``.user`` is the person."""

    def make(role=Role.COORDINATOR, school=school, **fields):
        return MembershipFactory(school=school, role=role, **fields)

    return make


@pytest.fixture
def client_of(member):
    """``client_of("director")`` is a signed-in client; ``client_of(membership)`` is that person's."""

    def make(who=Role.COORDINATOR):
        membership = who if hasattr(who, "user") else member(who)
        client = Client()
        client.force_login(membership.user)
        client.membership = membership
        return client

    return make


@pytest.fixture
def on_day(settings):
    """``on_day(2022, 3, 14)`` sets the product's clock to the noon of a day in Samara."""

    def fix(year, month, day):
        settings.TEST_NOW = datetime(year, month, day, 8, tzinfo=UTC)

    return fix


def customer_file(name):
    path = CUSTOMER_DATA / name
    if not path.exists():
        pytest.skip("the customer's document is kept outside of the repository and is not here")
    return path


@pytest.fixture
def customer_docx():
    return customer_file("roadmap-school-128-2021.docx")


@pytest.fixture
def customer_yaml():
    return customer_file("roadmap-school-128-2021.yaml")
