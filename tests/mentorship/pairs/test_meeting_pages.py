"""Pages of meetings: who comes in, what is recorded by which press of which button, how many questions are asked."""

import re
from datetime import date, time, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from mentorship.pairs.models import Meeting, Presence, Pulse
from mentorship.programmes.roles import Role
from tests.factories import (
    CampaignFactory,
    MeetingFactory,
    MenteeFactory,
    PairingFactory,
    PlanFactory,
    SurveyVersionFactory,
)

DAY = date(2022, 4, 6)


@pytest.fixture(autouse=True)
def today(on_day, school_scope):
    on_day(2022, 4, 6)


@pytest.fixture
def pair(programme):
    def make(count=1, **fields):
        mentees = [MenteeFactory(programme=programme) for _n in range(count)]
        return PairingFactory(programme=programme, mentees=mentees, **fields)

    return make


@pytest.mark.parametrize("tail", ["meetings/", "meetings/new/", "meetings/plan/"])
def test_pages_of_a_pair_open(client_of, pair, tail):
    one = pair()
    MeetingFactory(pairing=one)

    assert client_of().get(f"{one.get_absolute_url()}{tail}").status_code == 200


@pytest.mark.parametrize("tail", ["", "edit/", "cancel/", "file.ics"])
@pytest.mark.parametrize("state", ["planned", "held", "cancelled"])
def test_pages_of_a_meeting_open(client_of, pair, tail, state):
    row = MeetingFactory(pairing=pair(), state=state)
    opens = (state, tail) not in {("held", "cancel/"), ("cancelled", "cancel/"), ("cancelled", "edit/")}

    assert client_of().get(f"{row.get_absolute_url()}{tail}").status_code == (200 if opens else 302)


SEE_ALL = {Role.DIRECTOR, Role.COORDINATOR, Role.DEPUTY, Role.PSYCHOLOGIST}
PAIR_PAGES = ["meetings/", "meetings/new/", "meetings/plan/"]
MEETING_PAGES = ["", "edit/", "cancel/", "file.ics"]
EDITED = {"meetings/new/", "meetings/plan/", "edit/", "cancel/"}


def own(membership, participant):
    """The card of the mentor or the mentee belongs to the account."""
    type(participant.person).objects.filter(pk=participant.person_id).update(user=membership.user)
    return membership


@pytest.fixture
def mentor_of(client_of, member):
    return lambda pair: client_of(own(member(Role.MENTOR), pair.mentor))


@pytest.fixture
def mentee_of(client_of, member):
    return lambda pair: client_of(own(member(Role.MENTEE), pair.mentees.order_by("pk").first()))


def addresses_of(pair):
    row = MeetingFactory(pairing=pair, state="planned", day=DAY)
    found = {tail: f"{pair.get_absolute_url()}{tail}" for tail in PAIR_PAGES}
    return found | {tail: f"{row.get_absolute_url()}{tail}" for tail in MEETING_PAGES}


@pytest.mark.parametrize("role", list(Role))
def test_who_comes_in(client_of, pair, role):
    client, entered = client_of(role), set()

    for tail, path in addresses_of(pair()).items():
        if client.get(path).status_code == 200:
            entered.add(tail)

    everything = {*PAIR_PAGES, *MEETING_PAGES}
    expected = everything if role == Role.COORDINATOR else everything - EDITED if role in SEE_ALL else set()
    assert entered == expected


def test_the_own_mentor_comes_in_everywhere_and_the_own_mentee_reads(pair, mentor_of, mentee_of):
    one = pair()
    mentor, mentee, paths = mentor_of(one), mentee_of(one), addresses_of(one)

    by_mentor = {tail: mentor.get(path).status_code for tail, path in paths.items()}
    by_mentee = {tail: mentee.get(path).status_code for tail, path in paths.items()}

    assert set(by_mentor.values()) == {200}
    assert {tail for tail, status in by_mentee.items() if status == 200} == {"meetings/", "", "file.ics"}
    assert {by_mentee[tail] for tail in EDITED} <= {403, 404}


