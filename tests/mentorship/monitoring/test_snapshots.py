"""Figures of a day are kept and copied up."""

from datetime import date, timedelta

import pytest

from mentorship.monitoring.models import Denominator, SchoolFigures, Snapshot
from mentorship.monitoring.services import snapshots
from mentorship.monitoring.services.snapshots import copy_all, copy_up, snapshot_before
from tests.factories import MenteeFactory, PairingFactory

DAY = date(2022, 3, 14)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def ground(school, programme, school_scope):
    school.current_programme = programme
    school.save()


def test_the_figures_of_a_day_go_up_once(school, programme):
    PairingFactory(programme=programme, mentees=[MenteeFactory(programme=programme)])

    for _time in range(2):
        row = copy_up(school, DAY)

    assert (Snapshot.objects.count(), SchoolFigures.objects.count()) == (1, 1)
    assert (row.pairs, row.mentees, row.day, row.coverage, row.month_ago) == (1, 1, DAY, None, {})
    assert row.figures["values"]["mentees"] == 1


def test_a_month_ago_is_the_nearest_kept_day(school, programme):
    for days, mentees in ((60, 1), (33, 2), (28, 3), (10, 4)):
        day = DAY - timedelta(days=days)
        figures = {"day": day.isoformat(), "values": {"mentees": mentees}, "beside": ["secret"]}
        Snapshot.objects.create(school=school, programme=programme, day=day, figures=figures)

    assert snapshot_before(programme, DAY).day == DAY - timedelta(days=28)
    month_ago = copy_up(school, DAY).month_ago
    assert month_ago["values"] == {"mentees": 3}
    assert "beside" not in month_ago


def test_a_base_that_is_too_small_does_not_stop_the_copying(school, programme):
    Denominator.objects.create(school=school, base="pupils_10_19", day=DAY, count=1)
    for _number in range(12):
        MenteeFactory(programme=programme, entered_on=DAY, person__birth_year=2008)

    row = copy_up(school, DAY)

    assert (float(row.coverage), row.figures["values"]["I1"]) == (999.99, 1200.0)


def test_a_closed_programme_keeps_the_figures_of_its_closing(school, programme):
    copy_up(school, DAY)
    programme.closed_on = DAY
    programme.save()
    school.current_programme = programme
    MenteeFactory(programme=programme)

    row = copy_up(school, DAY + timedelta(days=20))

    assert (row.day, row.mentees) == (DAY, 0)
    assert Snapshot.objects.count() == 1


def test_a_school_without_a_programme_gives_nothing(school):
    copy_up(school, DAY)
    school.current_programme = None

    assert copy_up(school, DAY) is None
    assert not SchoolFigures.objects.exists()


def test_a_school_with_something_wrong_stops_no_other(school, other_school, monkeypatch, caplog):
    seen = []

    def fall(one, _day):
        seen.append(one.slug)
        raise ValueError

    monkeypatch.setattr(snapshots, "copy_up", fall)
    copy_all()

    assert sorted(seen) == ["school-one", "school-two"]
    assert "school-one" in caplog.text
