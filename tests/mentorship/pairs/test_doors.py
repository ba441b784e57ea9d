"""The mentee's own page by link and code, calls for help: who sees what, and who never does."""

import logging
from datetime import date, timedelta

import pytest
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from mentorship.common.logs import HideSecrets
from mentorship.notifications.models import Notification
from mentorship.notifications.services.mornings import mornings_of
from mentorship.notifications.sources import lines_of
from mentorship.pairs import doors
from mentorship.pairs.help_notices import HelpNotices
from mentorship.pairs.models import HelpCall, MenteeDoor, PairFile, Pairing, PairingEvent, Presence, Pulse, Substitution
from mentorship.pairs.services import calls
from mentorship.people.models import Person
from mentorship.programmes.models import AuditEvent, MembershipClass
from mentorship.programmes.roles import Role
from surveys import tokens
from surveys.models import WrongCode
from tests.factories import (
    InvitationFactory,
    MeetingFactory,
    MembershipFactory,
    PairingFactory,
    PlanFactory,
    SchoolClassFactory,
)
from tests.mentorship.matching.registers import ready_mentee, ready_mentor

DAY = date(2022, 4, 20)
SECRET = "Мне грустно, не говорите классной"


@pytest.fixture(autouse=True)
def today(on_day, school_scope):
    on_day(2022, 4, 20)
    cache.clear()


@pytest.fixture
def pair(programme):
    """A pair at work of people whose consents hold."""

    def make(**fields):
        return PairingFactory(
            programme=programme, mentor=ready_mentor(programme), mentees=[ready_mentee(programme)], **fields
        )

    return make


def door_to(pair):
    mentee = pair.mentees.get()
    return doors.with_doors([mentee])[mentee.pk]


def address(pair, tail=""):
    return f"/m/{doors.token_of(door_to(pair))}/{tail}"


def test_a_code_in_any_spelling_leads_to_the_page_and_a_wrong_one_is_counted(pair):
    row, client = pair(), Client()
    code = doors.code_of(door_to(row))

    right = client.post("/m/", {"code": f" {code[:4].lower()}-{code[4:]} "})
    wrong = client.post("/m/", {"code": "АААААААА"})

    assert right.url == address(row)
    assert wrong.status_code == 422
    assert WrongCode.objects.count() == 1
    assert client.get(right.url).status_code == 200
    assert not client.cookies


def test_slips_of_both_kinds_open_from_either_field(pair):
    row, ticket = pair(), InvitationFactory()

    assert Client().post("/f/", {"code": doors.code_of(door_to(row))}).url == address(row)
    assert Client().post("/m/", {"code": tokens.slip_code(ticket)}).url == f"/f/{tokens.link_token(ticket)}/"
    assert not WrongCode.objects.exists()


def test_too_many_wrong_codes_are_not_looked_at(pair, monkeypatch):
    monkeypatch.setattr("surveys.guessing.MOST", 2)
    code, client = doors.code_of(door_to(pair())), Client()
    for _number in range(2):
        client.post("/m/", {"code": "АААААААА"})

    assert client.post("/m/", {"code": code}).status_code == 429


def test_the_database_keeps_neither_link_nor_code(pair):
    door = door_to(pair())
    kept = " ".join(str(value) for value in MenteeDoor.objects.values_list().get())

    assert doors.token_of(door) not in kept
    assert doors.code_of(door) not in kept


def test_the_page_shows_the_own_pair_and_nobody_elses(pair):
    row, other = pair(), pair()
    MeetingFactory(pairing=row, day=date(2022, 4, 13), agreed="Решить десять задач")
    MeetingFactory(pairing=row, day=date(2022, 4, 27), state="planned", place="Кабинет 12")
    MeetingFactory(pairing=other, day=date(2022, 4, 13), agreed="Чужое")

    page = Client().get(address(row)).content.decode()

    assert "Решить десять задач" in page
    assert "Кабинет 12" in page
    assert "Чужое" not in page
    assert str(other.mentor.person) not in page
    assert row.mentees.get().person.surname not in page
    assert str(row.mentor.person.phone or "—no phone—") not in page


