"""Papers: texts with fields, drafts, signatures, files with the same words, the journal of orders."""

import re
import uuid
from collections import Counter
from datetime import date
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django_scopes import scope
from docx import Document
from pypdf import PdfReader

from mentorship.common.errors import RuleBroken
from mentorship.documents.fields import filled, problems_of
from mentorship.documents.kinds import KINDS, ready_texts
from mentorship.documents.models import JournalEntry, Paper, PaperTemplateVersion
from mentorship.documents.services import journal
from mentorship.documents.services import papers as acts
from mentorship.documents.services.templates import in_force
from mentorship.documents.sheets import sheets_of
from mentorship.programmes.roles import Role
from tests.factories import MenteeFactory, PairingFactory, PersonFactory, ProgrammeFactory

DAY = date(2022, 5, 31)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def ground(school_scope, on_day):
    on_day(2022, 5, 31)


@pytest.fixture
def pair(programme):
    person = PersonFactory(school=programme.school, surname="Иванов", given_name="Пётр", patronymic="Сергеевич")
    return PairingFactory(programme=programme, mentees=[MenteeFactory(programme=programme, person=person)])


def made(programme, code="order_introduction", **fields):
    return acts.make(code=code, programme=programme, day=DAY, key=uuid.uuid4(), by=None, **fields)


