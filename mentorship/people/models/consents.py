"""What people agreed to. Three separate kinds of paper, as the law wants; a tick on a page is none of them."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from mentorship.common import clock
from mentorship.programmes.ownership import SchoolOwned, Versioned, scoped

from .person import Person


class ConsentKind(models.TextChoices):
    """Taking part, processing of personal data, and distribution (publishing): never in one paper."""

    PARTICIPATION = "participation", _("to take part")
    PROCESSING = "processing", _("to the processing of personal data")
    DISTRIBUTION = "distribution", _("to publishing")


class ConsentText(SchoolOwned):
    """A version of the text of a consent. What somebody has signed never changes: a new text is a new version."""

    kind = models.CharField(_("kind"), max_length=15, choices=ConsentKind)
    number = models.PositiveSmallIntegerField(_("version"))
    text = models.TextField(_("text"))
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = _("text of a consent")
        verbose_name_plural = _("texts of consents")
        ordering = ["kind", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["school", "kind", "number"], name="version_of_a_consent_text_once")
        ]


class ConsentQuerySet(models.QuerySet):
    def valid_on(self, day):
        """Signed by the day, not over and not withdrawn by it."""
        return self.filter(
            Q(valid_until=None) | Q(valid_until__gte=day),
            Q(withdrawn_on=None) | Q(withdrawn_on__gt=day),
            signed_on__lte=day,
        )


def scan_path(consent, filename):
    """Where a scan is kept: a generated name, so nothing of the person's own file name touches the disk."""
    return f"t/{consent.school_id}/{consent.public_id}"


class Consent(SchoolOwned, Versioned):
    """A signed paper: who signed it, when, for how long, and where it is — a scan here or «бумага в деле № …».

    For a minor the representative signs, from fourteen on the minor too (``BOTH``).
    """

    class Signer(models.TextChoices):
        SELF = "self", _("the person")
        REPRESENTATIVE = "representative", _("the legal representative")
        BOTH = "both", _("the representative and the person")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(Person, models.CASCADE, related_name="consents")
    kind = models.CharField(_("kind"), max_length=15, choices=ConsentKind)
    text = models.ForeignKey(ConsentText, models.PROTECT, null=True, blank=True, related_name="consents")
    signer = models.CharField(_("signed by"), max_length=15, choices=Signer)
    representative = models.ForeignKey(
        Person, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("legal representative")
    )
    signed_on = models.DateField(_("signed on"))
    valid_until = models.DateField(_("valid until"), null=True, blank=True)
    paper = models.CharField(_("where the paper is"), max_length=150, blank=True)
    scan = models.FileField(_("scan"), upload_to=scan_path, blank=True)
    scan_name = models.CharField(max_length=255, blank=True)
    scan_type = models.CharField(max_length=100, blank=True)
    withdrawn_on = models.DateField(_("withdrawn on"), null=True, blank=True)
    withdrawal_reason = models.CharField(_("reason"), max_length=300, blank=True)
    created_at = models.DateTimeField(default=clock.now)

    objects = scoped(ConsentQuerySet)

    class Meta:
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        ordering = ["-signed_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gte=models.F("signed_on")),
                name="consent_ends_after_it_begins",
            )
        ]
        indexes = [models.Index(fields=["school", "person", "kind"], name="consents_of_a_person")]


class DistributionItem(SchoolOwned):
    """One thing that may be published at one address, of a consent to publishing."""

    class Item(models.TextChoices):
        NAME = "name", _("name")
        PHOTO = "photo", _("photo")
        CLASS = "class", _("class")
        ACHIEVEMENT = "achievement", _("achievement")
        REVIEW = "review", _("review")

    consent = models.ForeignKey(Consent, models.CASCADE, related_name="items")
    item = models.CharField(_("what"), max_length=12, choices=Item)
    address = models.CharField(_("where"), max_length=300)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["school", "consent", "item", "address"], name="item_once_at_an_address")
        ]