def test_pairs_of_others_are_not_there(pair, mentor_of, mentee_of):
    foreign = addresses_of(pair()).values()
    mine = pair()

    for client in (mentor_of(mine), mentee_of(mine)):
        assert {client.get(path).status_code for path in foreign} <= {403, 404}
        assert {client.post(path).status_code for path in foreign} <= {403, 404, 405}


@pytest.mark.parametrize("act", ["bin", "restore", "invite", "remark"])
def test_the_buttons_are_for_those_who_may(pair, mentor_of, mentee_of, client_of, act):
    one = pair()
    row = MeetingFactory(pairing=one, state="planned", day=DAY)
    path = f"{row.get_absolute_url()}{act}/"

    assert mentee_of(one).post(path).status_code in {403, 404}
    assert mentor_of(pair()).post(path).status_code in {403, 404}
    assert client_of(Role.DIRECTOR).post(path).status_code == 403
    assert mentor_of(one).post(path).status_code == (403 if act == "remark" else 302)


def form_of(page, **fields):
    """What the browser sends when the page is filled in as it is."""
    form = page.context["form"]
    values = {name: form[name].value() for name in form.fields}
    return {name: value for name, value in (values | fields).items() if value not in (None, "")}


def test_a_mentor_records_with_a_length_alone(pair, mentor_of):
    one = pair(state="ordered")
    client, path = mentor_of(one), f"{one.get_absolute_url()}meetings/new/"
    body = form_of(client.get(path), minutes="45")

    first, second = client.post(path, body), client.post(path, body)

    row = Meeting.objects.get()
    assert (first.url, second.url) == (row.get_absolute_url(), row.get_absolute_url())
    assert (row.kind, row.day, row.minutes, row.pairing.state) == ("organising", DAY, 45, "at_work")
    assert client.get(first.url).status_code == 200


def test_without_a_length_the_page_comes_back_with_everything_typed(pair, mentor_of):
    one = pair(2)
    client, path = mentor_of(one), f"{one.get_absolute_url()}meetings/new/"
    body = form_of(client.get(path), done="Решали задачи", next_day="2022-04-05", useful="4")

    answer = client.post(path, body)

    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"minutes", "next_day", "comfort"}
    assert "Решали задачи" in answer.content.decode()
    assert not Meeting.objects.exists()


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"day": "07.04.2022"}, "day"),
        ({"day": "вчера"}, "day"),
        ({"other_minutes": "0"}, "other_minutes"),
        ({"other_minutes": "601"}, "other_minutes"),
        ({"kind": "party"}, "kind"),
        ({"next_at": "15:00"}, "next_day"),
        ({"present": ["0"]}, "present"),
    ],
)
def test_what_is_refused(pair, mentor_of, fields, wrong):
    one = pair(2)
    client, path = mentor_of(one), f"{one.get_absolute_url()}meetings/new/"

    answer = client.post(path, form_of(client.get(path), minutes="30") | fields)

    assert answer.status_code == 422
    assert wrong in answer.context["form"].errors
    assert not Meeting.objects.exists()


def test_the_next_meeting_is_planned_at_once_and_once(pair, mentor_of):
    one = pair()
    client, path = mentor_of(one), f"{one.get_absolute_url()}meetings/new/"
    body = form_of(client.get(path), minutes="60", next_day="20.04.2022", next_at="15:00", place="кабинет 12")

    client.post(path, body)
    client.post(path, body)

    ahead = Meeting.objects.planned().get()
    assert (ahead.kind, ahead.day, f"{ahead.at:%H:%M}", ahead.place) == (
        "trial",
        date(2022, 4, 20),
        "15:00",
        "кабинет 12",
    )
    assert Meeting.objects.held().count() == 1


def test_the_planned_meeting_whose_day_has_come_is_recorded_in_its_row(pair, mentor_of):
    one = pair()
    row = MeetingFactory(
        pairing=one, state="planned", kind="trial", day=date(2022, 4, 4), minutes=None, place="актовый зал"
    )
    client, path = mentor_of(one), f"{one.get_absolute_url()}meetings/new/"
    page = client.get(path)
    body = form_of(page, minutes="30", verdict="go_on")

    client.post(path, body)

    row.refresh_from_db()
    assert (page.context["planned"], page.context["form"]["place"].value()) == (row, "актовый зал")
    assert (row.state, row.day, row.verdict, Meeting.objects.count()) == ("held", date(2022, 4, 4), "go_on", 1)
    assert client.get(f"{path}?meeting=new").context["planned"] is None


