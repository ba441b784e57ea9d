"""The morning scan: what is due and not yet issued, school by school, however often and however late it comes."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django_scopes import scope

from mentorship.notifications import sources
from mentorship.notifications.models import Channel, LastScan, Notification, State
from mentorship.notifications.models.notification import DIGEST
from mentorship.notifications.services import scanning
from mentorship.notifications.services.scanning import scan
from mentorship.notifications.services.sending import deliver
from mentorship.notifications.sources import Due
from mentorship.programmes.models import School
from mentorship.programmes.roles import Role
from roadmap.outline import PartyKind
from tests.factories import (
    ActivityFactory,
    AssignmentFactory,
    MembershipFactory,
    PartyFactory,
    ProgrammeFactory,
    RoadmapFactory,
    SchoolFactory,
    StageFactory,
)

MONDAY = date(2022, 3, 14)
MORNING = datetime(2022, 3, 14, 4, tzinfo=UTC)
"""Monday, eight o'clock in Samara."""
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


@pytest.fixture
def person(member):
    return member("deputy").user


@pytest.fixture
def add(school, person, test_source):
    """``add(1)`` makes a thing due for the person from now on."""

    def make(object_id, kind="greeting", due_on=MONDAY, recipient=None, of=None):
        due = Due((of or school).pk, kind, object_id, due_on, (recipient or person).pk)
        test_source.dues.append(due)
        return due

    return make


def rows(school, **conditions):
    with scope(school=school):
        return list(Notification.objects.filter(**conditions).order_by("pk"))


def digests(school):
    return rows(school, kind=DIGEST)


def send(moment):
    return deliver(moment=lambda: moment)


def test_a_scan_issues_what_is_due_and_opens_one_digest_a_person(school, add, person):
    add(1)
    add(2)
    done = scan(MORNING)
    assert (done.schools, done.issued, done.digests, done.failed) == (1, 2, 1, 0)
    (letter,) = digests(school)
    assert (letter.recipient, letter.due_on, letter.channel) == (person, MONDAY, Channel.EMAIL)


def test_a_repeated_scan_writes_nothing(school, add):
    add(1)
    scan(MORNING)
    before = rows(school)
    for minutes in (1, 59, 61, 200):
        assert scan(MORNING + timedelta(minutes=minutes)).issued == 0
    assert rows(school) == before


@pytest.mark.parametrize("moment", [MORNING - timedelta(minutes=1), MORNING - DAY, MORNING + 12 * HOUR])
def test_a_closed_school_is_left_alone(school, add, moment):
    add(1)
    assert scan(moment).schools == 0
    assert rows(school) == []


def test_within_the_hour_a_school_is_not_looked_through_again(school, add):
    scan(MORNING)
    add(1)
    assert scan(MORNING + HOUR - timedelta(minutes=1)).schools == 0
    assert scan(MORNING + HOUR).issued == 1


def test_what_is_due_only_after_the_morning_is_in_the_bell_and_in_the_next_digest(school, add, person, mailoutbox):
    scan(MORNING)
    add(1)
    scan(MORNING + 2 * HOUR)
    send(MORNING + 2 * HOUR)
    assert [row.channel for row in rows(school)] == [Channel.BELL, Channel.DIGEST]
    assert mailoutbox == []

    scan(MORNING + DAY)
    send(MORNING + DAY)
    assert [message.to for message in mailoutbox] == [[person.email]]


def test_a_letter_at_once_of_a_later_scan_goes_at_once(school, add, mailoutbox):
    scan(MORNING)
    add(1, kind="shout")
    scan(MORNING + 2 * HOUR)
    assert send(MORNING + 2 * HOUR).sent == 1


def test_three_days_of_silence_make_one_digest(school, add, person, mailoutbox):
    for number in range(5):
        add(number, due_on=MONDAY + number * DAY)
    scan(MORNING + 4 * DAY)
    send(MORNING + 4 * DAY)
    assert len(mailoutbox) == 1
    assert len(digests(school)) == 1


def test_todays_lines_join_yesterdays_digest_that_has_not_left(school, add, mailoutbox):
    add(1)
    scan(MORNING)
    add(2)
    assert scan(MORNING + DAY).digests == 0
    send(MORNING + DAY)
    assert len(mailoutbox) == 1
    assert {row.state for row in rows(school, channel=Channel.DIGEST)} == {State.SENT}


def test_a_clock_a_day_ahead_and_back_loses_nothing_and_repeats_nothing(school, add, mailoutbox):
    add(1)
    scan(MORNING)
    send(MORNING)
    add(2, due_on=MONDAY + DAY)
    for moment in (MORNING + DAY, MORNING + HOUR, MORNING + 2 * HOUR, MORNING + DAY, MORNING + DAY + 2 * HOUR):
        scan(moment)
        send(moment)
    assert len(mailoutbox) == 2
    assert {row.state for row in rows(school, channel=Channel.DIGEST)} == {State.SENT}
    assert len(rows(school, channel=Channel.DIGEST)) == 2


