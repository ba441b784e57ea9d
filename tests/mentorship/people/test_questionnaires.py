"""The ready questionnaires: whole, linked, answerable, in words that fit on a phone."""

import re
import uuid
from dataclasses import replace

import pytest
from django.urls import reverse
from django_scopes import scope
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mentorship.people.asking.fields import FIELDS
from mentorship.people.questionnaires import all_questionnaires
from mentorship.programmes.roles import Role
from mentorship.programmes.starters import give_starters
from surveys import builtin, sources
from surveys.content import Content, Kind, Option, Section, problems
from surveys.exchange import Sheet, from_json, from_xlsx, to_json, to_xlsx
from surveys.models import Question, Survey
from surveys.path import heeded, missing
from surveys.services.building import publish
from surveys.services.library import question_of
from tests.surveys.strategies import answers_to

ALL = pytest.mark.parametrize("ready", all_questionnaires(), ids=lambda one: one.name)
WAVES = ["pupil-pupil-mentee", "pupil-pupil-mentor", "teacher-teacher-mentee", "teacher-teacher-mentor"]
WAVES += ["teacher-pupil-mentee", "teacher-pupil-mentor"]
NOT_ASKED = re.compile(r"диагноз|инвалид|болезн|здоровь|национальн|религи|доход|развод|полная семья", re.IGNORECASE)


def of(code, wording="adult"):
    return builtin.named(f"{code}:{wording}").content


@ALL
def test_it_may_be_published_as_it_is(ready):
    assert list(problems(ready.content)) == []
    assert ready.content.minutes <= 9
    assert ready.content.intro
    assert ready.content.thanks
    assert ready.whom


@ALL
def test_it_fits_on_a_phone_and_asks_nothing_forbidden(ready):
    for question in ready.content.questions:
        assert len(question.text) <= 160
        assert not NOT_ASKED.search(question.text)
        if question.kind == Kind.SCALE:
            assert question.low_word
            assert question.high_word


@ALL
def test_sources_and_fields_of_registers_are_there(ready):
    for question in ready.content.questions:
        assert not question.source or question.source in sources.option_sources
        if question.binding:
            assert question.kind in sources.bindings[question.binding].kinds, question.binding
            assert question.binding in FIELDS


@ALL
@settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_it_can_be_answered_and_carried_as_a_file(ready, data):
    content = with_words_of_a_school(ready.content)
    answers = data.draw(answers_to(content))
    assert missing(content, answers) == []
    assert heeded(content, answers) == answers
    sheet = Sheet(ready.content, title=ready.title, purpose=ready.purpose, wording=ready.wording)
    assert from_json(to_json(sheet)) == sheet
    assert from_xlsx(to_xlsx(sheet)) == sheet


@ALL
def test_who_reads_the_answers_is_said_before_the_first_question(ready):
    assert re.search(r"увид|прочита|видят|войдут в отчёт", ready.content.intro)


@ALL
def test_children_are_spoken_to_as_children_and_nobody_as_a_man(ready):
    words = [ready.content.intro, ready.content.thanks]
    words += [text for one in ready.content.questions for text in (one.text, one.help, one.low_word, one.high_word)]
    whole = " ".join(words)
    strange = r"\b(вы|вам|вас|ваш\w*)\b" if ready.wording == "child" else r"\b(ты|тебе|тебя|тво\w+)\b"
    found = re.findall(strange, whole, re.IGNORECASE)
    assert [one for one in found if ready.wording != "child" or one.lower() not in ("вы", "вам")] == []
    assert not re.search(r"\b(доволен|рад|готов|уверен)\b", whole)


def with_words_of_a_school(content):
    """The same questions with some words in the place of a source, which has none without a school."""
    options = tuple(Option(key, f"Слово {key}") for key in "abcde")

    def filled(question):
        return replace(question, source="", options=options) if question.source else question

    sections = (replace(one, questions=tuple(map(filled, one.questions))) for one in content.sections)
    return replace(content, sections=tuple(sections))


@pytest.mark.parametrize("name", [one.name for one in all_questionnaires() if one.purpose == "before"])
def test_before_and_after_ask_the_same(name):
    before, after = (builtin.named(one).content.questions for one in (name, name.replace("before", "after")))
    linked = [question.linked for question in before if question.linked]
    assert sorted(linked) == sorted(question.linked for question in after if question.linked)
    ends = [{one.linked: (one.kind, one.ends) for one in wave if one.linked} for wave in (before, after)]
    assert ends[0] == ends[1]
    assert len(linked) == len(set(linked)) >= 7


