"""What is checked before a file is opened: its kind by content, its size packed and unpacked, macros, passwords."""

import zipfile
import zlib
from contextlib import contextmanager
from io import BytesIO

from django.utils.translation import gettext as _

from .errors import Unreadable

MEGABYTE = 1024 * 1024
MAX_BYTES = 20 * MEGABYTE
MAX_UNPACKED = 50 * MEGABYTE
MAX_RATIO = 100
MAX_MEMBERS = 200
MAX_XML = 12 * MEGABYTE
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
ZIP = b"PK\x03\x04"


def kind_of(data, filename):
    """``docx``, ``xlsx`` or ``yaml`` by the content of the file; raises Unreadable with what to do."""
    if not data.strip(b"\0 \r\n\t"):
        raise Unreadable(_("The file is empty. Choose a file with the roadmap."))
    if len(data) > MAX_BYTES:
        raise Unreadable(_("The file is larger than 20 MB. Remove pictures from it and save it again."))
    if data.startswith(ZIP):
        return _office_kind(data)
    if data.startswith(OLE):
        raise Unreadable(_ole_message(data, filename))
    if data.lstrip()[:5] == b"%PDF-":
        raise Unreadable(_("This is a PDF. Open the document in Word and save it as .docx, or make a table in Excel."))
    if data.lstrip()[:5] == b"{\\rtf" or data.lstrip()[:1] == b"<":
        raise Unreadable(_save_as())
    if (filename or "").lower().endswith((".yaml", ".yml")):
        return "yaml"
    if (filename or "").lower().endswith((".docx", ".xlsx")):
        raise Unreadable(_broken())
    raise Unreadable(_save_as())


def _save_as():
    return _("Files of this kind are not read. Save the document in Word as .docx or in Excel as .xlsx.")


def _broken():
    return _("The file is damaged. Open it in Word or Excel, save it once more and upload the new file.")


def _ole_message(data, filename):
    if ENCRYPTED in data:
        return _("The file is protected by a password. Remove the password in Word or Excel and save the file again.")
    if (filename or "").lower().endswith((".xls", ".xlsx")):
        return _("This is a workbook of an old Excel. Open it in Excel and save it as .xlsx.")
    return _("This is a document of an old Word. Open it in Word and save it as .docx.")


def _office_kind(data):
    with opened(data) as archive:
        names = {entry.filename for entry in _members(archive)}
        if any(name.lower().endswith("vbaproject.bin") for name in names) or _declares_macros(archive, names):
            raise Unreadable(_("The file has macros. Save it without them: as .docx or .xlsx."))
        for name in names:
            if name.endswith((".xml", ".rels")) and _has_doctype(archive, name):
                raise Unreadable(_broken())
    if any(name.startswith("word/") for name in names):
        return "docx"
    if any(name.startswith("xl/") for name in names):
        return "xlsx"
    raise Unreadable(_save_as() if names else _broken())


def _members(archive):
    """The entries of the archive, after their number and unpacked size were found to be sane."""
    entries = archive.infolist()
    unpacked = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries) or 1
    if any(entry.flag_bits & 1 for entry in entries):
        raise Unreadable(_("The file is protected by a password. Remove it and save the file again."))
    is_huge = len(entries) > MAX_MEMBERS or unpacked > MAX_UNPACKED
    is_huge |= any(entry.file_size > MAX_XML and entry.filename.endswith(".xml") for entry in entries)
    if is_huge or (unpacked > MEGABYTE and unpacked / packed > MAX_RATIO):
        raise Unreadable(
            _("The file is too large when unpacked. Leave only the table of the roadmap in it and save it again.")
        )
    return entries


def _declares_macros(archive, names):
    name = "[Content_Types].xml"
    return name in names and b"macroEnabled" in member(archive, name)


def _has_doctype(archive, name):
    with archive.open(name) as part:
        return b"<!DOCTYPE" in part.read(4096).replace(b"\0", b"").upper()


def member(archive, name, limit=MAX_XML):
    """The bytes of one entry, never more than its limit whatever its header says."""
    with archive.open(name) as part:
        content = part.read(limit + 1)
    if len(content) > limit:
        raise Unreadable(_("The file is too large when unpacked. Leave only the table of the roadmap in it."))
    return content


@contextmanager
def opened(data):
    """The archive of an office file; whatever is wrong inside becomes one message."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            yield archive
    except (
        zipfile.BadZipFile,
        zlib.error,
        NotImplementedError,
        EOFError,
        OSError,
        RuntimeError,
        KeyError,
        ValueError,
        SyntaxError,
        AttributeError,
        TypeError,
        IndexError,
        AssertionError,
        OverflowError,
        LookupError,
        MemoryError,
    ) as error:
        raise Unreadable(_broken()) from error