def test_pages_of_the_street_are_never_kept_nor_found(pair):
    answer = Client().get(address(pair()))

    assert answer["Cache-Control"] == "no-store"
    assert "noindex" in answer["X-Robots-Tag"]
    assert answer["Referrer-Policy"] == "no-referrer"


def test_the_mentee_confirms_answers_and_wants_to_go_on(pair):
    row = pair()
    trial = MeetingFactory(pairing=row, day=date(2022, 4, 13), kind="trial")
    client, path = Client(), address(row, f"meetings/{trial.public_id}/")
    prefix = trial.public_id.hex[:8]

    assert client.post(path, {}).status_code == 422
    half = client.post(path, {f"{prefix}-useful": "5"})
    assert half.status_code == 422
    body = {f"{prefix}-{name}": value for name, value in (("was_so", "yes"), ("useful", "4"), ("comfort", "2"))}
    done = client.post(path, body | {f"{prefix}-verdict": "change"})

    assert done.url == address(row) + "?said=meeting"
    place = Presence.objects.get()
    assert (place.confirmed, place.way, place.verdict) == (True, "code", "change")
    pulse = Pulse.objects.get()
    assert (pulse.useful, pulse.comfort, pulse.mentee) == (4, 2, row.mentees.get())


def test_a_meeting_of_others_and_one_where_the_mentee_was_not_are_not_there(pair):
    row, other = pair(), pair()
    theirs = MeetingFactory(pairing=other, day=date(2022, 4, 13))
    missed = MeetingFactory(pairing=row, day=date(2022, 4, 13))
    Presence.objects.filter(meeting=missed).update(was_there=False)

    for meeting in (theirs, missed):
        assert Client().get(address(row, f"meetings/{meeting.public_id}/")).status_code == 404


def test_the_plan_is_read_and_agreed_to_and_anothers_is_not_there(pair):
    row, other = pair(), pair()
    mine, theirs = (PlanFactory(pairing=one, items=[{"task": "Своё задание"}]) for one in (row, other))
    client = Client()

    assert "Своё задание" in client.get(address(row, f"plans/{mine.public_id}/")).content.decode()
    client.post(address(row, f"plans/{mine.public_id}/"))
    mine.refresh_from_db()

    assert mine.agreed_by_mentee_on == DAY
    assert client.get(address(row, f"plans/{theirs.public_id}/")).status_code == 404


@pytest.mark.parametrize(
    "change",
    [
        lambda pair: Pairing.objects.filter(pk=pair.pk).update(state="finished", ended_on=DAY, ending="fulfilled"),
        lambda pair: pair.places.update(left_on=DAY),
        lambda pair: pair.mentees.get().person.consents.update(withdrawn_on=DAY),
        lambda pair: pair.mentees.update(deleted_at="2022-04-20T00:00Z"),
        lambda pair: doors.close(pair.mentees.get(), now="2022-04-20T00:00Z"),
    ],
    ids=["ended", "left", "withdrawn", "deleted", "closed"],
)
def test_the_door_shuts(pair, change):
    row = pair()
    path = address(row)
    assert Client().get(path).status_code == 200

    change(row)

    assert Client().get(path).status_code == 410


def test_a_new_code_makes_the_old_slip_worthless(pair, client_of):
    row = pair()
    old, code = address(row), doors.code_of(door_to(row))

    client_of().post(f"/pairs/codes/{row.mentees.get().public_id}/renew/")

    assert Client().get(old).status_code == 404
    assert Client().post("/m/", {"code": code}).status_code == 422
    assert Client().get(address(row)).status_code == 200


@pytest.mark.parametrize("token", ["x", "а" * 300, "%00", "../pairs"])
def test_nonsense_is_answered_kindly(token):
    assert Client().get(f"/m/{token}/").status_code == 404


def test_a_form_of_another_site_is_not_taken(pair):
    path = address(pair(), "help/")

    assert Client().post(path, {}, headers={"sec-fetch-site": "cross-site"}).status_code == 403
    assert not HelpCall.objects.exists()


