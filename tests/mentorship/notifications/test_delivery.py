"""The delivery log, one letter, sending it again, and the banner when reminders stand still."""

from datetime import UTC, datetime, timedelta
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from mentorship.common import clock
from mentorship.notifications.mail_servers import current_name
from mentorship.notifications.models import (
    Attempt,
    Channel,
    Heartbeat,
    LastScan,
    MailServer,
    Notification,
    Outcome,
    State,
)
from mentorship.notifications.models.notification import DIGEST
from mentorship.notifications.services.resending import CannotBeSentAgain, send_again
from mentorship.programmes.models import AuditEvent
from mentorship.programmes.roles import Role
from tests.factories import MembershipFactory, UserFactory

NOW = datetime(2022, 3, 14, 8, tzinfo=UTC)
LEADERS = {Role.DIRECTOR, Role.COORDINATOR}
BANNER = 'class="rm-wrap rm-trouble'


@pytest.fixture(autouse=True)
def noon(on_day):
    on_day(2022, 3, 14)


@pytest.fixture
def coordinator(client_of):
    return client_of(Role.COORDINATOR)


@pytest.fixture
def digest(letter, school_scope, member):
    """``digest(person, lines=[State.FAILED])`` is a digest that was refused, with its lines."""

    def make(person=None, *, lines=(), **fields):
        person = person or member(Role.DEPUTY).user
        whole = letter(person, kind=DIGEST, **{"object_id": person.pk, "state": State.FAILED} | fields)
        for number, state in enumerate(lines, 1):
            line = letter(person, kind="greeting", object_id=number, state=state, carried_by=whole)
            Notification.objects.filter(pk=line.pk).update(channel=Channel.DIGEST)
        return whole

    return make


def found(client, **query):
    return [one.row for one in client.get("/delivery/", query).context["letters"]]


def state_of(row):
    return Notification.objects.get(pk=row.pk).state


@pytest.mark.parametrize("role", list(Role))
def test_the_log_of_letters_is_for_leaders(client_of, letter, role):
    client, row = client_of(role), letter(state=State.FAILED)
    paths = ["/delivery/", "/delivery/letters.xlsx", f"/delivery/{row.public_id}/"]

    assert {client.get(path).status_code for path in paths} == ({200} if role in LEADERS else {403})
    answer = client.post(f"/delivery/{row.public_id}/again/")
    assert (answer.status_code, state_of(row)) == ((302, State.QUEUED) if role in LEADERS else (403, State.FAILED))


def test_letters_of_another_school_are_not_there(other_school, client_of, letter):
    row = letter(state=State.FAILED)
    stranger = client_of(MembershipFactory(school=other_school, role=Role.COORDINATOR))

    assert found(stranger) == []
    assert stranger.get(f"/delivery/{row.public_id}/").status_code == 404
    assert stranger.post(f"/delivery/{row.public_id}/again/").status_code == 404
    assert state_of(row) == State.FAILED


def test_only_letters_are_in_the_log_the_newest_first(coordinator, digest, letter):
    old, new = digest(lines=[State.FAILED], at=NOW - timedelta(days=1)), letter(at=NOW)

    assert found(coordinator) == [new, old]
    bell = Notification.objects.exclude(pk__in=[old.pk, new.pk]).get()
    assert coordinator.get(f"/delivery/{bell.public_id}/").status_code == 404


def test_the_log_is_filtered(coordinator, letter, digest):
    ann = MembershipFactory(school=coordinator.membership.school, user=UserFactory(surname="Ёлкина")).user
    sent = letter(ann, state=State.SENT, at=NOW - timedelta(days=3), address="old@school.test")
    refused = letter(state=State.FAILED, at=NOW - timedelta(days=2))
    again = letter(state=State.RETRYING, at=NOW - timedelta(days=1), may_be_double=True)
    daily = digest(state=State.QUEUED, at=NOW)

    assert found(coordinator, q="елк") == [sent]
    assert found(coordinator, q="old@school") == [sent]
    assert found(coordinator, state="retrying") == [again]
    assert found(coordinator, kind=DIGEST) == [daily]
    assert found(coordinator, since="2022-03-12", until="2022-03-13") == [again, refused]
    assert found(coordinator, trouble="on") == [again, refused]
    assert found(coordinator, double="on") == [again]
    assert found(coordinator, trouble="on", state="sent") == []
    assert len(found(coordinator, state="nonsense", since="nonsense", kind="nonsense")) == 4


