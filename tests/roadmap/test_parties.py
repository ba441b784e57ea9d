"""Who answers today: people, roles and groups."""

from datetime import date

import pytest

from mentorship.programmes.models import GroupMember
from mentorship.programmes.roles import Role
from roadmap.models import Activity, Party
from roadmap.outline import PartyKind
from tests.factories import (
    ActivityFactory,
    AssignmentFactory,
    GroupFactory,
    MembershipFactory,
    PartyFactory,
    StageFactory,
)

DAY = date(2022, 3, 14)


def people_of(party, day=DAY):
    return [one.user for one in party.people(day)]


def test_a_role_is_whoever_holds_it_that_day(school_scope, member):
    gone = member(Role.DIRECTOR, ends_on=date(2022, 3, 13))
    now = member(Role.DIRECTOR, starts_on=date(2022, 3, 14))
    party = PartyFactory(school=school_scope, kind=PartyKind.ROLE, role_text="Директор", name="", role=Role.DIRECTOR)

    assert people_of(party) == [now.user]
    assert people_of(party, date(2022, 3, 13)) == [gone.user]


def test_a_group_is_its_members_and_the_holders_of_its_role(school_scope, member):
    by_role, by_name, _stranger = member(Role.WORKING_GROUP), member(Role.DEPUTY), member(Role.PSYCHOLOGIST)
    group = GroupFactory(school=school_scope, role=Role.WORKING_GROUP)
    GroupMember.objects.create(school=school_scope, group=group, membership=by_name)
    party = PartyFactory(school=school_scope, kind=PartyKind.GROUP, role_text="Рабочая группа", name="", group=group)

    assert set(people_of(party)) == {by_role.user, by_name.user}


def test_a_person_without_a_sign_in_is_nobody(school_scope):
    assert people_of(PartyFactory(school=school_scope)) == []


@pytest.mark.parametrize("way", ["name", "role", "group role", "group member"])
def test_answered_by_finds_the_persons_activities(school_scope, roadmap, member, way):
    me = member(Role.DEPUTY)
    party = PartyFactory(school=school_scope)
    if way == "name":
        party.membership = me
    elif way == "role":
        party.role = Role.DEPUTY
    else:
        party.group = GroupFactory(school=school_scope, role=Role.DEPUTY if way == "group role" else "")
        if way == "group member":
            GroupMember.objects.create(school=school_scope, group=party.group, membership=me)
    party.save()
    mine = ActivityFactory(stage=StageFactory(roadmap=roadmap))
    ActivityFactory(stage=mine.stage)
    AssignmentFactory(activity=mine, party=party)

    assert list(Activity.objects.answered_by(me.user, [me])) == [mine]


def test_the_coordinator_binds_a_person_to_a_sign_in(client_of, school_scope, member):
    party, teacher = PartyFactory(school=school_scope), member(Role.CLASS_TEACHER)

    answer = client_of("coordinator").post(
        f"/roadmap/parties/{party.pk}/",
        {"role_text": "Классный руководитель", "name": party.name, "membership": teacher.pk},
    )

    assert answer.status_code == 302
    assert Party.objects.get(pk=party.pk).membership == teacher


def test_a_person_of_another_school_cannot_be_bound(client_of, school_scope, other_school):
    party, stranger = PartyFactory(school=school_scope), MembershipFactory(school=other_school)

    answer = client_of("coordinator").post(
        f"/roadmap/parties/{party.pk}/", {"role_text": "Завуч", "name": party.name, "membership": stranger.pk}
    )

    assert answer.status_code == 422
    assert Party.objects.get(pk=party.pk).membership is None


def test_a_party_of_another_school_is_not_found(client_of, other_school):
    assert client_of("coordinator").get(f"/roadmap/parties/{PartyFactory(school=other_school).pk}/").status_code == 404


@pytest.mark.parametrize("role", [Role.DIRECTOR, Role.DEPUTY, Role.MENTOR])
def test_others_do_not_bind(client_of, school, role):
    assert client_of(role).get("/roadmap/parties/").status_code == 403


@pytest.mark.parametrize("count", [1, 8])
def test_the_list_asks_the_same_number_of_questions(client_of, school_scope, django_assert_num_queries, count):
    for _ in range(count):
        PartyFactory(school=school_scope)
    client = client_of("coordinator")

    with django_assert_num_queries(7):
        client.get("/roadmap/parties/")
