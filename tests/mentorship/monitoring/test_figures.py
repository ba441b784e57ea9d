"""The one place that counts."""

from datetime import date

from mentorship.monitoring import figures as figures_module
from mentorship.monitoring.figures import CODES, NO_DATA, Figures, counted, figures_of, snapshot_json
from roadmap.models import Activity
from tests.factories import ActivityFactory, MenteeFactory, PairingFactory, RoadmapFactory, StageFactory

DAY = date(2022, 3, 14)


def test_a_school_without_a_roadmap_has_no_data_of_it(school_scope, programme):
    figures = figures_of(programme, DAY)

    assert figures["activities"] is None
    assert figures.said("activities") == str(NO_DATA)
    assert figures["pairs"] == 0


def test_pairs_and_those_without_one(school_scope, programme):
    PairingFactory(programme=programme, mentees=[MenteeFactory(programme=programme)])
    MenteeFactory(programme=programme)

    figures = figures_of(programme, DAY)

    assert figures["pairs"] == 1
    assert figures["mentees"] == 2
    assert figures["without_pair"] == 1


def test_figures_come_back_from_a_snapshot_as_they_were(school_scope, programme):
    figures = figures_of(programme, DAY)

    assert Figures.from_json(figures.as_json()) == figures
    assert Figures.from_json({}) is None
    assert set(figures.values) <= set(CODES)


def test_what_waits_to_be_checked_is_not_overdue(school_scope, programme):
    stage = StageFactory(roadmap=RoadmapFactory(programme=programme))
    for status in (Activity.Status.PLAN, Activity.Status.CHECK, Activity.Status.SKIP):
        ActivityFactory(stage=stage, status=status, first_on=date(2022, 2, 1), last_on=date(2022, 2, 28))

    figures = figures_of(programme, DAY)

    assert (figures["activities"], figures["activities_done"], figures["overdue"]) == (2, 0, 1)


def test_what_the_product_counts_itself_is_two_questions(school_scope, programme, django_assert_num_queries):
    StageFactory(roadmap=RoadmapFactory(programme=programme))

    with django_assert_num_queries(2):
        assert counted(programme, DAY)["hours"] == 0


def test_a_counter_is_asked_only_for_its_own_codes(school_scope, programme, monkeypatch):
    asked = []
    counter = lambda _programme, _day: asked.append(1) or {"own": 5}  # noqa: E731
    monkeypatch.setattr(figures_module, "_counters", [(frozenset({"own"}), counter)])

    assert figures_of(programme, DAY, codes=["mentees"])["own"] is None
    assert not asked
    assert figures_of(programme, DAY, codes=["own"])["own"] == 5


def test_a_snapshot_keeps_what_stands_beside_the_figures(school_scope, programme, monkeypatch):
    monkeypatch.setattr(figures_module, "_beside", {"stages": lambda _programme, _day: [1, 2]})

    kept = snapshot_json(programme, DAY)

    assert kept["stages"] == [1, 2]
    assert Figures.from_json(kept)["mentees"] == 0
