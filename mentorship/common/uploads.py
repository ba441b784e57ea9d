"""Files that people bring: what they really are, whether we take them, and pictures made anew.

The type is read from the content, never from the name. What cannot be shown to be harmless is refused with words that
say what to do. Nothing here touches the database.
"""

import hashlib
import io
import re
import unicodedata
import warnings
import zipfile
from dataclasses import dataclass

import filetype
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.utils.translation import gettext as _
from PIL import Image, ImageOps

MEGABYTE = 1024 * 1024
MAX_BYTES = 20 * MEGABYTE
MAX_PIXELS = 50_000_000
MAX_MEMBERS = 5_000
MAX_NAME = 150

OLE = bytes.fromhex("d0cf11e0a1b11ae1")
ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")
PDF_IS_ENCRYPTED = re.compile(rb"/Encrypt\s*(?:\d+\s+\d+\s+R|<<)")
UNSAFE_IN_NAME = re.compile(r'[:*?"<>|]+')
ENDING = re.compile(r"\.[A-Za-z][A-Za-z0-9]{1,4}$")


@dataclass(frozen=True)
class UploadedKind:
    """What a file is."""

    extension: str
    content_type: str
    part: str = ""
    """The member of the archive that only a document of this kind has."""

    @property
    def is_image(self):
        return self.content_type.startswith("image/")


OFFICE = "application/vnd.openxmlformats-officedocument."
KINDS = {
    kind.extension: kind
    for kind in (
        UploadedKind("pdf", "application/pdf"),
        UploadedKind("docx", OFFICE + "wordprocessingml.document", "word/document.xml"),
        UploadedKind("xlsx", OFFICE + "spreadsheetml.sheet", "xl/workbook.xml"),
        UploadedKind("pptx", OFFICE + "presentationml.presentation", "ppt/presentation.xml"),
        UploadedKind("jpg", "image/jpeg"),
        UploadedKind("png", "image/png"),
    )
}
ACCEPT = ",".join(f".{extension}" for extension in (*KINDS, "jpeg"))
"""For the ``accept`` attribute of a file field; the server decides all the same."""


def check_upload(file, *, allowed=tuple(KINDS), max_bytes=MAX_BYTES):
    """Tell what an uploaded file is; raises ValidationError with what to do when it is not taken."""
    if not file.size:
        raise ValidationError(_("The file is empty. Choose another file."), code="empty")
    if file.size > max_bytes:
        text = _("The file must be smaller than %(size)s MB. Compress it, or give a link to it instead.")
        raise ValidationError(text % {"size": max_bytes // MEGABYTE}, code="too_big")
    kind = kind_of(file)
    if kind is None or kind.extension not in allowed:
        text = _("This type of file is not accepted. Save it as %(types)s.")
        raise ValidationError(text % {"types": ", ".join(name.upper() for name in allowed)}, code="type")
    return kind


def kind_of(file):
    """The kind of an accepted file by its content, or None; raises for a locked file and for one with macros."""
    file.seek(0)
    head = file.read(8192)
    if head.startswith(OLE):
        return refuse_old_office(file)
    guess = filetype.guess(head)
    if head.startswith(b"PK\x03\x04"):
        return office_kind(file)
    if guess and guess.mime == "application/pdf":
        return pdf_kind(file)
    return next((kind for kind in KINDS.values() if kind.is_image and guess and guess.mime == kind.content_type), None)


def refuse_old_office(file):
    """A locked new document and every document of the old Office look alike from outside."""
    file.seek(0)
    if ENCRYPTED_PACKAGE in file.read():
        raise locked()
    text = _("This is a file of an old program version. Open it and save it as DOCX, XLSX or PDF.")
    raise ValidationError(text, code="old_office")


def locked():
    return ValidationError(
        _("The file is protected with a password. Save a copy without the password and choose it."), code="locked"
    )


def pdf_kind(file):
    file.seek(0)
    if PDF_IS_ENCRYPTED.search(file.read()):
        raise locked()
    return KINDS["pdf"]


def office_kind(file):
    """Look into the archive: only the table of contents and the list of types are read, nothing is unpacked."""
    file.seek(0)
    try:
        with zipfile.ZipFile(file) as archive:
            members = archive.infolist()
            names = {member.filename for member in members}
            if len(members) > MAX_MEMBERS or "[Content_Types].xml" not in names:
                return None
            if any(member.flag_bits & 1 for member in members):
                raise locked()
            with archive.open("[Content_Types].xml") as stream:
                types = stream.read(MEGABYTE)
    except (zipfile.BadZipFile, NotImplementedError, OSError, EOFError) as error:
        text = _("The file is damaged: it does not open. Open it on your computer, save it anew and choose it.")
        raise ValidationError(text, code="broken") from error
    if b"macroEnabled" in types or any("vbaproject" in name.lower() for name in names):
        text = _("The file has macros. Save it without macros (DOCX, XLSX or PPTX) and choose it.")
        raise ValidationError(text, code="macros")
    return next((kind for kind in KINDS.values() if kind.part and kind.part in names), None)


def without_metadata(file, kind):
    """Draw a picture anew: the place and the camera of a photograph go, and what hides behind the pixels."""
    file.seek(0)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            picture = Image.open(file, formats=["JPEG", "PNG"])
            if picture.width * picture.height > MAX_PIXELS:
                raise ValidationError(_("The picture is too large. Make it smaller and choose it."), code="too_big")
            picture = ImageOps.exif_transpose(picture)
            return ContentFile(encoded(picture, kind))
    except ValidationError:
        raise
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombWarning, Image.DecompressionBombError) as error:
        text = _("The picture does not open. Save it anew as JPG or PNG and choose it.")
        raise ValidationError(text, code="broken") from error


def encoded(picture, kind):
    """The pixels alone, as bytes of the same kind."""
    out = io.BytesIO()
    if kind.extension == "jpg":
        picture.convert("RGB").save(out, "JPEG", quality=88, optimize=True)
    else:
        clean = picture.convert("RGBA" if picture.has_transparency_data else "RGB")
        clean.info = {}
        clean.save(out, "PNG")
    return out.getvalue()


def tidy_name(name, kind):
    """The person's own name of the file, safe to show and to send back, with the ending that the content has."""
    name = "".join(c for c in unicodedata.normalize("NFC", name) if unicodedata.category(c)[0] != "C")
    name = UNSAFE_IN_NAME.sub("_", re.split(r"[\\/]", name)[-1])
    stem = ENDING.sub("", name.strip())[:MAX_NAME].strip(" .")
    return f"{stem or _('file')}.{kind.extension}"


def sha256_of(file):
    """The fingerprint of what is kept."""
    digest = hashlib.sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    return digest.hexdigest()
