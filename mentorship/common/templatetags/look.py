"""Small pieces of the look: icons drawn into the page, statuses, links that keep the filters."""

from functools import cache

from django import template
from django.conf import settings
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy as _

from .. import panels as pieces

register = template.Library()

STATUSES = {
    "plan": ("circle", _("Not started")),
    "work": ("circle-half", _("In progress")),
    "check": ("eye", _("Being checked")),
    "done": ("check2", _("Done")),
    "soon": ("clock", _("Due soon")),
    "late": ("exclamation-triangle", _("Overdue")),
    "skip": ("dash-lg", _("Not required")),
}
"""status -> (icon, word). Icon, word and shape tell the status; colour is the fourth sign."""


@cache
def drawing(name):
    """The SVG of an icon, hidden from screen readers: a word always stands beside it."""
    svg = (settings.BASE_DIR / "static" / "icons" / f"{name}.svg").read_text()
    return mark_safe(svg.replace("<svg ", '<svg aria-hidden="true" focusable="false" ', 1).replace("\n", ""))  # nosec B308 B703


@register.simple_tag
def icon(name):
    """``{% icon "check2" %}`` draws one of static/icons into the page."""
    return drawing(name)


@register.inclusion_tag("components/_status.html")
def status(code, label=""):
    """``{% status "late" %}``, or with other words ``{% status "late" "Просрочено на 14 дней" %}``."""
    return {"status": code, "label": label}


@register.filter
def status_icon(status):
    return STATUSES[status][0]


@register.filter
def status_word(status):
    return STATUSES[status][1]


@register.simple_tag(takes_context=True)
def query_with(context, **changes):
    """The present query string with some values changed; None removes one: ``?{% query_with page=2 %}``."""
    query = context["request"].GET.copy()
    for name, value in changes.items():
        if value is None:
            query.pop(name, None)
        else:
            query[name] = value
    return query.urlencode()


@register.simple_tag(takes_context=True)
def panels(context, place, row=None):
    """``{% panels "campaign" campaign %}``: what the apps above add to this page."""
    return pieces.panels(place, context["request"], row)


@register.filter
def undo_address(message):
    """The address that takes the act of a message back, from its tag ``undo:/address/``; empty without one."""
    tags = (message.extra_tags or "").split()
    return next((tag.removeprefix("undo:") for tag in tags if tag.startswith("undo:/")), "")