def test_the_mentee_never_sees_verdicts_pulses_and_remarks(pair, mentor_of, mentee_of, client_of):
    one = pair()
    row = MeetingFactory(pairing=one, kind="trial", verdict="change", remark="Замечание куратора пары", done="Задачи")
    Pulse.objects.create(school=one.school, meeting=row, useful=2, comfort=1)
    Presence.objects.filter(meeting=row).update(verdict="go_on")
    page = row.get_absolute_url()

    mentee, mentor, coordinator = (
        client.get(page).context for client in (mentee_of(one), mentor_of(one), client_of(Role.COORDINATOR))
    )

    assert (mentee["pulses"], mentee["own_verdict"], mentee["sees_remark"], mentee["notes"]) == ([], "", False, [])
    assert len(mentor["pulses"]) == 1
    assert (mentor["own_verdict"], mentor["sees_verdicts"]) == ("Лучше другая пара", False)
    assert (coordinator["sees_verdicts"], coordinator["sees_remark"]) == (True, True)
    words = mentee_of(one).get(page).content.decode()
    assert "Задачи" in words
    assert "Замечание куратора пары" not in words
    assert "Лучше другая пара" not in words


def test_a_mentor_does_not_learn_from_warnings_what_the_mentee_said(pair, mentor_of, client_of):
    one = pair()
    row = MeetingFactory(pairing=one, kind="trial", day=date(2022, 4, 1), verdict="go_on")
    Presence.objects.filter(meeting=row).update(verdict="change")
    later = MeetingFactory(pairing=one, kind="planning")
    words = "После пробной встречи попросили сменить пару."

    assert words not in mentor_of(one).get(later.get_absolute_url()).content.decode()
    assert words in client_of(Role.COORDINATOR).get(later.get_absolute_url()).content.decode()


def test_corrections_moves_and_conflicts(pair, mentor_of):
    one = pair()
    client, held = mentor_of(one), MeetingFactory(pairing=one)
    path = f"{held.get_absolute_url()}edit/"
    body = form_of(client.get(path), done="Исправлено")

    assert client.post(path, body).status_code == 302
    assert client.post(path, body | {"done": "Второй раз"}).status_code == 409
    assert client.post(path, body | {"version": 2, "day": "07.04.2022"}).status_code == 422
    held.refresh_from_db()
    assert held.done == "Исправлено"


def test_a_meeting_is_called_off_and_put_on_again(pair, mentor_of):
    one = pair()
    client = mentor_of(one)
    row = MeetingFactory(pairing=one, state="planned", day=date(2022, 4, 20))
    path = f"{row.get_absolute_url()}cancel/"

    assert client.post(path, {"version": 9, "reason": "Болезнь"}).status_code == 422
    client.post(path, {"version": 1, "reason": "Болезнь"})
    row.refresh_from_db()
    assert (row.state, row.cancel_reason) == ("cancelled", "Болезнь")
    client.post(f"{row.get_absolute_url()}restore/")
    row.refresh_from_db()
    assert row.state == "planned"


def test_the_bin_and_back(pair, mentor_of):
    one = pair()
    client, row = mentor_of(one), MeetingFactory(pairing=one)
    listed = f"{one.get_absolute_url()}meetings/"

    client.post(f"{row.get_absolute_url()}bin/")
    assert client.get(row.get_absolute_url()).status_code == 404
    assert list(client.get(listed).context["page_obj"]) == []
    assert list(client.get(f"{listed}?state=bin").context["page_obj"]) == [row]

    client.post(f"{row.get_absolute_url()}restore/")
    assert list(client.get(listed).context["page_obj"]) == [row]


def test_the_remark_of_the_coordinator(pair, client_of):
    row, client = MeetingFactory(pairing=pair()), client_of(Role.COORDINATOR)
    path = f"{row.get_absolute_url()}remark/"

    client.post(path, {"version": 1, "remark": "Напишите подробнее"})
    late = client.post(path, {"version": 1, "remark": "Другое"})

    row.refresh_from_db()
    assert (row.remark, late.status_code) == ("Напишите подробнее", 422)
    assert "Другое" in late.content.decode()


