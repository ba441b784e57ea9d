"""People of the demonstration who are ready for the matching: with words, hours, papers, interviews and trainings."""

from dataclasses import dataclass

from mentorship.people.models import (
    Attendance,
    Consent,
    ConsentKind,
    Interview,
    Mentee,
    MenteeTag,
    Mentor,
    MentorTag,
    Person,
    PersonKind,
    Representative,
    Training,
    Variant,
)
from mentorship.people.names import name_key, same_person_key
from mentorship.programmes.models import MentoringForm, SchoolClass

WITH_PUPILS, WITH_TEACHERS = "Учитель – ученик", "Учитель – учитель"
HELPERS = (
    ("Аметистова", "Полина", ("Математика", "Алгебра"), ("Подготовка к экзаменам", "Умение учиться"), ("Шахматы",)),
    ("Бирюзова", "Тамара", ("Русский язык", "Литература"), ("Публичное выступление",), ("Театр", "Чтение")),
    ("Васнецова", "Раиса", ("Информатика",), ("Учебный проект", "Планирование времени"), ("Робототехника",)),
    ("Гранатова", "Лидия", ("История", "Обществознание"), ("Подготовка к экзаменам",), ("Чтение",)),
    ("Ельцова", "Нина", ("Физика", "Математика"), ("Учебный проект",), ("Программирование", "Робототехника")),
    ("Жемчужная", "Софья", ("Биология", "Химия"), ("Подготовка к олимпиадам",), ("Природа и животные",)),
    ("Изумрудов", "Павел", ("Физическая культура",), ("Работа в команде", "Уверенность в себе"), ("Спорт",)),
    ("Кораллова", "Юлия", ("Музыка",), ("Организация мероприятий", "Публичное выступление"), ("Танцы", "Театр")),
)
"""Teachers for pupils: surname, name, subjects, competences, interests."""
SEEKERS = (
    "Алмазов", "Бочаров", "Вольнов", "Гончаров", "Дегтярёв", "Есаулов", "Златов", "Игнатов", "Ковылин", "Лазурный",
    "Малахов", "Никонов", "Отрадин", "Певчих", "Ручьёв", "Светлов", "Тропинин", "Ушаков", "Фомичёв", "Холмогоров",
    "Царёв", "Чайкин",
)  # fmt: skip
NAMES = ("Антон", "Вадим", "Григорий", "Денис", "Кирилл", "Максим", "Тимофей")
YOUNG = (("Хрусталёва", "Алина", "Методика урока"), ("Янтарёва", "Дарья", "Классное руководство"))
MASTERS = (("Опалова", "Ирина", "Методика урока"), ("Сапфирова", "Маргарита", "Классное руководство"))
WANTS = (
    ("Подготовиться к экзамену по математике", ("Математика",), ("Подготовка к экзаменам",)),
    ("Подтянуть русский язык", ("Русский язык",), ("Умение учиться",)),
    ("Сделать проект по информатике", ("Информатика",), ("Учебный проект",)),
    ("Перестать бояться выступать", ("Литература",), ("Публичное выступление", "Уверенность в себе")),
    ("Разобраться в физике", ("Физика",), ("Планирование времени",)),
    ("Подготовиться к олимпиаде по английскому", ("Английский язык",), ("Подготовка к олимпиадам",)),
)
"""Nobody among the mentors teaches English: there must be something for the radar to see."""
LIKES = ("Шахматы", "Театр", "Робототехника", "Спорт", "Чтение", "Природа и животные", "Программирование")
HOURS = ("mon-after1", "tue-after1", "wed-after1", "thu-after1", "fri-after1")
LATE = "sat-evening"
"""The only hour of one pupil, when no mentor can come."""
BOTH = (ConsentKind.PARTICIPATION, ConsentKind.PROCESSING)


@dataclass(frozen=True)
class People:
    """Who was added to the programme."""

    mentors: list
    mentees: list


def make_people(programme, by, tags, random):
    """Teachers who may help, and pupils who wait for a mentor: all questionnaires and papers are there."""
    form = MentoringForm.objects.filter(programmes=programme, title=WITH_PUPILS).first()
    variants = list(Variant.objects.filter(form=form).order_by("position", "pk")) if form else []
    mentors = [
        add_mentor(
            programme,
            by,
            {"surname": surname, "given_name": name, "patronymic": "Андреевич" if name == "Павел" else "Андреевна"},
            [tags[word] for words in (subjects, competences, interests) for word in words if word in tags],
            form=form,
            capacity=2 + place % 2,
            slots=sorted(random.sample(HOURS, 2), key=HOURS.index),
            birth_year=programme.school.today.year - 32 - 3 * place,
        )
        for place, (surname, name, subjects, competences, interests) in enumerate(HELPERS)
    ]
    classes = list(SchoolClass.objects.order_by("grade", "letter"))
    mentees = [
        add_pupil(programme, place, classes, variants[place % len(variants)] if variants else None, tags, random)
        for place in range(len(SEEKERS))
    ]
    return People(mentors, mentees)


