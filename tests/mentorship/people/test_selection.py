"""Selection of mentors: criteria, the talk, decisions, who sees what."""

from datetime import date
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from docx import Document

from mentorship.people.models import Consent, Criterion, Decision, Interview, Mentor, PersonView
from mentorship.programmes.models import AuditEvent
from mentorship.programmes.roles import Role
from tests.factories import MentorFactory, PersonFactory

DAY = date(2022, 3, 14)
SECRET = "Волнуется, просит поддержки"


@pytest.fixture(autouse=True)
def today(on_day):
    on_day(2022, 3, 14)


@pytest.fixture
def criteria(school_scope):
    titles = ["Опыт работы", "Готовность уделять время", "Уважение коллег"]
    return [Criterion.objects.create(school=school_scope, title=one, position=n) for n, one in enumerate(titles, 1)]


@pytest.fixture
def candidate(school_scope, programme):
    """``candidate(consent=False, talk=False)`` is a mentor; by default with a consent and a talk."""

    def make(*, consent=True, talk=True, **fields):
        mentor = MentorFactory(programme=programme, **fields)
        if consent:
            Consent.objects.create(
                school=school_scope, person=mentor.person, kind="processing", signer="self", signed_on=date(2022, 3, 1)
            )
        if talk:
            Interview.objects.create(school=school_scope, mentor=mentor, held_on=date(2022, 3, 2))
        return mentor

    return make


def page(mentor, tail=""):
    return f"/people/selection/{mentor.public_id}/{tail}"


def decide(client, mentor, decision="selected", on="14.03.2022", reason="", version=None):
    version = version or Mentor.objects.get(pk=mentor.pk).version
    body = {"decision": decision, "decided_on": on, "decision_reason": reason, "version": version}
    return client.post(page(mentor, "decide/"), body)


def tick(*mentors):
    return {"mentor": [f"{one.public_id}.{one.version}" for one in mentors]}


def test_criteria_are_added_renamed_ordered_and_removed(school_scope, criteria, client_of):
    client, url = client_of(), "/people/selection/criteria/"

    client.post(url, {"title": "  Навык   общения "})
    client.post(f"{url}{criteria[0].pk}/", {"title": "Стаж", "seen": "Опыт работы"})
    client.post(f"{url}{criteria[2].pk}/move/", {"direction": "up"})
    client.post(f"{url}{criteria[0].pk}/move/", {"direction": "up"})
    client.post(f"{url}{criteria[1].pk}/delete/")

    assert [one.title for one in Criterion.objects.all()] == ["Стаж", "Уважение коллег", "Навык общения"]


def test_a_removed_criterion_comes_back_with_its_number(criteria, client_of):
    client = client_of()

    client.post(f"/people/selection/criteria/{criteria[1].pk}/delete/")
    client.post("/people/selection/criteria/restore/")

    assert [one.pk for one in Criterion.objects.all()] == [one.pk for one in criteria]


def test_a_criterion_is_not_named_twice_nor_over_another_hand(criteria, client_of):
    client, url = client_of(), f"/people/selection/criteria/{criteria[0].pk}/"

    assert client.post("/people/selection/criteria/", {"title": "Опыт работы"}).status_code == 422
    assert client.post(url, {"title": "Моё", "seen": "Что-то прежнее"}).status_code == 409
    assert Criterion.objects.get(pk=criteria[0].pk).title == "Опыт работы"


def test_the_coordinator_writes_the_talk_down(criteria, candidate, client_of):
    mentor, client = candidate(talk=False), client_of()
    body = {"held_on": "10.03.2022", "met": [criteria[0].pk, criteria[2].pk], "notes": SECRET, "version": 0}

    response = client.post(page(mentor), body)

    talk = Interview.objects.get(mentor=mentor)
    assert response.status_code == 302
    assert (talk.held_on, talk.met, talk.notes) == (date(2022, 3, 10), [criteria[0].pk, criteria[2].pk], SECRET)
    assert talk.held_by == client.membership.user
    assert SECRET in client.get(page(mentor)).content.decode()


def test_a_talk_is_not_held_tomorrow(candidate, client_of):
    mentor = candidate(talk=False)

    assert client_of().post(page(mentor), {"held_on": "15.03.2022", "version": 0}).status_code == 422
    assert not Interview.objects.exists()


