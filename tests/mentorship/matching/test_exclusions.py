"""«Не сводить»: who says so, who sees why, names that several people have, taking it back."""

import pytest
from django_scopes import scope

from mentorship.common.errors import RuleBroken
from mentorship.matching.models import Exclusion
from mentorship.matching.services import exclusions as services
from mentorship.programmes.models import AuditEvent
from mentorship.programmes.roles import Role
from tests.factories import MenteeFactory, MentorFactory, PersonFactory, SchoolClassFactory

URL = "/matching/exclusions/"
NEW = "/matching/exclusions/new/"


@pytest.fixture(autouse=True)
def on_a_day_in_march(on_day):
    on_day(2022, 3, 14)


def named(school, surname, given="Пётр", **fields):
    return PersonFactory(school=school, surname=surname, given_name=given, patronymic="", **fields)


@pytest.fixture
def mentor(programme):
    with scope(school=programme.school):
        person = named(programme.school, "Ковалёва", "Нина", kind="teacher", post="учитель")
        return MentorFactory(programme=programme, person=person)


@pytest.fixture
def mentee(programme):
    with scope(school=programme.school):
        eight = SchoolClassFactory(school=programme.school)
        return MenteeFactory(programme=programme, person=named(programme.school, "Орлов", school_class=eight))


def exclude(mentor, mentee, reason="Соседи"):
    with scope(school=mentor.school):
        return services.exclude(programme=mentor.programme, mentor=mentor, mentee=mentee, reason=reason, by=None)


def all_of(school):
    with scope(school=school):
        return list(Exclusion.objects.values_list("mentor", "mentee", "reason"))


@pytest.mark.parametrize("role", Role.values)
def test_leaders_see_who_and_the_coordinator_sees_why(client_of, mentor, mentee, role):
    row = exclude(mentor, mentee, "Тайна")
    client = client_of(role)

    response = client.get(URL)

    sees = role in (Role.DIRECTOR, Role.COORDINATOR, Role.DEPUTY)
    assert response.status_code == (200 if sees else 403)
    assert ("Орлов" in response.content.decode()) == sees
    assert ("Тайна" in response.content.decode()) == (role == Role.COORDINATOR)
    for address in (NEW, f"{URL}{row.pk}/delete/", f"{URL}undo/"):
        assert (client.post(address).status_code == 403) == (role != Role.COORDINATOR)


def test_two_people_are_kept_apart(client_of, school, mentor, mentee):
    response = client_of().post(NEW, {"mentor": "Ковалёва Нина, учитель", "mentee": "орлов", "reason": "Соседи"})

    assert response.status_code == 302
    assert all_of(school) == [(mentor.pk, mentee.pk, "Соседи")]
    with scope(school=school):
        event = AuditEvent.objects.get(action="matching.excluded")
    assert "Соседи" not in f"{event.object_name}{event.changes}"


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"mentor": ""}, "mentor"),
        ({"mentee": "Никто Такой"}, "mentee"),
        ({"mentee": "Орлов"}, "mentee"),
        ({"reason": " "}, "reason"),
        ({"reason": "а" * 301}, "reason"),
    ],
)
def test_bad_input_is_kept_and_told(client_of, school, mentor, mentee, sent, field):
    with scope(school=school):
        MenteeFactory(programme=mentor.programme, person=named(school, "Орлов", "Иван"))
    data = {"mentor": "Ковалёва", "mentee": "Орлов Пётр", "reason": "Соседи"} | sent

    response = client_of().post(NEW, data)

    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]
    assert response.context["form"]["mentor"].value() == data["mentor"]
    assert all_of(school) == []


def test_namesakes_of_one_class_are_told_apart(client_of, school, mentor, mentee):
    with scope(school=school):
        eight = mentee.person.school_class
        second = MenteeFactory(programme=mentor.programme, person=named(school, "Орлов", school_class=eight))
        MenteeFactory(programme=mentor.programme, person=named(school, "Орлов", school_class=eight))
    client = client_of()

    lines = client.get(NEW).context["form"].fields["mentee"].options
    client.post(NEW, {"mentor": "Ковалёва", "mentee": lines[1], "reason": "Соседи"})

    assert len(set(lines)) == 3
    assert all_of(school) == [(mentor.pk, second.pk, "Соседи")]


def test_people_chosen_on_another_page_stand_in_the_form(client_of, mentor, mentee):
    form = client_of().get(f"{NEW}?mentor={mentor.public_id}&mentee={mentee.public_id}").context["form"]

    assert form["mentor"].value() == "Ковалёва Нина, учитель"
    assert form["mentee"].value() == "Орлов Пётр, 8 «Б»"


def test_the_same_two_are_not_put_down_twice(client_of, school, mentor, mentee):
    exclude(mentor, mentee)

    response = client_of().post(NEW, {"mentor": "Ковалёва", "mentee": "Орлов", "reason": "Ещё раз"})

    assert response.status_code == 422
    assert len(all_of(school)) == 1


def test_nobody_is_kept_apart_from_oneself(school_scope, programme):
    person = PersonFactory(school=programme.school, kind="teacher")
    both = MentorFactory(programme=programme, person=person), MenteeFactory(programme=programme, person=person)

    with pytest.raises(RuleBroken):
        services.exclude(programme=programme, mentor=both[0], mentee=both[1], reason="Он сам", by=None)


def test_it_is_taken_back_and_put_down_again(client_of, school, mentor, mentee):
    row = exclude(mentor, mentee)
    client = client_of()
    client.post(f"{URL}{row.pk}/delete/")

    assert all_of(school) == []

    client.post(f"{URL}undo/")

    assert all_of(school) == [(mentor.pk, mentee.pk, "Соседи")]


def test_an_undo_of_nothing_says_so(client_of, programme):
    response = client_of().post(f"{URL}undo/", follow=True)

    assert len(list(response.context["messages"])) == 1


@pytest.mark.parametrize(("query", "found"), [("орлов", 1), ("КОВАЛЕВА", 1), ("ковалева орлов", 1), ("сидоров", 0)])
def test_the_list_is_filtered_by_either_name(client_of, mentor, mentee, query, found):
    exclude(mentor, mentee)

    assert client_of().get(URL, {"q": query}).context["page_obj"].paginator.count == found


@pytest.mark.parametrize("count", [1, 5])
def test_the_list_takes_the_same_queries(client_of, programme, count, django_assert_num_queries):
    with scope(school=programme.school):
        for _number in range(count):
            exclude(MentorFactory(programme=programme), MenteeFactory(programme=programme))
    client = client_of()
    client.get(URL)

    with django_assert_num_queries(6):
        assert len(client.get(URL).context["page_obj"]) == count


@pytest.mark.parametrize("count", [1, 5])
def test_the_form_takes_the_same_queries(client_of, programme, count, django_assert_num_queries):
    with scope(school=programme.school):
        for _number in range(count):
            MentorFactory(programme=programme)
            MenteeFactory(programme=programme)
    client = client_of()
    client.get(NEW)

    with django_assert_num_queries(6):
        client.get(NEW)
