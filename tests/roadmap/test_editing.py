"""The roadmap as a tree: order, words, bin, conflicts, pages."""

from uuid import uuid4

import pytest
from django.urls import reverse
from django_scopes import scope

from mentorship.common.errors import EditConflict, RuleBroken
from mentorship.programmes.models import AuditEvent
from mentorship.programmes.roles import Role
from roadmap.models import Activity, Roadmap, Stage, Step
from roadmap.services import tree
from tests.factories import ActivityFactory, AssignmentFactory, PartyFactory, RoadmapFactory, StageFactory, StepFactory


@pytest.fixture
def stages(roadmap):
    return [StageFactory(roadmap=roadmap, position=n, title=f"Этап {n}") for n in (1, 2, 3)]


def titles(roadmap):
    rows = Stage.objects.filter(roadmap=roadmap, deleted_at=None).order_by("position")
    return [(row.position, row.title) for row in rows]


@pytest.mark.usefixtures("school_scope")
def test_a_moved_stage_pushes_the_others(roadmap, stages):
    tree.move(node=stages[2], version=1, position=1, by=None)

    assert titles(roadmap) == [(1, "Этап 3"), (2, "Этап 1"), (3, "Этап 2")]


@pytest.mark.usefixtures("school_scope")
def test_two_people_reordering_never_double_a_place(roadmap, stages):
    first, second = Stage.objects.get(pk=stages[0].pk), Stage.objects.get(pk=stages[2].pk)

    tree.move(node=first, version=first.version, position=3, by=None)
    tree.move(node=second, version=second.version, position=1, by=None)

    assert titles(roadmap) == [(1, "Этап 3"), (2, "Этап 2"), (3, "Этап 1")]


@pytest.mark.usefixtures("school_scope")
def test_a_row_that_somebody_moved_meanwhile_is_not_moved_again(roadmap, stages):
    tree.move(node=stages[0], version=1, position=2, by=None)

    with pytest.raises(EditConflict):
        tree.move(node=Stage.objects.get(pk=stages[0].pk), version=1, position=3, by=None)

    assert titles(roadmap) == [(1, "Этап 2"), (2, "Этап 1"), (3, "Этап 3")]


@pytest.mark.usefixtures("school_scope")
def test_a_deleted_stage_closes_the_gap_and_comes_back_to_its_place(roadmap, stages):
    tree.throw_away(node=stages[1], version=1, by=None)
    without = titles(roadmap)
    tree.restore(node=stages[1], by=None)

    assert without == [(1, "Этап 1"), (2, "Этап 3")]
    assert titles(roadmap) == [(1, "Этап 1"), (2, "Этап 2"), (3, "Этап 3")]


@pytest.mark.usefixtures("school_scope")
def test_a_step_of_a_deleted_stage_is_not_changed(stages):
    step = StepFactory(activity=ActivityFactory(stage=stages[0]))
    tree.throw_away(node=stages[0], version=1, by=None)

    with pytest.raises(RuleBroken, match="Этап 1"):
        tree.reword(node=Step.objects.get(pk=step.pk), version=1, by=None, title="Другое")


@pytest.mark.usefixtures("school_scope")
def test_an_activity_moves_to_another_stage_of_its_roadmap_only(stages, programme):
    activity = ActivityFactory(stage=stages[0], position=1)
    left = ActivityFactory(stage=stages[0], position=2)
    elsewhere = StageFactory(roadmap=RoadmapFactory(programme=programme))

    tree.move(node=activity, version=1, position=1, parent=stages[1], by=None)
    with pytest.raises(RuleBroken):
        tree.move(node=activity, version=2, position=1, parent=elsewhere, by=None)

    activity.refresh_from_db()
    left.refresh_from_db()
    assert (activity.stage, left.position) == (stages[1], 1)


