"""Writing and changing the text of an activity, alone and two at once."""

from datetime import date

import pytest
from django.urls import reverse

from mentorship.programmes.models import AuditEvent
from mentorship.programmes.roles import Role
from roadmap.models import Activity, Party, Step
from roadmap.outline import PartyKind
from roadmap.services.editing import match_steps
from tests.factories import ActivityFactory, AssignmentFactory, PartyFactory, StageFactory, StepFactory


@pytest.fixture
def stage(roadmap, on_day):
    on_day(2022, 3, 14)
    return StageFactory(roadmap=roadmap, position=1)


@pytest.fixture
def activity(stage):
    return ActivityFactory(stage=stage, title="Собрание", position=1)


def form_of(client, activity):
    """The form as the page gives it, ready to be sent."""
    form = client.get(reverse("activity_edit", args=[activity.pk])).context["form"]
    return {name: form[name].value() for name in form.fields if form[name].value() not in (None, False)}


def save(client, activity, data):
    return client.post(reverse("activity_edit", args=[activity.pk]), data)


def add(client, stage, **data):
    return client.post(f"{reverse('activity_new')}?stage={stage.pk}", {"title": "Новое", "stage": stage.pk} | data)


def saved(activity):
    return Activity.unscoped.get(pk=activity.pk)


def test_words_of_a_term_become_days_that_are_shown_back(client_of, stage, school_scope):
    client = client_of()

    page = client.get(add(client, stage, term_text="январь - февраль").url)

    row = Activity.objects.get()
    assert (row.term_text, row.term_kind) == ("январь - февраль", "months")
    assert (row.first_on, row.last_on) == (date(2022, 1, 1), date(2022, 2, 28))
    assert "1 января 2022\u00a0г. — 28 февраля 2022\u00a0г." in page.content.decode()


def test_a_term_that_is_not_understood_is_asked_about_and_never_guessed(client_of, stage, school_scope):
    client = client_of()

    response = add(client, stage, term_text="когда получится")

    assert response.status_code == 422
    assert "Срок не понят" in response.content.decode()
    assert not Activity.objects.exists()
    add(client, stage, term_text="когда получится", is_undated="on")
    assert (Activity.objects.get().term_text, Activity.objects.get().last_on) == ("когда получится", None)


def test_given_dates_win_over_the_words(client_of, stage, school_scope):
    add(client_of(), stage, term_text="март", first_on="10.03.2022", last_on="12.03.2022")

    row = Activity.objects.get()
    assert (row.first_on, row.last_on, row.term_kind) == (date(2022, 3, 10), date(2022, 3, 12), "days")


def test_a_form_sent_twice_makes_one_activity(client_of, stage, school_scope):
    client = client_of()
    key = {"form_key": "6f1b7a52-6a0e-4b61-8d0a-6d1c4bb1ce01"}

    first, second = add(client, stage, **key), add(client, stage, **key)

    assert Activity.objects.count() == 1
    assert second.url == first.url


def test_who_answers_is_chosen_or_added_at_once(client_of, member, stage, school_scope):
    colleague = member(Role.DEPUTY, post="Заместитель директора")
    party = PartyFactory(school=stage.school)

    add(
        client_of(),
        stage,
        parties=[party.pk],
        new_member=colleague.pk,
        new_role="class_teacher",
        new_name="Орлова А. А.",
        new_post="Психолог центра",
    )

    parties = [one.party for one in Activity.objects.get().assignments.order_by("position")]
    assert [one.short_title for one in parties] == [
        party.name,
        colleague.user.short_name.replace("\u00a0", " "),
        "Классный руководитель",
        "Орлова А. А.",
    ]
    assert [one.membership for one in parties] == [None, colleague, None, None]


def test_a_colleague_added_twice_is_one_party(client_of, member, stage, school_scope):
    colleague = member(Role.DEPUTY)
    client = client_of()

    add(client, stage, new_member=colleague.pk)
    add(client, stage, new_member=colleague.pk)

    assert Party.objects.filter(kind=PartyKind.PERSON).count() == 1


def test_an_untouched_form_changes_nothing(client_of, activity, school_scope):
    Activity.objects.filter(pk=activity.pk).update(term_text="по плану", term_kind="days", first_on=date(2022, 3, 5))
    StepFactory(activity=activity, title="Шаг\nв две строки")
    client = client_of()
    before = Activity.objects.filter(pk=activity.pk).values("term_text", "term_kind", "first_on", "last_on").get()

    response = save(client, activity, form_of(client, activity))

    assert response.status_code == 302
    assert Activity.objects.filter(pk=activity.pk).values(*before).get() == before
    assert Step.objects.get().title == "Шаг\nв две строки"
    assert not AuditEvent.objects.about(activity).exists()