def make_teachers(programme, by, tags):
    """Two young teachers and two who help them, for the first order."""
    form = MentoringForm.objects.filter(programmes=programme, title=WITH_TEACHERS).first()
    year = programme.school.today.year
    for place, (surname, name, word) in enumerate(MASTERS):
        who = {"surname": surname, "given_name": name, "patronymic": "Борисовна"}
        slots = ["wed-after1", "fri-after1"]
        add_mentor(programme, by, who, [tags[word]], form=form, slots=slots, birth_year=year - 45 - place, age_to=None)
    for surname, name, word in YOUNG:
        person = add_person(
            programme, surname=surname, given_name=name, patronymic="Игоревна", birth_year=year - 24, post="Учитель"
        )
        mentee = Mentee.objects.create(
            school=programme.school,
            programme=programme,
            person=person,
            form=form,
            request=f"{word}: нужна помощь опытного коллеги",
            slots=["wed-after1"],
            answered_on=programme.starts_on,
            entered_on=programme.starts_on,
        )
        MenteeTag.objects.create(school=programme.school, mentee=mentee, tag=tags[word])
        sign(programme, person)


def add_person(programme, *, kind=PersonKind.TEACHER, **fields):
    key = name_key(fields["surname"], fields["given_name"], fields["patronymic"])
    same = same_person_key(fields["surname"], fields["given_name"], fields["patronymic"])
    return Person.objects.create(school=programme.school, kind=kind, name_key=key, same_key=same, **fields)


def add_mentor(programme, by, who, words, *, birth_year, **fields):
    """Asked, talked to, selected and trained."""
    school, day = programme.school, programme.starts_on
    person = add_person(programme, **who, birth_year=birth_year, post="Учитель")
    usual = {"capacity": 1, "age_from": 11, "age_to": 17, "hours_a_month": 6}
    mentor = Mentor.objects.create(
        school=school,
        programme=programme,
        person=person,
        competences=", ".join(one.title for one in words),
        answered_on=day,
        entered_on=day,
        decision=Mentor.Decision.SELECTED,
        decided_on=day,
        **usual | fields,
    )
    MentorTag.objects.bulk_create(MentorTag(school=school, mentor=mentor, tag=tag) for tag in words)
    sign(programme, person)
    Interview.objects.create(school=school, mentor=mentor, held_on=day, held_by=by)
    required = Training.objects.filter(programme=programme, is_required=True, deleted_at=None)
    Attendance.objects.bulk_create(Attendance(school=school, training=one, mentor=mentor) for one in required)
    return mentor


def add_pupil(programme, place, classes, variant, tags, random):
    school, school_class = programme.school, classes[place % len(classes)]
    person = add_person(
        programme,
        kind=PersonKind.PUPIL,
        surname=SEEKERS[place],
        given_name=NAMES[place % len(NAMES)],
        patronymic="Игоревич",
        birth_year=school.today.year - 7 - school_class.grade,
        school_class=school_class,
    )
    parent = add_person(
        programme,
        kind=PersonKind.PARENT,
        surname=parent_of(SEEKERS[place]),
        given_name="Светлана",
        patronymic="Юрьевна",
        phone=f"+7 900 001-00-{place:02}",
        email=f"roditel{place}@demo.test",
    )
    Representative.objects.create(school=school, minor=person, person=parent, relation="мать")
    request, subjects, competences = WANTS[place % len(WANTS)]
    words = [*subjects, *competences, *random.sample(LIKES, 2)]
    mentee = Mentee.objects.create(
        school=school,
        programme=programme,
        person=person,
        form=variant.form if variant else None,
        variant=variant,
        request=request,
        slots=[LATE] if place == len(SEEKERS) - 1 else sorted(random.sample(HOURS, 3), key=HOURS.index),
        answered_on=programme.starts_on,
        entered_on=programme.starts_on,
    )
    MenteeTag.objects.bulk_create(MenteeTag(school=school, mentee=mentee, tag=tags[word]) for word in words)
    sign(programme, person, parent)
    return mentee


def parent_of(surname):
    """The same surname of a woman."""
    if surname.endswith("ый"):
        return surname.removesuffix("ый") + "ая"
    return surname if surname.endswith("их") else surname + "а"


def sign(programme, person, parent=None):
    """Both papers of the first day of the programme."""
    signer = Consent.Signer.SELF
    if parent:
        is_old_enough = person.age_in(programme.school.today.year) >= 14
        signer = Consent.Signer.BOTH if is_old_enough else Consent.Signer.REPRESENTATIVE
    Consent.objects.bulk_create(
        Consent(
            school=person.school,
            person=person,
            kind=kind,
            signer=signer,
            representative=parent,
            signed_on=programme.starts_on,
        )
        for kind in BOTH
    )
