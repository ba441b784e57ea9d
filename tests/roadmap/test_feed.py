"""Deadlines of the roadmap in a person's own calendar: they come, move and go."""

from datetime import date

import pytest
from django.test import Client
from django_scopes import scope
from icalendar import Calendar

from mentorship.notifications.models import Channel, Notification
from mentorship.notifications.services import feeds
from mentorship.programmes import audit
from mentorship.programmes.models import GroupMember
from mentorship.programmes.roles import Role
from roadmap.models import Activity, Assignment
from roadmap.outline import PartyKind, Term, TermKind
from roadmap.services import activities as acts
from roadmap.services import editing, tree
from tests.factories import (
    ActivityFactory,
    AssignmentFactory,
    GroupFactory,
    PartyFactory,
    ProgrammeFactory,
    RoadmapFactory,
    StageFactory,
)

MARCH = (date(2022, 3, 31), date(2022, 4, 1))


@pytest.fixture
def stage(roadmap, on_day):
    on_day(2022, 3, 14)
    return StageFactory(roadmap=roadmap, position=1, title="Подготовка условий")


@pytest.fixture
def teacher(member):
    return member(Role.CLASS_TEACHER)


@pytest.fixture
def address(teacher):
    return address_of(teacher)


def address_of(membership):
    with scope(school=membership.school):
        return f"/calendar/{feeds.open_feed(user=membership.user, school=membership.school)}.ics"


def give(activity, membership, **fields):
    fields = {"role_text": "Классный руководитель", "name": "Зайцева М. П."} | fields
    party = PartyFactory(school=activity.school, membership=membership, **fields)
    return AssignmentFactory(activity=activity, party=party)


def file_of(address):
    response = Client().get(address)
    assert response.status_code == 200
    return response


def events(address):
    """What a calendar reads: ``{title without its first word: event}``."""
    rows = Calendar.from_ical(file_of(address).content).walk("VEVENT")
    return {str(row["summary"]).split(": ", 1)[1]: row for row in rows}


def days(event):
    return event.decoded("dtstart"), event.decoded("dtend")


@pytest.fixture
def meeting(stage, teacher):
    activity = ActivityFactory(stage=stage, title="Собрание")
    give(activity, teacher)
    return activity


def test_an_own_deadline_stands_on_its_day(meeting, address):
    [event] = events(address).values()

    assert event["summary"] == "Срок: Собрание"
    assert days(event) == MARCH
    assert event["uid"].startswith(f"activity-{meeting.pk}.{meeting.school.public_id}@")
    assert event["url"] == f"http://testserver/activities/{meeting.pk}/"
    assert event["status"] == "CONFIRMED"
    assert event["description"].split("\n") == [
        "Срок: Март (1 марта 2022\u00a0г. — 31 марта 2022\u00a0г.)",
        "Отвечают: вы",
        f"http://testserver/activities/{meeting.pk}/",
    ]


def test_what_others_answer_for_is_not_there(stage, member, address):
    activity = ActivityFactory(stage=stage, title="Чужое")
    give(activity, member(Role.DEPUTY))

    assert events(address) == {}


def test_a_deadline_comes_through_a_role_and_through_a_group(stage, teacher, address):
    group = GroupFactory(school=stage.school)
    GroupMember.unscoped.create(school=stage.school, group=group, membership=teacher)
    by_role = ActivityFactory(stage=stage, title="Всем классным")
    give(by_role, None, kind=PartyKind.ROLE, role=Role.CLASS_TEACHER, name="", role_text="Классные руководители")
    by_group = ActivityFactory(stage=stage, title="Рабочей группе")
    give(by_group, None, kind=PartyKind.GROUP, group=group, name="", role_text="Рабочая группа")

    assert sorted(events(address)) == ["Всем классным", "Рабочей группе"]


def test_nobody_is_named_in_the_file(meeting, member, address):
    """It lies with a provider outside: posts are enough."""
    deputy = member(Role.DEPUTY)
    give(meeting, deputy, role_text="Заместитель директора", name="Лебедева О. Н.")
    give(meeting, None, role_text="", name="Ученик Пётр")

    text = file_of(address).content.replace(b"\r\n ", b"").decode()

    assert "Отвечают: вы\\, Заместитель директора\\n" in text
    for name in ("Лебедева", "Ученик", "Зайцева", deputy.user.email):
        assert name not in text