def test_ticks_stay_with_steps_whose_words_are_mended(client_of, activity, school_scope):
    mended = StepFactory(activity=activity, position=1, title="Доведение анкетирования", is_done=True)
    gone = StepFactory(activity=activity, position=2, title="Лишний шаг")
    client = client_of()

    save(client, activity, form_of(client, activity) | {"steps": "Новое дело совсем\r\nПроведение анкетирования"})

    steps = Step.objects.filter(deleted_at=None).order_by("position")
    assert [(one.title, one.is_done) for one in steps] == [
        ("Новое дело совсем", False),
        ("Проведение анкетирования", True),
    ]
    assert steps[1].pk == mended.pk
    assert Step.objects.get(pk=gone.pk).deleted_at is not None


def test_the_same_words_are_matched_before_the_likest(school_scope, activity):
    first, second = (StepFactory(activity=activity, title=title) for title in ("Сбор анкет 8 класса", "Сбор анкет"))

    assert match_steps([first, second], ["Сбор анкет", "Сбор анкет 8 класса"]) == {0: second, 1: first}


def test_the_log_keeps_both_texts(client_of, activity, school_scope):
    client = client_of()

    save(client, activity, form_of(client, activity) | {"title": "Собрание родителей"})

    changes = AuditEvent.objects.about(activity).get().changes
    assert list(changes.values()) == [["Собрание", "Собрание родителей"]]


def conflict(client_of, activity, **mine):
    """A colleague saved while the form was open."""
    client = client_of()
    data = form_of(client, activity)
    colleague = client_of()
    save(colleague, activity, form_of(colleague, activity) | {"title": "Их название", "document_kind": "Приказ"})
    return client, save(client, activity, data | mine), colleague


def test_the_second_editor_gets_both_texts_and_nothing_is_written(client_of, activity):
    _, response, colleague = conflict(client_of, activity, title="Моё название", steps="Мой шаг")

    text = response.content.decode()
    assert response.status_code == 409
    assert [(one.name, one.choice) for one in response.context["differences"]] == [
        ("title", "mine"),
        ("steps", "mine"),
        ("document_kind", "theirs"),
    ]
    assert "Их название" in text
    assert "Моё название" in text
    assert colleague.membership.user.short_name in text
    assert saved(activity).title == "Их название"


def test_dates_and_the_order_of_ticks_are_no_differences(client_of, activity, school_scope):
    Activity.unscoped.filter(pk=activity.pk).update(term_text="по плану", first_on=date(2022, 3, 5))
    for _ in range(2):
        AssignmentFactory(activity=activity, party=PartyFactory(school=activity.school))
    parties = list(activity.assignments.values_list("party_id", flat=True))
    mine = {"first_on": "2022-03-05", "last_on": "2022-03-31", "parties": parties[::-1]}

    _, response, _ = conflict(client_of, activity, **mine)

    assert [one.name for one in response.context["differences"]] == ["title", "document_kind"]


def choose(client, activity, response, **choices):
    data = {}
    for name, value in response.context["kept"]:
        data.setdefault(name, []).append(value)
    return save(client, activity, data | choices)


def test_each_field_is_settled_by_choice(client_of, activity, school_scope):
    client, response, _ = conflict(client_of, activity, title="Моё название", steps="Мой шаг")

    choose(
        client,
        activity,
        response,
        **{
            "choice-title": "merged",
            "merged-title": "Общее название",
            "choice-steps": "mine",
            "choice-document_kind": "theirs",
        },
    )

    row = saved(activity)
    assert (row.title, row.document_kind) == ("Общее название", "Приказ")
    assert list(row.steps.values_list("title", flat=True)) == ["Мой шаг"]


def test_a_third_editor_in_between_is_noticed_again(client_of, activity, school_scope):
    client, response, _ = conflict(client_of, activity, title="Моё название")
    row = saved(activity)
    row.swap(row.version, title="Третье название")

    again = choose(client, activity, response, **{"choice-title": "mine"})

    assert again.status_code == 409
    assert "Третье название" in again.content.decode()


def test_words_of_a_term_are_explained_while_they_are_typed(client_of, stage):
    text = client_of().get("/activities/term/", {"term_text": "март"}).content.decode()

    assert "Понято так: 1 марта 2022\u00a0г. — 31 марта 2022\u00a0г." in text


def test_a_new_activity_in_another_schools_stage_is_not_found(client_of, stage, other_roadmap):
    foreign = StageFactory(roadmap=other_roadmap)

    assert add(client_of(), foreign).status_code == 404


@pytest.mark.parametrize("role", [Role.DIRECTOR, Role.DEPUTY, Role.CLASS_TEACHER, Role.MENTEE])
def test_only_the_coordinator_writes_the_roadmap(client_of, stage, activity, role):
    client = client_of(role)
    AssignmentFactory(activity=activity, party=PartyFactory(school=stage.school, membership=client.membership))

    assert client.get(reverse("activity_edit", args=[activity.pk])).status_code == 403
    assert client.get(reverse("activity_new")).status_code == 403
