"""Invented pairs of the demonstration: who they are, when they met, what they say and write."""

from dataclasses import dataclass

from mentorship.pairs.models import Verdict


@dataclass(frozen=True)
class Story:
    """One pair and where it has come to. ``days_ago`` are its meetings, the first three of them of the first three
    kinds; ``marks`` are what the mentor and the mentee say after each, from 1 to 5."""

    mentor: tuple
    mentees: tuple
    subject: str
    days_ago: tuple = ()
    marks: tuple = (5, 5)
    done_items: int = 0
    late_items: int = 0
    has_plan: bool = False
    planned_in: int | None = None
    verdict: str = Verdict.GO_ON
    is_paused: bool = False
    is_closed: bool = False


STORIES = (
    Story(
        ("Ковалёва", "Надежда", "Петровна"), (("Рябинин", "Пётр", "Олегович"),), "Математика",
        (49, 42, 35, 28, 21, 14, 7), has_plan=True, done_items=3, planned_in=2,
    ),
    Story(
        ("Лазарева", "Ольга", "Львовна"), (("Синицын", "Артём", "Денисович"),), "Русский язык",
        (48, 41, 34, 20, 6), has_plan=True, done_items=2, planned_in=8,
    ),
    Story(
        ("Мельник", "Игорь", "Олегович"), (("Громов", "Всеволод", "Ильич"),), "Информатика",
        (45, 12), marks=(4, 3), verdict=Verdict.CHANGE,
    ),
    Story(
        ("Носкова", "Инна", "Марковна"), (("Захаров", "Лев", "Антонович"),), "Литература",
        (47, 40, 33, 19, 5), marks=(5, 2), has_plan=True, done_items=1, planned_in=9,
    ),
    Story(("Осипов", "Глеб", "Романович"), (("Климов", "Даниил", "Юрьевич"),), "История"),
    Story(
        ("Пахомова", "Рита", "Артуровна"),
        (("Агеев", "Роман", "Львович"), ("Белкин", "Матвей", "Ильич"), ("Власов", "Егор", "Кириллович")), "Физика",
        (46, 39, 32, 18, 4), has_plan=True, done_items=2, planned_in=3,
    ),
    Story(
        ("Родина", "Зоя", "Тимуровна"), (("Ершов", "Илья", "Павлович"),), "Биология",
        (47, 40, 33), has_plan=True, late_items=2, planned_in=-9,
    ),
    Story(
        ("Савин", "Марк", "Егорович"), (("Юдин", "Олег", "Максимович"),), "Физическая культура",
        (44, 37), is_paused=True,
    ),
    Story(
        ("Титова", "Алла", "Семёновна"), (("Жуков", "Степан", "Вадимович"),), "Музыка",
        (49, 44, 39, 32, 25, 18, 11), has_plan=True, done_items=8, is_closed=True,
    ),
)  # fmt: skip
DONE = (
    "Познакомились, рассказали о себе, договорились о правилах: предупреждать за день, не опаздывать.",
    "Решили вместе задачу из домашней работы, нашли, где теряется время.",
    "Составили план: три темы до конца полугодия, одна небольшая работа в неделю.",
    "Разобрали ошибки проверочной, решили пять похожих заданий.",
    "Готовились к выступлению: план на одну страницу, проба вслух.",
)
AGREED = (
    "Принести тетрадь с последней контрольной.",
    "Подумать, чего хочется добиться к концу полугодия.",
    "Решить три задания по первой теме.",
    "Повторить правило и придумать два своих примера.",
    "Записать вопросы, которые появятся за неделю.",
)
MARKS = {1: "освоено", 0: "получилось, закрепляем"}
