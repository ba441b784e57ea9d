"""The first screen of mentors and mentees: what they see, what they never see, what they say."""

from datetime import date, time

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from mentorship.pairs.models import HelpCall, PairFile, PairingMentee, PairingState, Presence, Pulse, Substitution
from mentorship.people.models import Person
from mentorship.programmes.roles import Role
from tests.factories import (
    CampaignFactory,
    InvitationFactory,
    MeetingFactory,
    MenteeFactory,
    MentorFactory,
    PairingFactory,
    PlanFactory,
)

PAGE = "/pairs/mine/"


@pytest.fixture(autouse=True)
def today(on_day, school_scope):
    on_day(2022, 4, 6)


@pytest.fixture
def pair(programme):
    def make(count=1, **fields):
        mentees = [MenteeFactory(programme=programme) for _n in range(count)]
        return PairingFactory(programme=programme, mentees=mentees, **fields)

    return make


@pytest.fixture
def mentor(member, client_of):
    """The signed-in mentor of a pair."""

    def sign_in(pair):
        membership = member(Role.MENTOR)
        Person.objects.filter(pk=pair.mentor.person_id).update(user=membership.user)
        return client_of(membership)

    return sign_in


@pytest.fixture
def mentee(member, client_of):
    """The signed-in first mentee of a pair."""

    def sign_in(pair):
        membership = member(Role.MENTEE)
        one = pair.mentees.order_by("pk").first()
        Person.objects.filter(pk=one.person_id).update(user=membership.user)
        return client_of(membership)

    return sign_in


def text_of(client, url=PAGE):
    answer = client.get(url)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


# who lands here


@pytest.mark.parametrize("role", [Role.MENTOR, Role.MENTEE])
def test_mentors_and_mentees_begin_with_their_pairs(client_of, role):
    assert client_of(role).get("/").url == PAGE


def test_a_psychologist_begins_with_those_without_a_pair(client_of):
    assert client_of(Role.PSYCHOLOGIST).get("/").url == "/support/"


@pytest.mark.parametrize(
    ("role", "first"),
    [
        (Role.DIRECTOR, "/dashboard/"),
        (Role.COORDINATOR, "/today/"),
        (Role.CLASS_TEACHER, "/today/"),
        (Role.DEPUTY, "/today/"),
    ],
)
def test_others_begin_with_the_dashboard_or_with_today(client_of, role, first):
    assert client_of(role).get("/").url == first
    assert client_of(role).get(PAGE).status_code == 403


def test_who_mentors_beside_other_work_finds_the_pair_on_the_page_of_the_day(member, client_of, pair):
    membership, one = member(Role.COORDINATOR), pair()
    member(Role.MENTOR, user=membership.user)
    Person.objects.filter(pk=one.mentor.person_id).update(user=membership.user)
    client = client_of(membership)

    assert client.get("/").url == "/today/"
    assert f"/pairs/{one.public_id}/meetings/new/" in text_of(client, "/today/")
    assert f"/pairs/{one.public_id}/meetings/new/" not in text_of(client_of(), "/today/")


# the mentor


def test_the_mentor_sees_what_comes_next_and_what_was_agreed(pair, mentor):
    one = pair()
    MeetingFactory(pairing=one, kind="organising", day=date(2022, 3, 28), agreed="Старое")
    MeetingFactory(pairing=one, kind="trial", day=date(2022, 4, 1), agreed="Принести черновик плана")
    MeetingFactory(pairing=one, kind="planning", state="planned", day=date(2022, 4, 8), at=time(15), place="Кабинет 12")
    plan = PlanFactory(pairing=one, items=[{"done_on": date(2022, 4, 1)}, {"due_on": date(2022, 4, 20)}])
    Substitution.objects.create(
        school=one.school,
        pairing=one,
        mentor=MentorFactory(programme=one.programme),
        starts_on=date(2022, 4, 5),
        ends_on=date(2022, 4, 9),
    )
    PairFile.objects.create(
        school=one.school, pairing=one, kind="material", title="Задачник", url="https://example.test/book"
    )
    PairFile.objects.create(school=one.school, pairing=one, kind="agreement", title="Соглашение № 5")
    page = text_of(mentor(one))

    assert "Принести черновик плана" in page
    assert "Старое" not in page
    assert "пятница, 8 апреля, 15:00" in page
    assert "Кабинет 12" in page
    assert f"/pairs/{one.public_id}/meetings/new/" in page
    assert f"/plans/{plan.public_id}/" in page
    assert 'value="1" max="2"' in page
    assert "20 апреля" in page
    assert "9 апреля" in page
    assert 'href="https://example.test/book"' in page
    assert "Соглашение № 5" not in page


