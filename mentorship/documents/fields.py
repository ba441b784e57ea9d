"""Named fields in the texts of papers: «{школа}», «{наставник.дательный}»; filled from what the school has.

A field that is known and empty becomes a blank for a pen. A field that nobody knows is an error with the nearest name.
"""

import difflib
import re

from django.utils.translation import gettext as _

from mentorship.common import ru
from mentorship.common.errors import RuleBroken
from mentorship.monitoring.figures import figures_of
from mentorship.people.models import PersonKind

FIELD = re.compile(r"\{\s*([^{}]+?)\s*\}")
TABLE = "таблица:"
BLANK = "____________________"
TABLES = (
    "этапы",
    "ознакомлены",
    "награды",
    "незавершённое",
    "пары",
    "анкеты",
    "неподписанное",
    "подписи",
    "самооценка",
)
FIGURES = {
    "мероприятий": "activities",
    "мероприятий.выполнено": "activities_done",
    "пар": "pairs",
    "пар.завершено": "pairs_finished",
    "встреч": "meetings",
    "наставляемых": "mentees",
    "наставников": "mentors",
}
INFLECTED = {
    ".родительный": "genitive",
    ".дательный": "dative",
    ".винительный": "accusative",
    ".творительный": "instrumental",
    ".предложный": "prepositional",
}
CASES = ("", *INFLECTED, ".кратко")
PEOPLE = ("директор", "куратор", "наставник", "наставляемый", "участник")


def known_fields(kind):
    """The names of the fields that a text of the kind may have, in the order in which a page lists them."""
    found = ["школа", "школа.кратко", "школа.родительный", "школа.дательный", "школа.предложный", "город"]
    found += [
        "программа",
        *(f"программа{case}" for case in INFLECTED),
        "период",
        "период.начало",
        "период.конец",
        "формы",
        "дата",
    ]
    people = [
        "директор",
        "куратор",
        *(("наставник", "наставляемый") if kind.is_of_pair else ()),
        *(("участник",) if kind.needs == "person" else ()),
    ]
    found += [f"{who}{case}" for who in people for case in CASES]
    found += ["директор.должность", "куратор.должность"]
    found += [f"{who}.кто" for who in people if who not in ("директор", "куратор")]
    if kind.is_of_pair:
        found += ["пара.форма", "пара.срок", "пара.место"]
    found += FIGURES
    found += [one.name for one in kind.asked]
    return found


def names_in(text):
    return [name.strip() for name in FIELD.findall(text)]


def problems_of(text, kind):
    """What is wrong with the fields of a text, in sentences: unknown names with the nearest one, lonely brackets."""
    known = known_fields(kind)
    for name in dict.fromkeys(names_in(text)):
        if name.startswith(TABLE):
            if name.removeprefix(TABLE).strip() not in TABLES:
                yield unknown(name, [f"{TABLE}{one}" for one in TABLES])
        elif name not in known:
            yield unknown(name, known)
    for line in text.splitlines():
        rest = FIELD.sub("", line)
        if "{" in rest or "}" in rest:
            yield _("A curly bracket stands alone in “%(line)s”.") % {"line": line.strip()[:60]}
        elif f"{{{TABLE}" in line and FIELD.sub("", line).strip():
            yield _("A table stands on a line of its own: “%(line)s”.") % {"line": line.strip()[:60]}


def unknown(name, known):
    near = difflib.get_close_matches(name, known, n=1)
    words = _("There is no field “{%(name)s}”.") % {"name": name}
    return words + (" " + _("Is it “{%(near)s}”?") % {"near": near[0]} if near else "")


def filled(text, values):
    """The text with its fields filled in; tables stay as they are named, empty values become blanks."""

    def put(match):
        name = match.group(1).strip()
        if name.startswith(TABLE):
            return "{" + TABLE + name.removeprefix(TABLE).strip() + "}"
        if name not in values:
            raise RuleBroken(unknown(name, list(values)))
        value = values[name] or BLANK
        ends_twice = value.endswith(".") and text[match.end() : match.end() + 1] == "."
        return value.removesuffix(".") if ends_twice else value

    return FIELD.sub(put, text)


def filled_lines(text, values, kind):
    """``filled``, where what only the writer knows and has not told becomes lines for a pen or is left out."""
    empty = {one.name: one.pen_lines for one in kind.asked if not values.get(one.name)}
    lines = []
    for line in text.splitlines():
        names = names_in(line)
        if len(names) == 1 and names[0] in empty and not FIELD.sub("", line).strip():
            lines += [BLANK] * empty[names[0]]
        else:
            lines.append(filled(line, values))
    return "\n".join(lines)


