import json
import random
import re
from copy import deepcopy
from datetime import date

import pytest

from roadmap.outline import PartyKind
from roadmap.reading import Unreadable, read_file

from .documents import HEADER, SHORT_HEADER, fill, in_content_control, people, read, terms, tree, word

STARTS, ENDS = date(2021, 12, 1), date(2022, 5, 31)


def counts(outline):
    return len(outline.stages), len(outline.activities), sum(len(one.steps) for one in outline.activities)


def test_the_customers_document_is_read_without_one_correction(customer_docx):
    reading = read_file(customer_docx, customer_docx.name, STARTS, ENDS)

    outline = reading.outline
    assert (counts(outline), reading.doubts, reading.unread) == ((7, 11, 33), [], [])
    assert all(STARTS <= one.term.first <= one.term.last <= ENDS for one in outline.activities)
    kinds = [party.kind for party in outline.parties]
    assert sorted(kinds) == [PartyKind.GROUP] * 2 + [PartyKind.PERSON] * 3 + [PartyKind.ROLE]
    assert all(party.role and party.name for party in outline.parties if party.kind == PartyKind.PERSON)
    assert [party.role for party in outline.parties if not party.name] == [
        "Рабочая группа",
        "Классные руководители",
        "Наставники",
    ]


def test_the_customers_yaml_says_the_same_as_the_document(customer_docx, customer_yaml):
    of_word = read_file(customer_docx, customer_docx.name, STARTS, ENDS).outline
    of_yaml = read_file(customer_yaml, customer_yaml.name, STARTS, ENDS).outline

    assert of_word.title.rstrip(".") == of_yaml.title
    assert of_word.stages == of_yaml.stages


def test_merged_stages_word_lists_and_typed_numbers():
    reading = read(
        word(
            "Дорожная карта школы",
            [
                HEADER,
                ["1", "1. Подготовка", "Документы", "#Изучить приказ.\n#Издать приказ.", "Декабрь", "Директор"],
                ["^", "^", "Собрания", "1) Педсовет;\n2) родители;\n- классные часы", "до 15 марта", "Куратор"],
                ["2", "Этап 2. База", "Анкеты", "1. Ученики. 2. Педагоги.", "Март-май", "Рабочая группа"],
            ],
        )
    )

    assert reading.outline.title == "Дорожная карта школы"
    assert tree(reading) == [
        (
            "Подготовка",
            [
                ("Документы", ["Изучить приказ.", "Издать приказ."]),
                ("Собрания", ["Педсовет;", "родители;", "классные часы"]),
            ],
        ),
        ("База", [("Анкеты", ["Ученики.", "Педагоги."])]),
    ]
    assert terms(reading) == [("Декабрь", "2021-12-31"), ("до 15 марта", "2022-03-15"), ("Март-май", "2022-05-31")]
    assert reading.unread == []


def test_a_number_typed_beside_the_number_of_word_stays():
    reading = read(word([HEADER, ["1", "А", "Б", "#1. Изучить.\n#Издать.", "Март", "Директор"]]))

    assert tree(reading) == [("А", [("Б", ["1. Изучить.", "Издать."])])]


def test_a_merged_activity_gathers_its_steps_and_a_step_with_its_own_term_parts_it():
    reading = read(
        word(
            [
                HEADER,
                ["1", "Этап", "Собрания", "Педсовет", "Январь", "Директор"],
                ["^", "^", "^", "Родители", "^", "^"],
                ["^", "^", "^", "Классные часы", "Февраль", "Куратор"],
            ]
        )
    )

    assert tree(reading) == [("Этап", [("Собрания", ["Педсовет", "Родители"]), ("Собрания", ["Классные часы"])])]
    assert terms(reading) == [("Январь", "2022-01-31"), ("Февраль", "2022-02-28")]
    assert [doubt["activity"] for doubt in reading.doubts] == [2]


def test_section_rows_are_stages_and_counts_of_columns_are_skipped():
    reading = read(
        word(
            "План мероприятий (дорожная карта)",
            [
                SHORT_HEADER,
                ["1", "2", "3", "4"],
                ["1. Нормативное правовое регулирование", "=", "=", "="],
                ["1.1", "Издание приказа", "Январь", "Директор"],
                SHORT_HEADER,
                ["1.2", "Положение о наставничестве", "Февраль", "Куратор"],
                ["II. Кадры", "=", "=", "="],
                ["2.1", "Обучение", "ежемесячно", "Педагог-психолог"],
            ],
        )
    )

    assert tree(reading) == [
        ("Нормативное правовое регулирование", [("Издание приказа", []), ("Положение о наставничестве", [])]),
        ("Кадры", [("Обучение", [])]),
    ]
    assert (reading.unread, reading.doubts) == ([], [])


def test_tables_under_headings_are_stages_of_their_own():
    rows = [SHORT_HEADER, ["1", "Издание приказа", "Январь", "Директор"]]

    reading = read(word("Дорожная карта", "", "1. Подготовка", rows, "2. База наставников", rows))

    assert tree(reading) == [("Подготовка", [("Издание приказа", [])]), ("База наставников", [("Издание приказа", [])])]
    assert reading.unread == []


