"""What pages of other apps show of questionnaires."""

from django import template

from ..mine import open_questionnaires

register = template.Library()


@register.inclusion_tag("surveys/_today.html", takes_context=True)
def questionnaires_for_me(context):
    """``{% questionnaires_for_me %}``: a block with the person's open questionnaires, or nothing."""
    request = context["request"]
    return {"tickets": open_questionnaires(request.user, request.today)[:5]}
