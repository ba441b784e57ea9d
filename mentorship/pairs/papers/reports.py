"""The mentor's report and the portfolio as papers: the same facts as on their pages, as a PDF or as a DOCX."""

from mentorship.common import docx, pdf, ru
from mentorship.common.table import Column, Table
from mentorship.people.papers.paper import Line, Paper, Signature, papers_to_docx, papers_to_pdf

from .. import portfolio as portfolios
from .. import reporting
from ..annex import about
from ..journal import hours_of
from ..models import MentorReport

REPORT_TITLE = "Отчёт наставника"
PORTFOLIO_TITLE = "Портфолио наставника"
ADVICE = {
    MentorReport.Advice.GO_ON: "продолжить работу пары",
    MentorReport.Advice.FINISH: "завершить работу пары",
    MentorReport.Advice.CHANGE: "сменить наставника",
}
REPORT_COLUMNS = [
    Column("№", 5, centred=True),
    Column("Проект, задание", 30),
    Column("Планируемый результат", 24),
    Column("Фактический результат", 24),
    Column("Оценка наставника", 17),
]
PORTFOLIO_COLUMNS = [
    Column("№", 5, centred=True),
    Column("Наставляемый", 25),
    Column("Форма наставничества", 17),
    Column("Период работы", 15),
    Column("Встречи, время", 13, centred=True),
    Column("План", 10, centred=True),
    Column("Итог", 15),
]
FILES = {"pdf": (pdf.MIME, papers_to_pdf), "docx": (docx.MIME, papers_to_docx)}


def term_words(row):
    return f"с {ru.long_date(row.starts_on)} по {ru.long_date(row.ends_on)}"


def report_table(facts):
    rows = [
        [str(number), task, planned, actual, ", ".join(filter(None, (mark, done)))]
        for number, (task, planned, actual, mark, done) in enumerate(facts["lines"], 1)
    ]
    return Table("Результаты по плану развития", REPORT_COLUMNS, rows)


def report_lines(report, facts):
    """The head and the figures: pairs of label and value, those that are empty left out where no pen fills them in."""
    mentor = report.pairing.mentor.person
    yield "Наставник", ", ".join(filter(None, (mentor.full_name, about(mentor))))
    yield (
        ("Наставляемые" if len(facts["visits"]) > 1 else "Наставляемый"),
        "; ".join(name for name, _count in facts["visits"]),
    )
    form = report.pairing.form
    yield "Форма наставничества", form.title if form else ""
    yield "Цель", "; ".join(facts["goals"])
    yield "Встречи", reporting.meetings_words(facts).removeprefix("Проведено: ")
    if facts["kinds"]:
        yield "Виды встреч", reporting.kinds_words(facts)
    if visits := reporting.visits_words(facts):
        yield "Посещение", visits
    yield "План развития", reporting.plan_words(facts)
    if report.growth:
        yield "Рост наставляемого", f"{report.growth} из 10"
    yield "Рекомендация", ADVICE.get(report.advice, "")


def report_words(report):
    """What the mentor has written, as pairs of heading and text."""
    return [
        (heading, text)
        for heading, text in (
            ("Результаты", report.results),
            ("Трудности", report.difficulties),
            ("Предложения", report.proposals),
        )
        if text.strip()
    ]


def report_paper(report):
    facts = reporting.facts_of(report)
    table = report_table(facts)
    coordinator = report.accepted_by or report.pairing.coordinator
    after = list(paragraphs(report_words(report)))
    if report.accepted_on:
        after.append(f"Отчёт принят {ru.long_date(report.accepted_on)}")
    return Paper(
        title=REPORT_TITLE,
        subtitle=term_words(report),
        lines=tuple(Line(f"{label}:", value) for label, value in report_lines(report, facts)),
        table=table if table.rows else None,
        after=tuple(after),
        signatures=(
            Signature("Наставник", report.pairing.mentor.person.full_name),
            Signature("Куратор программы", coordinator.get_full_name() if coordinator else ""),
        ),
    )


def paragraphs(words):
    """«Результаты. …», each line of the text a paragraph of its own."""
    for heading, text in words:
        first, *rest = [line.strip() for line in text.splitlines() if line.strip()]
        yield f"{heading}. {first}"
        yield from rest


def portfolio_table(facts):
    rows = [
        [
            str(number),
            "; ".join(one["who"]),
            one["form"],
            one["term"],
            f"{one['meetings']} ({hours_of(one['minutes'])})" if one["meetings"] else "—",
            one["plan"] or "—",
            one["outcome"],
        ]
        for number, one in enumerate(facts["pairs"], 1)
    ]
    return Table("Наставнические пары и группы", PORTFOLIO_COLUMNS, rows)


def portfolio_lines(portfolio, facts):
    person = portfolio.person
    yield "Фамилия, имя, отчество", person.full_name
    yield "Должность", about(person)
    yield "Действующая квалификационная категория", portfolio.category
    yield "Наставляемые", portfolios.mentees_words(facts)
    yield "Проведено", portfolios.meetings_words(facts)
    if stood_in := portfolios.stood_in_words(facts):
        yield "Замещал других наставников", stood_in
    yield "Принято отчётов наставника", str(facts["reports"])


def portfolio_words(portfolio):
    return [
        (heading, text)
        for heading, text in (
            ("Руководство практикой студентов и стажировкой", portfolio.practice),
            ("Помощь коллегам в подготовке к профессиональным конкурсам", portfolio.contests),
            ("Авторские методические разработки и их распространение", portfolio.methods),
            ("Награды и поощрения", portfolio.awards),
        )
        if text.strip()
    ]


def portfolio_paper(portfolio, *, school):
    facts = portfolios.facts_of(portfolio)
    table = portfolio_table(facts)
    by = portfolio.confirmed_by
    after = list(paragraphs(portfolio_words(portfolio)))
    if portfolio.confirmed_on:
        after.append(
            f"Сведения о парах, встречах и планах сверены с журналом школы {ru.long_date(portfolio.confirmed_on)}"
        )
    return Paper(
        title=PORTFOLIO_TITLE,
        subtitle=term_words(portfolio),
        lines=(
            Line("Образовательная организация:", school.full_name),
            *(Line(f"{label}:", value) for label, value in portfolio_lines(portfolio, facts)),
        ),
        table=table if table.rows else None,
        after=tuple(after),
        signatures=(
            Signature("Наставник", portfolio.person.full_name),
            Signature("Сведения подтверждаю, куратор программы", by.get_full_name() if by else ""),
            Signature(school.director_post, school.director_name),
        ),
    )


def file_of(paper, extension):
    """The bytes and their type."""
    mime, write = FILES[extension]
    return write([paper], paper.title), mime
