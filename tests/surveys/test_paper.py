"""Sheets on paper: the blank, typing in, the check by a second person, the workbook."""

import uuid
from dataclasses import replace
from datetime import date
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django_scopes import scope
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from pypdf import PdfReader

from mentorship.programmes.models import MembershipClass
from mentorship.programmes.roles import Role
from surveys import marks, shorthand, sources, tokens
from surveys.answers import NotUnderstood, read_answer
from surveys.blanks import blanks_of, blanks_to_pdf
from surveys.content import Condition, Content, Kind, Option, Question, Section
from surveys.models import PaperBatch, Submission
from surveys.numbering import choices_of, number_options
from surveys.services.entering import Check, enter_second, read_sheet
from surveys.sources import OptionSource
from surveys.views import blanks as blanks_pages
from tests.factories import CampaignFactory, InvitationFactory, SchoolClassFactory, SurveyVersionFactory

from .strategies import contents, questions, values

pytestmark = pytest.mark.django_db
CLASSES = ("8\u00a0«Б»", "10\u00a0«А»")
NAMES = {uuid.UUID(int=1): "Иванов Пётр", uuid.UUID(int=2): "Иванова Анна", uuid.UUID(int=3): "Белов Лев"}
QUESTIONS = (
    Question("help", Kind.SINGLE, "С чем помочь?", options=(Option("a", "Математика"), Option("b", "Проект"))),
    Question("glad", Kind.YES_NO, "Рады?", can_be_unknown=True),
    Question("mark", Kind.SCALE, "Насколько?", least=1, most=10, low_word="никак", high_word="очень"),
    Question("when", Kind.SLOTS, "Когда?", required=False),
    Question("more", Kind.LONG, "Что ещё?", required=False),
)
GOOD = {"q_help": "2", "q_glad": "д", "q_mark": "7", "q_when": "пн1 ср23", "q_more": "Спасибо"}
STORED = {
    "help": {"options": ["b"]},
    "glad": {"yes": True},
    "mark": {"scale": 7},
    "when": {"slots": ["mon-before", "wed-after1", "wed-after2"]},
    "more": {"text": "Спасибо"},
}


@pytest.fixture(autouse=True)
def names(monkeypatch, on_day):
    on_day(2022, 3, 14)
    monkeypatch.setattr(sources, "_names", [lambda subjects: {one: NAMES[one] for one in subjects if one in NAMES}])


def make(programme, **fields):
    """A campaign of three people, the first two in the eighth class."""
    version = SurveyVersionFactory(
        survey__school=programme.school, content=Content(sections=(Section("s", "", "", QUESTIONS),)).to_dict()
    )
    campaign = CampaignFactory(programme=programme, survey_version=version, **fields)
    for number, subject in enumerate(NAMES):
        InvitationFactory(campaign=campaign, number=number, email="", subject=subject, group=CLASSES[number > 1])
    return campaign


@pytest.fixture
def campaign(programme):
    with scope(school=programme.school):
        yield make(programme)


@pytest.fixture
def coordinator(client_of):
    return client_of(Role.COORDINATOR)


def entry_of(campaign):
    return reverse("campaign_entry", args=[campaign.public_id])


def type_in(client, campaign, who, key=None, **changes):
    data = GOOD | {"who": who, "key": str(key or uuid.uuid4())} | {f"q_{name}": text for name, text in changes.items()}
    return client.post(entry_of(campaign), data)


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_marks_say_what_was_stored(data):
    question = data.draw(questions())
    value = data.draw(values(question))
    choices = [(option.key, option.text) for option in question.options]
    typed = shorthand.write(question, value, choices)
    assert read_answer(question, shorthand.read(question, typed, choices), choices) == value


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (Kind.SINGLE, "3"),
        (Kind.SINGLE, "0"),
        (Kind.SINGLE, "²"),
        (Kind.SINGLE, "матем"),
        (Kind.YES_NO, "может быть"),
        (Kind.SLOTS, "пн9"),
        (Kind.SLOTS, "вчера"),
        (Kind.YES_NO, "?"),
    ],
)
def test_what_is_no_mark_is_refused(kind, text):
    question = Question("q", kind, "?", options=(Option("a", "А"), Option("b", "Б")))
    with pytest.raises(NotUnderstood):
        shorthand.read(question, text, [("a", "А"), ("b", "Б")])


