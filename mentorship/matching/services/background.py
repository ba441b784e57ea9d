"""Drafts that the worker computes: who started one hears of its end, also of a bad one."""

import logging

from mentorship.common import clock
from mentorship.notifications.services import issuing

from ..models import MatchingRun
from ..notices import COMPUTED
from .computing import compute

logger = logging.getLogger(__name__)
State = MatchingRun.State
TOLD = (State.READY, State.IMPOSSIBLE, State.FAILED)


def compute_and_tell(run):
    """A fault of the product is written to the log and to the draft; the worker goes on with the next one."""
    try:
        compute(run)
    except Exception:
        logger.exception("Draft %s was not computed", run.public_id)
        rows = MatchingRun.objects.filter(pk=run.pk, state=State.COUNTING)
        rows.update(state=State.FAILED, finished_at=clock.now())
    run.refresh_from_db()
    if run.state in TOLD and run.started_by_id:
        school = run.programme.school
        issuing.tell(
            school=school, kind=COMPUTED.code, object_id=run.pk, recipients=[run.started_by_id], day=school.today
        )
