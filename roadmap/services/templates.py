"""Where a new roadmap comes from: a template of the product, the school's own one, last year's roadmap.

A source is named in the address: ``r145`` (a template of the product), ``template-12``, ``copy-7``.
"""

from dataclasses import dataclass, field
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from mentorship.common import clock
from mentorship.common.errors import RuleBroken
from mentorship.programmes import audit
from mentorship.programmes.models import Programme
from mentorship.programmes.services.settings import choose_programme, create_programme

from ..builtin import SLUGS, all_builtin, outline_of_builtin
from ..models import Roadmap
from ..shifting import first_of_terms, moved_outline
from .binding import bind, with_people
from .creation import create_roadmap, fill, outline_of


@dataclass(frozen=True)
class Source:
    """What a new roadmap is made from. ``roadmap`` is None for a template of the product."""

    key: str
    title: str
    roadmap: Roadmap | None = None

    @property
    def is_copy(self):
        return bool(self.roadmap) and not self.roadmap.is_template

    def outline(self, starts, ends):
        """The text with its terms in the calendar of a programme."""
        if self.roadmap is None:
            return outline_of_builtin(self.key, starts, ends)
        outline = outline_of(self.roadmap)
        return moved_outline(outline, counted_from(self.roadmap, outline), starts, ends)


def counted_from(roadmap, outline):
    """The first day of the programme that the terms of a roadmap or a template were written for."""
    if roadmap.programme:
        return roadmap.programme.starts_on
    return roadmap.counted_from or first_of_terms(outline, clock.today())


def source_by_key(key):
    """The source that an address names; None when there is none in this school."""
    if key in SLUGS:
        return Source(key, next(one.title for one in all_builtin() if one.slug == key))
    kind, _dash, number = key.partition("-")
    sets = {"template": Roadmap.objects.templates(), "copy": Roadmap.objects.living().select_related("programme")}
    if kind not in sets or not number.isdecimal():
        return None
    roadmap = sets[kind].filter(pk=int(number)).first()
    return Source(key, roadmap.title, roadmap) if roadmap else None


def own_templates():
    """The school's own templates as sources."""
    return [Source(f"template-{one.pk}", one.title, one) for one in Roadmap.objects.templates()]


def earlier_roadmaps():
    """The school's roadmaps as sources of a copy, the newest first."""
    rows = Roadmap.objects.living().select_related("programme")
    return [Source(f"copy-{one.pk}", one.title, one) for one in rows]


@dataclass(frozen=True)
class NewProgramme:
    """A programme that is created together with its roadmap."""

    title: str
    starts_on: date
    ends_on: date


@dataclass(frozen=True)
class Plan:
    """What the check page has settled: for which programme, under which title, who stands behind which words."""

    title: str
    programme: Programme | NewProgramme
    people: dict = field(default_factory=dict)


@transaction.atomic
def create_from(*, source, plan, school, by):
    """Make the roadmap, and the programme where it is new, in one step."""
    programme = plan.programme
    if isinstance(programme, NewProgramme):
        programme = begin_programme(new=programme, school=school, by=by)
    outline = source.outline(programme.starts_on, programme.ends_on)
    outline.title = plan.title
    outline, people = with_people(outline, plan.people)
    roadmap = create_roadmap(programme=programme, outline=outline, by=by)
    bind(roadmap=roadmap, people=people)
    return roadmap


def begin_programme(*, new, school, by):
    """A new programme. It becomes the current one when there is none, or when the current one is over."""
    programme = create_programme(
        school=school, forms=[], by=by, title=new.title, starts_on=new.starts_on, ends_on=new.ends_on
    )
    current = school.current_programme
    if current and current.ends_on < school.today:
        choose_programme(programme=programme, by=by)
    return programme


@transaction.atomic
def save_as_template(*, source, title, school, by, today):
    """Keep a copy as the school's own template: without ticks, results and people's accounts.

    A template of the product is written for a school year that begins in September.
    """
    if source.roadmap is None:
        starts = date(today.year, 9, 1)
        outline = source.outline(starts, date(today.year + 1, 5, 31))
    else:
        outline = outline_of(source.roadmap)
        starts = counted_from(source.roadmap, outline)
    template = Roadmap.objects.create(
        school=school, is_template=True, title=title, columns=outline.columns, counted_from=starts
    )
    fill(template, outline)
    audit.record(by=by, action="template.created", row=template)
    return template


def calendar_of(roadmap):
    """The first and last day that terms of a roadmap or a template are read against."""
    if roadmap.programme:
        return roadmap.programme.starts_on, roadmap.programme.ends_on
    starts = roadmap.counted_from or clock.today()
    return starts, date(starts.year + 1, starts.month, 1) - clock.days(1)


@transaction.atomic
def throw_away_roadmap(*, roadmap, version, by):
    """Into the bin for thirty days. What the director approved is not thrown away."""
    if roadmap.state != Roadmap.State.DRAFT:
        raise RuleBroken(_("An approved roadmap is not thrown away: it is a document of the school."))
    roadmap.swap(version, deleted_at=clock.now())
    audit.record(by=by, action="template.deleted" if roadmap.is_template else "roadmap.deleted", row=roadmap)
    return roadmap


@transaction.atomic
def restore_roadmap(*, roadmap, by):
    """Out of the bin. A second click does nothing."""
    if roadmap.deleted_at:
        roadmap.swap(roadmap.version, deleted_at=None)
        audit.record(by=by, action="template.restored" if roadmap.is_template else "roadmap.restored", row=roadmap)
    return roadmap
