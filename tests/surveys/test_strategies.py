"""What other proofs are fed with is what the product takes."""

from hypothesis import given
from hypothesis import strategies as st

from surveys.answers import given_of, read_answer
from surveys.content import problems
from surveys.path import heeded, missing

from .strategies import answers_to, contents


@given(contents())
def test_a_drawn_questionnaire_may_be_published(content):
    assert list(problems(content)) == []


@given(st.data())
def test_drawn_answers_are_read_as_they_are(data):
    content = data.draw(contents())
    answers = data.draw(answers_to(content))

    assert missing(content, answers) == []
    assert heeded(content, answers) == answers
    for key, value in answers.items():
        question = content.question(key)
        assert read_answer(question, given_of(question, value)) == value
