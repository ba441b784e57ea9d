"""Two who ask for a long paper, and two workers who take it, in the same moment."""

import threading
import uuid

import pytest
from django.db import connection
from django_scopes import scope

from mentorship.documents.models import PaperJob
from mentorship.documents.services import jobs

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        connection.vendor == "sqlite",
        reason="the tests' SQLite is in memory, where a second writer fails; on disk it waits for the first one",
    ),
]


def at_once(school, *acts):
    """What each act answered, or the error that it raised."""
    answers, gate = {}, threading.Barrier(len(acts))

    def run(number, act):
        with scope(school=school):
            gate.wait()
            try:
                answers[number] = act()
            except Exception as error:
                answers[number] = error
        connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    return [answers[number] for number in range(len(acts))]


@pytest.fixture(autouse=True)
def kind(monkeypatch):
    monkeypatch.setitem(jobs.KINDS, "test", jobs.LongKind("test", "", None))


def asked(programme, key):
    return jobs.ask(programme=programme, code="test", title="Справка", wish={}, key=key, by=None).pk


def test_one_form_sent_twice_at_once_asks_once(school, programme):
    key = uuid.uuid4()

    answers = at_once(school, *[lambda: asked(programme, key)] * 4)

    assert len(set(answers)) == 1


def test_of_workers_who_take_a_paper_at_once_one_has_it(school, programme):
    with scope(school=school):
        number = asked(programme, uuid.uuid4())

    answers = at_once(school, *[lambda: jobs.take(PaperJob.objects.get(pk=number))] * 4)

    assert sorted(answers) == [False, False, False, True]
