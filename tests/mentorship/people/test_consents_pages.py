"""The pages of consents: who has what, writing papers down, mending, withdrawing, printing."""

from datetime import date
from io import BytesIO
from uuid import uuid4

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django_scopes import scope
from docx import Document
from pypdf import PdfReader

from mentorship.people.consent_texts import FIRST_TEXTS
from mentorship.people.models import Consent, ConsentText, DistributionItem, PersonView, Representative
from mentorship.programmes.models import AuditEvent
from mentorship.programmes.roles import Role
from tests.factories import MenteeFactory, MentorFactory, PersonFactory, SchoolClassFactory

PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF"


@pytest.fixture(autouse=True)
def a_day(on_day, settings, tmp_path):
    on_day(2022, 3, 14)
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def class_8b(school):
    with scope(school=school):
        return SchoolClassFactory(school=school)


@pytest.fixture
def pupil(school, programme, class_8b):
    """A mentee of 8 Б, fifteen this year, with a mother."""
    with scope(school=school):
        person = PersonFactory(school=school, surname="Орлова", given_name="Анна", patronymic="", school_class=class_8b)
        mother = PersonFactory(school=school, kind="parent", surname="Орлова", given_name="Ирина", birth_year=1980)
        Representative.objects.create(school=school, minor=person, person=mother, relation="мать")
        MenteeFactory(programme=programme, person=person)
        person.mother = mother
        return person


@pytest.fixture
def paper(school, pupil):
    with scope(school=school):
        return Consent.objects.create(
            school=school, person=pupil, kind="processing", signer="both", signed_on=date(2022, 3, 1), paper="дело 4"
        )


@pytest.fixture
def teacher_of(member, school):
    def make(school_class):
        teacher = member("class_teacher")
        with scope(school=school):
            teacher.membershipclass_set.create(school=school, school_class=school_class)
        return teacher

    return make


@pytest.fixture
def class_teacher(teacher_of, class_8b):
    return teacher_of(class_8b)


@pytest.fixture
def stranger(teacher_of, school):
    """A class teacher of another class."""
    with scope(school=school):
        return teacher_of(SchoolClassFactory(school=school, letter="В"))


def new_url(person, kind="processing"):
    return f"/consents/new/?person={person.public_id}&kind={kind}"


def filled(person, **fields):
    common = {"signed_on": "12.03.2022", "signer": "both", "representative": person.mother.pk, "paper": "дело 4"}
    return {**common, **fields}


def only_consent(school):
    with scope(school=school):
        return Consent.objects.select_related("text", "representative").get()


def test_a_paper_is_written_down_with_who_signed_and_which_text(client_of, school, pupil):
    answer = client_of().post(new_url(pupil), filled(pupil, form_key=uuid4()))

    assert (answer.status_code, answer.url) == (302, f"/consents/people/{pupil.public_id}/")
    paper = only_consent(school)
    assert (paper.signer, paper.representative, paper.text.number) == ("both", pupil.mother, 1)
    assert paper.text.text == FIRST_TEXTS["processing"]
    with scope(school=school):
        assert AuditEvent.objects.about(paper).get().action == "consent.recorded"


def test_a_form_that_is_sent_twice_writes_one_paper(client_of, school, pupil):
    client, data = client_of(), filled(pupil, form_key=uuid4())

    client.post(new_url(pupil), data)
    client.post(new_url(pupil), data)

    only_consent(school)


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"signer": "representative"}, "signer"),
        ({"signed_on": "15.03.2022"}, "signed_on"),
        ({"paper": ""}, "paper"),
        ({"representative": ""}, "representative"),
        ({"valid_until": "01.03.2022"}, "valid_until"),
    ],
)
def test_a_paper_that_cannot_be_is_refused_at_its_field(client_of, school, pupil, fields, field):
    answer = client_of().post(new_url(pupil), filled(pupil, **fields))

    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    with scope(school=school):
        assert not Consent.objects.exists()


