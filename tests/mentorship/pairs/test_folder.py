"""Substitutes, paid terms, documents and materials, the handover act: who may, who sees, what is refused."""

import io
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from docx import Document
from PIL import Image
from pypdf import PdfReader

from mentorship.common.errors import RuleBroken
from mentorship.pairs.models import PaidTerms, PairFile, Pairing, Substitution
from mentorship.pairs.services import folder
from mentorship.pairs.services.pairing import change_mentor
from mentorship.people.models import Person
from mentorship.programmes.calendar import WorkingCalendar
from mentorship.programmes.models import AuditEvent
from mentorship.programmes.roles import Role
from tests.factories import MeetingFactory, MenteeFactory, MentorFactory, PairingFactory, PersonFactory, PlanFactory
from tests.mentorship.matching.registers import ready_mentor

DAY = date(2022, 4, 6)


@pytest.fixture(autouse=True)
def today(on_day, school_scope):
    on_day(2022, 4, 6)


@pytest.fixture
def pair(programme):
    def make(kind="pupil", **fields):
        mentee = MenteeFactory(programme=programme, person=PersonFactory(school=programme.school, kind=kind))
        mentor = MentorFactory(programme=programme, person=PersonFactory(school=programme.school, kind="teacher"))
        return PairingFactory(programme=programme, mentor=mentor, mentees=[mentee], place="Кабинет 12", **fields)

    return make


@pytest.fixture
def sides(member, client_of):
    """``sides(pair)`` are clients of its mentor and its mentee."""

    def make(pair):
        clients = []
        for role, person in ((Role.MENTOR, pair.mentor.person), (Role.MENTEE, pair.mentees.get().person)):
            membership = member(role)
            Person.objects.filter(pk=person.pk).update(user=membership.user)
            clients.append(client_of(membership))
        return clients

    return make


def path(pair, tail):
    return f"/pairs/{pair.public_id}/{tail}"


@pytest.mark.parametrize("role", Role)
def test_who_comes_to_which_page(role, client_of, pair):
    row, client = pair(kind="teacher"), client_of(role)
    lead = {Role.COORDINATOR}
    sees = {path(row, tail): lead for tail in ("pause/", "substitute/", "handover/", "files/new/")}
    sees[path(row, "paid/")] = {Role.COORDINATOR, Role.DIRECTOR}
    sees[path(row, "handover/act.pdf")] = {Role.COORDINATOR, Role.DIRECTOR, Role.DEPUTY, Role.PSYCHOLOGIST}

    assert {one for one in sees if client.get(one).status_code == 200} == {
        one for one, roles in sees.items() if role in roles
    }


def test_a_substitute_sees_the_pair_in_the_term_only(pair, programme, client_of, member, on_day):
    row, membership = pair(), member(Role.MENTOR)
    helper = ready_mentor(programme)
    Person.objects.filter(pk=helper.person_id).update(user=membership.user)
    body = {"mentor": str(helper.public_id), "starts_on": "07.04.2022", "ends_on": "20.04.2022", "reason": "Отпуск"}
    coordinator, client = client_of(), client_of(membership)

    wrong = coordinator.post(path(row, "substitute/"), body | {"ends_on": "01.04.2022"})
    assert wrong.status_code == 422
    assert "Отпуск" in wrong.content.decode()
    for _press in range(2):
        coordinator.post(path(row, "substitute/"), body)
    assert Substitution.objects.count() == 1
    assert client.get(path(row, "meetings/new/")).status_code == 404
    on_day(2022, 4, 7)
    client, coordinator = client_of(membership), client_of()
    assert client.get(path(row, "meetings/new/")).status_code == 200
    coordinator.post(f"/pairs/substitutes/{Substitution.objects.get().public_id}/end/")
    assert client.get(path(row, "meetings/new/")).status_code == 404


def test_two_substitutes_on_the_same_days_are_refused(pair, programme, member):
    row, by = pair(), member().user
    values = {"pairing": row, "starts_on": DAY, "ends_on": date(2022, 4, 20), "reason": "", "by": by}
    folder.substitute(mentor=MentorFactory(programme=programme), **values)

    with pytest.raises(RuleBroken):
        folder.substitute(mentor=MentorFactory(programme=programme), **values)