def test_the_filter_of_days_goes_by_the_schools_clock(coordinator, letter):
    row = letter(at=datetime(2022, 3, 13, 21, tzinfo=UTC))

    assert found(coordinator, since="2022-03-14") == [row]
    assert found(coordinator, until="2022-03-13") == []


@pytest.mark.parametrize("number", [1, 60, 520])
def test_the_log_asks_the_same_number_of_questions(coordinator, letter, member, number, django_assert_num_queries):
    people = [member(Role.DEPUTY).user for _ in range(3)]
    rows = [letter(people[place % 3], state=State.SENT) for place in range(min(number, 3))]
    more = [
        Notification(
            school=rows[0].school, kind="shout", object_id=1000 + place, due_on=NOW.date(), recipient=people[0],
            channel=Channel.EMAIL, state=State.FAILED, reason="Такого адреса нет",
        )
        for place in range(number - len(rows))
    ]  # fmt: skip
    Notification.objects.bulk_create(more)

    with django_assert_num_queries(10):
        response = coordinator.get("/delivery/")

    assert response.context["page_obj"].paginator.count == number
    assert len(response.context["letters"]) == min(number, 50)


def test_a_letter_shows_its_text_as_text_and_every_try(coordinator, letter, school_scope):
    row = letter(state=State.FAILED, subject="Срок завтра", body_text="<b>Мероприятие</b>", reason="Такого адреса нет")
    for minute, outcome in enumerate((Outcome.TEMPORARY, Outcome.UNKNOWN, Outcome.PERMANENT)):
        Attempt.objects.create(
            school=school_scope, notification=row, at=NOW + timedelta(minutes=minute), outcome=outcome,
            code=450 + minute, answer=f"<i>answer {minute}</i>",
        )  # fmt: skip

    page = coordinator.get(f"/delivery/{row.public_id}/")

    text = page.content.decode()
    assert [attempt.code for attempt in page.context["attempts"]] == [450, 451, 452]
    assert "&lt;b&gt;Мероприятие&lt;/b&gt;" in text
    assert "&lt;i&gt;answer 2&lt;/i&gt;" in text
    assert "Такого адреса нет" in text


def test_the_log_does_not_show_how_to_leave_the_letters_of_another_person(coordinator, letter):
    secret = reverse("notifications_stop", args=["1-2.secret"])
    row = letter(state=State.SENT, body_text=f"Отписаться: http://testserver{secret}\nШкола")

    text = coordinator.get(f"/delivery/{row.public_id}/").content.decode()

    assert "http://testserver/notifications/stop/…\nШкола" in text
    assert "secret" not in text


@pytest.mark.parametrize("number", [1, 12])
def test_a_digest_shows_what_it_carries_in_the_same_number_of_questions(
    coordinator, digest, number, django_assert_num_queries
):
    row = digest(lines=[State.FAILED] * number)

    with django_assert_num_queries(7):
        response = coordinator.get(f"/delivery/{row.public_id}/")

    assert [entry.title for entry, _line in response.context["lines"]] == [f"Дело {n}" for n in range(1, number + 1)]


def test_the_log_as_a_workbook_has_what_the_filters_leave(coordinator, letter):
    letter(state=State.FAILED, subject="=HYPERLINK()", reason="Такого адреса нет")
    letter(state=State.SENT)

    answer = coordinator.get("/delivery/letters.xlsx?state=failed")

    rows = list(load_workbook(BytesIO(answer.content)).active.iter_rows(values_only=True))
    assert [row[3] for row in rows if row[5] == "Такого адреса нет"] == ["=HYPERLINK()"]
    assert len(rows) == 5


@pytest.mark.parametrize("state", list(State))
def test_only_what_did_not_go_is_sent_again(coordinator, letter, state):
    row = letter(state=state, tries=4, first_tried_at=NOW - timedelta(days=2), reason="Такого адреса нет")
    offers = b"/again/" in coordinator.get(f"/delivery/{row.public_id}/").content

    coordinator.post(f"/delivery/{row.public_id}/again/")

    may = state in (State.FAILED, State.RETRYING)
    row.refresh_from_db()
    assert offers == may
    assert row.state == (State.QUEUED if may else state)
    assert (row.tries, row.first_tried_at, row.reason) == (
        (0, None, "") if may else (4, NOW - timedelta(days=2), "Такого адреса нет")
    )


