"""Who hears that a letter was refused for good, once, and how the product does not talk to itself for ever."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError
from django_scopes import scope

from mentorship.notifications.models import Attempt, DeliveryChoice, Mode, Notification, Outcome, State
from mentorship.notifications.services import complaints, sending
from mentorship.notifications.services.mornings import mornings_of
from mentorship.notifications.services.resending import send_again
from mentorship.notifications.services.scanning import scan
from mentorship.notifications.sources import Section, lines_of
from mentorship.notifications.troubles import Undelivered
from tests.factories import MembershipFactory, SchoolFactory

from .conftest import DAY, MORNING

REFUSAL = "550 5.1.1 no such user"
TOMORROW = MORNING + timedelta(days=1)


@pytest.fixture
def dead(smtp):
    """``dead(person)``: the mail server knows no such mailbox."""
    return lambda *people: [smtp.on("RCPT", REFUSAL, to=person.email) for person in people]


def told(channel="bell"):
    rows = Notification.objects.filter(kind="undelivered", channel=channel).order_by("pk")
    return [(row.recipient, row.object_id) for row in rows]


def words_of(notification):
    return lines_of([notification], notification.school, DAY)[notification.pk]


def test_the_coordinator_hears_at_once_by_the_bell_and_tomorrow_by_the_digest(
    smtp, letter, deliver_at, member, dead, school_scope
):
    coordinator, director = member("coordinator").user, member("director").user
    one = letter()
    dead(one.recipient)
    deliver_at()

    assert told() == told("digest") == [(coordinator, one.pk)]
    bell = Notification.objects.get(kind="undelivered", channel="bell")
    assert (bell.created_at, bell.due_on) == (MORNING, DAY)

    scan(MORNING + timedelta(hours=2))
    assert deliver_at(hours=2).sent == 0
    scan(TOMORROW)
    assert deliver_at(TOMORROW).sent == 1
    digest = smtp.to(coordinator.email)[0].message.get_body(("plain",)).get_content()
    assert one.recipient.surname in digest
    assert one.recipient.email in digest
    assert f"/delivery/{one.public_id}/" in digest
    assert smtp.to(director.email) == []


def test_it_says_who_to_which_address_why_and_where_to_look(letter, deliver_at, member, dead):
    member("coordinator")
    one = letter()
    dead(one.recipient)
    deliver_at()
    one.refresh_from_db()

    line = words_of(Notification.objects.get(kind="undelivered", channel="bell"))

    assert one.recipient.short_name in line.title
    assert line.note == f"{one.recipient.email}: {one.reason}"
    assert "550" not in line.note
    assert (line.url, line.section, line.withheld) == (f"/delivery/{one.public_id}/", Section.TROUBLE, "")


def test_the_coordinator_of_the_programme_hears_alone(letter, deliver_at, member, dead, programme):
    chosen, _other = member("coordinator"), member("coordinator")
    programme.coordinator = chosen
    programme.save()
    one = letter()
    dead(one.recipient)
    deliver_at()

    assert told() == [(chosen.user, one.pk)]


def test_a_coordinator_whose_time_is_over_hears_nothing(letter, deliver_at, member, dead, programme):
    former = member("coordinator", ends_on=date(2022, 3, 13))
    programme.coordinator = former
    programme.save()
    first, second = member("coordinator").user, member("coordinator").user
    one = letter()
    dead(one.recipient)
    deliver_at()

    assert told() == [(first, one.pk), (second, one.pk)]


def test_without_a_coordinator_the_directors_hear(letter, deliver_at, member, dead):
    director = member("director").user
    member("deputy")
    one = letter()
    dead(one.recipient)
    deliver_at()

    assert told() == [(director, one.pk)]


def test_whom_letters_do_not_reach_is_not_told_by_letter_of_it(letter, deliver_at, member, dead):
    coordinator, director = member("coordinator").user, member("director").user
    one = letter(coordinator)
    dead(coordinator)
    deliver_at()

    assert told() == [(director, one.pk)]


def test_the_only_one_to_tell_sees_the_own_trouble_by_the_bell_alone(letter, deliver_at, member, dead):
    coordinator = member("coordinator").user
    one = letter(coordinator)
    dead(coordinator)
    deliver_at()

    assert (told(), told("digest"), told("email")) == ([(coordinator, one.pk)], [], [])


@pytest.mark.parametrize("mode", [Mode.DIGEST, Mode.AT_ONCE])
def test_two_dead_mailboxes_do_not_tell_of_one_another_for_ever(letter, deliver_at, member, dead, school_scope, mode):
    first, second = member("coordinator").user, member("coordinator").user
    for person in (first, second):
        DeliveryChoice.objects.create(school=school_scope, user=person, kind="undelivered", mode=mode)
    one = letter()
    dead(first, second, one.recipient)
    for days in range(4):
        scan(MORNING + timedelta(days=days))
        deliver_at(days=days)
        deliver_at(days=days, minutes=5)

    assert told() == [(first, one.pk), (second, one.pk)]
    assert Notification.objects.letters().filter(state=State.FAILED).count() == 3


def test_a_digest_that_carried_more_than_complaints_is_told_of(letter, deliver_at, member, dead, test_source):
    coordinator, person = member("coordinator").user, member("deputy").user
    letter(person, kind="greeting", channel="digest")
    dead(person)
    scan(MORNING)
    deliver_at()

    digest = Notification.objects.letters().get(kind="digest")
    assert (digest.state, told()) == ("failed", [(coordinator, digest.pk)])


def test_should_the_sender_die_before_it_tells_the_scan_does_and_only_once(
    letter, deliver_at, member, dead, monkeypatch, school_scope
):
    coordinator = member("coordinator").user
    one, another = letter(), letter()
    dead(one.recipient, another.recipient)
    with monkeypatch.context() as patch:
        patch.setattr(sending, "complain", lambda *_args: None)
        deliver_at()
    assert told() == []

    scan(MORNING + timedelta(minutes=1))
    assert sorted(told(), key=str) == sorted([(coordinator, one.pk), (coordinator, another.pk)], key=str)
    for minutes in (70, 140, 24 * 60, 48 * 60):
        scan(MORNING + timedelta(minutes=minutes))
    assert len(told()) == len(told("digest")) == 2


def test_a_scan_after_the_complaint_adds_nothing(letter, deliver_at, member, dead):
    member("coordinator")
    dead(letter().recipient)
    deliver_at()

    assert scan(MORNING + timedelta(minutes=1)).issued == 0


def test_an_old_failure_is_not_dug_up(letter, member, school_scope):
    member("coordinator")
    one = letter(state=State.FAILED)
    Attempt.objects.create(school=school_scope, notification=one, at=MORNING, outcome=Outcome.PERMANENT)

    assert len(list(Undelivered().due(mornings_of([school_scope], MORNING + timedelta(days=2))))) == 1
    assert list(Undelivered().due(mornings_of([school_scope], MORNING + timedelta(days=5)))) == []


def test_a_letter_that_went_since_is_not_complained_about_any_more(smtp, letter, deliver_at, member, dead):
    coordinator = member("coordinator").user
    one = letter()
    dead(one.recipient)
    deliver_at()
    smtp.heal()
    send_again(letter=one, by=coordinator, now=MORNING)
    deliver_at(minutes=1)

    assert words_of(Notification.objects.get(kind="undelivered", channel="bell")).withheld
    scan(TOMORROW)
    assert deliver_at(TOMORROW).sent == 0
    assert Notification.objects.get(kind="undelivered", channel="digest").state == State.WITHHELD


def test_sent_again_and_refused_again_on_another_day_it_is_said_again(letter, deliver_at, member, dead):
    coordinator = member("coordinator").user
    one = letter()
    dead(one.recipient)
    deliver_at()
    send_again(letter=one, by=coordinator, now=TOMORROW)
    deliver_at(TOMORROW)

    assert told() == [(coordinator, one.pk)] * 2


def test_who_leads_no_more_is_not_told_any_more(letter, deliver_at, member, dead):
    coordinator = member("coordinator")
    dead(letter().recipient)
    deliver_at()
    coordinator.role = "mentor"
    coordinator.save()

    assert words_of(Notification.objects.get(kind="undelivered", channel="bell")).withheld


def test_a_school_hears_of_its_own_letters_only(letter, deliver_at, member, dead, other_school):
    member("coordinator")
    with scope(school=other_school):
        stranger = MembershipFactory(school=other_school, role="coordinator")
    dead(letter().recipient)
    deliver_at()

    with scope(school=other_school):
        assert not Notification.objects.filter(recipient=stranger.user).exists()


@pytest.mark.parametrize("count", [1, 4])
def test_the_questions_do_not_grow_in_number(count, letter, member, programme, school_scope, django_assert_num_queries):
    """Letters, programmes and people, for however many schools and letters."""
    schools = [school_scope]
    member("coordinator")
    for number in range(count):
        one = letter(state=State.FAILED, object_id=number + 1)
        Attempt.objects.create(school=school_scope, notification=one, at=MORNING, outcome=Outcome.PERMANENT)
        schools.append(SchoolFactory())
    with scope(school=schools):
        mornings = mornings_of(schools, MORNING)
        with django_assert_num_queries(3):
            assert len(list(Undelivered().due(mornings))) == count


def test_a_complaint_that_cannot_be_written_is_made_up_for_by_the_scan(letter, deliver_at, member, dead, monkeypatch):
    coordinator = member("coordinator").user
    one, _good = letter(), letter()
    dead(one.recipient)
    with monkeypatch.context() as patch:

        def fail(*_args, **_options):
            raise IntegrityError

        patch.setattr(complaints, "issue", fail)
        done = deliver_at()
    assert (done.sent, done.failed, told()) == (1, 1, [])

    scan(MORNING + timedelta(minutes=2))
    assert told() == [(coordinator, one.pk)]
