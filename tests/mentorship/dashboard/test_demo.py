"""The demonstration: everyone can sign in, something is late, and a second run changes nothing."""

import json
from datetime import UTC, datetime

import pytest
from django.core.management import CommandError, call_command
from django_scopes import scope

from mentorship.accounts.models import User
from mentorship.matching.chosen import choices_of
from mentorship.matching.models import MatchingRun, Proposal
from mentorship.people.models import Mentee, Mentor
from mentorship.programmes.models import Membership, School
from mentorship.programmes.roles import REGION_OPERATOR, Role
from roadmap.models import Activity, Roadmap


@pytest.fixture
def demo(db, settings, tmp_path):
    """``demo()`` runs the command with its own folder and gives the sign-ins back."""
    settings.VAR_DIR = tmp_path
    settings.TEST_NOW = datetime(2026, 11, 20, 8, tzinfo=UTC)

    def run(*args):
        call_command("demo", *args)
        return json.loads((tmp_path / "demo-accounts.json").read_text())

    return run


def test_there_is_a_sign_in_for_every_role(demo):
    accounts = demo()

    assert set(Role.values) | {REGION_OPERATOR} <= set(accounts)
    for account in accounts.values():
        assert User.objects.get(email=account["email"]).check_password(account["password"])


def test_passwords_are_different_every_time(demo, tmp_path):
    first = demo()
    (tmp_path / "demo-accounts.json").unlink()

    assert demo()["director"]["password"] != first["director"]["password"]


def test_a_second_run_changes_nothing(demo):
    def picture():
        school = School.objects.get(slug="demo")
        with scope(school=school):
            return (
                School.objects.count(),
                User.objects.count(),
                Membership.objects.count(),
                Roadmap.objects.count(),
                list(Activity.objects.order_by("pk").values_list("pk", "status", "version")),
            )

    accounts = demo()
    before = picture()

    assert demo() == accounts
    assert picture() == before


def test_the_matching_has_drafts_choices_and_a_signed_order(demo):
    demo()
    with scope(school=School.objects.get(slug="demo")):
        signed, first, again = MatchingRun.objects.order_by("number")
        assert (signed.state, first.state, again.state) == ("approved", "ready", "ready")
        assert signed.order.number
        assert again.parent == first
        assert Proposal.objects.filter(run=again, is_locked=True).count() == 3
        assert differences(first, again)
        assert Proposal.objects.filter(run=again, mentor=None).exists()
        assert choices_of(again.programme).count > 20


def differences(first, second):
    """Mentees whose mentor is another one."""
    drafts = (dict(Proposal.objects.filter(run=one).values_list("mentee", "mentor")) for one in (first, second))
    before, after = drafts
    return [mentee for mentee in before if before[mentee] != after[mentee]]


def test_the_roadmap_surrounds_today_and_something_is_late(demo):
    demo()
    school = School.objects.get(slug="demo")

    with scope(school=school):
        roadmap = Roadmap.objects.get()
        activities = Activity.objects.of(roadmap)
        states = {activity.status_on(school.today) for activity in activities}
    assert roadmap.programme.starts_on < school.today < roadmap.programme.ends_on
    assert {"late", "done", "plan"} <= states


def test_a_synthetic_region_has_the_asked_size_and_is_the_same_for_a_seed(demo, tmp_path):
    call_command("demo", "--schools", "2", "--people", "5", "--activities", "20", "--seed", "7")
    call_command("demo", "--schools", "2", "--people", "5", "--activities", "20", "--seed", "7")

    schools = School.objects.filter(slug__startswith="bench-7-")
    assert schools.count() == 2
    for school in schools:
        with scope(school=school):
            assert Membership.objects.count() == 5
            of_role = Membership.objects.filter(role__in=[Role.MENTEE, Role.MENTOR])
            assert Mentee.objects.count() + Mentor.objects.count() == of_role.count()
            assert Activity.objects.count() == 20


def test_negative_numbers_are_refused(db):
    with pytest.raises(CommandError):
        call_command("demo", "--schools", "-1")
