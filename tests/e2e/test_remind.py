"""Reminding by hand in the browser: two clicks from the first page, and a question before the second time a day."""

from datetime import date

import pytest

from mentorship.notifications.models import Channel, Notification
from mentorship.programmes.roles import Role
from roadmap.outline import PartyKind
from tests.factories import (
    ActivityFactory,
    AssignmentFactory,
    MembershipFactory,
    PartyFactory,
    StageFactory,
    UserFactory,
)

BOTH = pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])


@pytest.fixture
def activity(roadmap):
    """Late since February; two deputies answer for it, and a person without an account."""
    stage = StageFactory(roadmap=roadmap, position=1)
    activity = ActivityFactory(stage=stage, title="Собрать анкеты", first_on=None, last_on=date(2022, 2, 28))
    for surname in ("Ковалёва", "Зайцева"):
        user = UserFactory(surname=surname, given_name="Нина", patronymic="Павловна")
        MembershipFactory(school=roadmap.school, role=Role.DEPUTY, user=user)
    role = {"kind": PartyKind.ROLE, "role": Role.DEPUTY, "role_text": "Заместители", "name": ""}
    for fields in (role, {"name": "Иванов П. П."}):
        AssignmentFactory(activity=activity, party=PartyFactory(school=roadmap.school, **fields))
    return activity


def letters():
    return Notification.unscoped.filter(kind="reminder", channel=Channel.EMAIL).count()


@BOTH
@pytest.mark.parametrize("width", [1280, 360])
def test_two_clicks_from_the_first_page_remind_two_people(person, today, activity, scripts, width):
    coordinator = person(Role.COORDINATOR, scripts=scripts, width=width)
    coordinator.goto("/today/")

    coordinator.click_link("Напомнить двоим")
    assert coordinator.sideways_scroll() == 0
    assert "28 февраля" in coordinator.page.input_value("textarea")
    assert "Иванов П. П." in coordinator.page.locator("main").inner_text()
    coordinator.click_button("Отправить")

    assert coordinator.clicks == 2
    assert letters() == 2
    text = coordinator.page.locator("main").inner_text()
    assert "Ковалёва Нина Павловна" in text
    assert "Зайцева Нина Павловна" in text
    assert coordinator.sideways_scroll() == 0
    assert coordinator.violations() == [] if scripts else True
    assert coordinator.errors == []


@BOTH
def test_the_second_of_two_leaders_is_asked_and_loses_no_words(person, today, activity, scripts):
    first, second = person(Role.COORDINATOR, scripts=scripts), person(Role.DIRECTOR, scripts=scripts)
    for one in (first, second):
        one.goto(f"/remind/?activity={activity.pk}")
    first.click_button("Отправить")
    second.page.fill("textarea", "Жду анкеты к пятнице.")
    second.page.get_by_label("Зайцева").uncheck()
    second.click_button("Отправить")

    assert letters() == 2
    assert second.page.title().startswith("Ошибка: ")
    assert "Ковалёвой" in second.page.locator("main").inner_text()
    assert second.page.input_value("textarea") == "Жду анкеты к пятнице."
    assert second.violations() == [] if scripts else True

    second.page.get_by_label("Да, отправить ещё раз").check()
    second.click_button("Отправить")

    assert letters() == 3
    assert "Жду анкеты к пятнице." in second.page.locator("main").inner_text()
    assert second.errors == []
