"""A programme ends and the next one begins: nothing is retyped and nothing of the past can be changed."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mentorship.common.errors import RuleBroken
from mentorship.monitoring.figures import snapshot_json
from mentorship.monitoring.models import Snapshot
from mentorship.pairs.models import LIVING, Pairing, PairingState
from mentorship.pairs.services.pairing import end
from mentorship.people.models import Mentee, MenteeTag, Mentor, MentorTag
from mentorship.programmes import audit
from mentorship.programmes.models import Programme, School
from mentorship.programmes.services.settings import choose_programme, create_programme
from roadmap.queries import current_roadmap
from roadmap.services.creation import create_roadmap
from roadmap.services.templates import Source
from surveys.models import Campaign
from surveys.services.campaigns import close_campaign

audit.ACTION_TITLES |= {
    "programme.closed": gettext_lazy("Programme closed"),
    "programme.reopened": gettext_lazy("Programme opened again"),
}
UNDER_WAY = (*LIVING, PairingState.PROPOSED)
CARRIED = ("form", "variant", "achievements", "slots", "note")
"""What a participation takes along into the next programme."""


@transaction.atomic
def close(*, programme, version, day, ends_pairs, by):
    """Close the programme: from now on it is the archive. Questionnaires close, the figures of the day are kept.

    With ``ends_pairs`` the pairs at work end as fulfilled on the day; else they stay as they stand, for the record.
    """
    programme = Programme.objects.select_for_update().get(pk=programme.pk)
    if programme.closed_on:
        raise RuleBroken(_("The programme is closed already."))
    if day < programme.starts_on:
        raise RuleBroken(_("A programme is not closed before its first day."))
    if ends_pairs:
        end_pairs(programme, day, by)
    for campaign in Campaign.objects.filter(programme=programme, state=Campaign.State.RUNNING, deleted_at=None):
        close_campaign(campaign, by=by)
    figures = snapshot_json(programme, day)
    Snapshot.objects.update_or_create(
        school_id=programme.school_id, programme=programme, day=day, defaults={"figures": figures}
    )
    programme.swap(version, closed_on=day)
    audit.record(by=by, action="programme.closed", row=programme)
    return programme


def end_pairs(programme, day, by):
    """A pair that began later than the day of the closing ends on its own first day."""
    for pair in Pairing.objects.of(programme).filter(state__in=UNDER_WAY):
        last = max(day, pair.starts_on) if pair.starts_on else day
        end(
            pairing=pair,
            version=pair.version,
            ending=Pairing.Ending.FULFILLED,
            reason=_("The programme is closed."),
            day=last,
            by=by,
        )


@transaction.atomic
def reopen(*, programme, by):
    """Take a closing back while no programme follows. Questionnaires and pairs that it ended stay ended."""
    programme = Programme.objects.select_for_update().get(pk=programme.pk)
    if programme.closed_on is None:
        return programme
    if Programme.objects.filter(follows=programme).exists():
        raise RuleBroken(_("The next programme has begun: this one stays the archive."))
    programme.swap(programme.version, closed_on=None)
    audit.record(by=by, action="programme.reopened", row=programme)
    return programme


@dataclass(frozen=True)
class NextYear:
    """What the next programme is and what it takes along."""

    title: str
    starts_on: date
    ends_on: date
    with_roadmap: bool = True
    with_mentors: bool = True
    with_mentees: bool = False


@transaction.atomic
def begin_next(*, programme, plan, by):
    """The programme that follows: forms and coordinator as before, the roadmap moved, mentors in reserve.

    A button pressed twice begins one: the second time the programme that follows is there and is answered.
    """
    School.objects.select_for_update().get(pk=programme.school_id)
    made = Programme.objects.filter(follows=programme).first()
    if made:
        return made, False
    made = create_programme(
        school=programme.school,
        by=by,
        forms=list(programme.forms.all()),
        title=plan.title,
        starts_on=plan.starts_on,
        ends_on=plan.ends_on,
        coordinator=programme.coordinator,
        follows=programme,
    )
    if plan.with_roadmap:
        move_roadmap(programme, made, by)
    if plan.with_mentors:
        carry(Mentor, MentorTag, "mentor", of_whom(Mentor, programme), made, reserve=plan.starts_on)
    if plan.with_mentees:
        carry(Mentee, MenteeTag, "mentee", unfinished(programme), made)
    choose_programme(programme=made, by=by)
    return made, True


def move_roadmap(programme, made, by):
    """The roadmap with its terms in the calendar of the new programme: no ticks, no results."""
    roadmap = current_roadmap(programme)
    if roadmap:
        source = Source(f"copy-{roadmap.pk}", roadmap.title, roadmap)
        create_roadmap(programme=made, outline=source.outline(made.starts_on, made.ends_on), by=by)


def of_whom(model, programme):
    """Participants who are still there: not left, not thrown away, of living people who have not left the school."""
    rows = model.objects.of(programme).filter(left_on=None, person__has_left=False, person__anonymised_at=None)
    return rows.exclude(decision=Mentor.Decision.REFUSED) if model is Mentor else rows


def unfinished(programme):
    """Mentees who have not gone through the programme: they go on to look for a mentor."""
    return of_whom(Mentee, programme).filter(is_completed=False)


def carry(model, tags, side, rows, made, *, reserve=None):
    """Write the participants into the new programme, in a number of queries that does not grow with them.

    Mentors come as a reserve: they are asked anew before they get anybody.
    """
    words = {
        Mentor: ("competences", "interests", "age_from", "age_to", "capacity", "hours_a_month"),
        Mentee: ("request", "interests"),
    }[model]
    before = list(rows.select_related(None))
    new = []
    for one in before:
        fields = {name: getattr(one, f"{name}_id" if name in ("form", "variant") else name) for name in CARRIED}
        fields = {f"{name}_id" if name in ("form", "variant") else name: value for name, value in fields.items()}
        fields |= {name: getattr(one, name) for name in words}
        if reserve:
            fields |= {"decision": Mentor.Decision.RESERVE, "decided_on": reserve}
        new.append(model(school_id=made.school_id, programme=made, person_id=one.person_id, **fields))
    made_of = dict(zip((one.pk for one in before), model.objects.bulk_create(new), strict=True))
    links = tags.objects.filter(**{f"{side}__in": list(made_of)})
    tags.objects.bulk_create(
        tags(school_id=made.school_id, tag_id=link.tag_id, **{side: made_of[getattr(link, f"{side}_id")]})
        for link in links
    )


def followed_by(programme):
    """The programme that follows, or None."""
    return Programme.objects.filter(follows=programme).first()


def counts(programme):
    """What would go along, for the page that asks."""
    roadmap = current_roadmap(programme)
    return {
        "roadmap": roadmap,
        "mentors": of_whom(Mentor, programme).count(),
        "mentees": unfinished(programme).count(),
        "pairs": Pairing.objects.of(programme).filter(state__in=UNDER_WAY).count(),
    }