def test_a_scan_is_kept_and_leaves_as_an_attachment_only(client_of, school, pupil, class_teacher, stranger):
    data = filled(pupil, paper="", upload=SimpleUploadedFile("согласие.pdf", PDF))

    client_of().post(new_url(pupil), data)

    url = f"/consents/{only_consent(school).public_id}/scan/"
    answer = client_of(class_teacher).get(url)
    assert b"".join(answer.streaming_content) == PDF
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Disposition"].startswith("attachment;")
    assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert client_of(stranger).get(url).status_code == 404
    assert client_of("psychologist").get(url).status_code == 403


def test_a_page_that_calls_itself_a_picture_is_no_scan(client_of, pupil):
    data = filled(pupil, upload=SimpleUploadedFile("scan.png", b"<html><script>alert(1)</script></html>"))

    answer = client_of().post(new_url(pupil), data)

    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["upload"]


def test_publishing_is_allowed_item_by_item_and_address_by_address(client_of, school, pupil):
    client, url = client_of(), new_url(pupil, "distribution")

    refused = client.post(url, filled(pupil))
    client.post(url, filled(pupil, items=["name", "photo"], addresses="https://school.ru\nстенд\n"))

    assert set(refused.context["form"].errors) == {"items", "addresses"}
    with scope(school=school):
        assert list(DistributionItem.objects.values_list("item", "address")) == [
            ("name", "https://school.ru"),
            ("photo", "https://school.ru"),
            ("name", "стенд"),
            ("photo", "стенд"),
        ]


def test_the_papers_of_a_class_are_ticked_on_one_page(client_of, school, pupil, paper, class_8b, class_teacher):
    with scope(school=school):
        child = PersonFactory(school=school, school_class=class_8b, birth_year=2010)
        alien = PersonFactory(school=school)
    ticks = [f"participation-{one.pk}" for one in (pupil, child, alien)] + [f"processing-{pupil.pk}"]
    data = {"signed_on": "12 марта", "paper": "в личном деле", "tick": ticks}

    answer = client_of(class_teacher).post(f"/consents/classes/{class_8b.pk}/", data)

    assert answer.status_code == 302
    with scope(school=school):
        rows = Consent.objects.exclude(pk=paper.pk).order_by("person_id")
        assert list(rows.values_list("person", "kind", "signer", "representative", "signed_on")) == [
            (pupil.pk, "participation", "both", pupil.mother.pk, date(2022, 3, 12)),
            (child.pk, "participation", "representative", None, date(2022, 3, 12)),
        ]


def test_a_class_page_sent_twice_writes_nothing_twice(client_of, school, pupil, class_8b):
    client = client_of()
    data = {"signed_on": "12.03.2022", "paper": "в деле", "tick": [f"participation-{pupil.pk}"]}

    for _time in range(2):
        client.post(f"/consents/classes/{class_8b.pk}/", data)

    only_consent(school)


def test_a_mistake_is_mended_and_stays_in_the_history(client_of, school, pupil, paper):
    data = filled(pupil, signed_on="02.03.2022", version=1, valid_until="")

    answer = client_of().post(f"/consents/{paper.public_id}/", data)

    assert answer.status_code == 302
    assert only_consent(school).signed_on == date(2022, 3, 2)
    with scope(school=school):
        changes = AuditEvent.objects.about(paper).get().changes
    assert ["01.03.2022", "02.03.2022"] in changes.values()


def test_the_second_of_two_who_mend_sees_both_texts(client_of, school, pupil, paper):
    client, url = client_of(), f"/consents/{paper.public_id}/"

    client.post(url, filled(pupil, paper="дело 5", version=1))
    answer = client.post(url, filled(pupil, paper="дело 6", version=1))

    assert answer.status_code == 409
    assert only_consent(school).paper == "дело 5"


