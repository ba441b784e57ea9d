"""Housekeeping of the registers."""

from celery import shared_task
from django_scopes import scope

from mentorship.programmes.models import School

from .services import import_drafts, retention


@shared_task
def erase_old_names():
    """Once a day, in schools that have said so: names whose term of keeping is over go."""
    for school in School.objects.all():
        with scope(school=school):
            if retention.settings_of(school).erases_by_itself:
                retention.make_nameless(school=school, day=school.today, by=None)


@shared_task
def forget_import_drafts():
    """Once a day: lists that were loaded and not taken in for a week go."""
    for school in School.objects.all():
        with scope(school=school):
            import_drafts.forget_drafts(school=school, day=school.today)
