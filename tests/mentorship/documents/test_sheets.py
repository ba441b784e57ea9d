"""Certificates and letters of thanks in batch: who gets one, what stands on it, one tagged file for hundreds."""

from io import BytesIO

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from pypdf import PdfReader

from mentorship.documents import tasks
from mentorship.documents.long import sheets
from mentorship.documents.models import PaperJob
from mentorship.documents.services import templates
from mentorship.people.models import Mentee, PersonView
from mentorship.people.services import erasing
from tests.factories import MenteeFactory, MentorFactory, PairingFactory, PersonFactory
from tests.mentorship.people.asking import consent

WISH = {"code": "certificates", "side": "mentees", "who": "everybody", "form": None, "school_class": None}


@pytest.fixture
def taking_part(school_scope, programme):
    """``taking_part(3)``: mentees who may be processed."""

    def make(number=1, **fields):
        people = [PersonFactory(school=programme.school, **fields) for _one in range(number)]
        for person in people:
            consent(person)
        return [MenteeFactory(programme=programme, person=person) for person in people]

    return make


def made(programme, wish=WISH, by=None):
    job, out, told = PaperJob(programme=programme, wish=wish, asked_by=by), BytesIO(), []
    sheets.make_sheets(job, out, lambda done, total: told.append((done, total)))
    return out.getvalue(), told


def test_every_sheet_has_its_name_and_the_file_one_tree_of_tags(taking_part, programme, monkeypatch):
    monkeypatch.setattr(sheets, "PIECE", 2)
    people = taking_part(5)

    content, told = made(programme)

    reader = PdfReader(BytesIO(content))
    assert len(reader.pages) == 5
    for page, mentee in zip(reader.pages, sorted(people, key=lambda one: one.person.name_key), strict=True):
        assert mentee.person.surname in page.extract_text()
        assert "СЕРТИФИКАТ" in page.extract_text()
    assert told == [(0, 5), (2, 5), (4, 5), (5, 5)]
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "ru-RU"
    document = root["/StructTreeRoot"]["/K"][0].get_object()
    assert (document["/S"], len(document["/K"])) == ("/Document", 5)


def test_each_page_finds_its_own_tags(taking_part, programme, monkeypatch):
    """The key of a page leads through the tree of parents to tags that stand on this very page."""
    monkeypatch.setattr(sheets, "PIECE", 2)
    taking_part(5)

    reader = PdfReader(BytesIO(made(programme)[0]))
    parents = {}
    for kid in reader.trailer["/Root"]["/StructTreeRoot"]["/ParentTree"]["/Kids"]:
        nums = kid.get_object()["/Nums"]
        parents |= {int(nums[place]): nums[place + 1].get_object() for place in range(0, len(nums), 2)}

    keys = [int(page["/StructParents"]) for page in reader.pages]
    assert len(set(keys)) == len(keys) == 5
    for page, key in zip(reader.pages, keys, strict=True):
        tags = [tag.get_object() for tag in parents[key] if tag]
        assert tags
        assert {tag.raw_get("/Pg").idnum for tag in tags if "/Pg" in tag} == {page.indirect_reference.idnum}


def test_a_letter_of_thanks_is_in_the_dative(taking_part, programme):
    (mentee,) = taking_part(surname="Лебедева", given_name="Ольга", patronymic="Николаевна")

    sheet = sheets.sheet_of(mentee, WISH | {"code": "thanks"}, school=programme.school, programme=programme)

    assert sheet.name == "Лебедевой Ольге Николаевне"
    assert sheet.title == "БЛАГОДАРСТВЕННОЕ ПИСЬМО"


@pytest.mark.parametrize(
    ("name", "verb"),
    [
        (("Ким", "Саша", ""), "участвовал(а)"),
        (("Лебедева", "Ольга", "Николаевна"), "участвовала"),
        (("Орлов", "Пётр", "Сергеевич"), "участвовал"),
    ],
)
def test_the_verb_follows_the_person(taking_part, programme, name, verb):
    (mentee,) = taking_part(surname=name[0], given_name=name[1], patronymic=name[2])

    sheet = sheets.sheet_of(mentee, WISH, school=programme.school, programme=programme)

    assert sheet.after[0].startswith(f"{verb} ")


def test_nothing_is_printed_without_a_consent(taking_part, programme):
    taking_part(2)
    MenteeFactory(programme=programme)

    assert sheets.asked_for(programme, WISH).count() == 3
    assert sheets.to_print(programme, WISH, programme.school.today).count() == 2


def test_who_is_asked_for(taking_part, programme):
    one, two, three = taking_part(3)
    PairingFactory(programme=programme, state="finished", ended_on=programme.ends_on, ending="fulfilled", mentees=[one])
    Mentee.objects.filter(pk=two.pk).update(is_completed=True)

    def found(who):
        return set(sheets.asked_for(programme, WISH | {"who": who}))

    assert found("finished") == {one}
    assert found("completed") == {two}
    assert found("everybody") == {one, two, three}


def test_the_schools_own_text_stands_on_every_sheet(taking_part, programme, member):
    by = member("coordinator").user
    text = "Настоящим подтверждаем:\n{участник}\nпрошёл(прошла) программу «{программа}»\n{слова}"
    templates.save(
        school=programme.school, code="certificate", version=0, heading="Свидетельство", text=text, note="", by=by
    )
    (mentee,) = taking_part(surname="Орлов")

    own = sheets.text_of(WISH, school=programme.school, programme=programme)
    sheet = sheets.sheet_of(mentee, WISH, school=programme.school, programme=programme, own=own)

    assert (sheet.title, sheet.before) == ("СВИДЕТЕЛЬСТВО", ("Настоящим подтверждаем:",))
    assert sheet.name == mentee.person.full_name
    assert sheet.after == (f"прошёл(прошла) программу «{programme.title}»",)


