"""The annual report, the analytical note and the report of a month: the same facts as a PDF and as a DOCX."""

from datetime import date
from io import BytesIO

import pytest
from docx import Document
from pypdf import PdfReader

from mentorship.common.table import text_of
from mentorship.documents import tasks
from mentorship.documents.long import monthly, reports
from mentorship.documents.models import PaperJob
from mentorship.monitoring.figures import figures_of
from mentorship.pairs.journal import Month
from tests.factories import (
    ActivityFactory,
    MeetingFactory,
    MenteeFactory,
    PairingFactory,
    RoadmapFactory,
    StageFactory,
)

DAY = date(2022, 4, 30)
WISH = {"day": "2022-04-30", "file": "pdf"}
MARCH = {"month": "2022-03", "file": "pdf"}


@pytest.fixture(autouse=True)
def today(on_day):
    on_day(2022, 5, 31)


@pytest.fixture
def stage(school_scope, programme):
    roadmap = RoadmapFactory(programme=programme)
    return StageFactory(roadmap=roadmap, school=programme.school, position=1, title="Подготовка условий")


def activity(stage, title, last=(2022, 3, 31), **fields):
    first = date(last[0], last[1], 1)
    return ActivityFactory(
        stage=stage, school=stage.school, title=title, first_on=first, last_on=date(*last), term_kind="month", **fields
    )


def cells(part):
    return [text_of(cell) for row in part.table.rows for cell in row] if part.table else []


