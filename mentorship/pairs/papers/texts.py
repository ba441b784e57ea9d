"""The usual words of an order on pairs. The school corrects them in each order before it is signed."""

from mentorship.common import ru

ORDERS_LINE = "ПРИКАЗЫВАЮ:"
TITLES = {
    "first": "О закреплении наставнических пар",
    "change": "О внесении изменений в список наставнических пар",
}
"""The heading to the text, by the kind of the order."""
GROUNDS = (
    "В целях реализации {programme}, в соответствии с методологией (целевой моделью) "
    "наставничества обучающихся, утверждённой распоряжением Минпросвещения России от 25.12.2019 № Р-145, "
    "на основании результатов подбора наставников и согласия участников"
)
GROUNDS_OF_CHANGE = (
    "В связи с изменениями в составе наставнических пар {programme}, на основании представленных "
    " сведений и согласия участников"
)
PLAN = (
    "Наставникам провести с наставляемыми организационную встречу, согласовать цели и график и составить "
    "индивидуальный план развития под руководством наставника."
)
PLACE = "Встречи взрослых наставников с обучающимися проводить в месте и формате, указанных в приложении."
PARENTS = "Классным руководителям сообщить о закреплении наставников родителям (законным представителям) обучающихся."
CONTROL = "Контроль за исполнением настоящего приказа оставляю за собой."
PARTS = {
    "added": "Закрепить наставников за наставляемыми согласно приложению {number}.",
    "changed": "Заменить наставников согласно приложению {number}.",
    "ended": "Считать завершённой работу пар и участие наставляемых в группах согласно приложению {number}.",
}
"""Points of an order on changes, by the part of its annexes."""


def first_text(programme, parts=()):
    """Preamble and points of the order that binds the pairs of a programme."""
    points = [
        "Закрепить наставников за наставляемыми на сроки, указанные в приложении «Список наставнических пар».",
        PLAN,
        PLACE,
        f"{coordinator_of(programme)} ознакомить наставников с приказом под подпись и вести учёт встреч.",
        PARENTS,
        CONTROL,
    ]
    return body(GROUNDS.format(programme=ru.programme(programme.title, "genitive")), points)


def change_text(programme, parts):
    """Preamble and points of an order on changes; ``parts`` are those that its annexes have."""
    there = [part for part in PARTS if part in parts]
    points = [PARTS[part].format(number=number) for number, part in enumerate(there, 1)]
    if len(there) == 1:
        points = [PARTS[there[0]].replace(" {number}", "")]
    points += [f"{coordinator_of(programme)} ознакомить участников с приказом под подпись.", CONTROL]
    return body(GROUNDS_OF_CHANGE.format(programme=ru.programme(programme.title, "genitive")), points)


def body(grounds, points):
    numbered = [f"{number}. {point}" for number, point in enumerate(points, 1)]
    return "\n".join([grounds, ORDERS_LINE, *numbered])


def coordinator_of(programme):
    """«Куратору Лебедевой О. Н.»: to whom the order says what to do."""
    if programme.coordinator is None:
        return "Куратору программы"
    name = ru.dative(programme.coordinator.user.get_full_name())
    return f"Куратору программы {ru.short_name(name)}"
