"""The school is the tenant; the region stands above and sees no names."""

import uuid
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from mentorship.common import clock

RUSSIAN_ZONES = [
    ("Europe/Kaliningrad", _("Kaliningrad (UTC+2)")),
    ("Europe/Moscow", _("Moscow (UTC+3)")),
    ("Europe/Samara", _("Samara (UTC+4)")),
    ("Asia/Yekaterinburg", _("Yekaterinburg (UTC+5)")),
    ("Asia/Omsk", _("Omsk (UTC+6)")),
    ("Asia/Krasnoyarsk", _("Krasnoyarsk (UTC+7)")),
    ("Asia/Irkutsk", _("Irkutsk (UTC+8)")),
    ("Asia/Yakutsk", _("Yakutsk (UTC+9)")),
    ("Asia/Vladivostok", _("Vladivostok (UTC+10)")),
    ("Asia/Magadan", _("Magadan (UTC+11)")),
    ("Asia/Kamchatka", _("Kamchatka (UTC+12)")),
]


class Region(models.Model):
    """A region or a municipality whose operator looks at schools from above."""

    title = models.CharField(_("title"), max_length=200, unique=True)

    class Meta:
        verbose_name = _("region")
        verbose_name_plural = _("regions")
        ordering = ["title"]

    def __str__(self):
        return self.title


class School(models.Model):
    """A school: the owner of every other row. Its names stand in the cases that Russian papers need."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    slug = models.SlugField(_("short address"), unique=True)
    region = models.ForeignKey(Region, models.PROTECT, null=True, blank=True, related_name="schools")
    full_name = models.CharField(_("full name"), max_length=300)
    short_name = models.CharField(_("short name"), max_length=100)
    name_genitive = models.CharField(_("name in the genitive"), max_length=300, blank=True)
    name_dative = models.CharField(_("name in the dative"), max_length=300, blank=True)
    name_prepositional = models.CharField(_("name in the prepositional"), max_length=300, blank=True)
    city = models.CharField(_("city or village"), max_length=100, blank=True)
    address = models.CharField(_("address"), max_length=300, blank=True)
    site = models.URLField(_("school's site"), blank=True)
    director_name = models.CharField(_("director's full name"), max_length=200, blank=True)
    director_name_dative = models.CharField(_("director's name in the dative"), max_length=200, blank=True)
    director_post = models.CharField(_("director's post"), max_length=100, default="Директор")
    time_zone = models.CharField(_("time zone"), max_length=40, choices=RUSSIAN_ZONES, default="Europe/Moscow")
    has_saturdays = models.BooleanField(_("six-day week"), default=False)
    needs_second_factor = models.BooleanField(_("staff sign in with a second factor"), default=True)
    needs_approval = models.BooleanField(_("the director checks completed activities"), default=False)
    current_programme = models.ForeignKey(
        "programmes.Programme", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = _("school")
        verbose_name_plural = _("schools")
        ordering = ["short_name"]

    def __str__(self):
        return self.short_name

    def clean(self):
        if self.current_programme_id and self.current_programme.school_id != self.pk:
            raise ValidationError(_("The current programme belongs to another school."))

    @property
    def today(self):
        """The present day on the school's own calendar."""
        return clock.today(self.time_zone)

    def start_of(self, day):
        """The instant at which a day begins on the school's clock."""
        return datetime.combine(day, time.min, ZoneInfo(self.time_zone))

    def end_of(self, day):
        """The instant at which the next day begins."""
        return self.start_of(day + timedelta(days=1))