def test_two_clicks_send_it_again_once(coordinator, letter):
    row = letter(state=State.FAILED, subject="Срок завтра")
    send_again(letter=row, by=user_of(coordinator), now=NOW)

    with pytest.raises(CannotBeSentAgain):
        send_again(letter=row, by=user_of(coordinator), now=NOW)

    assert Notification.objects.get(pk=row.pk).send_after == NOW
    assert AuditEvent.objects.filter(action="letter.sent_again", object_id=row.pk).count() == 1


def user_of(client):
    return client.membership.user


def test_the_lines_that_failed_with_a_digest_wait_again_with_it(coordinator, digest):
    row = digest(lines=[State.FAILED, State.WITHHELD, State.FAILED])

    coordinator.post(f"/delivery/{row.public_id}/again/")

    assert list(row.carried.order_by("pk").values_list("state", flat=True)) == ["queued", "withheld", "queued"]


def test_a_digest_waits_for_the_other_one_of_the_same_person(coordinator, digest):
    row = digest(lines=[State.FAILED])
    other = digest(row.recipient, state=State.QUEUED, due_on=NOW.date() + timedelta(days=1))

    answer = coordinator.post(f"/delivery/{row.public_id}/again/", follow=True)

    assert [message.level_tag for message in answer.context["messages"]] == ["error"]
    assert state_of(row) == State.FAILED
    assert state_of(row.carried.get()) == State.FAILED
    assert not AuditEvent.objects.filter(action="letter.sent_again").exists()
    Notification.objects.filter(pk=other.pk).update(state=State.SENT)
    coordinator.post(f"/delivery/{row.public_id}/again/")
    assert state_of(row) == State.QUEUED


def test_what_is_sent_again_arrives(coordinator, letter, smtp, deliver_at):
    row = letter(state=State.FAILED)

    coordinator.post(f"/delivery/{row.public_id}/again/")
    deliver_at(NOW)

    assert state_of(row) == State.SENT
    assert len(smtp.letters) == 1


def beat(minutes, *names):
    for name in names:
        Heartbeat.objects.create(name=name, at=clock.machine() - timedelta(minutes=minutes))


def banner_of(client):
    return BANNER in client.get("/help/").content.decode()


def test_the_banner_comes_with_silence_and_goes_with_life(coordinator, db):
    assert not banner_of(coordinator)
    beat(9, "scanner", "sender", "worker")
    assert not banner_of(coordinator)

    Heartbeat.objects.filter(name="sender").update(at=clock.machine() - timedelta(minutes=11))
    assert banner_of(coordinator)

    Heartbeat.objects.filter(name="sender").update(at=clock.machine())
    assert not banner_of(coordinator)


def test_the_banner_tells_a_lasting_trouble_of_the_mail_server(coordinator, db):
    server = MailServer.objects.create(name=current_name(), trouble_since=NOW - timedelta(minutes=14))
    MailServer.objects.create(name="the one before", trouble_since=NOW - timedelta(days=14))
    assert not banner_of(coordinator)

    MailServer.objects.filter(pk=server.pk).update(trouble_since=NOW - timedelta(minutes=16))
    assert banner_of(coordinator)

    MailServer.objects.filter(pk=server.pk).update(trouble_since=None)
    assert not banner_of(coordinator)


@pytest.mark.parametrize("role", list(Role))
def test_only_those_who_can_do_something_see_the_banner(client_of, role):
    beat(60, "scanner")

    assert banner_of(client_of(role)) == (role in LEADERS)


def test_whoever_hears_of_trouble_asks_no_more_than_others_while_there_is_none(client_of):
    beat(1, "scanner")
    MailServer.objects.create(name=current_name())
    asked = {}
    for role in (Role.COORDINATOR, Role.MENTOR):
        client = client_of(role)
        with CaptureQueriesContext(connection) as queries:
            client.get("/help/")
        asked[role] = len(queries)

    assert asked == {Role.COORDINATOR: 4, Role.MENTOR: 4}


def test_the_log_says_how_reminders_work(coordinator, school_scope, settings):
    settings.MAIL_PER_DAY = 500
    beat(11, "sender")
    beat(1, "scanner")
    LastScan.objects.create(school=school_scope, day=NOW.date(), scanned_at=NOW)
    spent = {(NOW - timedelta(hours=hours)).isoformat(): 40 for hours in (1, 5, 30)}
    MailServer.objects.create(name=current_name(), spent=spent)

    health = coordinator.get("/delivery/").context["health"]

    assert [part.is_silent for part in health.parts] == [False, True, False]
    assert [part.at is None for part in health.parts] == [False, False, True]
    assert health.last_scan.scanned_at == NOW
    assert (health.left, health.per_day) == (420, 500)
