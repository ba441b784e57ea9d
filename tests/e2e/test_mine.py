"""The first screens of a mentor and a mentee on a phone: what is to be done is seen without scrolling."""

from datetime import date, time

import pytest
from django_scopes import scope

from mentorship.pairs.models import HelpCall, Presence, Pulse
from mentorship.programmes.roles import Role
from tests.e2e.conftest import PASSWORD
from tests.factories import (
    MeetingFactory,
    MembershipFactory,
    MenteeFactory,
    MentorFactory,
    PairingFactory,
    PersonFactory,
    PlanFactory,
    ProgrammeFactory,
    UserFactory,
)

PHONE = {"width": 360, "height": 740}


@pytest.fixture
def people(school, today):
    """``people(Role.MENTOR)`` is the membership of one side of a pair that has met once."""
    memberships = {
        role: MembershipFactory(school=school, role=role, user=UserFactory(password=PASSWORD))
        for role in (Role.MENTOR, Role.MENTEE)
    }
    with scope(school=school):
        programme = ProgrammeFactory(school=school)
        mentor, mentee = (PersonFactory(school=school, user=memberships[role].user) for role in memberships)
        pair = PairingFactory(
            programme=programme,
            mentor=MentorFactory(programme=programme, person=mentor),
            mentees=[MenteeFactory(programme=programme, person=mentee)],
            starts_on=date(2022, 2, 1),
        )
        MeetingFactory(pairing=pair, kind="trial", day=date(2022, 3, 9), agreed="Решить три задачи")
        MeetingFactory(pairing=pair, state="planned", day=date(2022, 3, 16), at=time(15), place="Кабинет 12")
        PlanFactory(pairing=pair, items=[{"done_on": date(2022, 3, 1)}, {"due_on": date(2022, 3, 30)}])
    return memberships


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("role", [Role.MENTOR, Role.MENTEE])
def test_the_first_screen_before_the_judges(person, people, role, dark):
    someone = person(membership=people[role], dark=dark, **PHONE)
    someone.goto("/")

    assert someone.page.url.endswith("/pairs/mine/")
    assert someone.violations() == []
    assert someone.sideways_scroll() == 0
    assert someone.errors == []


def test_the_mentor_sees_the_button_without_scrolling(person, people):
    mentor = person(membership=people[Role.MENTOR], **PHONE)
    mentor.goto("/pairs/mine/")
    box = mentor.page.locator(".mn-acts .btn-primary").bounding_box()

    assert box["y"] + box["height"] < PHONE["height"]
    assert box["height"] >= 44


@pytest.mark.parametrize("scripts", [True, False])
def test_a_mentee_answers_with_three_taps(person, people, school, scripts):
    mentee = person(membership=people[Role.MENTEE], scripts=scripts, **PHONE)
    mentee.goto("/pairs/mine/")

    mentee.click(".mn-say .words .mt-chip >> nth=0")
    mentee.click(".mn-say .marks >> nth=0 >> .mt-chip >> nth=3")
    mentee.click(".mn-say .marks >> nth=1 >> .mt-chip >> nth=4")
    mentee.click(".mn-say button")

    assert mentee.clicks <= 4
    assert mentee.errors == []
    with scope(school=school):
        assert Presence.objects.get().confirmed is True
        assert [(one.useful, one.comfort) for one in Pulse.objects.all()] == [(4, 5)]


def test_the_word_why_is_asked_when_it_was_otherwise(person, people):
    mentee = person(membership=people[Role.MENTEE], **PHONE)
    mentee.goto("/pairs/mine/")
    why = mentee.page.locator(".mn-comment")
    assert not why.is_visible()

    mentee.click(".mn-say .words .mt-chip >> nth=1")

    assert why.is_visible()


def test_a_call_for_help_takes_two_taps(person, people, school):
    mentee = person(membership=people[Role.MENTEE], **PHONE)
    mentee.goto("/pairs/mine/")

    mentee.click(".mn-help a")
    assert mentee.violations() == []
    mentee.click("main form button")

    assert mentee.clicks == 2
    with scope(school=school):
        assert HelpCall.objects.count() == 1
