from mentorship.common.table import SAME, Column, Heading, Steps, Table

COLUMNS = [Column("Этап"), Column("Мероприятие"), Column("Шаги")]


def table(*rows):
    return Table("Отчёт", COLUMNS, list(rows))


def test_merged_cells_span_the_rows_below_them():
    made = table(["1", "а", Steps(("раз", "два"))], [SAME, "б", ""], ["2", "в", ""])

    sections = list(made.sections)

    assert [[len(row.cells) for row in section.rows] for section in sections] == [[3, 2], [3]]
    assert sections[0].rows[0].cells[0].span == 2
    assert sections[1].rows[0].cells[0].span == 1


def test_headings_open_sections_and_are_not_counted():
    made = table(Heading("Первый"), ["1", "а", ""], ["2", "б", ""], Heading("Второй"), ["3", "в", ""])

    assert [(section.title, len(section.rows)) for section in made.sections] == [("Первый", 2), ("Второй", 1)]
    assert made.count == 3


def test_a_merged_cell_can_be_written_again_in_a_row():
    made = table(["1", "а", ""], [SAME, "б", ""], [SAME, "в", ""])

    assert [row[0] for row in made.unmerged_at([1]).rows] == ["1", "1", SAME]
    assert [row[0] for row in made.unmerged().rows] == ["1", "1", "1"]
    assert made.rows[1][0] is SAME


def test_widths_that_are_not_given_share_the_rest():
    made = Table("Отчёт", [Column("№", 10), Column("а"), Column("б")])

    assert made.shares == [10, 45, 45]


def test_steps_are_numbered_lines():
    assert str(Steps(("раз", "два"))) == "1. раз\n2. два"


def test_a_flat_table_has_empty_cells_in_place_of_spanning_ones():
    made = table(["1", "а", ""], [SAME, "б", ""]).flat()

    first, second = next(iter(made.sections)).rows

    assert [cell.span for cell in first.cells + second.cells] == [1] * 6
    assert (second.cells[0].text, second.cells[0].css_class) == ("", "same")
