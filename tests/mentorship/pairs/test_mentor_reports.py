"""The mentor's report: figures of the journal and the plan, its way to the coordinator, its papers, who reads it."""

import io
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from docx import Document
from pypdf import PdfReader

from mentorship.common.errors import EditConflict, RuleBroken
from mentorship.pairs.models import MentorReport
from mentorship.pairs.reporting import counted, state_of
from mentorship.pairs.services import mentor_reports as services
from mentorship.people.models import Person
from mentorship.programmes.models import AuditEvent
from mentorship.programmes.roles import Role
from tests.factories import MeetingFactory, MenteeFactory, MentorFactory, PairingFactory, PersonFactory, PlanFactory

DAY = date(2022, 4, 20)
TERM = {"starts_on": date(2022, 3, 21), "ends_on": DAY}


@pytest.fixture(autouse=True)
def today(on_day, school_scope):
    on_day(2022, 4, 20)


@pytest.fixture
def pair(programme):
    def make(count=1, **fields):
        mentees = [MenteeFactory(programme=programme) for _n in range(count)]
        return PairingFactory(programme=programme, mentees=mentees, **fields)

    return make


@pytest.fixture
def report(pair):
    def make(count=1, **fields):
        return MentorReport.objects.create(
            **{"pairing": (row := pair(count)), "school": row.school, "results": "Сдал зачёт"} | TERM | fields
        )

    return make


@pytest.fixture
def by(member):
    return member().user


@pytest.fixture
def own(member, programme):
    """A mentor with an account: the card of the mentor and the membership."""
    membership = member(Role.MENTOR)
    person = PersonFactory(school=programme.school, kind="teacher", user=membership.user)
    return MentorFactory(programme=programme, person=person), membership


def page_of(report, tail=""):
    return f"/pairs/reports/{report.public_id}/{tail}"


def fresh(report):
    report.refresh_from_db()
    return report


def test_figures_are_of_the_term_and_of_the_pair(pair):
    row = pair(count=2)
    trial = MeetingFactory(pairing=row, kind="trial", day=date(2022, 3, 30), minutes=60)
    trial.presences.filter(mentee=row.mentees.order_by("pk").first()).update(was_there=False)
    MeetingFactory(pairing=row, day=date(2022, 4, 6), minutes=None)
    MeetingFactory(pairing=row, day=date(2022, 3, 1))
    MeetingFactory(pairing=row, day=date(2022, 4, 21))
    MeetingFactory(pairing=row, state="planned", day=date(2022, 4, 10))
    MeetingFactory(pairing=pair(), day=date(2022, 4, 6))
    done = {"done_on": date(2022, 4, 5), "task": "Решить задачи", "actual": "Решены", "mark": "5"}
    later = {"due_on": date(2022, 5, 20), "task": "Сдать зачёт"}
    PlanFactory(pairing=row, items=[done, later, done | {"deleted_at": "2022-04-01T00:00Z"}])

    facts = counted(row, first=TERM["starts_on"], last=TERM["ends_on"])

    assert (facts["meetings"], facts["minutes"], facts["unknown"]) == (2, 60, 1)
    assert facts["kinds"] == [["trial", 1], ["regular", 1]]
    assert sorted(count for _name, count in facts["visits"]) == [1, 2]
    assert (facts["done"], facts["total"]) == (1, 2)
    assert facts["lines"] == [["Решить задачи", "", "Решены", "5", "05.04.2022"]]
    assert facts["goals"] == ["Сдать зачёт по алгебре"]


