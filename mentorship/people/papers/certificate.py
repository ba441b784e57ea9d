"""The certificate of a trained mentor: who, what, how many hours, when, a line for the signature and no seal."""

from dataclasses import dataclass

from pytrovich.enums import Gender

from mentorship.common import ru
from mentorship.common.pdf import render_pdf

FILE_TITLE = "Сертификат наставника"
FILE_TITLE_ALL = "Сертификаты наставников"
VERBS = {Gender.MALE: "прошёл", Gender.FEMALE: "прошла"}
UNKNOWN_VERB = "прошёл(прошла)"


@dataclass(frozen=True)
class Certificate:
    """One certificate as its sheet shows it. ``events`` are pairs of a title and its hours."""

    school: str
    city: str
    name: str
    verb: str
    programme: str
    hours: str
    period: str
    events: tuple[tuple[str, str], ...]
    post: str
    director: str


def certificate_of(mentor, trainings, *, school, programme):
    """``trainings`` are the events that the mentor was at, by day."""
    name = mentor.person.full_name
    return Certificate(
        school=ru.unbroken(school.full_name),
        city=school.city,
        name=name,
        verb=VERBS.get(ru.gender_of(name), UNKNOWN_VERB),
        programme=ru.unbroken(programme.title),
        hours=hours_text(sum(one.hours for one in trainings)),
        period=period_text(trainings[0].held_on, trainings[-1].held_on),
        events=tuple((one.title, f"{ru.short_date(one.held_on)}, {hours_text(one.hours)}") for one in trainings),
        post=school.director_post,
        director=ru.signature_name(school.director_name),
    )


def hours_text(count):
    return ru.counted(count, "академический час", "академических часа", "академических часов")


def period_text(first, last):
    if first == last:
        return ru.long_date(first)
    return f"с {ru.long_date(first)} по {ru.long_date(last)}"


def certificates_to_pdf(certificates, title):
    """Every certificate on a sheet of its own, in one tagged file."""
    return render_pdf("people/papers/certificate.html", {"certificates": certificates, "title": title})
