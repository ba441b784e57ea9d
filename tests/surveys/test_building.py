"""The builder: from an empty draft to a published questionnaire, with two people at it and nothing lost."""

import io
import uuid

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django_scopes import scope

from mentorship.common.errors import EditConflict, RuleBroken
from surveys import editing, sources
from surveys.content import Content, Kind, Option, Question
from surveys.forms.building import digest_of
from surveys.models import Question as LibraryQuestion
from surveys.models import Survey, SurveyVersion
from surveys.services import building as acts
from surveys.services import library
from tests.factories import CONTENT, MembershipFactory, SurveyFactory, SurveyVersionFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(school_scope):
    survey = SurveyFactory(school=school_scope, title="Анкета наставляемого")
    return SurveyVersionFactory(survey=survey, number=1, state="draft", published_at=None)


@pytest.fixture
def client(client_of):
    return client_of("coordinator")


def page_of(draft, tail="build/"):
    return f"/surveys/{draft.survey.public_id}/{tail}"


def questions_of(draft):
    draft.refresh_from_db()
    return draft.questionnaire.questions


def keys_of(draft):
    return [one.key for one in questions_of(draft)]


def form_of(question, **changes):
    """What the browser posts of an open question."""
    return {
        "seen": digest_of(question),
        "text": question.text,
        "kind": question.kind.value,
        "options": "\n".join(option.text for option in question.options),
        **({"required": "on"} if question.required else {}),
        **changes,
    }


def test_an_empty_questionnaire_is_built_and_published(client, school_scope):
    made = client.post(
        "/surveys/new/",
        {"source": "empty", "key": uuid.uuid4(), "title": "Пульс", "purpose": "pulse", "wording": "adult"},
    )
    draft = SurveyVersion.objects.get()
    client.post(page_of(draft, "build/add/"), {"section": "", "kind": "single"})
    [question] = questions_of(draft)
    client.post(
        page_of(draft, f"build/q/{question.key}/"), form_of(question, text="Как прошло?", options="Хорошо\nПлохо")
    )
    published = client.post(page_of(draft, "publish/"))

    draft.refresh_from_db()
    assert made.url == page_of(draft)
    assert [option.text for option in questions_of(draft)[0].options] == ["Хорошо", "Плохо"]
    assert published.status_code == 302
    assert (draft.state, draft.published_by) == ("published", client.membership.user)


def test_the_same_form_makes_one_questionnaire(client, school_scope):
    body = {"source": "empty", "key": uuid.uuid4(), "title": "Пульс", "purpose": "pulse", "wording": "adult"}

    assert client.post("/surveys/new/", body).url == client.post("/surveys/new/", body).url
    assert SurveyVersion.objects.count() == 1


def test_what_is_wrong_is_listed_with_links_and_is_not_published(client, draft):
    client.post(page_of(draft, "build/add/"), {"section": "s1", "kind": "single"})
    new = keys_of(draft)[-1]

    answer = client.post(page_of(draft, "publish/"))

    draft.refresh_from_db()
    assert answer.status_code == 422
    assert f"?edit=q-{new}#q-{new}" in answer.content.decode()
    assert draft.state == "draft"


def test_questions_move_are_copied_deleted_and_brought_back(client, draft):
    act = page_of(draft, "build/q/q1/")
    client.post(f"{act}down/")
    assert keys_of(draft) == ["q2", "q1", "q3"]
    client.post(f"{act}up/")
    client.post(f"{act}copy/")
    assert len(set(keys_of(draft))) == 4
    assert questions_of(draft)[1].options == questions_of(draft)[0].options
    client.post(page_of(draft, "build/q/q2/delete/"))
    assert "q2" not in keys_of(draft)
    client.post(page_of(draft, "build/back/"))
    assert keys_of(draft)[2] == "q2"


