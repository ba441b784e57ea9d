"""Changing a roadmap or a template as a tree: adding, wording, ordering, moving, throwing away, bringing back.

Every act locks the roadmap first, so places stay 1…n without gaps or doubles when two people reorder at once, and
swaps the row's version, so nobody writes over what they have not seen.
"""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from mentorship.common import clock
from mentorship.common.errors import RuleBroken
from mentorship.programmes import audit

from ..models import Activity, Assignment, Roadmap, Stage, Step
from ..reminders import events
from ..terms import read_term
from .approval import note_change
from .binding import parties_in_words
from .editing import assign
from .templates import calendar_of

KINDS = {"stage": Stage, "activity": Activity, "step": Step}
PARENT = {Stage: "roadmap", Activity: "stage", Step: "activity"}
CHILD = {Roadmap: Stage, Stage: Activity, Activity: Step}
TITLE_LENGTH = 500


def kind_of(node):
    return node._meta.model_name


def parent_of(node):
    return getattr(node, PARENT[type(node)])


def roadmap_of(node):
    """The roadmap that a stage, an activity or a step stands in."""
    while not isinstance(node, Roadmap):
        node = parent_of(node)
    return node


def children_of(parent):
    """The living children in their order."""
    model = CHILD[type(parent)]
    return model.objects.filter(**{PARENT[model]: parent}, deleted_at=None).order_by("position", "pk")


def lock(roadmap):
    """Nobody else changes the roadmap's order until the transaction ends."""
    roadmap = Roadmap.objects.select_for_update().get(pk=roadmap.pk)
    if roadmap.deleted_at:
        raise RuleBroken(_("The roadmap is in the bin. Restore it first."))
    return roadmap


def check_is_alive(node):
    """What was thrown away, or stands in what was thrown away, is not changed."""
    while not isinstance(node, Roadmap):
        if node.deleted_at:
            raise RuleBroken(_("“%(title)s” is in the bin. Restore it first.") % {"title": node.title})
        node = parent_of(node)


def renumber(rows):
    """Give the rows the places 1…n in this order."""
    changed = []
    for place, row in enumerate(rows, 1):
        if row.position != place:
            row.position = place
            changed.append(row)
    if changed:
        type(changed[0]).objects.bulk_update(changed, ["position"], batch_size=200)


@transaction.atomic
def add(*, parent, title, by):
    """A new stage, activity or step at the end of its parent."""
    roadmap = lock(roadmap_of(parent))
    check_is_alive(parent)
    model = CHILD[type(parent)]
    renumber(list(children_of(parent)))
    node = model.objects.create(
        school_id=roadmap.school_id,
        title=title,
        position=children_of(parent).count() + 1,
        **{PARENT[model]: parent},
    )
    note(node, roadmap, by, "created")
    return node


@transaction.atomic
def reword(*, node, version, by, **fields):
    """Write the words of a row. The log keeps both texts."""
    roadmap = lock(roadmap_of(node))
    check_is_alive(node)
    before = {name: getattr(node, name) for name in fields}
    node.swap(version, **fields)
    changes = {
        str(node._meta.get_field(name).verbose_name): [in_words(before[name]), in_words(value)]
        for name, value in fields.items()
        if before[name] != value and name != "term_kind"
    }
    if changes:
        note(node, roadmap, by, "edited", changes)
    return node


def in_words(value):
    return f"{value:%d.%m.%Y}" if isinstance(value, date) else str(value or "")


@transaction.atomic
def reword_activity(*, activity, version, by, term_text, responsible, **fields):
    """The words of an activity with its term and those who answer, both read out of words.

    Words that were not touched are not read again, so days that were given by hand stay. A term that is not
    understood stays words without days; the caller says so.
    """
    if term_text != activity.term_text:
        term = read_term(term_text, *calendar_of(roadmap_of(activity)))
        fields |= {"term_text": term.text, "term_kind": term.kind or "", "first_on": term.first, "last_on": term.last}
    before, answering = responsible_words(activity), events.answering(activity)
    is_reworded = any(getattr(activity, name) != value for name, value in fields.items())
    reword(node=activity, version=version, by=by, **fields)
    if responsible != before:
        assign(activity, parties_in_words(responsible, activity.school))
        changes = {str(_("responsible")): [before, responsible_words(activity)]}
        note(activity, roadmap_of(activity), by, "edited", changes)
    answering.tell(by=by, is_reworded=is_reworded)
    return activity


