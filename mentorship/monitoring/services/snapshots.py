"""The figures of a day are kept, and copied up to where a region reads them."""

import logging
from datetime import timedelta

from django.db import transaction
from django_scopes import scope

from mentorship.common import clock
from mentorship.programmes.models import School

from ..figures import Figures, snapshot_json
from ..models import SchoolFigures, Snapshot

logger = logging.getLogger(__name__)
MONTH = timedelta(days=30)
EARLIEST, LATEST = timedelta(days=45), timedelta(days=20)
"""Between these a snapshot is still «a month ago»."""
COLUMNS = ("activities", "activities_done", "overdue", "mentees", "mentors", "pairs", "answers")


def snapshot_before(programme, day):
    """The kept figures that are nearest to a month before the day, or None."""
    rows = Snapshot.objects.filter(programme=programme, day__range=(day - EARLIEST, day - LATEST))
    days = rows.values_list("day", flat=True)
    nearest = min(days, key=lambda one: abs(one - (day - MONTH)), default=None)
    return rows.filter(day=nearest).first() if nearest else None


@transaction.atomic
def copy_up(school, day):
    """Keep the figures of the day and give the region the last ones. Done again it writes the same rows anew.

    A closed programme keeps the figures of its closing: they are copied up and no day is added.
    """
    programme = school.current_programme
    if programme is None:
        SchoolFigures.objects.filter(school=school).delete()
        return None
    day = min(day, programme.closed_on or day)
    kept = Snapshot.objects.filter(programme=programme, day=day).first() if programme.closed_on else None
    if kept is None:
        kept = Snapshot.objects.update_or_create(
            school=school,
            programme=programme,
            day=day,
            defaults={"figures": snapshot_json(programme, day), "made_at": clock.now()},
        )[0]
    figures, before = Figures.from_json(kept.figures), snapshot_before(programme, day)
    values = {name: figures[name] or 0 for name in COLUMNS}
    values |= {"coverage": capped(figures["I1"]), "satisfied": capped(figures["satisfied"])}
    values |= {"figures": figures.as_json(), "month_ago": month_ago(before), "copied_at": clock.now()}
    values |= {"region_id": school.region_id, "programme": programme, "day": day}
    return SchoolFigures.objects.update_or_create(school=school, defaults=values)[0]


def capped(percent):
    """A share as a column: a base that is too small must not stop the copying."""
    return None if percent is None else min(percent, 999.99)


def month_ago(snapshot):
    """The figures alone: what stands beside them is the school's own."""
    return Figures.from_json(snapshot.figures).as_json() if snapshot and snapshot.figures else {}


def copy_all():
    """Every school; one with something wrong in it stops no other."""
    for school in School.objects.select_related("current_programme__school"):
        with scope(school=school):
            try:
                copy_up(school, school.today)
            except Exception:
                logger.exception("The figures of a day were not kept in %s", school.slug)
