"""What the pages of meetings show to whom."""

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from mentorship.programmes.audit import action_title
from mentorship.programmes.models import AuditEvent

from .closing import what_closes
from .forms.meeting_corrections import RemarkForm
from .meeting_facts import agreed_plan, notes_of, planned_of
from .meeting_words import GUIDES
from .models import LIVING, Meeting, MeetingKind, MeetingLetter, PairingState
from .services import inviting
from .visibility import leads, may

MOST_EVENTS = 30
STATES = ("held", "planned", "cancelled", "bin")


def list_page(request, pair):
    """Meetings of a pair, the newest first, and how many there are in each state."""
    rows = Meeting.objects.filter(pairing=pair)
    may_edit = may(request, "meetings.edit", pair)
    states = {name: Count("pk", filter=Q(state=name, deleted_at=None)) for name in STATES if name != "bin"}
    counts = rows.aggregate(**states, bin=Count("pk", filter=Q(deleted_at__isnull=False)))
    state = request.GET.get("state", "")
    state = state if state in STATES and (state != "bin" or may_edit) else ""
    found = rows.filter(deleted_at__isnull=state != "bin")
    if state and state != "bin":
        found = found.filter(state=state)
    there = Count("presences", filter=Q(presences__was_there=True), distinct=True)
    yes = Count("presences", filter=Q(presences__was_there=True, presences__confirmed=True), distinct=True)
    no = Count("presences", filter=Q(presences__confirmed=False), distinct=True)
    found = found.annotate(there=there, yes=yes, no=no).order_by("-day", "-at", "-pk")
    context = {
        "pair": pair,
        "places": [place for place in pair.places.all() if place.left_on is None],
        "counts": {name: counts[name] for name in STATES},
        "total": sum(counts[name] for name in STATES if name != "bin"),
        "state": state,
        "home": home_of(request, pair),
        "sees_inside": sees_inside(request, pair),
        "may_edit": may_edit,
        "may_plan": may_edit and pair.state in LIVING,
        "may_record": may_edit and pair.state != PairingState.PROPOSED,
    }
    return found.select_related("recorded_by"), context


def home_of(request, pair):
    """Where the pages of meetings lead back to: a mentee has the first screen instead of the card of the pair."""
    return pair.get_absolute_url() if request.access.can("pairs.view", own=True) else reverse("pairs_mine")


def sees_inside(request, pair):
    """Who sees more than was done and agreed: those who look after the pairs, and the mentor."""
    return request.access.can("meetings.view") or leads(request, pair)


def meeting_page(request, meeting, remark_form=None):
    """One meeting. The mentee sees what was done and agreed, never the mentor's verdict, pulse and remarks."""
    pair = meeting.pairing
    may_edit, is_staff = may(request, "meetings.edit", pair), request.access.can("meetings.view")
    is_mentor = leads(request, pair)
    sees_health = request.access.can("health.view")
    is_held, is_planned = meeting.state == Meeting.State.HELD, meeting.state == Meeting.State.PLANNED
    is_inside = is_staff or is_mentor
    presences = meeting.presences.select_related("mentee__person__school_class")
    presences = list(presences.order_by("mentee__person__name_key", "pk"))
    mine = [one for one in presences if one.mentee.person.user_id == request.user.pk and one.was_there]
    may_remark = request.access.can("meetings.edit") and is_held
    return {
        "meeting": meeting,
        "pair": pair,
        "mentees": inviting.mentees_of(pair),
        "guide": GUIDES[meeting.kind] if is_planned else "",
        "presences": presences,
        "own_word": mine[0] if mine and is_held and request.access.can("help.call", own=True) else None,
        "me": None if is_inside else request.user.pk,
        "notes": notes_of(meeting, request.today, sees_both_sides=sees_health) if is_inside else [],
        "pulses": pulses_of(meeting, is_mentor, sees_health),
        "sees_verdicts": sees_health,
        "own_verdict": meeting.get_verdict_display() if sees_health or is_mentor else "",
        "sees_remark": is_inside,
        "home": home_of(request, pair),
        "may_edit": may_edit,
        "is_held": is_held,
        "is_planned": is_planned,
        "is_due": is_planned and meeting.day <= request.today,
        "letters": letters_of(meeting) if may_edit else [],
        "next_one": planned_of(pair).filter(day__gte=meeting.day).exclude(pk=meeting.pk).first(),
        "may_plan": may_edit and pair.state in LIVING,
        "closing": what_closes(request, pair) if is_held and meeting.kind == MeetingKind.CLOSING else None,
        "plan": plan_words(pair) if is_inside and meeting.kind == MeetingKind.PLANNING else "",
        "events": events_of(meeting) if is_staff else [],
        "remark_form": remark_form
        or (RemarkForm(initial={"version": meeting.version, "remark": meeting.remark}) if may_remark else None),
    }


def plan_words(pair):
    """What the planning must bring, as far as it has come."""
    return _("agreed by both sides") if agreed_plan(pair) else _("not agreed yet")


def pulses_of(meeting, is_mentor, sees_health):
    """The own pulse of the mentor; both sides for those who look after the pair."""
    rows = meeting.pulses.select_related("mentee__person").order_by("mentee__person__name_key", "pk")
    if sees_health:
        return list(rows)
    return list(rows.filter(mentee=None)) if is_mentor else []


def letters_of(meeting):
    return list(MeetingLetter.objects.filter(meeting=meeting).select_related("person").order_by("pk"))


def events_of(meeting):
    rows = AuditEvent.objects.filter(object_type=Meeting._meta.label_lower, object_id=meeting.pk)
    return [(one.at, action_title(one.action), one.actor_name) for one in rows.order_by("-at", "-pk")[:MOST_EVENTS]]
