"""Reading for the pages of questionnaires: the list, the versions, what a new one can be made from."""

import re

from django.db.models import Count, Exists, OuterRef, Q, Subquery
from django.utils.translation import gettext as _

from .models import Campaign, Survey, SurveyVersion

State = SurveyVersion.State
KEPT_DAYS = 30
"""So long the bin keeps what was thrown away."""


def surveys_of(*, q="", purpose="", in_bin_since=None):
    """Questionnaires of the school with their states and the number of the campaigns; those of the bin on demand."""
    versions = SurveyVersion.objects.filter(survey=OuterRef("pk"))
    rows = Survey.objects.filter(deleted_at__gte=in_bin_since) if in_bin_since else Survey.objects.living()
    if q:
        rows = rows.filter(**with_words(q))
    if purpose:
        rows = rows.filter(purpose=purpose)
    return rows.annotate(
        latest=Subquery(versions.order_by("-number").values("pk")[:1]),
        is_published=Exists(versions.filter(state=State.PUBLISHED)),
        has_draft=Exists(versions.filter(state=State.DRAFT)),
        campaigns=Count("versions__campaigns", filter=Q(versions__campaigns__deleted_at=None), distinct=True),
    ).order_by("title", "pk")


def with_words(q):
    """LIKE of SQLite tells capital Cyrillic letters from small ones; a regular expression does not."""
    return {"title__iregex": re.escape(q)}


def with_contents(rows):
    """``(questionnaire, its newest questions as plain values)`` of the rows of one page."""
    versions = SurveyVersion.objects.in_bulk([row.latest for row in rows])
    return [(row, versions[row.latest].questionnaire) for row in rows if row.latest in versions]


def draft_of(survey):
    return survey.versions.filter(state=State.DRAFT).select_related("survey").first()


def published_of(survey):
    """The newest published version, or None."""
    return survey.versions.filter(state=State.PUBLISHED).select_related("survey").first()


def look(campaign, day):
    """``(status, words)`` of a campaign on the day."""
    if campaign.state == Campaign.State.DRAFT:
        return "plan", _("Being prepared")
    if campaign.state == Campaign.State.CLOSED:
        return "skip", _("Closed")
    if day < campaign.opens_on:
        return "plan", _("Not begun")
    if not campaign.is_open_on(day):
        return "skip", _("The period is over")
    return "work", _("Running")
