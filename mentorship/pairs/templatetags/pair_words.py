"""What templates about pairs say beside their rows."""

from django import template
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

register = template.Library()
TABS = (
    ("pairs", _("Pairs"), "pairs.list"),
    ("attention", _("Need attention"), "health.view"),
    ("support", _("Without a pair"), "care.view"),
    ("help_calls", _("Calls for help"), "help.view"),
    ("plans", _("Plans"), "health.view"),
    ("journal", _("Journal"), "health.view"),
    ("codes", _("Codes of mentees"), "doors.print"),
    ("mentor_load", _("Load of mentors"), "load.view"),
    ("mentor_reports", _("Reports of mentors"), "portfolio.view"),
    ("portfolios", _("Portfolios"), "portfolio.view"),
)
"""(name of the address, words, the right that it needs)."""


@register.simple_tag(takes_context=True)
def pair_tabs(context):
    """The pages about pairs that the person may open."""
    request = context["request"]
    tabs = []
    for name, title, right in TABS:
        if not request.access.can(right, own=True):
            continue
        try:
            url = reverse(name)
        except NoReverseMatch:
            continue
        tabs.append({"url": url, "title": title, "is_open": request.path == url})
    return tabs


@register.simple_tag
def pair_file_link(row):
    """The title of a material with the way to it: a link, or the file for those who may have it."""
    try:
        url = row.url or reverse("pair_file", args=[row.public_id])
    except NoReverseMatch:
        return row.title
    return format_html('<a href="{}" rel="noopener noreferrer">{}</a>', url, row.title)
