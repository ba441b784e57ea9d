"""Lists that were loaded and never taken in hold names of children, so they are not kept."""

from datetime import timedelta

from ..models import ImportBatch

DRAFT_DAYS = 7


def forget_drafts(*, school, day):
    """Delete the school's drafts that were loaded more than seven days before ``day``; returns how many."""
    moment = school.start_of(day - timedelta(days=DRAFT_DAYS))
    rows = ImportBatch.objects.filter(state=ImportBatch.State.DRAFT, created_at__lt=moment)
    count = rows.count()
    rows.delete()
    return count