@pytest.mark.parametrize(
    ("notice", "end"),
    [
        (date(2022, 4, 4), date(2022, 4, 7)),
        (date(2022, 4, 6), date(2022, 4, 11)),
        (date(2022, 4, 9), date(2022, 4, 13)),
        (date(2022, 4, 28), date(2022, 5, 5)),
    ],
)
def test_three_working_days_lie_between_a_notice_and_the_end(notice, end):
    calendar = WorkingCalendar(special={date(2022, 5, 2): False, date(2022, 5, 3): False, date(2022, 4, 30): False})

    assert folder.earliest_end(notice, calendar) == end


def test_terms_of_pay_are_for_pairs_of_employees_and_are_not_in_the_log(pair, client_of):
    teachers, pupils, client = pair(kind="teacher"), pair(), client_of("director")
    assert client.get(path(pupils, "paid/")).status_code == 404
    body = {
        "version": 1,
        "consent_on": "01.04.2022",
        "agreement_number": "7/2",
        "agreement_on": "01.04.2022",
        "content": "Сопровождение",
        "form": "очно",
        "pay_basis": "Положение об оплате",
        "pay_amount": "3 000 рублей",
        "notice_on": "04.04.2022",
        "notice_by": "",
    }

    assert client.post(path(teachers, "paid/"), body).status_code == 422
    client.post(path(teachers, "paid/"), body | {"notice_by": "mentor"})

    assert PaidTerms.objects.get().pay_amount == "3 000 рублей"
    assert "07.04.2022" in client.get(path(teachers, "paid/")).content.decode()
    assert "3 000" not in str(list(AuditEvent.objects.values_list("changes", "object_name")))
    for role in (Role.DEPUTY, Role.PSYCHOLOGIST):
        assert "paid-title" not in client_of(role).get(teachers.get_absolute_url()).content.decode()


def picture():
    out = io.BytesIO()
    Image.new("RGB", (8, 8)).save(out, "PNG")
    return SimpleUploadedFile("Соглашение.png", out.getvalue())


def test_documents_are_of_the_staff_and_materials_of_both_sides(pair, client_of, sides):
    row = pair()
    coordinator, (mentor, mentee) = client_of(), sides(row)
    add = path(row, "files/new/")
    coordinator.post(add, {"kind": "agreement", "title": "Соглашение", "number": "5", "file": picture()})
    mentor.post(add, {"kind": "material", "title": "Задачник", "url": "https://example.org/book"})
    mentor.post(add, {"kind": "agreement", "title": "Чужое", "number": "1"})

    assert sorted(PairFile.objects.values_list("title", flat=True)) == ["Задачник", "Соглашение"]
    agreement, book = (PairFile.objects.get(title=title) for title in ("Соглашение", "Задачник"))
    answer = coordinator.get(f"/pairs/files/{agreement.public_id}/")
    assert answer["Content-Type"] == "image/png"
    assert b"".join(answer.streaming_content).startswith(b"\x89PNG")
    for client in (mentor, mentee):
        assert client.get(f"/pairs/files/{agreement.public_id}/").status_code == 404
        assert client.get(f"/pairs/files/{book.public_id}/").url == "https://example.org/book"
    assert "Соглашение" not in mentor.get(row.get_absolute_url()).content.decode()


@pytest.mark.parametrize(
    "body",
    [
        {"kind": "other", "title": "Без всего"},
        {"kind": "material", "title": "Без ссылки"},
        {"kind": "other", "title": "", "number": "1"},
        {"kind": "other", "title": "Программа", "file": SimpleUploadedFile("x.exe", b"MZ" + b"0" * 99)},
        {"kind": "other", "title": "Пустой", "file": SimpleUploadedFile("x.pdf", b"")},
    ],
)
def test_what_is_no_document_is_refused_with_what_was_typed(body, pair, client_of):
    answer = client_of().post(path(pair(), "files/new/"), body)

    assert answer.status_code == 422
    assert body["title"] in answer.content.decode()
    assert not PairFile.objects.exists()