@pytest.mark.parametrize("version", [0, 7])
def test_two_who_write_the_same_talk_down_get_both_texts(candidate, client_of, version):
    mentor = candidate()
    Interview.objects.update(notes="Первый текст")

    response = client_of().post(page(mentor), {"held_on": "02.03.2022", "notes": "Второй текст", "version": version})

    assert response.status_code == 409
    assert all(text in response.content.decode() for text in ("Первый текст", "Второй текст"))
    assert Interview.objects.get().notes == "Первый текст"


def test_the_notes_are_for_the_coordinator_alone(criteria, candidate, client_of, programme):
    mentor, coordinator = candidate(talk=False), client_of()
    coordinator.post(page(mentor), {"held_on": "10.03.2022", "met": [criteria[0].pk], "notes": SECRET, "version": 0})

    for role in (Role.DIRECTOR, Role.DEPUTY):
        client = client_of(role)
        shown = client.get(page(mentor)).content.decode()
        assert SECRET not in shown
        assert "Опыт работы" in shown
        assert SECRET not in client.get("/people/selection/").content.decode()
        assert client.post(page(mentor), {"held_on": "01.03.2022", "version": 1}).status_code == 403
        assert client.post(page(mentor, "decide/")).status_code == 403
    protocol = client_of(Role.DIRECTOR).post("/people/selection/protocol.docx").content
    assert SECRET not in text_of(protocol)
    assert not [one for one in AuditEvent.objects.all() if SECRET in str(one.changes) + one.object_name]
    assert AuditEvent.objects.filter(action="interview.saved").exists()


@pytest.mark.parametrize("role", [Role.CLASS_TEACHER, Role.MENTOR, Role.PSYCHOLOGIST, Role.WORKING_GROUP])
def test_others_do_not_see_the_selection(candidate, client_of, role):
    mentor, client = candidate(), client_of(role)

    assert {client.get(path).status_code for path in ("/people/selection/", page(mentor))} == {403}


def test_a_decision_is_kept_with_its_day_and_reason(candidate, client_of):
    mentor, client = candidate(), client_of()

    assert decide(client, mentor, "reserve", "10.03.2022", "Мало свободного времени").status_code == 302
    assert decide(client, mentor, "selected").status_code == 302

    mentor.refresh_from_db()
    assert (mentor.decision, mentor.decided_on) == ("selected", DAY)
    kept = [(one.decision, one.reason) for one in Decision.objects.all()]
    assert kept == [("selected", ""), ("reserve", "Мало свободного времени")]
    shown = client.get(page(mentor)).content.decode()
    assert "Мало свободного времени" in shown


@pytest.mark.parametrize(
    ("decision", "on", "reason"),
    [("refused", "14.03.2022", ""), ("reserve", "14.03.2022", ""), ("selected", "15.03.2022", ""), ("", "", "")],
)
def test_a_decision_that_says_too_little_is_not_taken(candidate, client_of, decision, on, reason):
    assert decide(client_of(), candidate(), decision, on, reason).status_code == 422
    assert not Decision.objects.exists()


@pytest.mark.parametrize("lacks", ["consent", "talk"])
def test_nobody_is_selected_without_a_consent_and_a_talk(candidate, client_of, lacks):
    mentor = candidate(**{lacks: False})

    assert decide(client_of(), mentor).status_code == 422
    assert Mentor.objects.get().decision == ""
    assert decide(client_of(), mentor, "reserve", reason="Ждём согласия").status_code == 302


def test_a_second_decision_at_the_same_moment_is_a_conflict(candidate, client_of):
    mentor, client = candidate(), client_of()
    decide(client, mentor, "reserve", reason="Первая")

    response = decide(client, mentor, "refused", reason="Вторая", version=mentor.version)

    assert response.status_code == 409
    assert Mentor.objects.get().decision == "reserve"


def test_a_decision_is_taken_back_by_a_new_one(candidate, client_of):
    mentor, client = candidate(), client_of()
    decide(client, mentor, "reserve", "10.03.2022", "Первая")
    decide(client, mentor, "refused", reason="Вторая")

    client.post("/people/selection/undo/")
    client.post("/people/selection/undo/")

    mentor.refresh_from_db()
    assert (mentor.decision, mentor.decided_on, mentor.decision_reason) == ("reserve", date(2022, 3, 10), "Первая")
    assert Decision.objects.count() == 3


def test_the_first_decision_taken_back_leaves_none(candidate, client_of):
    mentor, client = candidate(), client_of()
    decide(client, mentor)

    client.post("/people/selection/undo/")

    mentor.refresh_from_db()
    assert (mentor.decision, mentor.decided_on) == ("", None)
    assert client.get(page(mentor)).status_code == 200


