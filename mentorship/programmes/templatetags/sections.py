"""Tabs of the large sections of the product, by the rights of the person."""

from django import template

from ..navigation import MONITORING_TABS, REPORT_TABS, open_to

register = template.Library()
SECTIONS = {"monitoring": MONITORING_TABS, "reports": REPORT_TABS}


@register.inclusion_tag("components/_section_tabs.html", takes_context=True)
def section_tabs(context, section):
    """``{% section_tabs "reports" %}``: the pages of the section that the person may open."""
    return {"tabs": open_to(context["request"], SECTIONS[section])}
