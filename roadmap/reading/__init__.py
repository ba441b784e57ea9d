"""A school's roadmap out of a file: Word, Excel or YAML. Nothing is guessed silently, no text is lost."""

from django.utils.translation import gettext as _

from .document import Reading, read_blocks
from .docx import read_docx
from .errors import Unreadable
from .guards import MAX_BYTES, kind_of
from .xlsx import read_xlsx
from .yaml import read_yaml

BLOCK_READERS = {"docx": read_docx, "xlsx": read_xlsx}


def read_file(source, filename, starts, ends):
    """The Reading of a file (a path or an open binary file); raises Unreadable with what to do."""
    data = _bytes_of(source)
    kind = kind_of(data, filename)
    if kind == "yaml":
        return read_yaml(data, starts, ends)
    return read_blocks(BLOCK_READERS[kind](data), starts, ends)


def _bytes_of(source):
    if hasattr(source, "read"):
        return source.read(MAX_BYTES + 1)
    try:
        with open(source, "rb") as file:
            return file.read(MAX_BYTES + 1)
    except FileNotFoundError as error:
        raise Unreadable(_("There is no file “%(name)s”.") % {"name": source}) from error
    except OSError as error:
        raise Unreadable(_("The file “%(name)s” cannot be opened.") % {"name": source}) from error


__all__ = ["Reading", "Unreadable", "read_file"]
