"""Awards, the open rule, nominations, thanks by mail."""

from datetime import date

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django_scopes import scope

from mentorship.common.errors import RuleBroken
from mentorship.pairs.models import Pulse
from mentorship.programmes.roles import Role
from mentorship.recognition.formula import points_of, settings_of, standings, usual
from mentorship.recognition.models import Award, Nomination, ThanksLetter
from mentorship.recognition.services import awards as acts
from mentorship.recognition.services import thanking
from tests.factories import (
    ConsentFactory,
    MeetingFactory,
    MenteeFactory,
    MentorFactory,
    PairingFactory,
    PersonFactory,
    ProgrammeFactory,
)

DAY = date(2022, 5, 31)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def ground(school_scope, on_day):
    on_day(2022, 5, 31)


def give(programme, *people, **values):
    values = {"kind": "thanks", "day": DAY, "reason": "", "text": "", "order": "", "given_by": ""} | values
    return acts.give(programme=programme, people=people, values=values, by=None)


def pair_with(programme, meetings=0, mentees=1, **fields):
    people = [MenteeFactory(programme=programme) for _number in range(mentees)]
    pair = PairingFactory(programme=programme, mentees=people, **fields)
    for _number in range(meetings):
        MeetingFactory(pairing=pair)
    return pair


def test_the_same_award_is_given_once_however_often_the_button_is_pressed(client_of, programme):
    mentors = [MentorFactory(programme=programme) for _number in range(3)]
    body = {"mentors": [one.pk for one in mentors], "kind": "thanks", "day": "31.05.2022", "reason": "За год"}
    client = client_of()

    for _press in range(2):
        assert client.post("/awards/new/", body).status_code == 302

    assert Award.objects.count() == 3


def test_an_award_is_changed_by_one_at_a_time_thrown_away_and_put_back(client_of, programme):
    (row,) = give(programme, PersonFactory(school=programme.school))
    client, address = client_of(), row.get_absolute_url()
    body = {"kind": "diploma", "day": "31.05.2022", "version": row.version}

    assert client.post(f"{address}edit/", body).status_code == 302
    assert client.post(f"{address}edit/", body | {"kind": "badge"}).status_code == 409
    client.post(f"{address}delete/")
    assert client.get(address).status_code == 404
    client.post(f"{address}restore/")
    row.refresh_from_db()
    assert (row.kind, row.deleted_at) == ("diploma", None)


def test_the_register_costs_the_same_with_many_rows_and_is_found_by_name(client_of, programme):
    client = client_of()

    def cost():
        with CaptureQueriesContext(connection) as queries:
            client.get("/awards/")
        return len(queries)

    give(programme, PersonFactory(school=programme.school, surname="Ёлкина"))
    few = cost()
    give(programme, *(PersonFactory(school=programme.school) for _number in range(10)))

    assert cost() == few <= 12
    assert client.get("/awards/?q=елкина").context["page_obj"].paginator.count == 1
    assert client.get("/awards/awards.xlsx").content.startswith(b"PK")
    assert client.get("/awards/awards.pdf").content.startswith(b"%PDF")


def test_an_award_of_another_school_is_not_there(client_of, programme, other_school):
    with scope(school=other_school):
        (foreign,) = give(ProgrammeFactory(school=other_school), PersonFactory(school=other_school))
    client = client_of()

    for address in ("", "edit/"):
        assert client.get(f"{foreign.get_absolute_url()}{address}").status_code == 404
    for address in ("delete/", "restore/", "thank/"):
        assert client.post(f"{foreign.get_absolute_url()}{address}").status_code == 404


def test_points_are_a_weighted_mean_of_what_is_known():
    """30 of 30 and half of 20 of fifty: 40/50 of a hundred; what is None weighs nothing."""
    assert points_of({"meetings": 1, "pulse": 0.5, "plan": None}, {"meetings": 30, "pulse": 20, "plan": 50}) == 80
    assert points_of({"meetings": None}, {"meetings": 100}) == 0
    assert sum(usual().values()) == 100


def test_the_standings_are_in_the_order_of_points_and_leave_out_who_met_too_rarely(programme):
    most, fewer = pair_with(programme, 8), pair_with(programme, 4)
    pair_with(programme, 2)

    found = standings(programme)

    assert [one.mentor for one in found] == [most.mentor, fewer.mentor]
    assert found[0].shares["meetings"] == 1
    assert found[1].shares["meetings"] == 0.5
    assert found[0].shares["pulse"] is None


def test_answers_of_mentees_count_from_five_on(programme):
    pair = pair_with(programme, 5)
    mentee = pair.mentees.get()
    for place, meeting in enumerate(pair.meetings.all(), 1):
        Pulse.objects.create(school=programme.school, meeting=meeting, mentee=mentee, useful=5, comfort=4)
        share = standings(programme)[0].shares["pulse"]
        assert (share is None) == (place < 5)

    assert share == pytest.approx((4.5 - 1) / 4)


def test_the_standings_cost_the_same_with_many_mentors(programme):
    def cost():
        with CaptureQueriesContext(connection) as queries:
            standings(programme)
        return len(queries)

    pair_with(programme, 3)
    few = cost()
    for _number in range(6):
        pair_with(programme, 3)

    assert cost() == few <= 8


