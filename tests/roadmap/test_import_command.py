import json
from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django_scopes import scope

from mentorship.programmes.models import Programme
from roadmap.models import Activity, Roadmap, Step

from .documents import HEADER, bytes_of, word

DATES = {"starts": date(2021, 12, 1), "ends": date(2022, 5, 31)}


def run(file, **options):
    out = StringIO()
    call_command("import_roadmap", str(file), stdout=out, **DATES | options)
    return out.getvalue()


@pytest.fixture
def plan(tmp_path):
    """A small document with a term that cannot be understood and a column that has no place."""
    path = tmp_path / "план.docx"
    rows = [[*HEADER, "Примечание"], ["1", "База", "Анкеты", "Ученики", "по плану", "Директор", "срочно"]]
    path.write_bytes(bytes_of(word("Дорожная карта", rows)))
    return path


def test_json_of_the_customers_document_has_the_public_shape(customer_docx):
    read = json.loads(run(customer_docx, dry_run=True, json=True))

    assert set(read) == {"title", "stages", "warnings", "unread"}
    assert len(read["stages"]) == 7
    assert set(read["stages"][0]) == {"number", "title", "activities"}
    activity = read["stages"][4]["activities"][0]
    assert set(activity) == {"title", "term", "responsible", "steps", "planned_result"}
    assert activity["term"] == {"text": "Март-май", "kind": "months", "first": "2022-03-01", "last": "2022-05-31"}
    assert [set(party) for party in activity["responsible"]] == [{"kind", "role", "name"}] * 2
    assert [set(step) for step in activity["steps"]] == [{"title"}] * 4
    assert (len(read["warnings"]), read["unread"]) == (3, [])


def test_a_dry_run_needs_no_school_and_writes_nothing(school, plan):
    read = json.loads(run(plan, dry_run=True, json=True))

    assert read["stages"][0]["activities"][0]["term"] == {"text": "по плану", "kind": None, "first": None, "last": None}
    assert len(read["unread"]) == 1
    assert Roadmap.unscoped.count() == Programme.unscoped.count() == 0


def test_the_customers_document_becomes_the_schools_roadmap(school, customer_docx):
    printed = run(customer_docx, school=school.slug)

    with scope(school=school):
        roadmap = Roadmap.objects.get()
        assert roadmap.programme.starts_on == DATES["starts"]
        assert (roadmap.stages.count(), Activity.objects.count(), Step.objects.count()) == (7, 11, 33)
    school.refresh_from_db()
    assert school.current_programme == roadmap.programme
    assert "33" in printed


def test_the_programme_of_the_same_days_is_used(programme, plan):
    run(plan, school=programme.school.slug)

    assert Roadmap.unscoped.get().programme == programme


def test_days_may_be_those_of_the_current_programme(programme, plan):
    run(plan, school=programme.school.slug, starts=None, ends=None)

    assert Roadmap.unscoped.get().programme == programme


def test_the_same_file_twice_is_one_roadmap_and_a_changed_one_is_the_current_one(school, plan):
    run(plan, school=school.slug)
    run(plan, school=school.slug)
    assert Roadmap.unscoped.count() == 1

    plan.write_bytes(bytes_of(word("Дорожная карта", [HEADER, ["1", "База", "Анкеты", "Все", "Май", "Директор"]])))
    run(plan, school=school.slug)
    assert Roadmap.unscoped.count() == 2


def test_json_also_creates(school, plan):
    json.loads(run(plan, school=school.slug, json=True))

    assert Roadmap.unscoped.count() == 1


@pytest.mark.parametrize(
    "options",
    [
        {"school": "no-such-school"},
        {},
        {"school": "school-one", "starts": None},
        {"school": "school-one", "ends": date(2021, 11, 1)},
        {"school": "school-one", "ends": date(2031, 11, 1)},
    ],
)
def test_wrong_options_are_one_clear_line(school, plan, options):
    with pytest.raises(CommandError) as caught:
        run(plan, **options)

    assert "\n" not in str(caught.value)
    assert Roadmap.unscoped.count() == 0


@pytest.mark.parametrize("content", [None, b"", b"PK\x03\x04 broken"])
def test_an_unreadable_file_is_one_clear_line(school, tmp_path, content):
    path = tmp_path / "план.docx"
    if content is not None:
        path.write_bytes(content)

    with pytest.raises(CommandError) as caught:
        run(path, school=school.slug)

    assert "\n" not in str(caught.value)
