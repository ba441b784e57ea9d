"""A synthetic region for benchmarks: many schools, many people, long roadmaps. The same seed gives the same rows."""

from datetime import date
from random import Random

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django_scopes import scope

from mentorship.accounts.models import User
from mentorship.programmes.models import Membership, Programme, Region, School
from mentorship.programmes.roles import Role
from roadmap.outline import Outline, OutlineActivity, OutlineStage, OutlineStep, PartyKind, Responsible, Term, TermKind
from roadmap.services.creation import create_roadmap

from .registers import make_many
from .schools import shifted

SURNAMES = ("Агатова", "Берёзина", "Вишнякова", "Громова", "Ёлкина", "Журавлёва", "Зорина", "Лугова", "Мятная")
NAMES = ("Анна", "Вера", "Галина", "Дина", "Ева", "Жанна", "Зоя", "Инга", "Кира", "Лада")
ROLES = [Role.CLASS_TEACHER, Role.WORKING_GROUP, Role.MENTOR, Role.MENTEE]


def make_region(*, schools, people, seed, activities=11):
    """``schools`` schools of ``people`` people each; the roadmap of each has so many activities in 7 stages."""
    random = Random(seed)
    region, _ = Region.objects.get_or_create(title=f"Испытательная область {seed}")
    unusable = make_password(None)
    for number in range(1, schools + 1):
        slug = f"bench-{seed}-{number}"
        if not School.objects.filter(slug=slug).exists():
            make_school(region, slug, people, activities, random, unusable)
    return region


@transaction.atomic
def make_school(region, slug, people, activities, random, password):
    """One school, in one transaction."""
    school = School.objects.create(
        slug=slug, region=region, full_name=f"Школа {slug}", short_name=f"Школа {slug}", needs_second_factor=False
    )
    with scope(school=school):
        staff = make_people(school, people, random, password)
        first = shifted(school.today, -3)
        last = date.fromordinal(shifted(first, 9).toordinal() - 1)
        programme = Programme.objects.create(school=school, title="Программа", starts_on=first, ends_on=last)
        school.current_programme = programme
        school.save(update_fields=["current_programme"])
        make_many(programme, staff)
        create_roadmap(programme=programme, outline=long_outline(programme, activities, random), by=staff[0].user)
    return school


def make_people(school, count, random, password):
    """A coordinator and a director first, then teachers, mentors and mentees."""
    roles = [Role.COORDINATOR, Role.DIRECTOR] + [random.choice(ROLES) for _ in range(max(count - 2, 0))]
    users = User.objects.bulk_create(
        User(
            email=f"{school.slug}-{number}@bench.test",
            surname=random.choice(SURNAMES),
            given_name=random.choice(NAMES),
            password=password,
        )
        for number, _ in enumerate(roles, start=1)
    )
    return Membership.objects.bulk_create(
        Membership(school=school, user=user, role=role) for user, role in zip(users, roles, strict=True)
    )


def long_outline(programme, activities, random):
    """A roadmap of seven stages with the activities spread over them and over the months."""
    stages = [OutlineStage(title=f"Испытательный этап {number}", number=number) for number in range(1, 8)]
    parties = [
        Responsible(PartyKind.ROLE, "Директор"),
        Responsible(PartyKind.GROUP, "Рабочая группа"),
        Responsible(PartyKind.GROUP, "Классные руководители"),
    ]
    for number in range(activities):
        first = shifted(programme.starts_on, random.randrange(8))
        last = date.fromordinal(shifted(first, 1).toordinal() - 1)
        stages[number * 7 // max(activities, 1)].activities.append(
            OutlineActivity(
                title=f"Мероприятие {number + 1}: подготовить материалы и провести обсуждение",
                term=Term(f"{first:%m.%Y}", TermKind.MONTH, first, last),
                responsible=random.sample(parties, 2),
                steps=[OutlineStep(f"Шаг {step} мероприятия {number + 1}") for step in range(1, 4)],
            )
        )
    return Outline(title="Испытательная дорожная карта", stages=stages)
