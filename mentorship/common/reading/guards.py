"""What is checked before a list is opened: its kind by content, its size packed and unpacked, and how many cells.

The reader of sheets makes a rectangle as large as the furthest cell says, so that cell is looked for beforehand.
"""

import re
import zipfile
import zlib
from collections import Counter
from io import BytesIO

from django.utils.translation import gettext as _

from .errors import Unreadable

MEGABYTE = 1024 * 1024
MAX_BYTES = 20 * MEGABYTE
MAX_UNPACKED = 150 * MEGABYTE
MAX_TEXTS = 150 * MEGABYTE
MAX_RATIO = 100
MAX_MEMBERS = 500
MAX_ROWS, MAX_COLUMNS, MAX_TEXT = 20_000, 100, 5_000
SPARE_ROWS = 5 * MAX_ROWS
"""An empty but coloured tail of a sheet is no rows; one that is longer than this is refused."""
ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
CELL = re.compile(rb"<(?:\w+:)?c(?=[\s/>])[^>]*?\sr\s*=\s*[\"']([^\"']*)[\"']")
ROW = re.compile(rb"<(?:\w+:)?row(?=[\s/>])[^>]*?\sr\s*=\s*[\"']([^\"']*)[\"']")
COUNTED = re.compile(rb"<(?:\w+:)?(c|row)(?=[\s/>])")
REFERENCE = re.compile(rb"([A-Z]{1,3})(\d{1,7})")
SHARED = re.compile(rb"<(?:\w+:)?si(?=[\s>])(.*?)</(?:\w+:)?si>", re.S)
VALUE = re.compile(rb"<(?:\w+:)?v>(\d{1,7})</")
ODS_ROW = re.compile(rb"<table:table-row(?=[\s/>])([^>]*)>(.*?)(?=<table:table-row[\s/>]|</table:table>|\Z)", re.S)
ODS_CELL = re.compile(rb"<table:(?:covered-)?table-cell(?=[\s/>])([^>]*)>")
REPEATED = re.compile(rb"number-(?:rows|columns)-repeated\s*=\s*[\"']([^\"']*)[\"']")
BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    NotImplementedError,
    EOFError,
    OSError,
    RuntimeError,
    KeyError,
    ValueError,
    OverflowError,
)


def kind_of(data, filename):
    """``xlsx``, ``ods`` or ``csv`` by the content; raises Unreadable with what to do."""
    if not data.strip(b"\0 \r\n\t\xef\xbb\xbf"):
        raise Unreadable(_("The file is empty. Choose a file with the list."))
    if len(data) > MAX_BYTES:
        raise Unreadable(_("The file is larger than 20 MB. Remove pictures from it and save it again."))
    if data.startswith(ZIP):
        return _kind_of_archive(data)
    if data.startswith(OLE) and ENCRYPTED in data:
        raise Unreadable(_("The file is protected by a password. Remove the password and save the file again."))
    if data.startswith(OLE):
        raise Unreadable(_("This is a workbook of an old Excel (XLS). Open it and save it as XLSX or CSV."))
    start = data.lstrip()[:5]
    is_text = (filename or "").lower().endswith((".csv", ".txt", ".tsv"))
    if start == b"%PDF-" or start == b"{\\rtf" or (start[:1] == b"<" and not is_text):
        raise Unreadable(save_as())
    if not is_text and (filename or "").lower().endswith((".xlsx", ".ods")):
        raise Unreadable(broken())
    return "csv"


def save_as():
    return _("Files of this kind are not read. Save the list as XLSX, ODS or CSV and choose it.")


def broken():
    return _("The file is damaged. Open it in Excel or LibreOffice, save it once more and choose the new file.")


def too_large():
    return _(
        "The list is too large: up to 20,000 rows and 100 columns are read. Leave only the table on the sheet, or "
        "divide the list."
    )


def _kind_of_archive(data):
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            names = _checked_names(archive)
            if "xl/workbook.xml" in names:
                _check_sheets(archive, names)
                return "xlsx"
            if "content.xml" in names and "mimetype" in names and b"spreadsheet" in archive.read("mimetype")[:100]:
                _check_ods(archive.read("content.xml"))
                return "ods"
    except BROKEN as error:
        raise Unreadable(broken()) from error
    raise Unreadable(save_as())


def _checked_names(archive):
    members = archive.infolist()
    unpacked = sum(one.file_size for one in members)
    packed = sum(one.compress_size for one in members) or 1
    if any(one.flag_bits & 1 for one in members):
        raise Unreadable(_("The file is protected by a password. Remove the password and save the file again."))
    is_bomb = unpacked > MEGABYTE and unpacked / packed > MAX_RATIO
    if len(members) > MAX_MEMBERS or unpacked > MAX_UNPACKED or is_bomb:
        raise Unreadable(_("The file is too large when unpacked. Leave only the table in it and save it again."))
    names = {one.filename for one in members}
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise Unreadable(_("The file has macros. Save it without them as XLSX and choose it."))
    for name in names:
        if name.endswith((".xml", ".rels")):
            with archive.open(name) as part:
                if b"<!DOCTYPE" in part.read(4096).replace(b"\0", b"").upper():
                    raise Unreadable(broken())
    return names


def _check_sheets(archive, names):
    texts = []
    for name in names:
        if name.lower().endswith("sharedstrings.xml"):
            texts = [len(found) for found in SHARED.findall(archive.read(name))]
    for name in names:
        if "/worksheets/" in name.lower() and name.endswith(".xml"):
            _check_sheet(archive.read(name), texts)


def _check_sheet(xml, texts):
    """The furthest cell and what the texts weigh when each cell has its own copy."""
    references = [*CELL.findall(xml), *(b"A" + found for found in ROW.findall(xml))]
    for one in references:
        found = REFERENCE.fullmatch(one)
        if not found:
            raise Unreadable(broken())
        if column_number(found[1]) > MAX_COLUMNS or int(found[2]) > SPARE_ROWS:
            raise Unreadable(too_large())
    counted = Counter(COUNTED.findall(xml))
    if counted[b"c"] > MAX_ROWS * MAX_COLUMNS or counted[b"row"] > SPARE_ROWS:
        raise Unreadable(too_large())
    if texts and sum(texts[number] for found in VALUE.findall(xml) if (number := int(found)) < len(texts)) > MAX_TEXTS:
        raise Unreadable(too_large())


def column_number(letters):
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _check_ods(xml):
    """A cell or a row with content may be repeated a million times in a few bytes."""
    weight = rows = 0
    for attributes, content in ODS_ROW.findall(xml):
        cells = ODS_CELL.findall(content)
        repeats = [_repeats(cell) for cell in cells]
        filled = [place for place, cell in enumerate(cells) if b"value" in cell or b"formula" in cell]
        count = _repeats(attributes)
        if not filled and b"<text:" not in content:
            continue
        width = sum(repeats[: filled[-1] + 1]) if filled else len(cells)
        rows += count
        weight += count * (width + len(content) * max(repeats, default=1))
        if rows > MAX_ROWS or width > MAX_COLUMNS or weight > MAX_TEXTS:
            raise Unreadable(too_large())


def _repeats(attributes):
    found = REPEATED.search(attributes)
    if not found:
        return 1
    if not found[1].isdigit():
        raise Unreadable(broken())
    return int(found[1])