def words_of_docx(content):
    document = Document(BytesIO(content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return " ".join(" ".join([*[one.text for one in document.paragraphs], *cells]).split())


def words_of_pdf(content):
    pages = PdfReader(BytesIO(content)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def parts(found):
    return {part.code: part for part in found}


def test_a_month_has_what_was_done_in_it_and_nothing_else(stage, programme):
    activity(stage, "Издать приказ", status="done", done_on=date(2022, 3, 14), actual_result="Приказ № 14")
    activity(stage, "Провести совет", status="done", done_on=date(2022, 4, 2))
    activity(stage, "Разослать письма", last=(2022, 4, 30))

    found = parts(monthly.parts_of(programme, Month(date(2022, 3, 1))))

    assert "Издать приказ" in cells(found["done"])
    assert "Приказ № 14" in cells(found["done"])
    assert "Провести совет" not in cells(found["done"])
    assert "Разослать письма" in cells(found["next"])


def test_done_later_was_late_at_the_end_of_the_month(stage, programme):
    activity(stage, "Провести совет", status="done", done_on=date(2022, 4, 2))

    march, april = (parts(monthly.parts_of(programme, Month(date(2022, one, 1)))) for one in (3, 4))

    assert "Провести совет" in cells(march["late"])
    assert "Провести совет" in cells(april["done"])
    assert "Провести совет" not in cells(april["late"])


def test_a_month_counts_its_meetings_and_pairs(stage, programme):
    pair = PairingFactory(programme=programme, mentees=[MenteeFactory(programme=programme)])
    for day in (date(2022, 3, 22), date(2022, 3, 29), date(2022, 4, 6)):
        MeetingFactory(pairing=pair, day=day, minutes=45)
    MeetingFactory(pairing=pair, day=date(2022, 3, 30), state="planned")

    found = parts(monthly.parts_of(programme, Month(date(2022, 3, 1))))

    assert found["meetings"].table.rows[-1] == ["Всего", 2, "1\u00a0ч 30\u00a0мин"]
    assert found["pairs"].table.rows == [
        ["Начали работу", 1],
        ["Завершили работу", 0],
        ["Работали на конец месяца", 1],
    ]


def test_an_empty_month_says_so_in_words(school_scope, programme):
    for part in monthly.parts_of(programme, Month(date(2022, 3, 1))):
        assert part.paragraphs or part.table


def test_the_annual_report_has_the_figures_of_the_pages(stage, programme):
    activity(stage, "Издать приказ", status="done", done_on=date(2022, 3, 14))
    activity(stage, "Провести совет")
    for _number in range(3):
        MenteeFactory(programme=programme)

    report = reports.report_of(reports.ANNUAL, programme, WISH)
    figures = figures_of(programme, DAY)

    people = parts(report.parts)["people"]
    assert ["Наставляемые", str(figures["mentees"])] in [[str(one) for one in row] for row in people.table.rows]
    assert figures["mentees"] == 3
    assert "Провести совет" in cells(parts(report.parts)["undone"])
    assert "Издать приказ" not in cells(parts(report.parts)["undone"])


@pytest.mark.parametrize(
    ("code", "wish"),
    [(reports.ANNUAL, WISH), (reports.NOTE, WISH), (reports.MONTHLY, MARCH)],
    ids=["year", "note", "month"],
)
def test_pdf_and_docx_have_the_same_words(stage, programme, code, wish):
    activity(stage, "Издать приказ", status="done", done_on=date(2022, 3, 14))
    report = reports.report_of(code, programme, wish)

    printed, retouched = words_of_pdf(report.to_bytes("pdf")), words_of_docx(report.to_bytes("docx"))

    assert report.title.split()[0] in printed
    for part in report.parts:
        for text in (part.title, *part.paragraphs, *cells(part)):
            for word in text.split():
                assert word in retouched
                assert word in printed.replace("- ", "") or len(word) > 12 or "_" in word


def test_the_note_is_about_the_monitoring_and_leaves_room_for_a_pen(stage, programme):
    report = reports.report_of(reports.NOTE, programme, WISH)
    codes = [part.code for part in report.parts]

    assert codes[0] == "about"
    assert codes[-1] == "conclusions"
    assert not set(codes) & set(reports.NOT_IN_NOTE)
    assert len(codes) > 2
    assert [part.title.partition(". ")[0] for part in report.parts] == [str(one + 1) for one in range(len(codes))]


def test_nothing_is_drawn_as_signed(stage, programme):
    programme.school.director_name = "Орлов Андрей Викторович"
    report = reports.report_of(reports.NOTE, programme, WISH)

    assert report.signatures[-1] == (programme.school.director_post, "А.\u00a0В.\u00a0Орлов")
    assert "____________________" in words_of_pdf(report.to_bytes("pdf"))


def test_a_report_is_asked_for_made_and_taken(stage, programme, client_of):
    client = client_of("deputy")
    form = client.get("/papers/long/monthly/").context["form"]

    answer = client.post("/papers/long/monthly/", {"key": form["key"].value(), "month": "2022-03", "file": "docx"})
    tasks.make_waiting()

    job = PaperJob.objects.get()
    assert (answer.status_code, answer.url) == (302, job.get_absolute_url())
    assert job.state == "ready"
    assert job.file_name == "Отчёт о реализации программы наставничества за март 2022 года.docx"
    file = client.get(f"{job.get_absolute_url()}file/")
    assert "за март 2022 года" in words_of_docx(b"".join(file.streaming_content))
    file.close()


@pytest.mark.parametrize(
    ("address", "body", "words"),
    [
        ("annual", {"day": "01.06.2022", "file": "pdf"}, "не наступил"),
        ("annual", {"day": "01.06.1999", "file": "pdf"}, ""),
        ("note", {"day": "вчера", "file": "pdf"}, ""),
        ("monthly", {"month": "2030-01", "file": "pdf"}, ""),
        ("annual", {"day": "30.04.2022", "file": "exe"}, ""),
    ],
)
def test_what_cannot_be_is_said_and_kept(stage, programme, client_of, address, body, words):
    key = {"key": "0b5a0f8e-0000-4000-8000-000000000000"}

    answer = client_of("deputy").post(f"/papers/long/{address}/", body | key)

    assert answer.status_code == 422
    assert not PaperJob.objects.exists()
    if "day" in body:
        shown = "-".join(reversed(body["day"].split(".")))  # the browser's own calendar wants it so
        assert f'value="{shown}"' in answer.content.decode()


def test_without_a_programme_the_page_says_so(school, client_of):
    assert client_of("deputy").get("/papers/long/annual/").status_code == 302