@pytest.mark.parametrize(
    ("first", "last", "shown"),
    [
        (date(2024, 2, 29), date(2024, 2, 29), (date(2024, 2, 29), date(2024, 3, 1))),
        (date(2024, 2, 1), date(2024, 2, 29), (date(2024, 2, 29), date(2024, 3, 1))),
        (date(2021, 12, 1), date(2021, 12, 31), (date(2021, 12, 31), date(2022, 1, 1))),
        (None, date(2022, 5, 31), (date(2022, 5, 31), date(2022, 6, 1))),
        (date(2022, 3, 14), date(2022, 3, 25), (date(2022, 3, 25), date(2022, 3, 26))),
    ],
)
def test_a_term_of_any_length_stands_on_its_last_day(meeting, address, first, last, shown):
    Activity.unscoped.filter(pk=meeting.pk).update(first_on=first, last_on=last)

    assert days(events(address)["Собрание"]) == shown


def test_what_has_no_days_is_not_in_a_calendar(meeting, address):
    Activity.unscoped.filter(pk=meeting.pk).update(first_on=None, last_on=None, term_kind="")

    assert events(address) == {}


def test_a_moved_deadline_moves_the_same_event(meeting, teacher, address, settings):
    before = events(address)["Собрание"]
    tag = file_of(address)["ETag"]

    with scope(school=meeting.school):
        term = Term("15 апреля", TermKind.DAY, date(2022, 4, 15), date(2022, 4, 15))
        parties = [one.party for one in Assignment.objects.filter(activity=meeting)]
        text = editing.ActivityText(title="Собрание", term=term, parties=parties)
        editing.edit_activity(activity=meeting, version=meeting.version, text=text, by=teacher.user)

    after = events(address)["Собрание"]
    assert after["uid"] == before["uid"]
    assert days(after) == (date(2022, 4, 15), date(2022, 4, 16))
    assert after["sequence"] > before["sequence"]
    assert after.decoded("last-modified") == settings.TEST_NOW
    assert file_of(address)["ETag"] != tag


def test_an_event_is_as_old_as_the_last_change_of_its_own_activity(meeting, stage, teacher, address, settings, on_day):
    other = ActivityFactory(stage=stage, title="Другое")
    give(other, teacher, name="Зайцева М. П. ")
    with scope(school=meeting.school):
        acts.start(activity=meeting, by=teacher.user)
        changed_at = settings.TEST_NOW
        on_day(2022, 3, 21)
        acts.start(activity=other, by=teacher.user)

    found = events(address)

    assert found["Собрание"].decoded("last-modified") == changed_at
    assert found["Другое"].decoded("last-modified") == settings.TEST_NOW


def test_the_file_is_the_same_until_something_changes(meeting, address, on_day):
    first = file_of(address)
    on_day(2022, 3, 21)

    assert file_of(address).content == first.content


def cancelled(address, before, word):
    """The event is told as cancelled, and newer than it was."""
    event = events(address)["Собрание"]
    assert event["status"] == "CANCELLED"
    assert event["uid"] == before["uid"]
    assert event["sequence"] > before["sequence"]
    assert event["summary"] == f"{word}: Собрание"
    assert event.walk("VALARM") == []
    return event


def test_what_is_done_is_cancelled_and_comes_back_when_it_is_reopened(meeting, teacher, address):
    before = events(address)["Собрание"]

    with scope(school=meeting.school):
        acts.complete(activity=meeting, by=teacher.user, done_on=date(2022, 3, 14))
    gone = cancelled(address, before, "Выполнено")
    with scope(school=meeting.school):
        acts.reopen(activity=meeting, by=teacher.user)

    back = events(address)["Собрание"]
    assert back["status"] == "CONFIRMED"
    assert back["sequence"] > gone["sequence"]


def test_what_is_not_required_is_cancelled(meeting, teacher, address):
    before = events(address)["Собрание"]

    with scope(school=meeting.school):
        acts.skip(activity=meeting, by=teacher.user, reason="Отменено приказом")

    cancelled(address, before, "Не требуется")


def test_what_is_being_checked_stays_without_ringing(meeting, teacher, address):
    with scope(school=meeting.school):
        acts.complete(activity=meeting, by=teacher.user, done_on=date(2022, 3, 14), needs_check=True)

    event = events(address)["Собрание"]
    assert (event["status"], event["summary"]) == ("CONFIRMED", "На проверке: Собрание")
    assert event.walk("VALARM") == []


