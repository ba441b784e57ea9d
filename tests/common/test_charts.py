"""Charts: what is drawn, what is said in words, what both media can take."""

import re

from django.template.loader import render_to_string

from mentorship.common import charts


def test_a_chart_says_its_numbers_in_words():
    bars = charts.Bars("a", "Вопрос", [("Да", [12]), ("Нет", [None])], words=[["12 (80 %)"], ["не показано"]])

    assert bars.desc == "Да: 12 (80 %); Нет: не показано"
    assert bars.table.rows == [["Да", "12 (80 %)"], ["Нет", "не показано"]]
    assert charts.number(1234567.5) == "1\xa0234\xa0567,5"
    assert charts.percent(0.345) == "34,5\xa0%"
    assert charts.number(-0.5) == "−0,5"


def test_a_trend_breaks_where_a_value_is_not_shown():
    trend = charts.Trend("a", "Ход", [("янв.", [3]), ("фев.", [None]), ("мар.", [5])], most=10).drawn

    assert len(trend.points) == 2
    assert all(line.series < 0 for line in trend.lines)


def test_options_in_a_stack_stand_one_after_another():
    stack = charts.Bars("a", "Вопрос", [("8 «А»", [10, 30])], series=("да", "нет"), stacked=True).drawn
    bars = [mark for mark in stack.marks if mark.height == charts.BAR]

    assert [(mark.x, mark.width) for mark in bars] == [("16.00%", "21.00%"), ("37.00%", "63.00%")]


def test_a_drawing_has_only_presentation_attributes():
    """A strict policy of content refuses styles and scripts."""
    bars = charts.Bars("a", "<Вопрос> & «ответ»", [("<b>", [1, 2]), ("Нет", [0, None])], series=("до", "после"))
    trend = charts.Trend("b", "Ход", [("янв.", [3, 1]), ("фев.", [5, 2])], series=("да", "нет"))

    for chart in (bars, trend):
        svg = render_to_string(chart.template, {"chart": chart})
        assert 'role="img"' in svg
        assert not re.search(r"style=|<script|<style|<b>", svg)
        assert svg.count("<title") > 1
        assert "<desc" in svg


def test_a_long_label_is_cut_into_lines_of_a_phone():
    chart = charts.Bars("a", "Вопрос", [("слово " * 60, [1])])

    labels = [text.text for text in chart.drawn.texts[:-1]]

    assert len(labels) == charts.MOST_LINES
    assert all(len(line) <= charts.LETTERS for line in labels)
    assert labels[-1].endswith("…")


def test_a_chart_of_nothing_is_drawn():
    for chart in (
        charts.Bars("a", "Вопрос", []),
        charts.Trend("b", "Ход", []),
        charts.Trend("c", "Ход", [("май", [None])]),
    ):
        assert "<svg" in render_to_string(chart.template, {"chart": chart})
