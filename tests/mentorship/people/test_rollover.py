"""The first of September."""

import re
from datetime import date

import pytest
from django_scopes import scope

from mentorship.people.models import Person, Rollover
from mentorship.people.services import rollover
from mentorship.programmes.models import AuditEvent, MembershipClass, SchoolClass
from mentorship.programmes.roles import Role
from tests.factories import PersonFactory, SchoolClassFactory

URL = "/people/rollover/"


@pytest.fixture(autouse=True)
def in_september(on_day):
    on_day(2022, 9, 1)


@pytest.fixture
def world(school, programme, member):
    """8 А and 9 А with a pupil each and a class teacher in 8 А, 11 with a leaver."""
    with scope(school=school):
        made = {
            name: SchoolClassFactory(school=school, grade=grade, letter=letter)
            for name, grade, letter in (("8А", 8, "А"), ("9А", 9, "А"), ("11", 11, ""))
        }
        pupils = {name: PersonFactory(school=school, school_class=one) for name, one in made.items()}
        pupils["repeater"] = PersonFactory(school=school, school_class=made["8А"])
        teacher = member(Role.CLASS_TEACHER)
        link = MembershipClass.objects.create(school=school, membership=teacher, school_class=made["8А"])
    return pupils, made, link


def form_of(world, **more):
    pupils, made, link = world
    acts = {f"act-{made['8А'].pk}": "up", f"act-{made['9А'].pk}": "leave", f"act-{made['11'].pk}": "leave"}
    return acts | {"repeats": [pupils["repeater"].pk], "teacher": [link.pk], "step": "check"} | more


def move(client, world):
    page = client.post(URL, form_of(world))
    seen = re.search(r'name="seen" value="(\w+)"', page.content.decode())[1]
    return client.post(URL, form_of(world, step="move", seen=seen))


def facts(school, pupils):
    with scope(school=school):
        rows = {name: Person.objects.get(pk=one.pk) for name, one in pupils.items()}
        return {name: (str(row.school_class or ""), row.kind, row.has_left, row.left_on) for name, row in rows.items()}


def test_the_preview_counts_and_writes_nothing(client_of, world, school):
    before = facts(school, world[0])

    page = client_of(Role.COORDINATOR).post(URL, form_of(world))

    assert page.status_code == 200
    assert page.context["totals"] == {"up": 1, "leave": 2, "stay": 1}
    assert facts(school, world[0]) == before
    with scope(school=school):
        assert not Rollover.objects.exists()


def test_the_move_and_its_undo(client_of, world, school):
    pupils, made, _link = world
    before, client = facts(school, pupils), client_of(Role.COORDINATOR)

    assert move(client, world).status_code == 302

    left = ("", "alumnus", True, date(2022, 9, 1))
    after = facts(school, pupils)
    assert after["8А"][0] == str(made["9А"])
    assert after["repeater"] == before["repeater"]
    assert (after["9А"], after["11"]) == (left, left)
    with scope(school=school):
        done = Rollover.objects.get()
        assert MembershipClass.objects.get().school_class == made["9А"]
        assert AuditEvent.objects.filter(action="classes.moved").count() == 1

    client.post(f"{URL}{done.public_id}/undo/")

    assert facts(school, pupils) == before
    with scope(school=school):
        assert MembershipClass.objects.get().school_class == made["8А"]


def test_a_missing_class_is_made_and_goes_with_the_undo(client_of, world, school):
    with scope(school=school):
        lone = PersonFactory(school=school, school_class=SchoolClassFactory(school=school, grade=5, letter="Ж"))
    client = client_of(Role.COORDINATOR)
    move(client, world)
    with scope(school=school):
        assert Person.objects.get(pk=lone.pk).school_class == SchoolClass.objects.get(grade=6, letter="Ж")
        done = Rollover.objects.get()

    client.post(f"{URL}{done.public_id}/undo/")

    with scope(school=school):
        assert not SchoolClass.objects.filter(grade=6, letter="Ж").exists()


def test_a_second_press_moves_nobody_again(client_of, world, school):
    client = client_of(Role.COORDINATOR)
    move(client, world)
    once = facts(school, world[0])

    assert client.post(URL, form_of(world, step="move", seen="x")).status_code == 302
    assert facts(school, world[0]) == once


def test_two_at_once_move_once(world, school, member):
    by = member(Role.DIRECTOR).user
    with scope(school=school):
        first, second = rollover.plans(), rollover.plans()
        rollover.move(rows=first, year=2022, day=date(2022, 9, 1), school=school, by=by)
        with pytest.raises(rollover.RuleBroken):
            rollover.move(rows=second, year=2022, day=date(2022, 9, 1), school=school, by=by)
        assert Rollover.objects.count() == 1


def test_a_pupil_who_came_since_the_preview_is_not_moved_unseen(client_of, world, school):
    client = client_of(Role.COORDINATOR)
    page = client.post(URL, form_of(world))
    seen = re.search(r'name="seen" value="(\w+)"', page.content.decode())[1]
    with scope(school=school):
        PersonFactory(school=school, school_class=world[1]["8А"])

    assert client.post(URL, form_of(world, step="move", seen=seen)).status_code == 422
    with scope(school=school):
        assert not Rollover.objects.exists()


def test_a_later_change_by_hand_outlives_the_undo(client_of, world, school):
    pupils, made, _link = world
    client = client_of(Role.COORDINATOR)
    move(client, world)
    with scope(school=school):
        moved = Person.objects.get(pk=pupils["8А"].pk)
        moved.swap(moved.version, school_class=made["11"])
        done = Rollover.objects.get()

    client.post(f"{URL}{done.public_id}/undo/")

    assert facts(school, pupils)["8А"][0] == str(made["11"])


def test_after_thirty_days_there_is_no_way_back(client_of, world, school, on_day):
    client = client_of(Role.COORDINATOR)
    move(client, world)
    once = facts(school, world[0])
    with scope(school=school):
        done = Rollover.objects.get()
    on_day(2022, 10, 3)

    client.post(f"{URL}{done.public_id}/undo/")

    assert facts(school, world[0]) == once


@pytest.mark.parametrize("role", Role)
def test_leaders_alone_move_classes(client_of, world, role):
    expected = 200 if role in (Role.DIRECTOR, Role.COORDINATOR) else 403

    assert client_of(role).get(URL).status_code == expected


def test_a_move_of_another_school_is_not_there(client_of, programme, other_school):
    with scope(school=other_school):
        done = Rollover.objects.create(school=other_school, year=2022)

    assert client_of(Role.DIRECTOR).post(f"{URL}{done.public_id}/undo/").status_code == 404
