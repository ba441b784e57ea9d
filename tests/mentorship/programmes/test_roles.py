"""Who is in the school and with which roles."""

import pytest
from django.test import Client
from django_scopes import scope

from mentorship.programmes.classes import classes_named
from mentorship.programmes.models import AuditEvent, Membership
from tests.factories import MembershipFactory, UserFactory


@pytest.fixture
def coordinator(client_of):
    return client_of("coordinator")


def test_the_list_finds_by_any_case_and_by_role(school, member, coordinator):
    member("psychologist", user=UserFactory(surname="Ёлкина"))
    member("mentor", user=UserFactory(surname="Сидоров"))

    found = coordinator.get("/settings/roles/", {"q": "елк"}).content.decode()
    mentors = coordinator.get("/settings/roles/", {"role": "mentor"}).content.decode()

    assert "Ёлкина" in found
    assert "Сидоров" not in found
    assert "Сидоров" in mentors
    assert "Ёлкина" not in mentors


@pytest.mark.parametrize("count", [1, 8])
def test_the_list_asks_the_same_number_of_questions(count, school, member, coordinator, django_assert_num_queries):
    with scope(school=school):
        classes = classes_named([(8, "А"), (8, "Б")], school=school)
        for _ in range(count):
            member("class_teacher").classes.set(classes, through_defaults={"school": school})
    coordinator.get("/settings/roles/")

    with django_assert_num_queries(9):
        coordinator.get("/settings/roles/")


def test_the_list_has_pages(school, member, coordinator):
    for _ in range(31):
        member("mentor")

    assert len(coordinator.get("/settings/roles/").context["page_obj"]) == 30
    assert len(coordinator.get("/settings/roles/", {"page": 2}).context["page_obj"]) == 2


def test_one_person_holds_several_roles(school, member, coordinator):
    deputy = member("deputy")
    session = Client()
    session.force_login(deputy.user)

    response = coordinator.post(f"/settings/roles/{deputy.pk}/give/", {"role": "mentor", "post": ""})

    assert response.status_code == 302
    with scope(school=school):
        assert set(Membership.objects.filter(user=deputy.user).values_list("role", flat=True)) == {"deputy", "mentor"}
    assert session.get("/me/").status_code == 302


def test_a_role_is_not_given_twice(member, coordinator):
    deputy = member("deputy")

    assert coordinator.post(f"/settings/roles/{deputy.pk}/give/", {"role": "deputy"}).status_code == 422


def test_dismissal_ends_all_roles_and_sessions(school, member, coordinator):
    teacher = member("class_teacher")
    member("mentor", user=teacher.user)
    session = Client()
    session.force_login(teacher.user)
    form = {"version": 1, "last_day": school.today, "is_immediate": "on", "with_all_roles": "on"}

    coordinator.post(f"/settings/roles/{teacher.pk}/end/", form)

    assert session.get("/me/").status_code == 302
    teacher.user.refresh_from_db()
    session.force_login(teacher.user)
    assert session.get("/settings/").status_code == 403
    with scope(school=school):
        assert not Membership.objects.active_on(school.today).filter(user=teacher.user).exists()


def test_the_last_leader_cannot_leave(school, coordinator):
    mine = coordinator.membership
    form = {"version": 1, "last_day": school.today}

    response = coordinator.post(f"/settings/roles/{mine.pk}/end/", form)
    edited = coordinator.post(
        f"/settings/roles/{mine.pk}/", {"version": 1, "post": "", "starts_on": "", "ends_on": "2021-01-01"}
    )

    assert response.status_code == 422
    assert edited.status_code == 422
    assert "без директора и куратора" in response.content.decode()


def test_one_of_two_leaders_may_leave(school, member, coordinator):
    member("director")

    response = coordinator.post(
        f"/settings/roles/{coordinator.membership.pk}/end/", {"version": 1, "last_day": school.today}
    )

    assert response.status_code == 302


def test_whoever_edits_the_own_role_stays_signed_in(school, member, coordinator):
    member("director")
    mine = coordinator.membership
    form = {"version": 1, "post": "Заместитель директора", "starts_on": "2021-09-01", "ends_on": ""}

    coordinator.post(f"/settings/roles/{mine.pk}/", form)

    assert coordinator.get("/settings/roles/").status_code == 200
    mine.refresh_from_db()
    assert mine.post == "Заместитель директора"


def test_two_who_edit_one_role_get_both_texts(school, member, coordinator):
    teacher = member("psychologist")
    url = f"/settings/roles/{teacher.pk}/"
    coordinator.post(url, {"version": 1, "post": "Психолог школы", "starts_on": "", "ends_on": ""})

    second = coordinator.post(url, {"version": 1, "post": "Педагог-психолог", "starts_on": "", "ends_on": ""})

    page = second.content.decode()
    assert second.status_code == 409
    assert "Психолог школы" in page
    assert "Педагог-психолог" in page


def test_the_log_tells_who_did_what(school, member, coordinator):
    teacher = member("psychologist")
    coordinator.post(
        f"/settings/roles/{teacher.pk}/", {"version": 1, "post": "Психолог", "starts_on": "", "ends_on": ""}
    )

    page = coordinator.get("/log/", {"action": "role.edited"}).content.decode()

    assert "Роль изменена" in page
    assert "Психолог" in page
    with scope(school=school):
        assert AuditEvent.objects.get().actor == coordinator.membership.user


def test_a_person_of_two_schools_switches(school, other_school, client_of, member):
    client = client_of("coordinator")
    MembershipFactory(school=other_school, user=client.membership.user, role="mentor")

    client.post("/school/switch/", {"school": other_school.pk})
    there = client.get("/settings/")
    client.post("/school/switch/", {"school": school.pk})

    assert there.status_code == 403
    assert client.get("/settings/").status_code == 200


def test_a_strange_school_is_not_switched_to(school, other_school, client_of):
    client = client_of("coordinator")

    client.post("/school/switch/", {"school": other_school.pk})

    assert client.get("/settings/").wsgi_request.school == school
