"""What the coordinator changes in a draft: another mentor for a mentee, nobody, «не сводить». First what would come of
it, then the same.

A change puts one pair in place and asks the engine for the best list around it that leaves as many of the other pairs
as they are as it can. What was shown before is what is done; if somebody has changed the draft in between, the page
says so and shows it anew.
"""

from dataclasses import dataclass, field

from django.db import transaction
from django.db.models import Count, Min, Sum
from django.utils.translation import gettext as _

from mentorship.common.errors import EditConflict, RuleBroken
from mentorship.people.asking.options import present as present_of
from mentorship.people.models import Mentee, Mentor
from mentorship.programmes import audit

from ..instance import Infeasible
from ..models import Exclusion, MatchingRun, Proposal
from .computing import figures_of, loaded, locks_of, pairs_of

State = MatchingRun.State


@dataclass(frozen=True)
class Change:
    """A mentee whose mentor becomes another one; numbers, None = nobody."""

    mentee: int
    old: int | None
    new: int | None


@dataclass(frozen=True)
class Effect:
    """What a change brings: points of 10000 in the mean, mentees without a pair, and everybody it touches.

    ``clash`` is the Infeasible that forbids it.
    """

    mean_before: int | None = None
    mean_after: int | None = None
    unpaired_before: int = 0
    unpaired_after: int = 0
    changes: tuple = ()
    clash: Infeasible | None = None
    pairs: dict = field(default_factory=dict, repr=False)
    solution: object = field(default=None, repr=False, compare=False)

    @property
    def others(self):
        """Those whom the wish was not about."""
        return self.changes[1:]

    @property
    def losers(self):
        """Mentees who would be left without a mentor."""
        return [one for one in self.others if one.new is None]


def present(run):
    """``{mentee: mentor or None}`` of a draft as it is."""
    return dict(Proposal.objects.filter(run=run).order_by("pk").values_list("mentee", "mentor"))


def what_if(run, mentee, mentor, *, known=None):
    """What would come of this mentor (None: nobody) for the mentee. ``known`` is ``loaded(run)`` of several wishes."""
    known = known or loaded(run)
    known.closed = known.closed or closed_of(run, known)
    if mentor in known.closed[0]:
        return Effect(clash=Infeasible("lock_not_allowed", mentor=mentor, mentee=mentee))
    before = present(run)
    locks = [pair for pair in locks_of(run) if pair[1] != mentee]
    if mentor is not None:
        locks.append((mentor, mentee))
    kept = [(one, other) for other, one in before.items() if one is not None and other != mentee]
    without = (mentee,) if mentor is None else ()
    try:
        solution = known.solve_around(locks=locks, kept=kept, without=without)
    except Infeasible as clash:
        return Effect(clash=clash)
    after = dict.fromkeys(before) | pairs_of(solution)
    return Effect(
        mean_before=mean(known, before),
        mean_after=mean(known, after),
        unpaired_before=list(before.values()).count(None),
        unpaired_after=list(after.values()).count(None),
        changes=tuple(changes_between(before, after, first=mentee)),
        pairs=after,
        solution=solution,
    )


def changes_between(before, after, *, first=None):
    """Whose mentor differs; ``first`` stands at the top, the rest in the order of numbers."""
    others = sorted(mentee for mentee in before if before[mentee] != after.get(mentee) and mentee != first)
    mentees = [first, *others] if first is not None else others
    return [Change(mentee, before.get(mentee), after.get(mentee)) for mentee in mentees]


def mean(known, pairs):
    """Points of 10000 of the pairs in the mean, halves down; None without a pair."""
    points = [
        sum(part.points for part in known.parts(mentor, mentee))
        for mentee, mentor in pairs.items()
        if mentor in known.mentors and mentee in known.mentees
    ]
    return sum(points) // len(points) if points else None


def replace(run, mentee, mentor, *, by, expected_version=None):
    """Give the mentee this mentor and do everything that ``what_if`` shows. Answers ``(effect, before)``; ``before``
    is for ``put_back``. RuleBroken when a rule that nobody can overrule forbids it, EditConflict when the draft is
    not the one that was shown."""
    return change(run, mentee, mentor, by=by, action="matching.replaced", expected_version=expected_version)


def part(run, mentee, *, by, expected_version=None):
    """Leave the mentee without a mentor in this draft; the place goes to whom it serves best."""
    return change(run, mentee, None, by=by, action="matching.parted", expected_version=expected_version)


@transaction.atomic
def change(run, mentee, mentor, *, by, action, expected_version=None):
    run = held(run, expected_version)
    known, before = loaded(run), rows_of(run)
    if mentor:
        check_presence(run, Mentor, {mentor})
    effect = what_if(run, mentee, mentor, known=known)
    if effect.clash:
        raise RuleBroken(_("The rules do not allow this pair. Look at what forbids it."))
    apply(run, known, effect)
    rows = Proposal.objects.filter(run=run, mentee=mentee)
    rows.update(is_locked=mentor is not None, by_hand=mentor is not None)
    audit.record(
        by=by, action=action, row=run, changes={"mentee": [mentee, mentee], "mentor": [before[mentee][0], mentor]}
    )
    return effect, before


