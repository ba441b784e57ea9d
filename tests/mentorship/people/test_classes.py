"""Classes: how many pupils have answered, signed and are ready, with the lists of those who have not."""

from datetime import date

import pytest
from django_scopes import scope

from mentorship.people.models import Consent
from mentorship.programmes.models import MembershipClass
from mentorship.programmes.roles import Role
from tests.factories import MenteeFactory, PersonFactory, ProgrammeFactory, SchoolClassFactory

TODAY = date(2022, 3, 14)
URL = "/people/classes/"


@pytest.fixture(autouse=True)
def on_a_day_in_march(on_day):
    on_day(TODAY.year, TODAY.month, TODAY.day)


@pytest.fixture
def classes(school):
    with scope(school=school):
        return [SchoolClassFactory(school=school, grade=grade) for grade in (8, 9)]


def fill(programme, school_class, *, ready=0, answered=0, candidates=0, left=0):
    with scope(school=programme.school):
        for kind, count in {"ready": ready, "answered": answered, "candidates": candidates, "left": left}.items():
            for _ in range(count):
                person = PersonFactory(school=programme.school, school_class=school_class)
                fields = {"answered_on": TODAY} if kind in ("ready", "answered") else {}
                MenteeFactory(programme=programme, person=person, left_on=TODAY if kind == "left" else None, **fields)
                for consent in ("participation", "processing") if kind == "ready" else ():
                    Consent.objects.create(
                        school=programme.school, person=person, kind=consent, signer="both", signed_on=TODAY
                    )


def shown(client):
    rows = client.get(URL).context["rows"]
    return [(row.title, row.pupils, row.mentees, [part.done for part in row.parts]) for row in rows]


def test_a_class_says_how_many_have_answered_signed_and_are_ready(client_of, programme, classes):
    fill(programme, classes[0], ready=2, answered=1, candidates=1, left=1)
    fill(programme, None, candidates=1)
    client = client_of()

    assert shown(client) == [("8\u00a0«Б»", 5, 4, [3, 2, 2]), ("9\u00a0«Б»", 0, 0, [0, 0, 0])]
    assert client.get(URL).context["without"] == 1


def test_the_numbers_lead_to_the_lists_of_those_who_lack_it(client_of, programme, classes):
    fill(programme, classes[0], ready=2, answered=1, candidates=1)
    client = client_of()
    row = client.get(URL).context["rows"][0]
    addresses = [row.pupils_url, row.mentees_url, *(part.url for part in row.parts)]

    assert [client.get(url).context["page_obj"].paginator.count for url in addresses] == [4, 4, 1, 2, 2]


@pytest.mark.parametrize("role", Role)
def test_who_may_open_the_classes(client_of, programme, role):
    editors = (Role.DIRECTOR, Role.COORDINATOR, Role.DEPUTY, Role.CLASS_TEACHER)

    assert client_of(role).get(URL).status_code == (200 if role in editors else 403)


def test_a_class_teacher_sees_the_own_classes(client_of, member, school, programme, classes):
    fill(programme, classes[0], candidates=1), fill(programme, classes[1], candidates=2)
    with scope(school=school):
        teacher = member(Role.CLASS_TEACHER)
        MembershipClass.objects.create(school=school, membership=teacher, school_class=classes[1])

    assert shown(client_of(teacher)) == [("9\u00a0«Б»", 2, 2, [0, 0, 0])]


def test_classes_of_a_neighbour_are_not_seen(client_of, programme, other_school):
    with scope(school=other_school):
        school_class = SchoolClassFactory(school=other_school)
    fill(ProgrammeFactory(school=other_school), school_class, ready=1)

    assert shown(client_of()) == []


def test_a_school_without_a_programme_has_classes_too(client_of, classes):
    assert [row[1:3] for row in shown(client_of())] == [(0, 0), (0, 0)]


@pytest.mark.parametrize("count", [1, 12])
def test_the_number_of_queries_does_not_grow(client_of, programme, school, count, django_assert_max_num_queries):
    for number in range(count):
        with scope(school=school):
            school_class = SchoolClassFactory(school=school, letter=f"Б{number}")
        fill(programme, school_class, ready=1)
    client = client_of()
    client.get(URL)

    with django_assert_max_num_queries(10):
        assert client.get(URL).status_code == 200
