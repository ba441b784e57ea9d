"""A mentor's portfolio: facts across programmes, frozen by the confirmation, papers, who may."""

import io
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from docx import Document
from pypdf import PdfReader

from mentorship.common.errors import EditConflict, RuleBroken
from mentorship.pairs.models import MentorReport, Portfolio
from mentorship.pairs.portfolio import collected
from mentorship.pairs.services import portfolios as services
from mentorship.people.models import Person
from mentorship.programmes.roles import Role
from tests.factories import (
    MeetingFactory,
    MenteeFactory,
    MentorFactory,
    PairingFactory,
    PersonFactory,
    PlanFactory,
    ProgrammeFactory,
)

FIRST, LAST = date(2021, 9, 1), date(2022, 4, 20)


@pytest.fixture(autouse=True)
def today(on_day, school_scope):
    on_day(2022, 4, 20)


@pytest.fixture
def person(programme):
    return PersonFactory(school=programme.school, kind="teacher", post="Учитель математики")


@pytest.fixture
def pair(programme, person):
    """A pair of the person in the present programme or in another one."""

    def make(programme=programme, mentee=None, **fields):
        mentor = person.mentors.filter(programme=programme).first() or MentorFactory(programme=programme, person=person)
        mentee = mentee or MenteeFactory(programme=programme)
        return PairingFactory(programme=programme, mentor=mentor, mentees=[mentee], **fields)

    return make


@pytest.fixture
def portfolio(person):
    def make(**fields):
        values = {"person": person, "school": person.school, "starts_on": FIRST, "ends_on": LAST}
        return Portfolio.objects.create(**values | fields)

    return make


@pytest.fixture
def by(member):
    return member().user


def page_of(row, tail=""):
    return f"/pairs/portfolios/{row.public_id}/{tail}"


def test_facts_are_of_the_period_across_programmes(programme, person, pair):
    before = ProgrammeFactory(school=programme.school, starts_on=date(2020, 9, 1), ends_on=date(2021, 12, 31))
    ended = {"state": "finished", "ending": "fulfilled"}
    old = pair(before, starts_on=date(2021, 2, 1), ended_on=date(2021, 10, 1), **ended)
    pair(before, starts_on=date(2021, 2, 1), ended_on=date(2021, 8, 31), **ended)
    pair(state="proposed")
    pair(deleted_at="2022-04-01T00:00Z")
    colleague = PersonFactory(school=programme.school, kind="teacher", surname="Петрова", post="Учитель")
    now = pair(mentee=MenteeFactory(programme=programme, person=colleague))
    MeetingFactory(pairing=old, day=date(2021, 9, 20), minutes=60)
    MeetingFactory(pairing=old, day=date(2021, 5, 20), minutes=60)
    MeetingFactory(pairing=now, day=date(2022, 4, 6), minutes=30)
    helper = MentorFactory(programme=programme)
    MeetingFactory(pairing=now, day=date(2022, 4, 8), minutes=45, mentor=helper)
    other = PairingFactory(programme=programme, mentees=[MenteeFactory(programme=programme)])
    MeetingFactory(pairing=other, day=date(2022, 4, 9), minutes=20, mentor=now.mentor)
    PlanFactory(pairing=now, items=[{"done_on": date(2022, 4, 10)}, {"done_on": date(2022, 4, 25)}, {}])
    MentorReport.objects.create(
        pairing=now, school=now.school, starts_on=FIRST, ends_on=LAST, submitted_on=LAST, accepted_on=LAST
    )

    facts = collected(person, FIRST, LAST)

    assert [(one["meetings"], one["minutes"], one["plan"], one["outcome"]) for one in facts["pairs"]] == [
        (1, 60, "", "план выполнен"),
        (1, 30, "1 из 3", "продолжается"),
    ]
    assert (facts["meetings"], facts["minutes"], facts["stood_in"]) == (2, 90, [1, 20])
    assert (facts["colleagues"], facts["pupils"], facts["reports"]) == (1, 1, 1)
    assert facts["pairs"][1]["who"][0].startswith("Петрова")


def test_no_pupil_is_named(pair, portfolio, client_of, by):
    row = pair()
    Person.objects.filter(mentees__pairings=row).update(surname="Тайнов", name_key="тайнов")
    made = portfolio()
    services.confirm(portfolio=made, version=1, day=LAST, by=by)
    client = client_of()

    page = client.get(page_of(made)).content.decode()
    docx = Document(io.BytesIO(client.get(page_of(made, "portfolio.docx")).content))

    assert "Тайнов" not in page
    assert "Тайнов" not in str(made.facts)
    assert "Тайнов" not in docx.element.body.xml
    assert "обучающийся" in docx.element.body.xml


def test_what_was_confirmed_stays(pair, portfolio, by, client_of):
    row, made = pair(), portfolio()
    MeetingFactory(pairing=row, day=date(2022, 4, 6), minutes=45)
    services.confirm(portfolio=made, version=1, day=LAST, by=by)
    MeetingFactory(pairing=row, day=date(2022, 4, 7), minutes=45)
    client = client_of()

    confirmed = client.get(page_of(made)).content.decode().replace("\u00a0", " ")
    with pytest.raises(RuleBroken):
        services.edit(portfolio=made, version=2, changes={"awards": "Грамота"}, words={}, by=by)
    with pytest.raises(RuleBroken):
        services.delete(portfolio=made, by=by)
    services.reopen(portfolio=made, version=2, by=by)
    again = client.get(page_of(made)).content.decode().replace("\u00a0", " ")

    assert "1 встреча, 45 мин" in confirmed
    assert "2 встречи, 1 ч 30 мин" in again


