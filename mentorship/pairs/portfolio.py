"""What the rows of the school say of a mentor for a period, across programmes: facts of a portfolio.

A portfolio goes out of the school, to the commission that gives the category: pupils stand in it by their class alone.
"""

from django.db.models import Count, Q, Sum

from mentorship.common import ru
from mentorship.people.models import PersonKind

from .annex import ENDINGS, about, with_people
from .journal import hours_of
from .models import Meeting, MentorReport, Pairing, PairingState, PlanItem, Portfolio

PUPIL = "обучающийся"


def facts_of(portfolio):
    """Frozen when it was confirmed, as they are now before that."""
    if portfolio.confirmed_on and portfolio.facts:
        return portfolio.facts
    return collected(portfolio.person, portfolio.starts_on, portfolio.ends_on)


def collected(person, first, last):
    """Pairs that worked in the period with the person's own meetings in it; as many queries for one as for many."""
    pairs = list(pairs_of(person, first, last))
    keys = [one.pk for one in pairs]
    held = Meeting.objects.held().filter(day__range=(first, last)).order_by()
    own = spent(held.filter(pairing__in=keys).filter(Q(mentor=None) | Q(mentor__person=person)))
    plans = plans_of(keys, last)
    stood_in = held.filter(mentor__person=person).exclude(pairing__in=keys).aggregate(n=Count("pk"), m=Sum("minutes"))
    reports = MentorReport.objects.filter(
        pairing__in=keys, accepted_on__isnull=False, ends_on__gte=first, starts_on__lte=last
    )
    mentees = [place.mentee.person for pair in pairs for place in pair.places.all()]
    return {
        "pairs": [line_of(one, own.get(one.pk, (0, 0)), plans.get(one.pk, (0, 0)), last) for one in pairs],
        "meetings": sum(count for count, _minutes in own.values()),
        "minutes": sum(minutes for _count, minutes in own.values()),
        "colleagues": len({one.pk for one in mentees if one.kind != PersonKind.PUPIL}),
        "pupils": len({one.pk for one in mentees if one.kind == PersonKind.PUPIL}),
        "stood_in": [stood_in["n"], stood_in["m"] or 0],
        "reports": reports.count(),
    }


def pairs_of(person, first, last):
    """Agreed pairs of the person, of any programme, that had begun and not ended before the period."""
    begun = Q(starts_on=None) | Q(starts_on__lte=last)
    there = Q(ended_on=None) | Q(ended_on__gte=first)
    rows = Pairing.objects.filter(begun, there, mentor__person=person, deleted_at=None)
    rows = rows.exclude(state=PairingState.PROPOSED).select_related("programme")
    return with_people(rows).order_by("starts_on", "pk")


def spent(meetings):
    """``{pair: (meetings, minutes)}``."""
    rows = meetings.values_list("pairing").annotate(n=Count("pk"), m=Sum("minutes"))
    return {pairing: (count, minutes or 0) for pairing, count, minutes in rows}


def plans_of(keys, last):
    """``{pair: (tasks done by the last day, tasks)}``."""
    items = PlanItem.objects.living().filter(section__plan__pairing__in=keys).order_by()
    done = Count("pk", filter=Q(done_on__lte=last))
    rows = items.values_list("section__plan__pairing").annotate(done=done, n=Count("pk"))
    return {pairing: (done, count) for pairing, done, count in rows}


def line_of(pairing, meetings, plan, last):
    count, minutes = meetings
    done, total = plan
    has_ended = pairing.ended_on and pairing.ended_on <= last
    return {
        "who": [public_name(place.mentee.person) for place in pairing.places.all()],
        "form": pairing.form.title if pairing.form else "",
        "term": term_of(pairing),
        "meetings": count,
        "minutes": minutes,
        "plan": f"{done} из {total}" if total else "",
        "outcome": ENDINGS[pairing.ending] if has_ended else "продолжается",
    }


def public_name(person):
    """A pupil without a name, a colleague with it."""
    if person.kind == PersonKind.PUPIL:
        return ", ".join(filter(None, (PUPIL, about(person))))
    return ", ".join(filter(None, (person.short_name, about(person))))


def term_of(pairing):
    last = pairing.ended_on or pairing.ends_on
    days = [ru.short_date(day) if day else "…" for day in (pairing.starts_on, last)]
    return " – ".join(days)


def mentees_words(facts):
    """«2 педагога, 3 обучающихся»."""
    parts = []
    if facts["colleagues"]:
        parts.append(ru.counted(facts["colleagues"], "взрослый", "взрослых", "взрослых"))
    if facts["pupils"]:
        parts.append(ru.counted(facts["pupils"], "обучающийся", "обучающихся", "обучающихся"))
    return ", ".join(parts) or "нет"


def meetings_words(facts):
    meetings = ru.counted(facts["meetings"], "встреча", "встречи", "встреч")
    return f"{meetings}, {hours_of(facts['minutes'])}"


def stood_in_words(facts):
    count, minutes = facts["stood_in"]
    return f"{ru.counted(count, 'встреча', 'встречи', 'встреч')}, {hours_of(minutes)}" if count else ""


def visible_to(rows, request):
    """All of the school for those who may see them, else the own ones."""
    if request.access.can("portfolio.view"):
        return rows
    return rows.filter(person__user=request.user)


def portfolios_of(request):
    return visible_to(Portfolio.objects.filter(person__deleted_at=None), request)
