"""The bell on every page, the list behind it, and what is read."""

import re
from datetime import UTC, datetime, timedelta
from itertools import count

import pytest
from django.test import Client
from django_scopes import scope

from mentorship.notifications.bell import MOST
from mentorship.notifications.models import Channel, Notification, State
from mentorship.programmes.roles import Role
from tests.factories import UserFactory

NOON = datetime(2022, 3, 14, 8, tzinfo=UTC)
"""Of Samara."""


@pytest.fixture(autouse=True)
def noon(on_day):
    on_day(2022, 3, 14)


@pytest.fixture
def mentor(client_of):
    return client_of(Role.MENTOR)


@pytest.fixture
def tell(test_source, school):
    """``tell(user)`` rings the bell of a person an hour ago; ``tell(user, kind="shout", object_id=7)``."""
    numbers = count(1)

    def make(user, *, kind="greeting", at=NOON - timedelta(hours=1), object_id=None, school=school, **fields):
        with scope(school=school):
            return Notification.objects.create(
                school=school,
                kind=kind,
                object_id=object_id or next(numbers),
                due_on=at.date(),
                recipient=user,
                channel=Channel.BELL,
                state=State.SENT,
                created_at=at,
                **fields,
            )

    return make


def user_of(client):
    return client.membership.user


def badge(client, path="/today/"):
    """The number at the bell of a page; empty where nothing is unread."""
    page = client.get(path).content.decode()
    bell = re.search(r'<a class="rm-bell".*?</a>', page, re.DOTALL).group()
    found = re.search(r'<span class="n rm-num">([^<]*)</span>', bell)
    return found.group(1) if found else ""


def titles(response):
    return [entry.title for day in response.context["days"] for entry in day.entries]


def is_read(row):
    return Notification.unscoped.get(pk=row.pk).read_at is not None


@pytest.mark.parametrize(("number", "shown"), [(0, ""), (3, "3"), (MOST, "99"), (MOST + 1, "99+"), (MOST + 20, "99+")])
def test_the_bell_counts_what_is_not_read(mentor, tell, number, shown):
    for _ in range(number):
        tell(user_of(mentor))
    tell(user_of(mentor), read_at=NOON)

    assert badge(mentor) == shown


def test_the_bell_rings_for_the_person_alone(mentor, tell, other_school, member):
    tell(member(Role.MENTOR).user)
    member(Role.MENTOR, school=other_school, user=user_of(mentor))
    tell(user_of(mentor), school=other_school)

    assert badge(mentor) == ""
    assert titles(mentor.get("/notifications/")) == []


def test_lines_of_a_digest_and_letters_do_not_ring(mentor, tell):
    row = tell(user_of(mentor))
    Notification.unscoped.filter(pk=row.pk).update(channel=Channel.DIGEST)

    assert badge(mentor) == ""


def test_the_name_of_the_bell_says_how_many(mentor, tell):
    for _ in range(3):
        tell(user_of(mentor))

    page = mentor.get("/today/").content.decode()

    assert re.search(r'href="/notifications/"\s+aria-label="[^"]*: 3 [^"]+"', page)


@pytest.mark.parametrize("number", [1, 150])
def test_the_bell_is_one_question(mentor, tell, number, django_assert_num_queries):
    with django_assert_num_queries(4):
        mentor.get("/help/")
    for _ in range(number):
        tell(user_of(mentor))

    with django_assert_num_queries(4):
        mentor.get("/help/")


def test_there_is_no_bell_without_a_school_or_a_sign_in(db):
    stranger = Client()
    stranger.force_login(UserFactory())

    assert "rm-bell" not in stranger.get("/help/").content.decode()
    assert "rm-bell" not in Client().get("/help/").content.decode()


def test_the_list_has_the_newest_first_under_their_days(mentor, tell):
    for hours, number in ((40, 1), (1, 2), (2, 3), (20, 4)):
        tell(user_of(mentor), object_id=number, at=NOON - timedelta(hours=hours))

    response = mentor.get("/notifications/")

    days = [(day.day.day, [entry.title for entry in day.entries]) for day in response.context["days"]]
    assert days == [(14, ["Дело 2", "Дело 3"]), (13, ["Дело 4"]), (12, ["Дело 1"])]


def test_a_day_is_one_of_the_schools_clock(mentor, tell):
    tell(user_of(mentor), at=datetime(2022, 3, 13, 20, 30, tzinfo=UTC))

    response = mentor.get("/notifications/")

    assert [day.day.day for day in response.context["days"]] == [14]
    assert ">00:30</time>" in response.content.decode()


def test_what_is_gone_is_said_to_be_gone(mentor, tell, test_source):
    tell(user_of(mentor), object_id=7)
    test_source.gone = {7}

    response = mentor.get("/notifications/")

    assert titles(response) == ["Приветствие"]
    assert "data-open" not in response.content.decode()


