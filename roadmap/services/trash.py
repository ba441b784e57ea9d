"""Emptying the bin: what was thrown away more than thirty days ago goes for good, with its files."""

from datetime import timedelta

from django.db import transaction
from django.db.models import Q
from django_scopes import scope

from mentorship.programmes.models import School

from ..models import Activity, Evidence, Roadmap, Stage, Step
from ..trash import KEPT_DAYS
from .evidence import drop


@transaction.atomic
def empty_trash(*, now):
    """Delete the old rows of the current school. The log keeps who threw them away and when."""
    old = now - timedelta(days=KEPT_DAYS)
    gone = Q(deleted_at__lt=old)
    activities = Activity.objects.filter(
        gone | Q(stage__deleted_at__lt=old) | Q(stage__roadmap__deleted_at__lt=old)
    ).values("pk")
    steps = Step.objects.filter(gone).values("pk")
    for proof in Evidence.objects.filter(Q(activity__in=activities) | Q(step__in=steps)):
        drop(proof)
    for model in (Step, Activity, Stage, Roadmap):
        model.objects.filter(gone).delete()


def empty_every_trash(*, now):
    """The same for every school, each in its own scope and transaction."""
    for school in School.objects.all():
        with scope(school=school):
            empty_trash(now=now)
