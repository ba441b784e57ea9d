"""Emptying the bin: campaigns and questionnaires that were thrown away more than thirty days ago go for good."""

from django.db import transaction
from django_scopes import scope

from mentorship.common.clock import days
from mentorship.programmes.models import School

from ..listing import KEPT_DAYS
from ..models import Campaign, Survey


@transaction.atomic
def empty_trash(*, now):
    """Delete the old rows of the current school, a campaign with its tickets and answers. A questionnaire stays as
    long as a campaign of it does. The log keeps who threw them away and when."""
    gone = {"deleted_at__lt": now - days(KEPT_DAYS)}
    Campaign.objects.filter(**gone).delete()
    asked = Campaign.objects.values("survey_version__survey")
    Survey.objects.filter(**gone).exclude(pk__in=asked).delete()


def empty_every_trash(*, now):
    """The same for every school, each in its own scope and transaction."""
    for school in School.objects.all():
        with scope(school=school):
            empty_trash(now=now)
