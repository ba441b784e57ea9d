"""What people hear of when it happens: the others, of the current roadmap, never the one who did it."""

from datetime import date

import pytest
from django.db import transaction
from django_scopes import scope

from mentorship.notifications.models import Channel, Notification, State
from mentorship.programmes.roles import Role
from roadmap.models import Activity, Party
from roadmap.outline import Outline, OutlineActivity, OutlineStage, PartyKind, Responsible, Term, TermKind
from roadmap.services import tree
from roadmap.services.activities import complete, send_back
from roadmap.services.comments import say
from roadmap.services.creation import create_roadmap
from roadmap.services.editing import ActivityText, create_activity, edit_activity
from tests.factories import PartyFactory, RoadmapFactory, StageFactory, StepFactory

TODAY = date(2022, 3, 14)


@pytest.fixture(autouse=True)
def today(on_day):
    on_day(2022, 3, 14)


@pytest.fixture
def inside(scene):
    with scope(school=scene.school):
        yield scene


@pytest.fixture
def deputy(scene):
    return scene.deputy()


@pytest.fixture
def other(scene):
    return scene.deputy()


def party_of(membership, **fields):
    return PartyFactory(school=membership.school, kind=PartyKind.PERSON, membership=membership, **fields)


def text_of(activity, **changes):
    fields = {
        "title": activity.title,
        "term": activity.term,
        "parties": [link.party for link in activity.assignments.order_by("position")],
        "steps": list(activity.steps.filter(deleted_at=None).values_list("title", flat=True)),
    }
    return ActivityText(**(fields | changes))


def edit(activity, by, **changes):
    return edit_activity(activity=activity, version=activity.version, text=text_of(activity, **changes), by=by.user)


def test_a_person_who_is_added_hears_that_it_is_theirs_and_the_others_nothing(inside, deputy, other):
    activity = inside.activity(TODAY, deputy)
    parties = [link.party for link in activity.assignments.all()]
    edit(activity, inside.coordinator, parties=[*parties, party_of(other)])
    assert inside.told() == {("assigned", activity.pk, TODAY, other.user_id)}


def test_a_new_text_or_term_is_told_to_those_who_answered_before_and_still_do(inside, deputy, other):
    activity = inside.activity(TODAY, deputy)
    parties = [link.party for link in activity.assignments.all()]
    term = Term("20 марта", TermKind.DAY, date(2022, 3, 20), date(2022, 3, 20))
    edit(activity, inside.coordinator, term=term, parties=[*parties, party_of(other)])
    assert inside.told() == {
        ("changed", activity.pk, TODAY, deputy.user_id),
        ("assigned", activity.pk, TODAY, other.user_id),
    }


def test_a_form_that_changes_nothing_tells_nothing(inside, deputy):
    activity = inside.activity(TODAY, deputy)
    edit(activity, inside.coordinator)
    assert inside.told() == set()


def test_the_one_who_acts_hears_nothing(inside, deputy):
    activity = inside.activity(TODAY, inside.coordinator, deputy)
    edit(activity, inside.coordinator, title="Другое")
    say(activity=activity, by=deputy.user, text="Начали")
    told = inside.told()
    assert ("changed", activity.pk, TODAY, deputy.user_id) in told
    assert {user for kind, *_rest, user in told if kind == "changed"} == {deputy.user_id}
    assert {user for kind, *_rest, user in told if kind == "commented"} == {inside.coordinator.user_id}


def test_a_new_activity_is_told_to_those_who_answer_for_it(inside, deputy):
    text = ActivityText("Круглый стол", parties=[party_of(deputy)])
    activity = create_activity(stage=inside.stage, text=text, by=inside.coordinator.user)
    assert inside.told() == {("assigned", activity.pk, TODAY, deputy.user_id)}


def test_a_whole_roadmap_that_is_made_tells_nobody(inside, deputy):
    inside_words = Responsible(PartyKind.ROLE, "Заместитель директора", None)
    PartyFactory(
        school=inside.school, kind=PartyKind.ROLE, role_text="Заместитель директора", name="", role=Role.DEPUTY
    )
    activities = [OutlineActivity(title="Сбор", responsible=[inside_words])]
    outline = Outline(title="Карта", stages=[OutlineStage(number=1, title="Этап", activities=activities)])
    roadmap = create_roadmap(programme=inside.roadmap.programme, outline=outline, by=inside.coordinator.user)
    assert Activity.objects.filter(stage__roadmap=roadmap, assignments__party__role=Role.DEPUTY).exists()
    assert inside.told() == set()


@pytest.mark.parametrize("which", ["template", "archive", "former programme"])
def test_other_roadmaps_than_the_current_one_tell_nobody(inside, deputy, which):
    stage = inside.stage
    if which == "template":
        stage = StageFactory(roadmap=RoadmapFactory(school=inside.school, programme=None, is_template=True))
    elif which == "archive":
        RoadmapFactory(programme=inside.roadmap.programme)
    else:
        inside.school.current_programme = None
        inside.school.save()
    activity = inside.activity(TODAY, deputy, stage=stage)
    edit(activity, inside.coordinator, title="Другое")
    say(activity=activity, by=inside.coordinator.user, text="Слово")
    complete(activity=activity, by=deputy.user, done_on=TODAY, needs_check=True)
    assert inside.told() == set()