def responsible_words(activity):
    """«Директор школы Соколова М. И., рабочая группа»."""
    return ", ".join(one.party.full_title for one in Assignment.objects.filter(activity=activity).in_order())


@transaction.atomic
def move(*, node, version, position, by, parent=None):
    """Put a row at a place (from 1) among its siblings, or among the children of another parent."""
    roadmap = lock(roadmap_of(node))
    check_is_alive(node)
    old_parent = parent_of(node)
    parent = parent or old_parent
    check_is_alive(parent)
    if roadmap_of(parent) != roadmap or type(parent) is not type(old_parent):
        raise RuleBroken(_("A row moves within its own roadmap only."))
    siblings = [row for row in children_of(parent) if row.pk != node.pk]
    position = max(1, min(position, len(siblings) + 1))
    was = [old_parent, node.position]
    if was == [parent, position]:
        return node
    node.swap(version, position=position, **{PARENT[type(node)]: parent})
    siblings.insert(position - 1, node)
    renumber(siblings)
    if parent != old_parent:
        renumber(list(children_of(old_parent)))
    note(node, roadmap, by, "moved", {str(_("place")): [place_words(*was), place_words(parent, position)]})
    return node


@transaction.atomic
def throw_away(*, node, version, by):
    """Into the bin for thirty days; the places behind it close up. What stands in it goes and comes back with it."""
    roadmap = lock(roadmap_of(node))
    check_is_alive(node)
    parent = parent_of(node)
    node.swap(version, deleted_at=clock.now())
    renumber(list(children_of(parent)))
    note(node, roadmap, by, "deleted")
    return node


@transaction.atomic
def restore(*, node, by):
    """Out of the bin, to its former place. A second click does nothing."""
    roadmap = lock(roadmap_of(node))
    parent = parent_of(node)
    check_is_alive(parent)
    node.refresh_from_db()
    if node.deleted_at is None:
        return node
    siblings = list(children_of(parent))
    node.swap(node.version, deleted_at=None)
    siblings.insert(min(node.position - 1, len(siblings)), node)
    renumber(siblings)
    note(node, roadmap, by, "restored")
    return node


@transaction.atomic
def choose_columns(*, roadmap, version, columns, by):
    """The extra columns that this roadmap shows and prints. What is written in a hidden one stays."""
    before = list(lock(roadmap).columns)
    roadmap.swap(version, columns=columns)
    names = dict(Roadmap.Column.choices)
    if before != columns:
        words = [", ".join(str(names[one]) for one in chosen if one in names) for chosen in (before, columns)]
        audit.record(by=by, action="roadmap.edited", row=roadmap, changes={str(_("extra columns")): words})
        note_change(roadmap, by=by)
    return roadmap


def note(node, roadmap, by, act, changes=None):
    """An entry of the log (a step's stands in its activity's history) and the mark «changed after approval».

    A step is part of what its activity asks for, so those who answer for it hear that it changed.
    """
    kind = kind_of(node)
    row = node.activity if kind == "step" else node
    changes = {str(_("step")): ["", node.title]} | (changes or {}) if kind == "step" else changes
    audit.record(by=by, action=f"{kind}.{act}", row=row, changes=changes)
    note_change(roadmap, by=by)
    if kind == "step" and act != "moved":
        events.changed(activity=row, by=by)


def place_words(parent, position):
    if isinstance(parent, Roadmap):
        return str(position)
    return _("%(parent)s, place %(position)s") % {"parent": parent.title, "position": position}
