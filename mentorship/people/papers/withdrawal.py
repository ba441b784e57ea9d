"""The act of a withdrawn consent: what was withdrawn, what stops, what is taken off and by when, who has done it."""

from mentorship.common import ru
from mentorship.common.stamps import approval
from mentorship.common.table import Column, Table

from ..models import ConsentKind
from .blanks import about
from .paper import Line, Paper, Signature

FILE_TITLE = "Акт об отзыве согласия"
OF_WHAT = {
    ConsentKind.PARTICIPATION: "на участие в программе наставничества",
    ConsentKind.PROCESSING: "на обработку персональных данных",
    ConsentKind.DISTRIBUTION: "на распространение персональных данных",
}
STOPS = {
    ConsentKind.PARTICIPATION: (
        "Участие в программе прекращено со дня получения заявления: участник не подбирается в пары, "
        "встречи не проводятся."
    ),
    ConsentKind.PROCESSING: (
        "Обработка прекращена со дня получения заявления: участник не подбирается в пары, не анкетируется, "
        "сведения о нём не выгружаются. Данные, для хранения которых нет другого основания, уничтожаются "
        "или обезличиваются не позднее {day}."
    ),
    ConsentKind.DISTRIBUTION: "Распространение прекращается не позднее {day} (три рабочих дня).",
}
TAKEN_OFF = "Размещённые сведения, которые нужно убрать:"
MEMBERS = ("Председатель комиссии", "Член комиссии", "Член комиссии")


def withdrawal_act(paper, rows, published, *, school, last_day):
    """``rows`` are the consents that ended together; ``published`` are pairs of what and where."""
    kind = ConsentKind(paper.kind)
    lines = [
        Line("Участник:", about(paper.person), "(фамилия, имя, отчество, класс)"),
        Line("Согласие:", "; ".join(f"от {ru.short_date(row.signed_on)}" for row in rows), OF_WHAT[kind]),
        Line("Заявление получено:", ru.long_date(paper.withdrawn_on)),
    ]
    if paper.withdrawal_reason:
        lines.append(Line("Причина, указанная в заявлении:", paper.withdrawal_reason))
    text = STOPS[kind].format(day=ru.short_date(last_day) if last_day else "")
    return Paper(
        title="АКТ",
        subtitle=f"об отзыве согласия {OF_WHAT[kind]}",
        stamps=(stamp_of(school),),
        lines=tuple(lines),
        paragraphs=(text, *([TAKEN_OFF] if published else [])),
        table=table_of(published) if published else None,
        signatures=tuple(Signature(who) for who in MEMBERS),
    )


def table_of(published):
    columns = [
        Column("№", 6, centred=True),
        Column("Что размещено", 26),
        Column("Где", 38),
        Column("Убрано (дата, подпись)", 30),
    ]
    rows = [[str(number), what, where, ""] for number, (what, where) in enumerate(published, 1)]
    return Table(TAKEN_OFF, columns, rows)


def stamp_of(school):
    """УТВЕРЖДАЮ of the director, with a date by pen."""
    name, director = school.name_genitive or school.short_name, school.director_name
    return approval(post=school.director_post, school_name=name, director_name=director, by_order=False)
