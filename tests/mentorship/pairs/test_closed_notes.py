"""A closed note is told by nothing: no file, no page of anybody but a psychologist, no table of the database."""

import io
import zipfile

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client
from django_scopes import scope
from pypdf import PdfReader

from mentorship.pairs.models import CareNote, HelpCall
from mentorship.programmes.roles import Role
from tests.factories import MembershipFactory
from tests.test_urls import ADDRESSES, World

NOTE, CALL = "Заметка-для-психолога", "Вызов-для-двоих"
FILES = (".pdf", ".xlsx", ".docx", ".csv", ".ics", ".zip", ".json", "<str:extension>")
DOWNLOADS = [(route, pattern) for route, pattern in ADDRESSES if route.rstrip("/").endswith(FILES) or "export" in route]


@pytest.fixture
def world(school, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    made = World(school)
    with scope(school=school):
        CareNote.objects.update(text=NOTE)
        HelpCall.objects.create(school=school, mentee=made.mentee, text=CALL, outcome=CALL)
    return made


@pytest.fixture
def everybody(school):
    """Somebody who holds every role but the psychologist's."""
    user = MembershipFactory(school=school, role=Role.DIRECTOR).user
    for role in Role:
        if role not in (Role.DIRECTOR, Role.PSYCHOLOGIST):
            MembershipFactory(school=school, user=user, role=role)
    client = Client()
    client.force_login(user)
    return client


def words_of(response):
    """The text of a page or of a file of any kind that the product makes."""
    content = b"".join(response.streaming_content) if response.streaming else response.content
    if content.startswith(b"PK"):
        parts = zipfile.ZipFile(io.BytesIO(content))
        return "".join(parts.read(name).decode(errors="ignore") for name in parts.namelist())
    if content.startswith(b"%PDF") and b"%%EOF" in content:
        return "".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)
    return content.decode(errors="ignore")


@pytest.mark.parametrize(("route", "pattern"), DOWNLOADS, ids=[route for route, _pattern in DOWNLOADS])
def test_no_file_has_a_closed_note_or_a_call_for_help(route, pattern, world, everybody):
    for path in world.paths(route, pattern):
        told = words_of(everybody.get(path))

        assert NOTE not in told
        assert CALL not in told


def test_no_page_tells_a_closed_note_to_anybody_but_a_psychologist(world, everybody):
    seen = 0
    for route, pattern in ADDRESSES:
        for path in world.paths(route, pattern):
            response = everybody.get(path)
            seen += response.status_code == 200
            assert NOTE not in words_of(response), path

    assert seen > 100


def test_no_table_of_the_database_has_the_words(world):
    told = []
    with connection.cursor() as cursor:
        for model in apps.get_models():
            cursor.execute(f'SELECT * FROM "{model._meta.db_table}"')
            told.append(str(cursor.fetchall()))

    assert "Иванов" in "".join(told)
    assert NOTE not in "".join(told)
    assert CALL not in "".join(told)
