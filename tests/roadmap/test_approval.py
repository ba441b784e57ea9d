"""Draft, order, publication, change, the next version."""

from datetime import date

import pytest
from django.urls import reverse
from django_scopes import scope

from mentorship.common.errors import EditConflict, RuleBroken
from mentorship.programmes.models import AuditEvent
from mentorship.programmes.roles import Role
from roadmap.comparison import Act
from roadmap.models import Activity, Revision, Roadmap
from roadmap.outline import OutlineActivity
from roadmap.services import approval, tree
from roadmap.services.creation import create_roadmap, outline_of
from roadmap.services.templates import throw_away_roadmap
from tests.factories import RoadmapFactory
from tests.roadmap.samples import sample_outline

ORDER = {"order_number": "128-од", "order_date": date(2021, 12, 10)}


@pytest.fixture
def plan(programme):
    with scope(school=programme.school):
        return create_roadmap(programme=programme, outline=sample_outline(), by=None)


def approve(plan, **changes):
    seen = approval.fingerprint(outline_of(plan))
    return approval.approve(**({"roadmap": plan, "seen": seen, "by": None} | ORDER | changes))


@pytest.mark.usefixtures("school_scope")
def test_an_approval_keeps_the_text_and_the_order_as_version_one(plan, member):
    director = member(Role.DIRECTOR).user

    revision = approve(plan, by=director)

    plan.refresh_from_db()
    assert (revision.number, revision.order_number, revision.created_by) == (1, "128-од", director)
    assert revision.outline == outline_of(plan).to_dict()
    assert (plan.state, plan.order_date) == (Roadmap.State.APPROVED, date(2021, 12, 10))


@pytest.mark.usefixtures("school_scope")
def test_the_director_approves_what_was_on_the_page(plan):
    seen = approval.fingerprint(outline_of(plan))
    stage = plan.stages.first()
    tree.reword(node=stage, version=1, by=None, title="Другое")

    with pytest.raises(EditConflict):
        approve(plan, seen=seen)

    assert Revision.objects.count() == 0


@pytest.mark.usefixtures("school_scope")
def test_an_empty_roadmap_and_an_unchanged_one_are_not_approved(plan, programme):
    with pytest.raises(RuleBroken):
        approve(RoadmapFactory(programme=programme))
    approve(plan)
    with pytest.raises(RuleBroken, match="1"):
        approve(plan)


@pytest.mark.usefixtures("school_scope")
def test_a_draft_is_not_published(plan):
    with pytest.raises(RuleBroken):
        approval.publish(roadmap=plan, has_public_names=False, by=None)


@pytest.mark.usefixtures("school_scope")
def test_a_published_roadmap_that_was_changed_shows_the_approved_text(plan):
    approve(plan)
    approval.publish(roadmap=plan, has_public_names=False, by=None)
    plan.refresh_from_db()
    tree.reword(node=plan.stages.first(), version=1, by=None, title="Подготовка")

    assert approval.is_changed(plan)
    assert approval.approved_outline(plan).stages[0].title == sample_outline().stages[0].title
    assert [(one.act, one.level) for one in approval.changes_since_approval(plan)] == [(Act.CHANGED, "stage")]


@pytest.mark.usefixtures("school_scope")
def test_the_next_order_makes_the_draft_version_two(plan):
    approve(plan)
    plan.refresh_from_db()
    tree.reword(node=plan.stages.first(), version=1, by=None, title="Подготовка")
    draft = approval.draft_of_next(plan)

    revision = approve(plan, order_number="12-од", order_date=date(2022, 2, 1))

    assert (draft.number, revision.pk, revision.number) == (2, draft.pk, 2)
    assert not approval.is_changed(plan)
    assert approval.last_approved(plan).outline["stages"][0]["title"] == "Подготовка"


@pytest.mark.usefixtures("school_scope")
def test_ticks_do_not_make_a_new_version(plan):
    approve(plan)
    Activity.objects.update(status="done", done_on=date(2022, 1, 1), actual_result="сделано")

    assert approval.changes_since_approval(plan) == []


@pytest.mark.usefixtures("school_scope")
def test_a_published_roadmap_stays_published_when_it_is_approved_again_and_can_be_closed(plan):
    approve(plan)
    approval.publish(roadmap=plan, has_public_names=True, by=None)
    plan.refresh_from_db()
    tree.reword(node=plan.stages.first(), version=1, by=None, title="Подготовка")
    approve(plan)
    plan.refresh_from_db()
    again = plan.state

    approval.unpublish(roadmap=plan, by=None)

    plan.refresh_from_db()
    assert (again, plan.state, plan.published_at) == (Roadmap.State.PUBLISHED, Roadmap.State.APPROVED, None)


@pytest.mark.usefixtures("school_scope")
def test_each_act_is_in_the_log(plan):
    approve(plan)
    approval.publish(roadmap=plan, has_public_names=True, by=None)
    approval.unpublish(roadmap=plan, by=None)

    actions = AuditEvent.objects.about(plan).values_list("action", flat=True)[:3]
    assert list(actions) == ["roadmap.unpublished", "roadmap.published", "roadmap.approved"]


def order_form(plan):
    with scope(school=plan.school):
        seen = approval.fingerprint(outline_of(plan))
    return {"order_number": "128-од", "order_date": "10.12.2021", "seen": seen}


def test_the_director_reads_and_approves_in_the_browser(client_of, plan):
    client = client_of(Role.DIRECTOR)
    page = client.get(reverse("roadmap_approve"))
    answer = client.post(reverse("roadmap_approve"), order_form(plan))

    plan.refresh_from_db()
    assert page.status_code == 200
    assert answer.url == reverse("roadmap_revisions")
    assert plan.state == Roadmap.State.APPROVED


