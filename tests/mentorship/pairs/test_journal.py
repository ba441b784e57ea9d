"""The journal as page, PDF and XLSX with the same numbers; the load of mentors."""

import io
from datetime import date, time

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook
from pypdf import PdfReader

from mentorship.pairs.journal import Month, hours_of
from mentorship.pairs.load import Load
from mentorship.pairs.models import Substitution
from mentorship.people.models import Mentor, Person
from mentorship.programmes.roles import Role
from tests.factories import MeetingFactory, MenteeFactory, MentorFactory, PairingFactory, PersonFactory

SEE = {Role.DIRECTOR, Role.COORDINATOR, Role.DEPUTY, Role.PSYCHOLOGIST}


@pytest.fixture(autouse=True)
def today(on_day, school_scope):
    on_day(2022, 4, 20)


@pytest.fixture
def pair(programme):
    def make(count=1, **fields):
        mentees = [MenteeFactory(programme=programme) for _n in range(count)]
        return PairingFactory(programme=programme, mentees=mentees, **fields)

    return make


def meet(pair, day, **fields):
    return MeetingFactory(pairing=pair, day=date(2022, *day), **fields)


@pytest.mark.parametrize("role", Role)
def test_who_comes_in(role, client_of, pair):
    row, client = pair(), client_of(role)
    own = f"/pairs/{row.public_id}/journal/"
    sees = {"/pairs/journal/": SEE, own: SEE, "/pairs/load/": SEE - {Role.PSYCHOLOGIST}}

    assert {path for path in sees if client.get(path).status_code == 200} == {
        path for path, roles in sees.items() if role in roles
    }


def test_a_mentor_sees_the_own_journal_only(client_of, member, pair, programme):
    membership = member(Role.MENTOR)
    person = PersonFactory(school=programme.school, kind="teacher", user=membership.user)
    own, other = pair(mentor=MentorFactory(programme=programme, person=person)), pair()
    client = client_of(membership)

    assert client.get(f"/pairs/{own.public_id}/journal/").status_code == 200
    assert client.get(f"/pairs/{other.public_id}/journal/").status_code == 404


def test_page_pdf_and_workbook_show_the_same(client_of, pair):
    row = pair(count=2)
    meet(row, (4, 6), at=time(15, 0), minutes=45, topic="Дроби", done="Разобрали ошибки", agreed="Решить №5")
    meet(row, (4, 13), minutes=None, kind="closing", results="Зачёт сдан")
    meet(row, (3, 30), minutes=60, topic="Чужой месяц")
    meet(row, (4, 14), state="planned", topic="Ещё не было")
    meet(row, (4, 15), deleted_at="2022-04-15T00:00Z", topic="В корзине")
    client, address = client_of(), f"/pairs/{row.public_id}/journal/?month=2022-04"

    page = client.get(address).content.decode()
    pdf = PdfReader(io.BytesIO(client.get(f"{address}&file=pdf").content))
    on_paper = " ".join(" ".join(one.extract_text() for one in pdf.pages).split()).replace("\u00a0", " ")
    sheet = load_workbook(io.BytesIO(client.get(f"{address}&file=xlsx").content)).active
    in_cells = " ".join(str(cell.value) for line in sheet for cell in line if cell.value).replace("\u00a0", " ")

    totals = "Проведено: 2 встречи, всего 45 мин, без длительности: 1"
    assert "45 мин" in page.replace("\u00a0", " ")
    for words in ("Дроби", "Разобрали ошибки", "Решить №5", "Зачёт сдан", "06.04.2022", "13.04.2022"):
        assert words in page
        assert words in on_paper
        assert words in in_cells
    for text in (page, on_paper, in_cells):
        assert not any(words in text for words in ("Чужой месяц", "Ещё не было", "В корзине"))
        assert totals in " ".join(text.replace("\u00a0", " ").split())


def test_the_journal_of_all_finds_a_pair_and_names_the_mentor(client_of, pair):
    mine, other = pair(), pair()
    Person.objects.filter(pk=mine.mentor.person_id).update(surname="Уникальная", name_key="уникальная")
    meet(mine, (4, 6), topic="Моё")
    meet(other, (4, 6), topic="Чужое")
    client = client_of()

    everything = client.get("/pairs/journal/").content.decode()
    found = client.get("/pairs/journal/?q=уникальная").content.decode()

    assert "Моё" in everything
    assert "Чужое" in everything
    assert "Моё" in found
    assert "Чужое" not in found


def test_the_sheet_of_a_mentor_has_the_hours_of_the_load(client_of, pair, programme):
    row, other, theirs = pair(), pair(), MentorFactory(programme=programme)
    meet(row, (4, 6), minutes=50, topic="Своя пара")
    meet(row, (4, 8), minutes=35, mentor=theirs, topic="Провёл другой")
    meet(other, (4, 13), minutes=30, mentor=row.mentor, topic="Замещение")
    meet(other, (4, 14), minutes=45, topic="Чужая пара")
    client = client_of()

    sheet = client.get(f"/pairs/journal/{row.mentor.public_id}/")
    loads = {one.pk: one.load.minutes for one in client.get("/pairs/load/").context["page_obj"]}

    page = sheet.content.decode()
    assert [words in page for words in ("Своя пара", "Замещение", "Провёл другой", "Чужая пара")] == [
        True,
        True,
        False,
        False,
    ]
    assert sheet.context["totals"].minutes == loads[row.mentor_id] == 80


