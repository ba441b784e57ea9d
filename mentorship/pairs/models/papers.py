"""What lies in a pair's folder: documents, materials, terms of paid mentoring, a substitute, the mentor's report."""

import uuid

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from mentorship.common import clock
from mentorship.people.models import Mentor, Person
from mentorship.programmes.ownership import SchoolOwned, Versioned

from .pairing import Pairing


def pair_file_path(row, filename):
    """Where a file is kept: a generated name."""
    return f"p/{row.school_id}/{row.public_id}"


class PairFile(SchoolOwned, Versioned):
    """A document of the pair (agreement, consent, act) for the school, or a material that mentor and mentees share.

    A link, a file, or for a document that lies in a folder neither: then number and date say where.
    """

    class Kind(models.TextChoices):
        AGREEMENT = "agreement", _("Agreement")
        CONSENT = "consent", _("Consent")
        HANDOVER = "handover", _("Handover act")
        OTHER = "other", _("Other document")
        MATERIAL = "material", _("Material for the mentees")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    pairing = models.ForeignKey(Pairing, models.CASCADE, related_name="files")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.OTHER)
    title = models.CharField(_("title"), max_length=200)
    number = models.CharField(_("number"), max_length=30, blank=True)
    day = models.DateField(_("date"), null=True, blank=True)
    url = models.URLField(_("link"), max_length=1000, blank=True)
    file = models.FileField(_("file"), upload_to=pair_file_path, blank=True)
    file_name = models.CharField(max_length=255, blank=True)
    content_type = models.CharField(max_length=100, blank=True)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    added_at = models.DateTimeField(default=clock.now)
    deleted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("document of a pair")
        verbose_name_plural = _("documents of pairs")
        ordering = ["kind", "-added_at", "pk"]
        indexes = [models.Index(fields=["school", "pairing", "deleted_at"], name="files_of_a_pair")]

    def __str__(self):
        return self.title


class PaidTerms(SchoolOwned, Versioned):
    """Terms of mentoring at work between employees (article 351.8 of the Labour Code, in force since 1 March 2025).

    All optional, and shown to the leaders only: the mentor's written consent, the supplementary agreement with content,
    term and form, the basis and the amount of pay. Either side may end it early with a written notice three working
    days ahead: ``notice_on`` is when it was given, ``notice_by`` by whom.
    """

    class NoticeBy(models.TextChoices):
        MENTOR = "mentor", _("The mentor")
        SCHOOL = "school", _("The school")

    pairing = models.OneToOneField(Pairing, models.CASCADE, related_name="paid_terms")
    consent_on = models.DateField(_("written consent of the mentor, of"), null=True, blank=True)
    agreement_number = models.CharField(_("supplementary agreement, number"), max_length=40, blank=True)
    agreement_on = models.DateField(_("supplementary agreement, of"), null=True, blank=True)
    content = models.TextField(_("content of the work"), max_length=2000, blank=True)
    form = models.CharField(_("form of the work"), max_length=200, blank=True)
    pay_basis = models.CharField(_("basis of the pay"), max_length=300, blank=True)
    pay_amount = models.CharField(_("amount of the pay"), max_length=100, blank=True)
    notice_on = models.DateField(_("notice of the early end, of"), null=True, blank=True)
    notice_by = models.CharField(_("who gave the notice"), max_length=6, choices=NoticeBy, blank=True)

    class Meta:
        verbose_name = _("terms of paid mentoring")
        verbose_name_plural = _("terms of paid mentoring")


class Substitution(SchoolOwned):
    """Another mentor stands in for a period: sees the pair and records meetings from the first day to the last."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    pairing = models.ForeignKey(Pairing, models.CASCADE, related_name="substitutions")
    mentor = models.ForeignKey(Mentor, models.PROTECT, related_name="substitutions")
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("to"))
    reason = models.CharField(_("why"), max_length=300, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(default=clock.now)
    deleted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("substitute mentor")
        verbose_name_plural = _("substitute mentors")
        ordering = ["starts_on", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="substitution_ends_after_it_starts")
        ]
        indexes = [models.Index(fields=["school", "mentor", "ends_on"], name="substitutions_of_a_mentor")]


class MentorReport(SchoolOwned, Versioned):
    """The mentor's report of a pair for a period: figures come from the journal and the plan, words from the mentor.

    ``accepted_on`` is when the coordinator has read and taken it; a remark sends it back. ``facts`` are the figures as
    they were accepted, so the paper does not change when a meeting is written down later.
    """

    class Advice(models.TextChoices):
        GO_ON = "go_on", _("Go on")
        FINISH = "finish", _("Finish")
        CHANGE = "change", _("Change the mentor")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    pairing = models.ForeignKey(Pairing, models.CASCADE, related_name="mentor_reports")
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("to"))
    results = models.TextField(_("results"), max_length=4000, blank=True)
    difficulties = models.TextField(_("difficulties"), max_length=4000, blank=True)
    proposals = models.TextField(_("proposals"), max_length=4000, blank=True)
    growth = models.PositiveSmallIntegerField(
        _("growth of the mentee, from 1 to 10"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(10)],
    )
    advice = models.CharField(_("recommendation"), max_length=6, choices=Advice, blank=True)
    facts = models.JSONField(default=dict, blank=True, editable=False)
    submitted_on = models.DateField(null=True, blank=True)
    remark = models.CharField(_("remark of the coordinator"), max_length=500, blank=True)
    accepted_on = models.DateField(null=True, blank=True)
    accepted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = _("report of a mentor")
        verbose_name_plural = _("reports of mentors")
        ordering = ["-ends_on", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="mentor_report_ends_after_it_starts")
        ]

    def get_absolute_url(self):
        return reverse("mentor_report", args=[self.public_id])


class Portfolio(SchoolOwned, Versioned):
    """A mentor's portfolio for a period, for the category «педагог-наставник» (order 196 of 24.03.2023).

    Pairs, meetings, plans and reports come from the rows of the school; the rest is typed. When the coordinator
    confirms it, ``facts`` keeps the figures as they were, so the paper does not change afterwards.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(Person, models.CASCADE, related_name="portfolios")
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("to"))
    category = models.CharField(_("present category"), max_length=200, blank=True)
    practice = models.TextField(_("work with students and interns"), max_length=4000, blank=True)
    contests = models.TextField(_("help of colleagues in contests"), max_length=4000, blank=True)
    methods = models.TextField(_("own methods and how they are spread"), max_length=4000, blank=True)
    awards = models.TextField(_("awards"), max_length=4000, blank=True)
    facts = models.JSONField(default=dict, blank=True)
    confirmed_on = models.DateField(null=True, blank=True)
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = _("portfolio of a mentor")
        verbose_name_plural = _("portfolios of mentors")
        ordering = ["-ends_on", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="portfolio_ends_after_it_starts")
        ]

    def __str__(self):
        return str(self.person)

    def get_absolute_url(self):
        return reverse("portfolio", args=[self.public_id])
