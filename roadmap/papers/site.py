"""The published roadmap as a piece of HTML for the school's own site."""

from django.template.loader import render_to_string

from .roadmap import roadmap_table


def site_block(outline, *, with_names=True):
    """A heading and a table without scripts, styles and addresses, so that any site's editor takes it."""
    table = roadmap_table(outline, with_names=with_names)
    html = render_to_string("papers/site_block.html", {"table": table})
    return "\n".join(line for line in html.splitlines() if line.strip()) + "\n"
