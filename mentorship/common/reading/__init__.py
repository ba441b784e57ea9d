"""A list of people out of a file: rows of texts, or words that say why not."""

from django.utils.translation import gettext as _

from .errors import Unreadable
from .guards import kind_of
from .sheets import rows_of_text, rows_of_workbook

__all__ = ["Unreadable", "read_rows"]


def read_rows(data, filename):
    """``[(number in the file, [texts])]``, all of one width, without empty rows."""
    rows = rows_of_text(data) if kind_of(data, filename) == "csv" else rows_of_workbook(data)
    if not rows:
        raise Unreadable(_("There is nothing in the file. Choose a file with the list."))
    return rows
