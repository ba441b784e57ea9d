"""What the bell and the letters say of drafts: one that was computed in the background is done."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from mentorship.notifications.models import Mode
from mentorship.notifications.sources import Kind, Line, Section, Source

from .models import MatchingRun

COMPUTED = Kind(code="matching_computed", title=gettext_lazy("A large matching is done"), default=Mode.AT_ONCE)
State = MatchingRun.State


class MatchingNotices(Source):
    """Told by the worker at the end; nothing is ever due by itself."""

    kinds = (COMPUTED,)

    def lines(self, notifications, school, day):
        wanted = {one.object_id for one in notifications}
        runs = MatchingRun.objects.filter(pk__in=wanted, deleted_at=None).defer("snapshot").in_bulk()
        return {one.pk: line_of(runs[one.object_id]) for one in notifications if one.object_id in runs}


def line_of(run):
    return Line(title=title_of(run), url=run.get_absolute_url(), section=Section.NEW, thing=f"matching-{run.pk}")


def title_of(run):
    if run.state == State.IMPOSSIBLE:
        return _("Draft No. %(number)d: the wishes exclude one another") % {"number": run.number}
    if run.state == State.FAILED:
        return _("Draft No. %(number)d could not be computed") % {"number": run.number}
    count = run.figures.get("matched", 0)
    words = ngettext(
        "Draft No. %(number)d is ready: %(count)d pair", "Draft No. %(number)d is ready: %(count)d pairs", count
    )
    return words % {"number": run.number, "count": count}
