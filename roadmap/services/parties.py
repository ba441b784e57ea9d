"""Saying who stands behind a party of the roadmap."""

from django.db import transaction

from mentorship.programmes import audit

from ..reminders import events


@transaction.atomic
def save_party(*, party, changes, programme, by):
    """Write the words and the binding of a party. Who answers now and did not before hears of it.

    ``changes`` is what the form found to differ, in words for the log; without any nothing is written.
    """
    if not changes:
        return party
    answering = events.answering_through(party, programme)
    party.save()
    audit.record(by=by, action="changed", row=party, changes=changes)
    if answering:
        answering.tell(by=by)
    return party