def test_every_kind_that_the_programme_needs_is_there():
    codes = {one.code for one in all_questionnaires()}
    wanted = {"intake-pupil", "intake-teacher", "intake-mentor-teacher", "intake-mentor-pupil", "pulse", "coordinator"}
    wanted |= {"choice-mentee", "choice-mentor", "satisfaction-mentee", "satisfaction-mentor", "satisfaction-parent"}
    assert codes == wanted | {f"{wave}-{side}" for wave in ("before", "after") for side in WAVES}
    assert len(of("pulse").questions) == 2
    assert len([one for one in of("coordinator").questions if one.ends == (0, 2)]) == 9
    for code in ("intake-pupil", "choice-mentee", "satisfaction-mentee", "pulse", "before-pupil-pupil-mentee"):
        assert of(code, "child")


def test_nobody_but_the_coordinator_reads_rather_not():
    for code in ("choice-mentee", "choice-mentor"):
        assert of(code).question("unwanted").confidential
        assert of(code).question("wished").most == 3


def test_a_copy_is_taken_with_one_click_and_a_second_one_is_told_apart(client_of, programme):
    client = client_of(Role.COORDINATOR)
    page = client.get(reverse("survey_new")).content.decode()
    assert "builtin:intake-pupil:child" in page
    for _copy in range(2):
        assert client.post(reverse("survey_new"), {"source": "builtin:intake-pupil:child"}).status_code == 302
    with scope(school=programme.school):
        first, second = Survey.objects.order_by("pk")
        assert first.title == "Запрос ученика (младшие классы)"
        assert second.title == f"{first.title} (2)"
        assert (first.code, first.wording, first.purpose) == ("intake-pupil", "child", "intake")
        publish(first.versions.get(), client.get("/today/").wsgi_request.user)
        assert first.versions.get().state == "published"


def test_a_whole_set_is_taken_at_once_and_a_second_press_makes_no_second_one(client_of, programme):
    client, key = client_of(Role.COORDINATOR), str(uuid.uuid4())
    for _press in range(2):
        answer = client.post(reverse("survey_new"), {"source": "set:satisfaction", "key": key}, follow=True)
        assert answer.redirect_chain[-1][0] == reverse("surveys") + "?purpose=satisfaction"
    with scope(school=programme.school):
        wanted = {(one.code, one.wording) for one in all_questionnaires() if one.purpose == "satisfaction"}
        assert sorted(Survey.objects.values_list("code", "wording")) == sorted(wanted)
    assert client.post(reverse("survey_new"), {"source": "set:nothing"}).status_code == 404
    assert client_of(Role.MENTOR).post(reverse("survey_new"), {"source": "set:pulse"}).status_code == 403


def test_the_copy_says_which_ready_one_it_is_of(client_of, programme):
    client = client_of(Role.COORDINATOR)
    client.post(reverse("survey_new"), {"source": "builtin:pulse:adult"})
    with scope(school=programme.school):
        copy = Survey.objects.get()
        Survey.objects.update(title="Два вопроса")
    page = client.get(copy.get_absolute_url()).content.decode()
    assert reverse("survey_ready", args=["pulse:adult"]) in page
    assert "Отклик после встречи" in page


def test_the_page_of_ready_ones_asks_the_database_little(client_of, programme, django_assert_max_num_queries):
    client = client_of(Role.COORDINATOR)
    for _copy in range(12):
        client.post(reverse("survey_new"), {"source": "set:before"})
    with django_assert_max_num_queries(12):
        client.get(reverse("survey_new"))
    with django_assert_max_num_queries(12):
        client.get(reverse("survey_ready", args=["intake-pupil:adult"]))


def test_it_is_read_through_before_it_is_taken(client_of, programme):
    page = client_of(Role.COORDINATOR).get(reverse("survey_ready", args=["coordinator:adult"]))
    assert "Партнёры школы довольны участием" in page.content.decode()
    assert client_of(Role.COORDINATOR).get(reverse("survey_ready", args=["nothing:adult"])).status_code == 404
    assert client_of(Role.MENTEE).get(reverse("survey_ready", args=["coordinator:adult"])).status_code == 403


def test_a_new_school_finds_questions_in_its_library_and_those_that_it_took_out_stay_out(client_of, school):
    client = client_of(Role.COORDINATOR)
    give_starters(school)
    with scope(school=school):
        rows = list(Question.objects.all())
        assert len(rows) >= 30
        assert len({row.text for row in rows}) == len(rows)
        for row in rows:
            content = Content(sections=(Section("s", questions=(question_of(row),)),))
            assert list(problems(content)) == []
    assert "Как прошло" in client.get(reverse("survey_library")).content.decode()
    for row in rows:
        assert client.post(reverse("survey_library_delete", args=[row.public_id])).status_code == 302
    give_starters(school)
    with scope(school=school):
        assert not Question.objects.exists()