def formula(client, **fields):
    body = {"version": 0, "least_meetings": 3} | usual() | fields
    return client.post("/awards/formula/", body)


def test_everybody_reads_the_rule_and_only_leaders_see_the_standings(client_of, member, programme):
    pair = pair_with(programme, 5)
    mentee = client_of(member(Role.MENTEE)).get("/awards/formula/")

    assert mentee.status_code == 200
    assert pair.mentor.person.surname not in mentee.content.decode()
    assert pair.mentor.person.surname in client_of().get("/awards/formula/").content.decode()


def test_the_weights_make_a_hundred_and_a_fixed_rule_stays(client_of, member, programme):
    client = client_of()
    assert formula(client, meetings=31).status_code == 422
    assert formula(client, meetings=40, plan=15).status_code == 302
    assert settings_of(programme).weights["meetings"] == 40
    formula(client_of(member(Role.DIRECTOR)), meetings=20, plan=35)
    assert settings_of(programme).weights["meetings"] == 40

    client.post("/awards/formula/fix/")
    formula(client, version=settings_of(programme).version)
    assert settings_of(programme).weights["meetings"] == 40
    with pytest.raises(RuleBroken):
        acts.save_formula(programme=programme, version=9, weights=usual(), least_meetings=3, by=None)


@pytest.fixture
def own(programme, client_of, member):
    """A mentee with an account and a pair, and the client of that account."""
    pair = pair_with(programme)
    membership = member(Role.MENTEE)
    person = pair.mentees.get().person
    person.user = membership.user
    person.save()
    return pair, client_of(membership)


def test_a_mentee_thanks_the_own_mentor_once_and_may_change_the_words(own, programme):
    pair, client = own
    address = f"/awards/nominate/{pair.mentor.public_id}/"
    assert address in client.get("/pairs/mine/").content.decode()
    client.post(address, {"text": "Помог с физикой"})
    client.post(address, {"text": "Помог с физикой и уроками", "may_be_told": "on"})

    row = Nomination.objects.get()
    assert (row.text, row.may_be_told) == ("Помог с физикой и уроками", True)
    other = MentorFactory(programme=programme)
    assert client.get(f"/awards/nominate/{other.public_id}/").status_code == 404


def test_the_mentor_learns_the_words_that_may_be_told_and_never_whose_they_are(own, client_of, member, programme):
    pair, client = own
    client.post(f"/awards/nominate/{pair.mentor.public_id}/", {"text": "Спасибо за терпение", "may_be_told": "on"})
    membership = member(Role.MENTOR)
    pair.mentor.person.user = membership.user
    pair.mentor.person.save()

    page = client_of(membership).get("/pairs/mine/").content.decode()

    assert "Спасибо за терпение" in page


def test_a_nomination_that_is_set_aside_counts_no_more(own, client_of, programme):
    pair, client = own
    client.post(f"/awards/nominate/{pair.mentor.public_id}/", {"text": "Да"})
    row, leader = Nomination.objects.get(), client_of()
    assert "Да" in leader.get("/awards/nominations/").content.decode()

    leader.post(f"/awards/nominations/{row.public_id}/", {"reason": "по просьбе"})

    row.refresh_from_db()
    assert row.set_aside == "по просьбе"


def thanked(programme, **fields):
    person = PersonFactory(school=programme.school, kind="teacher", email="mentor@school.test", **fields)
    ConsentFactory(person=person, kind="processing", signed_on=date(2022, 1, 10))
    return give(programme, person, text="Спасибо за год работы.")[0]


def test_thanks_go_by_mail_once(client_of, programme):
    row = thanked(programme)
    client = client_of()
    assert "mentor@school.test" in client.get(row.get_absolute_url()).content.decode()
    for _press in range(2):
        client.post(f"{row.get_absolute_url()}thank/")
    assert ThanksLetter.objects.count() == 1

    thanking.DESK.deliver()

    (letter,) = mail.outbox
    assert letter.to == ["mentor@school.test"]
    assert "Спасибо за год работы." in letter.body
    assert row.person.surname not in letter.subject
    assert thanking.DESK.deliver() == 0


def test_who_may_not_be_written_to_is_not_written_to(programme):
    row = give(programme, PersonFactory(school=programme.school, email="no@school.test"))[0]
    assert thanking.send(award=row, day=DAY, by=None) == 0

    other = thanked(programme)
    thanking.send(award=other, day=DAY, by=None)
    acts.throw_away(row=other, by=None)
    thanking.DESK.deliver()
    assert mail.outbox == []


@pytest.mark.parametrize(
    ("role", "sees", "gives", "nominations"),
    [
        (Role.DIRECTOR, 200, 200, 403),
        (Role.DEPUTY, 200, 200, 403),
        (Role.CLASS_TEACHER, 200, 403, 403),
        (Role.MENTOR, 403, 403, 403),
    ],
)
def test_who_comes_to_which_page(client_of, member, programme, role, sees, gives, nominations):
    client = client_of(member(role))

    assert client.get("/awards/").status_code == sees
    assert client.get("/awards/new/").status_code == gives
    assert client.get("/awards/nominations/").status_code == nominations
