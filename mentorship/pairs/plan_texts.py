"""The parts of a personalised programme that stand before and after its table, in the order of the paper."""

from django.utils.translation import gettext_lazy as _

TEXTS = {
    "relevance": _("Why this programme"),
    "tasks": _("Tasks, one a line"),
    "kind_of_mentoring": _("Kind of mentoring"),
    "difficulties": _("Diagnostics of difficulties"),
    "expected": _("Expected results, one a line"),
    "monitoring": _("How the results are followed"),
}
"""name in ``DevelopmentPlan.texts`` -> what it is."""