def test_a_question_goes_over_the_edge_of_its_section(client, draft):
    client.post(page_of(draft, "build/sections/add/"), {"title": "Ещё"})
    client.post(page_of(draft, "build/q/q3/down/"))

    first, second = SurveyVersion.objects.get().questionnaire.sections
    assert [len(first.questions), [one.key for one in second.questions]] == [2, ["q3"]]
    client.post(page_of(draft, f"build/sections/{second.key}/delete/"))
    assert len(questions_of(draft)) == 3


def test_an_option_keeps_its_key_when_its_words_or_place_change():
    before = (Option("a", "Учёба"), Option("b", "Проект"))

    assert editing.options_of_lines("Проект\nУчёба", before) == before[::-1]
    assert editing.options_of_lines("Учёба\nПроекты", before) == (before[0], Option("b", "Проекты"))
    both = editing.options_of_lines("Спорт\nУчёба\nПроекты", before)
    assert (both[1], both[2]) == (before[0], Option("b", "Проекты"))
    assert both[0].key not in {"a", "b"}
    added = editing.options_of_lines("Учёба\nСпорт\nПроект", before)
    assert [one.key for one in added][::2] == ["a", "b"]
    assert editing.options_of_lines("Учёба", before) == before[:1]


def test_a_changed_kind_leaves_nothing_invisible(client, draft):
    question = questions_of(draft)[0]
    answer = client.post(page_of(draft, "build/q/q1/"), form_of(question, kind="long"))

    assert answer.url.endswith("?edit=q-q1#q-q1")
    assert (questions_of(draft)[0].kind, questions_of(draft)[0].options) == (Kind.LONG, ())


def test_a_condition_looks_at_earlier_questions_alone(client, draft):
    last = questions_of(draft)[2]
    good = client.post(page_of(draft, "build/q/q3/"), form_of(last, show_question="q1", show_marks=["a", "unknown"]))
    first = client.post(
        page_of(draft, "build/q/q1/"), form_of(questions_of(draft)[0], show_question="q3", show_marks=["a"])
    )
    without = client.post(page_of(draft, "build/q/q3/"), form_of(questions_of(draft)[2], show_question="q2"))

    assert good.status_code == 302
    assert questions_of(draft)[2].show_if.any_of == ("a", "unknown")
    assert questions_of(draft)[0].show_if is None
    assert first.status_code == 302, "the first question has no such field"
    assert without.status_code == 422
    assert 'name="show_marks"' in without.content.decode()


def test_the_answers_for_a_condition_are_given_to_the_page(client, draft):
    boxes = client.get(page_of(draft, "build/q/q3/marks/"), {"show_question": "q2"}).content.decode()

    assert boxes.count('name="show_marks"') == 10
    assert "rm-err" not in boxes


def test_a_question_is_bound_to_a_field_that_fits_its_kind(client, draft, monkeypatch):
    monkeypatch.setattr(sources, "bindings", {})
    words = sources.Binding("mentee.request", "Запрос", frozenset({Kind.SEVERAL}))
    monkeypatch.setitem(sources.bindings, words.code, words)
    client.post(page_of(draft, "build/q/q1/"), form_of(questions_of(draft)[0], binding=words.code, linked="help"))

    assert (questions_of(draft)[0].binding, questions_of(draft)[0].linked) == (words.code, "help")
    assert 'name="binding"' not in client.get(page_of(draft) + "?edit=q-q2").content.decode()


def test_two_people_at_different_questions_are_both_kept(client, draft):
    one, two, _three = questions_of(draft)
    client.post(page_of(draft, "build/q/q1/"), form_of(one, text="Мой"))
    client.post(page_of(draft, "build/q/q2/"), form_of(two, text="Ваш", scale="1-10"))

    assert [question.text for question in questions_of(draft)][:2] == ["Мой", "Ваш"]


