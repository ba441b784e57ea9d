"""The school's own texts: what is wrong with one is said, nothing that was typed is lost, the preview is safe."""

import html
import uuid
from datetime import date
from io import BytesIO

import pytest
from pypdf import PdfReader

from mentorship.documents.models import PaperTemplateVersion
from mentorship.documents.services import papers as acts
from mentorship.documents.services.templates import in_force
from mentorship.documents.sheets import sheets_of
from mentorship.people.models import PersonKind
from tests.factories import MenteeFactory, MentorFactory, PairingFactory, PersonFactory

DAY = date(2022, 5, 31)
pytestmark = pytest.mark.django_db


@pytest.fixture
def client(client_of, programme, on_day, school_scope):
    on_day(2022, 5, 31)
    return client_of()


def send(client, programme, code="regulations", **fields):
    saved = in_force(programme.school, code)
    body = {"version": saved.version, "heading": saved.heading, "text": saved.text, "note": ""}
    return client.post(f"/papers/texts/{code}/", body | fields)


def made(programme, code, **fields):
    return acts.make(code=code, programme=programme, day=DAY, key=uuid.uuid4(), by=None, **fields)


def person(programme, surname, **fields):
    return PersonFactory(school=programme.school, surname=surname, given_name="Пётр", patronymic="Львович", **fields)


def group(programme, *people, teacher="Павлов"):
    mentees = [MenteeFactory(programme=programme, person=one) for one in people]
    mentor = MentorFactory(programme=programme, person=person(programme, teacher, kind=PersonKind.TEACHER))
    return PairingFactory(programme=programme, mentor=mentor, mentees=mentees)


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Уважаемый {дериктор}!", "{дериктор}"),
        ("Дано {директор.звательный}.", "{директор.звательный}"),
        ("Скобка {директор стоит одна", "Скобка {директор стоит одна"),
        ("Вот {таблица:этапы} в строке", "Вот {таблица:этапы} в строке"),
        ("{таблица:оценки}", "{таблица:оценки}"),
        ("{}", "{}"),
        ("{{директор}}", "{{директор}}"),
    ],
)
@pytest.mark.parametrize("way", ["save", "preview", "pdf"])
def test_a_text_with_a_mistake_stays_in_the_form_with_the_mistake_named(client, programme, text, named, way):
    answer = send(client, programme, text=f"Первая строка\n{text}", note="наше", **{way: "1"})

    page = html.unescape(answer.content.decode())
    assert answer.status_code == 422
    assert f"Первая строка\n{text}" in page
    assert 'value="наше"' in page
    assert any(named in str(error) for error in answer.context["form"].errors["text"])
    assert not PaperTemplateVersion.objects.exists()


def test_a_text_that_is_too_long_is_not_cut(client, programme):
    text = "слово " * 6000

    answer = send(client, programme, text=text)

    assert answer.status_code == 422
    assert text in answer.content.decode()
    assert not PaperTemplateVersion.objects.exists()


def test_a_text_of_too_many_lines_is_not_laid_out(client, programme):
    answer = send(client, programme, text="а\n" * 3000, pdf="1")

    assert answer.status_code == 422
    assert "text" in answer.context["form"].errors


def test_a_table_does_not_stand_in_a_heading(client, programme):
    answer = send(client, programme, heading="{таблица:этапы}")

    assert answer.status_code == 422
    assert "heading" in answer.context["form"].errors


def test_html_is_words_on_the_page_and_on_paper(client, programme):
    text = "<script>alert(1)</script> <b>жирно</b> & {школа.кратко}"

    page = send(client, programme, text=text, heading="<i>О</i>", preview="1").content.decode()
    paper = send(client, programme, text=text, heading="<i>О</i>", pdf="1").content

    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &lt;b&gt;жирно&lt;/b&gt; &amp;" in page
    words = " ".join(PdfReader(BytesIO(paper)).pages[0].extract_text().split())
    assert "<script>alert(1)</script> <b>жирно</b> &" in words
    assert "<i>О</i>" in words


def test_a_field_in_the_middle_of_a_word_is_filled(client, programme):
    programme.school.city = "Приволжск"
    programme.school.save()

    page = send(client, programme, text="Мы из {город}а.", preview="1").content.decode()

    assert "Мы из Приволжска." in page


def test_braces_that_somebody_types_into_a_paper_are_only_words(client, programme):
    """What a person writes in answer to a question is never filled in again and never disappears."""
    paper = made(programme, "protocol", asked={"решение": "{директор}\n{таблица:пары}\n{таблица:нет}"})

    texts = [one.text for one in sheets_of(paper).blocks]

    assert [one for one in texts if "{" in one] == ["{директор}", "{таблица:пары}", "{таблица:нет}"]


def test_the_family_of_one_pupil_of_a_group_reads_of_no_other(client, programme):
    pupils = [person(programme, surname) for surname in ("Агеев", "Белкин", "Власов")]
    pair = group(programme, *pupils)
    colleagues = group(programme, person(programme, "Гусев", kind=PersonKind.TEACHER), teacher="Ромашов")

    form = client.get(f"/papers/new/parents_notice/?pairing={pair.pk}").context["form"]
    places = list(form.fields["place"].queryset)
    body = {"key": str(uuid.uuid4()), "day": "31.05.2022", "place": places[1].pk}
    paper = client.get(client.post("/papers/new/parents_notice/", body)["Location"]).context["paper"]

    assert [one.mentee.person for one in places] == pupils
    assert (paper.person, paper.pairing) == (pupils[1], pair)
    assert "Белкин Пётр Львович" in paper.text
    assert "Агеев" not in paper.text
    assert "Власов" not in paper.text
    assert "parents_notice" in client.get(pair.get_absolute_url()).content.decode()
    assert "parents_notice" not in client.get(colleagues.get_absolute_url()).content.decode()


@pytest.mark.parametrize("pairing", ["нет", "٣", "9" * 40, "-1", ""])
def test_a_pair_that_the_address_makes_up_harms_nothing(client, programme, pairing):
    group(programme, person(programme, "Агеев"))

    for code in ("parents_notice", "agreement"):
        assert client.get(f"/papers/new/{code}/", {"pairing": pairing}).status_code == 200


@pytest.mark.parametrize(
    ("short", "called"),
    [("МОУ СОШ № 5", "МОУ СОШ № 5"), ("Школа № 5", "общеобразовательной организации (Школа № 5)")],
)
def test_a_school_that_has_not_typed_its_name_in_cases_is_called_without_one(client, programme, short, called):
    school = programme.school
    school.full_name, school.short_name = "Муниципальное учреждение «Школа № 5»", short
    school.name_genitive = school.name_dative = school.name_prepositional = ""
    school.director_post = "Директор школы"
    school.save()

    assert f"наставничества в {called}," in made(programme, "order_introduction").text
    (stamp,) = sheets_of(made(programme, "regulations")).stamps
    assert stamp.post == f"Директор {called}"


@pytest.mark.parametrize(
    ("title", "words"),
    [
        ("Программа наставничества на 2022 год", "По итогам реализации программы наставничества на 2022 год"),
        ("Вместе к успеху", "По итогам реализации программы «Вместе к успеху»"),
    ],
)
def test_a_programme_is_not_called_a_programme_twice(client, programme, title, words):
    programme.title = title
    programme.save()

    assert made(programme, "order_results").text.startswith(words)


def test_a_class_stays_on_one_line(client, programme):
    paper = made(programme, "regulations")
    paper.text = "Рябинин Пётр, 8 «Б» класс"

    assert [one.text for one in sheets_of(paper).blocks] == ["Рябинин Пётр, 8\xa0«Б» класс"]