def test_a_decision_made_anew_is_not_taken_back(candidate, client_of):
    mentor, one, other = candidate(), client_of(), client_of()
    decide(one, mentor)
    decide(other, mentor, "refused", reason="Передумал")

    one.post("/people/selection/undo/")

    assert Mentor.objects.get().decision == "refused"


def test_the_ticked_are_selected_and_the_page_says_who_was_not(candidate, client_of):
    good, unsigned, silent = candidate(), candidate(consent=False), candidate(talk=False)
    gone = candidate(left_on=date(2022, 3, 1))
    already = candidate(decision="selected", decided_on=date(2022, 3, 3))
    changed, client = candidate(), client_of()
    Mentor.objects.filter(pk=changed.pk).update(version=5)

    shown = client.post("/people/selection/select/", tick(good, unsigned, silent, gone, already, changed))

    selected = Mentor.objects.filter(decision="selected", decided_on=DAY)
    assert [one.pk for one in selected] == [good.pk]
    refused = {mentor.pk: str(reason) for mentor, reason in shown.context["outcome"].refused}
    assert set(refused) == {unsigned.pk, silent.pk, gone.pk, already.pk, changed.pk}
    assert len(set(refused.values())) == 5
    assert all(reason in shown.content.decode() for reason in refused.values())


def test_many_selected_are_taken_back_together(candidate, client_of):
    mentors, client = [candidate(), candidate()], client_of()
    client.post("/people/selection/select/", tick(*mentors))
    assert Mentor.objects.filter(decision="selected").count() == 2

    client.post("/people/selection/undo/")

    assert not Mentor.objects.exclude(decision="").exists()
    assert Decision.objects.count() == 4


@pytest.mark.parametrize("value", ["", "x", "1.1", "00000000-0000-0000-0000-000000000000.1", "a.b.c", "9" * 40])
def test_ticks_that_are_none_select_nobody(candidate, client_of, value):
    candidate()

    assert client_of().post("/people/selection/select/", {"mentor": value}).status_code == 302
    assert not Decision.objects.exists()


def test_the_list_asks_the_database_as_often_for_many(criteria, candidate, client_of):
    client = client_of()
    candidate(talk=False)
    client.get("/people/selection/")
    few = count_of(client)
    for _number in range(20):
        candidate()

    assert count_of(client) == few <= 15


def count_of(client, path="/people/selection/"):
    with CaptureQueriesContext(connection) as queries:
        assert client.get(path).status_code == 200
    return len(queries)


def test_the_list_is_narrowed_by_the_decision(candidate, client_of):
    selected = candidate(decision="selected", decided_on=DAY)
    waiting, client = candidate(), client_of()

    def shown(show):
        return [one.pk for one in client.get(f"/people/selection/?show={show}").context["page_obj"]]

    assert shown("selected") == [selected.pk]
    assert shown("waiting") == [waiting.pk]
    assert shown("nonsense") == sorted([selected.pk, waiting.pk], key=shown("").index)


def text_of(docx):
    document = Document(BytesIO(docx))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*cells, *(one.text for one in document.paragraphs)])


def test_the_protocol_has_who_signed_and_counts_the_others(criteria, candidate, client_of, member, school_scope):
    member(Role.WORKING_GROUP)
    minor = PersonFactory(school=school_scope, surname="Младший", birth_year=2007)
    candidate(person=minor, decision="refused", decided_on=DAY, decision_reason="Мал опыт")
    hidden, client = candidate(consent=False), client_of(Role.DIRECTOR)

    response = client.post("/people/selection/protocol.docx")
    paper = client.post("/people/selection/protocol.pdf")

    text = text_of(response.content)
    assert all(words in text for words in ("Младший Пётр Сергеевич", "Не отобран", "Мал опыт", "Опыт работы"))
    assert hidden.person.surname not in text
    assert "Не включены без согласия на обработку персональных данных: 1." in text
    assert paper.content.startswith(b"%PDF")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert list(PersonView.objects.values_list("person", "what")) == [(minor.pk, "export")] * 2


def test_a_protocol_of_nobody_is_not_printed(candidate, client_of):
    candidate(consent=False)

    assert client_of().post("/people/selection/protocol.pdf").status_code == 302


def test_without_a_programme_the_page_says_whence_candidates_come(school, client_of):
    assert client_of().get("/people/selection/").status_code == 200
