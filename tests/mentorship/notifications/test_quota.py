"""So many letters a day and not one more, whoever sends them; the first priority goes first."""

import json
import os
import subprocess
import sys
import threading
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.core import mail
from django.db import OperationalError, connection

from mentorship.notifications import stamps
from mentorship.notifications.models import MailServer, Notification
from mentorship.notifications.post_office import PostOffice

from .conftest import MORNING

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)


@pytest.fixture
def quota(settings):
    """``quota(5)`` lets five letters a day go."""

    def set_to(number):
        settings.MAIL_PER_DAY = number

    return set_to


def spent():
    return sum(MailServer.objects.get().spent.values())


def back_at(now):
    return stamps.back_at(MailServer.objects.get(), now)


def test_without_a_quota_nothing_is_counted(letter, deliver_at, quota):
    quota(0)
    letter()

    assert deliver_at().sent == 1
    assert not MailServer.objects.exists()


def test_no_more_letters_go_than_the_quota_allows_and_the_others_stay_untouched(smtp, letter, deliver_at, quota):
    quota(3)
    letters = [letter(kind="call") for _number in range(5)]

    assert (deliver_at().sent, deliver_at(minutes=5).sent) == (3, 0)
    rows = Notification.objects.letters().order_by("pk")
    assert [(row.state, row.tries) for row in rows] == [("sent", 1)] * 3 + [("queued", 0)] * 2
    assert not letters[3].attempts.exists()
    with PostOffice(lambda: MORNING) as office:
        assert office.closed_until() == datetime.fromisoformat("2022-03-15T07:00:00Z")

    assert deliver_at(hours=24, minutes=30).sent == 0
    assert deliver_at(hours=25).sent == 2
    assert len(smtp.letters) == 5


def test_the_first_priority_gets_the_stamps_that_there_are(smtp, letter, deliver_at, quota):
    quota(2)
    late, plain = letter(kind="call", priority=5), letter(kind="call", priority=3)
    urgent, asked = letter(kind="call", priority=1), letter(kind="call", priority=2)

    deliver_at()
    assert smtp.message_ids == [urgent.message_id, asked.message_id]

    escalation = letter(kind="call", priority=1, send_after=MORNING + 25 * HOUR)
    deliver_at(hours=25)
    assert smtp.message_ids[2:] == [escalation.message_id, plain.message_id]

    deliver_at(hours=50)
    assert smtp.message_ids[4:] == [late.message_id]


def test_a_refused_letter_costs_no_stamp(smtp, letter, deliver_at, quota):
    quota(2)
    bad, good, another = letter(), letter(), letter()
    smtp.on("RCPT", "550 5.1.1 no such user", to=bad.recipient.email)

    assert (deliver_at().sent, spent()) == (2, 2)
    assert {one.message_id for one in smtp.letters} == {good.message_id, another.message_id}


def test_a_letter_that_may_have_been_taken_costs_one(smtp, letter, deliver_at, quota):
    quota(2)
    letter()
    smtp.on("BODY", "cut")
    deliver_at()

    assert spent() == 1


def test_letters_about_an_account_wait_for_no_stamp_but_cost_one(smtp, letter, deliver_at, quota, settings):
    settings.TEST_NOW = MORNING
    quota(2)
    for _number in range(3):
        mail.EmailMessage("Приглашение", "Слова", "robot@school.test", ["olga@school.test"]).send()
    letter()

    assert (len(smtp.letters), spent(), deliver_at().sent) == (3, 3, 0)
    assert deliver_at(hours=25).sent == 1


def test_a_letter_about_an_account_goes_even_when_it_cannot_be_counted(smtp, quota, db, monkeypatch):
    quota(2)

    def fail(*_args):
        raise OperationalError

    monkeypatch.setattr(stamps, "add_one", fail)

    assert mail.EmailMessage("Приглашение", "Слова", "robot@school.test", ["olga@school.test"]).send() == 1


def test_stamps_come_back_by_the_hour_in_which_they_were_spent(db, quota):
    quota(3)
    for minutes in (0, 50, 70):
        stamps.spend(MORNING + minutes * MINUTE)

    assert back_at(MORNING + 2 * HOUR) == MORNING + 25 * HOUR
    assert back_at(MORNING + 25 * HOUR) is None
    stamps.spend(MORNING + 25 * HOUR)
    stamps.spend(MORNING + 25 * HOUR)
    assert back_at(MORNING + 25 * HOUR) == MORNING + 26 * HOUR
    with pytest.raises(stamps.NoStamps):
        stamps.spend(MORNING + 25 * HOUR)


