"""What the page of an activity shows, its discussion, its history and its files."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from mentorship.programmes.models import GroupMember
from mentorship.programmes.roles import Role
from roadmap.models import Activity, Comment, Evidence, Step
from roadmap.outline import PartyKind
from tests.factories import ActivityFactory, AssignmentFactory, GroupFactory, PartyFactory, StageFactory, StepFactory

PDF = b"%PDF-1.7\ntrailer << /Root 1 0 R >>\n%%EOF"


@pytest.fixture(autouse=True)
def _media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def activity(roadmap, on_day):
    on_day(2022, 3, 14)
    stage = StageFactory(roadmap=roadmap, position=1, title="Подготовка условий")
    return ActivityFactory(
        stage=stage, title="Собрание", term_text="Январь", first_on=date(2022, 1, 1), last_on=date(2022, 1, 31)
    )


def text_of(client, activity):
    response = client.get(activity.get_absolute_url())
    assert response.status_code == 200
    return " ".join(response.content.decode().replace("\u00a0", " ").split())


def test_the_page_says_how_late_it_is_and_what_the_term_means(client_of, activity):
    text = text_of(client_of(), activity)

    assert "Просрочено на 42 дня" in text
    assert "Январь" in text
    assert "1 января 2022 г. — 31 января 2022 г." in text


def test_a_group_unfolds_into_its_people_and_the_reader_is_named(client_of, member, activity):
    client = client_of(Role.CLASS_TEACHER)
    group = GroupFactory(school=activity.school)
    for membership in (client.membership, member(Role.MENTOR)):
        GroupMember.unscoped.create(school=activity.school, group=group, membership=membership)
    party = PartyFactory(school=activity.school, kind=PartyKind.GROUP, group=group, name="", role_text="Рабочая группа")
    AssignmentFactory(activity=activity, party=party)

    text = text_of(client, activity)

    assert "Рабочая группа (2)" in text
    assert client.membership.user.get_full_name() in text
    assert "вы в их числе" in text


def test_a_colleague_without_the_right_sees_no_buttons(client_of, activity):
    text = text_of(client_of(Role.PSYCHOLOGIST), activity)

    assert "Отметить выполнение" not in text
    assert reverse("activity_edit", args=[activity.pk]) not in text


def test_completing_from_the_first_page_takes_three_clicks(client_of, activity):
    client = client_of()
    first = client.get("/today/").content.decode()
    link = f"{activity.get_absolute_url()}#complete"

    assert link in first
    form = client.get(activity.get_absolute_url()).content.decode()
    assert 'id="complete"' in form
    assert 'type="file"' in form
    assert 'value="2022-03-14"' in form


def test_a_comment_is_plain_text(client_of, activity, school_scope):
    client = client_of()

    client.post(reverse("comment_new", args=[activity.pk]), {"comment-text": "<b>Жирно</b>\nвторая строка"})

    assert "&lt;b&gt;Жирно&lt;/b&gt;<br>вторая строка" in text_of(client, activity)
    assert Comment.objects.get().author == client.membership.user


def test_a_comment_sent_twice_is_one(client_of, activity, school_scope):
    client = client_of()
    data = {"comment-text": "Привет", "comment-form_key": "6f1b7a52-6a0e-4b61-8d0a-6d1c4bb1ce01"}

    for _ in range(2):
        client.post(reverse("comment_new", args=[activity.pk]), data)

    assert Comment.objects.count() == 1


def test_an_empty_comment_says_what_to_do(client_of, activity):
    response = client_of().post(reverse("comment_new", args=[activity.pk]), {"comment-text": " "})

    assert response.status_code == 422
    assert "Напишите комментарий." in response.content.decode()


def test_the_history_says_who_did_what_and_when(client_of, activity):
    client = client_of()
    client.post(reverse("activity_start", args=[activity.pk]))

    text = text_of(client, activity)

    assert "мероприятие взято в работу" in text
    assert "<del>Не начато</del>" in text
    assert "<ins>В работе</ins>" in text


def test_the_page_shows_ten_entries_and_the_history_all(client_of, activity, school_scope):
    client = client_of()
    for _ in range(6):
        client.post(reverse("activity_start", args=[activity.pk]))
        client.post(reverse("activity_undo", args=[activity.pk]))

    assert len(client.get(activity.get_absolute_url()).context["history"]) == 10
    assert len(client.get(reverse("activity_history", args=[activity.pk])).context["lines"]) == 12


def attach(client, activity, file):
    return client.post(reverse("evidence_new", args=[activity.pk]), {"proof-url": "", "proof-file": file})


def test_a_file_is_sent_as_an_attachment_under_its_russian_name(client_of, activity, school_scope):
    client = client_of()
    attach(client, activity, SimpleUploadedFile("Приказ № 5.pdf", PDF))
    proof = Evidence.objects.get()

    response = client.get(reverse("file", args=[proof.public_id]))

    assert b"".join(response.streaming_content) == PDF
    assert response["Content-Type"] == "application/pdf"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert response["Content-Disposition"].startswith("attachment; filename*=utf-8''%D0%9F%D1%80%D0%B8%D0%BA")
    assert "Приказ" not in proof.file.name


def test_a_file_leaves_only_through_the_check(
    client_of, client, member, activity, other_roadmap, other_school, school_scope
):
    attach(client_of(), activity, SimpleUploadedFile("a.pdf", PDF))
    address = reverse("file", args=[Evidence.objects.get().public_id])

    assert client.get(address).status_code == 302
    assert client_of(Role.MENTEE).get(address).status_code == 404
    assert client_of(member(Role.DIRECTOR, school=other_roadmap.school)).get(address).status_code == 404


def test_removing_a_proof_asks_first_and_names_it(client_of, activity, school_scope):
    client = client_of()
    attach(client, activity, SimpleUploadedFile("Протокол.pdf", PDF))
    address = reverse("evidence_remove", args=[Evidence.objects.get().public_id])

    assert "Протокол.pdf" in client.get(address).content.decode()
    assert Evidence.objects.count() == 1
    client.post(address)
    assert Evidence.objects.count() == 0


def test_a_proof_needs_a_link_or_a_file(client_of, activity):
    response = client_of().post(reverse("evidence_new", args=[activity.pk]), {"proof-url": ""})

    assert response.status_code == 422
    assert "Укажите адрес страницы или выберите файл." in response.content.decode()


def describe(client, step, **data):
    fields = {"planned_result": "", "document_kind": "", "actual_result": "", "url": "", "version": step.version}
    return client.post(
        reverse("step_describe", args=[step.pk]),
        {f"step{step.pk}-{name}": value for name, value in (fields | data).items()},
    )


def test_a_step_has_a_result_and_a_proof_of_its_own(client_of, activity, school_scope):
    step = StepFactory(activity=activity)

    describe(client_of(), step, actual_result="Пришли 40 родителей", url="https://school.test/photo")

    assert Step.objects.get().actual_result == "Пришли 40 родителей"
    assert Evidence.objects.get().step == step


def test_two_people_describe_a_step_and_nothing_is_lost(client_of, activity, school_scope):
    step = StepFactory(activity=activity)
    Step.objects.get().swap(step.version, actual_result="Их слова")

    response = describe(client_of(), step, actual_result="Мои слова")

    text = response.content.decode()
    assert response.status_code == 409
    assert "Их слова" in text
    assert "Мои слова" in text
    assert Step.objects.get().actual_result == "Их слова"


def test_only_those_who_edit_the_roadmap_change_the_plan_of_a_step(client_of, activity, school_scope):
    step = StepFactory(activity=activity, planned_result="План")
    teacher = client_of(Role.CLASS_TEACHER)
    AssignmentFactory(activity=activity, party=PartyFactory(school=activity.school, membership=teacher.membership))

    describe(teacher, step, planned_result="Другой план", actual_result="Итог")

    step = Step.objects.get()
    assert (step.planned_result, step.actual_result) == ("План", "Итог")


@pytest.mark.parametrize("count", [1, 10])
def test_queries_do_not_grow_with_what_the_page_shows(client_of, member, activity, count, django_assert_num_queries):
    client = client_of()
    author = client.membership.user
    for number in range(count):
        step = StepFactory(activity=activity)
        common = {"school": activity.school, "activity": activity}
        Evidence.unscoped.create(url=f"https://school.test/{number}", step=step, added_by=author, **common)
        Comment.unscoped.create(author=author, text="Слово", **common)
        group = GroupFactory(school=activity.school)
        GroupMember.unscoped.create(school=activity.school, group=group, membership=client.membership)
        AssignmentFactory(
            activity=activity, party=PartyFactory(school=activity.school, kind=PartyKind.GROUP, group=group)
        )
    Activity.unscoped.filter(pk=activity.pk).update(status="work")
    with django_assert_num_queries(15):
        text_of(client, activity)


def test_times_are_those_of_the_schools_own_clock(client_of, activity):
    client = client_of()
    client.post(reverse("activity_start", args=[activity.pk]))

    assert "14 марта 2022, 12:00" in text_of(client, activity)