def call(pair, client=None):
    client = client or Client()
    key = client.get(address(pair, "help/")).context["form"]["key"].value()
    for _press in range(2):
        client.post(address(pair, "help/"), {"key": str(key), "text": SECRET})
    return HelpCall.objects.get()


def test_a_call_reaches_coordinator_and_psychologist_once_without_a_name(pair, member):
    readers = {member(role).user_id for role in (Role.COORDINATOR, Role.PSYCHOLOGIST)}
    for role in (Role.DIRECTOR, Role.DEPUTY, Role.CLASS_TEACHER, Role.MENTOR):
        member(role)
    row = pair()

    made = call(row)

    told = Notification.objects.filter(kind="help_call")
    assert {one.recipient_id for one in told} == readers
    assert {one.object_id for one in told} == {made.pk}
    assert made.text == SECRET


@pytest.mark.parametrize("role", Role)
def test_only_two_roles_ever_read_a_call(role, pair, client_of):
    row, client = pair(), client_of(role)
    made = call(row)
    readers = {Role.COORDINATOR, Role.PSYCHOLOGIST}

    for path in ("/help-calls/", made.get_absolute_url()):
        assert (client.get(path).status_code == 200) == (role in readers)
    if role in readers:
        assert SECRET in client.get(made.get_absolute_url()).content.decode()


def test_nothing_of_a_call_is_in_the_log_the_history_or_on_the_card(pair, client_of):
    row = pair()
    made, client = call(row), client_of(Role.PSYCHOLOGIST)
    client.post(f"{made.get_absolute_url()}take/")
    version = HelpCall.objects.get().version
    client.post(made.get_absolute_url(), {"version": version, "outcome": "Поговорили"})

    events = AuditEvent.objects.filter(action__startswith="help_call")
    assert [one.action for one in events.order_by("pk")] == ["help_call.taken", "help_call.closed"]
    assert {one.object_name for one in events} == {"—"}
    assert not PairingEvent.objects.exists()
    for reader in (Role.DIRECTOR, Role.DEPUTY, Role.COORDINATOR):
        page = client_of(reader).get(row.get_absolute_url()).content.decode()
        assert "грустно" not in page
        assert "Поговорили" not in page
    assert HelpCall.objects.get().state == "closed"


def test_two_who_take_a_call_up_at_once(pair, client_of):
    made = call(pair())
    first, second = client_of(Role.PSYCHOLOGIST), client_of(Role.COORDINATOR)

    first.post(f"{made.get_absolute_url()}take/")
    answer = second.post(f"{made.get_absolute_url()}take/", follow=True)

    assert HelpCall.objects.get().taken_by == first.membership.user
    assert str(first.membership.user) in answer.content.decode()


def test_a_call_is_closed_only_with_what_was_done(pair, client_of):
    made, client = call(pair()), client_of()

    assert client.post(made.get_absolute_url(), {"version": made.version, "outcome": ""}).status_code == 422
    client.post(made.get_absolute_url(), {"version": made.version, "outcome": "Поговорили"})

    closed = HelpCall.objects.get()
    assert (closed.state, closed.taken_by) == ("closed", client.membership.user)


@pytest.mark.parametrize("role", Role)
def test_who_prints_codes(role, pair, client_of):
    pair()
    prints = {Role.COORDINATOR, Role.DEPUTY, Role.CLASS_TEACHER}

    assert (client_of(role).get("/pairs/codes/").status_code == 200) == (role in prints)


def test_a_class_teacher_prints_the_own_class_only(pair, client_of, member, school):
    mine, other = pair(), pair()
    own_class = SchoolClassFactory(school=school)
    teacher = member(Role.CLASS_TEACHER)
    MembershipClass.objects.create(school=school, membership=teacher, school_class=own_class)
    person = mine.mentees.get().person
    person.school_class = own_class
    person.save()
    client = client_of(teacher)

    assert [one.pk for one in client.get("/pairs/codes/").context["page_obj"]] == [mine.mentees.get().pk]
    assert client.post(f"/pairs/codes/{other.mentees.get().public_id}/renew/").status_code == 404
    pdf = client.post("/pairs/codes/codes.pdf")
    assert pdf["Content-Type"] == "application/pdf"
    assert MenteeDoor.objects.get().mentee == mine.mentees.get()


