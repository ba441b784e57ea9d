"""A pupil answers on a phone of 360 px, with scripts and without them."""

import pytest
from django_scopes import scope

from surveys import tokens
from surveys.models import Submission
from tests.factories import CampaignFactory, InvitationFactory, ProgrammeFactory, SurveyVersionFactory

OPTIONS = [{"key": "a", "text": "Учёба по предмету"}, {"key": "b", "text": "Проект или олимпиада"}]
EVERY_KIND = [
    {"key": "q1", "kind": "single", "text": "С чем нужна помощь?", "options": OPTIONS, "other": True},
    {"key": "q2", "kind": "several", "text": "Что вам интересно?", "options": OPTIONS, "can_be_unknown": True},
    {"key": "q3", "kind": "yes_no", "text": "Был ли у вас наставник?"},
    {
        "key": "q4",
        "kind": "scale",
        "text": "Насколько вам интересно?",
        "least": 1,
        "most": 5,
        "low_word": "совсем нет",
        "high_word": "очень",
    },
    {"key": "q5", "kind": "scale", "text": "Насколько вы довольны?", "least": 1, "most": 10},
    {"key": "q6", "kind": "short", "text": "Какой проект?", "required": False},
    {"key": "q7", "kind": "long", "text": "Расскажите о себе", "required": False, "can_be_unknown": True},
    {"key": "q8", "kind": "number", "text": "Сколько часов в неделю?", "required": False},
    {"key": "q9", "kind": "date", "text": "Когда начнём?", "required": False},
    {"key": "q10", "kind": "slots", "text": "Когда вам удобно?", "can_be_unknown": True},
    {"key": "q11", "kind": "ranking", "text": "С кем бы вы хотели?", "options": OPTIONS, "required": False},
    {"key": "q12", "kind": "yes_no", "text": "Готовы начать?"},
]
CHOICES = {
    "q1": 'label[for="answer"]',
    "q2": 'label[for="answer-1"]',
    "q3": 'label[for="answer"]',
    "q4": 'label[for="answer-4"]',
    "q5": 'label[for="answer-6"]',
    "q10": "#answer-mon-after1",
    "q12": 'label[for="answer"]',
}


@pytest.fixture
def token(school, today):
    with scope(school=school):
        content = {"intro": "Несколько вопросов.", "sections": [{"key": "s", "questions": EVERY_KIND}]}
        version = SurveyVersionFactory(survey__school=school, content=content)
        campaign = CampaignFactory(programme=ProgrammeFactory(school=school), survey_version=version)
        return tokens.link_token(InvitationFactory(campaign=campaign, number=0))


@pytest.mark.parametrize("scripts", [True, False])
@pytest.mark.parametrize("dark", [False, True])
def test_twelve_questions_on_a_phone(person, school, token, scripts, dark):
    pupil = person(None, width=360, height=740, scripts=scripts, dark=dark)
    pupil.goto(f"/f/{token}/")
    check_page(pupil, scripts)
    pupil.click("button[name=next]")
    for question in EVERY_KIND:
        assert pupil.h1() == question["text"]
        check_page(pupil, scripts)
        if choice := CHOICES.get(question["key"]):
            pupil.click(choice)
        pupil.click("button[name=next]")
    check_page(pupil, scripts)
    pupil.click("button[name=send]")
    check_page(pupil, scripts)

    assert "/done/" in pupil.page.url
    assert pupil.clicks <= 26
    assert pupil.errors == []
    assert pupil.context.cookies() == []
    with scope(school=school):
        assert Submission.objects.get().answers["q4"] == {"scale": 5}


def check_page(pupil, scripts):
    assert pupil.page.locator("h1").count() == 1
    rows = pupil.page.locator(".sv-row").all()
    assert all(row.bounding_box()["height"] >= 48 for row in rows)
    if scripts:
        assert pupil.violations() == []
        assert pupil.sideways_scroll() <= 0


def test_the_browser_goes_back_to_the_saved_answer(person, token):
    pupil = person(None, width=360, height=740)
    pupil.goto(f"/f/{token}/")
    pupil.click("button[name=next]")
    pupil.click('label[for="answer-1"]')
    pupil.click("button[name=next]")

    pupil.page.go_back()

    assert pupil.page.locator("#answer-1").is_checked()


def test_later_and_back_by_the_link(person, token):
    pupil = person(None, width=360, height=740)
    pupil.goto(f"/f/{token}/q/q1/")
    pupil.click('label[for="answer"]')
    pupil.click("button[name=later]")
    assert pupil.violations() == []
    address = pupil.page.locator(".address a").get_attribute("href")

    other = person(None, width=360, height=740)
    other.goto(address)
    other.click("button[name=next]")

    assert other.h1() == EVERY_KIND[1]["text"]


def test_the_large_version_fits_the_phone(person, token):
    pupil = person(None, width=360, height=740)
    for place in ("", "q/q1/", "q/q4/", "q/q10/", "q/q11/", "check/"):
        pupil.goto(f"/f/{token}/{place}?view=large")
        assert pupil.sideways_scroll() <= 0, place
        assert pupil.violations() == []
    pupil.goto("/f/")
    assert pupil.violations() == []
