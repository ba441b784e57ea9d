"""An invented roadmap of an ordinary school: seven stages, people who do not exist."""

from datetime import date

from roadmap.outline import Outline, OutlineActivity, OutlineStage, OutlineStep, PartyKind, Responsible, Term, TermKind

HEAD = Responsible(PartyKind.PERSON, "Директор школы", "Соколова М. И.")
DEPUTY = Responsible(PartyKind.PERSON, "Заместитель директора по УВР", "Лебедева О. Н.")
UPBRINGING = Responsible(PartyKind.PERSON, "Заместитель директора по ВР", "Зайцева Е. П.")
WORKING_GROUP = Responsible(PartyKind.GROUP, "Рабочая группа")
TEACHERS = Responsible(PartyKind.GROUP, "Классные руководители")
MENTORS = Responsible(PartyKind.ROLE, "Наставники")

DECEMBER = Term("Декабрь", TermKind.MONTH, date(2021, 12, 1), date(2021, 12, 31))
JANUARY = Term("Январь", TermKind.MONTH, date(2022, 1, 1), date(2022, 1, 31))
JANUARY_FEBRUARY = Term("Январь - февраль", TermKind.MONTHS, date(2022, 1, 1), date(2022, 2, 28))
FEBRUARY = Term("Февраль", TermKind.MONTH, date(2022, 2, 1), date(2022, 2, 28))
MARCH_MAY = Term("Март-май", TermKind.MONTHS, date(2022, 3, 1), date(2022, 5, 31))
APRIL = Term("Апрель", TermKind.MONTH, date(2022, 4, 1), date(2022, 4, 30))
MAY = Term("Май", TermKind.MONTH, date(2022, 5, 1), date(2022, 5, 31))
WHOLE = Term("В течение всего периода реализации программы", TermKind.WHOLE, date(2021, 12, 1), date(2022, 5, 31))


def activity(title, term, responsible, *steps, **extra):
    return OutlineActivity(title, term, list(responsible), [OutlineStep(step) for step in steps], **extra)


def sample_outline():
    """As long as a real one: 7 stages, 11 activities."""
    stages = [
        OutlineStage(
            "Подготовка условий для запуска программы наставничества",
            1,
            [
                activity(
                    "Изучение нормативных документов",
                    DECEMBER,
                    [HEAD, DEPUTY],
                    "Изучение распоряжения Министерства просвещения России от 25 декабря 2019 г. № Р-145.",
                    "Решение о внедрении целевой модели наставничества в школе в 2021–2022 учебном году.",
                ),
                activity(
                    "Подготовка нормативной базы",
                    JANUARY,
                    [HEAD, DEPUTY, WORKING_GROUP],
                    "Разработка и утверждение «дорожной карты» внедрения системы наставничества.",
                    "Разработка и утверждение программы наставничества.",
                    "Публикация дорожной карты на сайте школы.",
                    "Включение мероприятий в годовой план школы и ежемесячные планы работы.",
                ),
                activity(
                    "Выбор форм наставничества исходя из потребностей школы",
                    JANUARY,
                    [DEPUTY, WORKING_GROUP],
                    "Мониторинг предварительных запросов потенциальных наставляемых и заинтересованных лиц.",
                    "Административное совещание: формы «учитель — учитель», «учитель — ученик», «ученик — ученик».",
                ),
                activity(
                    "Информирование педагогов, обучающихся и родителей о целях программы",
                    JANUARY_FEBRUARY,
                    [DEPUTY, UPBRINGING, TEACHERS],
                    "Педагогический совет.",
                    "Родительские собрания.",
                    "Классные часы.",
                    "Информирование внешней среды.",
                ),
            ],
        ),
        OutlineStage(
            "Формирование базы наставляемых",
            2,
            [
                activity(
                    "Сбор данных о наставляемых",
                    FEBRUARY,
                    [DEPUTY, UPBRINGING, TEACHERS],
                    "Анкетирование обучающихся и педагогов, желающих принять участие в программе.",
                    "Формирование базы наставляемых.",
                )
            ],
        ),
        OutlineStage(
            "Формирование базы наставников",
            3,
            [
                activity(
                    "Сбор данных о наставниках",
                    WHOLE,
                    [DEPUTY, UPBRINGING, TEACHERS],
                    "Анкетирование потенциальных наставников.",
                    "Круглый стол для вовлечения потенциальных наставников.",
                    "Формирование базы наставников из числа педагогов и обучающихся.",
                )
            ],
        ),
        OutlineStage(
            "Отбор и обучение наставников",
            4,
            [
                activity(
                    "Отбор наставников и обучение для работы с наставляемыми",
                    WHOLE,
                    [DEPUTY],
                    "Анализ базы наставников и выбор подходящих для программы.",
                    "Методические материалы для сопровождения наставников.",
                    "Обучение наставников.",
                )
            ],
        ),
        OutlineStage(
            "Формирование наставнических пар и групп",
            5,
            [
                activity(
                    "Закрепление наставнических пар и групп",
                    MARCH_MAY,
                    [DEPUTY, UPBRINGING],
                    "Сопоставление анкет наставников и наставляемых.",
                    "Групповая встреча наставников и наставляемых.",
                    "Составление планов индивидуального развития наставляемых.",
                    "Психологическое сопровождение тех, кто не сформировал пару, и продолжение поиска наставника.",
                )
            ],
        ),
        OutlineStage(
            "Организация работы наставнических пар и групп",
            6,
            [
                activity(
                    "Последовательные встречи наставников и наставляемых и текущий контроль",
                    APRIL,
                    [MENTORS],
                    "Первая, организационная, встреча.",
                    "Вторая, пробная рабочая, встреча.",
                    "Встреча-планирование рабочего процесса.",
                    "Регулярные встречи.",
                    "Заключительная встреча.",
                )
            ],
        ),
        OutlineStage(
            "Завершение наставничества",
            7,
            [
                activity(
                    "Отчёты по итогам программы",
                    APRIL,
                    [DEPUTY],
                    "Мониторинг личной удовлетворённости участием в программе.",
                    "Мониторинг качества реализации программы.",
                    "Оценка влияния программы на всех участников.",
                ),
                activity(
                    "Мотивация наставников",
                    MAY,
                    [DEPUTY],
                    "Публикация результатов программы и имён лучших наставников на сайтах школы и партнёров.",
                ),
            ],
        ),
    ]
    return Outline("Дорожная карта наставничества в Средней школе № 5 на 2021–2022 учебный год", stages)


def long_outline(count=1000):
    """A school that plans much: ``count`` activities in seven stages."""
    source = sample_outline()
    pool = source.activities
    for place, stage in enumerate(source.stages):
        size = count // 7 + (place < count % 7)
        stage.activities = [pool[number % len(pool)] for number in range(size)]
    return source
