"""An activity is begun, completed with a proof, checked, reopened, skipped and undone."""

from datetime import date

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from mentorship.programmes.models import AuditEvent
from mentorship.programmes.roles import Role
from roadmap.models import Activity, Comment, Evidence, Step
from roadmap.outline import PartyKind
from tests.factories import ActivityFactory, AssignmentFactory, PartyFactory, StageFactory, StepFactory

Status = Activity.Status
PDF = b"%PDF-1.7\ntrailer << /Root 1 0 R >>\n%%EOF"


@pytest.fixture(autouse=True)
def _media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def activity(roadmap, on_day):
    on_day(2022, 3, 14)
    stage = StageFactory(roadmap=roadmap, position=1)
    return ActivityFactory(stage=stage, title="Собрание", first_on=date(2022, 1, 1), last_on=date(2022, 1, 31))


def send(client, name, activity, **data):
    return client.post(reverse(name, args=[activity.pk]), data)


def done(**data):
    return {"done_on": "14.03.2022", "actual_result": "", "url": ""} | data


def given_to(activity, client):
    AssignmentFactory(activity=activity, party=PartyFactory(school=activity.school, membership=client.membership))
    return client


def now(activity):
    return Activity.unscoped.get(pk=activity.pk)


def pdf(name="Протокол.pdf"):
    return SimpleUploadedFile(name, PDF)


def test_completing_keeps_the_day_the_result_the_link_and_the_file(client_of, activity, school_scope):
    client = client_of()

    response = send(
        client,
        "activity_complete",
        activity,
        **done(url="https://school.test/p", file=pdf(), actual_result="Пришли"),
    )

    row = now(activity)
    assert response.status_code == 302
    assert (row.status, row.done_on, row.done_by) == ("done", date(2022, 3, 14), client.membership.user)
    assert row.actual_result == "Пришли"
    assert sorted(str(one) for one in Evidence.objects.all()) == ["https://school.test/p", "Протокол.pdf"]
    assert [event.action for event in AuditEvent.objects.about(row)] == [
        "evidence.added",
        "evidence.added",
        "activity.completed",
    ]


def test_the_message_names_the_activity_and_offers_to_undo(client_of, activity):
    client = client_of()

    page = client.get(send(client, "activity_complete", activity, **done()).url).content.decode()

    assert "Мероприятие «Собрание» отмечено выполненным." in page
    assert reverse("activity_undo", args=[activity.pk]) in page


def test_undo_restores_the_state_before_exactly_and_takes_the_proofs_away(client_of, activity, school_scope):
    client = client_of()
    Activity.objects.filter(pk=activity.pk).update(status=Status.WORK, actual_result="Прежнее")
    before = Activity.objects.filter(pk=activity.pk).values("status", "done_on", "done_by", "actual_result").get()
    send(client, "activity_complete", activity, **done(file=pdf(), actual_result="Новое"))
    path = Evidence.objects.get().file.name
    assert default_storage.exists(path)

    send(client, "activity_undo", activity)

    assert Activity.objects.filter(pk=activity.pk).values(*before).get() == before
    assert Evidence.objects.count() == 0


def test_the_file_of_an_undone_completion_leaves_the_disk(
    client_of, activity, school_scope, django_capture_on_commit_callbacks
):
    client = client_of()
    send(client, "activity_complete", activity, **done(file=pdf()))
    path = Evidence.objects.get().file.name

    with django_capture_on_commit_callbacks(execute=True):
        send(client, "activity_undo", activity)

    assert not default_storage.exists(path)


def test_nothing_is_undone_over_a_later_change(client_of, activity, school_scope):
    client = client_of()
    send(client, "activity_complete", activity, **done())
    row = now(activity)
    row.swap(row.version, title="Собрание родителей")

    send(client, "activity_undo", activity)

    assert now(activity).status == "done"


