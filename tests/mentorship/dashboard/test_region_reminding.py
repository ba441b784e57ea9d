"""The operator reminds who has not answered: once a day a school; who joins the region later is asked too."""

from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django_scopes import scope

from mentorship.common.errors import RuleBroken
from mentorship.monitoring.models import FiguresAnswer
from mentorship.monitoring.region_notices import ASKED, REMINDED, RegionNotices
from mentorship.monitoring.services import region as acts
from mentorship.monitoring.tasks import ask_newcomers
from mentorship.notifications.models import Channel, Notification
from mentorship.notifications.services.mornings import mornings_of
from mentorship.notifications.services.sending import deliver
from mentorship.programmes.models import AuditEvent, RegionOperator, School
from mentorship.programmes.roles import Role
from tests.factories import MembershipFactory, RegionFactory, SchoolFactory, UserFactory

DAY, DUE = date(2022, 5, 31), date(2022, 6, 10)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today(on_day):
    on_day(2022, 5, 31)


@pytest.fixture
def operator():
    client = Client()
    client.user = UserFactory()
    client.force_login(client.user)
    client.region = RegionFactory(title="Самарская область")
    RegionOperator.objects.create(user=client.user, region=client.region)
    return client


def school_in(region, name, *, leaders=(Role.DIRECTOR, Role.COORDINATOR), **fields):
    school = SchoolFactory(short_name=name, region=region, **fields)
    for role in leaders:
        MembershipFactory(school=school, role=role)
    return school


def ask(region, **fields):
    values = {"title": "Мониторинг", "words": "", "as_of": DAY, "due_on": DUE, "by": None}
    return acts.ask(region=region, **(values | fields))


def answer_of(school):
    with scope(school=school):
        return FiguresAnswer.objects.get()


def given(school):
    with scope(school=school):
        FiguresAnswer.objects.update(sent_at=datetime(2022, 5, 31, tzinfo=UTC))


def told(school, kind=REMINDED, channel=Channel.BELL):
    with scope(school=school):
        return Notification.objects.filter(kind=kind.code, channel=channel).count()


def look(operator, asked, query=""):
    """A session does not outlive the days that pass in a test."""
    operator.force_login(operator.user)
    return operator.get(f"/region/requests/{asked.public_id}/{query}")


def press(operator, asked, school=None):
    operator.force_login(operator.user)
    one = f"{school.public_id}/" if school else ""
    page = operator.post(f"/region/requests/{asked.public_id}/remind/{one}?show=missing", follow=True)
    assert page.redirect_chain == [(f"/region/requests/{asked.public_id}/?show=missing", 302)]
    return page


def reminded(page):
    return {row.answer.school.short_name: row.reminded_on for row in page.context["rows"]}


def test_a_press_reminds_leaders_of_schools_that_have_not_answered(operator):
    late, ready = school_in(operator.region, "А"), school_in(operator.region, "Б")
    MembershipFactory(school=late, role=Role.DEPUTY)
    asked = ask(operator.region)
    given(ready)

    page = press(operator, asked)

    assert (told(late), told(late, channel=Channel.EMAIL), told(ready)) == (2, 2, 0)
    assert reminded(page) == {"А": DAY}
    with scope(school=late):
        event = AuditEvent.objects.get(action="figures.reminded")
        assert (event.actor, event.object_id) == (operator.user, answer_of(late).pk)


def test_a_second_press_of_the_day_reminds_nobody_and_the_next_day_does(operator, on_day):
    school = school_in(operator.region, "А")
    asked = ask(operator.region)
    for _press in range(2):
        page = press(operator, asked)
    assert told(school) == 2
    assert page.context["left"] == 0
    assert page.context["reminded"] == 1

    MembershipFactory(school=school, role=Role.COORDINATOR)
    press(operator, asked)
    assert told(school) == 2

    on_day(2022, 6, 1)
    assert look(operator, asked).context["left"] == 1
    press(operator, asked)
    assert told(school) == 2 + 3
    with scope(school=school):
        assert AuditEvent.objects.filter(action="figures.reminded").count() == 2


def test_one_school_is_reminded_alone(operator):
    one, other = school_in(operator.region, "А"), school_in(operator.region, "Б")
    asked = ask(operator.region)

    page = press(operator, asked, one)

    assert (told(one), told(other)) == (2, 0)
    assert reminded(page) == {"А": DAY, "Б": None}
    assert page.context["left"] == 1


def test_a_school_with_nobody_to_tell_is_not_said_to_be_reminded(operator):
    school = school_in(operator.region, "А", leaders=())
    asked = ask(operator.region)

    page = press(operator, asked)

    assert reminded(page) == {"А": None}
    assert acts.remind(request=asked, by=operator.user) == acts.Reminded(nobody=1)
    with scope(school=school):
        assert not AuditEvent.objects.filter(action="figures.reminded").exists()


def test_the_day_is_the_schools_own(operator, settings):
    west = school_in(operator.region, "Запад", time_zone="Europe/Kaliningrad")
    east = school_in(operator.region, "Восток", time_zone="Asia/Kamchatka")
    asked = ask(operator.region)
    settings.TEST_NOW = datetime(2022, 5, 31, 11, tzinfo=UTC)
    press(operator, asked)

    settings.TEST_NOW = datetime(2022, 5, 31, 13, tzinfo=UTC)
    page = press(operator, asked)

    assert (told(west), told(east)) == (2, 4)
    assert reminded(page) == {"Запад": DAY, "Восток": date(2022, 6, 1)}