def test_a_sheet_is_typed_in_by_name(coordinator, campaign, member):
    page = type_in(coordinator, campaign, "иванов п")
    assert page.status_code == 302
    row = Submission.objects.get()
    assert row.answers == STORED
    assert (row.way, row.invitation.subject, row.group) == ("paper", uuid.UUID(int=1), CLASSES[0])
    assert row.entered_by is not None
    assert row.submitted_on == date(2022, 3, 14)
    assert "Иванов Пётр" in coordinator.get(entry_of(campaign)).content.decode()


def test_a_sheet_is_typed_in_by_code_of_any_keyboard(coordinator, campaign):
    ticket = campaign.invitations.get(number=2)
    code = tokens.slip_code(ticket)
    assert type_in(coordinator, campaign, f"{code[:4]} {code[4:].lower()}").status_code == 302
    assert Submission.objects.get().invitation == ticket


def test_namesakes_and_strangers_are_asked_about_and_nothing_is_lost(coordinator, campaign):
    page = type_in(coordinator, campaign, "иванов", more="Очень важное")
    assert page.status_code == 422
    text = page.content.decode()
    assert "Иванова Анна" in text
    assert "Очень важное" in text
    assert type_in(coordinator, campaign, "сидоров").status_code == 422
    assert not Submission.objects.exists()


def test_a_wrong_mark_is_said_at_its_place(coordinator, campaign):
    page = type_in(coordinator, campaign, "белов", mark="11")
    assert page.status_code == 422
    assert page.context["form"].errors["q_mark"]
    assert not Submission.objects.exists()


def test_a_blank_place_is_no_answer(coordinator, campaign):
    page = type_in(coordinator, campaign, "белов", mark="")
    assert page.status_code == 302
    assert "mark" not in Submission.objects.get().answers


def test_the_same_form_twice_is_one_sheet(coordinator, campaign):
    key = uuid.uuid4()
    ticket = campaign.invitations.get(number=2)
    for _press in range(2):
        assert type_in(coordinator, campaign, tokens.slip_code(ticket), key=key).status_code == 302
    assert Submission.objects.count() == 1


def test_another_sheet_with_a_used_key_is_a_sheet_of_its_own(coordinator, campaign):
    key = uuid.uuid4()
    for who in ("белов", "иванов п"):
        assert type_in(coordinator, campaign, who, key=key).status_code == 302
    assert {row.invitation.number for row in Submission.objects.all()} == {0, 2}


def test_answers_to_questions_that_were_not_put_are_told(coordinator, campaign):
    version = campaign.survey_version
    asked = replace(QUESTIONS[4], show_if=Condition("glad", ("no",)))
    version.content = Content(sections=(Section("s", "", "", (*QUESTIONS[:4], asked)),)).to_dict()
    version.save()
    type_in(coordinator, campaign, "белов")
    assert "more" not in Submission.objects.get().answers
    assert "не задавал" in coordinator.get(entry_of(campaign)).content.decode()


def test_more_blanks_than_a_file_holds_come_in_parts(coordinator, campaign, monkeypatch):
    monkeypatch.setattr(blanks_pages, "MOST_BLANKS", 1)
    page = coordinator.get(reverse("campaign_blanks", args=[campaign.public_id])).content.decode()
    assert 'value="2"' in page
    address = reverse("campaign_blanks.pdf", args=[campaign.public_id])
    content = coordinator.post(address, {"group": CLASSES[0], "part": "2"}).content
    assert "Иванова Анна" in PdfReader(BytesIO(content)).pages[0].extract_text()


