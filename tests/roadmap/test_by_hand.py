"""«Напомнить»: who may, whom, what they have heard already, and that one person is not told twice a day unawares."""

import threading
import time
from datetime import UTC, date, datetime

import pytest
from django.db import connection, connections
from django_scopes import scope

from mentorship.notifications.models import Channel, DeliveryChoice, Mode, Notification, State
from mentorship.notifications.sources import Section, kinds, lines_of
from mentorship.programmes.models import AuditEvent, GroupMember, Membership
from mentorship.programmes.roles import Role
from roadmap.by_hand import reminded_on
from roadmap.by_hand_words import text_for
from roadmap.models import Activity, ManualReminder, Party
from roadmap.outline import PartyKind
from roadmap.services.reminding import AlreadyReminded, remind
from tests.factories import (
    ActivityFactory,
    AssignmentFactory,
    GroupFactory,
    MembershipFactory,
    PartyFactory,
    ProgrammeFactory,
    StageFactory,
    UserFactory,
)

TODAY = date(2022, 3, 14)


@pytest.fixture
def activity(roadmap, on_day):
    """Late since February."""
    on_day(2022, 3, 14)
    stage = StageFactory(roadmap=roadmap, position=1)
    return ActivityFactory(
        stage=stage, title="Опубликовать карту", first_on=date(2022, 2, 1), last_on=date(2022, 2, 28)
    )


def answers(activity, membership=None, **fields):
    party = PartyFactory(school=activity.school, membership=membership, **fields)
    AssignmentFactory(activity=activity, party=party)
    return party


@pytest.fixture
def teacher(activity, member):
    """Somebody who answers for the activity by name."""
    membership = member(
        Role.CLASS_TEACHER, user=UserFactory(surname="Ковалёва", given_name="Нина", patronymic="Павловна")
    )
    answers(activity, membership, role_text="Классный руководитель")
    return membership


def address(activity):
    return f"/remind/?activity={activity.pk}"


def body(*memberships, **more):
    return {"people": [one.user_id for one in memberships], "text": "Пора опубликовать.", **more}


def bells(activity):
    rows = Notification.unscoped.filter(school=activity.school, kind="reminder", channel=Channel.BELL)
    return list(rows.order_by("pk").values_list("recipient", flat=True))


def letters(activity):
    return Notification.unscoped.filter(school=activity.school, kind="reminder", channel=Channel.EMAIL)


def send(client, activity, *memberships, **more):
    response = client.post(address(activity), body(*memberships, **more))
    assert response.status_code == 302, response.context["form"].errors
    return ManualReminder.unscoped.order_by("pk").last()


def test_everybody_behind_the_parties_is_ticked(client_of, activity, teacher, member):
    deputy, psychologist, outsider = member(Role.DEPUTY), member(Role.PSYCHOLOGIST), member(Role.PSYCHOLOGIST)
    answers(activity, kind=PartyKind.ROLE, role=Role.DEPUTY, name="", role_text="Заместители")
    group = GroupFactory(school=activity.school)
    GroupMember.unscoped.create(school=activity.school, group=group, membership=psychologist)
    answers(activity, kind=PartyKind.GROUP, group=group, name="", role_text="Рабочая группа")

    choices = client_of().get(address(activity)).context["choices"]

    assert {one.pk: (one.ways, one.is_ticked) for one in choices} == {
        teacher.user_id: ("Классный руководитель", True),
        deputy.user_id: ("Заместители", True),
        psychologist.user_id: ("Рабочая группа", True),
    }
    assert outsider.user_id not in {one.pk for one in choices}


def test_one_person_behind_two_parties_stands_once(client_of, activity, teacher):
    answers(activity, kind=PartyKind.ROLE, role=Role.CLASS_TEACHER, name="", role_text="Классные руководители")

    [choice] = client_of().get(address(activity)).context["choices"]

    assert choice.ways == "Классный руководитель, Классные руководители"


def test_names_without_an_account_are_listed_with_the_way_to_bind_them(client_of, activity, teacher):
    party = answers(activity, None, name="Иванов П. П.")

    response = client_of().get(address(activity))

    assert response.context["nobody"] == [party]
    assert f"/roadmap/parties/{party.pk}/" in response.content.decode()
    # who may not bind them is not led there
    assert f"/roadmap/parties/{party.pk}/" not in client_of(Role.DIRECTOR).get(address(activity)).content.decode()


