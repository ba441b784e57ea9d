"""The command that does by hand what beat has workers do."""

import json
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command

from mentorship.notifications.models import Notification
from mentorship.notifications.sources import Due

from .conftest import DAY, MORNING

FIGURES = {
    "schools", "schools_failed", "issued", "digests", "sent", "retrying", "failed", "withheld", "postponed",
    "possibly_twice", "waiting",
}  # fmt: skip


def send_due(capsys, *words):
    call_command("send_due", *words)
    return capsys.readouterr().out.strip()


@pytest.fixture
def due(school_scope, test_source, member, smtp):
    """Three things for two people: lines of two digests, and a letter."""
    one, other = member("deputy").user, member("director").user
    things = [(one, "greeting", 1), (one, "greeting", 2), (other, "greeting", 1), (other, "shout", 1)]
    test_source.dues = [Due(school_scope.pk, kind, number, DAY, person.pk) for person, kind, number in things]
    return smtp


def test_it_scans_and_sends_at_the_instant_and_says_what_it_did(due, capsys):
    done = json.loads(send_due(capsys, "--now", MORNING.isoformat(), "--json"))

    expected = dict.fromkeys(FIGURES, 0) | {"schools": 1, "issued": 4, "digests": 2, "sent": 3}
    assert done == expected | {"now": MORNING.isoformat()}
    assert len(due.letters) == 3
    assert set(Notification.objects.values_list("sent_at", flat=True)) >= {MORNING}

    later = json.loads(send_due(capsys, "--now", (MORNING + timedelta(hours=2)).isoformat(), "--json"))
    assert (later["schools"], later["issued"], later["sent"]) == (1, 0, 0)
    assert len(due.letters) == 3


def test_without_json_it_is_one_line_for_people(due, capsys):
    said = send_due(capsys, "--now", "2022-03-14T06:00Z")

    assert "\n" not in said
    assert ": 3;" in said


def test_it_ends_though_the_mail_server_refuses_everything(due, capsys):
    due.on("RCPT", "451 4.7.1 come later")

    done = json.loads(send_due(capsys, "--now", MORNING.isoformat(), "--json"))

    assert (done["sent"], done["retrying"], done["waiting"]) == (0, 3, 3)


def test_it_goes_on_until_nothing_is_left(letter, smtp, capsys, monkeypatch):
    """More than one run of the sender is needed."""
    from mentorship.notifications.management.commands import send_due as command

    for _ in range(5):
        letter()
    whole = command.deliver
    monkeypatch.setattr(command, "deliver", lambda *, moment: whole(moment=moment, seconds=0.02))

    done = json.loads(send_due(capsys, "--now", MORNING.isoformat(), "--json"))

    assert (done["sent"], done["waiting"]) == (5, 0)


@pytest.mark.parametrize(
    "text", ["2022-03-14T08:05", "yesterday", "14.03.2022 08:05", "2022-02-30T08:05Z", "0001-01-01T00:00+14:00"]
)
def test_a_time_without_a_zone_or_a_wrong_one_is_refused_and_nothing_goes(due, capsys, text):
    with pytest.raises(CommandError, match=text[:4]):
        call_command("send_due", "--now", text)
    assert not Notification.objects.exists()
