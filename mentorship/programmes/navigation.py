"""What stands in the header of every page, by the rights of the person."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

NAVIGATION = [
    ("today", _("Today"), "today.view", ("/today/", "/remind/")),
    ("roadmap", _("Roadmap"), "roadmap.view", ("/roadmap/", "/stages/", "/activities/", "/groups/", "/trash/")),
    ("people", _("Participants"), "people.view", ("/people/", "/mentees/", "/mentors/", "/consents/", "/training/")),
    ("surveys", _("Questionnaires"), "surveys.view", ("/surveys/", "/campaigns/")),
    ("matching", _("Matching"), "matching.view", ("/matching/",)),
    ("pairs", _("Pairs"), "pairs.view", ("/pairs/",)),
    ("reports", _("Reports"), "reports.view", ("/reports/",)),
    ("settings", _("Settings"), "settings.view", ("/settings/", "/log/", "/delivery/")),
]
"""(name of the address, words, the right that it needs, addresses under which it is the current one)."""


def navigation(request):
    """Context of the header: only what the person may open."""
    access = getattr(request, "access", None)
    return {
        "navigation": [
            {"url": reverse(name), "words": words, "is_current": request.path.startswith(prefixes)}
            for name, words, right, prefixes in NAVIGATION
            if access and access.can(right, own=True)
        ]
    }