def test_a_table_that_goes_on_without_a_header():
    reading = read(
        word(
            [HEADER, ["1", "Этап", "Первое", "Шаг", "Январь", "Директор"]],
            [["", "", "Второе", "Шаг", "Март", "Куратор"], ["2", "Другой", "Третье", "", "Май", "Куратор"]],
        )
    )

    assert tree(reading) == [("Этап", [("Первое", ["Шаг"]), ("Второе", ["Шаг"])]), ("Другой", [("Третье", [])])]


def test_another_table_of_the_document_is_no_part_of_the_roadmap():
    plan = [["Мероприятия", "Сроки", "Ответственные"], ["Приказ", "Январь", "Директор"]]

    reading = read(word("Дорожная карта", plan, "Показатели", [["Доля", "10", "20"], ["Охват", "30", "40"]]))

    assert tree(reading) == [("Дорожная карта", [("Приказ", [])])]
    assert len(reading.unread) == 7


def test_a_table_whose_only_work_is_called_stages():
    reading = read(word("Дорожная карта", [["Этапы", "Сроки", "Ответственные"], ["Приказ", "Январь", "Директор"]]))

    assert tree(reading) == [("Дорожная карта", [("Приказ", [])])]


def test_a_table_without_stages_is_one_stage_named_as_the_document():
    reading = read(word("Дорожная карта школы № 5", [SHORT_HEADER, ["1", "Приказ", "Январь", "Директор"]]))

    assert tree(reading) == [("Дорожная карта школы № 5", [("Приказ", [])])]


def test_a_table_without_the_middle_level():
    reading = read(
        word(
            [
                ["Этап", "Содержание деятельности", "Сроки исполнения", "Исполнитель"],
                ["Подготовка", "Издать приказ", "Январь", "Директор"],
                ["База", "1. Анкеты\n2. Списки", "Март", "Куратор"],
            ]
        )
    )

    assert tree(reading) == [("Подготовка", [("Издать приказ", [])]), ("База", [("База", ["Анкеты", "Списки"])])]
    assert [(one["stage"], one["field"]) for one in reading.doubts] == [(2, "title")]


def test_a_list_of_activities_gives_each_its_own_term():
    reading = read(
        word([["Этап", "Мероприятия", "Срок", "Ответственные"], ["А", "1. Анкеты\n2. Списки", "Март\nМай", "Куратор"]])
    )

    assert terms(reading) == [("Март", "2022-03-31"), ("Май", "2022-05-31")]


def test_extra_columns_are_read_and_unknown_ones_are_not_lost():
    header = ["Этап", "Мероприятие", "Дата начала", "Дата окончания", "Ответственные", "Планируемый результат"]
    reading = read(
        word(
            [
                [*header, "Вид документа", "Примечание"],
                ["А", "Приказ", "10.01.2022", "20.01.2022", "Директор", "Приказ издан", "Приказ", "до каникул"],
            ]
        )
    )

    activity = reading.outline.activities[0]
    assert (str(activity.term.first), str(activity.term.last)) == ("2022-01-10", "2022-01-20")
    assert (activity.planned_result, activity.document_kind) == ("Приказ издан", "Приказ")
    assert len(reading.unread) == 1
    assert "Примечание" in reading.unread[0]
    assert "до каникул" in reading.unread[0]


def test_a_header_of_two_rows():
    reading = read(
        word(
            [
                ["№", "Мероприятие", "Сроки", "=", "Ответственные"],
                ["^", "^", "начало", "окончание", "^"],
                ["1", "Приказ", "10.01.2022", "20.01.2022", "Директор"],
            ]
        )
    )

    assert terms(reading) == [("10.01.2022 - 20.01.2022", "2022-01-20")]


def test_soft_breaks_nested_tables_and_content_controls():
    document = word([HEADER, ["1", "Подготовка\vусловий", "Дело", "1. Один\v2. Два", "Январь -\vфевраль", "Директор"]])
    cell = document.tables[0].cell(1, 3)
    fill(cell.add_table(1, 1), [["3. Три"]])
    in_content_control(document.tables[0].rows[1]._tr)

    reading = read(document)

    assert tree(reading) == [("Подготовка условий", [("Дело", ["Один", "Два", "Три"])])]
    assert terms(reading) == [("Январь - февраль", "2022-02-28")]


def test_a_roadmap_inside_a_table_of_layout():
    document = word([["Дорожная карта"], [""]])
    inner = [SHORT_HEADER, ["1", "Приказ", "Январь", "Директор"]]
    fill(document.tables[0].cell(1, 0).add_table(2, 4), inner)

    assert tree(read(document)) == [("Дорожная карта", [("Приказ", [])])]