def test_the_way_there_and_back(report, by):
    row = report()

    services.submit(report=row, version=1, day=DAY, by=by)
    with pytest.raises(RuleBroken):
        services.edit(report=row, version=2, changes={"results": "Другое"}, words={}, by=by)
    services.give_back(report=row, version=2, remark="Добавьте трудности", by=by)
    assert (state_of(row), row.remark) == ("returned", "Добавьте трудности")
    services.edit(report=row, version=3, changes={"difficulties": "Мало времени"}, words={}, by=by)
    services.submit(report=row, version=4, day=DAY, by=by)
    assert (state_of(row), row.remark) == ("submitted", "")
    services.recall(report=row, version=5, by=by)
    services.submit(report=row, version=6, day=DAY, by=by)
    services.accept(report=row, version=7, day=DAY, by=by)

    assert state_of(fresh(row)) == "accepted"
    for act in (services.recall, services.delete):
        with pytest.raises(RuleBroken):
            act(**{"report": row, "by": by} | ({"version": 8} if act is services.recall else {}))
    assert list(AuditEvent.objects.order_by("pk").values_list("action", flat=True)) == [
        f"mentor_report.{act}"
        for act in ("submitted", "returned", "edited", "submitted", "recalled", "submitted", "accepted")
    ]


def test_an_accepted_report_stays_when_a_meeting_is_written_down_later(report, by, client_of):
    row = report(submitted_on=DAY)
    MeetingFactory(pairing=row.pairing, day=date(2022, 4, 6), minutes=45)
    services.accept(report=row, version=1, day=DAY, by=by)
    MeetingFactory(pairing=row.pairing, day=date(2022, 4, 7), minutes=45)
    client = client_of()

    accepted = client.get(page_of(row)).content.decode()
    services.reopen(report=fresh(row), version=2, by=by)
    again = client.get(page_of(row)).content.decode()

    assert "1 встреча" in accepted.replace("\u00a0", " ")
    assert "2 встречи" in again.replace("\u00a0", " ")


def test_nothing_is_handed_in_without_a_word(report, by):
    with pytest.raises(RuleBroken):
        services.submit(report=report(results=" "), version=1, day=DAY, by=by)


def test_two_coordinators_answer_once(report, by):
    row = report(submitted_on=DAY)
    mine, theirs = (MentorReport.objects.get(pk=row.pk) for _n in range(2))
    services.give_back(report=theirs, version=1, remark="Добавьте итог", by=by)

    with pytest.raises(EditConflict):
        services.accept(report=mine, version=1, day=DAY, by=by)


def test_a_button_pressed_twice_makes_one_report(pair, client_of):
    row, client = pair(), client_of()
    answers = [
        client.post(f"/pairs/{row.public_id}/reports/new/", {"starts_on": "21.03.2022", "ends_on": "20.04.2022"})
        for _n in range(2)
    ]

    assert MentorReport.objects.count() == 1
    assert answers[0].url == answers[1].url == page_of(MentorReport.objects.get(), "edit/")


def test_what_is_typed_is_not_lost(report, client_of):
    row = report()
    sent = {"version": 1, "results": "Длинный текст", "starts_on": "20.04.2022", "ends_on": "19.04.2022"}

    answer = client_of().post(page_of(row, "edit/"), sent)

    assert answer.status_code == 422
    assert "Длинный текст" in answer.content.decode()
    assert fresh(row).results == "Сдал зачёт"


def test_two_people_write_at_once(report, client_of):
    row, client = report(), client_of()
    sent = {"version": 1, "results": "Моё", "starts_on": "21.03.2022", "ends_on": "20.04.2022"}
    client.post(page_of(row, "edit/"), sent)

    answer = client.post(page_of(row, "edit/"), sent | {"results": "Чужое"})

    assert answer.status_code == 409
    assert fresh(row).results == "Моё"


@pytest.mark.parametrize("role", Role)
def test_who_comes_in(role, client_of, report):
    row, client = report(), client_of(role)
    reads = {Role.DIRECTOR, Role.COORDINATOR, Role.DEPUTY}
    paths = {
        page_of(row): reads,
        page_of(row, "report.docx"): reads,
        page_of(row, "edit/"): {Role.COORDINATOR},
        page_of(row, "return/"): {Role.COORDINATOR},
        f"/pairs/{row.pairing.public_id}/reports/new/": {Role.COORDINATOR},
    }

    assert {path for path in paths if client.get(path).status_code == 200} == {
        path for path, roles in paths.items() if role in roles
    }


