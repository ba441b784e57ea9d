"""Whatever the builder can make can be answered on its pages, with nothing but what these pages offer."""

from html.parser import HTMLParser

import pytest
from django.test import Client
from django.urls import reverse
from django_scopes import scope
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from surveys import tokens
from surveys.answers import OTHER, UNKNOWN, given_of
from surveys.content import Kind, Option, Question
from surveys.exchange import Sheet, from_json, from_xlsx, to_json, to_xlsx
from surveys.figures import Results
from surveys.forms.answering import Field
from surveys.models import Submission
from surveys.path import visible
from tests.factories import CampaignFactory, InvitationFactory, ProgrammeFactory, SurveyFactory, SurveyVersionFactory

from .strategies import answers_to, contents


class Controls(HTMLParser):
    """What a page lets a person choose and write."""

    def __init__(self, html):
        super().__init__()
        self.values, self.lists, self.lines = set(), 0, set()
        self.in_list = False
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        named = dict(attributes)
        if tag == "select":
            self.in_list = named.get("name") == "answer"
            self.lists += self.in_list
        elif (tag == "option" and self.in_list) or (tag == "input" and named.get("type") in {"radio", "checkbox"}):
            self.values.add(named.get("value"))
        elif tag in {"input", "textarea"}:
            self.lines.add(named.get("name"))

    def handle_endtag(self, tag):
        self.in_list = self.in_list and tag != "select"


def filled(question, value, controls):
    """What the browser posts when the person means this value; every part of it has to be offered."""
    texts = given_of(question, value)
    own = [one.removeprefix(f"{OTHER}:") for one in texts if one.startswith(f"{OTHER}:")] if question.other else []
    chosen = texts if not own else [*texts[:-1], OTHER]
    if own:
        assert "own_words" in controls.lines
    if question.kind in {Kind.SHORT, Kind.LONG, Kind.NUMBER, Kind.DATE} and texts != [UNKNOWN]:
        assert "answer" in controls.lines
    else:
        assert set(chosen) <= controls.values
    if question.kind == Kind.RANKING and texts != [UNKNOWN]:
        assert len(chosen) <= controls.lists
    return {"answer": chosen, "own_words": own[0] if own else ""}


def walked(client, token, content, answers):
    """From «Начать» to the receipt, a page after a page as the server leads."""
    place = client.post(reverse("answer", args=[token])).headers["Location"]
    seen = []
    while not place.endswith("/check/"):
        question = next(one for one in content.questions if place.endswith(f"/{one.key}/"))
        assert question.key not in seen
        seen.append(question.key)
        page = client.get(place)
        assert page.status_code == 200
        posted = filled(question, answers.get(question.key), Controls(page.content.decode()))
        answer = client.post(place, posted)
        assert answer.status_code == 303, (question, posted)
        place = answer.headers["Location"]
    assert client.get(place).status_code == 200
    assert client.post(place).headers["Location"].endswith("/done/")
    return seen


@pytest.mark.django_db
@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data(), is_anonymous=st.booleans())
def test_any_questionnaire_can_be_answered_exported_imported_and_reported(data, is_anonymous, school, on_day):
    day = on_day(2022, 3, 14)
    content = data.draw(contents())
    answers = data.draw(answers_to(content))
    content = from_xlsx(to_xlsx(Sheet(from_json(to_json(Sheet(content))).content))).content
    with scope(school=school):
        version = SurveyVersionFactory(survey=SurveyFactory(school=school), content=content.to_dict())
        campaign = CampaignFactory(
            programme=ProgrammeFactory(school=school), survey_version=version, is_anonymous=is_anonymous, goal=None
        )
        token = tokens.link_token(InvitationFactory(campaign=campaign, number=0))

    seen = walked(Client(), token, content, answers)

    with scope(school=school):
        (row,) = Submission.objects.filter(campaign=campaign)
        assert row.answers == answers
        assert seen == [one.key for one in visible(content, answers)]
        found = Results(campaign, guarded=False, day=day)
        assert all(one.answered + one.unknown + one.blank == 1 or one.refusal for one in found.figures())


def test_a_ranking_has_as_many_places_as_must_be_filled():
    options = tuple(Option(key, key) for key in "abcde")

    assert len(Field(Question("q", Kind.RANKING, "?", options=options, least=4)).places) == 4
    assert len(Field(Question("q", Kind.RANKING, "?", options=options)).places) == 3