def test_what_stands_around_the_table_is_kept():
    reading = read(
        word(
            "УТВЕРЖДАЮ",
            "Дорожная карта",
            "школы № 5",
            [HEADER, ["1", "А", "Б", "В", "Март", "Директор"], ["", "", "", "", "Апрель", ""]],
            "Составил: куратор",
        )
    )

    assert reading.outline.title == "Дорожная карта школы № 5"
    assert [text.rsplit(": ", 1)[-1] for text in reading.unread] == ["УТВЕРЖДАЮ", "Апрель", "куратор"]


def test_doubtful_cells_say_where_they_are():
    reading = read(
        word([HEADER, ["1", "А", "Б", "", "Март", "Директор"], ["^", "^", "Г", "", "по плану", "кто-нибудь"]])
    )

    places = [(one["stage"], one["activity"], one["field"], one["text"]) for one in reading.doubts]
    assert places == [(1, 2, "term", "по плану"), (1, 2, "responsible", "кто-нибудь")]
    assert reading.outline.activities[1].term.kind is None


def test_one_party_in_several_spellings_is_one():
    rows = [
        ["1", "А", "Б", "", "Март", "Зам. директора по УВР Соколова М.И., рабочая группа"],
        ["^", "^", "В", "", "Март", "заместитель директора по УВР Соколова М. И..\nРабочая группа."],
        ["^", "^", "Г", "", "Март", "Соколова М.И."],
    ]

    assert people(read(word([HEADER, *rows]))) == [
        ["Зам. директора по УВР Соколова М.И.", "рабочая группа"],
        ["Зам. директора по УВР Соколова М.И.", "рабочая группа"],
        ["Зам. директора по УВР Соколова М.И."],
    ]


def test_deleted_text_is_not_read_and_inserted_text_is():
    document = word([HEADER, ["1", "А", "Б", "В", "Март", "Директор"]])
    run = document.tables[0].cell(1, 2).paragraphs[0].runs[0]._r
    deleted = deepcopy(run)
    in_content_control(run)
    run.getparent().tag = run.getparent().tag.replace("sdtContent", "ins")
    deleted.tag = deleted.tag.replace("}r", "}del")
    document.tables[0].cell(1, 2).paragraphs[0]._p.append(deleted)

    assert tree(read(document)) == [("А", [("Б", ["В"])])]


def test_a_document_without_a_roadmap_says_what_is_missing():
    with pytest.raises(Unreadable):
        read(word("Приказ", [["Фамилия", "Класс"], ["Соколова", "5"]]))


def test_rows_of_a_roman_number_and_a_title_are_stages():
    rows = [["I", "Организационный", "", ""], ["1", "Приказ", "Январь", "Директор"], ["II", "Основной", "", ""]]

    assert tree(read(word("Дорожная карта", [SHORT_HEADER, *rows, ["2", "Встречи", "весь период", "Наставники"]]))) == [
        ("Организационный", [("Приказ", [])]),
        ("Основной", [("Встречи", [])]),
    ]


def test_tasks_and_actions_are_activities_and_steps():
    header = ["Направление деятельности", "Задачи", "Действия", "Сроки", "Ответственный"]

    reading = read(word([header, ["Кадры", "Обучить", "1. Курсы; 2. Семинар", "Март", "Куратор"]]))

    assert tree(reading) == [("Кадры", [("Обучить", ["Курсы;", "Семинар"])])]


@pytest.mark.parametrize("seed", range(3))
def test_no_text_of_any_cell_is_lost(seed):
    chance = random.Random(seed)
    for _turn in range(8):
        document = word("Дорожная карта", random_rows(chance))
        reading = read(document)

        read_texts = json.dumps([reading.outline.to_dict(), reading.unread, reading.doubts], ensure_ascii=False)
        cells = [cell.text for row in document.tables[0].rows[1:] for cell in row.cells]
        assert [word for text in cells for word in re.findall(r"[а-яё]{3,}\d+", text) if word not in read_texts] == []


def random_rows(chance):
    """A header and rows of numbered words, some merged across, some with the cell above."""
    header = [*HEADER, "Планируемый результат", "Примечание"]
    rows = [header]
    for _row in range(chance.randint(2, 6)):
        row = [random_cell(chance, title) for title in header]
        if chance.random() < 0.15:
            row = [random_cell(chance, "Мероприятия") or "раздел1", *["="] * (len(header) - 1)]
        elif len(rows) > 1 and "=" not in rows[-1]:
            row = ["^" if chance.random() < 0.2 else text for text in row]
        rows.append(row)
    rows.append(["1", "этап1", "дело1", "шаг1", "Март", "Директор", "", ""])
    return rows


def random_cell(chance, title):
    if title == "Сроки":
        return chance.choice(["Март", "по плану77", "", "Январь\nФевраль"])
    if title == "Ответственные":
        return chance.choice(["Директор", "Рабочая группа, кто-то12", "", "Соколова А.А.\nкуратор3"])
    marks = ["", "1. ", "- ", "#", "2) ", "II. "]
    lines = [f"{chance.choice(marks)}слово{chance.randrange(10**6)}" for _line in range(chance.randint(0, 3))]
    return chance.choice(["\n", "\v"]).join(lines)
