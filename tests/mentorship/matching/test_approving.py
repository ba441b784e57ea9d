"""From a draft to pairs: the check, the order, the letters; nothing twice and nothing by halves."""

from datetime import date

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext

from mentorship.matching.models import Exclusion, MatchingRun, Proposal
from mentorship.notifications.models import State
from mentorship.pairs.models import Pairing, PairingMentee, PairLetter, PairOrder
from mentorship.pairs.services.letters import DESK
from mentorship.people.models import Consent, Representative
from mentorship.programmes.models import AuditEvent
from mentorship.programmes.roles import Role
from tests.factories import MatchingRunFactory, PairingFactory, PersonFactory, ProposalFactory

from .registers import DAY, ready_mentee, ready_mentor

pytestmark = pytest.mark.usefixtures("school_scope")
PARTS = [["subjects", 4000, 5000, [1]]]


@pytest.fixture(autouse=True)
def today(on_day):
    on_day(2022, 3, 14)


@pytest.fixture
def run(programme):
    snapshot = {"rules": {}, "knowledge": {"words": {"1": "математика"}}}
    return MatchingRunFactory(programme=programme, snapshot=snapshot)


@pytest.fixture
def propose(programme, run):
    """``propose(2)`` is a mentor with two mentees in the draft; everybody may be matched. Answers the proposals."""

    def make(count=1, mentor=None, **fields):
        mentor = mentor or ready_mentor(programme, capacity=count)
        return [
            ProposalFactory(run=run, mentor=mentor, mentee=ready_mentee(programme), parts=PARTS, **fields)
            for _n in range(count)
        ]

    return make


def address(run, tail=""):
    return f"/matching/drafts/{run.public_id}/approve/{tail}"


def seen_on(page):
    return page.context["check"].seen


def body_of(client, run, without=()):
    page = client.get(address(run, "?" + "&".join(f"without={one}" for one in without)))
    form = page.context["form"]
    body = {"seen": seen_on(page), "starts_on": "14.03.2022", "ends_on": "31.05.2022", "without": list(without)}
    return body | ({"place": "в школе"} if "place" in form.fields else {})


def approve(client, run, letters="yes", **fields):
    return client.post(address(run), body_of(client, run) | {"letters": letters} | fields)


def held_words(page):
    return [problem.words for one in page.context["check"].held for problem in one.problems]


def test_a_draft_becomes_pairs_groups_and_an_order_at_once(client_of, run, propose):
    propose(), propose(2)
    client = client_of()

    answer = approve(client, run)

    order = PairOrder.objects.get()
    assert answer.url == order.get_absolute_url()
    run.refresh_from_db()
    assert (run.state, run.order, run.approved_by) == ("approved", order, client.membership.user)
    pairs = Pairing.objects.order_by("pk")
    assert sorted(one.places.count() for one in pairs) == [1, 2]
    assert {one.state for one in pairs} == {"agreed"}
    assert {one.order for one in pairs} == {order}
    assert not Proposal.objects.filter(pairing=None).exists()
    assert [len(line["mentees"]) for line in sorted(order.rows, key=lambda line: len(line["mentees"]))] == [1, 2]
    assert AuditEvent.objects.get(action="pairs.approved").actor == client.membership.user


def test_the_reasons_stay_with_the_pair(client_of, run, propose):
    [row] = propose()
    approve(client_of(), run)

    [reason] = Pairing.objects.get().reasons
    assert (reason["mentee"], reason["points"]) == (row.mentee_id, 7400)
    assert any("математика" in words for words, _points in reason["lines"])


def test_pressing_twice_makes_one_order(client_of, run, propose):
    propose()
    client = client_of()
    body = body_of(client, run)

    first = client.post(address(run), body)
    second = client.post(address(run), body)

    assert first.url == second.url
    assert (Pairing.objects.count(), PairOrder.objects.count()) == (1, 1)