def test_a_closed_request_and_one_that_is_answered_remind_nobody(operator):
    school = school_in(operator.region, "А")
    asked = ask(operator.region)
    given(school)
    assert acts.remind(request=asked, by=operator.user) == acts.Reminded()

    acts.close(request=asked)
    press(operator, asked)
    with pytest.raises(RuleBroken):
        acts.remind(request=asked, by=operator.user)

    assert told(school) == 0


def test_the_letter_says_what_to_do_and_goes_no_more_when_the_figures_are_given(operator, mailoutbox):
    first, second = school_in(operator.region, "А", leaders=(Role.DIRECTOR,)), school_in(operator.region, "Б")
    asked = ask(operator.region, title="Осень")
    acts.remind(request=asked, by=operator.user)
    given(second)

    deliver()

    assert len(mailoutbox) == 1
    with scope(school=first):
        director = Notification.objects.filter(channel=Channel.EMAIL).get().recipient
    assert mailoutbox[0].to == [director.email]
    assert "10" in mailoutbox[0].subject
    assert "Осень" not in mailoutbox[0].subject
    assert "Осень" in mailoutbox[0].body


@pytest.mark.parametrize("count", [2, 40])
def test_the_page_and_the_press_take_the_same_few_queries(operator, count):
    for number in range(count):
        school_in(operator.region, f"Школа {number}")
    asked = ask(operator.region)
    acts.remind(request=asked, by=operator.user)
    with CaptureQueriesContext(connection) as queries:
        page = operator.get(f"/region/requests/{asked.public_id}/")

    assert len(page.context["rows"]) == count
    assert len(queries) <= 16


def test_strangers_remind_nobody(operator, client_of):
    mine = school_in(operator.region, "А")
    other = RegionFactory(title="Чужая")
    school, asked, own = school_in(other, "Б"), ask(other), ask(operator.region)

    assert operator.post(f"/region/requests/{asked.public_id}/remind/").status_code == 404
    assert operator.post(f"/region/requests/{own.public_id}/remind/{school.public_id}/").status_code == 404
    assert operator.get(f"/region/requests/{own.public_id}/remind/").status_code == 405
    assert client_of("director").post(f"/region/requests/{own.public_id}/remind/").status_code == 403
    assert told(mine) == told(school) == 0


def test_a_school_that_joins_gets_its_row_once_and_the_operator_sees_when(operator, on_day):
    first = school_in(operator.region, "А")
    asked = ask(operator.region)
    on_day(2022, 6, 3)
    newcomer = school_in(operator.region, "Б")
    for _run in range(2):
        ask_newcomers()

    page = look(operator, asked)

    assert {row.answer.school.short_name: row.joined_on for row in page.context["rows"]} == {
        "А": None,
        "Б": date(2022, 6, 3),
    }
    assert (page.context["whole"], page.context["not_asked"]) == (2, 0)
    assert answer_of(first).sent_at is answer_of(newcomer).sent_at is None
    with scope(school=newcomer):
        assert AuditEvent.objects.filter(action=acts.ASKED_LATER).count() == 1


@pytest.mark.parametrize(("day", "is_asked"), [((2022, 6, 10), True), ((2022, 6, 11), False)])
def test_who_joins_after_the_day_is_not_asked_and_the_page_says_so(operator, on_day, day, is_asked):
    asked = ask(operator.region)
    on_day(*day)
    school_in(operator.region, "А")
    ask_newcomers()

    page = look(operator, asked)

    assert (page.context["whole"], page.context["not_asked"]) == ((1, 0) if is_asked else (0, 1))


def test_a_closed_request_takes_nobody_in(operator):
    asked = ask(operator.region)
    acts.close(request=asked)
    school_in(operator.region, "А")
    ask_newcomers()

    assert look(operator, asked).context["whole"] == 0


def test_a_school_that_leaves_the_region_hears_no_more_of_it(operator):
    school = school_in(operator.region, "А")
    asked = ask(operator.region)
    assert due_kinds(school) == {ASKED.code}
    acts.remind(request=asked, by=operator.user)

    School.objects.filter(pk=school.pk).update(region=RegionFactory(title="Другая"))
    school.refresh_from_db()

    assert due_kinds(school) == set()
    with scope(school=school):
        rows = list(Notification.objects.all())
        lines = RegionNotices().lines(rows, school, DAY)
    assert all(line.withheld for line in lines.values())
    assert acts.remind(request=asked, by=operator.user) == acts.Reminded()


def due_kinds(school):
    with scope(school=[school]):
        return {due.kind for due in RegionNotices().due(mornings_of([school], datetime(2022, 5, 31, 8, tzinfo=UTC)))}


def test_when_all_have_answered_the_list_of_the_others_says_so(operator):
    school = school_in(operator.region, "А")
    asked = ask(operator.region)
    given(school)

    page = look(operator, asked, "?show=missing")

    assert page.context["rows"] == []
    assert "rm-empty" in page.content.decode()


def test_a_school_without_a_programme_reads_the_request(client_of, school):
    school.region = RegionFactory(title="Область")
    school.current_programme = None
    school.save()
    asked = ask(school.region)

    page = client_of().get(f"/region-request/{asked.public_id}/")

    assert page.status_code == 200
    assert asked.title in page.content.decode()
    assert not page.context["has_programme"]
    assert answer_of(school).sent_at is None
    client_of().post(f"/region-request/{asked.public_id}/", {"version": 1, "words": "Нет"})
    assert answer_of(school).sent_at is None