def test_a_record_made_by_mistake_is_removed_and_the_log_remembers_it(client_of, school, pupil, paper):
    client_of().post(f"/consents/{paper.public_id}/remove/")

    with scope(school=school):
        assert not Consent.objects.exists()
        assert AuditEvent.objects.about(pupil).get().action == "consent.removed"


def test_a_withdrawal_ends_every_paper_of_the_kind_and_nothing_else(client_of, school, pupil, paper):
    with scope(school=school):
        for kind in ("processing", "participation"):
            Consent.objects.create(school=school, person=pupil, kind=kind, signer="both", signed_on=date(2022, 3, 2))
    client = client_of()

    answer = client.post(f"/consents/{paper.public_id}/withdraw/", {"withdrawn_on": "14.03.2022", "reason": "Переезд"})

    assert (answer.status_code, answer.url) == (302, f"/consents/{paper.public_id}/withdrawn/")
    with scope(school=school):
        left = Consent.objects.valid_on(date(2022, 3, 14)).values_list("kind", flat=True)
        assert list(left) == ["participation"]
        assert AuditEvent.objects.filter(action="consent.withdrawn").count() == 2
    client.post(f"/consents/{paper.public_id}/undo/")
    with scope(school=school):
        assert Consent.objects.valid_on(date(2022, 3, 14)).count() == 3


def test_a_paper_signed_after_the_application_is_a_new_consent_and_stays(client_of, school, pupil, paper):
    with scope(school=school):
        new = Consent.objects.create(
            school=school, person=pupil, kind="processing", signer="both", signed_on=date(2022, 3, 12)
        )

    client_of().post(f"/consents/{paper.public_id}/withdraw/", {"withdrawn_on": "11.03.2022"})

    with scope(school=school):
        assert Consent.objects.valid_on(date(2022, 3, 14)).get() == new


def test_an_application_cannot_be_older_than_the_paper_or_of_tomorrow(client_of, paper):
    client, url = client_of(), f"/consents/{paper.public_id}/withdraw/"

    assert [client.post(url, {"withdrawn_on": day}).status_code for day in ("28.02.2022", "15.03.2022")] == [422, 422]


def test_the_wizard_lists_what_was_published_and_the_last_of_three_working_days(client_of, school, programme, pupil):
    with scope(school=school):
        paper = Consent.objects.create(
            school=school, person=pupil, kind="distribution", signer="both", signed_on=date(2022, 3, 1)
        )
        DistributionItem.objects.create(school=school, consent=paper, item="photo", address="https://school.ru/best")
        pupil.mentees.update(case_url="https://school.ru/case")
    client = client_of()

    page = client.get(f"/consents/{paper.public_id}/withdraw/")

    assert [where for _what, where in page.context["published"]] == ["https://school.ru/best", "https://school.ru/case"]
    assert page.context["last_day"] == date(2022, 3, 17)
    # The 11th was a Friday: the weekend does not count.
    client.post(f"/consents/{paper.public_id}/withdraw/", {"withdrawn_on": "11.03.2022"})
    after = client.get(f"/consents/{paper.public_id}/withdrawn/")
    assert after.context["last_day"] == date(2022, 3, 16)
    act = PdfReader(BytesIO(client.get(f"/consents/{paper.public_id}/act.pdf").content))
    text = act.pages[0].extract_text()
    for words in ("Орлова Анна", "https://school.ru/best", "16.03.2022"):
        assert words in text
    document = Document(BytesIO(client.get(f"/consents/{paper.public_id}/act.docx").content))
    assert document.tables[-1].rows[1].cells[2].text == "https://school.ru/best"


def test_an_act_is_there_after_a_withdrawal_only(client_of, paper):
    assert client_of().get(f"/consents/{paper.public_id}/act.pdf").status_code == 404


