"""Content, answers and the way through a questionnaire, without pages."""

from datetime import date

import pytest
from django_scopes import scope

from surveys import tokens
from surveys.answers import NotUnderstood, day_of, given_of, read_answer
from surveys.content import Content, Kind, Question, problems
from surveys.path import heeded, missing, visible
from tests.factories import CONTENT, CampaignFactory, InvitationFactory, ProgrammeFactory

pytestmark = pytest.mark.django_db


def test_a_questionnaire_is_kept_whole():
    content = Content.from_dict(CONTENT)

    assert Content.from_dict(content.to_dict()) == content
    assert list(problems(content)) == []


def test_what_hangs_on_a_hidden_question_is_neither_asked_nor_kept():
    content = Content.from_dict(CONTENT)
    answers = {"q1": {"options": ["a"]}, "q3": {"text": "робот"}}

    assert [one.key for one in visible(content, answers)] == ["q1", "q2"]
    assert heeded(content, answers) == {"q1": {"options": ["a"]}}
    assert [one.key for one in missing(content, answers)] == ["q2"]


@pytest.mark.parametrize(
    ("kind", "given", "value"),
    [
        (Kind.NUMBER, ["3,5"], {"number": 3.5}),
        (Kind.DATE, ["14 марта 2022"], {"date": "2022-03-14"}),
        (Kind.DATE, ["14.3.22"], {"date": "2022-03-14"}),
        (Kind.YES_NO, ["no"], {"yes": False}),
        (Kind.SCALE, ["7"], {"scale": 7}),
        (Kind.SLOTS, ["tue-after1", "mon-before"], {"slots": ["mon-before", "tue-after1"]}),
        (Kind.LONG, ["  да  "], {"text": "да"}),
        (Kind.SHORT, [""], None),
    ],
)
def test_an_answer_is_read_and_shown_again(kind, given, value):
    question = Question("q", kind, "Вопрос")

    assert read_answer(question, given) == value
    assert read_answer(question, given_of(question, value)) == value


@pytest.mark.parametrize(
    ("kind", "given"),
    [(Kind.NUMBER, ["много"]), (Kind.DATE, ["31.02.2022"]), (Kind.SCALE, ["11"]), (Kind.SINGLE, ["z"])],
)
def test_nonsense_is_refused_with_words(kind, given):
    with pytest.raises(NotUnderstood, match=r"\w"):
        read_answer(Question("q", kind, "Вопрос"), given)


def test_a_ticket_has_the_same_link_and_code_each_time(school):
    with scope(school=school):
        ticket = InvitationFactory(campaign=CampaignFactory(programme=ProgrammeFactory(school=school)))

    assert tokens.digest("link", tokens.link_token(ticket)) == ticket.link_hash
    assert tokens.digest("slip", tokens.typed(tokens.slip_code(ticket).lower())) == ticket.code_hash
    assert tokens.unseal("another", tokens.seal(tokens.link_token(ticket), "{}")) is None


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2022-03-14", date(2022, 3, 14)),
        ("14.3.22", date(2022, 3, 14)),
        ("14 марта 2022 г.", date(2022, 3, 14)),
        ("0099-03-14", None),
        ("14.03.0022", None),
        ("31.02.2022", None),
        ("вчера", None),
    ],
)
def test_a_date_is_read_as_it_is_written(text, day):
    assert day_of(text) == day
