"""The protocol of the selection of mentors: who was considered, what was decided and why, for the working group."""

from mentorship.common import ru
from mentorship.common.stamps import approval
from mentorship.common.table import Column, Table

from ..models import Mentor
from .paper import Line, Paper, Signature

FILE_TITLE = "Протокол отбора наставников"
NO_DECISION = "Решение не принято"
DECISIONS = {
    Mentor.Decision.SELECTED: "Отобран",
    Mentor.Decision.RESERVE: "В резерве",
    Mentor.Decision.REFUSED: "Не отобран",
    "": NO_DECISION,
}
EMPTY_SEATS = 3


def selection_protocol(mentors, criteria, members, *, awaiting, school, programme):
    """``mentors`` have their person and interview; ``members`` are names of the working group, or blanks to fill in."""
    after = [f"Не включены без согласия на обработку персональных данных: {awaiting}."] if awaiting else []
    return Paper(
        title="ПРОТОКОЛ",
        subtitle=f"отбора наставников. {programme.title}",
        stamps=(
            approval(
                post=school.director_post,
                school_name=school.name_genitive,
                director_name=school.director_name,
                by_order=False,
            ),
        ),
        lines=(Line("Дата заседания рабочей группы:"), Line("Номер протокола:")),
        paragraphs=(criteria_text(criteria), "Рассмотрены кандидаты:"),
        table=table_of(mentors, {one.pk for one in criteria}),
        after=tuple(after),
        signatures=tuple(Signature("Член рабочей группы", name) for name in members or [""] * EMPTY_SEATS),
    )


def criteria_text(criteria):
    if not criteria:
        return "Критерии отбора не установлены."
    return "Критерии отбора: " + "; ".join(f"{number}) {one.title}" for number, one in enumerate(criteria, 1)) + "."


def table_of(mentors, known):
    columns = [
        Column("№", 6, centred=True),
        Column("Кандидат", 30),
        Column("Собеседование", 18),
        Column("Решение", 20),
        Column("Основание", 26),
    ]
    rows = [row_of(number, one, known) for number, one in enumerate(mentors, 1)]
    return Table(FILE_TITLE, columns, rows)


def row_of(number, mentor, known):
    decision = DECISIONS[mentor.decision]
    if mentor.decided_on:
        decision = f"{decision}, {ru.short_date(mentor.decided_on)}"
    about = mentor.person.post or str(mentor.person.school_class or "")
    name = f"{mentor.person.full_name}, {about}" if about else mentor.person.full_name
    return [str(number), name, talk_text(getattr(mentor, "interview", None), known), decision, mentor.decision_reason]


def talk_text(interview, known):
    """The day of the talk and how many criteria are met; never the notes."""
    if interview is None:
        return "Не проводилось"
    day = ru.short_date(interview.held_on)
    return f"{day}, критериев {len(known & set(interview.met))} из {len(known)}" if known else day