def test_a_file_goes_to_the_bin_and_comes_back_and_only_the_own_ones_of_a_mentor(pair, client_of, sides):
    row = pair()
    mentor, _mentee = sides(row)
    coordinator = client_of()
    coordinator.post(path(row, "files/new/"), {"kind": "material", "title": "Её", "url": "https://example.org/1"})
    mentor.post(path(row, "files/new/"), {"kind": "material", "title": "Моё", "url": "https://example.org/2"})
    hers, mine = (PairFile.objects.get(title=title) for title in ("Её", "Моё"))

    assert mentor.post(f"/pairs/files/{hers.public_id}/delete/").status_code == 404
    mentor.post(f"/pairs/files/{mine.public_id}/delete/")
    assert mentor.get(f"/pairs/files/{mine.public_id}/").status_code == 404
    mentor.post(f"/pairs/files/{mine.public_id}/restore/")
    assert mentor.get(f"/pairs/files/{mine.public_id}/").status_code == 302


def test_the_pair_is_paused_and_goes_on_by_buttons(pair, client_of):
    row, client = pair(), client_of()
    body = {"version": row.version, "day": "06.04.2022", "resumes_on": "06.04.2022", "reason": "Болезнь"}

    wrong = client.post(path(row, "pause/"), body)
    assert wrong.status_code == 422
    assert "Болезнь" in wrong.content.decode()
    client.post(path(row, "pause/"), body | {"resumes_on": "20.04.2022"})
    assert Pairing.objects.get().state == "paused"
    assert path(row, "resume/") in client.get(row.get_absolute_url()).content.decode()
    client.post(path(row, "resume/"))
    assert Pairing.objects.get().state == "at_work"


def test_a_pair_is_proposed_agreed_and_begun_by_buttons(programme, client_of):
    row = PairingFactory(programme=programme, mentees=[MenteeFactory(programme=programme)], state="proposed")
    client = client_of()

    states = []
    for act in ("begin", "agree", "begin", "agree"):
        client.post(path(row, f"{act}/"))
        states.append(Pairing.objects.get().state)

    assert states == ["proposed", "agreed", "at_work", "at_work"]


def test_the_act_hands_over_what_was_done_and_what_is_left(pair, programme, member, client_of):
    old, by = pair(), member().user
    MeetingFactory(pairing=old, day=date(2022, 3, 30), minutes=45, agreed="Решить пять задач")
    MeetingFactory(pairing=old, day=date(2022, 3, 28), minutes=15)
    PlanFactory(
        pairing=old,
        items=[{"task": "Выступить на конференции", "due_on": date(2022, 5, 1)}, {"task": "Сделано", "done_on": DAY}],
    )
    new_mentor = MentorFactory(programme=programme, capacity=3)
    new = change_mentor(pairing=old, version=old.version, mentor=new_mentor, reason="Переезд", day=DAY, by=by)
    client = client_of()
    version = Pairing.objects.get(pk=old.pk).version
    client.post(path(new, "handover/"), {"version": version, "handover": "Любит геометрию"})

    pdf = PdfReader(io.BytesIO(client.get(path(new, "handover/act.pdf")).content))
    text = " ".join(" ".join(page.extract_text() for page in pdf.pages).split()).replace("\u00a0", " ")
    document = Document(io.BytesIO(client.get(path(old, "handover/act.docx")).content))
    words = " ".join(one.text for one in document.paragraphs)
    cells = " ".join(cell.text for table in document.tables for line in table.rows for cell in line.cells)

    for part in (old.mentor.person.full_name, new_mentor.person.full_name, "Любит геометрию", "Решить пять задач"):
        assert part in text
        assert part in words
    assert "2 встречи, всего 1 ч" in text
    assert "Выступить на конференции" in text
    assert "Выступить на конференции" in cells
    assert "Сделано" not in cells
