"""Papers: made from a text, corrected, signed by their number and day, thrown away and put back."""

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mentorship.common import clock
from mentorship.common.errors import RuleBroken
from mentorship.programmes import audit

from ..fields import TABLE, filled, filled_lines, names_in, values_of
from ..kinds import KINDS
from ..models import Paper
from ..tables import tables_of
from . import journal
from .templates import in_force

audit.ACTION_TITLES |= {
    "paper.made": gettext_lazy("Paper made"),
    "paper.edited": gettext_lazy("Paper changed"),
    "paper.signed": gettext_lazy("Paper signed"),
    "paper.deleted": gettext_lazy("Paper thrown away"),
    "paper.restored": gettext_lazy("Paper put back"),
}
State = Paper.State


def compose(*, code, programme, day, pairing=None, person=None, asked=None, words=None):
    """``(heading, text, tables)`` of a paper from the text in force, or from ``words`` of a preview."""
    kind = KINDS[code]
    source = words or in_force(programme.school, code)
    values = values_of(kind, programme=programme, day=day, pairing=pairing, person=person, asked=asked)
    text = filled_lines(source.text, values, kind)
    names = [name.removeprefix(TABLE).strip() for name in names_in(source.text) if name.startswith(TABLE)]
    return filled(source.heading, values), text, tables_of(names, programme=programme, day=day, pairing=pairing)


@transaction.atomic
def make(*, code, programme, day, key, by, pairing=None, person=None, asked=None):
    """A draft with everything filled in; a form that is sent twice makes one."""
    there = Paper.objects.filter(school_id=programme.school_id, key=key).first()
    if there:
        return there
    heading, text, tables = compose(
        code=code, programme=programme, day=day, pairing=pairing, person=person, asked=asked
    )
    try:
        with transaction.atomic():
            paper = Paper.objects.create(
                school_id=programme.school_id,
                key=key,
                programme=programme,
                code=code,
                heading=heading[:300],
                text=text,
                tables=tables,
                values=asked or {},
                template_version=in_force(programme.school, code).number,
                day=day,
                pairing=pairing,
                person=person,
                created_by=by,
            )
    except IntegrityError:
        return Paper.objects.get(school_id=programme.school_id, key=key)
    audit.record(by=by, action="paper.made", row=paper, name=title_of(paper))
    return paper


@transaction.atomic
def edit(*, paper, version, changes, words, by):
    if paper.state == State.SIGNED:
        raise RuleBroken(_("The paper is signed: nothing in it changes any more."))
    paper.swap(version, **changes)
    audit.record(by=by, action="paper.edited", row=paper, name=title_of(paper), changes=words)


@transaction.atomic
def sign(*, paper, version, number, day, by, line=None):
    """The paper is signed by hand: its number and day are entered, an order gets its line in the journal.

    ``line`` of the journal is this order, typed there before.
    """
    if paper.state == State.SIGNED:
        raise RuleBroken(_("The paper is signed already."))
    paper.swap(version, state=State.SIGNED, number=number, day=day, signed_at=clock.now())
    if KINDS[paper.code].is_order:
        words = {"number": number, "day": day, "title": paper.heading}
        journal.enter(school=paper.school, by=by, paper=paper, line=line, **words)
    audit.record(by=by, action="paper.signed", row=paper, name=title_of(paper))
    return paper


@transaction.atomic
def throw_away(*, paper, by):
    """A draft alone: a signed paper stays, its order is crossed out in the journal."""
    if paper.state == State.SIGNED:
        raise RuleBroken(_("A signed paper is not thrown away: cross its number out in the journal."))
    if Paper.objects.filter(pk=paper.pk, deleted_at=None).update(deleted_at=clock.now(), version=F("version") + 1):
        audit.record(by=by, action="paper.deleted", row=paper, name=title_of(paper))


@transaction.atomic
def restore(*, paper, by):
    changed = Paper.objects.filter(pk=paper.pk).exclude(deleted_at=None)
    if changed.update(deleted_at=None, version=F("version") + 1):
        audit.record(by=by, action="paper.restored", row=paper, name=title_of(paper))


def title_of(paper):
    """How the log calls it: the kind and the day, never a name of a person."""
    return f"{KINDS[paper.code].title}, {paper.day:%d.%m.%Y}"
