"""The address of a person's calendar: made, ended, fetched by a calendar without a sign-in."""

import logging
import re
from datetime import UTC, date, datetime

import pytest
from django.core.signing import dumps
from django.test import Client
from django_scopes import scope
from icalendar import Calendar

from mentorship.common.logs import HideSecrets
from mentorship.notifications.calendar_file import calendar_file
from mentorship.notifications.models import CalendarFeed
from mentorship.notifications.services import feeds
from mentorship.notifications.sources import CalendarEvent
from mentorship.programmes.roles import Role

CHANGED = datetime(2022, 3, 1, 6, 30, tzinfo=UTC)


@pytest.fixture
def teacher(member, on_day):
    on_day(2022, 3, 14)
    return member(Role.CLASS_TEACHER)


def made(membership):
    """The path of a new address of this person."""
    with scope(school=membership.school):
        return f"/calendar/{feeds.open_feed(user=membership.user, school=membership.school)}.ics"


def fetched(path, **headers):
    return Client().get(path, headers=headers)


def event(**fields):
    common = {"uid": "activity-1", "title": "Срок: Собрание", "url": "/activities/1/", "changed_at": CHANGED}
    days = {"first": date(2022, 3, 31), "last": date(2022, 3, 31)}
    return CalendarEvent(**(common | days | fields))


def lines_of(body):
    """The lines of a file as they travel: a line that begins with a space goes on the one before."""
    return body.replace(b"\r\n ", b"").decode().split("\r\n")


def test_the_address_opens_without_a_sign_in_and_leaves_no_trace(teacher):
    response = fetched(made(teacher))

    assert response.status_code == 200
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert set(response["Cache-Control"].split(", ")) == {"private", "no-cache"}
    assert response["Referrer-Policy"] == "no-referrer"
    assert response["X-Robots-Tag"] == "noindex"
    assert not response.cookies


def test_the_token_is_kept_nowhere(teacher):
    token = made(teacher).removeprefix("/calendar/").removesuffix(".ics")

    row = CalendarFeed.unscoped.get()

    assert len(token) == 43
    assert row.token_hash == feeds.digest(token)
    assert token not in str(vars(row))


def test_the_calendar_says_whose_it_is_and_how_often_to_look(teacher):
    calendar = Calendar.from_ical(fetched(made(teacher)).content)

    assert calendar["x-wr-calname"] == "Наставничество: Школа № 1"
    assert calendar["x-wr-timezone"] == "Europe/Samara"
    assert calendar["method"] == "PUBLISH"
    assert calendar["calscale"] == "GREGORIAN"
    assert calendar["x-published-ttl"] == "PT1H"
    assert calendar["refresh-interval"].to_ical() == b"PT1H"
    assert calendar["refresh-interval"].params == {"VALUE": "DURATION"}


def test_a_calendar_that_has_it_already_is_spared(teacher):
    path = made(teacher)
    first = fetched(path)

    again = fetched(path, if_none_match=first["ETag"])

    assert again.status_code == 304
    assert again.content == b""
    assert again["ETag"] == first["ETag"]
    assert fetched(path, if_none_match='"another"').status_code == 200
    assert fetched(path, if_modified_since="Mon, 14 Mar 2033 00:00:00 GMT").status_code == 200


@pytest.mark.parametrize("method", ["get", "head"])
def test_looking_changes_nothing(teacher, method):
    path = made(teacher)
    before = list(CalendarFeed.unscoped.values())

    response = getattr(Client(), method)(path)

    assert response.status_code == 200
    assert list(CalendarFeed.unscoped.values()) == before


def test_an_address_is_only_read(teacher):
    assert Client().post(made(teacher)).status_code == 405


@pytest.mark.parametrize(
    "token",
    ["x", "x" * 43, "…", dumps("x"), "x" * 3000],
    ids=["short", "of the right length", "dots", "signed", "long"],
)
def test_a_wrong_token_is_not_there(teacher, token):
    made(teacher)

    assert fetched(f"/calendar/{token}.ics").status_code == 404


def test_a_new_address_ends_the_old_one(teacher):
    old, new = made(teacher), made(teacher)

    assert fetched(old).status_code == 404
    assert fetched(new).status_code == 200
    assert CalendarFeed.unscoped.filter(revoked_at=None).count() == 1


