"""A mentor records a meeting on a phone: three clicks from the first screen, in less than a minute."""

import time
from datetime import date

import pytest
from django_scopes import scope

from mentorship.pairs.models import Meeting
from mentorship.programmes.roles import Role
from tests.e2e.conftest import PASSWORD
from tests.factories import (
    MembershipFactory,
    MenteeFactory,
    MentorFactory,
    PairingFactory,
    PersonFactory,
    ProgrammeFactory,
    UserFactory,
)

BUDGET, SECONDS = 3, 60
PHONE = {"width": 360, "height": 740}


@pytest.fixture
def pair(school, today):
    """``pair(3)`` is a pair or a group that an order has bound, with the account of its mentor."""

    def make(count=1):
        user = UserFactory(password=PASSWORD, surname="Ковалёва")
        membership = MembershipFactory(school=school, role=Role.MENTOR, user=user)
        with scope(school=school):
            programme = ProgrammeFactory(school=school)
            person = PersonFactory(school=school, user=user)
            one = PairingFactory(
                programme=programme,
                mentor=MentorFactory(programme=programme, person=person),
                mentees=[MenteeFactory(programme=programme) for _n in range(count)],
                state="ordered",
                starts_on=date(2022, 3, 1),
                place="Кабинет 12",
            )
        return one, membership

    return make


@pytest.mark.parametrize("scripts", [True, False])
@pytest.mark.parametrize("count", [1, 4])
def test_a_meeting_is_recorded_in_three_clicks(person, pair, school, scripts, count):
    _one, membership = pair(count)
    mentor = person(membership=membership, scripts=scripts, **PHONE)
    mentor.goto("/pairs/mine/")
    began = time.monotonic()

    mentor.click_link("Записать встречу")
    assert mentor.sideways_scroll() == 0
    assert is_seen(mentor, ".mt-chip:nth-of-type(3)")
    mentor.click(".mt-chip:nth-of-type(3)")
    mentor.click_button("Сохранить")

    assert time.monotonic() - began < SECONDS
    assert mentor.clicks <= BUDGET
    assert mentor.errors == []
    with scope(school=school):
        row = Meeting.objects.get()
    assert (row.kind, row.day, row.minutes, row.place) == ("organising", date(2022, 3, 14), 45, "Кабинет 12")
    assert row.get_absolute_url() in mentor.page.url


def is_seen(someone, selector):
    """Is the element in the window, without scrolling and not under the bar with the button?"""
    box = someone.page.locator(selector).first.bounding_box()
    bar = someone.page.locator(".mt-save").bounding_box()
    return box["y"] + box["height"] <= bar["y"]


@pytest.mark.parametrize("dark", [False, True])
def test_the_pages_before_the_judges(person, pair, dark):
    one, membership = pair(2)
    mentor = person(membership=membership, dark=dark, **PHONE)
    page = one.get_absolute_url()

    mentor.goto(f"{page}meetings/new/")
    mentor.page.select_option("#id_kind", "trial")
    for summary in mentor.page.locator("summary").all():
        summary.click()
    assert mentor.violations() == []
    assert mentor.sideways_scroll() == 0
    mentor.click_button("Сохранить")
    assert mentor.page.locator(".rm-errors").is_visible()
    assert mentor.violations() == []
    mentor.goto(f"{page}meetings/plan/")
    assert mentor.violations() == []
    assert mentor.sideways_scroll() == 0
    assert mentor.errors == []


def test_only_the_trial_meeting_asks_whether_the_pair_goes_on(person, pair):
    one, membership = pair()
    mentor = person(membership=membership, **PHONE)
    mentor.goto(f"{one.get_absolute_url()}meetings/new/")
    verdict, results = mentor.page.locator("#id_verdict"), mentor.page.locator("#id_results")

    shown = {}
    for kind in ("organising", "trial", "closing"):
        mentor.page.select_option("#id_kind", kind)
        shown[kind] = (verdict.is_visible(), results.is_visible())

    assert shown == {"organising": (False, False), "trial": (True, False), "closing": (False, True)}


def test_the_keyboard_alone_records_a_meeting(person, pair, school):
    one, membership = pair()
    mentor = person(membership=membership)
    mentor.goto(f"{one.get_absolute_url()}meetings/new/")

    mentor.page.focus("#id_minutes_0")
    mentor.page.keyboard.press("ArrowRight")
    mentor.page.keyboard.press("Enter")
    mentor.page.wait_for_url(lambda url: "/new/" not in url)

    with scope(school=school):
        assert Meeting.objects.get().minutes == 30
