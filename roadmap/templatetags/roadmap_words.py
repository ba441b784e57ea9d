"""Words for the difference of two roadmaps."""

from django import template
from django.utils.translation import gettext_lazy as _

from ..models import Activity, Roadmap

register = template.Library()

CHANGES = {
    ("added", "stage"): _("New stage:"),
    ("added", "activity"): _("New activity:"),
    ("added", "step"): _("New step:"),
    ("removed", "stage"): _("Stage taken away:"),
    ("removed", "activity"): _("Activity taken away:"),
    ("removed", "step"): _("Step taken away:"),
    ("moved", "stage"): _("Stage moved:"),
    ("moved", "activity"): _("Activity moved:"),
    ("moved", "step"): _("Step moved:"),
    ("changed", "roadmap"): _("Roadmap changed:"),
    ("changed", "stage"): _("Stage changed:"),
    ("changed", "activity"): _("Activity changed:"),
    ("changed", "step"): _("Step changed:"),
}
FIELDS = {
    "title": _("title"),
    "purpose": _("purpose"),
    "planned_result": _("planned result"),
    "document_kind": _("kind of document"),
    "environment": _("environment"),
    "term": _("term"),
    "days": _("days of the term"),
    "responsible": _("responsible"),
    "columns": _("extra columns"),
}
VALUES = dict(Activity.Environment.choices) | dict(Roadmap.Column.choices)


@register.filter
def change_title(change):
    """«New activity:»"""
    return CHANGES[change.act.value, change.level]


@register.filter
def field_title(field):
    return FIELDS[field.name]


@register.filter
def shown_words(field):
    """The two texts woven; codes of the environment and of columns as their words, one for the other."""
    if field.name not in ("environment", "columns"):
        return field.words
    before, after = (", ".join(str(VALUES[code]) for code in text.split()) for text in (field.before, field.after))
    return [(act, words) for act, words in (("del", before), ("ins", after)) if words]