def test_a_dismissed_person_is_not_offered_and_cannot_be_chosen(client_of, activity, teacher):
    Membership.unscoped.filter(pk=teacher.pk).update(ends_on=date(2022, 3, 13))
    client = client_of()

    assert client.get(address(activity)).context["choices"] == []
    assert client.post(address(activity), body(teacher)).status_code == 422
    assert bells(activity) == []


def test_the_chosen_get_the_bell_and_a_letter_at_once(client_of, activity, teacher, member):
    other = member(Role.DEPUTY)
    answers(activity, other)
    client = client_of()

    reminder = send(client, activity, teacher)

    assert (reminder.text, reminder.author) == ("Пора опубликовать.", client.membership.user)
    assert bells(activity) == [teacher.user_id]
    [letter] = letters(activity)
    assert (letter.object_id, letter.due_on, letter.state) == (reminder.pk, TODAY, State.QUEUED)
    assert (letter.recipient, letter.actor, letter.priority) == (teacher.user, client.membership.user, 1)


def test_the_page_after_it_says_who_was_told_and_by_which_way(client_of, activity, teacher, member):
    quiet = member(Role.DEPUTY)
    answers(activity, quiet)
    DeliveryChoice.unscoped.create(school=activity.school, user=quiet.user, kind="reminder", mode=Mode.BELL)
    client = client_of()
    reminder = send(client, activity, teacher, quiet)
    letters(activity).update(state=State.FAILED, reason="нет такого ящика")

    told = client.get(reminder.get_absolute_url()).context["letters"]

    assert {one.name: (bool(one.state), one.reason) for one in told} == {
        teacher.user.get_full_name(): (True, "нет такого ящика"),
        quiet.user.get_full_name(): (False, ""),
    }


def test_only_those_who_see_the_log_are_led_to_the_letters(client_of, activity, teacher):
    coordinator = client_of()
    reminder = send(coordinator, activity, teacher)
    [letter] = letters(activity)
    address = f"/delivery/{letter.public_id}/"

    assert address in coordinator.get(reminder.get_absolute_url()).content.decode()
    assert coordinator.get(address).status_code == 200
    assert address not in client_of(Role.DEPUTY).get(reminder.get_absolute_url()).content.decode()


def test_nobody_chosen_and_no_text_come_back_with_what_was_typed(client_of, activity, teacher):
    client = client_of()

    nobody = client.post(address(activity), {"text": "Мои слова"})
    empty = client.post(address(activity), body(teacher, text=" "))

    assert (nobody.status_code, empty.status_code) == (422, 422)
    assert "Мои слова" in nobody.content.decode()
    assert [one.is_ticked for one in empty.context["choices"]] == [True]
    assert bells(activity) == []


def test_a_person_who_does_not_answer_cannot_be_chosen(client_of, activity, teacher, member):
    assert client_of().post(address(activity), body(teacher, member(Role.DEPUTY))).status_code == 422
    assert bells(activity) == []


def test_the_author_is_not_among_the_choices(client_of, activity, teacher):
    client = client_of()
    answers(activity, client.membership)

    response = client.get(address(activity))

    assert [one.pk for one in response.context["choices"]] == [teacher.user_id]
    assert response.context["is_among"]
    assert client.post(address(activity), body(client.membership)).status_code == 422


def test_the_second_reminder_of_the_day_asks_first(client_of, activity, teacher, member):
    other = member(Role.DEPUTY)
    answers(activity, other)
    send(client_of(), activity, teacher)
    second = client_of(Role.DIRECTOR)

    page = second.get(address(activity))
    asked = second.post(address(activity), body(teacher, other))

    assert {one.pk: one.is_ticked for one in page.context["choices"]} == {teacher.user_id: False, other.user_id: True}
    assert asked.status_code == 422
    assert asked.context["form"].asks_about == [teacher.user_id]
    assert "Пора опубликовать." in asked.content.decode()
    assert "Ковалёвой Н. П." in asked.content.decode()
    assert "12:00" in asked.content.decode()
    assert bells(activity) == [teacher.user_id]

    send(second, activity, teacher, other, asked=[teacher.user_id], is_sure="on")

    assert sorted(bells(activity)) == sorted([teacher.user_id, teacher.user_id, other.user_id])