def test_what_is_thrown_away_is_cancelled_and_comes_back(meeting, teacher, address):
    before = events(address)["Собрание"]

    with scope(school=meeting.school):
        tree.throw_away(node=meeting, version=meeting.version, by=teacher.user)
    gone = cancelled(address, before, "Снято")
    with scope(school=meeting.school):
        tree.restore(node=meeting, by=teacher.user)

    back = events(address)["Собрание"]
    assert (back["status"], back["sequence"] > gone["sequence"]) == ("CONFIRMED", True)


def test_what_went_with_its_stage_is_cancelled(meeting, teacher, address):
    before = events(address)["Собрание"]

    with scope(school=meeting.school):
        tree.throw_away(node=meeting.stage, version=meeting.stage.version, by=teacher.user)

    cancelled(address, before, "Снято")


def told(activity, membership, kind="deadline_soon"):
    Notification.unscoped.create(
        school=activity.school,
        kind=kind,
        object_id=activity.pk,
        due_on=date(2022, 3, 1),
        recipient=membership.user,
        channel=Channel.BELL,
    )


def test_what_was_given_to_somebody_else_is_cancelled_for_whoever_was_told_of_it(meeting, teacher, member, address):
    told(meeting, teacher)
    deputy = member(Role.DEPUTY)
    before = events(address)["Собрание"]
    party = PartyFactory(school=meeting.school, membership=deputy, name="Лебедева О. Н.")

    with scope(school=meeting.school):
        editing.assign(meeting, [party])

    cancelled(address, before, "Снято")
    assert events(address_of(deputy))["Собрание"]["status"] == "CONFIRMED"


def test_what_was_given_to_somebody_else_goes_even_from_who_was_not_told(meeting, member, address):
    party = PartyFactory(school=meeting.school, membership=member(Role.DEPUTY), name="Лебедева О. Н.")

    with scope(school=meeting.school):
        editing.assign(meeting, [party])

    assert events(address) == {}


def test_an_escalation_is_not_a_deadline_of_ones_own(meeting, member):
    director = member(Role.DIRECTOR)
    told(meeting, director, kind="escalation_director")

    assert events(address_of(director)) == {}


def test_somebody_elses_news_cancel_nothing_here(meeting, teacher, member):
    told(meeting, teacher)

    assert events(address_of(member(Role.DEPUTY))) == {}


def test_a_new_programme_brings_its_own_deadlines_only(meeting, teacher, address):
    told(meeting, teacher)
    following = ProgrammeFactory(school=meeting.school, starts_on=date(2022, 9, 1), ends_on=date(2023, 5, 31))
    stage = StageFactory(roadmap=RoadmapFactory(programme=following))
    give(ActivityFactory(stage=stage, title="Новое", last_on=date(2022, 10, 31)), teacher, name="Зайцева М. П. ")

    assert list(events(address)) == ["Новое"]


def test_a_school_without_a_roadmap_has_an_empty_calendar(programme, address):
    assert events(address) == {}


def test_a_school_without_a_programme_has_an_empty_calendar(school, address):
    assert events(address) == {}


def test_another_school_puts_nothing_into_the_calendar(meeting, member, teacher, other_roadmap, address):
    there = member(Role.CLASS_TEACHER, school=other_roadmap.school, user=teacher.user)
    theirs = ActivityFactory(stage=StageFactory(roadmap=other_roadmap), title="Чужой школы")
    give(theirs, there)
    told(theirs, teacher)

    assert list(events(address)) == ["Собрание"]
    assert list(events(address_of(there))) == ["Чужой школы"]


def test_a_long_title_is_cut_where_a_calendar_would_and_told_in_full_below(meeting, address):
    words = "Информирование родителей, педагогов и обучающихся о возможностях и целях программы наставничества " * 2
    Activity.unscoped.filter(pk=meeting.pk).update(title=words)

    [event] = events(address).values()

    assert event["summary"].endswith("…")
    assert len(event["summary"]) <= 130
    assert event["description"].split("\n")[0] == words.strip()


def test_a_comment_does_not_count_as_a_change_of_the_event(meeting, teacher, address):
    before = events(address)["Собрание"]

    with scope(school=meeting.school):
        audit.record(by=teacher.user, action="activity.commented", row=meeting)

    assert events(address)["Собрание"]["sequence"] == before["sequence"]


@pytest.mark.parametrize("count", [1, 12])
def test_queries_do_not_grow_with_the_roadmap(stage, teacher, address, count, django_assert_num_queries):
    for number in range(count):
        activity = ActivityFactory(stage=stage, title=f"Мероприятие {number}")
        give(activity, teacher, name=f"Зайцева М. {number}.")
        told(activity, teacher)

    with django_assert_num_queries(8):
        found = events(address)

    assert len(found) == count