@pytest.mark.usefixtures("school_scope")
def test_a_changed_term_is_read_and_the_parties_are_found_by_their_words(stages, member):
    activity = ActivityFactory(stage=stages[0])
    known = PartyFactory(school=activity.school, role_text="Заместитель директора", name="Лебедева О. Н.")

    tree.reword_activity(
        activity=activity,
        version=1,
        by=member().user,
        title="Педсовет",
        term_text="Апрель",
        responsible="Заместитель директора Лебедева О. Н., рабочая группа",
    )

    assert (activity.term_kind, f"{activity.last_on}") == ("month", "2022-04-30")
    assert [one.party.short_title for one in activity.assignments.in_order()] == [known.short_title, "рабочая группа"]


@pytest.mark.usefixtures("school_scope")
def test_days_given_by_hand_stay_while_the_words_of_the_term_stay(stages):
    activity = ActivityFactory(stage=stages[0], term_text="по графику", term_kind="days")

    tree.reword_activity(activity=activity, version=1, by=None, title="А", term_text="по графику", responsible="")

    assert f"{activity.last_on}" == "2022-03-31"


@pytest.mark.usefixtures("school_scope")
def test_every_act_is_in_the_log(stages, member):
    user = member().user
    activity = tree.add(parent=stages[0], title="Педсовет", by=user)
    tree.reword(node=activity, version=1, by=user, title="Педагогический совет")
    tree.throw_away(node=activity, version=2, by=user)
    tree.restore(node=activity, by=user)

    actions = AuditEvent.objects.about(activity).values_list("action", flat=True)
    assert list(actions) == ["activity.restored", "activity.deleted", "activity.edited", "activity.created"]


def post(client, name, *args, **data):
    return client.post(reverse(name, args=args), data)


def test_a_row_is_added_once_however_often_the_button_is_pressed(client_of, stages):
    client, key = client_of(Role.COORDINATOR), uuid4()

    first = post(client, "tree_add", "stage", stages[0].pk, title="Педсовет", form_key=key)
    second = post(client, "tree_add", "stage", stages[0].pk, title="Педсовет", form_key=key)

    assert (first.status_code, first.url) == (302, second.url)
    assert Activity.unscoped.count() == 1


def test_the_arrows_move_a_stage_without_javascript(client_of, stages, school):
    answer = post(client_of(), "tree_up", "stage", stages[1].pk, version=1)

    assert answer.status_code == 302
    with scope(school=school):
        assert titles(stages[0].roadmap) == [(1, "Этап 2"), (2, "Этап 1"), (3, "Этап 3")]


def test_two_people_wording_one_stage_the_second_sees_both_texts(client_of, stages):
    client = client_of()
    words = {"words-version": 1, "words-purpose": "", "words-planned_result": ""}
    client.post(reverse("tree_words", args=["stage", stages[0].pk]), words | {"words-title": "Подготовка"})

    answer = client.post(reverse("tree_words", args=["stage", stages[0].pk]), words | {"words-title": "Начало"})

    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Подготовка" in page
    assert 'name="words-version" value="2"' in page
    assert "Начало</textarea>" in page.replace("\n", "")


def test_a_deleted_row_can_be_brought_back_from_the_message_and_from_the_bin(client_of, stages, school):
    client = client_of()
    client.post(reverse("tree_delete", args=["stage", stages[0].pk]), {"version": 1})
    page = client.get(reverse("trash")).content.decode()
    address = reverse("trash_restore", args=["stage", stages[0].pk])

    assert page.count(address) == 2
    client.post(address)

    with scope(school=school):
        assert len(titles(stages[0].roadmap)) == 3


def test_an_activity_is_moved_by_a_choice_from_a_list(client_of, stages):
    activity = ActivityFactory(stage=stages[0])

    answer = post(client_of(), "tree_move", "activity", activity.pk, version=1, parent=stages[2].pk)

    activity.refresh_from_db()
    assert answer.status_code == 302
    assert activity.stage == stages[2]


def test_columns_are_chosen_with_ticks(client_of, roadmap):
    client_of().post(reverse("tree_columns", args=[roadmap.pk]), {"version": 1, "columns": ["environment"]})

    roadmap.refresh_from_db()
    assert roadmap.columns == ["environment"]