def test_a_series_from_the_page(pair, mentor_of):
    one = pair(ends_on=date(2022, 5, 31))
    client, path = mentor_of(one), f"{one.get_absolute_url()}meetings/plan/"
    page = client.get(path)
    body = form_of(page, day="13.04.2022", at="15:00", every="2", until="31.05.2022", minutes="45")

    answer = client.post(path, body)

    assert page.context["form"]["until"].value() == date(2022, 5, 31)
    assert answer.url == f"{one.get_absolute_url()}meetings/"
    assert list(Meeting.objects.values_list("day", flat=True)) == [
        date(2022, 4, 13),
        date(2022, 4, 27),
        date(2022, 5, 11),
        date(2022, 5, 25),
    ]


@pytest.mark.parametrize(
    "fields",
    [{"day": "05.04.2022"}, {"every": "1", "until": ""}, {"every": "1", "until": "07.04.2022"}, {"at": "25:00"}],
)
def test_what_is_not_planned(pair, mentor_of, fields):
    one = pair()
    client, path = mentor_of(one), f"{one.get_absolute_url()}meetings/plan/"

    answer = client.post(path, form_of(client.get(path), day="13.04.2022") | fields)

    assert answer.status_code == 422
    assert not Meeting.objects.exists()


@pytest.mark.parametrize("count", [5, 50])
def test_a_list_costs_the_same_for_many(pair, client_of, count):
    one, client = pair(3), client_of(Role.COORDINATOR)
    for number in range(count):
        MeetingFactory(pairing=one, day=DAY - timedelta(days=number), state="held" if number % 3 else "planned")
    client.get(f"{one.get_absolute_url()}meetings/")

    with CaptureQueriesContext(connection) as queries:
        page = client.get(f"{one.get_absolute_url()}meetings/")

    assert len(page.context["page_obj"]) == min(count, 30)
    assert len(queries) == LIST_QUERIES


LIST_QUERIES = 9


def test_a_closing_meeting_leads_to_the_questionnaires_and_to_the_end(pair, mentor_of, client_of, programme):
    one = pair()
    page = MeetingFactory(pairing=one, kind="closing", results="Зачёт сдан").get_absolute_url()
    before = client_of(Role.COORDINATOR).get(page).context["closing"]
    survey = SurveyVersionFactory(survey__school=programme.school, survey__purpose="satisfaction")
    campaign = CampaignFactory(programme=programme, survey_version=survey)

    after = client_of(Role.COORDINATOR).get(page).context["closing"]
    mentor = mentor_of(one).get(page).context["closing"]

    assert (before["campaigns"], after["campaigns"], after["may_end"]) == ([], [campaign], True)
    assert (mentor["may_send"], mentor["may_end"], mentor["campaigns"]) == (False, False, [])


def test_a_planning_meeting_says_how_far_the_plan_is(pair, client_of):
    one = pair()
    page = MeetingFactory(pairing=one, kind="planning").get_absolute_url()
    client = client_of(Role.COORDINATOR)
    plan = PlanFactory(pairing=one)

    before = client.get(page).context["plan"]
    type(plan).objects.update(state="agreed")

    assert (before, client.get(page).context["plan"]) == ("ещё не согласован", "согласован обеими сторонами")


@pytest.mark.parametrize(("at", "expected"), [("15:30", True), ("15:45", False), ("14:16", True), ("14:15", False)])
def test_two_meetings_of_the_mentor_at_once_are_told(pair, client_of, at, expected):
    one = pair()
    hour, minute = map(int, at.split(":"))
    row = MeetingFactory(pairing=one, state="planned", day=DAY, at=time(15), minutes=45)
    other = PairingFactory(programme=one.programme, mentor=one.mentor)
    MeetingFactory(pairing=other, state="planned", day=DAY, at=time(hour, minute), minutes=None)

    notes = client_of().get(row.get_absolute_url()).context["notes"]

    assert ("У наставника в это время другая встреча." in notes) is expected