def test_a_revoked_address_is_not_there(teacher):
    path = made(teacher)
    with scope(school=teacher.school):
        feeds.revoke(user=teacher.user)

    assert fetched(path).status_code == 404


def test_who_is_dismissed_has_no_calendar(teacher):
    path = made(teacher)
    teacher.user.is_active = False
    teacher.user.save()

    assert fetched(path).status_code == 404


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "status"),
    [
        (None, date(2022, 3, 13), 404),
        (None, date(2022, 3, 14), 200),
        (date(2022, 3, 15), None, 404),
        (date(2022, 3, 14), None, 200),
    ],
)
def test_the_address_works_while_a_role_is_held(teacher, starts_on, ends_on, status):
    path = made(teacher)
    teacher.starts_on, teacher.ends_on = starts_on, ends_on
    teacher.save()

    assert fetched(path).status_code == status


def test_the_last_day_of_a_role_is_the_schools_own_day(teacher, settings):
    """In Samara it is the fifteenth already while in Greenwich it is still the fourteenth."""
    path = made(teacher)
    teacher.ends_on = date(2022, 3, 14)
    teacher.save()

    settings.TEST_NOW = datetime(2022, 3, 14, 19, 59, tzinfo=UTC)
    before = fetched(path).status_code
    settings.TEST_NOW = datetime(2022, 3, 14, 20, 1, tzinfo=UTC)
    after = fetched(path).status_code

    assert (before, after) == (200, 404)


def test_a_role_in_another_school_does_not_keep_the_address_alive(teacher, member, other_school):
    path = made(teacher)
    member(Role.DIRECTOR, school=other_school, user=teacher.user)
    teacher.delete()

    assert fetched(path).status_code == 404


def test_every_school_of_a_person_has_its_own_address(teacher, member, other_school):
    there = member(Role.MENTOR, school=other_school, user=teacher.user)
    here_path, there_path = made(teacher), made(there)

    names = [Calendar.from_ical(fetched(path).content)["x-wr-calname"] for path in (here_path, there_path)]

    assert names == ["Наставничество: Школа № 1", "Наставничество: Школа № 2"]


def test_the_page_makes_an_address_and_shows_it_once(client_of, teacher):
    client = client_of(teacher)
    assert "Создать адрес" in client.get("/me/calendar/").content.decode()

    text = client.post("/me/calendar/").content.decode()

    [path] = set(re.findall(r"http://testserver(/calendar/[\w-]{43}\.ics)", text))
    assert f'href="webcal://testserver{path}"' in text
    assert fetched(path).status_code == 200
    later = client.get("/me/calendar/").content.decode()
    assert "/calendar/" not in later.replace("/me/calendar/", "")
    assert "14.03.2022" in later


def test_the_page_ends_the_address(client_of, teacher):
    client, path = client_of(teacher), made(teacher)

    response = client.post("/me/calendar/off/", follow=True)

    assert response.redirect_chain == [("/me/calendar/", 302)]
    assert "Адрес вашего календаря отключён." in response.content.decode()
    assert fetched(path).status_code == 404
    assert client.post("/me/calendar/off/").status_code == 302
    assert client.get("/me/calendar/off/").status_code == 405


def test_nobody_ends_somebody_elses_address(client_of, teacher):
    path = made(teacher)

    client_of(Role.COORDINATOR).post("/me/calendar/off/")

    assert fetched(path).status_code == 200


def test_a_stranger_does_not_reach_the_page(client, client_of, db):
    assert client.get("/me/calendar/").status_code == 302
    nobody = client_of(Role.MENTOR)
    nobody.membership.delete()
    assert nobody.get("/me/calendar/").status_code == 403


def test_the_address_opens_in_a_browser_that_owes_the_second_step(client_of, teacher):
    path = made(teacher)
    teacher.school.needs_second_factor = True
    teacher.school.save()

    assert client_of(teacher).get(path).status_code == 200


def test_the_profile_leads_to_the_calendar(client_of, teacher):
    assert 'href="/me/calendar/"' in client_of(teacher).get("/me/").content.decode()