def test_a_reminder_of_another_activity_counts_for_the_day_and_not_for_the_next(client_of, activity, teacher, on_day):
    other = ActivityFactory(stage=activity.stage, last_on=date(2022, 3, 16))
    answers(other, teacher)
    client = client_of()
    send(client, other, teacher)

    assert client.post(address(activity), body(teacher)).status_code == 422
    [choice] = client.get(address(activity)).context["choices"]
    assert choice.is_told_today

    on_day(2022, 3, 15)
    client = client_of()
    [choice] = client.get(address(activity)).context["choices"]
    assert (choice.is_told_today, choice.told, choice.is_ticked) == (False, [], True)
    send(client, activity, teacher)


def test_a_yes_about_one_person_is_no_yes_about_another(client_of, activity, teacher, member):
    other = member(Role.DEPUTY)
    answers(activity, other)
    client = client_of()
    send(client, activity, teacher, other)

    response = client.post(address(activity), body(teacher, other, asked=[teacher.user_id], is_sure="on"))

    assert response.status_code == 422
    assert response.context["form"].asks_about == [other.user_id]
    assert not response.context["form"]["is_sure"].value()


def test_a_form_sent_twice_reminds_once(client_of, activity, teacher):
    client = client_of()
    key = client.get(address(activity)).context["form"]["form_key"].value()

    first = client.post(address(activity), body(teacher, form_key=key))
    second = client.post(address(activity), body(teacher, form_key=key))

    assert first.url == second.url
    assert bells(activity) == [teacher.user_id]


def test_a_refusal_does_not_spend_the_key_of_the_form(client_of, activity, teacher):
    client = client_of()
    send(client, activity, teacher)
    key = client.get(address(activity)).context["form"]["form_key"].value()

    asked = client.post(address(activity), body(teacher, form_key=key))
    sure = client.post(address(activity), body(teacher, form_key=key, asked=[teacher.user_id], is_sure="on"))

    assert (asked.status_code, sure.status_code) == (422, 302)
    assert bells(activity) == [teacher.user_id] * 2


def test_who_was_told_when_is_seen_before_sending(client_of, activity, teacher, on_day):
    on_day(2022, 3, 10)
    by_itself = {"school": activity.school, "recipient": teacher.user, "object_id": activity.pk}
    Notification.unscoped.create(
        kind="deadline_over",
        due_on=date(2022, 3, 10),
        channel=Channel.BELL,
        state=State.SENT,
        created_at=datetime(2022, 3, 10, 4, tzinfo=UTC),
        **by_itself,
    )
    on_day(2022, 3, 12)
    author = MembershipFactory(
        school=activity.school, user=UserFactory(surname="Лебедева", given_name="Ольга", patronymic="Николаевна")
    )
    send(client_of(author), activity, teacher)
    on_day(2022, 3, 14)

    [choice] = client_of().get(address(activity)).context["choices"]

    assert [("12 марта" in choice.told[0], "Лебедевой О. Н." in choice.told[0]), "10 марта" in choice.told[1]] == [
        (True, True),
        True,
    ]
    assert (choice.is_told_today, choice.is_ticked) == (False, True)


@pytest.mark.parametrize("status", [Activity.Status.DONE, Activity.Status.SKIP, Activity.Status.CHECK])
def test_nobody_is_reminded_of_what_is_closed(client_of, activity, teacher, status):
    Activity.unscoped.filter(pk=activity.pk).update(status=status, done_on=TODAY)
    client = client_of()

    page = client.get(address(activity))
    sent = client.post(address(activity), body(teacher))

    assert (page.status_code, sent.status_code) == (200, 422)
    assert page.context["why_not"]
    assert 'name="text"' not in page.content.decode()
    assert bells(activity) == []


def test_nobody_is_reminded_of_a_programme_that_is_over(client_of, activity, teacher):
    ProgrammeFactory(school=activity.school, title="Новый год")
    client = client_of()

    assert client.post(address(activity), body(teacher)).status_code == 422
    assert "/remind/" not in client.get(f"/activities/{activity.pk}/").content.decode()
    assert "/remind/" not in client.get(f"/stages/{activity.stage_id}/").content.decode()


