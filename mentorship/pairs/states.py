"""Where a pair may go from where it is: the whole machine as data, without a database.

Proposed by the matching or by hand, agreed by both sides, bound by an order, at work from the first meeting, paused
with a day to come back to it, finished. A school that writes down weeks later what happened is normal, so a pair may
begin to work before its order is signed; what has finished comes back only by taking the end back.
"""

from .models.pairing import PairingState as State

MOVES = {
    "agree": ({State.PROPOSED}, State.AGREED),
    "order": ({State.AGREED}, State.ORDERED),
    "begin": ({State.AGREED, State.ORDERED}, State.AT_WORK),
    "pause": ({State.AGREED, State.ORDERED, State.AT_WORK}, State.PAUSED),
    "resume": ({State.PAUSED}, State.AT_WORK),
    "end": ({State.PROPOSED, State.AGREED, State.ORDERED, State.AT_WORK, State.PAUSED}, State.FINISHED),
}
"""act -> (states in which it may be done, the state that it leads to)."""


def may(act, state):
    """May the act be done with a pair in this state?"""
    return state in MOVES[act][0]


def after(act):
    """The state that the act leads to."""
    return MOVES[act][1]


def acts_of(state):
    """What may be done with a pair in this state, in the order of a pair's life."""
    return [act for act in MOVES if may(act, state)]