# whoever has a slip that is not the own one


def test_what_was_said_before_is_not_read_by_whoever_has_the_slip(pair):
    row = pair()
    trial = MeetingFactory(pairing=row, day=date(2022, 4, 13), kind="trial")
    Presence.objects.update(confirmed=False, comment="Его не было", verdict="change", way="code")
    Pulse.objects.create(school=row.school, meeting=trial, mentee=row.mentees.get(), useful=1, comfort=1)
    call(row)

    pages = [
        Client().get(address(row, tail)).content.decode() for tail in ("", f"meetings/{trial.public_id}/", "help/")
    ]

    for page in pages:
        assert "Его не было" not in page
        assert " checked" not in page
        assert "грустно" not in page


def test_the_first_page_names_nobody(pair):
    row = pair()
    client = Client()
    code = doors.code_of(door_to(row))

    for answer in (client.get("/m/"), client.get(f"/m/?code={code}"), client.get("/m/nothing/")):
        page = answer.content.decode()
        assert row.school.short_name not in page
        assert row.mentor.person.surname not in page
        assert row.mentees.get().person.surname not in page


def test_a_mentor_who_works_in_the_school_does_not_hold_the_slip_of_the_own_mentee(pair, member, client_of):
    row, other = pair(), pair()
    deputy = member(Role.DEPUTY)
    Person.objects.filter(pk=row.mentor.person_id).update(user=deputy.user)
    client, mentee = client_of(deputy), row.mentees.get()

    assert [one.pk for one in client.get("/pairs/codes/").context["page_obj"]] == [other.mentees.get().pk]
    assert client.post("/pairs/codes/codes.pdf", {"mentee": mentee.public_id}).status_code == 404
    assert client.post(f"/pairs/codes/{mentee.public_id}/renew/").status_code == 404


def test_a_reader_who_is_the_mentor_learns_nothing_of_the_call(pair, member, client_of):
    row = pair()
    both, psychologist = member(Role.COORDINATOR), member(Role.PSYCHOLOGIST)
    Person.objects.filter(pk=row.mentor.person_id).update(user=both.user)

    made = call(row)

    assert {one.recipient_id for one in Notification.objects.filter(kind="help_call")} == {psychologist.user_id}
    assert client_of(both).get(made.get_absolute_url()).status_code == 404
    assert not client_of(both).get("/help-calls/").context["page_obj"].object_list
    assert client_of(psychologist).get(made.get_absolute_url()).status_code == 200


def test_a_call_that_nobody_else_would_read_is_not_lost(pair, member, client_of):
    row, only = pair(), member(Role.COORDINATOR)
    Person.objects.filter(pk=row.mentor.person_id).update(user=only.user)

    made = call(row)

    assert {one.recipient_id for one in Notification.objects.filter(kind="help_call")} == {only.user_id}
    assert client_of(only).get(made.get_absolute_url()).status_code == 200


def test_the_substitute_does_not_read_the_call_either(pair, member, client_of):
    row = pair()
    both, _other = member(Role.PSYCHOLOGIST), member(Role.COORDINATOR)
    mentor = ready_mentor(row.programme)
    Person.objects.filter(pk=mentor.person_id).update(user=both.user)
    Substitution.objects.create(school=row.school, pairing=row, mentor=mentor, starts_on=DAY, ends_on=DAY)

    assert client_of(both).get(call(row).get_absolute_url()).status_code == 404


def test_the_words_of_a_call_are_sealed(pair):
    call(pair())

    with connection.cursor() as cursor:
        cursor.execute("SELECT text FROM pairs_helpcall")
        assert "грустно" not in cursor.fetchone()[0]


def test_the_log_of_the_server_keeps_no_address_of_the_page(pair):
    line = logging.LogRecord("x", logging.WARNING, "", 0, "Not Found: %s", (address(pair(), "help/"),), None)

    HideSecrets().filter(line)

    assert line.getMessage() == "Not Found: /m/…"


