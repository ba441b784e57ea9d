"""First rows of a school's registers: variants, words, criteria of selection, texts of consents.

They are data of the school, so Russian and not translated. Each list goes only into a school that has none of its
rows and whose log knows of no removal from it: what a school has renamed or removed does not come back, not even when
the whole list is gone.
"""

from mentorship.programmes.models import AuditEvent, MentoringForm

from .consent_texts import copy_first_texts
from .models import Axis, Criterion, Tag, Variant
from .names import name_key

VARIANTS = {
    "ученик ученик": (
        "Успевающий – неуспевающий",
        "Лидер – пассивный",
        "Равный – равному",
        "Адаптированный – неадаптированный",
    ),
    "учитель учитель": (
        "Опытный учитель – молодой специалист",
        "Лидер педагогического сообщества – учитель с профессиональными затруднениями",
        "Педагог-новатор – консервативный педагог",
        "Опытный предметник – неопытный предметник",
    ),
    "студент ученик": (
        "Успевающий – неуспевающий",
        "Лидер – равнодушный",
        "Равный – другому",
        "Куратор – автор проекта",
    ),
    "работодатель ученик": (
        "Активный профессионал – равнодушный потребитель",
        "Коллега – молодой коллега",
        "Работодатель – будущий сотрудник",
    ),
    "работодатель студент": (
        "Активный профессионал – равнодушный потребитель",
        "Успешный профессионал – студент, выбирающий профессию",
        "Коллега – будущий коллега",
        "Работодатель – будущий сотрудник",
    ),
    "учитель ученик": (
        "Учитель – неуспевающий ученик",
        "Учитель – пассивный ученик",
        "Учитель – одарённый ученик",
        "Учитель – ученик, который готовит проект",
    ),
}
"""Variants by the key of the form's title: the five forms of the target model of mentoring and «учитель – ученик»."""

SAFETY = "Основы безопасности и защиты Родины"
WORDS = {
    Axis.SUBJECT: (
        "Русский язык",
        "Литература",
        "Математика",
        "Алгебра",
        "Геометрия",
        "Информатика",
        "История",
        "Обществознание",
        "География",
        "Физика",
        "Химия",
        "Биология",
        "Английский язык",
        "Немецкий язык",
        "Французский язык",
        "Музыка",
        "Изобразительное искусство",
        "Труд (технология)",
        "Физическая культура",
        SAFETY,
    ),
    Axis.COMPETENCE: (
        "Подготовка к экзаменам",
        "Подготовка к олимпиадам",
        "Учебный проект",
        "Умение учиться",
        "Планирование времени",
        "Публичное выступление",
        "Общение в классе",
        "Уверенность в себе",
        "Работа в команде",
        "Организация мероприятий",
        "Выбор профессии",
        "Привыкание к новой школе",
        "Методика урока",
        "Классное руководство",
        "Цифровые инструменты учителя",
        "Подготовка к аттестации",
    ),
    Axis.INTEREST: (
        "Спорт",
        "Шахматы",
        "Рисование",
        "Танцы",
        "Театр",
        "Кино и фотография",
        "Программирование",
        "Робототехника",
        "Чтение",
        "Путешествия и краеведение",
        "Волонтёрство",
        "Настольные игры",
        "Природа и животные",
        "Рукоделие",
    ),
}

CRITERIA = (
    "Хочет помогать и понимает, зачем это ему",
    "Имеет опыт или достижения в том, чем готов делиться",
    "Умеет слушать и объяснять, уважает собеседника",
    "Держит слово и приходит вовремя",
    "Готов уделять встречам время, которое указал",
    "Готов пройти обучение и сообщать куратору о ходе встреч",
)

SYNONYMS = {
    Axis.SUBJECT: {
        "Физкультура": "Физическая культура",
        "ИЗО": "Изобразительное искусство",
        "ОБЗР": WORDS["subject"][-1],
    },
}
"""Words that people write, and the word that the school uses instead."""


def give_people_starters(school):
    """All four lists; idempotent."""
    copy_variants(school)
    copy_words(school)
    copy_criteria(school)
    copy_first_texts(school)


def form_key(title):
    """«учитель ученик» of «Учитель – ученик», whichever dash is between."""
    return name_key(title.replace("-", " "))


def was_given(model, removal):
    """The school has had rows of the list: they are there, or the log says that one was removed."""
    return model.objects.exists() or AuditEvent.objects.filter(action=removal).exists()


def copy_variants(school):
    if was_given(Variant, "variant.deleted"):
        return
    Variant.objects.bulk_create(
        Variant(school=school, form=form, title=title, position=position)
        for form in MentoringForm.objects.all()
        for position, title in enumerate(VARIANTS.get(form_key(form.title), ()), start=1)
    )


def copy_words(school):
    if was_given(Tag, "word.deleted"):
        return
    Tag.objects.bulk_create(
        Tag(school=school, axis=axis, title=title, key=name_key(title))
        for axis, titles in WORDS.items()
        for title in titles
    )
    for axis, pairs in SYNONYMS.items():
        current = {tag.title: tag for tag in Tag.objects.filter(axis=axis)}
        Tag.objects.bulk_create(
            Tag(school=school, axis=axis, title=title, key=name_key(title), merged_into=current[main])
            for title, main in pairs.items()
        )


def copy_criteria(school):
    if was_given(Criterion, "criterion.deleted"):
        return
    Criterion.objects.bulk_create(
        Criterion(school=school, title=title, position=position) for position, title in enumerate(CRITERIA, start=1)
    )