def test_the_row_of_the_last_scan_decides_nothing(school, add):
    add(1)
    scan(MORNING)
    before = rows(school)
    with scope(school=school):
        LastScan.objects.all().delete()
    assert scan(MORNING + timedelta(minutes=1)).issued == 0
    assert rows(school) == before


def test_schools_of_one_scan_may_have_different_days(db, test_source, member):
    """Nine in the evening by Greenwich: Monday in Kamchatka has begun, in Samara Sunday is over at midnight."""
    asked = []
    test_source.due = lambda mornings: asked.append({one.day for one in mornings}) or []
    for zone in ("Asia/Kamchatka", "Asia/Magadan", "Europe/Samara"):
        SchoolFactory(time_zone=zone)
    assert scan(datetime(2022, 3, 13, 21, tzinfo=UTC)).schools == 2
    assert asked == [{MONDAY}]


def test_a_source_that_fails_for_one_school_costs_the_others_nothing(school, other_school, add, test_source, member):
    add(1)
    add(1, of=other_school, recipient=member("deputy", school=other_school).user)

    whole = test_source.due

    def broken(mornings):
        if other_school in [one.school for one in mornings]:
            raise RuntimeError("a broken row")
        return whole(mornings)

    test_source.due = broken
    done = scan(MORNING)
    assert (done.issued, done.failed) == (1, 1)
    assert len(rows(school, kind="greeting")) == 2
    assert rows(other_school) == []

    test_source.due = whole
    assert scan(MORNING + timedelta(minutes=1)).issued == 1
    assert len(digests(other_school)) == 1


def test_one_source_that_fails_does_not_silence_the_others(school, add, test_source, monkeypatch):
    class Broken(sources.Source):
        def due(self, mornings):
            raise RuntimeError("nothing works")

    add(1)
    monkeypatch.setattr(sources, "_sources", [Broken(), *sources._sources])
    assert scan(MORNING).issued == 1


def test_a_school_whose_clock_is_nonsense_costs_the_others_nothing(school, other_school, add, member):
    add(1)
    add(1, of=other_school, recipient=member("deputy", school=other_school).user)
    School.objects.filter(pk=other_school.pk).update(time_zone="Europe/Nowhere")
    done = scan(MORNING)
    assert (done.schools, done.issued, done.failed) == (1, 1, 1)
    assert rows(other_school) == []


def test_what_cannot_be_written_for_all_is_written_for_each_school(school, other_school, add, member, monkeypatch):
    def issue(dues, **how):
        if other_school.pk in {due.school_id for due in dues}:
            raise RuntimeError("the database does not take it")
        return written(dues, **how)

    written = scanning.issue
    monkeypatch.setattr(scanning, "issue", issue)
    add(1)
    add(1, of=other_school, recipient=member("deputy", school=other_school).user)
    done = scan(MORNING)
    assert (done.schools, done.issued, done.failed) == (1, 1, 1)
    monkeypatch.setattr(scanning, "issue", written)
    assert scan(MORNING + timedelta(minutes=1)).issued == 1
    assert len(digests(other_school)) == 1


def region_of(count):
    """Schools whose deputy has a deadline this morning and a plan, and whose director has a summary."""
    for _number in range(count):
        school = SchoolFactory()
        roadmap = RoadmapFactory(programme=ProgrammeFactory(school=school))
        MembershipFactory(school=school, role=Role.DIRECTOR)
        MembershipFactory(school=school, role=Role.COORDINATOR)
        deputy = MembershipFactory(school=school, role=Role.DEPUTY)
        party = PartyFactory(school=school, kind=PartyKind.PERSON, membership=deputy)
        activity = ActivityFactory(stage=StageFactory(roadmap=roadmap), first_on=None, last_on=MONDAY)
        AssignmentFactory(activity=activity, party=party)


def questions_of_a_scan(moment):
    with CaptureQueriesContext(connection) as queries:
        done = scan(moment)
    return len(queries), done


def test_five_schools_are_scanned_with_as_many_questions_as_one(db):
    region_of(1)
    one, done = questions_of_a_scan(MORNING)
    assert done.issued == 3

    region_of(4)
    with scope(school=list(School.objects.all())):
        Notification.objects.all().delete()
        LastScan.objects.all().delete()
    five, done = questions_of_a_scan(MORNING)
    assert done.issued == 15
    assert five == one <= 26


def test_a_scan_that_finds_nothing_new_asks_even_less(db):
    region_of(3)
    first, _done = questions_of_a_scan(MORNING)
    again, done = questions_of_a_scan(MORNING + HOUR)
    assert done.issued == 0
    assert again < first
    idle, done = questions_of_a_scan(MORNING + HOUR)
    assert (idle, done.schools) == (2, 0)