def test_a_text_changed_meanwhile_is_shown_again_and_the_typed_order_stays(client_of, plan):
    form = order_form(plan) | {"seen": "0" * 64}

    answer = client_of(Role.DIRECTOR).post(reverse("roadmap_approve"), form)

    assert answer.status_code == 409
    assert 'value="128-од"' in answer.content.decode()


def test_an_order_without_a_number_is_asked_for(client_of, plan):
    answer = client_of(Role.DIRECTOR).post(reverse("roadmap_approve"), order_form(plan) | {"order_number": ""})

    assert answer.status_code == 422


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.DEPUTY, Role.CLASS_TEACHER, Role.MENTOR])
def test_only_the_director_approves(client_of, plan, role):
    assert client_of(role).post(reverse("roadmap_approve"), order_form(plan)).status_code == 403


@pytest.mark.parametrize("role", [Role.DEPUTY, Role.CLASS_TEACHER, Role.PSYCHOLOGIST])
def test_only_leaders_publish(client_of, plan, role):
    assert client_of(role).get(reverse("roadmap_publish")).status_code == 403


def test_the_coordinator_publishes_without_names(client_of, plan):
    with scope(school=plan.school):
        approve(plan)
    client = client_of()
    answer = client.post(reverse("roadmap_publish"), {"has_public_names": "no"})
    page = client.get(reverse("roadmap_publish")).content.decode()

    plan.refresh_from_db()
    assert answer.status_code == 302
    assert (plan.state, plan.has_public_names) == (Roadmap.State.PUBLISHED, False)
    assert str(plan.public_id) in page


def test_versions_are_listed_read_and_compared(client_of, plan):
    with scope(school=plan.school):
        approve(plan)
        plan.refresh_from_db()
        tree.reword(node=plan.stages.first(), version=1, by=None, title="Начало")
    client = client_of(Role.DEPUTY)

    for address in (
        reverse("roadmap_revisions"),
        reverse("revision", args=[1]),
        reverse("revision", args=[2]),
        reverse("revision_compare", args=[2, 1]),
    ):
        assert client.get(address).status_code == 200
    difference = client.get(reverse("revision_compare", args=[2, 1])).content.decode()
    assert "<ins>Начало</ins>" in difference
    assert client.get(reverse("revision", args=[3])).status_code == 404


@pytest.mark.parametrize("count", [1, 15])
def test_the_list_of_versions_asks_the_same_number_of_questions(client_of, plan, count, django_assert_max_num_queries):
    with scope(school=plan.school):
        for number in range(1, count + 1):
            Revision.objects.create(school=plan.school, roadmap=plan, number=number, outline={}, **ORDER)
    client = client_of()
    client.get(reverse("roadmap_revisions"))

    with django_assert_max_num_queries(9):
        client.get(reverse("roadmap_revisions"))


def test_versions_of_another_school_do_not_exist(client_of, programme, other_roadmap):
    with scope(school=other_roadmap.school):
        Revision.objects.create(school=other_roadmap.school, roadmap=other_roadmap, number=1, outline={}, **ORDER)

    assert client_of().get(reverse("revision", args=[1])).status_code == 404


def test_a_long_version_is_read_by_pages(client_of, plan):
    long = sample_outline()
    long.stages[0].activities = [OutlineActivity(f"Мероприятие {n}") for n in range(1, 101)]
    Revision.unscoped.create(school=plan.school, roadmap=plan, number=1, outline=long.to_dict(), **ORDER)

    first = client_of().get(reverse("revision", args=[1])).content.decode()
    third = client_of().get(reverse("revision", args=[1]) + "?page=3").content.decode()

    assert first.count("Мероприятие ") == 50
    assert "2. Формирование базы наставляемых" not in first
    assert "2. Формирование базы наставляемых" in third


def test_a_long_difference_is_read_by_pages(client_of, plan):
    before, after = sample_outline(), sample_outline()
    after.stages[0].activities += [OutlineActivity(f"Мероприятие {n}") for n in range(1, 61)]
    for number, outline in ((1, before), (2, after)):
        Revision.unscoped.create(school=plan.school, roadmap=plan, number=number, outline=outline.to_dict(), **ORDER)

    page = client_of().get(reverse("revision_compare", args=[1, 2])).content.decode()

    assert page.count("<ins>") == 50


@pytest.mark.usefixtures("school_scope")
@pytest.mark.parametrize("state", Roadmap.State)
@pytest.mark.parametrize("act", ["approve", "publish", "unpublish"])
def test_every_step_of_the_machine_is_in_the_table_or_refused_in_words(plan, act, state):
    plan.state = state

    if (act, state) in approval.TRANSITIONS:
        assert approval.next_state(plan, act) == approval.TRANSITIONS[act, state]
    else:
        with pytest.raises(RuleBroken, match=r"\w{5}"):
            approval.next_state(plan, act)


@pytest.mark.usefixtures("school_scope")
def test_a_template_is_not_approved(school):
    template = Roadmap.objects.create(school=school, is_template=True, title="Образец")

    with pytest.raises(RuleBroken):
        approval.next_state(template, "approve")


@pytest.mark.usefixtures("school_scope")
def test_an_approved_roadmap_does_not_go_to_the_bin(plan):
    approve(plan)
    plan.refresh_from_db()

    with pytest.raises(RuleBroken):
        throw_away_roadmap(roadmap=plan, version=plan.version, by=None)
