"""What stands in the header of every page, by the rights of the person."""

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

NAVIGATION = [
    ("today", _("Today"), "today.view", ("/today/",)),
    ("roadmap", _("Roadmap"), "roadmap.view", ("/roadmap/", "/stages/", "/activities/", "/groups/", "/trash/")),
    ("reports", _("Reports"), "reports.view", ("/reports/",)),
    ("settings", _("Settings"), "settings.view", ("/settings/", "/log/")),
]
"""(name of the address, words, the right that it needs, addresses under which it is the current one)."""


def navigation(request):
    """Context of the header: only what the person may open."""
    access = getattr(request, "access", None)
    allowed = [item for item in NAVIGATION if access and access.can(item[2])]
    return {
        "navigation": [
            {"url": address(name), "words": words, "is_current": request.path.startswith(prefixes)}
            for name, words, _right, prefixes in allowed
            if address(name)
        ]
    }


def address(name):
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
