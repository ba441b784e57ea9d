"""Housekeeping of the roadmap."""

from celery import shared_task
from django_scopes import scope

from mentorship.common import clock
from mentorship.programmes.models import School
from roadmap.models import ImportDraft, SubmittedForm
from roadmap.services.trash import empty_every_trash

KEPT_DRAFTS = clock.days(31)
KEPT_FORMS = clock.days(7)


@shared_task
def sweep_drafts():
    """Once an hour: uploads that nobody turned into a roadmap within a month go, keys of sent forms after a week."""
    for school in School.objects.all():
        with scope(school=school):
            ImportDraft.objects.filter(created_at__lt=clock.now() - KEPT_DRAFTS).delete()
            SubmittedForm.objects.filter(sent_at__lt=clock.now() - KEPT_FORMS).delete()


@shared_task
def sweep_trash():
    """Once an hour: what was thrown away thirty days ago goes for good. A missed hour is made good by the next."""
    empty_every_trash(now=clock.now())