@pytest.mark.parametrize("query", ["", "?activity=", "?activity=abc", "?activity=0", "?activity=" + "9" * 40])
def test_without_an_activity_there_is_no_page(client_of, activity, query):
    assert client_of().get(f"/remind/{query}").status_code == 404


def test_another_school_finds_neither_page(client_of, activity, teacher, member, other_school):
    reminder = send(client_of(), activity, teacher)
    stranger = client_of(member(Role.DIRECTOR, school=other_school))

    assert stranger.get(address(activity)).status_code == 404
    assert stranger.post(address(activity), body(teacher)).status_code == 404
    assert stranger.get(reminder.get_absolute_url()).status_code == 404
    assert bells(activity) == [teacher.user_id]


@pytest.mark.parametrize(
    ("role", "is_own", "status"),
    [
        (Role.COORDINATOR, False, 200),
        (Role.DIRECTOR, False, 200),
        (Role.DEPUTY, False, 200),
        (Role.PSYCHOLOGIST, True, 200),
        (Role.PSYCHOLOGIST, False, 403),
        (Role.MENTOR, True, 403),
        (Role.MENTOR, False, 403),
    ],
)
def test_who_may_remind(client_of, activity, teacher, role, is_own, status):
    client = client_of(role)
    if is_own:
        answers(activity, client.membership)

    assert client.get(address(activity)).status_code == status
    assert client.post(address(activity), body(teacher)).status_code == (302 if status == 200 else 403)
    page = client.get(f"/activities/{activity.pk}/")
    assert ("/remind/?activity=" in page.content.decode()) == (status == 200)


def test_the_button_says_how_many(client_of, activity, teacher, member):
    client = client_of()
    answers(activity, client.membership)
    [row] = client.get("/today/").context["overdue"].rows
    assert row.reminding.count == 1

    answers(activity, member(Role.DEPUTY))
    [row] = client.get("/today/").context["overdue"].rows

    assert row.reminding.count == 2
    assert client.get(f"/activities/{activity.pk}/").context["reminding"].count == 2
    assert "/remind/" not in client.get("/roadmap/?view=list").content.decode()
    assert client.get("/roadmap/?view=list&status=late").content.decode().count("/remind/?activity=") == 1
    assert client.get(f"/stages/{activity.stage_id}/").content.decode().count("/remind/?activity=") == 1


def test_there_is_no_button_where_nobody_can_be_reached(client_of, activity):
    client = client_of()
    answers(activity, None)
    answers(activity, client.membership)

    for path in (
        "/today/",
        "/roadmap/?view=list&status=late",
        f"/stages/{activity.stage_id}/",
        f"/activities/{activity.pk}/",
    ):
        assert "/remind/" not in client.get(path).content.decode(), path


def test_the_pages_say_when_people_were_last_reminded(client_of, activity, teacher, on_day):
    on_day(2022, 3, 12)
    client = client_of()
    reminder = send(client, activity, teacher)
    on_day(2022, 3, 14)

    [row] = client_of().get("/today/").context["overdue"].rows
    page = client_of().get(f"/activities/{activity.pk}/")

    assert row.reminding.last_on == date(2022, 3, 12)
    assert page.context["reminder"] == reminder
    assert reminder.get_absolute_url() in page.content.decode()
    # who only answers for it sees that there was a reminder, and not to whom else
    assert reminder.get_absolute_url() in client_of(teacher).get(f"/activities/{activity.pk}/").content.decode()


def test_the_history_names_those_who_were_reminded(client_of, activity, teacher):
    send(client_of(), activity, teacher)

    event = AuditEvent.unscoped.get(action="activity.reminded")

    assert (event.object_id, list(event.changes.values())) == (activity.pk, [["", teacher.user.short_name]])


def test_queries_do_not_grow_with_people_nor_activities(client_of, activity, member, django_assert_num_queries):
    client = client_of()
    answers(activity, member(Role.DEPUTY))
    paths = ("/today/", "/roadmap/?view=list&status=late", f"/stages/{activity.stage_id}/", address(activity))

    def counted(path):
        client.get(path)
        with django_assert_num_queries(99, exact=False) as found:
            assert client.get(path).status_code == 200
        return len(found)

    few = {path: counted(path) for path in paths}
    for _number in range(12):
        more = ActivityFactory(stage=activity.stage, last_on=date(2022, 3, 15))
        person = member(Role.DEPUTY)
        answers(more, person)
        answers(activity, person)

    assert {path: counted(path) for path in paths} == few