def forbid(run, mentee, mentor, *, reason, by):
    """«Не сводить», with a reason: for this draft and all later ones of the programme. The rest is computed again.

    Answers ``(effect, before)``. The pair's lock goes with the pair.
    """
    with transaction.atomic():
        run = held(run)
        before = rows_of(run)
        Exclusion.objects.get_or_create(
            school_id=run.school_id,
            programme_id=run.programme_id,
            mentor_id=mentor,
            mentee_id=mentee,
            defaults={"reason": reason, "made_by": by},
        )
        excluded = run.snapshot["knowledge"]["excluded"]
        if [mentor, mentee] not in excluded:
            excluded.append([mentor, mentee])
            run.save(update_fields=["snapshot"])
        Proposal.objects.filter(run=run, mentee=mentee, mentor=mentor).update(is_locked=False, by_hand=False)
        known = loaded(run)
        known.closed = closed_of(run, known)
        pairs = present(run)
        kept = [(one, other) for other, one in pairs.items() if one is not None]
        try:
            solution = known.solve_around(locks=known.locks, kept=kept)
        except Infeasible as clash:
            raise RuleBroken(_("With this prohibition the locked pairs and the rules exclude one another.")) from clash
        after = dict.fromkeys(pairs) | pairs_of(solution)
        effect = Effect(
            mean_before=mean(known, pairs),
            mean_after=mean(known, after),
            unpaired_before=list(pairs.values()).count(None),
            unpaired_after=list(after.values()).count(None),
            changes=tuple(changes_between(pairs, after, first=mentee)),
            pairs=after,
            solution=solution,
        )
        apply(run, known, effect)
        audit.record(
            by=by, action="matching.excluded", row=run, changes={"mentor": ["", mentor], "mentee": ["", mentee]}
        )
    return effect, before


def held(run, expected_version=None):
    """The draft, locked; nobody approves or changes it in between."""
    run = MatchingRun.objects.select_for_update(of=("self",)).get(pk=run.pk)
    if run.state != State.READY or run.deleted_at:
        raise RuleBroken(_("This draft is not open any more: nothing in it changes."))
    if expected_version is not None and run.version != expected_version:
        raise EditConflict(_("Somebody has changed the draft in the meantime. Look once more and decide."), run)
    return run


def rows_of(run):
    """``{mentee: [mentor, is_locked, by_hand]}``, what ``put_back`` needs."""
    rows = Proposal.objects.filter(run=run).order_by("pk")
    return {mentee: row for mentee, *row in rows.values_list("mentee", "mentor", "is_locked", "by_hand")}


def apply(run, known, effect):
    """Write the pairs that changed with their reasons, and the new figures."""
    put(run, known, {one.mentee: one.new for one in effect.changes})
    run.figures = figures_of(known, effect.solution)
    run.version += 1
    MatchingRun.objects.filter(pk=run.pk).update(figures=run.figures, version=run.version)


def put(run, known, pairs):
    """Write these pairs with their reasons. RuleBroken when somebody of a new one does not take part any more."""
    check_presence(run, Mentor, {mentor for mentor in pairs.values() if mentor})
    check_presence(run, Mentee, {mentee for mentee, mentor in pairs.items() if mentor})
    rows = {row.mentee_id: row for row in Proposal.objects.filter(run=run, mentee__in=pairs)}
    for mentee, row in rows.items():
        mentor = pairs[mentee]
        parts = known.parts(mentor, mentee) if mentor else []
        row.mentor_id, row.parts, row.reason = mentor, [list(one) for one in parts], {}
        row.points = sum(one.points for one in parts) if mentor else None
        row.is_locked, row.by_hand = row.is_locked and mentor is not None, False
    Proposal.objects.bulk_update(
        rows.values(), ["mentor", "points", "parts", "reason", "is_locked", "by_hand"], batch_size=200
    )


def closed_of(run, known):
    """Mentors and mentees of the draft who do not take part any more, by numbers."""
    return gone_of(run, Mentor, set(known.mentors)), gone_of(run, Mentee, set(known.mentees))


def gone_of(run, model, numbers):
    here = present_of(model, run.programme, run.programme.school.today)
    return numbers - set(here.values_list("pk", flat=True))


def check_presence(run, model, numbers):
    if gone := gone_of(run, model, numbers):
        row = model.objects.filter(pk__in=gone).select_related("person").order_by("pk").first()
        words = _("%(person)s does not take part any more. Compute the unlocked pairs again, then change them.")
        raise RuleBroken(words % {"person": row.person.short_name if row else _("Somebody of this draft")})


@transaction.atomic
def put_back(run, before, *, by):
    """Undo a change: every pair as it was, with its lock. An exclusion that was made with it stays in the list of
    exclusions, where it is taken back. RuleBroken when somebody has meanwhile taken a place that it needs.
    """
    run = held(run)
    known, now = loaded(run), rows_of(run)
    back = {int(mentee): row for mentee, row in before.items() if now.get(int(mentee)) not in (None, list(row))}
    pairs = {mentee: row[0] for mentee, row in (now | back).items() if row[0]}
    try:
        known.problem(locks=[(mentor, mentee) for mentee, mentor in pairs.items()])
    except Infeasible as clash:
        raise RuleBroken(_("The draft has been changed since then: this cannot be taken back any more.")) from clash
    put(run, known, {mentee: row[0] for mentee, row in back.items()})
    for mentee, (mentor, is_locked, by_hand) in back.items():
        if mentor:
            Proposal.objects.filter(run=run, mentee=mentee).update(is_locked=is_locked, by_hand=by_hand)
    MatchingRun.objects.filter(pk=run.pk).update(version=run.version + 1, figures=figures_of_rows(run))
    audit.record(by=by, action="matching.undone", row=run)
    return len(back)


def figures_of_rows(run):
    """The figures that the rows alone tell; those of the engine's last answer do not hold any more."""
    rows = Proposal.objects.filter(run=run).order_by()
    told = rows.aggregate(
        matched=Count("mentor"), score=Sum("points"), served=Count("mentor", distinct=True), min_score=Min("points")
    )
    return {name: run.figures[name] for name in ("mentees", "mentors", "places") if name in run.figures} | told
