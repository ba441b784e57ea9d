"""The year's end in the demonstration: bases and targets, past months, SWOT, nine criteria, awards, a public page.

Past months are invented from the present figures, so that lines on the dashboard have something to draw; nothing of it
is anybody's.
"""

import uuid
from datetime import timedelta

from mentorship.documents.services import papers as papers
from mentorship.monitoring.figures import snapshot_json
from mentorship.monitoring.models import CoordinatorForm, Snapshot, SwotEntry
from mentorship.monitoring.quality import criteria
from mentorship.monitoring.services import indicators, quality, quantities
from mentorship.monitoring.services.snapshots import copy_up
from mentorship.pairs.models import LIVING, Pairing
from mentorship.people.models import Consent, ConsentKind, DistributionItem
from mentorship.recognition.models import Award, Publication
from mentorship.recognition.publishing import url_of
from mentorship.recognition.services import awards, publishing

BASES = {"pupils_10_19": 550, "pupils_15_19": 210, "young_teachers": 9, "partners": 4}
SOURCE = "Отчёт ОО-1, списки классов"
GROWTH = (0.4, 0.7, 0.9)
"""Parts of the present figures that three past months had, the earliest first."""
PHRASES = (
    ("opportunity", "Завод и колледж готовы принимать экскурсии"),
    ("opportunity", "Районная газета расспрашивает о программе"),
    ("threat", "Мало свободных кабинетов во вторую смену"),
    ("weakness", "Наставники не всегда записывают встречи"),
    ("strength", "Ученики сами просят продолжить"),
)
REASON = "За внимательную работу с наставляемыми"


def make_year_end(programme, by):
    """Everything of stage seven that can be there in the middle of a year; a school that has it is left alone."""
    if Snapshot.objects.filter(programme=programme).exists():
        return
    school, today = programme.school, programme.school.today
    indicators.type_bases(school=school, day=programme.starts_on, counts=BASES, source=SOURCE, by=by)
    indicators.add_targets(
        school=school, year=today.year, percents={"I1": 70, "I2": 10, "I3": 70}, source="Приказ управления", by=by
    )
    judge(programme, today, by)
    count(programme, by)
    thank(programme, today, by)
    write(programme, today, by)
    remember_months(programme, today)
    copy_up(school, today)


def remember_months(programme, today):
    """Three months ago there was less of everything; shares are as they are now."""
    now = snapshot_json(programme, today)
    for back, part in zip((3, 2, 1), GROWTH, strict=True):
        day = today.replace(day=1) - timedelta(days=1 + 30 * (back - 1))
        if day < programme.starts_on:
            continue
        values = {name: shrunk(value, part) for name, value in now["values"].items()}
        figures = now | {"day": day.isoformat(), "values": values}
        Snapshot.objects.get_or_create(
            school=programme.school, programme=programme, day=day, defaults={"figures": figures}
        )


def shrunk(value, part):
    return int(value * part) if isinstance(value, int) and not isinstance(value, bool) else value


def judge(programme, today, by):
    """A SWOT table by hand and the coordinator's form of the middle of the year."""
    for quadrant, text in PHRASES:
        quality.add(programme=programme, group=SwotEntry.Group.PUPILS, quadrant=quadrant, text=text, by=by)
    marks = {one.key: 2 if place % 3 else 1 for place, one in enumerate(criteria())}
    form = CoordinatorForm(school=programme.school, programme=programme)
    values = {"day": today - timedelta(days=20), "marks": marks, "strong": "Пары встречаются сами", "to_change": ""}
    quality.save_form(row=form, version=1, values=values, by=by)


def count(programme, by):
    """The usual quantities, counted at the entry."""
    quantities.add_usual(programme=programme, by=by)
    for place, row in enumerate(programme.quantities.order_by("position")):
        row.swap(row.version, before=12 + 3 * place, before_on=programme.starts_on)


def thank(programme, today, by):
    """Two mentors are thanked; they allowed to be named, so the page of the best shows them."""
    pairs = Pairing.objects.of(programme).filter(state__in=LIVING).select_related("mentor__person").order_by("pk")
    people = list(dict.fromkeys(pair.mentor.person for pair in pairs))[:2]
    values = {"kind": Award.Kind.THANKS, "day": today - timedelta(days=5), "reason": REASON}
    values |= {"text": "", "order": "", "given_by": programme.school.short_name}
    awards.give(programme=programme, people=people, values=values, by=by)
    page = publishing.page_of(programme, Publication.Kind.BEST)
    for person in people:
        allow(person, url_of(page), programme.starts_on)
    shown = [(person, REASON) for person in people]
    publishing.save(publication=page, version=page.version, changes={}, content={}, people=shown, by=by)
    page.refresh_from_db()
    publishing.publish(publication=page, version=page.version, day=today, by=by)


def allow(person, address, day):
    """A paper of consent to publishing, with the items and the address."""
    paper = Consent.objects.create(
        school=person.school, person=person, kind=ConsentKind.DISTRIBUTION, signer="self", signed_on=day
    )
    for item in (DistributionItem.Item.NAME, DistributionItem.Item.ACHIEVEMENT):
        DistributionItem.objects.create(school=person.school, consent=paper, item=item, address=address)


def write(programme, today, by):
    """The first order with its number, and a draft of the regulations."""
    order = papers.make(
        code="order_introduction", programme=programme, day=programme.starts_on, key=uuid.uuid4(), by=by
    )
    papers.sign(paper=order, version=order.version, number="14-н", day=programme.starts_on, by=by)
    papers.make(code="regulations", programme=programme, day=today, key=uuid.uuid4(), by=by)