def test_a_name_within_a_sentence_stands_large_between_its_parts(taking_part, programme, member):
    by = member("coordinator").user
    text = "Школа благодарит {участник.дательный} за участие."
    templates.save(school=programme.school, code="thanks", version=0, heading="Спасибо", text=text, note="", by=by)
    (mentee,) = taking_part(surname="Орлов", given_name="Пётр", patronymic="Сергеевич")
    wish = WISH | {"code": "thanks"}

    own = sheets.text_of(wish, school=programme.school, programme=programme)
    sheet = sheets.sheet_of(mentee, wish, school=programme.school, programme=programme, own=own)

    assert (sheet.before, sheet.name, sheet.after) == (
        ("Школа благодарит",),
        "Орлову Петру Сергеевичу",
        ("за участие.",),
    )


def test_the_card_of_a_minor_says_who_printed(taking_part, programme, member):
    taking_part(2, birth_year=2015)
    by = member("coordinator").user

    made(programme, by=by)

    assert PersonView.objects.filter(user=by).count() == 2


def test_the_page_says_what_is_wrong_before_printing(taking_part, programme, client_of):
    taking_part(1, surname="Иванов", given_name="")
    waiting = MenteeFactory(programme=programme)

    answer = client_of("coordinator").get("/papers/long/sheets/?code=certificates&side=mentees&who=everybody")
    page = answer.content.decode()

    assert answer.context["count"] == 1
    assert answer.context["held_back"] == 1
    assert answer.context["wrong"] == 1
    assert waiting.person.full_name in page


def test_asking_for_the_sheets(taking_part, programme, client_of):
    taking_part(1)
    client = client_of("deputy")
    address = "/papers/long/sheets/?code=thanks&side=mentees&who=everybody"
    key = client.get(address).context["ask"]["key"].value()

    first = client.post(address, {"key": key})
    client.post(address, {"key": key})

    job = PaperJob.objects.get()
    assert first.status_code == 302
    assert first.url == job.get_absolute_url()
    assert job.wish["code"] == "thanks"
    assert "Иванов" not in job.title


def test_nobody_to_print_asks_for_nothing(programme, client_of, school_scope):
    client = client_of("deputy")

    answer = client.post("/papers/long/sheets/", {"key": "0b5a0f8e-0000-4000-8000-000000000000"})

    assert answer.status_code == 200
    assert not PaperJob.objects.exists()


def test_a_choice_that_is_not_there_is_said(programme, client_of, school_scope):
    assert client_of("deputy").get("/papers/long/sheets/?code=medal&side=mentees").status_code == 422


def test_the_page_asks_as_much_for_fifty_people_as_for_five(
    taking_part, programme, client_of, django_assert_max_num_queries
):
    client = client_of("coordinator")
    address = "/papers/long/sheets/?code=thanks&side=mentees&who=everybody"

    def count():
        client.get(address)
        with django_assert_max_num_queries(60) as asked:
            assert client.get(address).status_code == 200
        return len(asked)

    taking_part(5)
    few = count()
    taking_part(45)
    assert count() == few


def test_mentors_have_sheets_too(school_scope, programme):
    mentor = MentorFactory(programme=programme)
    consent(mentor.person)

    content, _told = made(programme, WISH | {"side": "mentors"})

    assert "наставника" in PdfReader(BytesIO(content)).pages[0].extract_text()


def test_only_those_who_are_marked(taking_part, programme, client_of):
    good, nameless = taking_part(1) + taking_part(1, surname="Безымянный", given_name="", patronymic="")
    waiting = MenteeFactory(programme=programme)
    address = "/papers/long/sheets/?code=certificates&side=mentees&who=everybody&check=1"

    shown = list(client_of("coordinator").get(address).context["page_obj"])

    assert set(shown) == {nameless, waiting}
    assert good not in shown


def test_files_of_batches_go_when_the_data_of_somebody_are_erased(
    taking_part, programme, member, django_capture_on_commit_callbacks
):
    (mentee,) = taking_part(1)
    usual = {"school": programme.school, "programme": programme, "state": "ready"}
    batch = PaperJob.objects.create(code=sheets.CODE, **usual)
    batch.file.save("batch", ContentFile(b"%PDF"), save=True)
    PaperJob.objects.create(code="annual", **usual)

    with django_capture_on_commit_callbacks(execute=True):
        erasing.erase(person=mentee.person, reason="Заявление", by=member("coordinator").user)

    assert list(PaperJob.objects.values_list("code", flat=True)) == ["annual"]
    assert not default_storage.exists(batch.file.name)


def test_words_that_were_typed_stand_on_every_sheet(taking_part, programme, client_of):
    taking_part(2)
    address = "/papers/long/sheets/?code=thanks&side=mentees&who=everybody"
    key = "0b5a0f8e-0000-4000-8000-000000000000"

    client_of("deputy").post(address, {"key": key, "words": "за помощь\nмладшим"})
    tasks.make_waiting()

    with PaperJob.objects.get().file.open() as file:
        pages = [page.extract_text() for page in PdfReader(file).pages]
    assert len(pages) == 2
    assert all("за помощь младшим" in " ".join(page.split()) for page in pages)


def test_words_that_are_too_long_come_back(taking_part, programme, client_of):
    taking_part(1)
    address = "/papers/long/sheets/?code=thanks&side=mentees&who=everybody"

    answer = client_of("deputy").post(
        address, {"key": "0b5a0f8e-0000-4000-8000-000000000000", "words": "за помощь " * 60}
    )

    assert answer.status_code == 422
    assert "за помощь за помощь" in answer.content.decode()
    assert not PaperJob.objects.exists()
