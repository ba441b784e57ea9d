"""Papers that were made, and the numbers that the office gave to orders."""

import uuid
from urllib.parse import urlencode

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from mentorship.common import clock
from mentorship.pairs.models import Pairing, PairOrder
from mentorship.people.models import Person
from mentorship.programmes.models import Programme
from mentorship.programmes.ownership import SchoolOwned, Versioned


class Paper(SchoolOwned, Versioned):
    """A paper of the programme: an order, a note, a protocol, an agreement. A draft is corrected until it is signed.

    ``heading`` and ``text`` are the words with their fields already filled in: a paper printed years later is the
    paper that was signed. ``values`` are what the fields were filled with, ``tables`` the tables as they were then.
    ``number`` and ``day`` are blanks for a pen until they are known; nothing is ever drawn as signed.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        SIGNED = "signed", _("Signed")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    key = models.UUIDField(default=uuid.uuid4, editable=False)
    programme = models.ForeignKey(Programme, models.CASCADE, related_name="papers")
    code = models.CharField(_("kind"), max_length=40)
    heading = models.CharField(_("heading"), max_length=300)
    text = models.TextField(_("text"), max_length=60000)
    values = models.JSONField(default=dict)
    tables = models.JSONField(default=dict)
    template_version = models.PositiveSmallIntegerField(null=True, blank=True)
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.DRAFT)
    number = models.CharField(_("number"), max_length=30, blank=True)
    day = models.DateField(_("date"))
    person = models.ForeignKey(Person, models.CASCADE, null=True, blank=True, related_name="papers")
    pairing = models.ForeignKey(Pairing, models.CASCADE, null=True, blank=True, related_name="papers")
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=clock.now)
    signed_at = models.DateTimeField(null=True, blank=True)
    deleted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("paper")
        verbose_name_plural = _("papers")
        ordering = ["-day", "-pk"]
        constraints = [models.UniqueConstraint(fields=["school", "key"], name="paper_once_by_its_form")]
        indexes = [
            models.Index(fields=["school", "programme", "day"], name="papers_of_a_programme"),
            models.Index(fields=["school", "person"], name="papers_of_a_person"),
        ]

    def __str__(self):
        return self.heading

    def get_absolute_url(self):
        return reverse("paper", args=[self.public_id])


class JournalEntry(SchoolOwned):
    """A line of the journal of orders: numbers run within a calendar year, of main activity and of staff apart.

    ``place`` is the number without its suffix, so that the next one is known; ``number`` is what stands on the paper
    («14-о»). An order of the school that has nothing to do with mentoring has a line too, without a paper: offices
    keep one row of numbers.
    """

    class Journal(models.TextChoices):
        MAIN = "main", _("Orders on the main activity")
        STAFF = "staff", _("Orders on staff")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    journal = models.CharField(_("journal"), max_length=5, choices=Journal, default=Journal.MAIN)
    year = models.PositiveSmallIntegerField(_("year"))
    place = models.PositiveIntegerField()
    number = models.CharField(_("number"), max_length=30)
    day = models.DateField(_("date"))
    title = models.CharField(_("heading"), max_length=300)
    paper = models.OneToOneField(Paper, models.SET_NULL, null=True, blank=True, related_name="entry")
    pair_order = models.OneToOneField(PairOrder, models.SET_NULL, null=True, blank=True, related_name="entry")
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    entered_at = models.DateTimeField(default=clock.now)
    cancelled = models.CharField(_("why it is crossed out"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("line of the journal of orders")
        verbose_name_plural = _("journal of orders")
        ordering = ["-year", "-place", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["school", "journal", "year", "number"],
                condition=Q(cancelled=""),
                name="number_of_an_order_once_a_year",
            )
        ]
        indexes = [models.Index(fields=["school", "journal", "year", "place"], name="journal_of_orders")]

    def get_absolute_url(self):
        """The journal with this line found in it, however many orders the year has."""
        where = urlencode({"journal": self.journal, "year": self.year, "q": self.number})
        return f"{reverse('order_journal')}?{where}#order-{self.public_id}"

    @property
    def is_of_nothing(self):
        """Typed by the office: no paper of ours stands behind it."""
        return self.paper_id is None and self.pair_order_id is None