def test_two_people_at_one_question_see_both_texts(client, draft):
    seen = questions_of(draft)[0]
    client.post(page_of(draft, "build/q/q1/"), form_of(seen, text="Слова Зайцевой"))
    late = client.post(page_of(draft, "build/q/q1/"), form_of(seen, text="Слова Лебедевой"))

    page = late.content.decode()
    assert late.status_code == 409
    assert "Слова Зайцевой" in page
    assert "Слова Лебедевой" in page
    assert questions_of(draft)[0].text == "Слова Зайцевой"
    again = client.post(page_of(draft, "build/q/q1/"), form_of(questions_of(draft)[0], text="Слова Лебедевой"))
    assert again.status_code == 302
    assert questions_of(draft)[0].text == "Слова Лебедевой"


def test_a_save_in_between_does_not_lose_either_act(draft):
    """The write is compare-and-swap: an act is put on top of what another saved while it was thinking."""
    by, calls = UserFactory(), []

    def slow(content):
        calls.append(content)
        if len(calls) == 1:
            acts.change(draft, lambda other: editing.remove_question(other, "q3"), by=by)
        return editing.move_question(content, "q1", 1)

    acts.change(draft, slow, by=by)

    assert len(calls) == 2
    assert keys_of(draft) == ["q2", "q1"]


def test_a_published_version_keeps_its_structure(draft):
    by = UserFactory()
    acts.publish(draft, by)
    content = draft.questionnaire
    mended = content.with_question(Question("q2", Kind.SCALE, "Насколько Вам интересно?", least=1, most=10))

    acts.correct_texts(draft, expected=draft.version, content=mended, by=by)

    assert questions_of(draft)[1].text == "Насколько Вам интересно?"
    for act in (editing.copy_question, lambda one, key: editing.move_question(one, key, 1)):
        changed, *_key = act(content, "q1") if act is editing.copy_question else (act(content, "q1"),)
        with pytest.raises(RuleBroken):
            acts.correct_texts(draft, expected=draft.version, content=changed, by=by)
    with pytest.raises(RuleBroken):
        acts.change(draft, lambda one: editing.remove_question(one, "q1"), by=by)
    with pytest.raises(EditConflict):
        acts.correct_texts(draft, expected=1, content=content, by=by)


def test_a_typo_is_mended_on_the_page_and_an_empty_question_is_not(client, draft):
    acts.publish(draft, UserFactory())
    page = client.get(page_of(draft, "words/"))
    form = {one.name: one.value() for one in page.context["form"]}
    empty = client.post(page_of(draft, "words/"), form | {"text-q1": " "})
    good = client.post(page_of(draft, "words/"), form | {"text-q1": "С чем помочь?", "option-q1-a": "Учёба."})
    late = client.post(page_of(draft, "words/"), form | {"text-q1": "Иначе"})

    assert (empty.status_code, good.status_code, late.status_code) == (422, 302, 409)
    assert "Иначе" in late.content.decode()
    assert "С чем помочь?" in late.content.decode()
    assert questions_of(draft)[0].options[0] == Option("a", "Учёба.")


def test_the_next_version_is_a_copy_and_is_made_once(client, draft):
    acts.publish(draft, UserFactory())
    client.post(page_of(draft, "version/"))
    client.post(page_of(draft, "version/"))

    new, old = draft.survey.versions.all()
    assert (new.number, new.state, new.questionnaire) == (2, "draft", old.questionnaire)


def test_the_builder_of_a_published_questionnaire_leads_away(client, draft):
    acts.publish(draft, UserFactory())

    assert client.get(page_of(draft)).url == page_of(draft, "")
    client.post(page_of(draft, "build/q/q1/delete/"))
    assert len(questions_of(draft)) == 3


def test_the_bin_gives_back(client, draft):
    client.post(page_of(draft, "delete/"))
    assert client.get(page_of(draft, "")).status_code == 404
    assert draft.survey.title in client.get("/surveys/?bin=1").content.decode()
    client.post(page_of(draft, "restore/"))
    assert client.get(page_of(draft, "")).status_code == 200


