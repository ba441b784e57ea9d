"""The reports of a school's roadmap: read once, shown as a page, a PDF, an XLSX or a DOCX with the same numbers."""

from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from mentorship.common import docx, pdf, ru, xlsx
from mentorship.common.stamps import approval
from mentorship.common.table import Table
from mentorship.programmes.models import Membership

from .models import Activity, Assignment, Party, Roadmap, Step
from .outline import PartyKind
from .papers.plans import PlanItem, month_plan, person_plan
from .papers.roadmap import roadmap_table
from .services.approval import is_changed
from .services.creation import outline_of


@dataclass(frozen=True)
class Kind:
    """A kind of report: which filters its page has and what it can be downloaded as."""

    slug: str
    title: str
    purpose: str
    filters: tuple[str, ...] = ()
    formats: tuple[str, ...] = ("pdf", "xlsx")


KINDS = {
    kind.slug: kind
    for kind in (
        Kind(
            "month-plan",
            _("Plan for a month"),
            _("Activities whose term meets the month, with steps, people and room for a mark."),
            ("period", "responsible"),
        ),
        Kind(
            "person-plan",
            _("Plan of one responsible"),
            _("Everything that a person, a role or a group answers for."),
            ("responsible", "period"),
        ),
        Kind(
            "roadmap",
            _("Roadmap"),
            _("The whole table with the approval block, for printing, editing and the school's site."),
            (),
            ("pdf", "docx", "xlsx"),
        ),
    )
}


@dataclass(frozen=True)
class Report:
    """A made report. ``undated`` are activities whose term has no days, so that they stand in no month."""

    kind: Kind
    table: Table
    file_name: str
    stamps: tuple = ()
    landscape: bool = True
    undated: list = field(default_factory=list)

    def to_bytes(self, extension):
        if extension == "pdf":
            return pdf.table_to_pdf(self.table, landscape=self.landscape, stamps=self.stamps)
        if extension == "docx":
            return docx.table_to_docx(self.table, landscape=self.landscape, stamps=self.stamps)
        return xlsx.table_to_xlsx(self.table, landscape=self.landscape, sheet_title=str(self.kind.title))


MIMES = {"pdf": pdf.MIME, "xlsx": xlsx.MIME, "docx": docx.MIME}


def parties_of(roadmap):
    """Everyone who answers for something in the roadmap."""
    used = Assignment.objects.filter(activity__in=Activity.objects.of(roadmap)).values("party")
    return Party.objects.filter(pk__in=used).select_related("membership").order_by("kind", "name", "role_text", "pk")


def months_of(programme):
    """The first days of the programme's months."""
    year, month, months = programme.starts_on.year, programme.starts_on.month, []
    while date(year, month, 1) <= programme.ends_on:
        months.append(date(year, month, 1))
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    return months


def last_day(month):
    """The last day of the month that begins on ``month``."""
    following = date(month.year + month.month // 12, month.month % 12 + 1, 1)
    return date.fromordinal(following.toordinal() - 1)


def roadmap_report(roadmap):
    """The table of the whole roadmap with the grif of the director."""
    outline = outline_of(roadmap)
    return Report(KINDS["roadmap"], roadmap_table(outline), "dorozhnaya-karta", (approval_of(roadmap),))


def month_report(roadmap, *, month, party=None, today):
    activities = planned(roadmap, party=party, today=today)
    items = items_of(activities.meeting(month, last_day(month)))
    table = month_plan(items, month, programme_title=roadmap.title, party=party and party_title(party))
    return Report(
        KINDS["month-plan"],
        table,
        f"plan-raboty-{month:%Y-%m}",
        (approval_of(roadmap, by_order=False),),
        undated=list(activities.filter(last_on=None)),
    )


def person_report(roadmap, *, party, month=None, today):
    activities = planned(roadmap, party=party, today=today)
    shown = activities.meeting(month, last_day(month)) if month else activities
    years = roadmap.programme.years
    period = f"{ru.month_year(month)}{ru.NBSP}г." if month else f"{years}{ru.NBSP}{'гг.' if '–' in years else 'г.'}"
    table = person_plan(items_of(shown), party=party_title(party), programme_title=roadmap.title, period=period)
    file_name = f"plan-otvetstvennogo-{party.pk}" + (f"-{month:%Y-%m}" if month else "")
    undated = list(activities.filter(last_on=None)) if month else []
    return Report(KINDS["person-plan"], table, file_name, landscape=False, undated=undated)


def planned(roadmap, *, party=None, today):
    """Activities of the roadmap that are to be done; of a party, also those it answers for by a role or in a group."""
    activities = Activity.objects.of(roadmap).exclude(status=Activity.Status.SKIP)
    if party is None:
        return activities
    mine = Q(pk__in=Assignment.objects.filter(party=party).values("activity"))
    if party.kind == PartyKind.PERSON and party.membership_id:
        user = party.membership.user_id
        memberships = list(Membership.objects.active_on(today).filter(user=user))
        mine |= Q(pk__in=Activity.objects.answered_by(user, memberships).values("pk"))
    return activities.filter(mine)


def items_of(activities):
    """Activities as plain values, in three queries however many there are."""
    rows, keys = list(activities.select_related("stage")), activities.order_by().values("pk")
    steps, parties = {}, {}
    for step in Step.objects.filter(activity__in=keys, deleted_at=None).order_by("position", "pk"):
        steps.setdefault(step.activity_id, []).append(step.title)
    for assignment in Assignment.objects.in_order().filter(activity__in=keys):
        parties.setdefault(assignment.activity_id, []).append(assignment.party.as_responsible())
    return [
        PlanItem(
            stage_number=row.stage.position,
            stage_title=row.stage.title,
            title=row.title,
            term=row.term,
            steps=tuple(steps.get(row.pk, ())),
            responsible=tuple(parties.get(row.pk, ())),
            done_on=row.done_on if row.status == Activity.Status.DONE else None,
        )
        for row in rows
    ]


def party_title(party):
    """«Лебедева О. Н., заместитель директора по УВР»; a group by its title."""
    if not party.name:
        return party.role_text
    post = party.role_text[:1].lower() + party.role_text[1:]
    return ", ".join(part for part in (party.name, post) if part)


def approval_of(roadmap, *, by_order=True):
    """УТВЕРЖДАЮ of the school's director; the order stands only on the very text that it put in force."""
    school = roadmap.school
    is_in_force = by_order and roadmap.state != Roadmap.State.DRAFT and not is_changed(roadmap)
    return approval(
        post=school.director_post,
        school_name=school.name_genitive,
        director_name=school.director_name,
        by_order=by_order,
        order_date=roadmap.order_date if is_in_force else None,
        order_number=roadmap.order_number if is_in_force else "",
    )
