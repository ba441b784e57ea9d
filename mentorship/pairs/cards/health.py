"""Whether the pair is on track, what to do now, and how both sides answer after meetings."""

from dataclasses import dataclass

from django.template.loader import render_to_string

from ..health import reasons_of, settings_of, with_reasons
from ..models import LIVING, Meeting, Pairing, Pulse

MOST = 10
"""So many last meetings are shown."""


@dataclass
class Answers:
    """What the sides said of one meeting, from 1 to 5: the mean of the two questions; None is no answer."""

    meeting: Meeting
    mentor: float | None = None
    mentee: float | None = None

    @property
    def gap(self):
        if self.mentor is None or self.mentee is None:
            return None
        return abs(self.mentor - self.mentee)


def of_pair(request, pair):
    if not request.access.can("health.view"):
        return ""
    row = with_reasons(Pairing.objects.filter(pk=pair.pk), settings_of(request.school), request.today).get()
    context = {
        "pair": pair,
        "is_living": pair.state in LIVING,
        "reasons": reasons_of(row),
        "answers": answers_of(pair),
        "may_edit": request.access.can("health.edit"),
        "may_write": request.access.can("pairs.edit"),
    }
    if not (context["is_living"] or context["answers"]):
        return ""
    return render_to_string("pairs/_health_of_pair.html", context, request)


def answers_of(pair):
    """The last meetings with an answer, the newest first; of a group the mean of its mentees."""
    rows = Pulse.objects.filter(meeting__pairing=pair, meeting__deleted_at=None).select_related("meeting")
    found = {}
    for pulse in rows.order_by("-meeting__day", "-meeting"):
        mine = found.setdefault(pulse.meeting_id, (pulse.meeting, [], []))
        mine[2 if pulse.mentee_id else 1].append((pulse.useful + pulse.comfort) / 2)
    return [
        Answers(meeting, mean(of_mentor), mean(of_mentees))
        for meeting, of_mentor, of_mentees in list(found.values())[:MOST]
    ]


def mean(values):
    return sum(values) / len(values) if values else None