def test_a_draft_that_changed_meanwhile_is_shown_once_more(client_of, run, propose, programme):
    [row] = propose()
    client = client_of()
    body = body_of(client, run)
    other = ready_mentor(programme)
    Proposal.objects.filter(pk=row.pk).update(mentor=other)

    answer = client.post(address(run), body)

    assert answer.status_code == 422
    assert not Pairing.objects.exists()
    assert client.post(address(run), body | {"seen": seen_on(answer)}).status_code == 302
    assert Pairing.objects.get().mentor == other


def test_what_is_unticked_is_not_approved_and_stays_so_on_every_page(client_of, run, propose):
    [kept], [left] = propose(), propose()
    client = client_of()

    page = client.get(address(run), {"shown": [kept.pk, left.pk], "take": [kept.pk], "page": 1})
    assert page.url == address(run, f"?without={left.pk}&page=1#pairs")
    client.post(address(run), body_of(client, run, without=[left.pk]))

    assert list(Pairing.objects.values_list("mentor", flat=True)) == [kept.mentor_id]
    assert Proposal.objects.get(pk=left.pk).pairing is None


def without_consent(row):
    Consent.objects.filter(person=row.mentee.person, kind="processing").delete()


def gone(row):
    type(row.mentee).objects.filter(pk=row.mentee_id).update(left_on=DAY)


def paired(row):
    PairingFactory(programme=row.run.programme, mentees=[row.mentee])


def kept_apart(row):
    Exclusion.objects.create(
        school=row.school, programme=row.run.programme, mentor=row.mentor, mentee=row.mentee, reason="Ссора родителей"
    )


def refused(row):
    type(row.mentor).objects.filter(pk=row.mentor_id).update(decision="reserve")


def full(row):
    PairingFactory(programme=row.run.programme, mentor=row.mentor, mentees=[ready_mentee(row.run.programme)])


@pytest.mark.parametrize("happen", [without_consent, gone, paired, kept_apart, refused, full])
def test_who_may_not_be_bound_any_more_is_named_and_left_out(happen, client_of, run, propose):
    [bad], [good] = propose(), propose()
    happen(bad)
    client = client_of()

    page = client.get(address(run))
    client.post(address(run), body_of(client, run))

    assert len(held_words(page)) == 1
    assert "Ссора" not in page.content.decode()
    assert PairingMentee.objects.filter(mentee=good.mentee, pairing__order__isnull=False).exists()
    assert not PairingMentee.objects.filter(mentee=bad.mentee, pairing__order__isnull=False).exists()


def test_a_group_that_has_grown_too_large_is_left_out_whole(client_of, run, propose):
    rows = propose(2)
    type(rows[0].mentor).objects.filter(pk=rows[0].mentor_id).update(capacity=1)

    page = client_of().get(address(run))

    assert page.context["check"].taken == []
    assert len(page.context["check"].held) == 2


def test_a_consent_that_came_back_lets_the_pair_in(client_of, run, propose):
    [row] = propose()
    without_consent(row)
    client = client_of()
    assert client.post(address(run), body_of(client, run)).status_code == 422

    Consent.objects.create(school=row.school, person=row.mentee.person, kind="processing", signer="both", signed_on=DAY)

    assert approve(client, run).status_code == 302


def test_adults_meet_pupils_at_a_place_and_pupils_need_none(client_of, run, propose, programme):
    propose()
    young = PersonFactory(school=programme.school, birth_year=2005)
    propose(mentor=ready_mentor(programme, person=young))
    client = client_of()
    assert client.post(address(run), body_of(client, run) | {"place": ""}).status_code == 422

    approve(client, run, place="Кабинет 12, по средам")

    places = {one.mentor.person_id == young.pk: one.place for one in Pairing.objects.all()}
    assert places == {True: "", False: "Кабинет 12, по средам"}
    assert "Кабинет 12" in str(PairOrder.objects.get().rows)


@pytest.fixture
def with_addresses(propose, programme):
    """A pair whose mentor, mentee and one parent can be written to."""
    [row] = propose()
    mother = PersonFactory(school=programme.school, kind="parent", email="mother@home.test")
    Representative.objects.create(school=programme.school, minor=row.mentee.person, person=mother)
    for person, email in ((row.mentor.person, "mentor@home.test"), (row.mentee.person, "pupil@home.test")):
        person.email = email
        person.save()
    return row