def test_no_twenty_four_hours_ever_hold_more_than_the_quota(db, quota):
    """Five days of a sender that tries every seven minutes."""
    quota(20)
    gone = []
    for step in range(5 * 24 * 60 // 7):
        now = MORNING + step * 7 * MINUTE
        try:
            stamps.spend(now)
        except stamps.NoStamps:
            continue
        gone.append(now)

    most = max(sum(moment <= other < moment + 24 * HOUR for other in gone) for moment in gone)
    assert most == 20
    assert len(gone) >= 80
    assert len(MailServer.objects.get().spent) <= 26


def test_a_smaller_quota_waits_until_enough_stamps_are_back(db, quota):
    quota(10)
    for minutes in (0, 10, 70, 80, 130):
        stamps.spend(MORNING + minutes * MINUTE)
    quota(2)

    assert back_at(MORNING + 3 * HOUR) == MORNING + 26 * HOUR


def test_stamps_spent_before_the_clock_was_set_back_count_from_now(db, quota):
    quota(1)
    stamps.spend(MORNING + timedelta(days=300))

    assert back_at(MORNING) == MORNING + 25 * HOUR


def test_a_stamp_that_another_sender_took_in_the_last_moment_leaves_the_letter_here(smtp, letter, deliver_at, quota):
    """Both saw that one was left; the second finds out when its letter is about to leave."""
    quota(1)
    one = letter()
    genuine, stamps_of_others = stamps.spend, []

    def spend(now):
        if not stamps_of_others:
            stamps_of_others.append(genuine(now))
        genuine(now)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(stamps, "spend", spend)
        done = deliver_at()

    one.refresh_from_db()
    assert (done.sent, smtp.letters, one.state, one.may_be_double) == (0, [], "retrying", False)
    assert deliver_at(hours=25).sent == 1


SPENDING = """
import json, sys, threading
import django
django.setup()
from datetime import datetime
from django.conf import settings
from django.core import mail
from django.db import OperationalError, connection
from mentorship.notifications import stamps
from mentorship.notifications.models import MailServer

if sys.argv[1] == "prepare":
    with connection.schema_editor() as editor:
        editor.create_model(MailServer)
    sys.exit()
now, got = datetime.fromisoformat("2022-03-14T06:00:00+00:00"), []

def run():
    mine = 0
    for _try in range(20):
        try:
            stamps.spend(now)
        except stamps.NoStamps:
            continue
        mine += 1
    got.append(mine)
    connection.close()

threads = [threading.Thread(target=run) for _number in range(2)]
[one.start() for one in threads]
[one.join() for one in threads]
print(json.dumps([sum(got), sum(MailServer.objects.get().spent.values())]))
"""


def test_the_count_is_exact_with_several_sending_processes_on_sqlite(tmp_path):
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "mentorship.settings",
        "MENTORSHIP_DATABASE_URL": f"sqlite:///{tmp_path}/db.sqlite3",
        "MENTORSHIP_VAR_DIR": str(tmp_path),
        "MENTORSHIP_EMAIL_PER_DAY": "70",
    }
    command = [sys.executable, "-c", SPENDING]
    options = {"env": environment, "cwd": Path(__file__).parents[3], "text": True, "stdout": subprocess.PIPE}
    subprocess.run([*command, "prepare"], check=True, **options)
    running = [subprocess.Popen([*command, "spend"], **options) for _number in range(3)]
    printed = [json.loads(one.communicate(timeout=60)[0]) for one in running]

    assert sum(got for got, _known in printed) == 70
    assert max(known for _got, known in printed) == 70


@pytest.mark.django_db(transaction=True)
def test_the_count_is_exact_with_several_senders_on_postgresql(quota):
    if connection.vendor == "sqlite":
        pytest.skip("threads share the memory of SQLite's test database; processes prove it above")
    quota(70)
    got = []

    def run():
        for _try in range(40):
            try:
                stamps.spend(MORNING)
            except stamps.NoStamps:
                continue
            got.append(1)
        connection.close()

    senders = [threading.Thread(target=run) for _number in range(4)]
    for sender in senders:
        sender.start()
    for sender in senders:
        sender.join()

    assert (len(got), spent()) == (70, 70)
