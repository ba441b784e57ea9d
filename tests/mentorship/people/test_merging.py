"""Two cards of one person become one, and nothing is lost."""

import re

import pytest
from django_scopes import scope

from mentorship.people.models import Consent, Mentee, Mentor, Person, Representative
from mentorship.programmes.models import AuditEvent
from mentorship.programmes.roles import Role
from tests.factories import MenteeFactory, MentorFactory, PersonFactory


@pytest.fixture
def twins(school, programme):
    with scope(school=school):
        first = PersonFactory(school=school, surname="Иванов", phone="")
        second = PersonFactory(school=school, surname="Ивaнов", phone="8 900", birth_year=2008)
        MenteeFactory(programme=programme, person=first, request="английский")
        MenteeFactory(programme=programme, person=second, request="химия", interests="шахматы")
        MentorFactory(programme=programme, person=second)
        parent = PersonFactory(school=school, kind="parent")
        for one in (first, second):
            Representative.objects.create(school=school, minor=one, person=parent)
        Consent.objects.create(
            school=school, person=second, kind="processing", signer="both", signed_on="2022-01-10", paper="№ 3"
        )
    return first, second


def url(first, second):
    return f"/people/merge/?a={first.public_id}&b={second.public_id}"


def body(first, second, **more):
    return {"version-a": first.version, "version-b": second.version} | more


def test_the_page_joins_two_cards(twins, client_of, school):
    first, second = twins
    client = client_of(Role.COORDINATOR)

    assert client.get(url(first, second)).status_code == 200
    assert client.post(url(first, second), body(first, second, birth_year="b")).status_code == 302

    with scope(school=school):
        winner, loser = Person.objects.get(pk=first.pk), Person.objects.get(pk=second.pk)
        assert (winner.surname, winner.phone, winner.birth_year) == ("Иванов", "8 900", 2008)
        assert loser.deleted_at
        assert loser.surname == second.surname
        mentee = Mentee.objects.living().get()
        assert (mentee.person, mentee.request, mentee.interests) == (winner, "английский\nхимия", "шахматы")
        assert Mentor.objects.living().get().person == winner
        assert Consent.objects.get().person == winner
        assert Representative.objects.get().minor == winner
        assert AuditEvent.objects.filter(action="person.merged").count() == 2


def test_the_row_of_the_second_card_may_lead(twins, client_of, school):
    first, second = twins
    with scope(school=school):
        theirs = Mentee.objects.get(person=second)

    client_of(Role.COORDINATOR).post(url(first, second), body(first, second, **{"mentee-1": theirs.pk}))

    with scope(school=school):
        mentee = Mentee.objects.living().get()
        assert (mentee.pk, mentee.person_id, mentee.request) == (theirs.pk, first.pk, "химия\nанглийский")


def test_a_card_changed_in_between_is_looked_at_again(twins, client_of, school):
    first, second = twins
    with scope(school=school):
        second.swap(second.version, phone="8 901")

    answer = client_of(Role.COORDINATOR).post(url(first, second), body(first, second) | {"version-b": 1})

    assert answer.status_code == 422
    with scope(school=school):
        assert Person.objects.living().filter(pk=second.pk).exists()


def test_a_refused_page_keeps_every_choice(twins, client_of, school):
    first, second = twins
    with scope(school=school):
        theirs = Mentee.objects.get(person=second)
    chosen = {"surname": "b", "mentee-1": theirs.pk, "version-a": 99}

    answer = client_of(Role.COORDINATOR).post(url(first, second), body(first, second) | chosen)

    assert answer.status_code == 422
    page = " ".join(answer.content.decode().split())
    assert re.search(r'id="surname-b" checked', page)
    assert not re.search(r'id="surname-a" checked', page)
    assert f'id="mentee-{theirs.pk}" checked' in page
    assert page.count('name="mentee-1"') == 2


def test_the_second_press_finds_one_card_only(twins, client_of):
    client = client_of(Role.COORDINATOR)

    assert client.post(url(*twins), body(*twins)).status_code == 302
    assert client.post(url(*twins), body(*twins)).status_code == 404


@pytest.mark.parametrize("role", Role)
def test_who_may_join_cards(twins, client_of, role):
    expected = 200 if role in (Role.DIRECTOR, Role.COORDINATOR, Role.DEPUTY) else 403

    assert client_of(role).get(url(*twins)).status_code == expected


def test_a_card_of_another_school_is_not_there(twins, client_of, other_school):
    with scope(school=other_school):
        stranger = PersonFactory(school=other_school)

    client = client_of(Role.COORDINATOR)
    for pair in ((twins[0], stranger), (stranger, twins[0]), (twins[0], twins[0])):
        assert client.get(url(*pair)).status_code == 404
    assert client.get("/people/merge/?a=x&b=").status_code == 404
