"""Letters about a new pair: the words to each side, the fields in them, whom they reach.

Nobody's refusals are among the fields: a letter tells with whom one works and nothing about anybody else.
"""

import re
from collections import defaultdict
from dataclasses import dataclass

from mentorship.common import ru
from mentorship.people.models import Representative

from .annex import about
from .models import LetterText, Side

FIELDS = {
    "имя": "как зовут того, кому письмо",
    "наставник": "фамилия, имя, отчество наставника, должность или класс",
    "наставляемый": "фамилия, имя, класс; в письме наставнику — все, кто в группе",
    "форма": "форма наставничества",
    "место": "где и как проходят встречи",
    "срок": "с какого и по какой день",
    "куратор": "кто отвечает на вопросы",
    "программа": "название программы",
    "школа": "краткое название школы",
}
"""field -> what stands in its place."""
FIELD = re.compile(r"\{([^{}\n]*)\}")
GREETING = "Здравствуйте, {имя}.\n\n"
ENDING = "\n\nНа вопросы ответит {куратор}.\n{школа}"
DEFAULTS = {
    Side.MENTOR: (
        "Ваша наставническая пара",
        GREETING + "Вы наставник программы «{программа}». С вами работает: {наставляемый}.\n"
        "Форма: {форма}.\nСрок: {срок}.\nГде и как проходят встречи: {место}.\n\n"
        "Договоритесь о первой, организационной встрече в ближайшие две недели." + ENDING,
    ),
    Side.MENTEE: (
        "Вам подобран наставник",
        GREETING + "Ваш наставник по программе «{программа}» — {наставник}.\n"
        "Форма: {форма}.\nСрок: {срок}.\nГде и как проходят встречи: {место}.\n\n"
        "Наставник свяжется с вами, чтобы договориться о первой встрече." + ENDING,
    ),
    Side.PARENT: (
        "Вашему ребёнку подобран наставник",
        GREETING + "По программе «{программа}» у вашего ребёнка появился наставник.\n"
        "Наставляемый: {наставляемый}.\nНаставник: {наставник}.\n"
        "Форма: {форма}.\nСрок: {срок}.\nГде и как проходят встречи: {место}.\n\n"
        "Если у вас есть возражения или пожелания, напишите куратору." + ENDING,
    ),
}
"""The product's own words: subject and text by side. A subject has no fields, for it is read over shoulders."""


@dataclass(frozen=True)
class Words:
    """Subject and text to one side."""

    side: str
    subject: str
    text: str
    row: LetterText | None = None

    @property
    def label(self):
        return Side(self.side).label


def words_of_school():
    """``{side: Words}`` of the current school."""
    stored = {one.side: one for one in LetterText.objects.all()}
    found = {}
    for side, (subject, text) in DEFAULTS.items():
        row = stored.get(side)
        found[side] = Words(side, row.subject, row.text, row) if row else Words(side, subject, text)
    return found


def unknown_fields(text):
    """What stands in braces and is no field, each once."""
    return list(dict.fromkeys(name for name in FIELD.findall(text) if name.strip().lower() not in FIELDS))


def filled(text, values):
    """The text with the names in their places; a line whose only field knows nothing is left out."""
    lines = []
    for line in text.splitlines():
        names = [name.strip().lower() for name in FIELD.findall(line)]
        if len(names) == 1 and names[0] in FIELDS and not values.get(names[0]):
            continue
        lines.append(FIELD.sub(lambda match: values.get(match[1].strip().lower(), match[0]), line))
    return "\n".join(lines)


@dataclass(frozen=True)
class Reader:
    """Somebody who is to be told: as whom, of whom (the child of a parent, else oneself), at which address."""

    side: str
    person: object
    about: object
    address: str


def address_of(person):
    """The address of the card, else that of the account."""
    return person.email or (person.user.email if person.user and person.user.is_active else "")


def parents_of(mentees):
    """``{child's person id: [Person]}`` of these mentees, in one query."""
    rows = Representative.objects.filter(minor__in=[one.person_id for one in mentees], person__deleted_at=None)
    found = defaultdict(list)
    for row in rows.filter(person__anonymised_at=None).select_related("person__user"):
        found[row.minor_id].append(row.person)
    return found


def readers_of(mentor, mentees, parents, day):
    """Everybody who hears of a pair: the mentor, the mentees, the parents of the minors among them."""
    yield Reader(Side.MENTOR, mentor.person, mentor.person, address_of(mentor.person))
    for mentee in mentees:
        yield Reader(Side.MENTEE, mentee.person, mentee.person, address_of(mentee.person))
        if mentee.person.is_minor(day):
            for parent in parents.get(mentee.person_id, []):
                yield Reader(Side.PARENT, parent, mentee.person, address_of(parent))


def values_of(pairing, mentees, reader):
    """What stands in the fields of a letter to this reader."""
    told = [one.person for one in mentees] if reader.side == Side.MENTOR else [reader.about]
    coordinator = pairing.coordinator
    return {
        "имя": greeting_name(reader.person),
        "наставник": described(pairing.mentor.person),
        "наставляемый": "; ".join(described(person) for person in told),
        "форма": pairing.form.title if pairing.form else "",
        "место": pairing.place,
        "срок": term_of(pairing),
        "куратор": f"куратор программы {coordinator.get_full_name()}" if coordinator else "куратор программы",
        "программа": pairing.programme.title,
        "школа": pairing.school.short_name,
    }


def greeting_name(person):
    return " ".join(part for part in (person.given_name, person.patronymic) if part) or person.surname


def described(person):
    return ", ".join(part for part in (person.full_name, about(person)) if part)


def term_of(pairing):
    days = (("с", pairing.starts_on), ("по", pairing.ends_on))
    return " ".join(f"{word} {ru.short_date(day)}" for word, day in days if day)
