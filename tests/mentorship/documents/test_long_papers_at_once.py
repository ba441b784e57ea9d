"""Two who ask for a long paper, and two workers who take it, in the same moment."""

import uuid

import pytest
from django_scopes import scope

from mentorship.documents.models import PaperJob
from mentorship.documents.services import jobs
from tests.at_once import at_once, needs_a_server

pytestmark = [pytest.mark.django_db(transaction=True), needs_a_server]


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
