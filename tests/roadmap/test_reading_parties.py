import pytest

from roadmap.outline import OutlineActivity
from roadmap.reading.blocks import Line
from roadmap.reading.parties import joined_names, read_parties, with_one_spelling


def read(text):
    return [(party.kind.value, party.role, party.name) for party in read_parties(text).responsible]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Директор школы Соколова М.И., Заместитель директора по УВР Зайцева Т.В., Рабочая группа.",
            [
                ("person", "Директор школы", "Соколова М.И."),
                ("person", "Заместитель директора по УВР", "Зайцева Т.В."),
                ("group", "Рабочая группа", None),
            ],
        ),
        ("Заместитель директора по ВР Зайцева Т. В..", [("person", "Заместитель директора по ВР", "Зайцева Т. В.")]),
        ("Зам. директора по УВР", [("role", "Зам. директора по УВР", None)]),
        ("Соколова М.И., директор", [("person", "директор", "Соколова М.И.")]),
        ("директор, Соколова М.И.", [("person", "директор", "Соколова М.И.")]),
        ("Соколова М.И. – директор", [("person", "директор", "Соколова М.И.")]),
        ("И.И. Соколов", [("person", None, "И.И. Соколов")]),
        ("Соколова Мария Ивановна", [("person", None, "Соколова Мария Ивановна")]),
        (
            "Куратор Зайцева-Лис Т.В., наставники",
            [("person", "Куратор", "Зайцева-Лис Т.В."), ("role", "наставники", None)],
        ),
        ("администрация", [("group", "администрация", None)]),
        ("куратор", [("role", "куратор", None)]),
        ("1. Директор\n2. Куратор", [("role", "Директор", None), ("role", "Куратор", None)]),
        ("Директор и рабочая группа", [("role", "Директор", None), ("group", "рабочая группа", None)]),
        (
            "Заместитель по учебной и воспитательной работе",
            [("role", "Заместитель по учебной и воспитательной работе", None)],
        ),
        ("классные руководители 5-11 классов", [("group", "классные руководители 5-11 классов", None)]),
        ("Наставники.", [("role", "Наставники", None)]),
        (
            "Директор Соколова М.И. Рабочая группа",
            [("person", "Директор", "Соколова М.И."), ("group", "Рабочая группа", None)],
        ),
        ("", []),
        (" . ", []),
    ],
)
def test_words_become_persons_roles_and_groups(text, expected):
    assert read(text) == expected


def test_words_that_name_nobody_known_are_kept_and_doubtful():
    parties = read_parties("кто-нибудь, директор")

    assert [str(party) for party in parties.responsible] == ["кто-нибудь", "директор"]
    assert parties.doubtful == ["кто-нибудь"]


def test_the_first_spelling_in_a_document_stands_for_all():
    texts = ["Директор Семёнова А.А.", "директор Семенова А. А.", "Семенова А.А.", "Рабочая группа.", "рабочая  группа"]
    activities = [OutlineActivity("А", responsible=read_parties(text).responsible) for text in texts]

    with_one_spelling(activities)

    assert [str(one.responsible[0]) for one in activities] == ["Директор Семёнова А.А."] * 3 + ["Рабочая группа"] * 2


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (
            ["Директор школы", "Соколова М.И.,", "Заместитель директора", "по УВР", "Зайцева Т.В."],
            ["Директор школы Соколова М.И.", "Заместитель директора по УВР Зайцева Т.В."],
        ),
        (
            ["Соколова М.И.", "директор", "Зайцева Т.В. –", "куратор"],
            ["директор Соколова М.И.", "куратор Зайцева Т.В."],
        ),
        (["Директор", "Куратор", "рабочая группа"], ["Директор", "Куратор", "рабочая группа"]),
        (["Соколова", "М.И."], ["Соколова М.И."]),
    ],
)
def test_names_and_posts_on_lines_of_their_own_belong_together(lines, expected):
    joined = joined_names([Line(line) for line in lines])

    assert [str(party) for party in read_parties("\n".join(joined)).responsible] == expected
