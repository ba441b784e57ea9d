"""What the bell, the digest and the own calendar say of the terms of development plans, and what coordinators hear on
Mondays of pairs that need attention. No line says whose plan it is: that is read on the page."""

from datetime import timedelta

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from mentorship.notifications.models import Mode
from mentorship.notifications.sources import CalendarEvent, Due, Kind, Line, Section, Source
from mentorship.programmes.models import Membership
from mentorship.programmes.roles import Role

from .health import needing, settings_of
from .models import LIVING, Pairing, PlanItem

SOON = Kind("plan_item_soon", gettext_lazy("A task of a development plan is due soon"), Mode.DIGEST)
LATE = Kind("plan_item_late", gettext_lazy("A task of a development plan is overdue"), Mode.DIGEST)
ATTENTION = Kind(
    "pairs_attention",
    gettext_lazy("Pairs that need attention, on Mondays"),
    Mode.DIGEST,
    roles=(Role.COORDINATOR,),
)
AHEAD = (7, 1, 0)
"""Days before the term on which both sides hear of it."""
MONDAY = 0


def longest_late(settings):
    """A task is told of as overdue for a month; afterwards the health of the pair tells."""
    return 30 // max(settings.after_every_days, 1) * max(settings.after_every_days, 1)


class PlanNotices(Source):
    """Terms before they come, then by the school's own rhythm while the task is open."""

    kinds = (SOON, LATE)

    def due(self, mornings):
        day, by_school = mornings[0].day, {one.school.pk: one for one in mornings}
        rows = open_items().filter(school__in=by_school, due_on__range=(day - timedelta(31), day + timedelta(7)))
        for pk, school, due_on, mentor, mentee in rows.values_list("pk", "school_id", "due_on", *ACCOUNTS):
            kind = kind_on(due_on, day, by_school[school].settings)
            if kind:
                yield from (Due(school, kind.code, pk, day, one) for one in sorted({mentor, mentee} - {None}))

    def lines(self, notifications, school, day):
        items = PlanItem.objects.filter(pk__in={one.object_id for one in notifications})
        items = items.select_related("section__plan").in_bulk()
        still = set(open_items().filter(pk__in=items).values_list("pk", flat=True))
        return {
            one.pk: line_of(one, items[one.object_id], day, one.object_id in still)
            for one in notifications
            if one.object_id in items
        }

    def events(self, user, memberships, school, day):
        mine = Q(section__plan__pairing__mentor__person__user=user) | Q(section__plan__mentee__person__user=user)
        rows = open_items().filter(mine).select_related("section__plan").order_by("due_on", "pk")
        return [event_of(one) for one in rows]


ACCOUNTS = ("section__plan__pairing__mentor__person__user", "section__plan__mentee__person__user")


def open_items():
    """Tasks with a term that are still to be done, in plans of living pairs that both sides have agreed to."""
    rows = PlanItem.objects.open().filter(section__plan__pairing__state__in=LIVING, due_on__isnull=False)
    return rows.exclude(section__plan__state="draft")


def kind_on(due_on, day, settings):
    """What is told of a term on the day, or None."""
    ahead = (due_on - day).days
    if ahead in AHEAD:
        return SOON
    late = -ahead
    every = max(settings.after_every_days, 1)
    return LATE if 0 < late <= longest_late(settings) and late % every == 0 else None


def line_of(notification, item, day, is_open):
    is_late = item.due_on is not None and item.due_on < day
    return Line(
        title=_("Development plan: %(task)s") % {"task": item.task[:120]},
        url=item.section.plan.get_absolute_url(),
        section=Section.OVERDUE if is_late else Section.TODAY if item.due_on == day else Section.SOON,
        thing=f"plan-item-{item.pk}",
        withheld="" if is_open else _("The task is done or out of the plan."),
        last_on=item.due_on,
    )


def event_of(item):
    plan = item.section.plan
    return CalendarEvent(
        uid=f"plan-item-{item.public_id}",
        title=_("Term of the development plan"),
        first=item.due_on,
        last=item.due_on,
        url=plan.get_absolute_url(),
        changed_at=plan.created_at,
        sequence=item.version,
    )


class AttentionNotices(Source):
    """Every Monday one line for each coordinator: how many pairs need attention. They are counted when the line is
    read: a morning asks as much for one school as for seven hundred. With none the letter says nothing of it."""

    kinds = (ATTENTION,)

    def due(self, mornings):
        day = mornings[0].day
        if day.weekday() != MONDAY:
            return
        programmes = [one.school.current_programme_id for one in mornings if one.school.current_programme_id]
        rows = Pairing.objects.living().filter(programme__in=programmes)
        with_pairs = dict(rows.order_by().values_list("school_id", "programme_id").distinct())
        readers = Membership.objects.active_on(day).filter(school__in=with_pairs, role=Role.COORDINATOR)
        for school, user in readers.order_by("school", "user").values_list("school_id", "user"):
            yield Due(school, ATTENTION.code, with_pairs[school], day, user)

    def lines(self, notifications, school, day):
        limits, counts = settings_of(school), {}
        for programme in {one.object_id for one in notifications}:
            rows = Pairing.objects.filter(programme=programme, deleted_at=None)
            counts[programme] = needing(rows, limits, day).count()
        return {one.pk: line_of_attention(counts[one.object_id]) for one in notifications}


def line_of_attention(count):
    words = ngettext("%(count)d pair needs attention", "%(count)d pairs need attention", count)
    return Line(
        title=words % {"count": count} if count else _("All pairs are on track."),
        url=reverse("attention"),
        section=Section.ASKED,
        thing="pairs-attention",
        withheld="" if count else _("All pairs are on track."),
    )
