"""Hearing of something, going there, and sending a refused letter again: by mouse, by keyboard, without scripts."""

import pytest
from django_scopes import scope

from mentorship.notifications.models import Notification, State
from mentorship.programmes.roles import Role
from tests.factories import ActivityFactory, RoadmapFactory, StageFactory


@pytest.fixture
def activity(today, school, programme):
    return ActivityFactory(stage=StageFactory(roadmap=RoadmapFactory(programme=programme)), title="Собрать анкеты")


@pytest.fixture
def tell(activity, school, today):
    """``tell(user, "bell")`` says that the deadline is near."""

    def make(user, channel, state=State.SENT, day=today):
        with scope(school=school):
            return Notification.objects.create(
                school=school,
                kind="deadline_soon",
                object_id=activity.pk,
                due_on=day,
                recipient=user,
                channel=channel,
                state=state,
            )

    return make


def is_read(row):
    return Notification.unscoped.get(pk=row.pk).read_at is not None


def badge(page):
    shown = page.locator(".rm-bell .n")
    return shown.inner_text() if shown.count() else ""


def test_two_clicks_lead_from_the_bell_to_the_thing_and_read_it(person, tell, activity):
    coordinator = person(Role.COORDINATOR)
    row = tell(coordinator.user, "bell")
    page = coordinator.goto("/roadmap/")
    assert badge(page) == "1"

    coordinator.click(".rm-bell")
    coordinator.click_link("Собрать анкеты")
    page.wait_for_url(lambda url: activity.get_absolute_url() in url)

    assert coordinator.clicks == 2
    assert coordinator.h1() == "Собрать анкеты"
    assert badge(page) == ""
    assert is_read(row)
    page.go_back()
    assert page.locator(".rm-told .new").count() == 0
    assert coordinator.errors == []


def test_the_keyboard_opens_it_in_the_same_way(person, tell, activity):
    coordinator = person(Role.COORDINATOR)
    row = tell(coordinator.user, "bell")
    page = coordinator.goto("/notifications/")

    page.get_by_role("link", name="Собрать анкеты").focus()
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: activity.get_absolute_url() in url)

    assert is_read(row)


def test_another_tab_reads_it_too(person, tell):
    coordinator = person(Role.COORDINATOR)
    row = tell(coordinator.user, "bell")
    page = coordinator.goto("/notifications/")

    with page.expect_request(lambda request: request.url.endswith("/open/")) as asked:
        page.get_by_role("link", name="Собрать анкеты").click(modifiers=["Control"])
    asked.value.response()

    assert page.url.endswith("/notifications/")
    assert is_read(row)


def test_without_scripts_a_link_goes_there_and_a_button_reads(person, tell, activity):
    coordinator = person(Role.COORDINATOR, scripts=False)
    row = tell(coordinator.user, "bell")
    page = coordinator.goto("/notifications/")

    coordinator.click_link("Собрать анкеты")
    assert coordinator.h1() == "Собрать анкеты"
    assert not is_read(row)
    coordinator.goto("/notifications/")
    coordinator.click(".rm-told button")

    assert is_read(row)
    coordinator.click(".rm-message button")
    assert badge(page) == "1"


@pytest.mark.parametrize("width", [320, 360, 1280])
def test_the_bell_is_large_enough_for_a_finger(person, tell, width):
    coordinator = person(Role.COORDINATOR, width=width)
    for day in range(1, 13):
        tell(coordinator.user, "bell", day=f"2022-03-{day:02}")
    page = coordinator.goto("/today/")

    box = page.locator(".rm-bell").bounding_box()

    assert badge(page) == "12"
    assert box["width"] >= 44
    assert box["height"] >= 44
    assert coordinator.sideways_scroll() == 0


def test_a_refused_letter_is_two_clicks_from_the_log(person, tell):
    coordinator = person(Role.COORDINATOR)
    row = tell(coordinator.user, "email", State.FAILED)
    coordinator.goto("/delivery/")

    coordinator.click(".rm-letters a")
    coordinator.click("main form[action$='/again/'] button")

    assert coordinator.clicks == 2
    assert coordinator.page.locator(".rm-message.success").count() == 1
    assert Notification.unscoped.get(pk=row.pk).state == State.QUEUED