def test_what_somebody_else_has_recorded_meanwhile_is_not_recorded_twice(pair, mentor_of, client_of):
    one = pair()
    row = MeetingFactory(pairing=one, state="planned", day=DAY)
    mentor, coordinator, path = mentor_of(one), client_of(), f"{one.get_absolute_url()}meetings/new/"
    body = form_of(mentor.get(path), minutes="45", done="Решали задачи")
    coordinator.post(path, form_of(coordinator.get(path), minutes="30"))

    answer = mentor.post(path, body)

    assert answer.status_code == 422
    assert "Решали задачи" in answer.content.decode()
    assert Meeting.objects.values_list("minutes", flat=True).get() == 30
    assert mentor.get(f"{path}?meeting={row.public_id}").url == row.get_absolute_url()


def test_a_mentee_of_a_group_does_not_see_what_the_others_said(pair, mentee_of, mentor_of):
    one = pair(2)
    row = MeetingFactory(pairing=one)
    Presence.objects.filter(mentee=one.mentees.order_by("pk").last()).update(confirmed=False, comment="Меня не было")
    pages = (row.get_absolute_url(), f"{one.get_absolute_url()}meetings/")

    by_mentee, by_mentor = (
        [client.get(path).content.decode() for path in pages] for client in (mentee_of(one), mentor_of(one))
    )

    assert "Меня не было" in by_mentor[0]
    assert "Меня не было" not in by_mentee[0]
    words = "наставляемый не подтвердил встречу"
    assert (words in by_mentor[1], words in by_mentee[1]) == (True, False)


def test_every_link_of_a_mentee_opens(pair, mentee_of):
    one = pair()
    row = MeetingFactory(pairing=one, state="planned", day=date(2022, 4, 20))
    client = mentee_of(one)

    for path in (row.get_absolute_url(), f"{one.get_absolute_url()}meetings/"):
        page = client.get(path).content.decode()
        links = set(re.findall(r'href="(/(?:pairs|meetings|plans)/[^"#]*)"', page))
        assert links
        assert {link: client.get(link).status_code for link in links if client.get(link).status_code != 200} == {}


@pytest.mark.parametrize("count", [2, 20])
def test_the_page_of_recording_costs_the_same_for_large_groups_and_long_histories(pair, mentor_of, count):
    one = pair(count)
    for number in range(count):
        MeetingFactory(pairing=one, day=DAY - timedelta(days=number + 1))
    client, path = mentor_of(one), f"{one.get_absolute_url()}meetings/new/"
    client.get(path)

    with CaptureQueriesContext(connection) as queries:
        client.get(path)

    assert len(queries) == RECORD_QUERIES


RECORD_QUERIES = 17


def test_what_was_recorded_by_mistake_is_taken_back_by_one_button(pair, mentor_of):
    one = pair()
    client, path = mentor_of(one), f"{one.get_absolute_url()}meetings/new/"
    body = form_of(client.get(path), minutes="45")

    page = client.post(path, body, follow=True)
    [message] = page.context["messages"]
    client.post(message.extra_tags.removeprefix("undo:"))

    assert message.extra_tags.startswith("undo:/meetings/")
    assert not Meeting.objects.living().exists()


def test_a_mentee_who_was_there_is_asked_on_the_page_of_the_meeting(pair, mentee_of, mentor_of):
    one = pair()
    row = MeetingFactory(pairing=one)
    page, client = row.get_absolute_url(), mentee_of(one)

    before = client.get(page)
    asked = client.get(re.search(r'href="(/pairs/mine/m[^"]+)"', before.content.decode())[1])
    Presence.objects.update(was_there=False)

    assert before.context["own_word"].meeting == row
    assert asked.status_code == 200
    assert client.get(page).context["own_word"] is None
    assert mentor_of(one).get(page).context["own_word"] is None


def test_a_meeting_held_before_its_day_is_recorded_in_its_row(pair, mentor_of):
    one = pair()
    row = MeetingFactory(pairing=one, state="planned", day=DAY + timedelta(days=2), minutes=None)
    client, path = mentor_of(one), f"{one.get_absolute_url()}meetings/new/"

    offered = client.get(path).context["ahead"]
    asked = f"{path}?meeting={row.public_id}"
    client.post(asked, form_of(client.get(asked), minutes="30"))

    assert offered == row
    assert Meeting.objects.values_list("pk", "state", "day").get() == (row.pk, "held", DAY)