def test_who_has_answered_is_not_typed_in_again(coordinator, campaign):
    type_in(coordinator, campaign, "белов")
    page = type_in(coordinator, campaign, tokens.slip_code(campaign.invitations.get(number=2)))
    assert page.status_code == 422
    assert Submission.objects.count() == 1
    assert marks.count(campaign) == 1


def test_nobody_knows_who_typed_an_anonymous_sheet(coordinator, programme):
    with scope(school=programme.school):
        campaign = make(programme, is_anonymous=True)
        assert type_in(coordinator, campaign, "белов").status_code == 422
        ticket = campaign.invitations.get(number=2)
        assert type_in(coordinator, campaign, tokens.slip_code(ticket)).status_code == 302
        row = Submission.objects.get()
        assert (row.invitation, row.entered_by, row.submitted_at, row.group) == (None, None, None, "")
        assert row.submitted_on == date(2022, 3, 1)
        page = coordinator.get(reverse("campaign_sheets", args=[campaign.public_id]))
        assert page.status_code == 200
        assert not page.context["rows"]


def test_a_class_teacher_types_sheets_of_the_own_class_alone(campaign, member, client_of):
    post = member(Role.CLASS_TEACHER)
    MembershipClass.objects.create(
        school=campaign.school,
        membership=post,
        school_class=SchoolClassFactory(school=campaign.school, grade=8, letter="Б"),
    )
    client = client_of(post)
    assert type_in(client, campaign, "белов").status_code == 422
    assert type_in(client, campaign, tokens.slip_code(campaign.invitations.get(number=2))).status_code == 422
    assert type_in(client, campaign, "иванов пётр").status_code == 302


def test_a_second_person_types_and_the_difference_is_settled(programme, member, client_of):
    with scope(school=programme.school):
        campaign = make(programme, is_checked_twice=True)
        first, second = client_of(member(Role.COORDINATOR)), client_of(member(Role.DEPUTY))
        type_in(first, campaign, "белов")
        row = Submission.objects.get()
        address = reverse("campaign_second", args=[campaign.public_id, row.pk])
        assert first.get(address).status_code == 404
        assert second.get(reverse("campaign_correct", args=[campaign.public_id, row.pk])).status_code == 404
        assert "Спасибо" not in second.get(address).content.decode()
        page = second.post(address, GOOD | {"key": str(uuid.uuid4()), "q_mark": "1"})
        settle = reverse("campaign_settle", args=[campaign.public_id, row.pk])
        assert page.status_code == 302
        assert page.url == settle
        row.refresh_from_db()
        assert Check.of(row) == Check.DIFFERS
        assert row.answers["mark"] == {"scale": 7}
        assert second.post(settle, {}).status_code == 422
        assert second.post(settle, {"pick_mark": "second"}).status_code == 302
        row.refresh_from_db()
        new = Submission.objects.get(withdrawn_at=None)
        assert row.withdrawn_at
        assert new.answers["mark"] == {"scale": 1}
        assert Check.of(new) == Check.AGREED
        assert marks.count(campaign) == 1


def test_two_who_agree_check_a_sheet(programme, member, client_of):
    with scope(school=programme.school):
        campaign = make(programme, is_checked_twice=True)
        type_in(client_of(member(Role.COORDINATOR)), campaign, "белов")
        row = enter_second(Submission.objects.get(), answers=STORED, by=member(Role.DEPUTY).user)
        assert Check.of(row) == Check.AGREED
        counts = client_of(Role.COORDINATOR).get(reverse("campaign_sheets", args=[campaign.public_id])).context
        assert counts["counts"] == {"all": 1, "waiting": 0, "differs": 0}


