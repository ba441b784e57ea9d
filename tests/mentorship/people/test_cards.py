"""The card of a person: adding, correcting, throwing away and back, representatives, who looked."""

from datetime import date

import pytest
from django_scopes import scope

from mentorship.people.models import Mentee, Mentor, Person, PersonView, Representative
from mentorship.programmes.models import MembershipClass
from mentorship.programmes.roles import Role
from tests.factories import MenteeFactory, PersonFactory, SchoolClassFactory

TODAY = date(2022, 3, 14)


@pytest.fixture(autouse=True)
def on_a_day_in_march(on_day):
    on_day(TODAY.year, TODAY.month, TODAY.day)


@pytest.fixture
def school_class(school):
    with scope(school=school):
        return SchoolClassFactory(school=school)


@pytest.fixture
def pupil(school, school_class):
    with scope(school=school):
        return PersonFactory(school=school, surname="Рябинин", school_class=school_class)


def filled(school_class, **fields):
    own = {"kind": "pupil", "surname": "Ёлкин", "given_name": "Пётр", "patronymic": "Ильич", "birth_year": "2007"}
    return own | {"school_class": school_class.pk, "version": "1"} | fields


def test_a_person_is_added_and_found_by_a_name_without_dots(client_of, school, school_class):
    answer = client_of().post("/people/new/", filled(school_class))

    with scope(school=school):
        row = Person.objects.get()
    assert (answer.status_code, answer.url) == (302, row.get_absolute_url())
    assert (row.name_key, row.birth_year, row.school_class) == ("елкин петр ильич", 2007, school_class)


def test_a_second_click_adds_nobody_and_leads_to_the_same_card(client_of, school_class):
    client, sent = client_of(), filled(school_class, form_key="7d0ce9f4-8a43-4b0c-9d35-0c1f4f7a5e11")

    first, second = client.post("/people/new/", sent), client.post("/people/new/", sent)

    assert (second.status_code, second.url) == (302, first.url)
    assert Person.unscoped.count() == 1


@pytest.mark.parametrize(
    "wrong",
    [{"birth_year": "1890"}, {"birth_year": "2022"}, {"phone": "двести"}, {"email": "x@"}, {"school_class": ""}],
)
def test_what_cannot_be_is_refused_with_words(client_of, school, school_class, wrong):
    answer = client_of().post("/people/new/", filled(school_class) | wrong)

    assert answer.status_code == 422
    assert not Person.unscoped.exists()


def test_a_namesake_is_shown_first_and_added_when_confirmed(client_of, school, school_class, pupil):
    client = client_of()
    same = filled(school_class, surname=pupil.given_name, given_name="Рябинин", patronymic=pupil.patronymic)

    first = client.post("/people/new/", same)

    assert first.status_code == 422
    assert pupil.get_absolute_url() in first.content.decode()
    assert Person.unscoped.count() == 1
    assert client.post("/people/new/", same | {"another": "1"}).status_code == 302
    assert Person.unscoped.count() == 2


def test_a_namesake_of_another_year_is_another_person(client_of, school_class, pupil):
    same = filled(school_class, surname="Рябинин", patronymic=pupil.patronymic, birth_year="2009")

    assert client_of().post("/people/new/", same).status_code == 302


def test_an_edit_of_the_name_moves_the_search_with_it(client_of, school, school_class, pupil):
    client_of().post(f"/people/{pupil.public_id}/edit/", filled(school_class))

    pupil.refresh_from_db()
    assert (pupil.surname, pupil.name_key, pupil.version) == ("Ёлкин", "елкин петр ильич", 2)


def test_the_second_of_two_editors_sees_both_texts(client_of, school, school_class, pupil):
    client = client_of()
    client.post(f"/people/{pupil.public_id}/edit/", filled(school_class, surname="Первый"))

    answer = client.post(f"/people/{pupil.public_id}/edit/", filled(school_class, surname="Второй"))

    assert answer.status_code == 409
    assert "Первый" in answer.content.decode()
    assert "Второй" in answer.content.decode()


def test_a_deleted_person_comes_back_with_everything(client_of, school, programme, pupil):
    client = client_of()
    with scope(school=school):
        MenteeFactory(programme=programme, person=pupil)

    client.post(f"/people/{pupil.public_id}/delete/")
    assert client.get(pupil.get_absolute_url()).status_code == 404

    client.post(f"/people/{pupil.public_id}/restore/")
    assert client.get(pupil.get_absolute_url()).status_code == 200
    assert Mentee.unscoped.filter(person=pupil, deleted_at=None).exists()


