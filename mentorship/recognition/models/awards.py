"""Whom the school thanks, for what, and by which open rule it calls somebody the best."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from mentorship.common import clock
from mentorship.notifications.models import DirectLetter
from mentorship.people.models import Mentee, Mentor, Person
from mentorship.programmes.models import Programme
from mentorship.programmes.ownership import SchoolOwned, Versioned


class Award(SchoolOwned, Versioned):
    """A line of the register of awards: who, what, when, for what, by which order.

    ``order`` is the number and the day in words as the office writes them, and stays empty until they are known: the
    paper then has a blank. ``text`` are the words of the letter or the certificate.
    """

    class Kind(models.TextChoices):
        THANKS = "thanks", _("Letter of thanks")
        PARENTS = "parents", _("Letter of thanks to the parents")
        EMPLOYER = "employer", _("Letter of thanks to the employer")
        CERTIFICATE = "certificate", _("Certificate of a participant")
        DIPLOMA = "diploma", _("Diploma")
        BEST = "best", _("Best mentor")
        BADGE = "badge", _("Badge or the board of honour")
        PAY = "pay", _("Bonus")
        OTHER = "other", _("Other")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    programme = models.ForeignKey(Programme, models.CASCADE, related_name="awards")
    person = models.ForeignKey(Person, models.CASCADE, related_name="awards", verbose_name=_("who"))
    kind = models.CharField(_("award"), max_length=12, choices=Kind, default=Kind.THANKS)
    day = models.DateField(_("day"))
    reason = models.CharField(_("for what"), max_length=300, blank=True)
    text = models.TextField(_("words"), max_length=4000, blank=True)
    order = models.CharField(_("order"), max_length=100, blank=True)
    given_by = models.CharField(_("who gave it"), max_length=200, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=clock.now)
    deleted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("award")
        verbose_name_plural = _("awards")
        ordering = ["-day", "person__name_key", "pk"]
        indexes = [
            models.Index(fields=["school", "programme", "day"], name="awards_of_a_programme"),
            models.Index(fields=["school", "person"], name="awards_of_a_person"),
        ]

    def __str__(self):
        return self.get_kind_display()

    def get_absolute_url(self):
        return reverse("award", args=[self.public_id])


class FormulaSettings(SchoolOwned, Versioned):
    """How the programme finds its best mentors: ``weights`` is ``{key of the criterion: points of 100}``.

    The criteria are ``formula.CRITERIA``; the weights add up to a hundred and everybody of the programme may read them.
    ``frozen_on`` is the day from which they do not change any more, so that nobody is fitted to them.
    """

    programme = models.OneToOneField(Programme, models.CASCADE, related_name="formula")
    weights = models.JSONField(default=dict)
    least_meetings = models.PositiveSmallIntegerField(_("not fewer meetings than"), default=3)
    frozen_on = models.DateField(_("fixed on"), null=True, blank=True)

    class Meta:
        verbose_name = _("rule for the best mentors")
        verbose_name_plural = _("rules for the best mentors")


class Nomination(SchoolOwned):
    """A mentee says that the mentor should be thanked, once; the coordinator may set a nomination aside with a reason.

    The mentor learns that there are nominations and how many, and the words when ``may_be_told``; never whose they are.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    programme = models.ForeignKey(Programme, models.CASCADE, related_name="nominations")
    mentor = models.ForeignKey(Mentor, models.CASCADE, related_name="nominations")
    mentee = models.ForeignKey(Mentee, models.CASCADE, related_name="nominations")
    text = models.CharField(_("what the mentor did well"), max_length=600, blank=True)
    may_be_told = models.BooleanField(_("these words may be shown to the mentor"), default=False)
    set_aside = models.CharField(_("why it is set aside"), max_length=300, blank=True)
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = _("nomination")
        verbose_name_plural = _("nominations")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["school", "mentor", "mentee"], name="mentee_nominates_a_mentor_once")
        ]
        indexes = [models.Index(fields=["school", "programme"], name="nominations_of_a_programme")]


class ThanksLetter(DirectLetter):
    """An award is told by mail: to the person, to the parents of a minor or to the employer."""

    award = models.ForeignKey(Award, models.CASCADE, related_name="letters")
    person = models.ForeignKey(Person, models.CASCADE, null=True, blank=True, related_name="+")
    email = models.EmailField(blank=True)
    subject = models.CharField(_("subject"), max_length=200)
    text = models.TextField(_("text"), blank=True)

    class Meta:
        verbose_name = _("letter of thanks")
        verbose_name_plural = _("letters of thanks")
        constraints = [
            models.UniqueConstraint(
                fields=["school", "award", "person"], condition=Q(person__isnull=False), name="thanked_once_by_mail"
            ),
            models.UniqueConstraint(
                fields=["school", "award", "email"], condition=~Q(email=""), name="address_thanked_once_by_mail"
            ),
        ]
        indexes = [
            models.Index(
                fields=["send_after"],
                condition=Q(state__in=["queued", "sending", "retrying"]),
                name="letters_of_thanks_to_send",
            )
        ]
