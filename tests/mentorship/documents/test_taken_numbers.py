"""A number that the office has typed into the journal before the order was signed here."""

import re
import uuid
from datetime import date

import pytest
from django_scopes import scope

from mentorship.documents.models import JournalEntry
from mentorship.documents.services import journal, papers
from mentorship.pairs.models import PairOrder

DAY = date(2022, 3, 14)
pytestmark = pytest.mark.django_db


@pytest.fixture
def client(client_of, on_day, school_scope):
    on_day(2022, 3, 14)
    return client_of()


@pytest.fixture
def order(programme, client):
    return PairOrder.objects.create(school=programme.school, programme=programme, day=DAY, text="ПРИКАЗЫВАЮ:")


@pytest.fixture
def paper(programme, client):
    return papers.make(code="order_introduction", programme=programme, day=DAY, key=uuid.uuid4(), by=None)


@pytest.fixture(params=["order", "paper"])
def unsigned(request):
    return request.getfixturevalue(request.param)


def typed(school, *, day=DAY, **fields):
    return journal.enter(school=school, number="12", day=day, title="О наставничестве", by=None, **fields)


def sign(client, unsigned, **fields):
    body = {"version": unsigned.version, "number": "12", "day": "14.03.2022"} | fields
    return client.post(f"{unsigned.get_absolute_url()}sign/", body)


def question(response):
    """What the button «it is the same order» sends."""
    form = re.search(
        r"<form[^>]*>(?:(?!</form>).)*name=\"line\" value=.*?</form>", response.content.decode(), re.DOTALL
    )
    return dict(re.findall(r'name="(\w+)" value="([^"]*)"', form[0])) if form else None


def test_the_line_that_the_office_has_typed_is_taken_when_it_is_the_same_order(client, unsigned):
    line = typed(unsigned.school)
    refused = sign(client, unsigned)
    asked = question(refused)

    assert refused.status_code == 422
    assert line.get_absolute_url().replace("&", "&amp;") in refused.content.decode()
    assert client.post(f"{unsigned.get_absolute_url()}sign/", asked).status_code == 302

    unsigned.refresh_from_db()
    assert (unsigned.number, unsigned.day, unsigned.entry) == ("12", DAY, line)
    assert [one.title for one in JournalEntry.objects.all()] == ["О наставничестве"]


def test_a_line_of_another_day_is_not_asked_about(client, unsigned):
    line = typed(unsigned.school, day=date(2022, 3, 1))

    refused = sign(client, unsigned)

    assert question(refused) is None
    assert line.get_absolute_url().replace("&", "&amp;") in refused.content.decode()
    assert sign(client, unsigned, line=line.public_id).status_code == 422
    unsigned.refresh_from_db()
    assert unsigned.number == ""


def test_a_line_of_another_paper_is_never_taken(client, order, paper):
    line = typed(paper.school, paper=paper)

    assert question(sign(client, order)) is None
    assert sign(client, order, line=line.public_id).status_code == 422
    line.refresh_from_db()
    assert (line.paper, line.pair_order) == (paper, None)


def test_the_answer_is_about_one_line_only(client, order):
    line = typed(order.school)
    journal.enter(school=order.school, number="13", day=DAY, title="О смотре", by=None)

    assert sign(client, order, number="13", line=line.public_id).status_code == 422
    assert not JournalEntry.objects.exclude(pair_order=None).exists()


def test_a_crossed_out_line_is_not_taken(client, order):
    line = typed(order.school)
    journal.cross_out(entry=line, reason="ошибка", by=None)

    assert sign(client, order, line=line.public_id).status_code == 302
    order.refresh_from_db()
    assert order.entry != line


def test_a_line_of_another_school_is_not_taken(client, order, other_school):
    with scope(school=other_school):
        foreign = typed(other_school)

    assert sign(client, order, line=foreign.public_id).status_code == 302
    order.refresh_from_db()
    assert order.entry != foreign


def test_an_order_from_before_the_journal_takes_the_line_of_its_number_and_day(client, order):
    PairOrder.objects.filter(pk=order.pk).update(number="12")
    line = typed(order.school)

    client.post("/orders/bring/")

    line.refresh_from_db()
    assert line.pair_order == order


def test_a_number_typed_twice_leads_to_the_line_that_has_it(client, order):
    line = typed(order.school)
    body = {"journal": "main", "number": "12", "day": "14.03.2022", "title": "О каникулах"}

    page = client.post("/orders/new/", body).content.decode()

    assert line.get_absolute_url().replace("&", "&amp;") in page
    assert "О каникулах" in page


def test_the_address_of_a_line_finds_it_in_the_journal(client, order):
    typed(order.school)
    line = journal.enter(school=order.school, number="7/1", day=DAY, title="О Ёлке", by=None)

    page = client.get(line.get_absolute_url().split("#")[0])

    assert list(page.context["page_obj"]) == [line]
    assert f'id="order-{line.public_id}"' in page.content.decode()
    assert list(client.get("/orders/", {"q": "елке"}).context["page_obj"]) == [line]
    assert list(client.get("/orders/", {"q": "о чём-то другом"}).context["page_obj"]) == []
