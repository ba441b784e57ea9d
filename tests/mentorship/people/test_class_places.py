"""The buildings and shifts of classes: one page for all, and nobody's change is lost."""

import pytest
from django_scopes import scope

from mentorship.programmes.models import AuditEvent, SchoolClass
from mentorship.programmes.roles import Role
from tests.factories import SchoolClassFactory

URL = "/people/classes/places/"


@pytest.fixture
def eight(school):
    with scope(school=school):
        return SchoolClassFactory(school=school)


def sent(one, building="", shift="", was_building="", was_shift=""):
    values = {"building": building, "shift": shift, "was_building": was_building, "was_shift": was_shift}
    return {f"{name}_{one.pk}": value for name, value in values.items()}


def place_of(one):
    with scope(school=one.school):
        found = SchoolClass.objects.get(pk=one.pk)
    return found.building, found.shift


@pytest.mark.parametrize("role", Role.values)
def test_those_who_edit_people_set_places(client_of, programme, eight, role):
    expected = 200 if role in (Role.DIRECTOR, Role.COORDINATOR, Role.DEPUTY) else 403

    assert client_of(role).get(URL).status_code == expected


def test_a_building_and_a_shift_are_saved_and_told_to_the_log(client_of, programme, eight):
    response = client_of().post(URL, sent(eight, "Заречный", "2"))

    assert response.status_code == 302
    assert place_of(eight) == ("Заречный", 2)
    with scope(school=eight.school):
        assert len(AuditEvent.objects.get(action="class.placed").changes) == 2


def test_what_is_emptied_is_empty(client_of, programme, eight):
    client_of().post(URL, sent(eight, "Заречный", "2"))
    client_of().post(URL, sent(eight, was_building="Заречный", was_shift="2"))

    assert place_of(eight) == ("", None)


def test_a_class_that_nobody_touched_keeps_what_another_person_saved(client_of, programme, eight):
    with scope(school=eight.school):
        nine = SchoolClassFactory(school=eight.school, grade=9)
    client_of().post(URL, sent(eight, "Заречный", "2") | sent(nine))
    client_of().post(URL, sent(eight) | sent(nine, "Главный"))

    assert place_of(eight) == ("Заречный", 2)
    assert place_of(nine) == ("Главный", None)


def test_of_two_who_change_one_class_the_second_is_told(client_of, programme, eight):
    client_of().post(URL, sent(eight, "Заречный"))
    response = client_of().post(URL, sent(eight, "Главный"), follow=True)

    assert place_of(eight) == ("Заречный", None)
    assert response.redirect_chain == [(URL, 302)]
    assert [message.level_tag for message in response.context["messages"]] == ["error"]


@pytest.mark.parametrize(("building", "shift"), [("а" * 61, "1"), ("Главный", "9")])
def test_bad_input_is_kept_and_told(client_of, programme, eight, building, shift):
    response = client_of().post(URL, sent(eight, building, shift))

    assert response.status_code == 422
    assert response.context["form"][f"building_{eight.pk}"].value() == building
    assert place_of(eight) == ("", None)


@pytest.mark.parametrize("count", [1, 6])
def test_the_page_takes_the_same_queries(client_of, programme, school, count, django_assert_num_queries):
    with scope(school=school):
        for number in range(count):
            SchoolClassFactory(school=school, grade=number + 1)
    client = client_of()
    client.get(URL)

    with django_assert_num_queries(5):
        client.get(URL)
