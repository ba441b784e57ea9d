"""The care queue: who stands in it and in which order, whose turn it is, who comes in, closed notes, mentors found."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from mentorship.notifications.models import Notification
from mentorship.notifications.services.scanning import scan
from mentorship.notifications.sources import lines_of
from mentorship.pairs.care import Turn, queue
from mentorship.pairs.models import CareCall, CareCase, CareDecision, CareNote, CareStep, PairingMentee
from mentorship.pairs.services import care
from mentorship.pairs.tasks import look_for_mentors, sweep_care_notes
from mentorship.programmes.models import AuditEvent, MentoringForm, School
from mentorship.programmes.roles import Role
from tests.factories import MenteeFactory, PairingFactory, PersonFactory, ProgrammeFactory
from tests.factories import SchoolClassFactory as ClassFactory
from tests.mentorship.matching.registers import ready_mentee, ready_mentor

DAY = date(2022, 3, 14)
LATER = date(2022, 3, 28)
SEE = {Role.DIRECTOR, Role.COORDINATOR, Role.PSYCHOLOGIST}
SECRET = "Мама просила не говорить классу"


@pytest.fixture(autouse=True)
def today(on_day, school_scope):
    on_day(2022, 3, 14)


@pytest.fixture
def alone(programme):
    def make(**fields):
        return MenteeFactory(programme=programme, **{"entered_on": date(2022, 2, 1)} | fields)

    return make


@pytest.fixture
def decided(alone, member):
    def make(decision=CareDecision.SEARCH, returns_on=LATER, day=DAY, **fields):
        mentee = fields.pop("mentee", None) or alone(**fields)
        case = care.case_of(mentee)
        care.decide(
            mentee=mentee,
            version=case.version if case else 1,
            decision=decision,
            returns_on=returns_on,
            comment="",
            by=member().user,
            day=day,
        )
        return mentee

    return make


def listed(client, query=""):
    return [one.pk for one in client.get(f"/support/{query}").context["page_obj"]]


def url_of(mentee):
    return f"/support/{mentee.public_id}/"


def body_of(mentee, **fields):
    case = care.case_of(mentee)
    first = {"decision": "search", "returns_on": "28.03.2022", "comment": "", "version": case.version if case else 1}
    return first | fields


def test_everybody_without_a_pair_stands_in_the_queue_and_nobody_else(programme, alone):
    waits = alone()
    paired = alone()
    PairingFactory(programme=programme, mentees=[paired])
    lost = alone()
    PairingFactory(programme=programme, mentees=[lost], state="finished", ended_on=DAY, ending="mentor")
    alone(left_on=DAY)
    alone(is_completed=True)
    alone(person=PersonFactory(school=programme.school, has_left=True))

    assert set(queue(programme, DAY)) == {waits, lost}


def test_who_has_left_a_group_waits_since_that_day(programme, alone):
    left, stays = alone(), alone()
    group = PairingFactory(programme=programme, mentees=[left, stays])
    PairingMentee.objects.filter(pairing=group, mentee=left).update(left_on=date(2022, 3, 10))

    (row,) = queue(programme, DAY)

    assert (row, row.since) == (left, date(2022, 3, 10))


def test_the_order_is_found_back_undecided_decided_put_off(programme, alone, decided):
    put_off = decided(CareDecision.POSTPONED)
    searched = decided(CareDecision.SEARCH)
    undecided = alone()
    back = decided(CareDecision.GROUP, returns_on=date(2022, 3, 13), day=date(2022, 3, 1))
    found = alone()
    CareCall.objects.create(
        school=programme.school, mentee=found, mentor=ready_mentor(programme), found_on=DAY, points=8200
    )

    rows = list(queue(programme, DAY))

    assert rows == [found, back, undecided, searched, put_off]
    assert [one.turn for one in rows] == [*["coordinator"] * 4, Turn.LATER]


def test_support_is_the_psychologists_turn_and_a_mentor_who_appears_makes_it_the_coordinators(programme, decided):
    mentee = decided(CareDecision.SUPPORT)

    assert queue(programme, DAY).get().turn == Turn.PSYCHOLOGIST
    CareCall.objects.create(school=programme.school, mentee=mentee, mentor=ready_mentor(programme), found_on=DAY)
    assert queue(programme, DAY).get().turn == Turn.COORDINATOR


def test_a_call_of_a_mentor_who_is_full_by_now_calls_nobody(programme, alone):
    mentee, mentor = alone(), ready_mentor(programme, capacity=1)
    CareCall.objects.create(school=programme.school, mentee=mentee, mentor=mentor, found_on=DAY)
    PairingFactory(programme=programme, mentor=mentor, mentees=[alone()])

    assert queue(programme, DAY).get(pk=mentee.pk).has_call is False


def test_who_loses_a_mentor_after_a_decision_begins_anew(programme, decided):
    mentee = decided(CareDecision.POSTPONED, day=date(2022, 3, 1))
    PairingFactory(programme=programme, mentees=[mentee], state="finished", ended_on=DAY, ending="mentor")

    row = queue(programme, DAY).get()

    assert (row.decision, row.returns_on, row.turn) == ("", None, Turn.COORDINATOR)


@pytest.mark.parametrize("role", Role)
def test_who_comes_in(role, client_of, alone):
    client, mentee = client_of(role), alone()

    answers = {client.get(path).status_code for path in ("/support/", url_of(mentee))}

    assert answers == ({200} if role in SEE else {403})


@pytest.mark.parametrize("role", Role)
def test_who_decides_and_who_keeps_notes(role, client_of, alone):
    client, mentee = client_of(role), alone()

    client.post(url_of(mentee), body_of(mentee))
    client.post(f"{url_of(mentee)}notes/", {"day": "14.03.2022", "text": SECRET})

    assert CareCase.objects.exists() == (role in (Role.COORDINATOR, Role.PSYCHOLOGIST))
    assert CareNote.objects.exists() == (role == Role.PSYCHOLOGIST)


def test_a_mentee_of_another_school_is_not_there(client_of, other_school):
    stranger = MenteeFactory(programme=ProgrammeFactory(school=other_school))

    assert client_of(Role.PSYCHOLOGIST).get(url_of(stranger)).status_code == 404


def test_a_decision_stands_with_its_day_in_history_and_log_and_can_be_taken_back(client_of, alone):
    client, mentee = client_of(), alone()
    client.post(url_of(mentee), body_of(mentee, decision="group", comment="К Ивановой"))

    client.post(url_of(mentee), body_of(mentee, decision="support", returns_on="14.04.2022"))
    case = CareCase.objects.get()
    assert (case.decision, case.returns_on, case.decided_by) == ("support", date(2022, 4, 14), client.membership.user)
    assert [one.decision for one in CareStep.objects.all()] == ["support", "group"]
    assert AuditEvent.objects.filter(action="care.decided").count() == 2

    client.post(f"{url_of(mentee)}undo/{CareStep.objects.first().pk}/")
    case.refresh_from_db()
    assert (case.decision, case.returns_on, case.comment) == ("group", LATER, "К Ивановой")
    client.post(f"{url_of(mentee)}undo/{CareStep.objects.get().pk}/")
    case.refresh_from_db()
    assert (case.decision, case.returns_on) == ("", None)


def test_an_older_decision_is_not_taken_back(client_of, alone):
    client, mentee = client_of(), alone()
    client.post(url_of(mentee), body_of(mentee))
    first = CareStep.objects.get()
    client.post(url_of(mentee), body_of(mentee, decision="group"))

    client.post(f"{url_of(mentee)}undo/{first.pk}/")

    assert CareCase.objects.get().decision == "group"


@pytest.mark.parametrize("day", ["14.03.2022", "", "вчера"])
def test_a_decision_needs_a_day_to_come_and_keeps_what_was_typed(client_of, alone, day):
    client, mentee = client_of(), alone()

    response = client.post(url_of(mentee), body_of(mentee, returns_on=day, comment="Позвонить маме"))

    assert response.status_code == 422
    assert "Позвонить маме" in response.content.decode()
    assert not CareCase.objects.exists()


def test_of_two_who_decide_at_once_the_second_one_sees_both(client_of, alone):
    one, other, mentee = client_of(), client_of(Role.PSYCHOLOGIST), alone()
    body = body_of(mentee)
    one.post(url_of(mentee), body)

    response = other.post(url_of(mentee), body | {"decision": "support"})

    assert response.status_code == 409
    assert CareCase.objects.get().decision == "search"


def test_a_button_pressed_twice_decides_once(client_of, alone):
    client, mentee = client_of(), alone()
    body = body_of(mentee)

    answers = [client.post(url_of(mentee), body).status_code for _n in range(2)]

    assert answers == [302, 302]
    assert CareStep.objects.count() == 1


def test_the_same_decision_may_be_made_again_when_its_day_has_come(client_of, decided):
    mentee = decided(returns_on=date(2022, 3, 14), day=date(2022, 3, 1))

    client_of().post(url_of(mentee), body_of(mentee))

    assert CareCase.objects.get().returns_on == LATER


def test_notes_are_read_by_psychologists_only_and_thrown_away_by_their_author(client_of, alone):
    mine, colleague, mentee = client_of(Role.PSYCHOLOGIST), client_of(Role.PSYCHOLOGIST), alone()
    for _n in range(2):
        mine.post(f"{url_of(mentee)}notes/", {"day": "14.03.2022", "text": SECRET})
    note = CareNote.objects.get()

    pages = {client: client.get(url_of(mentee)).content.decode() for client in (mine, colleague, client_of())}
    assert [SECRET in page for page in pages.values()] == [True, True, False]
    assert colleague.post(f"/support/notes/{note.public_id}/delete/").status_code == 404
    mine.post(f"/support/notes/{note.public_id}/delete/")
    assert SECRET not in mine.get(url_of(mentee)).content.decode()
    mine.post(f"/support/notes/{note.public_id}/restore/")
    assert SECRET in mine.get(url_of(mentee)).content.decode()


def test_a_note_that_was_thrown_away_goes_for_good_after_a_month(client_of, alone, on_day):
    client, mentee = client_of(Role.PSYCHOLOGIST), alone()
    client.post(f"{url_of(mentee)}notes/", {"day": "14.03.2022", "text": SECRET})
    client.post(f"/support/notes/{CareNote.objects.get().public_id}/delete/")

    sweep_care_notes()
    assert CareNote.objects.count() == 1
    on_day(2022, 4, 14)
    sweep_care_notes()
    assert not CareNote.objects.exists()


def test_a_note_of_a_day_to_come_is_refused_with_its_text(client_of, alone):
    client, mentee = client_of(Role.PSYCHOLOGIST), alone()

    response = client.post(f"{url_of(mentee)}notes/", {"day": "15.03.2022", "text": SECRET})

    assert response.status_code == 422
    assert SECRET in response.content.decode()


def test_filters(client_of, alone, decided, school):
    own_class = ClassFactory(school=school)
    undecided = alone(person=PersonFactory(school=school, surname="Щукина", school_class=own_class))
    searched, put_off = decided(), decided(CareDecision.POSTPONED)
    client = client_of()

    assert listed(client, "?state=undecided") == [undecided.pk]
    assert listed(client, "?state=search") == [searched.pk]
    assert listed(client, "?turn=later") == [put_off.pk]
    assert listed(client, "?q=щук") == [undecided.pk]
    assert listed(client, f"?school_class={own_class.pk}") == [undecided.pk]
    assert len(listed(client, "?state=nonsense")) == 3


@pytest.mark.parametrize("count", [5, 50])
def test_the_queue_asks_as_many_questions_for_fifty_as_for_five(count, client_of, decided, programme):
    client = client_of()
    mentor = ready_mentor(programme, capacity=2)
    for number in range(count):
        mentee = decided(list(CareDecision)[number % 4])
        CareCall.objects.create(school=programme.school, mentee=mentee, mentor=mentor, found_on=DAY)
    client.get("/support/")

    with CaptureQueriesContext(connection) as asked:
        client.get("/support/")

    assert len(asked) == 15


def test_a_school_without_a_programme_has_an_empty_queue(client_of):
    assert listed(client_of()) == []


@pytest.fixture
def begun(programme):
    """The matching is over: somebody has a pair."""
    return PairingFactory(programme=programme, mentees=[MenteeFactory(programme=programme)])


def current(programme):
    School.objects.filter(pk=programme.school_id).update(current_programme=programme)


def test_a_mentor_who_becomes_free_calls_once_for_each_two(programme, begun, member):
    coordinator = member()
    current(programme)
    mentee, mentor = ready_mentee(programme), ready_mentor(programme)

    for _n in range(2):
        look_for_mentors()

    call = CareCall.objects.get()
    assert (call.mentee, call.mentor, call.found_on) == (mentee, mentor, DAY)
    told = Notification.objects.filter(kind="care_call", channel="bell")
    assert list(told.values_list("recipient", flat=True)) == [coordinator.user_id]


def test_nobody_is_called_before_the_first_pairs(programme):
    ready_mentee(programme), ready_mentor(programme)

    assert care.look_for_mentors(programme, DAY) == 0


def test_who_is_put_off_or_not_ready_is_not_called(programme, begun, decided, alone):
    decided(CareDecision.POSTPONED, mentee=ready_mentee(programme))
    alone()
    ready_mentor(programme)

    assert care.look_for_mentors(programme, DAY) == 0


def test_at_most_three_mentors_are_called_for_one_mentee(programme, begun):
    ready_mentee(programme)
    for _n in range(5):
        ready_mentor(programme)

    assert care.look_for_mentors(programme, DAY) == 3
    assert care.look_for_mentors(programme, DAY) == 0


def test_a_mentor_is_called_for_as_many_as_there_are_places_and_everybody_gets_one_first(programme, begun):
    for _n in range(3):
        ready_mentee(programme)
    ready_mentor(programme, capacity=2), ready_mentor(programme)

    assert care.look_for_mentors(programme, DAY) == 3
    assert CareCall.objects.values("mentee").distinct().count() == 3


def test_a_mentor_who_was_turned_down_is_not_called_again_and_another_one_is(programme, begun, client_of):
    mentee, _mentor = ready_mentee(programme), ready_mentor(programme)
    care.look_for_mentors(programme, DAY)
    call, client = CareCall.objects.get(), client_of()

    client.post(f"/support/calls/{call.pk}/dismiss/")
    other = ready_mentor(programme)
    care.look_for_mentors(programme, DAY)

    waiting = CareCall.objects.filter(answered_on=None)
    assert [(one.mentee, one.mentor) for one in waiting] == [(mentee, other)]
    client.post(f"/support/calls/{call.pk}/restore/")
    assert waiting.all().count() == 2


def test_a_call_is_answered_by_the_pair(programme, begun):
    mentee = ready_mentee(programme)
    mentor = ready_mentor(programme)
    care.look_for_mentors(programme, DAY)
    PairingFactory(programme=programme, mentor=mentor, mentees=[mentee])

    care.look_for_mentors(programme, DAY)

    assert CareCall.objects.get().answered_on == DAY


def test_the_page_of_a_mentee_leads_to_the_pair_with_a_mentor_who_suits(programme, client_of, alone):
    mentee, mentor = ready_mentee(programme), ready_mentor(programme)
    client = client_of()

    page = client.get(url_of(mentee)).content.decode()

    address = f"/pairs/new/?mentor={mentor.public_id}&amp;mentee={mentee.public_id}"
    assert address in page
    assert address not in client_of(Role.PSYCHOLOGIST).get(url_of(mentee)).content.decode()


@pytest.mark.parametrize("title", ["Учитель – ученик", "Ученик – ученик", "Студент – ученик"])
def test_who_is_not_ready_has_nobody_near_whatever_the_form(title, programme, client_of, alone, begun):
    form = MentoringForm.objects.create(school=programme.school, title=title)
    mentee, client = alone(form=form), client_of()
    without_mentors = client.get(url_of(ready_mentee(programme, form=form))).context["nearest"]
    ready_mentor(programme)

    assert client.get(url_of(mentee)).context["nearest"] is None
    assert without_mentors == []
    MenteeFactory(programme=programme, form=form)
    assert care.look_for_mentors(programme, DAY) == 1


def test_the_page_of_a_mentee_leads_into_a_group_with_a_free_place(programme, client_of):
    mentee = ready_mentee(programme)
    roomy, full = ready_mentor(programme, capacity=2), ready_mentor(programme, capacity=1)
    group, _full = [
        PairingFactory(programme=programme, mentor=one, mentees=[ready_mentee(programme)], is_group=True)
        for one in (roomy, full)
    ]
    client = client_of()

    page = client.get(url_of(mentee))

    assert list(page.context["groups"]) == [group]
    address = f"/pairs/{group.public_id}/mentees/new/?mentee={mentee.public_id}"
    assert f'<option value="{mentee.public_id}" selected' in client.get(address).content.decode()
    assert list(client_of(Role.PSYCHOLOGIST).get(url_of(mentee)).context["groups"]) == []


def test_a_day_that_comes_back_is_told_once_to_those_whose_turn_it_is(programme, decided, member, on_day):
    coordinator, psychologist = member(), member(Role.PSYCHOLOGIST)
    current(programme)
    decided(CareDecision.SEARCH, returns_on=date(2022, 3, 15))
    decided(CareDecision.SUPPORT, returns_on=date(2022, 3, 16))
    told = Notification.objects.filter(kind="care_returns", channel="bell").order_by("due_on", "recipient")
    told = told.filter(recipient__in=[coordinator.user, psychologist.user]).values_list("recipient", "due_on")

    for day in (14, 15, 15, 16, 17):
        on_day(2022, 3, day)
        scan()

    assert list(told) == [
        (coordinator.user_id, date(2022, 3, 15)),
        (psychologist.user_id, date(2022, 3, 16)),
    ]


def test_the_turn_that_passes_to_the_psychologist_is_told_to_her(client_of, member, alone):
    psychologist, mentee = member(Role.PSYCHOLOGIST), alone()

    client_of().post(url_of(mentee), body_of(mentee, decision="support"))

    told = Notification.objects.get(kind="care_turn", channel="bell")
    assert told.recipient == psychologist.user


def test_no_name_of_a_mentee_is_in_what_is_told(programme, decided, member, on_day, client_of, school):
    current(programme)
    member(Role.PSYCHOLOGIST)
    mentee = decided(CareDecision.SUPPORT, returns_on=date(2022, 3, 15))
    on_day(2022, 3, 15)
    scan()

    lines = lines_of(list(Notification.objects.filter(kind__startswith="care")), school, date(2022, 3, 15))

    said = " ".join(f"{one.title} {one.url} {one.note}" for one in lines.values())
    assert lines
    assert mentee.person.surname not in said
