"""Groups of people."""

import pytest

from mentorship.programmes.models import Group, GroupMember
from mentorship.programmes.roles import Role
from tests.factories import GroupFactory, MembershipFactory


def test_the_coordinator_makes_a_group_and_adds_a_person(client_of, school_scope, member):
    client, teacher = client_of("coordinator"), member(Role.CLASS_TEACHER)

    client.post("/groups/new/", {"title": "Методический совет", "role": ""})
    group = Group.objects.get(title="Методический совет")
    client.post(f"/groups/{group.pk}/add/", {"membership": teacher.pk})

    assert list(group.members.all()) == [teacher]


def test_a_person_leaves_the_group(client_of, school_scope, member):
    group = GroupFactory(school=school_scope)
    row = GroupMember.objects.create(school=school_scope, group=group, membership=member(Role.DEPUTY))

    client_of("coordinator").post(f"/groups/{group.pk}/remove/", {"member": row.pk})

    assert group.members.count() == 0


def test_the_same_title_twice_is_refused_with_words(client_of, school_scope):
    group = GroupFactory(school=school_scope)

    answer = client_of("coordinator").post("/groups/new/", {"title": group.title, "role": ""})

    assert answer.status_code == 422
    assert Group.objects.count() == 1


def test_a_person_of_another_school_is_not_added(client_of, school_scope, other_school):
    group, stranger = GroupFactory(school=school_scope), MembershipFactory(school=other_school)

    client_of("coordinator").post(f"/groups/{group.pk}/add/", {"membership": stranger.pk})

    assert group.members.count() == 0


def test_a_group_of_another_school_is_not_found(client_of, other_school):
    assert client_of("coordinator").get(f"/groups/{GroupFactory(school=other_school).pk}/").status_code == 404


@pytest.mark.parametrize("role", [Role.DEPUTY, Role.MENTEE])
def test_others_do_not_see_groups(client_of, school, role):
    assert client_of(role).get("/groups/").status_code == 403


@pytest.mark.parametrize("count", [1, 7])
def test_the_list_asks_the_same_number_of_questions(client_of, school_scope, django_assert_num_queries, count):
    for _ in range(count):
        GroupFactory(school=school_scope)
    client = client_of("coordinator")

    with django_assert_num_queries(6):
        client.get("/groups/")