def test_a_mentor_opens_the_own_sheet_and_nobody_elses(client_of, member, pair, programme):
    membership = member(Role.MENTOR)
    person = PersonFactory(school=programme.school, kind="teacher", user=membership.user)
    own, other = pair(mentor=MentorFactory(programme=programme, person=person)), pair()
    client = client_of(membership)

    assert client.get(f"/pairs/journal/{own.mentor.public_id}/?file=pdf").headers["Content-Type"] == "application/pdf"
    assert client.get(f"/pairs/journal/{other.mentor.public_id}/").status_code == 404
    assert f"/pairs/journal/{own.mentor.public_id}/" in client.get("/pairs/mine/").content.decode()


def test_who_carries_too_much_stands_first_and_is_told(client_of, member, pair, programme):
    membership = member(Role.MENTOR)
    person = PersonFactory(school=programme.school, kind="teacher", user=membership.user)
    pair(count=3)
    own = pair(mentor=MentorFactory(programme=programme, person=person, hours_a_month=1))
    Mentor.objects.exclude(pk=own.mentor_id).update(capacity=5)
    meet(own, (4, 6), minutes=90)

    first = next(iter(client_of().get("/pairs/load/").context["page_obj"]))
    page = client_of(membership).get("/pairs/mine/")

    assert first.pk == own.mentor_id
    assert "1,5" in page.content.decode()


@pytest.mark.parametrize("query", ["month=x", "month=2022-13", "month=0000-00", "month=99999-01", "page=x", "file=exe"])
def test_what_cannot_be_read_breaks_nothing(query, client_of, pair):
    meet(pair(), (4, 6))

    assert client_of().get(f"/pairs/journal/?{query}").status_code == 200


def test_months_follow_one_another():
    assert Month.read("2022-12", None).shifted(1).code == "2023-01"
    assert Month.read("2022-01", None).shifted(-1).code == "2021-12"
    assert Month.read("2022-02", None).last == date(2022, 2, 28)
    assert [hours_of(minutes).replace("\u00a0", " ") for minutes in (0, 60, 95)] == ["0 мин", "1 ч", "1 ч 35 мин"]


@pytest.mark.parametrize("address", ["/pairs/journal/?month=2022-04", "/pairs/load/"])
def test_many_cost_as_much_as_few(address, client_of, pair):
    client = client_of()
    meet(pair(), (4, 6))
    client.get(address)
    with CaptureQueriesContext(connection) as few:
        client.get(address)
    for _number in range(6):
        meet(pair(count=2), (4, 6))

    with CaptureQueriesContext(connection) as many:
        client.get(address)

    assert len(few) == len(many) <= 12


@pytest.mark.parametrize(
    ("load", "words"),
    [
        (Load(mentees=1, capacity=1), 0),
        (Load(mentees=2, capacity=1), 1),
        (Load(mentees=1, capacity=1, minutes=240, hours=4), 0),
        (Load(mentees=1, capacity=1, minutes=241, hours=4), 1),
        (Load(mentees=3, capacity=2, minutes=241, hours=4), 2),
        (Load(mentees=1, capacity=1, minutes=9000), 0),
    ],
)
def test_too_much_is_said(load, words):
    assert len(load.warnings) == words
    assert load.is_over == bool(words)


def test_the_load_counts_living_pairs_this_months_meetings_and_substitutes(client_of, pair, programme):
    row = pair(count=2)
    Mentor.objects.filter(pk=row.mentor_id).update(capacity=1, hours_a_month=1)
    pair(mentor=row.mentor, state="finished", ended_on=date(2022, 4, 1), ending="fulfilled")
    meet(row, (4, 6), minutes=50)
    meet(row, (3, 6), minutes=500)
    helper, other = MentorFactory(programme=programme), pair()
    Substitution.objects.create(
        school=row.school, pairing=other, mentor=helper, starts_on=date(2022, 4, 10), ends_on=date(2022, 4, 30)
    )
    meet(other, (4, 13), minutes=30, mentor=helper)
    client = client_of()

    loads = {one.pk: one.load for one in client.get("/pairs/load/").context["page_obj"]}

    assert loads[row.mentor_id] == Load(2, 1, 1, 0, 50, 1)
    assert (loads[helper.pk].substitutes, loads[helper.pk].minutes, loads[helper.pk].pairs) == (1, 30, 0)
    assert loads[other.mentor_id].minutes == 0
    assert [one.pk for one in client.get("/pairs/load/?over=on").context["page_obj"]] == [row.mentor_id]
