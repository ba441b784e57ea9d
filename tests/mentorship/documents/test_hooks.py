"""Papers when cards join and when personal data are erased."""

import uuid
from datetime import date

import pytest

from mentorship.documents.models import Paper
from mentorship.documents.services import papers as acts
from mentorship.people.services.erasing import erase
from tests.factories import MenteeFactory, PairingFactory

DAY = date(2022, 5, 31)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def ground(school_scope, on_day):
    on_day(2022, 5, 31)


def made(programme, code, **fields):
    return acts.make(code=code, programme=programme, day=DAY, key=uuid.uuid4(), by=None, **fields)


def test_papers_of_an_erased_person_lose_their_words_and_orders_keep_them(programme):
    mentee = MenteeFactory(programme=programme)
    pair = PairingFactory(programme=programme, mentees=[mentee])
    thanks, agreement = made(programme, "thanks", person=mentee.person), made(programme, "agreement", pairing=pair)
    order = made(programme, "order_introduction")
    Paper.objects.filter(pk=agreement.pk).update(heading=f"Соглашение с {mentee.person.full_name}")
    assert mentee.person.surname in agreement.text

    erase(person=mentee.person, reason="по просьбе", by=None)

    for paper in (thanks, agreement):
        paper.refresh_from_db()
        assert (paper.text, paper.tables) == ("", {})
    assert agreement.heading == "Соглашение о наставничестве"
    order.refresh_from_db()
    assert order.text
    assert Paper.objects.count() == 3
