"""Parts of pages about people that every page of them has."""

from django import template
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from mentorship.programmes.audit import action_title

register = template.Library()

TABS = (
    ("people", _("Everybody"), "people.view"),
    ("mentees", _("Mentees"), "people.view"),
    ("mentors", _("Mentors"), "people.view"),
    ("people_classes", _("Classes"), "people.edit"),
    ("answers", _("Answers"), "people.edit"),
    ("consents", _("Consents"), "consents.edit"),
    ("people_selection", _("Selection"), "selection.view"),
    ("training", _("Training of mentors"), "training.view"),
)
"""(name of the address, words, the right that it needs)."""


@register.simple_tag(takes_context=True)
def people_tabs(context):
    """The tabs that the person may open."""
    request = context["request"]
    tabs = []
    for name, title, right in TABS:
        if not request.access.can(right, own=True):
            continue
        url = reverse(name)
        tabs.append({"url": url, "title": title, "is_open": is_open(request.path, name, url)})
    return tabs


def is_open(path, name, url):
    """A page under the tab's address belongs to the tab; under /people/ there are the pages of all."""
    return path == url if name == "people" else path.startswith(url)


@register.filter
def beside(cells, headings):
    """Pairs of a cell and the head of its column."""
    return zip(cells, headings, strict=True)


@register.filter
def act_title(action):
    """What an entry of the log is called."""
    return action_title(action)