def test_an_act_is_undone_once(client_of, activity):
    client = client_of()
    send(client, "activity_start", activity)
    send(client, "activity_undo", activity)
    send(client, "activity_undo", activity)

    assert now(activity).status == "plan"


def test_a_form_sent_twice_completes_once(client_of, activity, school_scope):
    client = client_of()
    key = "6f1b7a52-6a0e-4b61-8d0a-6d1c4bb1ce01"

    first = send(client, "activity_complete", activity, **done(form_key=key, file=pdf()))
    second = send(client, "activity_complete", activity, **done(form_key=key, file=pdf()))

    assert (first.status_code, second.status_code, second.url) == (302, 302, first.url)
    assert Evidence.objects.count() == 1


def test_a_file_without_a_row_is_not_left_on_the_disk(client_of, activity, tmp_path):
    client = client_of()
    send(client, "activity_complete", activity, **done())

    response = send(client, "activity_complete", activity, **done(file=pdf()))

    assert response.status_code == 422
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"done_on": ""}, "Укажите дату выполнения."),
        ({"done_on": "15.03.2022"}, "не может быть в будущем"),
        ({"url": "javascript:alert(1)"}, "https://…"),
        ({"url": "ftp://school.test/x"}, "https://…"),
        ({"file": SimpleUploadedFile("a.html", b"<script>1</script>")}, "Такие файлы не принимаются"),
        ({"file": SimpleUploadedFile("a.pdf", b"")}, "Файл пустой"),
    ],
)
def test_a_wrong_form_comes_back_with_words_and_with_what_was_typed(client_of, activity, data, words):
    response = send(client_of(), "activity_complete", activity, **done(actual_result="Набрано") | data)

    text = response.content.decode()
    assert response.status_code == 422
    assert words in text
    assert "Набрано" in text
    assert now(activity).status == "plan"


def test_with_a_check_a_deputy_sends_and_the_director_decides(client_of, activity, school_scope):
    activity.school.needs_approval = True
    activity.school.save()
    deputy = given_to(activity, client_of(Role.DEPUTY))

    send(deputy, "activity_complete", activity, **done())
    assert now(activity).status == "check"
    assert send(deputy, "activity_approve", activity).status_code == 403

    send(client_of(Role.DIRECTOR), "activity_approve", activity)
    row = now(activity)
    assert (row.status, row.done_on, row.done_by) == ("done", date(2022, 3, 14), deputy.membership.user)


def test_a_leader_completes_without_a_check(client_of, activity):
    activity.school.needs_approval = True
    activity.school.save()

    send(client_of(Role.COORDINATOR), "activity_complete", activity, **done())

    assert now(activity).status == "done"


def test_sending_back_needs_a_comment_that_joins_the_discussion(client_of, activity, school_scope):
    Activity.objects.filter(pk=activity.pk).update(status=Status.CHECK, done_on=date(2022, 3, 1))
    director = client_of(Role.DIRECTOR)

    assert send(director, "activity_send_back", activity, comment="").status_code == 422
    send(director, "activity_send_back", activity, comment="Нет протокола")

    assert now(activity).status == "work"
    assert Comment.objects.get().text == "Нет протокола"


def test_reopening_keeps_the_proofs(client_of, activity, school_scope):
    client = client_of()
    send(client, "activity_complete", activity, **done(url="https://school.test/p"))

    send(client, "activity_reopen", activity)

    assert (now(activity).status, now(activity).done_on) == ("work", None)
    assert Evidence.objects.count() == 1


def test_not_required_needs_a_reason(client_of, activity):
    client = client_of()

    assert send(client, "activity_skip", activity, reason=" ").status_code == 422
    send(client, "activity_skip", activity, reason="Школу закрыли на ремонт")

    assert (now(activity).status, now(activity).skip_reason) == ("skip", "Школу закрыли на ремонт")