def test_letters_of_a_call_name_nobody(pair, member):
    member(Role.COORDINATOR)
    row = pair()
    call(row)

    told = list(Notification.objects.filter(kind="help_call"))
    text = " ".join(f"{line.title} {line.note} {line.url}" for line in lines_of(told, row.school, DAY).values())

    assert text
    assert row.mentees.get().person.surname not in text
    assert row.mentor.person.surname not in text
    assert "грустно" not in text


# calls in the hands of their readers


def test_a_call_that_nobody_takes_up_is_told_again_every_morning(pair, member, other_school):
    coordinator = member(Role.COORDINATOR)
    MembershipFactory(school=other_school, role=Role.COORDINATOR)
    made = call(pair())
    school, source = made.school, HelpNotices()

    def told(day):
        morning = school.start_of(day) + timedelta(hours=8)
        return [(one.recipient_id, one.due_on) for one in source.due(mornings_of([school], morning))]

    assert told(DAY) == []
    tomorrow = DAY + timedelta(days=1)
    assert told(tomorrow) == [(coordinator.user_id, tomorrow)]
    calls.take(call=made, by=coordinator.user)
    assert told(tomorrow) == []


def test_materials_are_read_behind_the_code_and_documents_are_not(pair, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    row, other = pair(), pair()

    def brought(pairing, kind):
        one = PairFile(school=row.school, pairing=pairing, kind=kind, title=f"{kind}-{pairing.pk}", file_name="a.pdf")
        one.content_type = "application/pdf"
        one.file.save("a.pdf", ContentFile(b"%PDF-1.4"), save=True)
        return one

    mine, paper, theirs = brought(row, "material"), brought(row, "consent"), brought(other, "material")
    page = Client().get(address(row)).content.decode()

    assert f"/files/{mine.public_id}/" in page
    assert paper.title not in page
    answer = Client().get(address(row, f"files/{mine.public_id}/"))
    assert b"".join(answer.streaming_content) == b"%PDF-1.4"
    for one in (paper, theirs):
        assert Client().get(address(row, f"files/{one.public_id}/")).status_code == 404


def test_who_stands_in_is_named(pair):
    row = pair()
    mentor = ready_mentor(row.programme)
    Substitution.objects.create(school=row.school, pairing=row, mentor=mentor, starts_on=DAY, ends_on=DAY)

    assert mentor.person.surname in Client().get(address(row)).content.decode()


def test_a_call_that_was_closed_by_mistake_is_opened_again(pair, client_of):
    made, client = call(pair()), client_of()
    client.post(made.get_absolute_url(), {"version": made.version, "outcome": "Поговорили"})

    client.post(f"{made.get_absolute_url()}reopen/")

    again = HelpCall.objects.get()
    assert (again.state, again.outcome, again.closed_at) == ("taken", "Поговорили", None)


def test_two_who_close_a_call_at_once_lose_no_words(pair, client_of):
    made = call(pair())
    first, second = client_of(Role.PSYCHOLOGIST), client_of(Role.COORDINATOR)
    second.post(f"{made.get_absolute_url()}take/")

    late = first.post(made.get_absolute_url(), {"version": made.version, "outcome": "Нашла ребёнка"})

    assert late.status_code == 409
    assert "Нашла ребёнка" in late.content.decode()


@pytest.mark.parametrize("path", ["/help-calls/?state=all", "/pairs/codes/"])
def test_lists_cost_the_same_for_many(path, pair, client_of):
    client = client_of()
    costs = []
    for count in (5, 45):
        for _number in range(count):
            row = pair()
            HelpCall.objects.create(school=row.school, mentee=row.mentees.get(), pairing=row, text="Тайна")
        client.get(path)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(path).status_code == 200
        costs.append(len(queries))

    assert costs[0] == costs[1]


def test_the_page_of_a_mentee_costs_little(pair):
    row = pair()
    for day in range(1, 15):
        MeetingFactory(pairing=row, day=date(2022, 4, day))
    path = address(row)

    with CaptureQueriesContext(connection) as queries:
        Client().get(path)

    assert len(queries) <= 15
