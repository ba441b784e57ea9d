"""Whether the machinery lives. These rows are of the installation, not of a school: they name no person."""

from django.db import models


class Heartbeat(models.Model):
    """When a part of the machinery last did its work: ``scanner``, ``sender``, ``worker``."""

    name = models.CharField(max_length=20, unique=True)
    at = models.DateTimeField()


class MailServer(models.Model):
    """What we know of a mail server: how many letters it took from us lately, and whether it is in trouble.

    ``spent`` is ``{hour in ISO: letters}``. A stamp comes back a day after it was spent, so no twenty-four hours ever
    hold more letters than the provider allows (a Yandex mailbox: 500).
    """

    name = models.CharField(max_length=200, unique=True)
    spent = models.JSONField(default=dict)
    paused_until = models.DateTimeField(null=True, blank=True)
    trouble = models.CharField(max_length=500, blank=True)
    trouble_since = models.DateTimeField(null=True, blank=True)
    troubles = models.PositiveSmallIntegerField(default=0)