def test_a_refused_address_is_logged_without_its_token(teacher, caplog):
    path = made(teacher)
    with scope(school=teacher.school):
        feeds.revoke(user=teacher.user)

    with caplog.at_level(logging.WARNING, logger="django.request"):
        fetched(path)

    said = [one.getMessage() for one in caplog.records if one.name == "django.request"]
    assert said == ["Not Found: /calendar/….ics"]


def test_every_handler_of_the_log_hides_secrets(settings):
    assert settings.LOGGING["filters"] == {"secrets": {"()": "mentorship.common.logs.HideSecrets"}}
    assert all(handler["filters"] == ["secrets"] for handler in settings.LOGGING["handlers"].values())
    assert logging.getLogger("django").handlers == []


def test_ids_and_words_stay_in_the_log():
    words = "Not Found: /files/2f1b6f0e-9d7c-4c1e-8e5a-0b1c2d3e4f5a/ mentorship.notifications.services.feeds 500"
    record = logging.makeLogRecord({"msg": "%s", "args": (words,)})

    HideSecrets().filter(record)

    assert record.getMessage() == words


def test_an_event_is_a_whole_day_with_everything_that_calendars_need(school, settings):
    body = calendar_file(school, [event(note="Срок: март", sequence=4)])

    [row] = Calendar.from_ical(body).walk("VEVENT")

    assert row["uid"] == f"activity-1.{school.public_id}@{settings.MAIL_DOMAIN}"
    assert (row.decoded("dtstart"), row.decoded("dtend")) == (date(2022, 3, 31), date(2022, 4, 1))
    assert row["summary"] == "Срок: Собрание"
    assert row["description"] == "Срок: март\nhttp://testserver/activities/1/"
    assert row["url"] == "http://testserver/activities/1/"
    assert (row["status"], row["sequence"], row["transp"]) == ("CONFIRMED", 4, "TRANSPARENT")
    assert row.decoded("dtstamp") == row.decoded("last-modified") == CHANGED
    assert b"DTSTART;VALUE=DATE:20220331\r\n" in body
    assert b"DTEND;VALUE=DATE:20220401\r\n" in body


def test_the_calendar_rings_the_day_before_unless_there_is_nothing_to_do(school):
    body = calendar_file(
        school, [event(), event(uid="activity-2", is_cancelled=True), event(uid="activity-3", has_alarm=False)]
    )

    rows = Calendar.from_ical(body).walk("VEVENT")

    assert [len(row.walk("VALARM")) for row in rows] == [1, 0, 0]
    [alarm] = rows[0].walk("VALARM")
    assert (alarm["action"], alarm["description"]) == ("DISPLAY", "Срок: Собрание")
    assert alarm["trigger"].to_ical() == b"-PT15H"


def test_the_file_keeps_the_rules_of_the_format(school):
    """Read octet by octet, as RFC 5545 has it, without the library that wrote it."""
    title = "Срок: Родительское собрание, «8 Б»; встреча\\обсуждение " + "ё" * 200
    body = calendar_file(school, [event(title=title, note="Первая строка\nвторая, и; третья")])

    raw = body.split(b"\r\n")
    unfolded = lines_of(body)

    assert raw[-1] == b""
    assert b"\n" not in body.replace(b"\r\n", b"")
    assert max(len(line) for line in raw) <= 75
    for line in raw:
        line.decode()  # no fold within a letter
    escaped = title.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    assert f"SUMMARY:{escaped}" in unfolded
    note = "DESCRIPTION:Первая строка\\nвторая\\, и\\; третья\\nhttp://testserver/activities/1/"
    assert note in unfolded
    names = [line.split(":")[0].split(";")[0] for line in unfolded if line]
    assert names[0] == "BEGIN"
    assert all(re.fullmatch(r"[A-Z-]+", name) for name in names)
    assert names.count("BEGIN") == names.count("END")


def test_the_same_events_make_the_same_bytes(school):
    assert calendar_file(school, [event()]) == calendar_file(school, [event()])


def test_words_cannot_break_out_of_their_line(school):
    title = "Срок: Собрание\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nSUMMARY:Чужое"

    calendar = Calendar.from_ical(calendar_file(school, [event(title=title, note=title)]))

    assert len(calendar.walk("VEVENT")) == 1