def test_the_list_is_filtered_by_kind_and_by_what_is_unread(mentor, tell):
    tell(user_of(mentor), object_id=1)
    tell(user_of(mentor), object_id=2, read_at=NOON)
    tell(user_of(mentor), object_id=3, kind="shout")

    assert sorted(titles(mentor.get("/notifications/"))) == ["Дело 1", "Дело 2", "Дело 3"]
    assert sorted(titles(mentor.get("/notifications/?unread=on"))) == ["Дело 1", "Дело 3"]
    assert titles(mentor.get("/notifications/?kind=shout")) == ["Дело 3"]
    assert titles(mentor.get("/notifications/?kind=greeting&unread=on")) == ["Дело 1"]
    assert len(titles(mentor.get("/notifications/?kind=nonsense&page=x"))) == 3


@pytest.mark.parametrize("number", [1, 29])
def test_the_list_asks_the_same_number_of_questions(mentor, tell, number, django_assert_num_queries):
    for _ in range(number):
        tell(user_of(mentor), actor=user_of(mentor))

    with django_assert_num_queries(7):
        mentor.get("/notifications/")


def test_a_long_list_has_pages(mentor, tell):
    for _ in range(31):
        tell(user_of(mentor))

    assert len(titles(mentor.get("/notifications/"))) == 30
    assert len(titles(mentor.get("/notifications/?page=2"))) == 1


def test_looking_reads_nothing(mentor, tell):
    row = tell(user_of(mentor))

    mentor.get("/notifications/")
    for way in ("open", "read", "unread"):
        assert mentor.get(f"/notifications/{row.public_id}/{way}/").status_code == 405
    for path in ("/notifications/read/", "/notifications/unread/"):
        assert mentor.get(path).status_code == 405

    assert not is_read(row)


def test_opening_reads_and_leads_to_the_thing(mentor, tell, test_source):
    row, gone = tell(user_of(mentor), object_id=1), tell(user_of(mentor), object_id=2)
    test_source.gone = {2}

    assert mentor.post(f"/notifications/{row.public_id}/open/").url == "/roadmap/"
    assert mentor.post(f"/notifications/{gone.public_id}/open/").url == "/notifications/"
    assert is_read(row)
    assert is_read(gone)


def test_reading_one_keeps_the_list_as_it_was_and_can_be_undone(mentor, tell):
    row = tell(user_of(mentor))

    answer = mentor.post(f"/notifications/{row.public_id}/read/?unread=on&page=1")

    assert answer.url == "/notifications/?unread=on&page=1"
    assert is_read(row)
    assert f'action="/notifications/{row.public_id}/unread/"' in mentor.get("/notifications/").content.decode()
    mentor.post(f"/notifications/{row.public_id}/unread/")
    assert not is_read(row)


@pytest.mark.parametrize("way", ["open", "read", "unread"])
def test_what_another_person_was_told_is_not_there(mentor, tell, member, way):
    row = tell(member(Role.MENTOR).user, read_at=None if way != "unread" else NOON)

    assert mentor.post(f"/notifications/{row.public_id}/{way}/").status_code == 404
    assert is_read(row) == (way == "unread")


def test_reading_all_leaves_what_came_after_the_page_and_others_rows(mentor, tell, member):
    seen, later = tell(user_of(mentor)), tell(user_of(mentor), at=NOON + timedelta(minutes=1))
    others = tell(member(Role.MENTOR).user)

    mentor.post("/notifications/read/", {"until": NOON.isoformat()})

    assert [is_read(row) for row in (seen, later, others)] == [True, False, False]


def test_reading_all_is_undone_for_exactly_what_it_has_read(mentor, tell):
    before = tell(user_of(mentor), read_at=NOON - timedelta(minutes=5))
    row = tell(user_of(mentor))
    mentor.post("/notifications/read/", {"until": "nonsense"})
    assert is_read(row)

    undo = re.search(r'action="(/notifications/unread/\?at=[^"]+)"', mentor.get("/notifications/").content.decode())
    mentor.post(undo.group(1).replace("&amp;", "&"))

    assert not is_read(row)
    assert is_read(before)


@pytest.mark.parametrize("query", ["", "?at=", "?at=2022-03-14", "?at=nonsense"])
def test_an_undo_without_a_moment_is_not_there(mentor, query):
    assert mentor.post(f"/notifications/unread/{query}").status_code == 404


@pytest.mark.parametrize("role", list(Role))
def test_everybody_of_the_school_has_the_list(client_of, role):
    assert client_of(role).get("/notifications/").status_code == 200


def test_whoever_has_no_school_has_no_list(db):
    stranger = Client()
    stranger.force_login(UserFactory())

    assert stranger.get("/notifications/").status_code == 403
