from io import BytesIO

import pytest
from pypdf import PdfReader
from weasyprint import HTML
from weasyprint.urls import FatalURLFetchingError

from mentorship.common import pdf, typesetting
from mentorship.common.table import SAME, Column, Heading, Table


def reader_of(table, **context):
    return PdfReader(BytesIO(pdf.table_to_pdf(table, **context)))


def table_of(count, *, lines=3):
    rows = [["1." if number == 0 else SAME, f"Строка {number}\n" + "текст\n" * lines] for number in range(count)]
    return Table("Отчёт о №128 «Школа» — ё", [Column("Этап", 30), Column("Текст", 70)], rows)


def text_of(page):
    return page.extract_text().replace("\u00a0", " ")


def test_the_paper_is_tagged_titled_russian_and_carries_its_fonts():
    reader = reader_of(table_of(2))
    catalog = reader.trailer["/Root"]

    assert catalog["/MarkInfo"]["/Marked"]
    assert catalog["/Lang"] == "ru"
    assert reader.metadata.title == "Отчёт о №128 «Школа» — ё"
    assert "Отчёт о №128 «Школа» — ё" in text_of(reader.pages[0])
    fonts = [font.get_object() for font in reader.pages[0]["/Resources"]["/Font"].values()]
    names = {font["/BaseFont"].split("+")[1] for font in fonts}
    assert names == {"Tinos", "Tinos-Bold"}
    assert all("/FontFile2" in font["/DescendantFonts"][0].get_object()["/FontDescriptor"] for font in fonts)


def cells_of(element):
    """The table cells of a tagged PDF, in order."""
    kids = element.get("/K", [])
    for one in kids if isinstance(kids, list) else [kids]:
        kid = one.get_object()
        if isinstance(kid, dict):
            if kid.get("/S") == "/TD":
                yield kid
            yield from cells_of(kid)


def test_every_cell_names_the_header_of_its_own_column():
    rows = [["1.", "а"], [SAME, "б"], [SAME, "в"], Heading("Раздел"), ["2.", "г"]]
    table = Table("Отчёт", [Column("Этап"), Column("Текст")], rows)

    root = reader_of(table).trailer["/Root"]["/StructTreeRoot"]
    headers = [[str(header).split("-")[-1] for header in cell["/A"]["/Headers"]] for cell in cells_of(root)]

    assert headers == [["0"], ["1"]] * 3 + [["0", "1"]] + [["0"], ["1"]]


def test_pages_are_numbered_from_the_second():
    pages = reader_of(table_of(40)).pages

    assert text_of(pages[0]).split()[-1] != "1"
    assert text_of(pages[1]).split()[-1] == "2"


def test_the_header_and_the_merged_cell_are_repeated_on_each_sheet():
    pages = reader_of(table_of(40)).pages

    assert len(pages) > 2
    assert all("Этап" in text_of(page) for page in pages)
    assert all("1." in text_of(page) for page in pages)


def test_a_row_higher_than_a_sheet_goes_on_to_the_next_one():
    text = "".join(text_of(page) for page in reader_of(table_of(1, lines=200)).pages)

    assert text.count("текст") == 200


def test_user_text_is_text():
    table = Table("Отчёт", [Column("Текст")], [["<img src='http://evil.test/x.png'><b>жирно</b>"]])

    assert "<b>жирно</b>" in text_of(reader_of(table).pages[0])


@pytest.mark.parametrize("url", ["http://evil.test/x.png", "file:///etc/passwd", "packaged:fonts/../../settings.py"])
def test_nothing_but_packaged_fonts_is_fetched(url):
    page = HTML(string=f"<img src='{url}' alt=''>", url_fetcher=typesetting.PackagedFetcher())

    with pytest.raises(FatalURLFetchingError):
        page.render()


def test_a_paper_beyond_all_measure_is_refused(monkeypatch):
    monkeypatch.setattr(pdf, "HTML_LIMIT", 100)

    with pytest.raises(pdf.PaperTooLong):
        pdf.table_to_pdf(table_of(2))


def test_a_long_table_is_printed_whole():
    text = "".join(text_of(page) for page in reader_of(table_of(pdf.LONG_TABLE + 1, lines=0)).pages)

    assert f"Строка {pdf.LONG_TABLE}" in text
