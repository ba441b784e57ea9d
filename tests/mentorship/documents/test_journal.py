"""The journal of orders: orders on pairs have a line, two people never get one number."""

import threading
from datetime import date

import pytest
from django.db import connection
from django_scopes import scope

from mentorship.common.errors import RuleBroken
from mentorship.documents.models import JournalEntry
from mentorship.documents.services import journal
from mentorship.pairs.models import PairOrder
from tests.factories import ProgrammeFactory

DAY = date(2022, 3, 14)


@pytest.fixture
def order(programme, school_scope, on_day):
    on_day(2022, 3, 14)
    return PairOrder.objects.create(school=programme.school, programme=programme, day=DAY, text="ПРИКАЗЫВАЮ:")


def sign(client, order, number):
    body = {"version": order.version, "number": number, "day": "14.03.2022"}
    return client.post(f"{order.get_absolute_url()}sign/", body)


@pytest.mark.django_db
def test_a_signed_order_on_pairs_has_its_line(client_of, order):
    journal.enter(school=order.school, number="13-ОД", day=DAY, title="О начале года", by=None)
    client = client_of()
    page = client.get(f"{order.get_absolute_url()}sign/").content.decode()

    answer = sign(client, order, "14-ОД")

    assert 'value="14-ОД"' in page
    assert answer.status_code == 302
    entry = JournalEntry.objects.get(pair_order=order)
    assert (entry.number, entry.place, entry.day) == ("14-ОД", 14, DAY)
    assert entry.title in client.get("/orders/?year=2022").content.decode()


@pytest.mark.django_db
def test_a_number_that_the_journal_has_leaves_the_order_unsigned(client_of, order):
    journal.enter(school=order.school, number="14-ОД", day=DAY, title="О начале года", by=None)

    answer = sign(client_of(), order, "14-ОД")

    assert answer.status_code == 422
    assert "15-ОД" in answer.content.decode()
    assert "О начале года" in answer.content.decode()
    order.refresh_from_db()
    assert not order.is_signed


@pytest.mark.django_db
def test_orders_from_before_the_journal_are_brought_in_once(client_of, order):
    PairOrder.objects.filter(pk=order.pk).update(number="9-ОД")
    twin = PairOrder.objects.create(
        school=order.school, programme=order.programme, day=date(2022, 3, 1), text="О", number="9-ОД"
    )
    client = client_of()
    assert 'action="/orders/bring/"' in client.get("/orders/").content.decode()

    answers = [client.post("/orders/bring/", follow=True).content.decode() for _each in range(2)]

    entry = JournalEntry.objects.get()
    assert (entry.number, entry.pair_order) == ("9-ОД", twin)
    assert all("9-ОД" in answer for answer in answers)


@pytest.mark.django_db
def test_numbers_begin_anew_with_the_year_and_apart_in_each_journal(school, school_scope):
    journal.enter(school=school, number="7-о", day=date(2021, 12, 30), title="О", by=None)
    journal.enter(school=school, number="3", day=DAY, title="О приёме", kind="staff", by=None)

    assert journal.next_number(school, 2021) == "8-о"
    assert journal.next_number(school, 2022) == "1-о"
    assert journal.next_number(school, 2022, "staff") == "4"


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(
    connection.vendor == "sqlite",
    reason="the tests' SQLite is in memory, where a second writer fails; on disk it waits for the first one",
)
def test_one_number_is_given_to_one_order_at_once(school):
    ProgrammeFactory(school=school)
    answers, gate = [], threading.Barrier(4)

    def enter():
        with scope(school=school):
            gate.wait()
            try:
                answers.append(journal.enter(school=school, number="5-о", day=DAY, title="О", by=None))
            except RuleBroken as error:
                answers.append(error)
        connection.close()

    threads = [threading.Thread(target=enter) for _each in range(4)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()

    refused = [one for one in answers if isinstance(one, RuleBroken)]
    assert len(refused) == 3
    assert all("6-о" in str(one) for one in refused)
    with scope(school=school):
        assert JournalEntry.objects.count() == 1
