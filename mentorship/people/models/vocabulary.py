"""The school's own words for what people offer and need, so that a mentor and a mentee mean the same by them."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from mentorship.programmes.ownership import SchoolOwned, scoped


class Axis(models.TextChoices):
    """What a word is about."""

    SUBJECT = "subject", pgettext_lazy("at school", "subject")
    COMPETENCE = "competence", _("competence or request")
    INTEREST = "interest", _("interest")


class TagQuerySet(models.QuerySet):
    def current(self):
        """Words that are used: not merged into others."""
        return self.filter(merged_into=None)


class Tag(SchoolOwned):
    """A word of the vocabulary. A synonym is merged into the word that the school uses and leads to it from then on.

    ``key`` is the word in one spelling (``names.name_key``). A request of a mentee and a competence of a mentor are
    the same axis: that is how they meet.
    """

    axis = models.CharField(_("about"), max_length=12, choices=Axis)
    title = models.CharField(_("word"), max_length=80)
    key = models.CharField(max_length=80, editable=False)
    merged_into = models.ForeignKey("self", models.CASCADE, null=True, blank=True, related_name="synonyms")

    objects = scoped(TagQuerySet)

    class Meta:
        verbose_name = _("word of the vocabulary")
        verbose_name_plural = _("vocabulary")
        ordering = ["axis", "title"]
        constraints = [
            models.UniqueConstraint(fields=["school", "axis", "key"], name="word_once_on_an_axis"),
            models.CheckConstraint(
                condition=Q(merged_into=None) | ~Q(merged_into=models.F("pk")), name="word_not_merged_into_itself"
            ),
        ]

    def __str__(self):
        return self.title