def test_blanks_of_a_class_are_one_file_with_a_sheet_for_each_kind_and_pupil(client_of, school, pupil, class_8b):
    with scope(school=school):
        PersonFactory(school=school, school_class=class_8b, surname="Ёлкин", birth_year=2012)
        PersonFactory(school=school, school_class=class_8b, surname="Ушёл", has_left=True)
    query = f"?school_class={class_8b.pk}&kinds=participation&kinds=processing&kinds=distribution"
    client = client_of()

    pdf = PdfReader(BytesIO(client.get(f"/consents/blanks.pdf{query}").content))
    document = Document(BytesIO(client.get(f"/consents/blanks.docx{query}").content))

    pages = [page.extract_text() for page in pdf.pages]
    assert len(pages) == 6 == len(document.sections)
    assert pdf.metadata.title == "Бланки согласий"
    assert all(page.lstrip().startswith("СОГЛАСИЕ") for page in pages)
    assert ["Ёлкин" in page for page in pages] == [True] * 3 + [False] * 3
    # Under fourteen the representative signs alone; at fifteen the pupil signs too.
    assert [page.count("(подпись)") for page in pages] == [1, 1, 1, 2, 2, 2]
    assert "Орлова Ирина" in pages[3]


def test_an_empty_blank_is_for_a_pen(client_of, programme):
    answer = client_of().get("/consents/blanks.pdf?kinds=processing&school_class=")

    text = PdfReader(BytesIO(answer.content)).pages[0].extract_text()
    assert "Документ, удостоверяющий личность" in text
    assert "{" not in text


def test_blanks_without_a_kind_are_asked_for_again(client_of, programme):
    assert client_of().get("/consents/blanks.pdf").status_code == 422


def test_a_changed_text_is_a_new_version_and_a_signed_paper_keeps_its_own(client_of, school, pupil):
    client = client_of()
    client.post(new_url(pupil), filled(pupil))

    client.post("/consents/texts/processing/", {"text": "Новый текст для {участник}.", "number": 1})
    late = client.post("/consents/texts/processing/", {"text": "Другой текст.", "number": 1})

    assert late.status_code == 409
    assert only_consent(school).text.text == FIRST_TEXTS["processing"]
    with scope(school=school):
        texts = ConsentText.objects.filter(kind="processing").order_by("number")
        assert [text.text for text in texts] == [FIRST_TEXTS["processing"], "Новый текст для {участник}."]


@pytest.mark.parametrize(
    ("kind", "text"),
    [("processing", "Паспорт {паспорт}"), ("processing", "{таблица}"), ("distribution", "Без таблицы")],
)
def test_a_text_that_would_print_wrong_is_refused(client_of, programme, kind, text):
    assert client_of().post(f"/consents/texts/{kind}/", {"text": text, "number": 0}).status_code == 422


def test_the_list_is_filtered_by_class_and_by_what_is_missing(client_of, school, programme, pupil, paper):
    with scope(school=school):
        mentor = MentorFactory(programme=programme).person
        PersonFactory(school=school)
    client = client_of()

    def found(query=""):
        return {person for person, _held in client.get(f"/consents/{query}").context["rows"]}

    assert found() == {pupil, mentor}
    assert found("?who=mentors") == {mentor}
    assert found("?missing=processing") == {mentor}
    assert found("?missing=any") == {pupil, mentor}
    assert found(f"?school_class={pupil.school_class_id}") == {pupil}
    assert found("?q=орлова") == {pupil}
    assert len(found("?who=all")) == 3


@pytest.mark.parametrize("count", [1, 30])
def test_the_list_asks_the_database_no_more_for_many(
    client_of, school, programme, count, django_assert_max_num_queries
):
    with scope(school=school):
        for _number in range(count):
            person = MenteeFactory(programme=programme).person
            Consent.objects.create(
                school=school, person=person, kind="processing", signer="both", signed_on=date(2022, 3, 1)
            )
    client = client_of()

    with django_assert_max_num_queries(12):
        assert client.get("/consents/").status_code == 200


