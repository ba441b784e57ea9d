"""From what a draft knows to its pairs: scoring, the engine, and the rows that are written.

Computing takes no notice of the registers: what was known stands in the draft's snapshot, so that it can be done again
after a worker was killed, with the same result.
"""

from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cached_property

import numpy as np
from django.conf import settings
from django.db import transaction
from django.db.models import Q

from mentorship.common import clock
from mentorship.people.models import Mentee, Mentor

from ..engine import figures, solve_problem
from ..groups import NotProven
from ..instance import Infeasible
from ..models import MatchingRun, Proposal
from ..participants import Knowledge
from ..rules import Rules
from ..scoring import best_candidates, parts_of, problem_of, table_of
from ..stability import blocking_pairs

State = MatchingRun.State
TABLE_PAIRS = 5_000_000
"""More pairs than these are not held in memory at once: of each mentee the best candidates count."""
CANDIDATES = 50
SILENT = timedelta(minutes=6)
"""A worker that has given no sign of life for so long is dead: its task had five minutes."""


class Cancelled(Exception):
    """Somebody has cancelled the draft while it was computed."""


@dataclass
class Loaded:
    """What a draft was computed from, as values: no query of the database more."""

    knowledge: Knowledge
    rules: Rules
    locks: tuple = ()
    kept: tuple = ()
    salt: str = ""
    closed: tuple | None = None
    """Mentors and mentees who do not take part any more, where it has been looked up: they get nobody new."""

    @property
    def pairs(self):
        return len(self.knowledge.mentors) * len(self.knowledge.mentees)

    @property
    def is_vast(self):
        return self.pairs > TABLE_PAIRS

    @property
    def is_hard(self):
        """Which groups open takes too long to be found out while somebody waits for the page."""
        return self.rules.chooses_groups and self.pairs > settings.MATCHING_GROUP_PAIRS_AT_ONCE

    @property
    def table(self):
        return self.scored()

    def scored(self, tell=None):
        """All pairs with their points, scored once; ``tell`` hears of the progress, and may raise to stop."""
        if "_table" not in self.__dict__:
            self._table = table_of(self.knowledge, self.rules, tell=tell)
        return self._table

    @cached_property
    def mentors(self):
        return {one.id: one for one in self.knowledge.mentors}

    @cached_property
    def mentees(self):
        return {one.id: one for one in self.knowledge.mentees}

    def problem(self, *, locks=None, without=(), kept=(), tell=None):
        """The instance for the engine; ``without`` are mentees who stay without a mentor, ``kept`` pairs that may stay
        even of those who are ``closed``. Raises Infeasible."""
        locks = self.locks if locks is None else locks
        if self.is_vast:
            return best_candidates(self.left_out(without), self.rules, CANDIDATES, locks, tell=tell)
        table = self.scored(tell)
        if without or any(self.closed or ()):
            table = replace(table, bits=self.narrowed(table.bits, without, kept))
        return problem_of(table, locks)

    def narrowed(self, bits, without, kept):
        """The bits with nobody new for those who are closed, and nobody at all for ``without``."""
        row = {one.id: number for number, one in enumerate(self.knowledge.mentors)}
        column = {one.id: number for number, one in enumerate(self.knowledge.mentees)}
        mentors, mentees = self.closed or ((), ())
        found = bits.copy()
        found[[row[one] for one in mentors], :] = 0xFF
        found[:, [column[one] for one in mentees]] = 0xFF
        for mentor, mentee in kept:
            if mentor in row and mentee in column:
                found[row[mentor], column[mentee]] = bits[row[mentor], column[mentee]]
        found[:, [column[one] for one in without if one in column]] = 0xFF
        return found

    def left_out(self, mentees):
        """The knowledge in which nobody may be put together with these mentees."""
        if not mentees:
            return self.knowledge
        known = (
            replace(one, may_be_processed=one.may_be_processed and one.id not in mentees)
            for one in self.knowledge.mentees
        )
        return replace(self.knowledge, mentees=tuple(known))

    def solve(self, *, locks=None, kept=None, without=(), tell=None):
        problem = self.problem(locks=locks, without=without, tell=tell)
        if tell:
            tell(len(self.knowledge.mentees), len(self.knowledge.mentees))
        return solve_problem(problem, self.rules.policy, self.salt, self.kept if kept is None else kept)

    def solve_around(self, *, locks, kept, without=()):
        """The best list that leaves the most of ``kept``, for a change of a single pair.

        Of many people with groups no other groups open than those of ``kept`` and ``locks``, and one that becomes too
        small closes; which groups to open is chosen anew when the draft is computed again.
        """
        problem = self.problem(locks=locks, without=without, kept=kept)
        if not self.is_hard:
            return solve_problem(problem, self.rules.policy, self.salt, kept)
        held = {mentor for mentor, _mentee in locks}
        opened = held | {mentor for mentor, _mentee in kept}
        while True:
            is_open = np.array([mentor in opened for mentor in problem.mentors])
            these = replace(problem, low=problem.low * is_open, high=problem.high * is_open).part(is_open[problem.u])
            try:
                return solve_problem(these, "hard", self.salt, kept)
            except Infeasible as clash:
                small = opened.intersection(clash.details.get("mentors", ())) - held
                if not small:
                    raise
                opened -= {min(small, key=lambda one: sum(mentor == one for mentor, _mentee in kept))}

    def parts(self, mentor, mentee):
        """The reasons of a pair of numbers, as ``scoring.Part``."""
        return parts_of(self.knowledge, self.rules, self.mentors[mentor], self.mentees[mentee])