def test_the_button_records_the_meeting_that_nobody_has_recorded(pair, mentor):
    one = pair()
    late = MeetingFactory(pairing=one, state="planned", day=date(2022, 4, 5))
    MeetingFactory(pairing=one, state="planned", day=date(2022, 4, 12))

    page = text_of(mentor(one))

    assert f"/pairs/{one.public_id}/meetings/new/?meeting={late.public_id}" in page
    assert "mn-late" in page
    assert "12 апреля" in page


def test_the_mentor_sees_no_contacts_of_the_pupil_and_no_words_for_others(pair, mentor):
    one = pair()
    mentee = one.mentees.get()
    Person.objects.filter(pk=mentee.person_id).update(phone="+7 900 111-22-33", email="pupil@example.test")
    trial = MeetingFactory(pairing=one, kind="trial")
    Presence.objects.filter(meeting=trial).update(verdict="change", comment="Мне трудно", confirmed=False)
    HelpCall.objects.create(school=one.school, mentee=mentee, pairing=one, text="Помогите")

    page = text_of(mentor(one))

    assert mentee.person.surname in page
    for secret in ("111-22-33", "pupil@example.test", "Мне трудно", "Помогите", "другая пара"):
        assert secret not in page


def test_somebody_elses_pair_is_not_there(pair, mentor, mentee):
    mine, theirs = pair(), pair()
    MeetingFactory(pairing=theirs, agreed="Чужая договорённость")

    for client in (mentor(mine), mentee(mine)):
        page = text_of(client)
        assert str(mine.public_id) in page
        assert str(theirs.public_id) not in page
        assert "Чужая договорённость" not in page


@pytest.mark.parametrize("state", [PairingState.PROPOSED, PairingState.PAUSED])
def test_only_living_pairs_are_recorded(pair, mentor, state):
    one = pair(state=state, resumes_on=date(2022, 4, 20))
    page = text_of(mentor(one))

    assert (f"/pairs/{one.public_id}/meetings/new/" in page) == (state == PairingState.PAUSED)


def test_a_pair_that_has_ended_is_only_a_link(pair, mentor):
    one = pair(state="finished", ended_on=date(2022, 4, 1), ending="fulfilled")
    page = text_of(mentor(one))

    assert f'href="/pairs/{one.public_id}/"' in page
    assert "meetings/new/" not in page


def test_many_pairs_cost_the_same_as_one(programme, pair, mentor, client_of):
    def fill(one):
        MeetingFactory(pairing=one, day=date(2022, 4, 1))
        MeetingFactory(pairing=one, state="planned", day=date(2022, 4, 12))
        PlanFactory(pairing=one, items=[{}, {}])

    first = pair(2)
    fill(first)
    client = mentor(first)
    text_of(client)
    with CaptureQueriesContext(
        connection,
    ) as few:
        text_of(client)
    for _n in range(6):
        fill(pair(3, mentor=first.mentor))
    with CaptureQueriesContext(connection) as many:
        text_of(client)

    assert len(many) == len(few)
    assert len(many) <= 20


def test_a_page_holds_ten_pairs(pair, mentor):
    first = pair()
    for _n in range(11):
        pair(mentor=first.mentor)
    client = mentor(first)

    assert text_of(client).count("/meetings/plan/") == 10
    assert text_of(client, f"{PAGE}?page=2").count("/meetings/plan/") == 2


# the mentee


