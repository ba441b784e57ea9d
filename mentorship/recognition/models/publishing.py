"""What stands on the school's site about the programme, and with whose consent."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from mentorship.people.models import Person
from mentorship.programmes.models import Programme
from mentorship.programmes.ownership import SchoolOwned, Versioned


class NormativeAct(SchoolOwned, Versioned):
    """A document that the programme rests on, in one of the layers of the school's page «Наставничество»."""

    class Layer(models.TextChoices):
        FEDERAL = "federal", _("Federal")
        REGIONAL = "regional", _("Regional and municipal")
        SCHOOL = "school", _("Of the school")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    layer = models.CharField(_("layer"), max_length=8, choices=Layer)
    title = models.CharField(_("title"), max_length=400)
    day = models.DateField(_("date"), null=True, blank=True)
    number = models.CharField(_("number"), max_length=60, blank=True)
    url = models.URLField(_("address"), max_length=500, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    deleted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("document of the programme's ground")
        verbose_name_plural = _("documents of the programme's ground")
        ordering = ["layer", "position", "pk"]
        indexes = [models.Index(fields=["school", "layer"], name="acts_of_a_layer")]

    def __str__(self):
        return self.title


class Publication(SchoolOwned, Versioned):
    """A page for everybody about a programme: results, best mentors, or the page that leads to them all.

    ``content`` is what stands there, frozen when it was published; names are not in it but come from the rows of
    ``PublishedPerson`` that are allowed at this moment. ``address`` is where the school puts the page besides ours:
    consents to publishing name addresses, and both are checked.
    """

    class Kind(models.TextChoices):
        CURATOR = "curator", _("The programme: documents and the coordinator's contact")
        RESULTS = "results", _("Results of the programme")
        BEST = "best", _("Best mentors")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    programme = models.ForeignKey(Programme, models.CASCADE, related_name="publications")
    kind = models.CharField(_("page"), max_length=8, choices=Kind)
    title = models.CharField(_("title"), max_length=200)
    lead = models.TextField(_("words above"), max_length=4000, blank=True)
    content = models.JSONField(default=dict)
    address = models.URLField(_("address of the page on the school's site"), max_length=500, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    checked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("publication")
        verbose_name_plural = _("publications")
        ordering = ["kind"]
        constraints = [models.UniqueConstraint(fields=["school", "programme", "kind"], name="page_of_a_programme_once")]

    def __str__(self):
        return self.title


class PublishedPerson(SchoolOwned, Versioned):
    """Somebody on a published page, and which items of the person stand there by consent on the last look.

    ``items`` are codes of ``DistributionItem.Item``: without «name» the person is not there at all, or with initials
    where the page says so. When a consent ends, the row keeps ``removed_on`` and ``addresses``: where the page had
    stood besides ours and must be cleaned by hand within three working days, until ``cleaned_on``.
    """

    publication = models.ForeignKey(Publication, models.CASCADE, related_name="people")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    words = models.CharField(_("words about the person"), max_length=600, blank=True)
    items = models.JSONField(default=list)
    position = models.PositiveSmallIntegerField(default=0)
    removed_on = models.DateField(null=True, blank=True)
    removal_reason = models.CharField(max_length=300, blank=True)
    addresses = models.JSONField(default=list)
    clean_by = models.DateField(null=True, blank=True)
    cleaned_on = models.DateField(null=True, blank=True)

    class Meta:
        verbose_name = _("person on a published page")
        verbose_name_plural = _("people on published pages")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["school", "publication", "person"], name="person_once_on_a_page")
        ]
        indexes = [
            models.Index(fields=["school", "person"], name="pages_of_a_person"),
            models.Index(
                fields=["school", "clean_by"],
                condition=Q(clean_by__isnull=False, cleaned_on=None),
                name="addresses_to_clean",
            ),
        ]