def values_of(kind, *, programme, day, pairing=None, person=None, asked=None):
    """``{name: text}`` of every field of the kind."""
    school = programme.school
    values = {
        "школа": school.full_name,
        "школа.кратко": school.short_name,
        "школа.родительный": in_case(school.name_genitive, school),
        "школа.дательный": in_case(school.name_dative, school),
        "школа.предложный": in_case(school.name_prepositional, school),
        "город": school.city,
        "программа": programme.title,
        **{f"программа{ending}": ru.programme(programme.title, case) for ending, case in INFLECTED.items()},
        "период": f"с {ru.long_date(programme.starts_on)} по {ru.long_date(programme.ends_on)}",
        "период.начало": ru.long_date(programme.starts_on),
        "период.конец": ru.long_date(programme.ends_on),
        "формы": ", ".join(f"«{form.title}»" for form in programme.forms.all()),
        "дата": ru.long_date(day),
        "директор.должность": in_a_sentence(school.director_post),
        "куратор.должность": coordinator_post(programme),
        **of_director(school),
        **of_name("куратор", coordinator_name(programme)),
        **of_pair(pairing, person if kind.needs == "mentee" else None),
        **of_person("участник", person),
    }
    figures = figures_of(programme, day)
    values |= {name: "" if figures[code] is None else str(figures[code]) for name, code in FIGURES.items()}
    values |= {one.name: (asked or {}).get(one.name, "") for one in kind.asked}
    return {name: values.get(name, "") for name in known_fields(kind)}


def in_case(typed, school):
    """The name that the school has typed; else «МБОУ СОШ № 5» needs no case, and a word is kept out of the sentence."""
    name = school.short_name
    return typed or (name if name.split()[0].isupper() else f"общеобразовательной организации ({name})")


def of_name(who, full_name):
    """Every form of a name; empty ones when nobody is known."""
    if not full_name:
        return {f"{who}{case}": "" for case in CASES}
    cases = {f"{who}{ending}": ru.inflected(full_name, case) for ending, case in INFLECTED.items()}
    return {who: full_name, **cases, f"{who}.кратко": ru.unbroken(ru.short_name(full_name))}


def of_director(school):
    """The dative is the one that the school has typed, where it has."""
    values = of_name("директор", school.director_name)
    return values | {"директор.дательный": school.director_name_dative or values["директор.дательный"]}


def in_a_sentence(post):
    """«Заместитель директора» within a sentence begins small; «МБОУ…» stays."""
    return post[:1].lower() + post[1:] if post[1:2].islower() else post


def of_person(who, person):
    if person is None:
        return of_name(who, "") | {f"{who}.кто": ""}
    return of_name(who, person.full_name) | {f"{who}.кто": about(person)}


def about(person):
    """«8 «Б» класс» of a pupil, the post of a teacher, the place of work of others."""
    if person.kind == PersonKind.PUPIL:
        return f"{person.school_class} класс" if person.school_class else ""
    return in_a_sentence(", ".join(part for part in (person.post, person.workplace) if part))


def of_pair(pairing, only=None):
    """Of a group everybody, unless the paper goes to the family of one: it reads of no other child."""
    if pairing is None:
        return {**of_person("наставник", None), **of_person("наставляемый", None)}
    mentees = [only] if only else [place.mentee.person for place in places_of(pairing)]
    values = of_person("наставник", pairing.mentor.person)
    values |= of_person("наставляемый", mentees[0] if len(mentees) == 1 else None)
    if len(mentees) > 1:
        each = [of_name("наставляемый", one.full_name) for one in mentees]
        values |= {name: ", ".join(one[name] for one in each) for name in each[0]}
        values["наставляемый.кто"] = "каждый из участников группы"
    first, last = (ru.long_date(one) if one else "" for one in (pairing.starts_on, pairing.ends_on))
    words = [f"с {first}" if first else "", f"по {last}" if last else ""]
    values["пара.форма"] = str(pairing.form or "")
    values["пара.срок"] = " ".join(part for part in words if part)
    values["пара.место"] = pairing.place
    return values


def places_of(pairing):
    rows = pairing.places.filter(left_on=None).select_related("mentee__person__school_class")
    return rows.order_by("mentee__person__name_key")


def coordinator_name(programme):
    return programme.coordinator.user.get_full_name() if programme.coordinator else ""


def coordinator_post(programme):
    post = getattr(programme.coordinator, "post", "") if programme.coordinator else ""
    return in_a_sentence(post) or ("куратор программы" if programme.coordinator else "")