def test_a_template_is_edited_on_a_page_of_its_own_and_goes_to_the_bin(client_of, school):
    template = Roadmap.unscoped.create(school=school, is_template=True, title="Образец")
    client = client_of()

    page = client.get(reverse("template_edit", args=[template.pk]))
    client.post(reverse("roadmap_delete", args=[template.pk]))

    template.refresh_from_db()
    assert page.status_code == 200
    assert template.deleted_at is not None
    assert client.get(reverse("template_edit", args=[template.pk])).status_code == 404


@pytest.mark.parametrize(
    "name", ["tree_up", "tree_down", "tree_words", "tree_delete", "tree_add", "tree_move", "tree_place"]
)
def test_rows_of_another_school_do_not_exist(client_of, programme, other_roadmap, name):
    activity = ActivityFactory(stage=StageFactory(roadmap=other_roadmap))

    answer = post(client_of(), name, "activity", activity.pk, version=1, position=1, title="Чужое")

    assert answer.status_code == 404


@pytest.mark.parametrize("name", ["template_edit", "roadmap_edit_of"])
def test_roadmaps_of_another_school_do_not_exist(client_of, programme, other_roadmap, name):
    assert client_of().get(reverse(name, args=[other_roadmap.pk])).status_code == 404


@pytest.mark.parametrize("role", [Role.DIRECTOR, Role.DEPUTY, Role.CLASS_TEACHER, Role.MENTOR])
@pytest.mark.parametrize("name", ["roadmap_edit", "roadmap_new", "trash"])
def test_only_the_coordinator_edits(client_of, roadmap, role, name):
    assert client_of(role).get(reverse(name)).status_code == 403


@pytest.mark.parametrize("count", [1, 9])
def test_the_editor_asks_the_same_number_of_questions(client_of, roadmap, django_assert_max_num_queries, count):
    stage = StageFactory(roadmap=roadmap)
    for position in range(count):
        activity = ActivityFactory(stage=stage, position=position + 1)
        AssignmentFactory(activity=activity)
        StepFactory.create_batch(count, activity=activity)
    client = client_of()
    client.get(reverse("roadmap_edit"))

    with django_assert_max_num_queries(12):
        client.get(reverse("roadmap_edit"))


def test_the_editor_of_a_thousand_activities_shows_one_page_of_one_stage(client_of, roadmap):
    stages = StageFactory.create_batch(7, roadmap=roadmap)
    for activity in ActivityFactory.create_batch(20, stage=stages[0], title="Мероприятие с названием в одну строку"):
        StepFactory.create_batch(3, activity=activity, title="Шаг мероприятия с обычным названием в одну строку")

    page = client_of().get(reverse("roadmap_edit")).content.decode()

    assert page.count('id="activity-') == 8
    assert len(page.encode()) < 120_000


def test_without_a_roadmap_the_editor_leads_to_creation(client_of, programme):
    assert client_of().get(reverse("roadmap_edit")).url == reverse("roadmap_new")


def test_an_empty_title_comes_back_with_what_was_typed(client_of, stages):
    words = {"words-version": 1, "words-title": " ", "words-purpose": "Чтобы начать", "words-planned_result": ""}

    answer = client_of().post(reverse("tree_words", args=["stage", stages[0].pk]), words)

    assert answer.status_code == 422
    assert "Чтобы начать" in answer.content.decode()


def test_a_stale_arrow_changes_nothing_and_says_why(client_of, stages, school):
    client = client_of()
    post(client, "tree_up", "stage", stages[1].pk, version=1)

    answer = post(client, "tree_down", "stage", stages[1].pk, version=1)

    assert answer.status_code == 409
    assert answer["HX-Push-Url"] == "false"
    with scope(school=school):
        assert titles(stages[0].roadmap) == [(1, "Этап 2"), (2, "Этап 1"), (3, "Этап 3")]


def test_a_term_that_is_not_understood_stays_words_and_is_told(client_of, stages):
    activity = ActivityFactory(stage=stages[0])
    words = {"words-version": 1, "words-title": "Педсовет", "words-term_text": "когда сможем", "words-responsible": ""}

    page = client_of().post(reverse("tree_words", args=["activity", activity.pk]), words, follow=True)

    activity.refresh_from_db()
    assert (activity.term_text, activity.last_on) == ("когда сможем", None)
    assert "когда сможем" in page.content.decode().split('id="messages"')[1][:600]