def test_the_mentee_sees_the_mentor_the_plan_and_what_is_asked(pair, mentee):
    one = pair()
    held = MeetingFactory(pairing=one, kind="trial", agreed="Решить три задачи")
    other = MenteeFactory(programme=one.programme)
    PairingMentee.objects.create(school=one.school, pairing=one, mentee=other)
    own = PlanFactory(pairing=one, items=[{}])
    theirs = PlanFactory(pairing=one, mentee=other, items=[{}])
    page = text_of(mentee(one))

    assert one.mentor.person.full_name in page
    assert "Решить три задачи" in page
    assert f"/plans/{own.public_id}/" in page
    assert f"/plans/{theirs.public_id}/" not in page
    assert f"/pairs/mine/meetings/{held.public_id}/" in page
    assert "/pairs/mine/help/" in page
    assert "meetings/new/" not in page
    assert f'href="/pairs/{one.public_id}/"' not in page


def fields(meeting, **values):
    return {f"{meeting.public_id.hex[:8]}-{name}": value for name, value in values.items()}


def test_the_mentee_answers_everything_with_one_button(pair, mentee):
    one = pair()
    meeting = MeetingFactory(pairing=one, kind="trial")
    client = mentee(one)
    url = f"/pairs/mine/meetings/{meeting.public_id}/"
    data = fields(meeting, was_so="no", comment="Было полчаса", useful="4", comfort="5", verdict="go_on")

    assert client.post(url, data).status_code in (302, 303)
    assert client.post(url, data).status_code in (302, 303)

    said = Presence.objects.get(meeting=meeting)
    assert (said.confirmed, said.comment, said.verdict, said.way) == (False, "Было полчаса", "go_on", "account")
    assert [(row.useful, row.comfort) for row in Pulse.objects.filter(meeting=meeting)] == [(4, 5)]
    assert f"say-{meeting.public_id}" not in text_of(client)


@pytest.mark.parametrize("values", [{}, {"useful": "4"}, {"useful": "9", "comfort": "1"}, {"was_so": "perhaps"}])
def test_a_half_answer_is_asked_for_again_and_nothing_is_lost(pair, mentee, values):
    one = pair()
    meeting = MeetingFactory(pairing=one)
    answer = mentee(one).post(
        f"/pairs/mine/meetings/{meeting.public_id}/", fields(meeting, comment="Слова остаются", **values)
    )

    assert answer.status_code == 422
    assert "Слова остаются" in answer.content.decode()
    assert not Pulse.objects.exists()
    assert Presence.objects.get(meeting=meeting).confirmed is None


def test_nobody_says_anything_of_a_meeting_of_others(pair, mentee, mentor):
    mine, theirs = pair(), pair()
    meeting = MeetingFactory(pairing=theirs)
    absent = MeetingFactory(pairing=mine)
    Presence.objects.filter(meeting=absent).update(was_there=False)
    client = mentee(mine)

    for row in (meeting, absent):
        url = f"/pairs/mine/meetings/{row.public_id}/"
        assert client.post(url, fields(row, was_so="yes")).status_code == 404
    assert mentor(theirs).get(f"/pairs/mine/meetings/{meeting.public_id}/").status_code == 403
    assert not Presence.objects.exclude(confirmed=None).exists()


def test_a_call_for_help_is_sent_once(pair, mentee, mentor):
    one = pair()
    client = mentee(one)
    page = text_of(client, "/pairs/mine/help/")
    key = page.split('name="key" value="')[1].split('"')[0]

    for _press in range(2):
        assert client.post("/pairs/mine/help/", {"text": "Мне трудно", "key": key}).status_code in (302, 303)

    call = HelpCall.objects.get()
    assert (call.mentee, call.pairing, call.text) == (one.mentees.get(), one, "Мне трудно")
    assert mentor(one).get("/pairs/mine/help/").status_code == 403


def test_without_a_pair_the_page_says_so(client_of):
    assert "rm-empty" in text_of(client_of(Role.MENTEE))


def test_questionnaires_that_wait_are_there(pair, mentor, mentee):
    one = pair()
    for client, person in ((mentor(one), one.mentor.person), (mentee(one), one.mentees.get().person)):
        ticket = InvitationFactory(campaign__programme=one.programme, subject=person.public_id)
        CampaignFactory(programme=one.programme, title="Чужая анкета")

        page = text_of(client)

        assert f"/surveys/mine/{ticket.public_id}/" in page
        assert "Чужая анкета" not in page
