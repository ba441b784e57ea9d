"""Who is asked what and until when."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from mentorship.common import clock
from mentorship.programmes.models import Programme
from mentorship.programmes.ownership import SchoolOwned, Versioned, scoped

from .survey import SurveyVersion


class CampaignQuerySet(models.QuerySet):
    def living(self):
        return self.filter(deleted_at=None)

    def open_on(self, day):
        """Running campaigns whose period holds the day."""
        return (
            self.living()
            .filter(state=Campaign.State.RUNNING, opens_on__lte=day)
            .filter(Q(closes_on=None) | Q(closes_on__gte=day))
        )


class Campaign(SchoolOwned, Versioned):
    """One asking: a published version, the people who are asked, a period.

    ``is_anonymous`` never changes. ``open_code`` is the code of six letters for the board, empty when only invited
    people may answer. ``wave`` groups campaigns that are compared («вход», «выход»). ``goal`` is the share of the
    invited, in percent, at which the campaign has done its work. ``audience`` says whom: a list of
    ``{"source": code, ...filters}``. ``paper_options`` keeps the numbers that options have on printed blanks
    (``numbering.py``).
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("Being prepared")
        RUNNING = "running", _("Running")
        CLOSED = "closed", _("Closed")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    programme = models.ForeignKey(Programme, models.CASCADE, related_name="campaigns")
    survey_version = models.ForeignKey(SurveyVersion, models.PROTECT, related_name="campaigns")
    title = models.CharField(_("title"), max_length=200)
    is_anonymous = models.BooleanField(_("anonymous"), default=False)
    audience = models.JSONField(default=list)
    opens_on = models.DateField(_("from"))
    closes_on = models.DateField(_("to"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.DRAFT)
    open_code = models.CharField(max_length=6, blank=True, editable=False)
    wave = models.CharField(_("wave"), max_length=60, blank=True)
    goal = models.PositiveSmallIntegerField(_("goal, percent"), null=True, blank=True)
    goal_reached_on = models.DateField(null=True, blank=True, editable=False)
    reminds = models.BooleanField(_("remind those who have not answered"), default=True)
    is_checked_twice = models.BooleanField(_("papers are typed in by two people"), default=False)
    paper_options = models.JSONField(default=dict, editable=False)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=clock.now)
    deleted_at = models.DateTimeField(null=True, blank=True)

    objects = scoped(CampaignQuerySet)

    class Meta:
        verbose_name = _("campaign")
        verbose_name_plural = _("campaigns")
        ordering = ["-opens_on", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["open_code"], condition=~Q(open_code=""), name="code_of_one_campaign"),
            models.CheckConstraint(
                condition=Q(closes_on=None) | Q(closes_on__gte=F("opens_on")), name="campaign_closes_after_it_opens"
            ),
            models.CheckConstraint(
                condition=Q(goal=None) | Q(goal__range=(1, 100)), name="goal_of_a_campaign_is_a_share"
            ),
        ]
        indexes = [models.Index(fields=["school", "programme", "state"], name="campaigns_of_a_programme")]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("campaign", args=[self.public_id])

    def is_open_on(self, day):
        """May people answer on this day?"""
        is_before_end = self.closes_on is None or day <= self.closes_on
        return self.state == self.State.RUNNING and self.opens_on <= day and is_before_end


class Invitation(SchoolOwned):
    """A ticket: this person is asked in this campaign. It never holds an answer, nor does it change when one comes.

    Who it is: ``subject`` (the number of a person's card, whose name stays in the one table of names), ``user`` (of the
    staff) or ``email``. ``group`` is the class or the post at the time of the asking. ``link_hash`` and ``code_hash``
    are keyed digests of the personal link and of the eight-letter code on the slip; both are derived from ``nonce``
    and the server's key (``surveys/tokens.py``), so a lost slip is printed again with the same code, and a new nonce
    revokes. ``number`` is the ticket's place in ``AnsweredMarks`` of its campaign.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="invitations")
    number = models.PositiveIntegerField()
    subject = models.UUIDField(null=True, blank=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="+")
    email = models.EmailField(blank=True)
    group = models.CharField(max_length=80, blank=True)
    nonce = models.UUIDField(default=uuid.uuid4, editable=False)
    link_hash = models.CharField(max_length=64, unique=True)
    code_hash = models.CharField(max_length=64, unique=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("invitation to a questionnaire")
        verbose_name_plural = _("invitations to a questionnaire")
        ordering = ["group", "number"]
        constraints = [
            models.UniqueConstraint(fields=["school", "campaign", "number"], name="ticket_number_once_in_a_campaign"),
            models.UniqueConstraint(
                fields=["school", "campaign", "subject"], condition=~Q(subject=None), name="person_asked_once"
            ),
            models.UniqueConstraint(
                fields=["school", "campaign", "user"], condition=~Q(user=None), name="account_asked_once"
            ),
            models.UniqueConstraint(
                fields=["school", "campaign", "email"], condition=~Q(email=""), name="address_asked_once"
            ),
        ]
        indexes = [
            models.Index(fields=["school", "subject"], name="tickets_of_a_person"),
            models.Index(fields=["school", "campaign", "group"], name="tickets_of_a_group"),
        ]


class AnsweredMarks(SchoolOwned):
    """Which tickets of a campaign have been used: one bit for each ticket's number, in one row.

    A row of its own for every used ticket would come in the order of the answers, and a dump of the database would
    tell who sent which anonymous answer. One row is locked and written whole, so it holds no order and no moment.
    ``begun`` is the same for those who have opened the first question.
    """

    campaign = models.OneToOneField(Campaign, models.CASCADE, related_name="marks")
    answered = models.BinaryField(default=bytes)
    begun = models.BinaryField(default=bytes)