def test_letters_go_to_both_sides_and_to_the_parents(client_of, run, with_addresses):
    approve(client_of(), run)

    assert DESK.deliver() == 3

    by_address = {one.to[0]: one for one in mail.outbox}
    assert set(by_address) == {"mentor@home.test", "pupil@home.test", "mother@home.test"}
    assert with_addresses.mentee.person.full_name in by_address["mentor@home.test"].body
    assert with_addresses.mentor.person.full_name in by_address["mother@home.test"].body
    assert "в школе" in by_address["mother@home.test"].body
    for letter in mail.outbox:
        assert "{" not in letter.body
        assert with_addresses.mentee.person.surname not in letter.subject
    assert set(PairLetter.objects.values_list("state", "text")) == {(State.SENT, "")}
    assert DESK.deliver() == 0


def test_without_letters_nobody_is_written_to(client_of, run, with_addresses):
    approve(client_of(), run, letters="no")

    assert Pairing.objects.exists()
    assert not PairLetter.objects.exists()


def test_a_letter_of_a_pair_that_ended_meanwhile_does_not_go(client_of, run, with_addresses):
    approve(client_of(), run)
    Pairing.objects.update(state="finished", ended_on=DAY, ending="school")

    assert DESK.deliver() == 0
    assert set(PairLetter.objects.values_list("state", flat=True)) == {State.WITHHELD}


def test_the_page_says_whom_no_letter_reaches(client_of, run, propose, with_addresses):
    propose()

    reach = {one.side: (one.count, len(one.nowhere)) for one in client_of().get(address(run)).context["reach"]}

    assert reach == {"mentor": (1, 1), "mentee": (1, 1), "parent": (1, 1)}


@pytest.mark.parametrize("role", Role)
def test_leaders_and_the_coordinator_approve(role, client_of, run, propose):
    propose()

    answer = client_of(role).get(address(run))

    assert answer.status_code == (200 if role in (Role.DIRECTOR, Role.COORDINATOR) else 403)


def test_an_approved_draft_leads_to_its_order_and_an_unready_one_to_itself(client_of, run, propose):
    propose()
    client = client_of()
    approve(client, run)
    assert client.get(address(run)).url == PairOrder.objects.get().get_absolute_url()

    MatchingRun.objects.update(state="failed", order=None)
    assert client.get(address(run)).url == run.get_absolute_url()


def test_a_second_draft_changes_the_list_of_pairs(client_of, run, propose, programme):
    propose()
    client = client_of()
    approve(client, run)
    second = MatchingRunFactory(programme=programme, snapshot=run.snapshot)
    ProposalFactory(run=second, mentor=ready_mentor(programme), mentee=ready_mentee(programme), parts=PARTS)

    approve(client, second)

    assert list(PairOrder.objects.order_by("pk").values_list("kind", flat=True)) == ["first", "change"]
    assert "изменен" in PairOrder.objects.get(kind="change").text


@pytest.mark.parametrize("count", [1, 12])
def test_the_check_asks_the_database_alike_for_few_and_for_many(client_of, run, propose, count):
    for _n in range(count):
        propose()
    client = client_of()

    with CaptureQueriesContext(
        connection,
    ) as asked:
        client.get(address(run))

    assert len(asked) <= 25, [one["sql"][:90] for one in asked]


def test_the_term_is_checked(client_of, run, propose):
    propose()
    client = client_of()

    answer = client.post(address(run), body_of(client, run) | {"ends_on": "01.03.2022"})

    assert answer.status_code == 422
    assert Pairing.objects.count() == 0


def test_the_order_has_the_day_of_the_approval(client_of, run, propose):
    propose()

    approve(client_of(), run)

    assert PairOrder.objects.get().day == date(2022, 3, 14)


def test_only_those_who_may_put_it_right_are_led_there(client_of, run, propose):
    [row] = propose()
    refused(row)
    address_of_decision = f"/people/selection/{row.mentor.public_id}/decide/"

    pages = [client_of(role).get(address(run)).content.decode() for role in (Role.COORDINATOR, Role.DIRECTOR)]

    assert [address_of_decision in page for page in pages] == [True, False]
