import sqlite3

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from mentorship.common import backups

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    (settings.MEDIA_ROOT / "1").mkdir(parents=True)
    (settings.MEDIA_ROOT / "1" / "act.pdf").write_bytes(b"%PDF-1.7 act")
    return settings.MEDIA_ROOT


@pytest.fixture
def on_sqlite():
    if connection.vendor != "sqlite":
        pytest.skip("the copy of PostgreSQL is tested with the whole server")


@pytest.mark.usefixtures("media", "on_sqlite", "school")
def test_a_copy_holds_the_rows_and_the_files(tmp_path):
    target = tmp_path / "copy"

    call_command("backup", str(target))
    call_command("backup", str(target), "--check")

    assert (target / "media/1/act.pdf").read_bytes() == b"%PDF-1.7 act"
    copy = sqlite3.connect(target / "db.sqlite3")
    assert copy.execute("SELECT slug FROM programmes_school").fetchall() == [("school-one",)]
    assert copy.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    copy.close()


@pytest.mark.usefixtures("media", "on_sqlite")
def test_a_damaged_copy_is_told(tmp_path):
    target = tmp_path / "copy"
    backups.make_backup(target)
    (target / "media/1/act.pdf").write_bytes(b"other")

    with pytest.raises(CommandError, match=r"media/1/act\.pdf"):
        call_command("backup", str(target), "--check")


def test_a_folder_with_something_in_it_is_left_alone(tmp_path):
    (tmp_path / "letter.txt").touch()

    with pytest.raises(CommandError):
        call_command("backup", str(tmp_path))
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]