def test_a_sheet_is_corrected_beside_the_old_one(coordinator, campaign):
    type_in(coordinator, campaign, "белов")
    old = Submission.objects.get()
    address = reverse("campaign_correct", args=[campaign.public_id, old.pk])
    assert "пн1 ср23" in coordinator.get(address).content.decode()
    assert coordinator.post(address, GOOD | {"key": str(uuid.uuid4()), "q_help": "1"}).status_code == 302
    new = Submission.objects.get(withdrawn_at=None)
    assert new.answers["help"] == {"options": ["a"]}
    assert new.invitation == old.invitation
    assert Submission.objects.get(pk=old.pk).withdrawn_at
    assert coordinator.post(address, GOOD | {"key": str(uuid.uuid4())}).status_code == 404


def test_numbers_of_options_last(campaign, monkeypatch):
    offered = [("7", "Физика"), ("9", "Химия")]
    labels = {"7": "Физика", "9": "Химия", "3": "Алгебра"}
    source = OptionSource("fake", "Слова", lambda programme, invitation: offered, lambda keys: labels)
    monkeypatch.setitem(sources.option_sources, "fake", source)
    question = Question("subject", Kind.WORDS, "Предмет?", source="fake")
    version = campaign.survey_version
    version.content = Content(sections=(Section("s", "", "", (question,)),)).to_dict()
    version.save()
    number_options(campaign)
    offered[:] = [("3", "Алгебра"), ("9", "Химия")]
    number_options(campaign)
    assert choices_of(campaign, question) == [("7", "Физика"), ("9", "Химия"), ("3", "Алгебра")]
    assert read_sheet(campaign, {"subject": "1 3"}).answers == {"subject": {"options": ["7", "3"]}}


def test_blanks_carry_names_codes_and_numbers(campaign):
    content = blanks_to_pdf(campaign, blanks_of(campaign, list(campaign.invitations.all())))
    pages = [page.extract_text() for page in PdfReader(BytesIO(content)).pages]
    assert len(pages) == 3
    assert "Белов Лев" in pages[2]
    assert "Иванов Пётр" in pages[0]
    assert "Проект" in pages[0]
    assert "5. Что ещё?" in pages[0]
    code = tokens.slip_code(campaign.invitations.get(number=0))
    assert code[:4] in pages[0]
    assert code[4:] in pages[0]


def test_an_anonymous_blank_has_no_name(programme):
    with scope(school=programme.school):
        campaign = make(programme, is_anonymous=True)
        (blank, *_rest) = blanks_of(campaign, list(campaign.invitations.all()))
        assert (blank.name, blank.group) == ("", "")
        assert blank.code


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=contents())
def test_any_questionnaire_has_a_blank(campaign, content):
    version = campaign.survey_version
    version.content = content.to_dict()
    version.save()
    pdf = blanks_to_pdf(campaign, blanks_of(campaign, list(campaign.invitations.all()[:1])))
    assert pdf.startswith(b"%PDF")


def test_blanks_of_a_class_and_without_a_code(coordinator, programme):
    with scope(school=programme.school):
        campaign = make(programme, open_code="АБВГДЕ")
        address = reverse("campaign_blanks.pdf", args=[campaign.public_id])
        one_class = PdfReader(BytesIO(coordinator.post(address, {"group": CLASSES[0]}).content))
        nameless = PdfReader(BytesIO(coordinator.post(address, {"copies": "4"}).content))
        assert (len(one_class.pages), len(nameless.pages)) == (2, 4)
        assert coordinator.post(address, {"group": "9"}).status_code == 404


def workbook(client, campaign, fill):
    """The downloaded workbook, changed by ``fill(sheet)``."""
    book = load_workbook(BytesIO(client.get(reverse("campaign_entry_file.xlsx", args=[campaign.public_id])).content))
    fill(book.worksheets[0])
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def send(client, campaign, data, name="sheets.xlsx"):
    return client.post(
        reverse("campaign_entry_file", args=[campaign.public_id]), {"file": SimpleUploadedFile(name, data)}
    )


