"""Thanks from the page by a link or a code."""

import pytest
from django.core.cache import cache
from django.test import Client

from mentorship.pairs import doors
from mentorship.recognition.models import Nomination
from tests.factories import PairingFactory
from tests.mentorship.matching.registers import ready_mentee, ready_mentor

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today(on_day, school_scope):
    on_day(2022, 4, 20)
    cache.clear()


@pytest.fixture
def pair(programme):
    return PairingFactory(programme=programme, mentor=ready_mentor(programme), mentees=[ready_mentee(programme)])


def address(pair):
    mentee = pair.mentees.get()
    return f"/m/{doors.token_of(doors.with_doors([mentee])[mentee.pk])}/"


def test_a_mentee_without_an_account_thanks_once_and_may_change_the_words(pair):
    client, home = Client(), address(pair)
    thanks = f"{home}thanks/{pair.mentor.public_id}/"
    assert thanks in client.get(home).content.decode()

    for words in ("Спасибо", "Спасибо за всё"):
        answer = client.post(thanks, {"text": words, "may_be_told": "on"})
        assert (answer.status_code, answer["Location"]) == (303, f"{home}?said=thanks")
    row = Nomination.objects.get()
    assert (row.text, row.may_be_told, row.mentee, row.mentor) == (
        "Спасибо за всё",
        True,
        pair.mentees.get(),
        pair.mentor,
    )
    assert "Спасибо за всё" in client.get(thanks).content.decode()
    assert not client.cookies


def test_somebody_elses_mentor_is_not_there(pair, programme):
    stranger = PairingFactory(programme=programme, mentor=ready_mentor(programme), mentees=[ready_mentee(programme)])
    assert Client().get(f"{address(pair)}thanks/{stranger.mentor.public_id}/").status_code == 404
    assert Client().post(f"{address(pair)}thanks/{stranger.mentor.public_id}/", {"text": "x"}).status_code == 404
    assert not Nomination.objects.exists()


def test_too_many_words_are_refused_and_kept(pair):
    answer = Client().post(f"{address(pair)}thanks/{pair.mentor.public_id}/", {"text": "ё" * 5000})
    assert answer.status_code == 422
    assert "ё" * 5000 in answer.content.decode()