def test_the_mentor_writes_the_own_report_and_never_accepts_it(report, own, pair, client_of):
    mentor, membership = own
    row, other = report(pairing=pair(mentor=mentor)), report()
    client = client_of(membership)

    assert client.get(page_of(row)).status_code == client.get(page_of(row, "edit/")).status_code == 200
    assert client.get(page_of(other)).status_code == client.get(page_of(other, "edit/")).status_code == 404
    assert [one.pk for one in client.get("/pairs/reports/").context["page_obj"]] == [row.pk]
    assert client.post(page_of(row, "submit/"), {"version": 1}).status_code in (302, 303)
    assert fresh(row).submitted_on == DAY
    assert client.post(page_of(row, "accept/"), {"version": 2}).status_code == 403
    assert client.post(page_of(other, "submit/"), {"version": 1}).status_code == 404


def test_a_mentee_reads_nothing_of_it(report, member, client_of):
    row, membership = report(), member(Role.MENTEE)
    Person.objects.filter(mentees__pairings=row.pairing).update(user=membership.user)
    client = client_of(membership)

    assert client.get(f"/pairs/{row.pairing.public_id}/meetings/").status_code == 200
    assert {client.get(path).status_code for path in (page_of(row), "/pairs/reports/")} == {403}


def test_one_press_of_an_old_page_changes_nothing(report, client_of):
    row, client = report(submitted_on=DAY, version=5), client_of()

    client.post(page_of(row, "accept/"), {"version": 4})

    assert fresh(row).accepted_on is None


def test_papers_say_what_the_page_says(report, client_of):
    row = report(count=2, growth=8, advice="go_on", proposals="Больше практики")
    MeetingFactory(pairing=row.pairing, day=date(2022, 4, 6), minutes=90, kind="planning")
    PlanFactory(pairing=row.pairing, items=[{"task": "Разобрать дроби", "done_on": date(2022, 4, 10), "actual": "Да"}])
    client = client_of()

    page = client.get(page_of(row)).content.decode()
    pdf = PdfReader(io.BytesIO(client.get(page_of(row, "report.pdf")).content))
    docx = Document(io.BytesIO(client.get(page_of(row, "report.docx")).content))
    texts = [
        page,
        " ".join(one.extract_text() for one in pdf.pages),
        " ".join([*(one.text for one in docx.paragraphs), *(c.text for r in docx.tables[0].rows for c in r.cells)]),
    ]

    for text in (" ".join(one.replace("\u00a0", " ").split()) for one in texts):
        for words in ("1 встреча, всего 1 ч 30 мин", "8 из 10", "продолжить работу пары", "Разобрать дроби"):
            assert words in text
        for words in ("Сдал зачёт", "Больше практики", "выполнено 1 из 1"):
            assert words in text


def test_many_reports_cost_as_much_as_few(report, client_of):
    client = client_of()
    report()
    client.get("/pairs/reports/")
    with CaptureQueriesContext(connection) as few:
        client.get("/pairs/reports/")
    for _n in range(6):
        report(count=2)

    with CaptureQueriesContext(connection) as many:
        client.get("/pairs/reports/?state=draft")

    assert len(few) == len(many) <= 12


@pytest.mark.parametrize("query", ["state=x", "page=x", "q=никто", "state=accepted"])
def test_what_cannot_be_read_breaks_nothing(query, report, client_of):
    report()

    assert client_of().get(f"/pairs/reports/?{query}").status_code == 200


def test_the_card_of_the_pair_shows_its_reports(report, client_of):
    row = report()

    page = client_of().get(row.pairing.get_absolute_url()).content.decode()

    assert page_of(row) in page
    assert f"/pairs/{row.pairing.public_id}/reports/new/" in page
