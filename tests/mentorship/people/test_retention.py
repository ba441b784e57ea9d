"""Names go when the term of keeping is over, and not a day sooner."""

from datetime import date
from io import StringIO

import pytest
from django.core.management import call_command
from django_scopes import scope

from mentorship.people.models import Mentee, PeopleSettings, Person
from mentorship.people.services import retention
from mentorship.people.tasks import erase_old_names
from mentorship.programmes.models import AuditEvent
from mentorship.programmes.roles import Role
from tests.factories import MenteeFactory, PersonFactory, ProgrammeFactory

URL = "/people/retention/"


@pytest.fixture
def people(school):
    """One of a programme that ended on 31.05.2022, one of that and of a later one."""
    with scope(school=school):
        old = ProgrammeFactory(school=school)
        new = ProgrammeFactory(school=school, starts_on=date(2024, 9, 1), ends_on=date(2025, 5, 31))
        gone, stays = PersonFactory(school=school), PersonFactory(school=school)
        MenteeFactory(programme=old, person=gone)
        MenteeFactory(programme=old, person=stays)
        MenteeFactory(programme=new, person=stays)
    return gone, stays


def nameless(school):
    with scope(school=school):
        return set(Person.objects.exclude(anonymised_at=None).values_list("pk", flat=True))


@pytest.mark.parametrize(("day", "count"), [(date(2025, 5, 31), 0), (date(2025, 6, 1), 1)])
def test_the_term_ends_on_the_day_after(people, school, day, count):
    with scope(school=school):
        found = retention.report(years=3, day=day)

    assert len(found.people) == count
    assert found.held == (1 if count else 0)


def test_the_page_reports_and_asks_before_it_acts(people, client_of, school, on_day):
    on_day(2025, 6, 2)
    client = client_of(Role.DIRECTOR)

    page = client.get(URL).content.decode()
    assert people[0].full_name in page
    assert people[1].full_name not in page
    assert client.post(URL, {"act": "erase"}).status_code == 422
    assert nameless(school) == set()

    assert client.post(URL, {"act": "erase", "erase-is_sure": "on"}).status_code == 302
    assert nameless(school) == {people[0].pk}
    with scope(school=school):
        assert Mentee.objects.count() == 3
        assert AuditEvent.objects.get(action="people.made_nameless").object_name == str(school)


def test_the_school_sets_the_term(people, client_of, school, on_day):
    on_day(2025, 6, 2)
    client = client_of(Role.DIRECTOR)

    saved = client.post(URL, {"act": "keep", "keep-version": 1, "keep-years_kept": 5})

    assert saved.status_code == 302
    with scope(school=school):
        row = PeopleSettings.objects.get()
        assert (row.years_kept, row.erases_by_itself) == (5, False)
        assert retention.make_nameless(school=school, day=date(2025, 6, 2), by=None) == 0


def test_the_command_says_first_and_acts_when_told(people, school, on_day):
    on_day(2025, 6, 2)
    out = StringIO()

    call_command("erase_old_names", stdout=out)
    assert ": 1" in out.getvalue()
    assert nameless(school) == set()

    call_command("erase_old_names", "--really", stdout=out)
    assert nameless(school) == {people[0].pk}


@pytest.mark.parametrize("role", Role)
def test_leaders_alone_see_the_term(people, client_of, role):
    expected = 200 if role in (Role.DIRECTOR, Role.COORDINATOR) else 403

    assert client_of(role).get(URL).status_code == expected


@pytest.mark.parametrize("is_on", [False, True])
def test_the_product_acts_by_itself_only_where_the_school_said_so(people, school, on_day, is_on):
    on_day(2025, 6, 2)
    with scope(school=school):
        PeopleSettings.objects.create(school=school, erases_by_itself=is_on)

    erase_old_names()

    assert nameless(school) == ({people[0].pk} if is_on else set())