def test_a_tick_says_who_and_when_and_does_not_close_the_activity(client_of, activity):
    step = StepFactory(activity=activity)
    client = client_of()

    client.post(reverse("step_toggle", args=[step.pk]), {"done": step.pk})

    step = Step.unscoped.get(pk=step.pk)
    assert (step.is_done, step.done_on, step.done_by) == (True, date(2022, 3, 14), client.membership.user)
    assert now(activity).status == "plan"


def test_a_tick_is_taken_off_though_htmx_sends_the_other_ticks_along(client_of, activity):
    step, other = (StepFactory(activity=activity, is_done=True) for _ in range(2))

    client_of().post(reverse("step_toggle", args=[step.pk]), {"done": other.pk})

    assert [Step.unscoped.get(pk=one.pk).is_done for one in (step, other)] == [False, True]


def test_htmx_gets_the_checklist_alone(client_of, activity):
    step = StepFactory(activity=activity)

    response = client_of().post(
        reverse("step_toggle", args=[step.pk]), {"done": step.pk}, headers={"HX-Request": "true"}
    )

    text = response.content.decode()
    assert response.status_code == 200
    assert "<html" not in text
    assert "checked" in text


def test_the_checklist_writes_only_what_the_person_changed(client_of, activity, school_scope):
    mine, colleagues, untouched = (StepFactory(activity=activity) for _ in range(3))
    colleagues.swap(colleagues.version, is_done=True)

    send(
        client_of(),
        "activity_steps",
        activity,
        shown=[mine.pk, colleagues.pk, untouched.pk],
        done=[mine.pk],
    )

    assert list(Step.objects.order_by("pk").values_list("is_done", flat=True)) == [True, True, False]


def test_a_responsible_person_may_act_and_a_colleague_may_only_look(client_of, activity):
    own = given_to(activity, client_of(Role.CLASS_TEACHER))
    colleague = client_of(Role.PSYCHOLOGIST)

    assert send(colleague, "activity_start", activity).status_code == 403
    assert colleague.get(activity.get_absolute_url()).status_code == 200
    send(own, "activity_start", activity)
    assert now(activity).status == "work"


def test_a_mentee_sees_own_activities_alone(client_of, activity):
    mentee = client_of(Role.MENTEE)
    assert mentee.get(activity.get_absolute_url()).status_code == 404

    party = PartyFactory(
        school=activity.school, kind=PartyKind.ROLE, role=Role.MENTEE, role_text="Наставляемые", name=""
    )
    AssignmentFactory(activity=activity, party=party)
    assert mentee.get(activity.get_absolute_url()).status_code == 200


ACTS = [
    "activity_complete",
    "activity_start",
    "activity_reopen",
    "activity_approve",
    "activity_send_back",
    "activity_skip",
    "activity_move",
    "activity_undo",
    "activity_steps",
    "comment_new",
    "evidence_new",
    "activity_edit",
]


@pytest.mark.parametrize("name", ACTS)
def test_another_school_finds_nothing(client_of, member, activity, other_roadmap, other_school, name):
    stranger = client_of(member(Role.COORDINATOR, school=other_school))

    assert send(stranger, name, activity).status_code == 404


@pytest.mark.parametrize(
    "name",
    [
        name
        for name in ACTS
        if name not in ("activity_send_back", "activity_skip", "activity_edit", "activity_complete")
    ],
)
def test_reading_never_writes(client_of, activity, name):
    assert client_of().get(reverse(name, args=[activity.pk])).status_code == 405


@pytest.mark.parametrize("name", ["activity_skip", "activity_approve", "activity_send_back", "activity_edit"])
def test_what_only_leaders_do(client_of, activity, name):
    teacher = given_to(activity, client_of(Role.CLASS_TEACHER))

    assert send(teacher, name, activity).status_code == 403


def test_what_was_thrown_away_is_not_there(client_of, activity):
    Activity.unscoped.filter(pk=activity.pk).update(deleted_at=activity.stage.roadmap.created_at)

    assert client_of().get(activity.get_absolute_url()).status_code == 404
