"""The journal of meetings for a month or a term: one table of values for the page, the PDF and the XLSX."""

from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import Count, Prefetch, Q, Sum

from mentorship.common import ru
from mentorship.common.table import Column, Lines, Table
from mentorship.people.names import name_key

from .models import Meeting, MeetingKind, Presence

KINDS = {
    MeetingKind.ORGANISING: "организационная",
    MeetingKind.TRIAL: "пробная",
    MeetingKind.PLANNING: "планирование",
    MeetingKind.REGULAR: "регулярная",
    MeetingKind.CLOSING: "заключительная",
}
FORMATS = {Meeting.Format.IN_PERSON: "очно", Meeting.Format.ONLINE: "дистанционно"}
TITLE = "Журнал встреч"


@dataclass(frozen=True)
class Month:
    """A month as the address writes it: «2022-04»."""

    first: date

    @classmethod
    def read(cls, text, today):
        """The month of a query; what cannot be read is the present one."""
        try:
            year, month = (int(part) for part in (text or "").split("-"))
            return cls(date(year, month, 1))
        except ValueError:
            return cls(today.replace(day=1))

    @property
    def last(self):
        return self.first.replace(day=monthrange(self.first.year, self.first.month)[1])

    @property
    def code(self):
        return f"{self.first:%Y-%m}"

    @property
    def words(self):
        return ru.month_year(self.first)

    def shifted(self, months):
        number = self.first.year * 12 + self.first.month - 1 + months
        return Month(date(number // 12, number % 12 + 1, 1)) if 0 < number // 12 < 9999 else self


@dataclass(frozen=True)
class Totals:
    """What stands under the table; ``minutes`` are of the meetings whose length is known."""

    meetings: int = 0
    minutes: int = 0
    unknown: int = 0

    @property
    def hours(self):
        return self.minutes / 60

    @property
    def words(self):
        meetings = ru.counted(self.meetings, "встреча", "встречи", "встреч")
        parts = [f"Проведено: {meetings}", f"всего {hours_of(self.minutes)}"]
        if self.unknown:
            parts.append(f"без длительности: {self.unknown}")
        return ", ".join(parts)


def hours_of(minutes):
    """«1 ч 30 мин», «45 мин»."""
    hours, rest = divmod(minutes or 0, 60)
    parts = [f"{hours}\u00a0ч" if hours else "", f"{rest}\u00a0мин" if rest or not hours else ""]
    return " ".join(filter(None, parts))


def meetings_of(pairings, first, last):
    """Meetings that were held by these pairs in the term; three queries."""
    return with_lines(Meeting.objects.held().filter(pairing__in=pairings.values("pk"), day__range=(first, last)))


def meetings_of_mentor(mentor, first, last):
    """Meetings that this mentor held: in the own pairs, and as a substitute in those of others."""
    own = Q(mentor=None, pairing__mentor=mentor)
    return with_lines(Meeting.objects.held().filter(own | Q(mentor=mentor), day__range=(first, last)))


def with_lines(rows):
    """Meetings by day with all that a line of the journal needs."""
    present = Presence.objects.filter(was_there=True).select_related("mentee__person__school_class")
    rows = rows.select_related("pairing__mentor__person", "mentor__person", "recorded_by")
    there = Prefetch("presences", queryset=present.order_by("mentee__person__name_key"), to_attr="there")
    return rows.prefetch_related(there).order_by("day", "at", "pk")


def narrowed(rows, words):
    """Only meetings of the pairs whose mentor or mentee has the words in the name."""
    for word in name_key(words).split():
        mine = Q(pairing__mentor__person__name_key__contains=word)
        rows = rows.filter(mine | Q(presences__mentee__person__name_key__contains=word)).distinct()
    return rows


def totals_of(rows):
    """Counted over the meetings themselves: a search by a name joins mentees and would count one twice."""
    counted = Meeting.objects.filter(pk__in=rows.order_by().values("pk")).aggregate(
        held=Count("pk"), spent=Sum("minutes"), unknown=Count("pk", filter=Q(minutes=None))
    )
    return Totals(counted["held"], counted["spent"] or 0, counted["unknown"])


SIGNATURE = "Подпись"
MENTOR_SIGNS = "Наставник _______________________ {name}    «___» ______________ 20__ г."
COORDINATOR_SIGNS = "Куратор программы _______________________ {name}    «___» ______________ 20__ г."


def signatures_of(coordinator, mentor=None):
    """Lines under the month sheet for a pen: the mentor's, where it is the journal of one, and the coordinator's."""
    lines = [(MENTOR_SIGNS, mentor)] if mentor else []
    lines.append((COORDINATOR_SIGNS, coordinator))
    return [ru.unbroken(words.format(name=ru.signature_name(name) or "_" * 24)) for words, name in lines]


def columns(*, has_mentor):
    """The usual columns of a mentor's journal; with several mentors a column says whose meeting it was."""
    first = [Column("№", 4, centred=True), Column("Дата, время", 9, centred=True)]
    mentor = [Column("Наставник", 12)] if has_mentor else []
    rest = [
        Column("Наставляемые", 14),
        Column("Вид, формат, длительность", 13),
        Column("Тема и содержание", 24 if has_mentor else 30),
        Column("Договорённости, результат", 16 if has_mentor else 20),
        Column(SIGNATURE, 8 if has_mentor else 10),
    ]
    return [*first, *mentor, *rest]


def table_of(meetings, *, title=TITLE, subtitle="", has_mentor=False, notes=(), first=1):
    """``first`` is the number of the first line: a page of the list goes on where the one before it ended."""
    rows = [line_of(number, one, has_mentor) for number, one in enumerate(meetings, first or 1)]
    return Table(title, columns(has_mentor=has_mentor), rows, subtitle=subtitle, notes=list(notes))


def on_page(table):
    """Nobody signs a page: the same table without the column for a pen."""
    return replace(table, columns=table.columns[:-1], rows=[row[:-1] for row in table.rows])


def line_of(number, meeting, has_mentor):
    when = [ru.short_date(meeting.day), f"{meeting.at:%H:%M}" if meeting.at else ""]
    how = [KINDS[meeting.kind], FORMATS[meeting.format], hours_of(meeting.minutes) if meeting.minutes else ""]
    cells = [str(number), Lines(tuple(filter(None, when)))]
    if has_mentor:
        cells.append(mentor_of(meeting).person.short_name)
    return [
        *cells,
        Lines(tuple(named(one.mentee.person) for one in meeting.there)),
        Lines(tuple(filter(None, how))),
        Lines(tuple(filter(None, (meeting.topic, *meeting.done.splitlines())))),
        Lines(tuple(filter(None, (*meeting.agreed.splitlines(), *meeting.results.splitlines())))),
        "",
    ]


def mentor_of(meeting):
    """Who held it: the substitute, if there was one."""
    return meeting.mentor or meeting.pairing.mentor


def named(person):
    return f"{person.short_name}, {person.school_class}" if person.school_class else person.short_name
