"""Coordinator and psychologist hear of a call for help at once. No line says who called: that is read on the page."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mentorship.notifications.models import Mode
from mentorship.notifications.services.issuing import tell
from mentorship.notifications.sources import Due, Kind, Line, Section, Source

from .help_readers import READERS, readers_of
from .models import HelpCall

CALLED = Kind(
    "help_call",
    gettext_lazy("A mentee calls for help"),
    Mode.AT_ONCE,
    is_locked=True,
    priority=1,
    roles=READERS,
)


class HelpNotices(Source):
    """A call is told at once, and again on every morning on which nobody has taken it up yet."""

    kinds = (CALLED,)

    def due(self, mornings):
        day, schools = mornings[0].day, {one.school.pk: one.school for one in mornings}
        rows = HelpCall.objects.filter(school__in=schools, state=HelpCall.State.NEW).select_related("mentee")
        waiting = [one for one in rows if waits(one, schools[one.school_id], day)]
        readers = readers_of([one.mentee for one in waiting], day) if waiting else {}
        for call in waiting:
            for user in sorted(readers[call.mentee_id]):
                yield Due(call.school_id, CALLED.code, call.pk, day, user)

    def lines(self, notifications, school, day):
        calls = HelpCall.objects.filter(pk__in={one.object_id for one in notifications}).in_bulk()
        return {one.pk: line_of(calls[one.object_id], school, day) for one in notifications if one.object_id in calls}


def waits(call, school, day):
    """Has nobody taken the call up on the day on which it came?"""
    return call.state == HelpCall.State.NEW and call.at < school.start_of(day)


def line_of(call, school, day):
    is_late = waits(call, school, day)
    return Line(
        title=_("A mentee calls for help: nobody has answered yet") if is_late else _("A mentee calls for help"),
        url=reverse("help_call", args=[call.public_id]),
        section=Section.ASKED,
        note=_("Only the coordinator and the psychologist see the call."),
        withheld="" if call.state == HelpCall.State.NEW else _("Somebody is with the mentee already."),
        thing=f"help-call-{call.pk}",
    )


def tell_readers(call, day):
    """In the transaction of the call: everybody who may read it."""
    readers = readers_of([call.mentee], day)[call.mentee_id]
    tell(school=call.school, kind=CALLED.code, object_id=call.pk, recipients=sorted(readers), day=day)
