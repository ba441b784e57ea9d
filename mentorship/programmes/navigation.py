"""What stands in the header of every page, by the rights of the person."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

NAVIGATION = [
    ("today", _("Today"), "today.view", ("/today/", "/remind/")),
    ("roadmap", _("Roadmap"), "roadmap.view", ("/roadmap/", "/stages/", "/activities/", "/groups/", "/trash/")),
    ("people", _("Participants"), "people.view", ("/people/", "/mentees/", "/mentors/", "/consents/", "/training/")),
    ("surveys", _("Questionnaires"), "surveys.view", ("/surveys/", "/campaigns/")),
    ("matching", _("Matching"), "matching.view", ("/matching/",)),
    ("pairs_mine", _("My pairs"), "pairs.mine", ("/pairs/mine/",)),
    ("pairs", _("Pairs"), "pairs.list", ("/pairs/", "/meetings/", "/plans/", "/portfolios/")),
    ("support", _("Without a pair"), "care.notes", ("/support/", "/help-calls/")),
    ("dashboard", _("Dashboard"), "dashboard.view", ("/dashboard/", "/monitoring/")),
    (
        "reports",
        _("Reports"),
        "reports.view",
        ("/reports/", "/papers/", "/orders/", "/awards/", "/publications/", "/archive/"),
    ),
    ("settings", _("Settings"), "settings.view", ("/settings/", "/log/", "/delivery/")),
]
"""(name of the address, words, the right that it needs, addresses under which it is the current one)."""

MONITORING_TABS = [
    ("dashboard", _("Dashboard"), "dashboard.view", ("/dashboard/",)),
    ("indicators", _("Indicators"), "monitoring.view", ("/monitoring/indicators/",)),
    ("satisfaction", _("Satisfaction"), "monitoring.view", ("/monitoring/satisfaction/",)),
    ("quality", _("Quality"), "monitoring.view", ("/monitoring/quality/",)),
    ("impact", _("Impact"), "monitoring.view", ("/monitoring/impact/",)),
]
"""Under «Dashboard»."""
REPORT_TABS = [
    ("reports", _("Reports"), "reports.view", ("/reports/",)),
    ("papers", _("Papers"), "papers.view", ("/papers/", "/orders/")),
    ("awards", _("Awards"), "awards.view", ("/awards/",)),
    ("publications", _("Publication"), "publications.view", ("/publications/",)),
    ("archive", _("Archive"), "archive.view", ("/archive/",)),
]
"""Under «Reports»."""


def navigation(request):
    """Context of the header and of the tabs under it: only what the person may open."""
    return {"navigation": open_to(request, NAVIGATION)}


def open_to(request, links):
    """Those of the links that the person may open, as ``{url, words, is_current}``."""
    access = getattr(request, "access", None)
    return [
        {"url": reverse(name), "words": words, "is_current": request.path.startswith(prefixes)}
        for name, words, right, prefixes in links
        if access and access.can(right, own=True)
    ]