def test_a_class_teacher_keeps_the_papers_of_the_own_class_only(
    client_of, school, programme, pupil, paper, class_8b, stranger
):
    with scope(school=school):
        other = MenteeFactory(programme=programme).person
    stranger = client_of(stranger)

    assert stranger.get("/consents/").context["rows"] == []
    for path in (
        new_url(pupil),
        new_url(other),
        f"/consents/classes/{class_8b.pk}/",
        f"/consents/{paper.public_id}/",
        f"/consents/{paper.public_id}/withdraw/",
        f"/consents/people/{pupil.public_id}/",
        f"/consents/blanks.pdf?kinds=processing&person={pupil.public_id}",
    ):
        assert stranger.get(path).status_code == 404, path
    assert stranger.get("/consents/texts/").status_code == 403
    assert stranger.get(f"/consents/blanks.pdf?kinds=processing&school_class={class_8b.pk}").status_code == 422


def test_the_class_teacher_sees_the_own_class(client_of, pupil, paper, class_teacher):
    client = client_of(class_teacher)

    assert [person for person, _held in client.get("/consents/").context["rows"]] == [pupil]
    assert client.get("/consents/classes/").context["rows"] == [(pupil.school_class, 1, 0, 1)]
    assert client.get(f"/consents/{paper.public_id}/").status_code == 200


def test_a_class_teacher_without_a_class_has_no_papers_to_keep(client_of, programme):
    client = client_of("class_teacher")

    assert {client.get(path).status_code for path in ("/consents/", "/consents/classes/")} == {403}


def status_of(client, address):
    """The status of a file's address; it is read to its end, which closes what was opened for it."""
    answer = client.get(address)
    b"".join(answer)
    return answer.status_code


def taken(school, person):
    """What the card says of files that were taken, and what the log calls it."""
    with scope(school=school):
        views = PersonView.objects.filter(person=person, what=PersonView.What.EXPORT).count()
        return views, list(AuditEvent.objects.filter(action__endswith="_taken").values_list("action", flat=True))


@pytest.fixture
def files(school, paper):
    """Addresses of every file about the pupil: the blanks, the scan, the act."""
    with scope(school=school):
        paper.scan_name, paper.scan_type, paper.withdrawn_on = "скан.pdf", "application/pdf", date(2022, 3, 10)
        paper.scan.save("scan", ContentFile(PDF), save=True)
    blank = f"person={paper.person.public_id}&kinds=processing"
    addresses = [f"/consents/blanks.{kind}?{blank}" for kind in ("pdf", "docx")]
    addresses += [f"/consents/{paper.public_id}/act.{kind}" for kind in ("pdf", "docx")]
    return [*addresses, f"/consents/{paper.public_id}/scan/"]


def test_every_file_about_a_minor_that_leaves_is_written_down(client_of, school, pupil, files):
    client = client_of("coordinator")
    for number, address in enumerate(files, 1):
        assert status_of(client, address) == 200, address
        views, actions = taken(school, pupil)
        assert (views, len(actions)) == (number, number), address

    assert set(taken(school, pupil)[1]) == {"consent.blanks_taken", "consent.act_taken", "consent.scan_taken"}


def test_an_empty_blank_is_nobodys_paper(client_of, school, pupil):
    assert client_of("coordinator").get("/consents/blanks.pdf?kinds=processing&school_class=").status_code == 200
    assert taken(school, pupil) == (0, [])


@pytest.mark.parametrize("role", Role)
def test_files_about_a_pupil_are_for_those_who_keep_papers(client_of, school, pupil, files, role):
    expected = 200 if role in (Role.DIRECTOR, Role.COORDINATOR, Role.DEPUTY) else 403
    expected = 404 if role == Role.CLASS_TEACHER else expected
    client = client_of(role)

    assert {status_of(client, address) for address in files} == {expected}


def test_files_of_another_school_are_not_there(client_of, member, other_school, files):
    stranger = member("coordinator", school=other_school)

    assert {status_of(client_of(stranger), address) for address in files} == {404}
