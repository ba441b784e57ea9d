"""A pupil answers by the code of a slip on a phone; the coordinator takes the answers into the register."""

from django_scopes import scope

from mentorship.people.models import Mentee
from surveys import tokens
from tests.factories import MenteeFactory, ProgrammeFactory
from tests.mentorship.people.asking import campaign_of, consent, ticket_of

QUESTIONS = [
    {"key": "request", "kind": "long", "text": "С чем вам помочь?", "binding": "mentee.request"},
    {"key": "slots", "kind": "slots", "text": "Когда вам удобно?", "binding": "mentee.slots"},
]


def test_from_a_slip_into_the_register(person, school, today):
    with scope(school=school):
        mentee = MenteeFactory(programme=ProgrammeFactory(school=school), person__surname="Ёлкин")
        consent(mentee.person)
        campaign = campaign_of(mentee.programme, QUESTIONS, title="Анкета на входе")
        code = tokens.slip_code(ticket_of(campaign, mentee.person))
    pupil = person(None, width=360, height=740)

    pupil.goto("/f/")
    pupil.page.fill("input[name=code]", code)
    pupil.click("main button")
    pupil.click("button[name=next]")
    pupil.page.fill("textarea", "Подтянуть алгебру")
    pupil.click("button[name=next]")
    pupil.click("#answer-mon-after1")
    pupil.click("button[name=next]")
    pupil.click("button[name=send]")
    assert "/done/" in pupil.page.url

    coordinator = person()
    coordinator.goto(campaign.get_absolute_url())
    coordinator.click_link("Ответы для реестров: 1")
    coordinator.click_button("Принять всё найденное")

    assert coordinator.clicks <= 3
    assert coordinator.errors == []
    page = coordinator.goto(mentee.person.get_absolute_url())
    assert "Подтянуть алгебру" in page.content()
    assert "Анкета на входе" in page.content()
    with scope(school=school):
        mentee = Mentee.objects.get()
        assert (mentee.request, mentee.slots) == ("Подтянуть алгебру", ["mon-after1"])
        assert mentee.answered_on