def test_a_question_goes_through_the_library(client, draft):
    client.post(page_of(draft, "build/q/q3/keep/"))
    client.post(page_of(draft, "build/q/q3/keep/"))
    row = LibraryQuestion.objects.get()
    client.post(page_of(draft, "build/library/"), {"question": row.pk, "section": "s1"})

    added = questions_of(draft)[-1]
    assert library.question_of(row).show_if is None
    assert (added.text, added.show_if) == ("Какой проект?", None)
    assert added.key not in {"q", "q3"}


def test_a_copy_of_another_keeps_the_keys(client, draft):
    client.post("/surveys/new/", {"source": f"copy:{draft.survey.public_id}", "key": uuid.uuid4()})

    other = SurveyVersion.objects.exclude(pk=draft.pk).get()
    assert other.questionnaire == draft.questionnaire


def test_a_file_comes_in_as_a_draft(client, draft):
    file = client.get(page_of(draft, "file.xlsx"))
    body = io.BytesIO(file.content)
    body.name = "анкета.xlsx"
    client.post("/surveys/import/", {"file": body, "key": uuid.uuid4()})

    other = SurveyVersion.objects.exclude(pk=draft.pk).get()
    assert other.questionnaire == draft.questionnaire
    assert other.survey.title == "Анкета наставляемого"


@pytest.mark.parametrize("page", range(1, 4))
def test_the_preview_shows_each_question(client, draft, page):
    shown = client.get(page_of(draft, "preview/"), {"page": page}).content.decode()

    assert questions_of(draft)[page - 1].text in shown


def test_two_hundred_questions_are_the_most():
    content = Content.from_dict(CONTENT)
    for _number in range(197):
        content, _key = editing.add_question(content, editing.blank_question("", Kind.LONG))

    with pytest.raises(RuleBroken):
        editing.copy_question(content, "q1")


@pytest.mark.parametrize("path", ["/surveys/", "/surveys/new/", "/surveys/library/"])
@pytest.mark.parametrize("role", ["psychologist", "class_teacher", "mentor", "deputy"])
def test_who_may_see_and_who_may_build(client_of, path, role, school_scope):
    sees = role in {"deputy"} or (path == "/surveys/" and role != "mentor")

    assert client_of(role).get(path).status_code == (200 if sees else 403)


def test_a_stranger_finds_nothing(draft, other_school):
    client = Client()
    client.force_login(MembershipFactory(school=other_school, role="coordinator").user)

    for tail in ("", "build/", "preview/", "publish/", "words/", "edit/", "file.xlsx", "file.json", "build/library/"):
        assert client.get(page_of(draft, tail)).status_code == 404
    for tail in ("delete/", "restore/", "version/", "build/add/", "build/q/q1/", "build/q/q1/delete/"):
        assert client.post(page_of(draft, tail)).status_code == 404


@pytest.mark.parametrize("address", ["/surveys/", "/surveys/new/"])
def test_the_number_of_queries_does_not_grow(client, school, address):
    with scope(school=school):
        counts = []
        for count in (2, 25):
            for survey in SurveyFactory.create_batch(count, school=school):
                SurveyVersionFactory(survey=survey)
            with CaptureQueriesContext(connection) as queries:
                client.get(address)
            counts.append(len(queries))
        total = Survey.objects.count()

    assert total == 27
    assert counts[0] == counts[1] <= 14


def test_the_builder_asks_the_database_no_more_for_many_questions(client, draft):
    def queries():
        with CaptureQueriesContext(connection) as found:
            client.get(page_of(draft) + "?edit=q-q1")
        return len(found)

    few = queries()
    content = draft.questionnaire
    for _number in range(60):
        content, _key = editing.copy_question(content, "q1")
    acts.change(draft, lambda _one: content, by=UserFactory())

    assert queries() == few <= 15
