"""Invented mentees and mentors of the demonstration, in every state of the way into a pair."""

from datetime import timedelta
from itertools import product

from mentorship.people.models import (
    Attendance,
    Consent,
    ConsentKind,
    Interview,
    Material,
    Mentee,
    MenteeTag,
    Mentor,
    MentorTag,
    Person,
    PersonKind,
    Representative,
    Tag,
    Training,
    Variant,
)
from mentorship.people.names import name_key, same_person_key
from mentorship.programmes.models import SchoolClass
from mentorship.programmes.roles import Role

SURNAMES = (
    "Берёзкин", "Ветров", "Громов", "Дроздов", "Ёлкин", "Жаворонков", "Зимин", "Камышев", "Ласточкин", "Медов",
    "Незабудкин", "Облаков", "Полянский", "Родников", "Снегирёв", "Туманов", "Утёсов", "Фиалкин", "Хмелёв", "Цветков",
    "Чижов", "Шишкин", "Щеглов", "Юрьев", "Яблоков",
)  # fmt: skip
NAMES = ("Артём", "Борис", "Глеб", "Данил", "Егор", "Захар", "Илья")
MENTORS = (
    "Агатова", "Вишнякова", "Голубева", "Дубравина", "Зорина", "Ивушкина", "Калинина", "Лугова", "Мятная", "Орлова",
    "Песчаная", "Рощина",
)  # fmt: skip
WOMEN = ("Анна", "Вера", "Галина", "Дина", "Инна", "Кира")
REQUESTS = (
    ("Подготовиться к экзамену по математике", "Математика"),
    ("Подтянуть русский язык", "Русский язык"),
    ("Сделать проект по информатике", "Информатика"),
    ("Выступать перед классом увереннее", "Публичное выступление"),
    ("Освоиться в новой школе", "Привыкание к новой школе"),
)
DECISIONS = {
    3: Mentor.Decision.RESERVE,
    4: Mentor.Decision.SELECTED,
    5: Mentor.Decision.SELECTED,
    6: Mentor.Decision.REFUSED,
}
REASONS = {
    Mentor.Decision.RESERVE: "Наставников по этому предмету достаточно",
    Mentor.Decision.REFUSED: "В этом году не хватает времени на встречи",
}
BOTH = (ConsentKind.PARTICIPATION, ConsentKind.PROCESSING)
TRAININGS = (
    (Training.Kind.ROUND_TABLE, "Круглый стол «Чего ждёт от нас наставляемый»", 2, True, 20),
    (Training.Kind.SEMINAR, "Семинар «Как провести первые три встречи»", 3, True, 34),
    (Training.Kind.COURSE, "Курс «Разговор, который помогает»", 8, False, 48),
)
"""Kind, title, academic hours, whether required, days after the first day of the programme."""
MATERIALS = (
    ("Памятка наставника: первая встреча", "https://example.org/pamyatka"),
    ("Вопросы для беседы о целях", "https://example.org/voprosy"),
)


def make_registers(programme, by, *, mentees=25, mentors=12):
    """People of the programme; a school that has mentees already is left alone."""
    if Mentee.objects.filter(programme=programme).exists():
        return
    school, tags = programme.school, {tag.title: tag for tag in Tag.objects.current()}
    classes = [
        SchoolClass.objects.get_or_create(school=school, grade=grade, letter=letter)[0]
        for grade, letter in ((5, "А"), (7, "А"), (8, "Б"), (9, "А"))
    ]
    for number in range(mentees):
        make_mentee(programme, number, classes[number % len(classes)], tags)
    for number in range(mentors):
        make_mentor(programme, number, tags, by)
    make_trainings(programme)


def name_of(pool, number):
    """A surname of the pool; when the pool is over, with a second one."""
    first = pool[number % len(pool)]
    return first if number < len(pool) else f"{first}-{pool[number // len(pool) % len(pool)]}"


def make_mentee(programme, number, school_class, tags):
    """Every fifth is only a candidate, some lack a consent, one has left, one has finished; the rest are ready."""
    school, today = programme.school, programme.school.today
    person = Person.objects.create(
        school=school,
        kind=PersonKind.PUPIL,
        surname=name_of(SURNAMES, number),
        given_name=NAMES[number % len(NAMES)],
        patronymic="Олегович",
        birth_year=today.year - 7 - school_class.grade,
        school_class=school_class,
    )
    parent = Person.objects.create(
        school=school,
        kind=PersonKind.PARENT,
        surname=f"{name_of(SURNAMES, number)}".removesuffix("ий") + ("ая" if person.surname.endswith("ий") else "а"),
        given_name=WOMEN[number % len(WOMEN)],
        patronymic="Сергеевна",
        phone=f"+7 900 000-{number // 100 % 100:02}-{number % 100:02}",
    )
    Representative.objects.create(school=school, minor=person, person=parent, relation="мать")
    request, word = REQUESTS[number % len(REQUESTS)]
    has_answered = number % 5 != 0
    variants = Variant.objects.filter(form__programmes=programme, form__title__endswith="ученик").order_by("pk")
    variant = variants[number % 3 : number % 3 + 1].first()
    mentee = Mentee.objects.create(
        school=school,
        programme=programme,
        person=person,
        form=variant.form if variant else None,
        variant=variant,
        request=request,
        slots=["tue-after1", "thu-after1"] if number % 2 else ["mon-after1", "fri-evening"],
        answered_on=programme.starts_on if has_answered else None,
        entered_on=programme.starts_on,
        left_on=today - timedelta(days=7) if number == 3 else None,
        leaving_reason="Перешёл в другую школу" if number == 3 else "",
        is_completed=number == 4,
        result="Проект защищён на школьной конференции" if number == 4 else "",
    )
    if word in tags:
        MenteeTag.objects.create(school=school, mentee=mentee, tag=tags[word])
    if has_answered:
        sign(person, BOTH[: 1 if number % 5 == 1 else 2], programme, representative=parent)


