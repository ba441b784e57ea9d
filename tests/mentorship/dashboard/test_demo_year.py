"""The year's end in the demonstration: every page of it has something to say."""

import json
from datetime import UTC, datetime

import pytest
from django.core.management import call_command
from django.test import Client
from django_scopes import scope

from mentorship.accounts.models import User
from mentorship.documents.models import JournalEntry
from mentorship.monitoring.models import Snapshot
from mentorship.pairs.models import PairOrder
from mentorship.programmes.models import School
from mentorship.recognition.models import Publication
from mentorship.recognition.publishing import url_of


@pytest.fixture
def school(db, settings, tmp_path):
    settings.VAR_DIR = tmp_path
    settings.TEST_NOW = datetime(2026, 11, 20, 8, tzinfo=UTC)
    call_command("demo")
    return School.objects.get(slug="demo")


def test_pages_of_the_years_end_have_something_to_say(school, settings):
    accounts = json.loads((settings.VAR_DIR / "demo-accounts.json").read_text())
    client = Client()
    client.force_login(User.objects.get(email=accounts["coordinator"]["email"]))

    assert "Районная газета" in client.get("/monitoring/quality/").content.decode()
    assert "550" in client.get("/monitoring/indicators/bases/").content.decode()
    assert client.get("/awards/").context["page_obj"].paginator.count == 2
    assert client.get("/papers/").context["page_obj"].paginator.count == 2
    assert client.get("/orders/").context["page_obj"].paginator.count >= 1
    with scope(school=school):
        assert Snapshot.objects.count() >= 3
        page = Publication.objects.select_related("programme__school").get()
        address = url_of(page)
        numbers = [(one.place, one.day) for one in JournalEntry.objects.order_by("day", "place")]
        assert numbers == sorted(numbers)
        assert [one.kind for one in PairOrder.objects.order_by("day")] == [PairOrder.Kind.FIRST, PairOrder.Kind.CHANGE]
    public = Client().get(address.split("testserver", 1)[-1]).content.decode()
    assert "За внимательную работу" in public


def test_a_second_run_changes_nothing(school):
    with scope(school=school):
        before = Snapshot.objects.count()
    call_command("demo")
    with scope(school=school):
        assert Snapshot.objects.count() == before
