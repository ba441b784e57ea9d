from datetime import date

import pytest

from mentorship.common import ru


@pytest.mark.parametrize(
    ("n", "word"),
    [(0, "дней"), (1, "день"), (2, "дня"), (5, "дней"), (11, "дней"), (14, "дней"), (21, "день"), (102, "дня")],
)
def test_the_word_agrees_with_the_number(n, word):
    assert ru.plural(n, "день", "дня", "дней") == word


def test_dates_are_written_as_on_papers():
    day = date(2022, 3, 14)

    assert ru.day_month(day) == "14 марта"
    assert ru.long_date(day) == "14 марта 2022\u00a0г."
    assert ru.short_date(day) == "14.03.2022"
    assert ru.month_year(day) == "март 2022"
    assert ru.month_name(5, "prepositional") == "мае"


@pytest.mark.parametrize(
    ("full", "listed", "signed"),
    [
        ("Лебедева Ольга Николаевна", "Лебедева О. Н.", "О.\u00a0Н.\u00a0Лебедева"),
        ("Петров П.С.", "Петров П. С.", "П.\u00a0С.\u00a0Петров"),
        ("Ли", "Ли", "Ли"),
        ("Мамедов Али Гасан оглы", "Мамедов А. Г.", "А.\u00a0Г.\u00a0Мамедов"),
        ("", "", ""),
    ],
)
def test_names_are_shortened_for_lists_and_for_signatures(full, listed, signed):
    assert ru.short_name(full) == listed
    assert ru.signature_name(full) == signed


@pytest.mark.parametrize(
    ("name", "dative"),
    [
        ("Лебедева Ольга Николаевна", "Лебедевой Ольге Николаевне"),
        ("Кузнецов Пётр Ильич", "Кузнецову Петру Ильичу"),
        ("Коваль Мария Ивановна", "Коваль Марии Ивановне"),
        ("Лебедева О. Н.", "Лебедевой О. Н."),
        ("Шевченко А. А.", "Шевченко А. А."),
        ("", ""),
    ],
)
def test_a_name_is_bent_only_when_its_gender_is_known(name, dative):
    assert ru.dative(name) == dative


def test_initials_are_not_torn_from_the_surname():
    text = ru.unbroken("Директор школы Лебедева О. Н., приказ № 15")

    assert text == "Директор школы Лебедева\u00a0О.\u00a0Н., приказ №\u00a015"


@pytest.mark.parametrize("name", ["Иванов Пётр Сергеевич7", "Ким Саша", "Фрик Женя"])
def test_a_name_whose_gender_cannot_be_told_is_not_written_into_the_log(name, caplog):
    """They are names of pupils, and a log is read by people who may not know them."""
    ru.gender_of(name)

    assert not caplog.records


@pytest.mark.parametrize(
    ("title", "words"),
    [
        ("Программа наставничества на 2026–2027 учебный год", "программы наставничества на 2026–2027 учебный год"),
        ("программа", "программы"),
        ("Вместе к успеху", "программы «Вместе к успеху»"),
        ("Программирование вместе", "программы «Программирование вместе»"),
    ],
)
def test_a_programme_stands_in_its_case(title, words):
    assert ru.programme(title, "genitive") == words
