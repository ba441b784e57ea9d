"""What the pairs ask before two people are bound by hand."""

from django.utils.translation import gettext as _

from .models import Exclusion


def why_apart(mentor, mentee):
    """Why these two must not be a pair, without the reason: that is for the coordinator alone."""
    if Exclusion.objects.filter(programme=mentor.programme_id, mentor=mentor, mentee=mentee).exists():
        return _("It was decided to keep these two apart. First take that back among the exclusions of the matching.")
    return ""
