"""What happens to pairs: made by hand, a mentee more or less, another mentor, the end; and the orders that say it."""

from datetime import date

import pytest

from mentorship.common.errors import EditConflict, RuleBroken
from mentorship.pairs.models import Pairing, PairingEvent, PairOrder
from mentorship.pairs.services import orders, states
from mentorship.pairs.services import pairing as services
from mentorship.pairs.services.history import waiting
from tests.factories import MenteeFactory, MentorFactory

DAY, LATER = date(2022, 3, 14), date(2022, 4, 4)
TERMS = services.Terms(DAY, date(2022, 5, 31))


@pytest.fixture(autouse=True)
def today(on_day):
    on_day(2022, 3, 14)


@pytest.fixture
def by(school_scope, member):
    return member().user


@pytest.fixture
def planned(school_scope, programme):
    """``planned(2)`` is a group of two that is about to be made."""

    def make(count=1, **fields):
        mentees = tuple(MenteeFactory(programme=programme) for _n in range(count))
        return services.Planned(MentorFactory(programme=programme, capacity=5), mentees, **fields)

    return make


@pytest.fixture
def made(planned, programme, by):
    """``made(2, signed=True)`` is a pair with its order."""

    def make(count=1, signed=True):
        order, [pair] = services.make_pairs(
            programme=programme, planned=[planned(count)], terms=TERMS, day=DAY, by=by, with_letters=False
        )
        if signed:
            orders.sign(order=order, version=order.version, number=str(order.pk), day=DAY, by=by)
        return Pairing.objects.get(pk=pair.pk)

    return make


def kinds(rows):
    return [one.kind for one in rows]


def parts(order):
    return [(line["part"], [name for name, _about in line["mentees"]]) for line in order.rows]


def test_the_first_order_binds_and_a_later_one_changes(planned, programme, by):
    first, pairs = services.make_pairs(
        programme=programme, planned=[planned(), planned(2)], terms=TERMS, day=DAY, by=by, with_letters=False
    )
    second, _more = services.make_pairs(
        programme=programme, planned=[planned()], terms=TERMS, day=DAY, by=by, with_letters=False
    )

    assert (first.kind, second.kind) == ("first", "change")
    assert [one.is_group for one in pairs] == [False, True]
    assert sorted(len(line["mentees"]) for line in first.rows) == [1, 2]  # the rows stand by the names of the mentors
    assert len(second.rows) == 1


def test_the_signature_binds_the_pairs_and_closes_the_paper(made, by):
    pair = made(signed=False)

    order = orders.sign(order=pair.order, version=pair.order.version, number="14", day=DAY, by=by)

    pair.refresh_from_db()
    assert (pair.state, order.number) == ("ordered", "14")
    assert kinds(pair.events.all()) == ["made", "state"]
    with pytest.raises(RuleBroken):
        orders.edit_order(order=order, version=order.version, changes={"text": "Иное"}, words={}, by=by)
    with pytest.raises(RuleBroken):
        orders.sign(order=order, version=order.version, number="15", day=DAY, by=by)


def test_a_number_is_given_once_a_year(made, by):
    first, second = made(signed=False).order, made(signed=False).order
    orders.sign(order=first, version=first.version, number="14", day=DAY, by=by)

    with pytest.raises(RuleBroken, match="14"):
        orders.sign(order=second, version=second.version, number="14", day=DAY, by=by)

    with pytest.raises(RuleBroken, match="14"):
        orders.sign(order=second, version=second.version, number="14", day=LATER, by=by)
    orders.sign(order=second, version=second.version, number="15", day=LATER, by=by)
    assert PairOrder.objects.exclude(number="").count() == 2


def test_two_people_do_not_correct_one_text_over_one_another(made, by):
    order = made(signed=False).order
    orders.edit_order(order=order, version=order.version, changes={"text": "Моё"}, words={}, by=by)

    with pytest.raises(EditConflict):
        orders.edit_order(order=order, version=1, changes={"text": "Твоё"}, words={}, by=by)


def test_what_changes_in_a_bound_pair_waits_for_one_order(made, planned, programme, by):
    group, ends, changes = made(2), made(), made()
    leaver = group.mentees.first()
    joiner = planned().mentees[0]
    services.join(pairing=group, version=group.version, mentee=joiner, day=LATER, by=by)
    services.leave(pairing=group, version=group.version, mentee=leaver, day=LATER, reason="Переезд", by=by)
    services.end(pairing=ends, version=ends.version, ending="mentor", reason="Болезнь", day=LATER, by=by)
    mentor = planned().mentor
    new = services.change_mentor(
        pairing=changes, version=changes.version, mentor=mentor, reason="По согласию", day=LATER, by=by
    )
    assert sorted(kinds(waiting(programme))) == ["ended", "ended", "joined", "left", "made"]

    order = orders.collect(programme=programme, day=LATER, by=by)

    assert not waiting(programme).exists()
    assert sorted(part for part, _names in parts(order)) == ["added", "changed", "ended", "ended"]
    [changed] = [line for line in order.rows if line["part"] == "changed"]
    assert (changed["was"], changed["mentor"]) == (changes.mentor.person.full_name, mentor.person.full_name)
    assert Pairing.objects.get(pk=new.pk).order == order
    assert orders.collect(programme=programme, day=LATER, by=by) is None


