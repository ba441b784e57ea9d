"""Papers in the browser: the plan of a month in three clicks, publication in three, the page that anybody reads."""

from datetime import date

import pytest
from django_scopes import scope

from roadmap.services.approval import approve, fingerprint
from roadmap.services.creation import create_roadmap, outline_of
from tests.factories import UserFactory
from tests.roadmap.samples import sample_outline


@pytest.fixture
def approved(programme, school):
    """The sample roadmap with the director's order, not published yet."""
    with scope(school=school):
        by = UserFactory()
        roadmap = create_roadmap(programme=programme, outline=sample_outline(), by=by)
        seen = fingerprint(outline_of(roadmap))
        approve(roadmap=roadmap, order_number="15", order_date=date(2021, 12, 13), seen=seen, by=by)
        roadmap.refresh_from_db()
        return roadmap


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_the_plan_of_the_month_is_downloaded_in_three_clicks(person, today, approved, scripts):
    coordinator = person(scripts=scripts)
    coordinator.goto("/today/")

    coordinator.click_link("Отчёты")
    coordinator.click_link("План на месяц")
    with coordinator.page.expect_download() as download:
        coordinator.click_link("Скачать PDF")

    assert coordinator.clicks == 3
    assert download.value.suggested_filename == "plan-raboty-2022-03.pdf"
    assert coordinator.errors == []


def test_the_roadmap_is_published_in_three_clicks_and_read_by_a_stranger(person, today, approved, school):
    coordinator, stranger = person(), person(None)
    coordinator.goto("/reports/roadmap/")

    coordinator.click_link("Опубликовать")
    coordinator.click_button("Опубликовать")
    coordinator.page.wait_for_load_state()
    page = stranger.goto(f"/public/{school.slug}/2021-2022/")

    assert coordinator.clicks <= 2
    assert page.locator("h1").inner_text() == approved.title
    assert stranger.context.cookies() == []
    assert stranger.violations() == []


@pytest.mark.parametrize("width", [1280, 360])
def test_report_pages_fit_the_screen_and_the_judge(person, today, approved, width):
    coordinator = person(width=width)

    for page in ("", "month-plan/", "person-plan/", "roadmap/", "roadmap/site-block/"):
        coordinator.goto(f"/reports/{page}")

        assert coordinator.sideways_scroll() == 0
        assert coordinator.violations() == []
    assert coordinator.errors == []
