"""The parts of a report hold the figures of the pages, and say where there is nothing."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from mentorship.common.parts import PartsReport
from mentorship.monitoring.figures import figures_of
from mentorship.monitoring.models import CoordinatorForm, SwotEntry
from mentorship.monitoring.quality import criteria
from mentorship.monitoring.report_words import sections
from tests.factories import ActivityFactory, MeetingFactory, MenteeFactory, PairingFactory, StageFactory
from tests.mentorship.monitoring.asking import answer, campaign_of

DAY = date(2022, 5, 31)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def ground(school_scope, on_day):
    on_day(2022, 5, 31)


def test_a_programme_with_nothing_has_every_part_and_no_zero_for_what_is_not_known(programme):
    parts = {part.code: part for part in sections(programme, DAY)}

    assert {"roadmap", "people", "pairs_by_form", "meetings", "sides", "quality", "impact"} <= set(parts)
    assert parts["roadmap"].table is None
    assert all(part.paragraphs or part.table for part in parts.values())


def test_the_parts_say_what_the_figures_say(programme, roadmap):
    ActivityFactory(stage=StageFactory(roadmap=roadmap, title="Подготовка"))
    pair = PairingFactory(programme=programme, mentees=[MenteeFactory(programme=programme)])
    MeetingFactory(pairing=pair, kind="trial")
    figures = figures_of(programme, DAY)
    parts = {part.code: part for part in sections(programme, DAY)}

    people = dict(parts["people"].table.rows)
    assert figures.said("pairs") in people.values()
    assert parts["roadmap"].table.rows[0][:3] == ["1. Подготовка", "1", "0"]
    assert figures.said("overdue") == "1"
    assert ["1", "1"] in [row[1:] for row in parts["meetings"].table.rows]


def test_the_main_things_are_said_in_sentences_and_nothing_is_said_of_what_nobody_measured(programme, roadmap):
    stage = StageFactory(roadmap=roadmap)
    ActivityFactory(stage=stage, status="done", done_on=date(2022, 4, 1), actual_result="Обучено 12 наставников")
    ActivityFactory(stage=stage)
    bare = " ".join(sections(programme, DAY)[0].paragraphs)
    assert "50" in bare
    assert not any(words in bare for words in ("довольны", "satisfied", "18", "weak"))

    campaign = campaign_of(programme, "satisfaction-mentee:adult")
    for mark in (10, 9, 8, 7, 2):
        answer(campaign, overall=mark)
    marks = dict.fromkeys([one.key for one in criteria()], 2)
    CoordinatorForm.objects.create(school=programme.school, programme=programme, day=DAY, marks=marks)
    SwotEntry.objects.create(school=programme.school, programme=programme, quadrant="weakness", text="Мало встреч")
    parts = {part.code: part for part in sections(programme, DAY)}

    told = " ".join(parts["summary"].paragraphs)
    assert all(words in told for words in ("80", "18", "Мало встреч"))
    assert parts["results"].table.rows[0][2] == "Обучено 12 наставников"


def test_a_report_of_a_past_day_does_not_know_later_forms(programme):
    CoordinatorForm.objects.create(school=programme.school, programme=programme, day=date(2022, 6, 1), marks={})

    assert "nine" not in {part.code for part in sections(programme, DAY)}


def test_the_number_of_queries_does_not_grow_with_the_year(programme, roadmap):
    stage = StageFactory(roadmap=roadmap)
    campaign = campaign_of(programme, "satisfaction-mentee:adult")

    def fill(many):
        for _number in range(many):
            ActivityFactory(stage=stage, status="done", done_on=date(2022, 4, 1))
            pair = PairingFactory(programme=programme, mentees=[MenteeFactory(programme=programme)])
            MeetingFactory(pairing=pair, kind="trial")
            answer(campaign, overall=9, again=True)
            SwotEntry.objects.create(school=programme.school, programme=programme, quadrant="threat", text="Мало")

    def cost():
        with CaptureQueriesContext(connection) as queries:
            sections(programme, DAY)
        return len(queries)

    fill(2)
    cost()
    few = cost()
    fill(12)

    assert cost() == few


def test_the_report_is_written_in_three_formats(programme):
    campaign = campaign_of(programme, "satisfaction-mentee:adult")
    for mark in (10, 9, 8, 7, 2):
        answer(campaign, overall=mark)
    report = PartsReport(
        "Отчёт", tuple(sections(programme, DAY)), "otchet", signatures=(("Директор", "И. И. Иванова"),)
    )

    assert report.to_bytes("pdf").startswith(b"%PDF")
    assert report.to_bytes("xlsx").startswith(b"PK")
    assert report.to_bytes("docx").startswith(b"PK")
