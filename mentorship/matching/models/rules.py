"""What counts in the matching, and who must not come together."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from mentorship.common import clock
from mentorship.people.models import Mentee, Mentor
from mentorship.programmes.models import MentoringForm, Programme
from mentorship.programmes.ownership import SchoolOwned, Versioned


class MatchingRules(SchoolOwned, Versioned):
    """The weights of the criteria and the hard rules of a form of mentoring; without a form, those of every form that
    has none of its own.

    ``weights`` is ``{code of the criterion: 0..100}``: only their proportion counts. ``settings`` holds everything else
    of ``rules.Rules``, by its names: least difference of age, whether an hour in common is needed, the policy of the
    engine, the sizes of groups.
    """

    form = models.ForeignKey(MentoringForm, models.CASCADE, null=True, blank=True, related_name="+")
    weights = models.JSONField(_("weights"), default=dict)
    settings = models.JSONField(_("hard rules"), default=dict)

    class Meta:
        verbose_name = _("rules of matching")
        verbose_name_plural = _("rules of matching")
        constraints = [
            models.UniqueConstraint(fields=["school", "form"], name="rules_once_for_a_form"),
            models.UniqueConstraint(fields=["school"], condition=Q(form=None), name="general_rules_once"),
        ]


class Exclusion(SchoolOwned):
    """«Не сводить»: these two must not be a pair, for a reason that only the coordinator sees.

    It holds for every draft of the programme until somebody takes it back.
    """

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="exclusions")
    mentor = models.ForeignKey(Mentor, models.CASCADE, related_name="exclusions")
    mentee = models.ForeignKey(Mentee, models.CASCADE, related_name="exclusions")
    reason = models.CharField(_("reason"), max_length=300)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = _("pair that must not be")
        verbose_name_plural = _("pairs that must not be")
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["school", "programme", "mentor", "mentee"], name="excluded_once")
        ]
