"""Texts that lie sealed: what the table holds, changing the key, losing it."""

from datetime import date

import pytest
from django.core.exceptions import FieldError
from django.db import connection

from mentorship.common.sealed import UNREADABLE, seal, unseal
from mentorship.pairs.models import CareNote
from tests.factories import MenteeFactory

SECRET = "Боится контрольных, просит не звать родителей"


@pytest.fixture
def note(school_scope, programme):
    mentee = MenteeFactory(programme=programme)
    return CareNote.objects.create(school=programme.school, mentee=mentee, day=date(2022, 3, 14), text=SECRET)


def raw(note):
    with connection.cursor() as cursor:
        cursor.execute("SELECT text FROM pairs_carenote WHERE id = %s", [note.pk])
        return cursor.fetchone()[0]


def test_the_table_tells_nothing_and_the_row_tells_all(note):
    kept = raw(note)

    assert "контрольных" not in kept
    assert kept.startswith("gAAAA")
    assert CareNote.objects.get().text == SECRET


def test_equal_texts_lie_differently_and_an_empty_one_stays_empty():
    assert seal(SECRET) != seal(SECRET)
    assert seal("") == unseal("") == ""


def test_a_new_key_in_front_seals_and_the_old_one_still_opens(note, settings):
    settings.SEALING_KEYS = ["a new key", *settings.SEALING_KEYS]
    old = raw(note)

    found = CareNote.objects.get()
    found.save()

    assert found.text == SECRET
    assert raw(note) != old
    settings.SEALING_KEYS = ["a new key"]
    assert CareNote.objects.get().text == SECRET


def test_without_its_key_a_text_is_unreadable_and_survives_being_saved(note, settings):
    right = settings.SEALING_KEYS
    settings.SEALING_KEYS = ["another key"]

    found = CareNote.objects.get()
    assert found.text == UNREADABLE
    found.save()

    settings.SEALING_KEYS = right
    assert CareNote.objects.get().text == SECRET


@pytest.mark.parametrize("lookup", ["text", "text__contains", "text__gt"])
def test_nobody_searches_by_a_sealed_text(note, lookup):
    with pytest.raises(FieldError, match="knows no lookup"):
        list(CareNote.objects.filter(**{lookup: SECRET}))
