"""Bits of the used tickets."""

import threading

import pytest
from django.db import connection
from django_scopes import scope

from surveys import marks
from surveys.models import AnsweredMarks
from tests.factories import CampaignFactory, ProgrammeFactory


@pytest.fixture
def campaign(school):
    with scope(school=school):
        yield CampaignFactory(programme=ProgrammeFactory(school=school))


@pytest.mark.django_db
def test_a_ticket_is_used_once(campaign):
    assert marks.mark_answered(campaign, 9)
    assert not marks.mark_answered(campaign, 9)

    assert marks.answered_numbers(campaign) == {9}
    assert marks.count(campaign) == 1
    assert not marks.is_answered(campaign, 8)
    assert marks.begun_numbers(campaign) == set()


@pytest.mark.django_db
def test_begun_and_answered_are_told_apart(campaign):
    for number in (0, 7, 8, 300):
        assert marks.mark_begun(campaign, number)
    marks.mark_answered(campaign, 300)

    assert marks.begun_numbers(campaign) == {0, 7, 8, 300}
    assert marks.answered_numbers(campaign) == {300}


@pytest.mark.django_db
def test_nothing_in_the_row_tells_the_order(campaign):
    """Two campaigns whose people answered in opposite order are the same to whoever reads a dump."""
    other = CampaignFactory(programme=campaign.programme)
    for first, second in zip([3, 17, 5], [5, 17, 3], strict=True):
        marks.mark_answered(campaign, first)
        marks.mark_answered(other, second)

    one, two = AnsweredMarks.objects.filter(campaign__in=[campaign, other]).values_list("answered", flat=True)
    assert bytes(one) == bytes(two)


@pytest.mark.django_db
def test_a_mark_of_somebody_else_set_in_between_is_not_lost(campaign, monkeypatch):
    """What was read before the lock is not what is written."""
    before = marks.marks_of(campaign)
    marks.mark_answered(campaign, 1)
    monkeypatch.setattr(marks, "marks_of", lambda campaign: before)

    assert marks.mark_answered(campaign, 2)
    assert not marks.mark_answered(campaign, 1)

    monkeypatch.undo()
    assert marks.answered_numbers(campaign) == {1, 2}


@pytest.mark.django_db(transaction=True)
def test_marks_set_at_once_are_all_kept(school):
    if connection.vendor == "sqlite":
        pytest.skip("the tests' SQLite is in memory, where a second writer fails; on disk it waits for the first one")
    with scope(school=school):
        campaign = CampaignFactory(programme=ProgrammeFactory(school=school))
    news, start = [], threading.Barrier(8)

    def answer(number):
        start.wait()
        with scope(school=school):
            news.append(marks.mark_answered(campaign, number))
        connection.close()

    threads = [threading.Thread(target=answer, args=(number % 4,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    with scope(school=school):
        assert marks.answered_numbers(campaign) == {0, 1, 2, 3}
    assert sorted(news) == [False] * 4 + [True] * 4
