"""A mentee without an account on a phone of 360 px: from the slip to the answer, with scripts and without them."""

from datetime import timedelta

import pytest
from django_scopes import scope

from mentorship.pairs import doors
from mentorship.pairs.models import HelpCall, Presence, Pulse
from tests.factories import MeetingFactory, PairingFactory, PlanFactory, ProgrammeFactory
from tests.mentorship.matching.registers import ready_mentee, ready_mentor


@pytest.fixture
def door(school, today):
    """The door of a mentee who has had a trial meeting and has a plan to agree to."""
    with scope(school=school):
        programme = ProgrammeFactory(school=school)
        mentee = ready_mentee(programme)
        pair = PairingFactory(programme=programme, mentor=ready_mentor(programme), mentees=[mentee])
        day = school.today
        MeetingFactory(
            pairing=pair, kind="trial", day=day - timedelta(days=3), agreed="Принести черновик", done="Задача"
        )
        MeetingFactory(pairing=pair, kind="planning", state="planned", day=day + timedelta(days=4), place="Кабинет 12")
        PlanFactory(pairing=pair, items=[{"task": "Выбрать тему проекта"}])
        return doors.with_doors([mentee])[mentee.pk]


def check_page(mentee, scripts):
    assert mentee.page.locator("h1").count() == 1
    targets = mentee.page.locator("main a, main button, main .sv-row").all()
    assert all(one.bounding_box()["height"] >= 44 for one in targets)
    if scripts:
        assert mentee.violations() == []
        assert mentee.sideways_scroll() <= 0


@pytest.mark.parametrize("scripts", [True, False])
@pytest.mark.parametrize("dark", [False, True])
def test_from_the_slip_to_the_answer_the_plan_and_a_call(person, school, door, scripts, dark):
    mentee = person(None, width=360, height=740, scripts=scripts, dark=dark)
    mentee.goto("/m/")
    check_page(mentee, scripts)
    mentee.page.fill("#code", doors.code_of(door).lower())
    mentee.click("button.main")
    check_page(mentee, scripts)

    mentee.click("a.button.main")
    check_page(mentee, scripts)
    before = mentee.clicks
    for name, place in (("was_so", 0), ("useful", 3), ("comfort", 4), ("verdict", 0)):
        mentee.click(f".sv-row:has(input[name$={name}]) >> nth={place}")
    mentee.click("button.main")
    assert mentee.clicks - before == 5

    mentee.click('a[href*="/plans/"]')
    check_page(mentee, scripts)
    mentee.click("button.main")
    mentee.click('a[href*="/help/"]')
    check_page(mentee, scripts)
    mentee.click("button.main")
    check_page(mentee, scripts)

    assert mentee.errors == []
    assert mentee.context.cookies() == []
    with scope(school=school):
        place, pulse = Presence.objects.get(confirmed=True), Pulse.objects.get()
        assert (place.verdict, pulse.useful, pulse.comfort) == ("go_on", 4, 5)
        assert HelpCall.objects.get().text == ""


def test_the_large_version_fits_the_phone(person, door):
    mentee = person(None, width=360, height=740)
    token = doors.token_of(door)
    mentee.goto(f"/m/{token}/?view=large")
    places = [mentee.page.locator('a[href*="/meetings/"]').get_attribute("href"), f"/m/{token}/help/?view=large"]
    for place in (f"/m/{token}/?view=large", *places):
        mentee.goto(place)
        assert mentee.sideways_scroll() <= 0, place
        assert mentee.violations() == []