def test_what_is_done_is_not_told_when_its_text_is_mended(inside, deputy):
    activity = inside.activity(TODAY, deputy, status=Activity.Status.DONE, done_on=TODAY)
    edit(activity, inside.coordinator, title="Другое")
    assert inside.told() == set()


def test_a_comment_is_told_to_those_who_answer_and_to_those_who_wrote_before(inside, deputy, member):
    psychologist, silent = member(Role.PSYCHOLOGIST), member(Role.PSYCHOLOGIST)
    activity = inside.activity(TODAY, deputy)
    first = say(activity=activity, by=psychologist.user, text="Вопрос")
    second = say(activity=activity, by=inside.director.user, text="Ответ")
    assert inside.told() == {
        ("commented", first.pk, TODAY, deputy.user_id),
        ("commented", second.pk, TODAY, deputy.user_id),
        ("commented", second.pk, TODAY, psychologist.user_id),
    }
    assert silent.user_id not in {user for *_rest, user in inside.told()}


def test_what_is_sent_back_is_told_with_its_reason(inside, deputy):
    activity = inside.activity(TODAY, deputy)
    row, _proofs = complete(activity=activity, by=deputy.user, done_on=TODAY, needs_check=True)
    assert {(kind, user) for kind, *_rest, user in inside.told()} == {
        ("to_check", inside.director.user_id),
        ("to_check", inside.coordinator.user_id),
    }
    send_back(activity=row, by=inside.director.user, comment="Нет протокола")
    assert {user for kind, *_rest, user in inside.told("commented")} == {deputy.user_id}


def test_completing_without_a_check_tells_nobody(inside, deputy):
    complete(activity=inside.activity(TODAY, deputy), by=deputy.user, done_on=TODAY)
    assert inside.told() == set()


def test_the_tree_tells_the_same(inside, deputy, other):
    activity = inside.activity(TODAY)
    activity.assignments.create(school=inside.school, party=party_of(deputy, name="Лебедева О. Н."))
    words = {"term_text": activity.term_text, "responsible": tree.responsible_words(activity)}
    tree.reword_activity(
        activity=activity, version=activity.version, by=inside.coordinator.user, title="Другое", **words
    )
    assert inside.told() == {("changed", activity.pk, TODAY, deputy.user_id)}

    words["responsible"] += f", {party_of(other, role_text='Методист', name='Соколова М. И.').full_title}"
    tree.reword_activity(activity=activity, version=activity.version, by=inside.coordinator.user, **words)
    assert inside.told("assigned") == {("assigned", activity.pk, TODAY, other.user_id)}


def test_a_step_of_the_tree_is_part_of_what_is_asked_for(inside, deputy):
    activity = inside.activity(TODAY, deputy)
    step = StepFactory(activity=activity)
    tree.move(node=step, version=step.version, position=1, by=inside.coordinator.user)
    assert inside.told() == set()
    tree.throw_away(node=step, version=step.version, by=inside.coordinator.user)
    assert inside.told() == {("changed", activity.pk, TODAY, deputy.user_id)}


def test_who_is_put_behind_a_party_hears_of_its_open_activities(inside, deputy, client_of):
    party = PartyFactory(school=inside.school, kind=PartyKind.ROLE, name="", role_text="Ответственный")
    both = PartyFactory(school=inside.school, kind=PartyKind.PERSON, membership=deputy)
    rows = [inside.activity(TODAY) for _number in range(3)]
    rows[2].status, rows[2].done_on = Activity.Status.DONE, TODAY
    rows[2].save()
    for row in rows:
        row.assignments.create(school=inside.school, party=party)
    rows[1].assignments.create(school=inside.school, party=both)

    answer = client_of(inside.coordinator).post(
        f"/roadmap/parties/{party.pk}/", {"role_text": "Ответственный", "role": Role.DEPUTY}
    )
    assert answer.status_code == 302
    assert Party.objects.get(pk=party.pk).role == Role.DEPUTY
    assert inside.told() == {("assigned", rows[0].pk, TODAY, deputy.user_id)}


def test_what_is_told_is_undone_with_the_act(inside, deputy):
    activity = inside.activity(TODAY, deputy)
    with transaction.atomic():
        edit(activity, inside.coordinator, title="Другое")
        assert inside.told()
        transaction.set_rollback(True)
    assert inside.told() == set()


def test_the_line_waits_for_the_next_morning_and_ten_changes_of_a_day_are_one(inside, deputy, mailoutbox):
    activity = inside.activity(date(2022, 5, 30), deputy)
    for number in range(10):
        edit(activity, inside.coordinator, title=f"Название {number}")
    inside.settings(has_monday_plan=False, has_weekly_summary=False)
    inside.morning(TODAY, hour=12)
    inside.send(TODAY, hour=12)
    assert mailoutbox == []

    inside.morning(date(2022, 3, 15))
    inside.send(date(2022, 3, 15))
    line = Notification.objects.get(channel=Channel.DIGEST)
    assert line.state == State.SENT
    assert [message.to for message in mailoutbox] == [[deputy.user.email]]
    assert "Название 9" in mailoutbox[0].body
