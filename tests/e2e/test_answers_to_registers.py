"""A pupil answers by the code of a slip on a phone; the coordinator takes the answers into the register."""

from django_scopes import scope

from mentorship.people.models import Mentee, Offer
from mentorship.people.services import offers
from surveys import tokens
from tests.factories import MenteeFactory, ProgrammeFactory
from tests.mentorship.people.asking import answer, campaign_of, consent, ticket_of

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


def test_the_pages_of_the_answers_are_good_for_everybody(person, school, today):
    """axe finds nothing, and nothing scrolls sideways on a phone: the queue, a known person, an unknown one."""
    with scope(school=school):
        programme = ProgrammeFactory(school=school)
        mentee = MenteeFactory(programme=programme, person__surname="Ёлкин")
        silent = MenteeFactory(programme=programme)
        campaign = campaign_of(programme, title="Анкета на входе")
        told = {"request": {"text": "Проект, у меня СДВГ"}, "subjects": {"options": [], "other": "Астрономия"}}
        answer(campaign, mentee.person, **told)
        said = {"surname": "Ёлкин", "given_name": "Пётр", "group": ""}
        answer(campaign, said=said, email={"text": "нет"}, **told)
        offers.gather(programme)
        known, unknown = Offer.objects.order_by("pk")
        mentee.swap(mentee.version, request="Записано на беседе")
        audience = [{"source": "people.mentees", "values": ["all"]}]
        draft = campaign_of(programme, title="Новая", state="draft", audience=audience)
        assert silent.person.public_id
    addresses = ["/people/answers/", "/people/answers/?state=decided", *map(address_of, (known, unknown))]
    addresses += [address_of(mentee.person), f"/campaigns/{draft.public_id}/check/"]
    for width, dark in ((1280, False), (360, True), (320, False)):
        coordinator = person(width=width, dark=dark)
        for address in addresses:
            coordinator.goto(address)
            assert coordinator.violations() == [], address
            assert coordinator.sideways_scroll() == 0, address
        assert coordinator.errors == []


def address_of(row):
    return row.get_absolute_url()
