"""The roles of a school, in the order in which people are listed."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """What a person is in the programme of a school; one person may hold several."""

    DIRECTOR = "director", _("Director")
    COORDINATOR = "coordinator", _("Coordinator")
    DEPUTY = "deputy", _("Deputy head")
    CLASS_TEACHER = "class_teacher", _("Class teacher")
    PSYCHOLOGIST = "psychologist", _("Psychologist")
    WORKING_GROUP = "working_group", _("Working group member")
    MENTOR = "mentor", _("Mentor")
    MENTEE = "mentee", _("Mentee")


REGION_OPERATOR = "region_operator"
"""Above the schools: not a membership, and no right inside a school."""