def make_mentor(programme, number, tags, by):
    """Step by step: every next mentor has gone one step further, and begins anew after the seventh, who is refused."""
    school, step = programme.school, number % 7
    person = Person.objects.create(
        school=school,
        kind=PersonKind.TEACHER,
        surname=name_of(MENTORS, number),
        given_name=WOMEN[number % len(WOMEN)],
        patronymic="Павловна",
        birth_year=school.today.year - 30 - number % 30,
        post="Учитель",
        email=f"{name_key(str(number))}.mentor@demo.test",
    )
    decision = DECISIONS.get(step, "")
    mentor = Mentor.objects.create(
        school=school,
        programme=programme,
        person=person,
        competences=REQUESTS[number % len(REQUESTS)][0],
        slots=["tue-after1", "wed-after2"],
        answered_on=programme.starts_on if step else None,
        entered_on=programme.starts_on,
        capacity=1 + number % 3,
        hours_a_month=4 + number % 5,
        age_from=11,
        age_to=16,
        decision=decision,
        decided_on=programme.starts_on if decision else None,
        decision_reason=REASONS.get(decision, ""),
    )
    word = REQUESTS[number % len(REQUESTS)][1]
    if word in tags:
        MentorTag.objects.create(school=school, mentor=mentor, tag=tags[word])
    if step > 1:
        sign(person, BOTH, programme)
    if step > 2:
        Interview.objects.create(school=school, mentor=mentor, held_on=programme.starts_on, held_by=by)


def make_trainings(programme):
    """Three events. Of the selected mentors every second one still misses the second event."""
    school = programme.school
    selected = list(Mentor.objects.filter(programme=programme, decision=Mentor.Decision.SELECTED).order_by("pk"))
    for place, (kind, title, hours, is_required, days) in enumerate(TRAININGS):
        event = Training.objects.create(
            school=school,
            programme=programme,
            kind=kind,
            title=title,
            hours=hours,
            is_required=is_required,
            held_on=programme.starts_on + timedelta(days=days),
            plan="Знакомство участников\nРазбор случаев\nВопросы и ответы",
        )
        came = selected if place == 0 else selected[::2]
        Attendance.objects.bulk_create(Attendance(school=school, training=event, mentor=mentor) for mentor in came)
    for title, url in MATERIALS:
        Material.objects.create(school=school, title=title, url=url)


def make_many(programme, members):
    """Mentees and mentors of a school of a benchmark, written at once: every account with one of the two roles."""
    pupils = [card_of(one, PersonKind.PUPIL, 14) for one in members if one.role == Role.MENTEE]
    teachers = [card_of(one, PersonKind.TEACHER, 40) for one in members if one.role == Role.MENTOR]
    Person.objects.bulk_create([*pupils, *teachers])
    common = {"school": programme.school, "programme": programme, "entered_on": programme.starts_on}
    Mentee.objects.bulk_create(many_mentees(pupils, common))
    Mentor.objects.bulk_create(many_mentors(teachers, common))
    Consent.objects.bulk_create(many_consents(pupils, Consent.Signer.BOTH, programme))
    Consent.objects.bulk_create(many_consents(teachers, Consent.Signer.SELF, programme))


def card_of(membership, kind, age):
    """The person of an account."""
    school, user = membership.school, membership.user
    return Person(
        school=school,
        user=user,
        kind=kind,
        surname=user.surname,
        given_name=user.given_name,
        birth_year=school.today.year - age,
        name_key=name_key(user.surname, user.given_name),
        same_key=same_person_key(user.surname, user.given_name),
    )


def many_mentees(people, common):
    """Four of five have answered what they need."""
    for place, one in enumerate(people):
        answered_on = common["entered_on"] if place % 5 else None
        yield Mentee(person=one, request=REQUESTS[place % 5][0], answered_on=answered_on, **common)


def many_mentors(people, common):
    """With every decision that there is."""
    for place, one in enumerate(people):
        decided_on = common["entered_on"] if place % 7 in DECISIONS else None
        yield Mentor(
            person=one,
            competences=REQUESTS[place % 5][0],
            answered_on=common["entered_on"] if place % 7 else None,
            decision=DECISIONS.get(place % 7, ""),
            decided_on=decided_on,
            **common,
        )


def many_consents(people, signer, programme):
    """Three of four have given both."""
    of_whom = [one for place, one in enumerate(people) if place % 4]
    for one, kind in product(of_whom, BOTH):
        yield Consent(school=programme.school, person=one, kind=kind, signer=signer, signed_on=programme.starts_on)


def sign(person, kinds, programme, representative=None):
    """Papers of the first day of the programme; a child's are signed by the parent."""
    signer = Consent.Signer.SELF
    if representative:
        is_old_enough = person.age_in(person.school.today.year) >= 14
        signer = Consent.Signer.BOTH if is_old_enough else Consent.Signer.REPRESENTATIVE
    for kind in kinds:
        Consent.objects.create(
            school=person.school,
            person=person,
            kind=kind,
            signer=signer,
            representative=representative,
            signed_on=programme.starts_on,
        )
