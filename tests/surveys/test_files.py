"""A questionnaire goes out as a file and comes back the same; a bad file is refused with its place."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import given, settings
from openpyxl import Workbook, load_workbook

from surveys.content import Content, Kind, problems
from surveys.exchange import FileRefused, Sheet, from_json, from_xlsx, read_upload, to_json, to_xlsx
from tests.factories import CONTENT

from .strategies import contents

SAMPLE = Sheet(Content.from_dict(CONTENT), title="Анкета наставляемого", purpose="intake", wording="child")


@given(contents())
def test_any_questionnaire_comes_back_from_json(content):
    assert from_json(to_json(Sheet(content))).content == content


@settings(max_examples=40, deadline=None)
@given(contents())
def test_any_questionnaire_comes_back_from_a_workbook(content):
    assert from_xlsx(to_xlsx(Sheet(content))).content == content


@pytest.mark.parametrize(("write", "name"), [(to_json, "a.json"), (to_xlsx, "a.xlsx")])
def test_an_uploaded_file_is_known_by_its_content(write, name):
    assert read_upload(SimpleUploadedFile(name, write(SAMPLE))) == SAMPLE


def workbook_of(rows):
    book = Workbook()
    for row in rows:
        book.active.append(row)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.fixture
def head():
    """Headings as the product writes them today."""
    page = load_workbook(BytesIO(to_xlsx(SAMPLE))).active
    titles = [cell.value for cell in page[1]]
    return [titles[place] for place in (0, 1, 3, 5, 7, 12, 17)]


def test_a_sheet_written_by_hand_is_read_without_keys(head):
    content = from_xlsx(
        workbook_of(
            [
                head,
                ["single", "Помочь с проектом?", "Да, хочу\nНет", "да", None, "", "проект"],
                ["long", "Каким?", "", "нет", None, "проект: Да, хочу", ""],
                ["scale", "Насколько?", "", "", None, "проект: нет", ""],
            ]
        )
    ).content

    first, second, third = content.questions
    assert [option.text for option in first.options] == ["Да, хочу", "Нет"]
    assert (second.kind, second.required) == (Kind.LONG, False)
    assert third.show_if.any_of == (first.options[1].key,)
    assert second.show_if.any_of == (first.options[0].key,)
    assert len({one.key for one in content.questions}) == 3


def test_every_mistake_is_named_by_row_and_column(head):
    with pytest.raises(FileRefused) as refused:
        from_xlsx(
            workbook_of(
                [
                    head,
                    ["вид", "Первый", "", "да", None, "", ""],
                    ["short", "Второй", "", "может быть", None, "", ""],
                    ["number", "Третий", "", "", "пять", "нет такого", ""],
                ]
            )
        )

    rows = [sentence.split(",")[0].rsplit(" ", 1)[1] for sentence in refused.value.sentences]
    assert rows == ["2", "3", "4", "4"]
    assert head[4] in refused.value.sentences[2]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\x00\x01",
        b"[]",
        b'{"format": "mentorship-questionnaire", "content": 5}',
        b'{"format": "mentorship-questionnaire", "content": {"sections": [{"key": "s", "questions": [{"kind": "single",'
        b' "key": "q", "text": "a", "required": 5}]}]}}',
        b"[" * 100_000,
        b"PK\x03\x04 broken",
        b"%PDF-1.4",
    ],
)
def test_a_file_that_is_no_questionnaire_is_refused_with_words(data):
    with pytest.raises(FileRefused, match=r"\w{3}"):
        read_upload(SimpleUploadedFile("anketa.xlsx", data))


def test_a_word_that_looks_like_a_formula_stays_a_word():
    content = Content.from_dict(
        {"sections": [{"key": "s", "questions": [{"key": "q", "kind": "short", "text": "=1+1"}]}]}
    )

    page = load_workbook(BytesIO(to_xlsx(Sheet(content)))).active

    assert page["B4"].value == "=1+1"
    assert page["B4"].data_type == "s"
    assert not list(problems(from_xlsx(to_xlsx(Sheet(content))).content))