def words_of(content, extension):
    if extension == "pdf":
        return " ".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages)
    document = Document(BytesIO(content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return " ".join([*(one.text for one in document.paragraphs), *cells])


def plain(text):
    return " ".join(text.replace("\xa0", " ").split())


@pytest.mark.parametrize("code", KINDS)
def test_the_fields_of_every_ready_text_are_known(code):
    heading, text = ready_texts()[code]

    assert list(problems_of(f"{heading}\n{text}", KINDS[code])) == []


@pytest.mark.parametrize("code", KINDS)
def test_every_kind_is_made_and_printed_in_both_formats(client_of, programme, pair, code):
    kind = KINDS[code]
    body = {"key": str(uuid.uuid4()), "day": "31.05.2022", "pairing": pair.pk, "person": pair.mentor.person_id}
    body["place"] = pair.places.get().pk
    body |= {f"asked_{one.name.replace('.', '_')}": f"слова {one.name}" for one in kind.asked}
    client = client_of()

    assert client.post(f"/papers/new/{code}/", body).status_code == 302
    paper = Paper.objects.get()

    assert "{" not in paper.text.replace("{таблица:", "")
    assert client.get(paper.get_absolute_url()).status_code == 200
    files = {one: client.get(f"{paper.get_absolute_url()}paper.{one}").content for one in ("pdf", "docx")}
    texts = {one: plain(words_of(content, one)) for one, content in files.items()}
    assert all(plain(paper.heading).casefold() in text.casefold() for text in texts.values())
    sheet_numbers = Counter(str(page) for page in range(2, len(PdfReader(BytesIO(files["pdf"])).pages) + 1))
    assert counted(texts["pdf"]) == counted(texts["docx"]) + sheet_numbers


def counted(text):
    """How often each word stands there; lines for a pen are no words."""
    return Counter(re.findall(r"[^\W_][\w.:/-]*", text.replace("_", " ")))


def test_a_form_sent_twice_makes_one_paper(programme):
    key = uuid.uuid4()
    one, two = (acts.make(code="regulations", programme=programme, day=DAY, key=key, by=None) for _number in range(2))

    assert one == two


def test_names_stand_in_their_case_and_what_is_not_known_is_a_blank(programme, pair):
    person = pair.mentor.person
    person.surname, person.given_name, person.patronymic = "Лебедева", "Ольга", "Николаевна"
    person.save()

    assert "Лебедевой Ольге Николаевне" in made(programme, "thanks", person=person).text
    protocol = made(programme, "protocol", asked={"присутствовали": "12 человек"}).text.splitlines()
    assert "Присутствовали: 12 человек." in protocol
    assert protocol[protocol.index("# Постановили") + 1 :][:3] == ["_" * 20] * 3


def test_a_full_stop_is_not_doubled_behind_a_year(programme):
    text = made(programme, "order_introduction").text

    assert "г." in text
    assert ".." not in text


def test_tables_of_an_order_stand_behind_the_signature(programme):
    sheets = sheets_of(made(programme, "order_introduction"))

    assert not [one for one in sheets.blocks if one.kind == "table"]
    assert [one.text for one in sheets.acknowledged] == ["С приказом ознакомлены"]
    (annex,) = sheets.annexes
    assert annex.label[:2] == ("Приложение", "к приказу")


def test_an_act_of_handover_lists_what_is_open(programme, pair):
    made(programme, "protocol")
    act = made(programme, "handover", asked={"сдаёт": "Лебедева О. Н.", "принимает": "Ким А. А."})

    assert [row[1] for row in act.tables["пары"]["rows"]] == [pair.mentor.person.full_name]
    assert [row[1] for row in act.tables["неподписанное"]["rows"]] == ["Протокол заседания педагогического совета"]


def test_an_unknown_field_is_named_with_the_nearest_one():
    (problem,) = problems_of("Уважаемая {дериктор}!", KINDS["regulations"])

    assert "директор" in problem
    assert list(problems_of("скобка { одна", KINDS["regulations"]))
    assert list(problems_of("текст {таблица:этапы}", KINDS["regulations"]))
    assert list(problems_of("{таблица:чего-то}", KINDS["regulations"]))
    with pytest.raises(RuleBroken):
        filled("{нет такого}", {})


def template(client, code="regulations", **fields):
    saved = in_force(client.school, code)
    body = {"version": saved.version, "heading": saved.heading, "text": saved.text, "note": ""} | fields
    return client.post(f"/papers/texts/{code}/", body)


@pytest.fixture
def leader(client_of, programme):
    client = client_of()
    client.school = programme.school
    return client


def test_the_school_writes_its_own_words_in_versions(leader, programme):
    assert template(leader, text="Первый текст: {программа}").status_code == 302
    assert template(leader, text="Второй текст", note="короче").status_code == 302
    assert [one.number for one in PaperTemplateVersion.objects.all()] == [2, 1]
    assert made(programme, "regulations").text == "Второй текст"

    leader.post("/papers/texts/regulations/1/")
    assert made(programme, "regulations").text == f"Первый текст: {programme.title}"

    leader.post("/papers/texts/regulations/0/")
    assert in_force(programme.school, "regulations").text == ready_texts()["regulations"][1]
    assert leader.post("/papers/texts/regulations/9/").status_code == 404


def test_the_second_of_two_writers_is_told_and_loses_nothing(leader):
    template(leader, text="Первый")
    response = template(leader, text="Опоздавший текст", version=0)

    assert response.status_code == 409
    assert "Опоздавший текст" in response.content.decode()


def test_a_text_with_a_wrong_field_is_not_saved(leader):
    response = template(leader, text="{школа.винительный}")

    assert response.status_code == 422
    assert not PaperTemplateVersion.objects.exists()


def test_an_order_keeps_its_word(leader):
    assert template(leader, "order_introduction", text="Просто текст").status_code == 422


def test_the_preview_saves_nothing_and_shows_live_data(leader, programme):
    response = template(leader, text="Программа «{программа}»", preview="1")

    assert programme.title in response.content.decode()
    assert template(leader, text="Программа", pdf="1").content.startswith(b"%PDF")
    assert not PaperTemplateVersion.objects.exists()


def test_a_draft_is_changed_by_one_at_a_time_and_a_signed_paper_by_nobody(leader, programme):
    paper = made(programme)
    body = {"version": paper.version, "heading": "О ходе", "text": paper.text, "day": "31.05.2022"}
    address = paper.get_absolute_url()
    assert leader.post(f"{address}edit/", body).status_code == 302
    assert leader.post(f"{address}edit/", body | {"heading": "Иначе"}).status_code == 409

    paper.refresh_from_db()
    leader.post(f"{address}sign/", {"version": paper.version, "number": "14-о", "day": "30.05.2022"})
    paper.refresh_from_db()
    assert (paper.state, paper.number, paper.day) == ("signed", "14-о", date(2022, 5, 30))
    assert leader.get(f"{address}edit/").status_code == 302
    leader.post(f"{address}delete/")
    paper.refresh_from_db()
    assert paper.deleted_at is None


def test_a_signed_order_has_its_line_and_the_next_number_is_known(leader, programme):
    paper = made(programme)
    assert journal.next_number(programme.school, 2022) == "1"
    leader.post(f"{paper.get_absolute_url()}sign/", {"version": paper.version, "number": "14-о", "day": "30.05.2022"})

    entry = JournalEntry.objects.get()
    assert (entry.number, entry.place, entry.year, entry.paper) == ("14-о", 14, 2022, paper)
    assert journal.next_number(programme.school, 2022) == "15-о"
    assert journal.next_number(programme.school, 2023) == "1-о"
    assert "14-о" in words_of(leader.get(f"{paper.get_absolute_url()}paper.docx").content, "docx")


def test_a_number_is_given_once_in_a_year_until_it_is_crossed_out(leader, programme):
    school = programme.school
    entry = journal.enter(school=school, number="7", day=DAY, title="О смотре", by=None)
    with pytest.raises(RuleBroken):
        journal.enter(school=school, number="7", day=DAY, title="О другом", by=None)
    journal.enter(school=school, number="7", day=DAY, title="О приёме", by=None, kind="staff")
    journal.enter(school=school, number="7", day=date(2023, 1, 9), title="В новом году", by=None)

    leader.post(f"/orders/{entry.public_id}/cancel/", {"reason": "ошибка"})

    assert journal.enter(school=school, number="7", day=DAY, title="О другом", by=None)
    entry.refresh_from_db()
    assert entry.cancelled == "ошибка"


def test_a_taken_number_leaves_the_paper_a_draft(leader, programme):
    journal.enter(school=programme.school, number="3", day=DAY, title="О смотре", by=None)
    paper = made(programme)
    response = leader.post(
        f"{paper.get_absolute_url()}sign/", {"version": paper.version, "number": "3", "day": "31.05.2022"}
    )

    assert response.status_code == 422
    paper.refresh_from_db()
    assert paper.state == "draft"


def test_the_journal_is_a_page_and_two_files(leader, programme):
    journal.enter(school=programme.school, number="21", day=DAY, title="О смотре строя", by=None)

    assert "О смотре строя" in leader.get("/orders/").content.decode()
    assert leader.get("/orders/journal.xlsx?year=2022").content.startswith(b"PK")
    assert "О смотре строя" in plain(words_of(leader.get("/orders/journal.pdf?year=2022").content, "pdf"))
    assert leader.get("/orders/?year=девять&journal=нет").status_code == 200


def test_an_order_is_entered_by_hand(leader):
    body = {"journal": "main", "number": "5", "day": "31.05.2022", "title": "О каникулах"}

    assert leader.post("/orders/new/", body).status_code == 302
    assert leader.post("/orders/new/", body).status_code == 422
    assert JournalEntry.objects.count() == 1


def test_a_draft_goes_to_the_bin_and_comes_back(leader, programme):
    paper = made(programme)
    leader.post(f"{paper.get_absolute_url()}delete/")
    assert leader.get(paper.get_absolute_url()).status_code == 404
    leader.post(f"{paper.get_absolute_url()}restore/")
    assert leader.get(paper.get_absolute_url()).status_code == 200


def test_the_lists_cost_the_same_with_many_rows(leader, programme):
    def cost(address):
        with CaptureQueriesContext(connection) as queries:
            leader.get(address)
        return len(queries)

    made(programme)
    journal.enter(school=programme.school, number="1", day=DAY, title="О", by=None)
    few = cost("/papers/"), cost("/orders/")
    for number in range(2, 12):
        made(programme)
        journal.enter(school=programme.school, number=str(number), day=DAY, title="О", by=None)

    assert (cost("/papers/"), cost("/orders/")) == few
    assert max(few) <= 12


def test_papers_are_found(leader, programme):
    made(programme)
    made(programme, "regulations")

    assert leader.get("/papers/?kind=regulations").context["page_obj"].paginator.count == 1
    assert leader.get("/papers/?q=внедрении").context["page_obj"].paginator.count == 1
    assert leader.get("/papers/?state=signed").context["page_obj"].paginator.count == 0


def test_papers_of_another_school_are_not_there(leader, other_school):
    with scope(school=other_school):
        foreign = made(ProgrammeFactory(school=other_school), "regulations")
        entry = journal.enter(school=other_school, number="1", day=DAY, title="О", by=None)

    for address in ("", "paper.pdf", "edit/", "sign/"):
        assert leader.get(f"{foreign.get_absolute_url()}{address}").status_code == 404
    assert leader.post(f"{foreign.get_absolute_url()}delete/").status_code == 404
    assert leader.get(f"/orders/{entry.public_id}/cancel/").status_code == 404


@pytest.mark.parametrize(
    ("role", "sees", "writes"),
    [(Role.DIRECTOR, 200, 200), (Role.DEPUTY, 200, 403), (Role.CLASS_TEACHER, 403, 403), (Role.MENTOR, 403, 403)],
)
def test_who_sees_papers_and_who_changes_their_texts(client_of, member, programme, role, sees, writes):
    client = client_of(member(role))

    assert client.get("/papers/").status_code == sees
    assert client.get("/papers/texts/").status_code == writes
    assert client.get("/orders/new/").status_code == writes


def test_the_card_of_a_pair_has_its_papers_and_begins_one_with_the_pair_chosen(leader, programme, pair):
    paper = made(programme, "agreement", pairing=pair)
    page = leader.get(pair.get_absolute_url()).content.decode()
    address = f"/papers/new/agreement/?pairing={pair.pk}"

    assert paper.get_absolute_url() in page
    assert address in page
    assert leader.get(address).context["form"]["pairing"].value() == str(pair.pk)


def test_who_does_not_see_papers_does_not_see_them_on_the_card(client_of, member, programme, pair):
    paper = made(programme, "agreement", pairing=pair)

    page = client_of(member(Role.PSYCHOLOGIST)).get(pair.get_absolute_url())

    assert page.status_code == 200
    assert paper.get_absolute_url() not in page.content.decode()


def test_papers_are_found_by_words_in_any_case_and_by_number(leader, programme):
    order = made(programme)
    acts.sign(paper=order, version=order.version, number="14-Ё", day=DAY, by=None)
    other = made(programme, "regulations")

    for words in (order.heading[:12].upper(), "14-е"):
        page = leader.get("/papers/", {"q": words}).content.decode()
        assert order.get_absolute_url() in page
        assert other.get_absolute_url() not in page or words.lower() in other.heading.lower()
