"""Steps that are done by something outside of the roadmap: the app that knows of it says so here."""

from django.db import transaction

from ..models import Activity, Evidence, Step
from ..queries import current_roadmap
from . import activities as acts


def takes_results(step, day):
    """May a result still come into the step: it is in the plan by which the programme lives, and on this day it did.

    What was thrown away, an archived roadmap, an activity that the school has found not required and a programme that
    is over stay as they are.
    """
    living = Activity.objects.living().select_related("stage__roadmap__programme")
    activity = living.filter(pk=step.activity_id).first()
    if step.deleted_at or activity is None or activity.status == Activity.Status.SKIP:
        return False
    roadmap = activity.stage.roadmap
    programme = roadmap.programme
    return programme is not None and day <= programme.ends_on and current_roadmap(programme) == roadmap


@transaction.atomic
def fulfil(*, step, day, result, url, name, is_done=True):
    """Write what the step gave, with the link to it as a proof, and tick the step; the product itself does it.

    What people have written about the result stays, the new words go under it; a tick of a person's stays that
    person's. With ``is_done=False`` the tick waits for something else. Answers False where the step takes nothing.
    """
    step = Step.objects.select_for_update().get(pk=step.pk)
    if not takes_results(step, day):
        return False
    lines = step.actual_result.splitlines()
    is_known = Evidence.objects.filter(step=step, url=url).exists()
    acts.describe_step(
        step=step,
        version=step.version,
        by=None,
        url="" if is_known else url,
        name=name,
        actual_result="\n".join([*lines, result] if result not in lines else lines),
    )
    if is_done:
        acts.tick(step=step, is_done=True, by=None, today=day)
    return True
