"""The bin: what is in it, and when it is emptied."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.urls import reverse

from mentorship.programmes.audit import ACTION_TITLES
from roadmap.models import Activity, Evidence, Roadmap, Stage, Step
from roadmap.services import tree
from roadmap.services.trash import empty_every_trash, empty_trash
from roadmap.trash import thrown_away
from tests.factories import ActivityFactory, RoadmapFactory, StageFactory, StepFactory

NOW = datetime(2022, 3, 14, 8, tzinfo=UTC)
LONG_AGO = NOW - timedelta(days=31)
LATELY = NOW - timedelta(days=29)


@pytest.mark.usefixtures("school_scope")
def test_a_row_that_went_with_its_parent_stands_under_the_parent_alone(roadmap):
    stage = StageFactory(roadmap=roadmap, deleted_at=LATELY)
    ActivityFactory(stage=stage, deleted_at=LATELY)

    assert [(row.kind, row.pk) for row in thrown_away(NOW)] == [("stage", stage.pk)]


@pytest.mark.usefixtures("school_scope")
def test_only_the_old_rows_go_for_good_with_their_files(roadmap, django_capture_on_commit_callbacks):
    path = default_storage.save("t/proof", ContentFile(b"%PDF"))
    gone = ActivityFactory(stage=StageFactory(roadmap=roadmap), deleted_at=LONG_AGO)
    Evidence.objects.create(school=gone.school, activity=gone, file=path)
    kept = ActivityFactory(stage=gone.stage, deleted_at=LATELY)
    StepFactory(activity=kept, deleted_at=LONG_AGO)

    with django_capture_on_commit_callbacks(execute=True):
        empty_trash(now=NOW)

    assert list(Activity.objects.all()) == [kept]
    assert Step.objects.count() == 0
    assert not default_storage.exists(path)


@pytest.mark.usefixtures("school_scope")
def test_an_old_stage_takes_the_files_of_its_activities_along(roadmap, django_capture_on_commit_callbacks):
    path = default_storage.save("t/proof", ContentFile(b"%PDF"))
    activity = ActivityFactory(stage=StageFactory(roadmap=roadmap, deleted_at=LONG_AGO))
    Evidence.objects.create(school=activity.school, activity=activity, file=path)

    with django_capture_on_commit_callbacks(execute=True):
        empty_trash(now=NOW)

    assert Stage.objects.count() == 0
    assert not default_storage.exists(path)


def test_the_bin_of_every_school_is_emptied(roadmap, other_roadmap):
    Roadmap.unscoped.update(deleted_at=LONG_AGO)

    empty_every_trash(now=NOW)

    assert Roadmap.unscoped.count() == 0


@pytest.mark.parametrize("count", [1, 5])
def test_the_bin_asks_the_same_number_of_questions(client_of, programme, count, django_assert_max_num_queries):
    for stage in StageFactory.create_batch(count, roadmap=RoadmapFactory(programme=programme)):
        ActivityFactory(stage=stage)
    client = client_of()
    Activity.unscoped.update(deleted_at=datetime.now(UTC))
    client.get(reverse("trash"))

    with django_assert_max_num_queries(10):
        page = client.get(reverse("trash"))

    assert page.context["page_obj"].paginator.count == count


def test_rows_of_another_school_are_not_restored(client_of, programme, other_roadmap):
    Roadmap.unscoped.filter(pk=other_roadmap.pk).update(deleted_at=LATELY)

    assert client_of().post(reverse("trash_restore", args=["roadmap", other_roadmap.pk])).status_code == 404


@pytest.mark.parametrize("kind", tree.KINDS)
@pytest.mark.parametrize("act", ["created", "edited", "moved", "deleted", "restored"])
def test_every_act_on_the_tree_has_words_in_the_log(kind, act):
    assert f"{kind}.{act}" in ACTION_TITLES