# what the letter says, and when it does not go


def line_of(activity):
    with scope(school=activity.school):
        [row] = Notification.objects.filter(kind="reminder", channel=Channel.EMAIL)
        return lines_of([row], activity.school, activity.school.today).get(row.pk)


def test_the_letter_carries_the_words_and_their_author(client_of, activity, teacher):
    client = client_of()
    send(client, activity, teacher)

    line = line_of(activity)

    assert (line.title, line.quote, line.section) == ("Опубликовать карту", "Пора опубликовать.", Section.ASKED)
    assert line.author == client.membership.user.short_name
    assert (line.url, line.act_url) == (f"/activities/{activity.pk}/", f"/activities/{activity.pk}/#complete")
    assert line.withheld == ""


@pytest.mark.parametrize("what", ["done", "deleted", "no longer responsible", "dismissed", "programme over"])
def test_the_letter_is_withheld_when_there_is_nothing_to_remind_of(client_of, activity, teacher, what):
    send(client_of(), activity, teacher)
    rows = Activity.unscoped.filter(pk=activity.pk)
    if what == "done":
        rows.update(status=Activity.Status.DONE, done_on=TODAY)
    elif what == "deleted":
        rows.update(deleted_at=datetime(2022, 3, 14, 9, tzinfo=UTC))
    elif what == "no longer responsible":
        Party.unscoped.update(membership=None)
    elif what == "dismissed":
        Membership.unscoped.filter(pk=teacher.pk).update(ends_on=date(2022, 3, 13))
    else:
        ProgrammeFactory(school=activity.school)

    assert line_of(activity).withheld


def test_the_kind_is_a_persons_own_and_goes_first(activity):
    kind = kinds()["reminder"]

    assert (kind.is_by_hand, kind.priority, kind.default) == (True, 1, Mode.AT_ONCE)


@pytest.mark.parametrize("count", [1, 8])
def test_lines_are_asked_in_a_fixed_number_of_queries(client_of, activity, member, count, django_assert_num_queries):
    client = client_of()
    for _number in range(count):
        more = ActivityFactory(stage=activity.stage)
        person = member(Role.DEPUTY)
        answers(more, person)
        send(client, more, person)
    school = activity.school
    with scope(school=school):
        rows = list(Notification.objects.filter(kind="reminder"))
        with django_assert_num_queries(4):
            assert len(lines_of(rows, school, TODAY)) == 2 * count


@pytest.mark.parametrize(
    ("last_on", "words"),
    [(date(2022, 2, 28), "28 февраля"), (TODAY, "14 марта"), (date(2022, 3, 31), "31 марта"), (None, "Опубликовать")],
)
def test_the_text_begins_with_the_activity_and_its_term(activity, last_on, words):
    activity.last_on = last_on
    activity.title = "Опубликовать\nкарту."

    text = text_for(activity, TODAY)

    assert words in text
    assert "«Опубликовать карту»" in text


# two leaders at the same moment


@pytest.mark.django_db(transaction=True)
def test_of_two_leaders_at_the_same_moment_the_second_is_asked(activity, teacher, member, monkeypatch):
    """They remind the same person of two activities, so no row of an activity could have kept them apart."""
    if connection.vendor == "sqlite":
        pytest.skip("the tests' SQLite is in memory, where a second writer fails; on disk it waits for the first one")
    school, leaders = activity.school, [member(Role.COORDINATOR).user, member(Role.DIRECTOR).user]
    other = ActivityFactory(stage=activity.stage)
    answers(other, teacher)
    start, outcomes = threading.Barrier(2), []

    def look_and_think(*arguments):
        found = reminded_on(*arguments)
        time.sleep(0.3)
        return found

    monkeypatch.setattr("roadmap.services.reminding.reminded_on", look_and_think)

    def act(user, about):
        try:
            with scope(school=school):
                start.wait()
                remind(activity=about, people={teacher.user_id}, text="Пора", by=user, school=school, day=TODAY)
            outcomes.append("told")
        except AlreadyReminded:
            outcomes.append("asked")
        finally:
            connections.close_all()

    threads = [threading.Thread(target=act, args=pair) for pair in zip(leaders, [activity, other], strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(outcomes) == ["asked", "told"]
    assert bells(activity) == [teacher.user_id]
