"""Pairs at work in the demonstration: every page about them has something to say."""

import json
from datetime import UTC, date, datetime

import pytest
from django.core.management import call_command
from django.test import Client
from django_scopes import scope

from mentorship.accounts.models import User
from mentorship.monitoring.meeting_steps import progress_of
from mentorship.pairs.health import needing, settings_of
from mentorship.pairs.models import (
    CareCase,
    CareNote,
    DevelopmentPlan,
    HelpCall,
    Meeting,
    MeetingKind,
    Pairing,
    PairingState,
    Presence,
    Pulse,
)
from mentorship.programmes.models import School

TODAY = date(2026, 11, 20)


@pytest.fixture
def school(db, settings, tmp_path):
    settings.VAR_DIR = tmp_path
    settings.TEST_NOW = datetime(2026, 11, 20, 8, tzinfo=UTC)
    call_command("demo")
    return School.objects.get(slug="demo")


def signed_in(settings, key):
    accounts = json.loads((settings.VAR_DIR / "demo-accounts.json").read_text())
    client = Client()
    client.force_login(User.objects.get(email=accounts[key]["email"]))
    return client


def test_pairs_are_at_every_stage(school):
    with scope(school=school):
        programme = school.current_programme
        progress = progress_of(programme)
        states = set(Pairing.objects.of(programme).values_list("state", flat=True))

        assert {PairingState.ORDERED, PairingState.AT_WORK, PairingState.PAUSED, PairingState.FINISHED} <= states
        assert [progress[kind].done > 0 for kind in MeetingKind] == [True] * 5
        assert progress["organising"].done < progress["organising"].total
        assert Meeting.objects.planned().filter(day__gte=TODAY).exists()
        assert Meeting.objects.planned().filter(day__lt=TODAY).exists()
        assert Presence.objects.filter(was_there=False).exists()
        assert Pulse.objects.filter(mentee=None).exists()
        assert Pulse.objects.exclude(mentee=None).exists()


def test_some_pairs_need_attention_and_most_do_not(school):
    with scope(school=school):
        rows = Pairing.objects.of(school.current_programme)
        count = needing(rows, settings_of(school), TODAY).count()

    assert 3 <= count <= 8


def test_there_are_plans_care_and_a_call_for_help(school):
    with scope(school=school):
        assert DevelopmentPlan.objects.filter(state="approved").count() >= 4
        assert CareCase.objects.count() == 4
        assert CareNote.objects.count() == 1
        assert HelpCall.objects.filter(state="new").count() == 1


@pytest.mark.parametrize(("key", "words"), [("mentor", "Рябинин Пётр"), ("mentee", "Ковалёва Надежда Петровна")])
def test_mentor_and_mentee_find_each_other(school, settings, key, words):
    client = signed_in(settings, key)

    assert client.get("/").url == "/pairs/mine/"
    assert words in client.get("/pairs/mine/").content.decode()


def test_a_second_run_adds_nothing(school):
    def picture():
        with scope(school=school):
            return [
                model.objects.count() for model in (Pairing, Meeting, DevelopmentPlan, CareCase, CareNote, HelpCall)
            ]

    before = picture()
    call_command("demo")

    assert picture() == before