def test_what_no_signed_order_has_said_is_only_left_out_of_the_draft(made, programme, by):
    pair = made(2, signed=False)
    leaver, stays = pair.mentees.order_by("pk")
    services.leave(pairing=pair, version=pair.version, mentee=leaver, day=LATER, reason="Переезд", by=by)
    assert parts(PairOrder.objects.get()) == [("added", [stays.person.full_name])]

    services.end(pairing=pair, version=pair.version, ending="school", reason="Отпуск", day=LATER, by=by)

    assert PairOrder.objects.get().rows == []
    assert not waiting(programme).exists()


def test_who_comes_and_goes_before_any_order_is_not_told(made, planned, programme, by):
    group, guest = made(2), planned().mentees[0]
    services.join(pairing=group, version=group.version, mentee=guest, day=LATER, by=by)
    services.leave(pairing=group, version=group.version, mentee=guest, day=LATER, reason="Передумал", by=by)
    assert not waiting(programme).exists()

    old = group.mentees.exclude(pk=guest.pk).first()
    services.leave(pairing=group, version=group.version, mentee=old, day=LATER, reason="Ошибка", by=by)
    services.join(pairing=group, version=group.version, mentee=old, day=LATER, by=by)

    assert not waiting(programme).exists()
    assert set(group.places.filter(left_on=None).values_list("mentee", flat=True)) == {
        one.pk for one in group.mentees.exclude(pk=guest.pk)
    }


def test_the_last_mentee_does_not_leave(made, by):
    pair = made()

    with pytest.raises(RuleBroken):
        services.leave(
            pairing=pair, version=pair.version, mentee=pair.mentees.get(), day=LATER, reason="Переезд", by=by
        )

    assert not PairingEvent.objects.filter(kind="left").exists()


def test_the_same_two_are_bound_once(planned, programme, by):
    one = planned()
    services.make_by_hand(programme=programme, planned=one, terms=TERMS, day=DAY, by=by)

    with pytest.raises(RuleBroken):
        services.make_by_hand(programme=programme, planned=one, terms=TERMS, day=DAY, by=by)

    assert Pairing.objects.count() == 1


def test_an_ended_pair_may_come_back(planned, programme, by):
    one = planned()
    pair = services.make_by_hand(programme=programme, planned=one, terms=TERMS, day=DAY, by=by)
    services.end(pairing=pair, version=pair.version, ending="fulfilled", reason="", day=LATER, by=by)

    again = services.make_by_hand(programme=programme, planned=one, terms=TERMS, day=LATER, by=by)

    assert list(Pairing.objects.living()) == [again]
    with pytest.raises(RuleBroken):
        services.end(pairing=pair, version=pair.version, ending="fulfilled", reason="", day=LATER, by=by)


def test_a_stale_page_changes_nothing(made, by):
    pair = made()
    services.edit_pair(pairing=pair, version=pair.version, changes={"place": "в школе"}, words={}, by=by)

    with pytest.raises(EditConflict):
        services.end(pairing=pair, version=1, ending="fulfilled", reason="", day=LATER, by=by)

    assert Pairing.objects.get(pk=pair.pk).ended_on is None


def test_a_signed_paper_stays_as_it_was(made, by):
    pair = made()
    before = PairOrder.objects.get().rows

    services.edit_pair(pairing=pair, version=pair.version, changes={"place": "в школе"}, words={}, by=by)
    services.end(pairing=pair, version=pair.version, ending="fulfilled", reason="", day=LATER, by=by)

    assert PairOrder.objects.get().rows == before


def test_a_pair_that_ends_in_a_pause_is_not_paused_any_more(made, by):
    pair = made()
    states.pause(pairing=pair, version=pair.version, day=DAY, resumes_on=None, reason="Болезнь", by=by)
    pair.refresh_from_db()

    services.end(pairing=pair, version=pair.version, day=DAY, ending="mentor", reason="Переезд", by=by)

    pair.refresh_from_db()
    assert (pair.state, pair.paused_on, pair.resumes_on) == ("finished", None, None)
