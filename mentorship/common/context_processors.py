"""What every page needs to look right."""

from . import display as settings


def display(request):
    """Classes of ``html``, the theme, and which version of the site it is. Reads only: a GET sets no cookie."""
    chosen = settings.display_for(request)
    return {
        "html_classes": chosen.html_classes,
        "theme": settings.theme_for(request),
        "is_low_vision": chosen.is_on,
    }
