"""A sheet of twelve questions is typed in by the keyboard alone, in a few seconds of the machine's own time."""

import time
from datetime import date

import pytest
from django_scopes import scope

from surveys import tokens
from surveys.content import Content, Kind, Option, Question, Section
from surveys.models import Submission
from tests.e2e.test_registers import WAYS, is_well_made
from tests.factories import CampaignFactory, InvitationFactory, ProgrammeFactory, SurveyVersionFactory

OPTIONS = tuple(Option(key, text) for key, text in (("a", "Учёба"), ("b", "Проект"), ("c", "Спорт")))
SHEET = [
    (Kind.SINGLE, "2", {"options": ["b"]}),
    (Kind.SEVERAL, "1 3", {"options": ["a", "c"]}),
    (Kind.YES_NO, "д", {"yes": True}),
    (Kind.YES_NO, "н", {"yes": False}),
    (Kind.SCALE, "7", {"scale": 7}),
    (Kind.SCALE, "10", {"scale": 10}),
    (Kind.SCALE, "1", {"scale": 1}),
    (Kind.SHORT, "8 Б", {"text": "8 Б"}),
    (Kind.NUMBER, "4", {"number": 4}),
    (Kind.DATE, "14.3.22", {"date": "2022-03-14"}),
    (Kind.SLOTS, "пн1 ср2", {"slots": ["mon-before", "wed-after1"]}),
    (Kind.LONG, "Хочу сделать проект", {"text": "Хочу сделать проект"}),
]
PER_KEY = 0.28
"""Seconds that a person who does not type for a living needs for a key."""
MOST_SECONDS = 20


@pytest.fixture
def campaign(school, today):
    questions = tuple(
        Question(f"q{number}", kind, f"Вопрос {number}", options=OPTIONS if kind in ("single", "several") else ())
        for number, (kind, _typed, _stored) in enumerate(SHEET, 1)
    )
    with scope(school=school):
        version = SurveyVersionFactory(
            survey__school=school, content=Content(sections=(Section("s", "", "", questions),)).to_dict()
        )
        campaign = CampaignFactory(programme=ProgrammeFactory(school=school), survey_version=version)
        InvitationFactory(campaign=campaign, number=0, email="ivanov@school.test", group="8\u00a0«Б»")
        return campaign


def test_a_sheet_takes_less_than_twenty_seconds(person, campaign):
    typist = person()
    page = typist.goto(f"/campaigns/{campaign.public_id}/entry/")
    ticket = campaign.invitations.model.unscoped.get()
    typed = [tokens.slip_code(ticket), *(text for _kind, text, _stored in SHEET)]

    started = time.monotonic()
    for text in typed:
        page.keyboard.type(text)
        with page.expect_navigation() if text == typed[-1] else nothing():
            page.keyboard.press("Enter")
    machine = time.monotonic() - started

    row = Submission.unscoped.get()
    assert list(row.answers.values()) == [stored for _kind, _typed, stored in SHEET]
    assert row.submitted_on == date(2022, 3, 14)
    keys = sum(len(text) + 1 for text in typed)
    assert keys * PER_KEY <= MOST_SECONDS
    assert machine <= MOST_SECONDS
    assert typist.clicks == 0
    assert page.evaluate("document.activeElement.name") == "who"


class nothing:
    def __enter__(self):
        return self

    def __exit__(self, *error):
        return False


@WAYS
def test_a_sheet_is_typed_in_at_any_browser(person, campaign, width, scripts):
    typist = person(width=width, scripts=scripts)
    page = typist.goto(f"/campaigns/{campaign.public_id}/entry/")
    page.fill("[name=who]", "ivanov")
    page.fill("[name=q_q5]", "11")
    if scripts:
        assert is_well_made(typist)
    typist.click("main form button.btn-primary")

    assert "от 1 до 10" in page.locator("main").inner_text()
    if scripts:
        assert is_well_made(typist)
    page.fill("[name=q_q5]", "10")
    typist.click("main form button.btn-primary")

    assert Submission.unscoped.get().answers == {"q5": {"scale": 10}}
    assert typist.clicks == 2
    assert "ivanov@school.test" in page.locator(".rm-messages, [role=status]").first.inner_text()