def test_a_new_parent_and_a_known_one_become_representatives(client_of, school, pupil):
    client, path = client_of(), f"/people/{pupil.public_id}/representatives/"
    with scope(school=school):
        known = PersonFactory(school=school, kind="parent", surname="Рябинина", birth_year=1980)

    assert pupil.surname in client.get(path).content.decode()
    client.post(path, {"surname": "Рябинин", "given_name": "Олег", "relation": "отец"})
    client.post(path, {"known": known.pk, "relation": "мать"})
    twice = client.post(path, {"known": known.pk})

    assert twice.status_code == 422
    links = Representative.unscoped.filter(minor=pupil)
    assert sorted(links.values_list("person__surname", "relation")) == [("Рябинин", "отец"), ("Рябинина", "мать")]
    client.post(f"{path}remove/", {"representative": links.first().pk})
    assert links.count() == 1


def test_one_person_is_made_a_mentee_and_a_mentor_once(client_of, school, programme, pupil):
    client = client_of()
    for _time in range(2):
        for kind in ("mentees", "mentors"):
            assert client.post(f"/{kind}/new/", {"person": str(pupil.public_id)}).status_code == 302

    assert (Mentee.unscoped.count(), Mentor.unscoped.count()) == (1, 1)
    assert client.post("/mentees/new/", {"person": "nobody"}).status_code == 404


@pytest.mark.parametrize("role", [Role.DIRECTOR, Role.COORDINATOR, Role.DEPUTY])
def test_who_sees_all_opens_the_card_and_is_written_down_once_a_day(client_of, on_day, pupil, role):
    client = client_of(role)

    assert client.get(pupil.get_absolute_url()).status_code == 200
    client.get(pupil.get_absolute_url())
    assert PersonView.unscoped.filter(person=pupil).count() == 1

    on_day(2022, 3, 15)
    client_of(client.membership).get(pupil.get_absolute_url())
    assert PersonView.unscoped.filter(person=pupil).count() == 2


def test_the_card_of_a_grown_up_is_not_written_down(client_of, school):
    with scope(school=school):
        teacher = PersonFactory(school=school, kind="teacher", birth_year=1980)

    client_of().get(teacher.get_absolute_url())

    assert not PersonView.unscoped.exists()


@pytest.mark.parametrize("path", ["", "edit/", "representatives/"])
def test_a_class_teacher_opens_the_own_class_only(client_of, member, school, school_class, pupil, path):
    teacher = member(Role.CLASS_TEACHER)
    client = client_of(teacher)
    assert client.get(pupil.get_absolute_url() + path).status_code == 404

    with scope(school=school):
        MembershipClass.objects.create(school=school, membership=teacher, school_class=school_class)
    assert client.get(pupil.get_absolute_url() + path).status_code == 200


def test_a_stranger_finds_nothing_and_a_psychologist_changes_nothing(client_of, member, other_school, pupil):
    stranger = client_of(member(Role.COORDINATOR, school=other_school))

    assert stranger.get(pupil.get_absolute_url()).status_code == 404
    assert client_of(Role.PSYCHOLOGIST).get(f"{pupil.get_absolute_url()}edit/").status_code == 403


@pytest.mark.parametrize(("role", "sees"), [(Role.COORDINATOR, True), (Role.DIRECTOR, True), (Role.DEPUTY, False)])
def test_who_looked_is_shown_to_the_leaders(client_of, member, school, pupil, role, sees):
    looker = client_of(Role.DEPUTY)
    looker.get(pupil.get_absolute_url())

    page = client_of(role).get(pupil.get_absolute_url()).content.decode()

    assert (looker.membership.user.short_name in page) == sees


def test_a_psychologist_opens_the_cards_of_those_who_wait_for_a_mentor(client_of, school, programme, pupil):
    client = client_of(Role.PSYCHOLOGIST)
    assert client.get(pupil.get_absolute_url()).status_code == 404

    with scope(school=school):
        mentee = MenteeFactory(programme=programme, person=pupil)
    assert client.get(pupil.get_absolute_url()).status_code == 200

    Mentee.unscoped.filter(pk=mentee.pk).update(left_on=date(2022, 3, 1))
    assert client.get(pupil.get_absolute_url()).status_code == 404


def test_my_data_says_who_opened_the_card(client_of, member, school, pupil):
    coordinator = client_of()
    coordinator.get(pupil.get_absolute_url())
    me = member(Role.MENTEE)
    Person.unscoped.filter(pk=pupil.pk).update(user=me.user)

    own = client_of(me).get("/me/data/").content.decode()
    nobody = client_of(Role.MENTEE).get("/me/data/")

    assert "Рябинин" in own
    assert coordinator.membership.user.short_name in own
    assert nobody.status_code == 200
    assert "Рябинин" not in nobody.content.decode()


def test_a_card_names_its_double_with_the_page_that_joins_them(client_of, school, programme):
    with scope(school=school):
        first, second = (PersonFactory(school=school, surname="Ёлкин", given_name="Пётр") for _ in range(2))
        other = PersonFactory(school=school, surname="Берёзкин", given_name="Пётр")
    client = client_of()

    page = client.get(first.get_absolute_url()).content.decode()

    assert f"/people/merge/?a={first.public_id}&amp;b={second.public_id}" in page
    assert "/people/merge/" not in client.get(other.get_absolute_url()).content.decode()