def test_an_old_page_confirms_nothing(portfolio, by):
    made = portfolio()
    Portfolio.objects.filter(pk=made.pk).update(version=2, awards="Грамота")

    with pytest.raises(EditConflict):
        services.confirm(portfolio=made, version=1, day=LAST, by=by)


def test_a_button_pressed_twice_makes_one(person, pair, client_of):
    pair()
    client = client_of()
    sent = {"person": person.public_id, "starts_on": "01.09.2021", "ends_on": "20.04.2022"}

    answers = {client.post("/pairs/portfolios/new/", sent).url for _n in range(2)}

    assert answers == {page_of(Portfolio.objects.get())}


@pytest.mark.parametrize("role", Role)
def test_who_comes_in(role, client_of, portfolio):
    made, client = portfolio(), client_of(role)
    reads = {Role.DIRECTOR, Role.COORDINATOR, Role.DEPUTY}
    paths = {
        page_of(made): reads,
        page_of(made, "portfolio.docx"): reads,
        page_of(made, "edit/"): {Role.COORDINATOR},
        "/pairs/portfolios/": {*reads, Role.MENTOR},
        "/pairs/portfolios/new/": {Role.COORDINATOR, Role.MENTOR},
    }

    assert {path for path in paths if client.get(path).status_code == 200} == {
        path for path, roles in paths.items() if role in roles
    }


def test_a_mentor_makes_the_own_one_and_the_coordinator_confirms_it(person, pair, portfolio, member, client_of):
    membership = member(Role.MENTOR)
    Person.objects.filter(pk=person.pk).update(user=membership.user)
    other = MentorFactory(programme=pair().programme).person
    foreign = portfolio(person=other)
    client = client_of(membership)
    sent = {"starts_on": "01.09.2021", "ends_on": "20.04.2022"}

    assert client.post("/pairs/portfolios/new/", sent | {"person": other.public_id}).status_code == 422
    client.post("/pairs/portfolios/new/", sent | {"person": person.public_id})
    made = Portfolio.objects.get(person=person)
    assert [one.pk for one in client.get("/pairs/portfolios/").context["page_obj"]] == [made.pk]
    assert client.get(page_of(foreign)).status_code == client.get(page_of(foreign, "edit/")).status_code == 404
    assert client.post(page_of(foreign, "delete/")).status_code == 404
    assert client.post(page_of(made, "confirm/"), {"version": 1}).status_code == 403
    client_of(Role.COORDINATOR).post(page_of(made, "confirm/"), {"version": 1})
    made.refresh_from_db()
    assert made.confirmed_on == LAST


def test_papers_say_what_the_page_says(pair, portfolio, client_of):
    row = pair()
    MeetingFactory(pairing=row, day=date(2022, 4, 6), minutes=90)
    made = portfolio(category="высшая", methods="Сборник заданий\nВыступление на семинаре", awards="Грамота")
    client = client_of()

    page = client.get(page_of(made)).content.decode()
    pdf = PdfReader(io.BytesIO(client.get(page_of(made, "portfolio.pdf")).content))
    docx = Document(io.BytesIO(client.get(page_of(made, "portfolio.docx")).content))
    texts = [
        page,
        " ".join(one.extract_text() for one in pdf.pages),
        " ".join([*(one.text for one in docx.paragraphs), *(c.text for r in docx.tables[0].rows for c in r.cells)]),
    ]

    for text in (" ".join(one.replace("\u00a0", " ").split()) for one in texts):
        for words in ("высшая", "Сборник заданий", "Выступление на семинаре", "Грамота", "1 встреча, 1 ч 30 мин"):
            assert words in text


def test_what_is_typed_is_not_lost(portfolio, client_of):
    made = portfolio()

    sent = {"version": 1, "awards": "Почётная грамота", "starts_on": "", "ends_on": "20.04.2022"}
    answer = client_of().post(page_of(made, "edit/"), sent)

    assert answer.status_code == 422
    assert "Почётная грамота" in answer.content.decode()


def test_facts_of_many_pairs_cost_as_much_as_of_one(person, pair, portfolio, client_of):
    client, made = client_of(), portfolio()
    MeetingFactory(pairing=pair())
    client.get(page_of(made))
    with CaptureQueriesContext(connection) as few:
        client.get(page_of(made))
    for _n in range(5):
        MeetingFactory(pairing=pair())

    with CaptureQueriesContext(connection) as many:
        client.get(page_of(made))

    assert len(few) == len(many) <= 14


def test_many_portfolios_cost_as_much_as_few(portfolio, programme, client_of):
    client = client_of()
    portfolio()
    client.get("/pairs/portfolios/")
    with CaptureQueriesContext(connection) as few:
        client.get("/pairs/portfolios/")
    for _n in range(6):
        portfolio(person=PersonFactory(school=programme.school))

    with CaptureQueriesContext(connection) as many:
        client.get("/pairs/portfolios/?state=no")

    assert len(few) == len(many) <= 10
