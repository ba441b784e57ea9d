"""The invented people of a demonstration: one of every role, with sign-ins kept in ``var/demo-accounts.json``."""

import json
import secrets
from dataclasses import dataclass

from django.conf import settings

from mentorship.accounts.models import User
from mentorship.programmes.models import Membership, MembershipClass, RegionOperator, SchoolClass
from mentorship.programmes.roles import REGION_OPERATOR, Role

ACCOUNTS_FILE = "demo-accounts.json"


@dataclass(frozen=True)
class Invented:
    """A person of the demonstration and the post that papers print."""

    key: str
    role: str
    surname: str
    given_name: str
    patronymic: str
    post: str = ""
    classes: tuple = ()

    @property
    def email(self):
        return f"{self.key.replace('_', '-')}@demo.test"


MAIN_SCHOOL = [
    Invented("director", Role.DIRECTOR, "Северова", "Марина", "Игоревна", "Директор школы"),
    Invented(
        "coordinator", Role.COORDINATOR, "Лебедева", "Ольга", "Николаевна", "Заместитель директора по учебной работе"
    ),
    Invented("deputy", Role.DEPUTY, "Зайцева", "Мария", "Павловна", "Заместитель директора по воспитательной работе"),
    Invented("class_teacher", Role.CLASS_TEACHER, "Гусева", "Елена", "Викторовна", "Учитель истории", ((8, "Б"),)),
    Invented("psychologist", Role.PSYCHOLOGIST, "Фомина", "Дарья", "Сергеевна", "Педагог-психолог"),
    Invented("working_group", Role.WORKING_GROUP, "Крылов", "Антон", "Денисович", "Учитель информатики"),
    Invented("mentor", Role.MENTOR, "Ковалёва", "Надежда", "Петровна", "Учитель математики"),
    Invented("mentee", Role.MENTEE, "Рябинин", "Пётр", "Олегович"),
]
OTHER_SCHOOL = [
    Invented("other_coordinator", Role.COORDINATOR, "Тихонова", "Алла", "Юрьевна", "Заместитель директора"),
    Invented("other_director", Role.DIRECTOR, "Ветров", "Семён", "Ильич", "Директор"),
]
OPERATOR = Invented(REGION_OPERATOR, REGION_OPERATOR, "Орехова", "Инна", "Львовна")


class Accounts:
    """Sign-ins of the demonstration: random passwords, made once and kept beside the database."""

    def __init__(self):
        self.path = settings.VAR_DIR / ACCOUNTS_FILE
        self.rows = json.loads(self.path.read_text()) if self.path.exists() else {}

    def user(self, person):
        """The person's account; the password is set anew only where the file does not know it."""
        user = User.objects.filter(email=person.email).first()
        if user and person.key in self.rows:
            return user
        password = secrets.token_urlsafe(12)
        if user is None:
            user = User.objects.create_user(
                person.email,
                password,
                surname=person.surname,
                given_name=person.given_name,
                patronymic=person.patronymic,
            )
        else:
            user.set_password(password)
            user.save(update_fields=["password"])
        self.rows[person.key] = {"email": person.email, "password": password}
        return user

    def save(self):
        """Only the owner of the installation may read the file."""
        self.path.touch(mode=0o600)
        self.path.write_text(json.dumps(self.rows, ensure_ascii=False, indent=2) + "\n")


def fill_school(school, people, accounts):
    """Give every person the role in the school; a second call changes nothing."""
    for person in people:
        membership, _ = Membership.objects.get_or_create(
            school=school, user=accounts.user(person), role=person.role, defaults={"post": person.post}
        )
        for grade, letter in person.classes:
            school_class, _ = SchoolClass.objects.get_or_create(school=school, grade=grade, letter=letter)
            MembershipClass.objects.get_or_create(school=school, membership=membership, school_class=school_class)


def appoint_operator(region, accounts):
    """The operator of the region: no role inside a school."""
    RegionOperator.objects.get_or_create(user=accounts.user(OPERATOR), region=region)
