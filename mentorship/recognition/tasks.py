"""Letters of thanks, and the nightly look at what is published."""

from celery import shared_task
from django_scopes import scope

from mentorship.programmes.models import School

from .services.publishing import check_all
from .services.thanking import DESK


@shared_task
def deliver_thanks():
    """Send the letters of thanks that wait."""
    DESK.deliver()


@shared_task
def check_publications():
    """Every night: everybody who stands on a public page still allows it, or is taken off with a list to clean."""
    for school in School.objects.all():
        with scope(school=school):
            check_all(school.today)
