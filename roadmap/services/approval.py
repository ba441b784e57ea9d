"""The life of a roadmap as a document: draft, approved by the director's order, published, changed, approved again.

``TRANSITIONS`` is the whole machine. A version without an order is the draft of the next one: it appears with the
first change after an approval, and the approval turns it into a version with an order.
"""

import hashlib
import json

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mentorship.common import clock
from mentorship.common.errors import EditConflict, RuleBroken
from mentorship.programmes import audit

from ..comparison import compare
from ..models import Revision, Roadmap
from ..outline import Outline
from .creation import outline_of

State = Roadmap.State

TRANSITIONS = {
    ("approve", State.DRAFT): State.APPROVED,
    ("approve", State.APPROVED): State.APPROVED,
    ("approve", State.PUBLISHED): State.PUBLISHED,
    ("publish", State.APPROVED): State.PUBLISHED,
    ("publish", State.PUBLISHED): State.PUBLISHED,
    ("unpublish", State.PUBLISHED): State.APPROVED,
}
"""(act, state) -> the state after it. What is not here is refused."""

REFUSALS = {
    "publish": gettext_lazy("A draft is not published. The director approves the roadmap first."),
    "unpublish": gettext_lazy("The roadmap is not published."),
    "approve": gettext_lazy("The roadmap cannot be approved now."),
}


def next_state(roadmap, act):
    """The state after an act; RuleBroken in words when the act is not possible now."""
    if roadmap.is_template or roadmap.deleted_at:
        raise RuleBroken(_("Only a living roadmap of a programme is approved and published."))
    try:
        return TRANSITIONS[act, State(roadmap.state)]
    except KeyError:
        raise RuleBroken(str(REFUSALS[act])) from None


def approved_revisions(roadmap):
    """The versions that have an order, newest first."""
    return Revision.objects.filter(roadmap=roadmap, order_date__isnull=False).order_by("-number")


def last_approved(roadmap):
    """The version in force, or None."""
    return approved_revisions(roadmap).first()


def approved_outline(roadmap):
    """The text in force: what is published and shown outside. None for a roadmap that was never approved."""
    revision = last_approved(roadmap)
    return Outline.from_dict(revision.outline) if revision else None


def draft_of_next(roadmap):
    """The version that waits for the next order; None when nothing has changed since the last one."""
    return Revision.objects.filter(roadmap=roadmap, order_date=None).first()


def is_changed(roadmap):
    """«Changed after approval»: the text differs, or has differed, from the one in force."""
    return roadmap.state != State.DRAFT and draft_of_next(roadmap) is not None


def next_number(roadmap):
    draft = draft_of_next(roadmap)
    if draft:
        return draft.number
    return (Revision.objects.filter(roadmap=roadmap).aggregate(last=Max("number"))["last"] or 0) + 1


def fingerprint(outline):
    """A short mark of a text: the director approves exactly what the page showed."""
    text = json.dumps(outline.to_dict(), ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def changes_since_approval(roadmap, outline=None):
    """What differs between the text in force and the present one."""
    approved = approved_outline(roadmap)
    return compare(approved, outline or outline_of(roadmap)) if approved else []


@transaction.atomic
def note_change(roadmap, *, by):
    """Say that the text of a roadmap was changed. After an approval the draft of the next version begins."""
    if roadmap.state == State.DRAFT or roadmap.is_template or draft_of_next(roadmap):
        return
    Revision.objects.get_or_create(
        school_id=roadmap.school_id,
        roadmap=roadmap,
        number=next_number(roadmap),
        defaults={"outline": outline_of(roadmap).to_dict(), "created_by": by},
    )


@transaction.atomic
def approve(*, roadmap, order_number, order_date, seen, by):
    """The director's order puts the present text in force.

    ``seen`` is the fingerprint of the text that was on the page: when it has changed since, nothing is approved.
    """
    roadmap = Roadmap.objects.select_for_update().get(pk=roadmap.pk)
    state = next_state(roadmap, "approve")
    outline = outline_of(roadmap)
    if fingerprint(outline) != seen:
        raise EditConflict(
            _("The roadmap has been changed while you were reading it. Look at it again."), theirs=roadmap
        )
    if not outline.activities:
        raise RuleBroken(_("There is nothing to approve yet: the roadmap has no activities."))
    approved = last_approved(roadmap)
    if approved and approved.outline == outline.to_dict():
        raise RuleBroken(_("Nothing has changed since version %(number)s.") % {"number": approved.number})
    revision, _is_new = Revision.objects.update_or_create(
        school_id=roadmap.school_id,
        roadmap=roadmap,
        number=next_number(roadmap),
        defaults={
            "outline": outline.to_dict(),
            "order_number": order_number,
            "order_date": order_date,
            "created_at": clock.now(),
            "created_by": by,
        },
    )
    order = {"order_number": order_number, "order_date": order_date}
    roadmap.swap(roadmap.version, state=state, approved_at=clock.now(), **order)
    words = _("version %(number)s, order %(order)s") % {
        "number": revision.number,
        "order": f"№ {order_number} {order_date:%d.%m.%Y}",
    }
    audit.record(by=by, action="roadmap.approved", row=roadmap, changes={str(_("state")): ["", words]})
    return revision


@transaction.atomic
def publish(*, roadmap, has_public_names, by):
    """Open the public page with the text in force, with the names of people or with posts and groups alone."""
    roadmap = Roadmap.objects.select_for_update().get(pk=roadmap.pk)
    before, state = roadmap.get_state_display(), next_state(roadmap, "publish")
    published_at = roadmap.published_at or clock.now()
    roadmap.swap(roadmap.version, state=state, published_at=published_at, has_public_names=has_public_names)
    names = _("with names") if has_public_names else _("without names")
    changes = {str(_("state")): [str(before), f"{roadmap.get_state_display()}, {names}"]}
    audit.record(by=by, action="roadmap.published", row=roadmap, changes=changes)
    return roadmap


@transaction.atomic
def unpublish(*, roadmap, by):
    """Close the public page at once. The approval stays."""
    roadmap = Roadmap.objects.select_for_update().get(pk=roadmap.pk)
    before, state = roadmap.get_state_display(), next_state(roadmap, "unpublish")
    roadmap.swap(roadmap.version, state=state, published_at=None)
    changes = {str(_("state")): [str(before), str(roadmap.get_state_display())]}
    audit.record(by=by, action="roadmap.unpublished", row=roadmap, changes=changes)
    return roadmap
