"""What the people of a pair are told, in the school's own words."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from mentorship.notifications.models import DirectLetter
from mentorship.people.models import Person
from mentorship.programmes.ownership import SchoolOwned, Versioned

from .pairing import Pairing


class Side(models.TextChoices):
    """To whom a letter about a pair goes."""

    MENTOR = "mentor", _("To the mentor")
    MENTEE = "mentee", _("To the mentee")
    PARENT = "parent", _("To the parents")


class LetterText(SchoolOwned, Versioned):
    """The school's words to one side; without a row the product's own hold (``letters.DEFAULTS``)."""

    side = models.CharField(max_length=8, choices=Side)
    subject = models.CharField(_("subject"), max_length=150)
    text = models.TextField(_("text"), max_length=4000)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["school", "side"], name="letter_text_once_for_a_side")]


class PairLetter(DirectLetter):
    """One person is told of one pair. ``about`` is the child when a parent is told, else the person.

    The words are those of the approval, already with the names; they go as soon as the letter is sent or given up.
    """

    pairing = models.ForeignKey(Pairing, models.CASCADE, related_name="letters")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    about = models.ForeignKey(Person, models.CASCADE, related_name="+")
    side = models.CharField(_("to whom"), max_length=8, choices=Side)
    subject = models.CharField(_("subject"), max_length=300)
    text = models.TextField(_("text"), blank=True)

    class Meta:
        verbose_name = _("letter about a pair")
        verbose_name_plural = _("letters about pairs")
        constraints = [
            models.UniqueConstraint(fields=["school", "pairing", "person", "side", "about"], name="told_of_a_pair_once")
        ]
        indexes = [
            models.Index(
                fields=["send_after"],
                condition=Q(state__in=["queued", "sending", "retrying"]),
                name="letters_on_pairs_to_send",
            )
        ]
