"""The lines of an order's annexes: plain values, so that a signed paper is printed as it was whatever happens later.

A line of a pair has the names as they stand in the register on that day. Before the signature the lines are made anew
whenever a pair changes; afterwards never.
"""

from django.db.models import Prefetch

from mentorship.people.models import PersonKind

from .models import LIVING, Pairing, PairingEvent, PairingMentee

Kind = PairingEvent.Kind
ADDED, CHANGED, ENDED = "added", "changed", "ended"
ENDINGS = {
    Pairing.Ending.FULFILLED: "план выполнен",
    Pairing.Ending.MENTOR: "досрочно, по инициативе наставника",
    Pairing.Ending.MENTEE: "досрочно, по инициативе наставляемого",
    Pairing.Ending.COORDINATOR: "досрочно, по решению куратора",
    Pairing.Ending.SCHOOL: "досрочно, по решению школы",
    Pairing.Ending.CHANGED: "смена наставника",
    "": "",
}
"""How a pair ended, in the words of an order."""


def with_people(pairings):
    """Pairs with everything that a line of them needs, in a constant number of queries."""
    places = PairingMentee.objects.select_related("mentee__person__school_class").order_by("mentee__person__name_key")
    return pairings.select_related(
        "mentor__person__school_class", "form", "variant", "coordinator", "replaces__mentor__person"
    ).prefetch_related(Prefetch("places", queryset=places))


def lines_of(order):
    """The lines of an order that is not signed yet: pairs that it makes, changes and ends, by the mentor's name."""
    events = list(PairingEvent.objects.filter(order=order).select_related("mentee__person__school_class"))
    wanted = {one.pairing_id for one in events}
    pairs = {one.pk: one for one in with_people(Pairing.objects.filter(pk__in=wanted, deleted_at=None))}
    ended = {one.pairing_id for one in events if one.kind == Kind.ENDED}
    taken_over = {
        pairs[one.pairing_id].replaces_id for one in events if one.kind == Kind.MADE and one.pairing_id in pairs
    } & ended
    lines = [line_of(one, pairs[one.pairing_id], taken_over) for one in events if one.pairing_id in pairs]
    return sorted(filter(None, lines), key=lambda line: (PARTS.index(line["part"]), line["key"]))


PARTS = (ADDED, CHANGED, ENDED)


def line_of(event, pairing, taken_over):
    """One event as a line; None where another line says it already."""
    if event.kind == Kind.MADE:
        if pairing.state not in LIVING:
            return None
        if pairing.replaces_id in taken_over:
            return base(pairing, CHANGED, mentees_of(pairing)) | {"was": pairing.replaces.mentor.person.full_name}
        return base(pairing, ADDED, mentees_of(pairing))
    if event.kind == Kind.JOINED:
        return base(pairing, ADDED, [event.mentee]) | {"joins": True}
    if event.kind == Kind.LEFT:
        return base(pairing, ENDED, [event.mentee]) | {"on": event.day.isoformat(), "reason": event.reason}
    if event.kind == Kind.ENDED and pairing.pk not in taken_over:
        words = ENDINGS[pairing.ending]
        return base(pairing, ENDED, mentees_of(pairing)) | {"on": pairing.ended_on.isoformat(), "reason": words}
    return None


def mentees_of(pairing):
    """Who is in the pair, or was there at its end."""
    return [place.mentee for place in pairing.places.all() if place.left_on is None]


def base(pairing, part, mentees):
    person = pairing.mentor.person
    coordinator = pairing.coordinator.get_full_name() if pairing.coordinator else ""
    return {
        "part": part,
        "key": person.name_key,
        "pairing": pairing.pk,
        "mentor": person.full_name,
        "about": about(person),
        "mentees": [[one.person.full_name, about(one.person)] for one in mentees],
        "form": pairing.form.title if pairing.form else "",
        "variant": pairing.variant.title if pairing.variant else "",
        "place": pairing.place,
        "from": pairing.starts_on.isoformat() if pairing.starts_on else "",
        "to": pairing.ends_on.isoformat() if pairing.ends_on else "",
        "coordinator": coordinator,
    }


def about(person):
    """«8 «Б» класс», «учитель математики»: what stands beside a name on a paper."""
    if person.kind == PersonKind.PUPIL:
        return f"{person.school_class} класс" if person.school_class else ""
    return within(person.post or person.workplace)


def within(text):
    """«учитель математики» of «Учитель математики»: words inside a line; names and «МБОУ» stay as they are."""
    return text[0].lower() + text[1:] if text[1:2].islower() and '"' not in text and "«" not in text else text
