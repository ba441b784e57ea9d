"""What we take from people, and what we refuse with words that say what to do."""

import io
import zipfile

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from mentorship.common.uploads import KINDS, MEGABYTE, check_upload, tidy_name, without_metadata

PDF = b"%PDF-1.7\n1 0 obj << >> endobj\ntrailer << /Root 1 0 R >>\n%%EOF"
CONTENT_TYPES = "[Content_Types].xml"


def upload(content, name="file.bin"):
    return SimpleUploadedFile(name, content)


def office(*members, types="<Types/>"):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(CONTENT_TYPES, types)
        for member in members:
            archive.writestr(member, "<x/>")
    return out.getvalue()


def picture(kind="JPEG", size=(8, 6), **options):
    out = io.BytesIO()
    Image.new("RGB", size, "navy").save(out, kind, **options)
    return out.getvalue()


def refusal(content, **options):
    with pytest.raises(ValidationError) as caught:
        check_upload(upload(content), **options)
    return caught.value.code


@pytest.mark.parametrize(
    ("content", "extension"),
    [
        (PDF, "pdf"),
        (office("word/document.xml"), "docx"),
        (office("xl/workbook.xml"), "xlsx"),
        (office("ppt/presentation.xml"), "pptx"),
        (picture("JPEG"), "jpg"),
        (picture("PNG"), "png"),
    ],
)
def test_the_kind_is_told_by_the_content(content, extension):
    assert check_upload(upload(content, "wrong.exe")) == KINDS[extension]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "type"),
        (b"<!doctype html><script>1</script>", "type"),
        (b"%!PS-Adobe-3.0 EPSF-3.0", "type"),
        (picture("GIF"), "type"),
        (office("readme.txt"), "type"),
        (b"MZ" + b"\0" * 100, "type"),
        (b"PK\x03\x04 broken", "broken"),
        (office("word/document.xml", "word/vbaProject.bin"), "macros"),
        (office("word/document.xml", types="application/vnd.ms-word.document.macroEnabled.main+xml"), "macros"),
        (bytes.fromhex("d0cf11e0a1b11ae1") + "EncryptedPackage".encode("utf-16-le"), "locked"),
        (bytes.fromhex("d0cf11e0a1b11ae1") + b"Word.Document.8", "old_office"),
        (PDF.replace(b"/Root", b"/Encrypt 5 0 R /Root"), "locked"),
    ],
)
def test_what_is_not_taken_is_refused_for_its_own_reason(content, code):
    assert refusal(content) == code


def test_a_file_over_the_limit_is_refused():
    assert refusal(PDF + b" " * MEGABYTE, max_bytes=MEGABYTE) == "too_big"


def test_a_page_may_take_fewer_kinds():
    assert refusal(PDF, allowed=("docx",)) == "type"


def test_a_picture_is_drawn_anew_without_the_place_where_it_was_taken():
    exif = Image.Exif()
    exif[0x010F] = "Camera of a teacher"
    taken = picture("JPEG", exif=exif) + b"<script>hidden()</script>"

    clean = without_metadata(upload(taken), KINDS["jpg"]).read()

    assert dict(Image.open(io.BytesIO(clean)).getexif()) == {}
    assert b"hidden" not in clean
    assert b"Camera" not in clean


def test_a_picture_of_too_many_pixels_is_refused_before_it_is_drawn(monkeypatch):
    monkeypatch.setattr("mentorship.common.uploads.MAX_PIXELS", 40)
    with pytest.raises(ValidationError) as caught:
        without_metadata(upload(picture()), KINDS["jpg"])
    assert caught.value.code == "too_big"


def test_a_damaged_picture_is_refused():
    with pytest.raises(ValidationError) as caught:
        without_metadata(upload(picture()[:40]), KINDS["jpg"])
    assert caught.value.code == "broken"


@pytest.mark.parametrize(
    ("name", "tidy"),
    [
        ("Приказ № 5.docx", "Приказ № 5.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("План на 14.03", "План на 14.03.pdf"),
        ("a\r\nSet-Cookie: x.pdf", "aSet-Cookie_ x.pdf"),
        ("отчёт.pdf.exe", "отчёт.pdf.pdf"),
        ("\u202efdp.exe", "fdp.pdf"),
    ],
)
def test_a_name_is_kept_without_what_is_dangerous_in_it(name, tidy):
    assert tidy_name(name, KINDS["pdf"]) == tidy