def loaded(run, *, with_locks=True):
    """The draft with the locks that it has now; without them, as it was when it was started."""
    stored = run.snapshot
    rules = Rules.from_dict(stored["rules"])
    locks = locks_of(run) if with_locks else tuple(map(tuple, stored.get("locks", ())))
    kept = tuple(map(tuple, stored.get("kept", ())))
    return Loaded(with_groups(Knowledge.from_dict(stored["knowledge"]), rules), rules, locks, kept, run.salt)


def with_groups(knowledge, rules):
    """The sizes are a rule of the school, not a matter of a mentor; the mentor's places stay the limit. With «cover»
    there is no least number: everybody at work comes first."""
    if not (rules.group_least or rules.group_most):
        return knowledge
    least, most = rules.group_least * (rules.policy != "cover"), rules.group_most or 10**6
    mentors = (replace(one, least=least, room=min(one.room, most)) for one in knowledge.mentors)
    return replace(knowledge, mentors=tuple(mentors))


def locks_of(run):
    rows = Proposal.objects.filter(run=run, is_locked=True).order_by("pk")
    return tuple(rows.values_list("mentor", "mentee"))


def pairs_of(solution):
    """``{mentee: mentor}`` by numbers of the registers."""
    return {mentee: mentor for mentor, mentee in figures(solution)["assignment"]}


def compute(run):
    """Compute a draft that waits, or one whose worker has died. Safe to repeat; does nothing to a draft that is done.

    What the wishes make impossible is kept with the draft as its result.
    """
    if not claim(run):
        return
    known = with_those_there(loaded(run, with_locks=False), run)
    try:
        solution = known.solve(tell=lambda done, total: progress(run, done, total))
    except Infeasible as clash:
        finish(run, State.IMPOSSIBLE, problem={"reason": clash.reason, **clash.details})
        return
    except NotProven:
        finish(run, State.FAILED, problem={"reason": "not_proven"})
        return
    except Cancelled:
        return
    write(run, known, solution)


def with_those_there(known, run):
    """Cards may have been deleted since the snapshot was taken, while the draft waited or lay stopped."""
    mentors = set(Mentor.objects.filter(programme=run.programme_id).values_list("pk", flat=True))
    mentees = set(Mentee.objects.filter(programme=run.programme_id).values_list("pk", flat=True))
    knowledge = replace(
        known.knowledge,
        mentors=tuple(one for one in known.knowledge.mentors if one.id in mentors),
        mentees=tuple(one for one in known.knowledge.mentees if one.id in mentees),
    )
    locks = tuple(pair for pair in known.locks if pair[0] in mentors and pair[1] in mentees)
    return replace(known, knowledge=knowledge, locks=locks)


def unclaimed(now):
    """Drafts that nobody computes: those that have just been asked for, and those whose worker is silent."""
    left = Q(state=State.COUNTING) & (Q(claimed_at=None) | Q(claimed_at__lt=now - SILENT))
    return MatchingRun.objects.filter(Q(state=State.WAITING) | left, deleted_at=None)


def claim(run):
    """Take the draft for computing; False when another worker has it or nobody wants it any more."""
    taken = unclaimed(clock.now()).filter(pk=run.pk).update(state=State.COUNTING, claimed_at=clock.now())
    run.refresh_from_db()
    return bool(taken)


def progress(run, done, total):
    """Say how far it has come, and that it still goes on. Raises Cancelled when nobody wants it any more."""
    rows = MatchingRun.objects.filter(pk=run.pk, state=State.COUNTING, deleted_at=None)
    if not rows.update(done=done, total=total, claimed_at=clock.now()):
        raise Cancelled


def write(run, known, solution):
    """All pairs and figures in one transaction, and only if the draft is still wanted."""
    pairs = pairs_of(solution)
    locked = set(known.locks)
    by_hand = set(map(tuple, run.snapshot.get("by_hand", ())))
    rows = [
        proposal_of(run, known, mentee.id, mentor, is_locked=pair in locked, by_hand=pair in by_hand)
        for mentee in known.knowledge.mentees
        for mentor in [pairs.get(mentee.id)]
        for pair in [(mentor, mentee.id)]
    ]
    with transaction.atomic():
        if finish(run, State.READY, figures=figures_of(known, solution), problem={}):
            Proposal.objects.filter(run=run).delete()
            Proposal.objects.bulk_create(rows, batch_size=500)


def proposal_of(run, known, mentee, mentor, **more):
    """A row with the reasons of its pair."""
    parts = known.parts(mentor, mentee) if mentor else []
    return Proposal(
        school_id=run.school_id,
        run=run,
        mentee_id=mentee,
        mentor_id=mentor,
        points=sum(part.points for part in parts) if mentor else None,
        parts=[list(part) for part in parts],
        **more,
    )


def finish(run, state, **fields):
    rows = MatchingRun.objects.filter(pk=run.pk, state=State.COUNTING, deleted_at=None)
    is_done = rows.update(state=state, finished_at=clock.now(), version=run.version + 1, **fields)
    run.refresh_from_db()
    return bool(is_done)


def figures_of(known, solution):
    """The numbers of a result: whole ones, means are made where they are shown."""
    found = figures(solution)
    problem, assigned = solution.problem, solution.assigned
    return {
        "mentees": len(known.knowledge.mentees),
        "mentors": len(known.knowledge.mentors),
        "places": sum(one.room for one in known.knowledge.mentors),
        "matched": found["matched"],
        "score": found["score"],
        "served": found["served"],
        "min_score": found["min_score"],
        "shortfall": found["shortfall"],
        "blocking": len(blocking_pairs(problem, np.asarray(assigned))),
    }