def filled(sheet):
    for row in (2, 3, 4):
        for column, text in enumerate(GOOD.values(), 5):
            sheet.cell(row=row, column=column, value=text)


def test_a_workbook_is_looked_at_taken_in_once_and_taken_back(coordinator, campaign):
    data = workbook(coordinator, campaign, filled)
    page = send(coordinator, campaign, data)
    assert page.status_code == 200
    assert len(page.context["found"].rows) == 3
    assert not Submission.objects.exists()
    batch = PaperBatch.objects.get()
    address = reverse("campaign_batch", args=[campaign.public_id, batch.public_id])
    for _press in range(2):
        assert coordinator.post(address).status_code == 302
    assert [row.answers for row in Submission.objects.all()] == [STORED] * 3
    assert set(Submission.objects.values_list("way", flat=True)) == {"file"}
    assert send(coordinator, campaign, data).status_code == 422
    assert marks.count(campaign) == 3
    assert (
        coordinator.post(reverse("campaign_batch_undo", args=[campaign.public_id, batch.public_id])).status_code == 302
    )
    assert marks.count(campaign) == 0
    assert not Submission.objects.filter(withdrawn_at=None).exists()
    assert send(coordinator, campaign, data).status_code == 200


def test_a_workbook_with_mistakes_says_row_and_column(coordinator, campaign):
    def fill(sheet):
        filled(sheet)
        sheet["G2"] = "11"
        sheet["A3"] = "ААААББББ"
        sheet["E4"] = "матем"

    found = send(coordinator, campaign, workbook(coordinator, campaign, fill)).context["found"]
    assert [(row, title) for row, title, _words in found.remarks] == [
        (2, "3. Насколько?"),
        (3, "Код"),
        (4, "1. С чем помочь?"),
    ]
    assert not found.rows


def test_what_waits_in_an_anonymous_campaign_goes_with_the_confirmation(programme, member, client_of):
    with scope(school=programme.school):
        campaign = make(programme, is_anonymous=True, open_code="АБВГДЕ")

        def fill(sheet):
            for column, text in enumerate(GOOD.values(), 2):
                sheet.cell(row=2, column=column, value=text)
                sheet.cell(row=9, column=column, value=text)

        one, other = client_of(member(Role.COORDINATOR)), client_of(member(Role.DEPUTY))
        data = workbook(one, campaign, fill)
        for client in (one, other):
            assert send(client, campaign, data).status_code == 200
        batch = PaperBatch.objects.order_by("-pk")[0]
        other.post(reverse("campaign_batch", args=[campaign.public_id, batch.public_id]))
        batch = PaperBatch.objects.get()
        assert (batch.rows, batch.written) == ([], [])
        assert Submission.objects.count() == 2
        assert {(row.key.version, row.way, row.entered_by) for row in Submission.objects.all()} == {(4, "link", None)}


@pytest.mark.parametrize("data", [b"", b"nothing", b"PK\x03\x04broken"])
def test_what_is_no_workbook_is_refused_in_words(coordinator, campaign, data):
    page = send(coordinator, campaign, data)
    assert page.status_code == 422
    assert not PaperBatch.objects.exists()


def test_the_list_of_sheets_costs_the_same_with_more_of_them(
    coordinator, programme, member, django_assert_max_num_queries
):
    with scope(school=programme.school):
        campaign = make(programme)
        for number in range(40):
            InvitationFactory(campaign=campaign, number=10 + number, group=CLASSES[0])
        for ticket in campaign.invitations.all():
            type_in(coordinator, campaign, tokens.slip_code(ticket))
        assert Submission.objects.count() == 43
        with django_assert_max_num_queries(16):
            coordinator.get(reverse("campaign_sheets", args=[campaign.public_id]))
        with django_assert_max_num_queries(16):
            coordinator.get(entry_of(campaign))
        with django_assert_max_num_queries(12):
            coordinator.get(reverse("campaign_papers"))
