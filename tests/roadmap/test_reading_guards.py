import random
import zipfile
from io import BytesIO

import pytest

from roadmap.reading import Unreadable, guards, read_file

from .documents import ENDS, HEADER, STARTS, bytes_of, sheet, word

ROWS = [HEADER, ["1", "А", "Б", "В", "Март", "Директор"]]


def read(data, name="план.docx"):
    return read_file(BytesIO(data), name, STARTS, ENDS)


def with_member(data, name, content):
    out = BytesIO(data)
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return out.getvalue()


def without(data, *names):
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for entry in old.infolist():
            if entry.filename not in names:
                new.writestr(entry, old.read(entry))
    return out.getvalue()


OLE = guards.OLE + b"\0" * 600
GOOD = bytes_of(word(ROWS))
BOMB = with_member(GOOD, "word/media/image1.xml", b" " * 20_000_000)
WITHOUT_BODY = without(GOOD, "word/document.xml")
DOCTYPE = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a/>'
ENTITIES = with_member(WITHOUT_BODY, "word/document.xml", DOCTYPE)


@pytest.mark.parametrize(
    ("data", "name", "word_of_advice"),
    [
        (b"", "план.docx", "empty"),
        (b"\0\0\0", "план.docx", "empty"),
        (b"%PDF-1.7", "план.pdf", "PDF"),
        (OLE, "план.doc", "old Word"),
        (OLE, "план.xls", "old Excel"),
        (OLE + guards.ENCRYPTED, "план.docx", "password"),
        (b"{\\rtf1", "план.doc", "Save"),
        (b"<html>", "план.doc", "Save"),
        (b"text", "план.txt", "Save"),
        (b"text", "план.docx", "damaged"),
        (with_member(GOOD, "word/vbaProject.bin", b"x"), "план.docm", "macros"),
        (BOMB, "план.docx", "too large"),
        (ENTITIES, "план.docx", "damaged"),
        (WITHOUT_BODY, "план.docx", "damaged"),
        (without(GOOD, "_rels/.rels"), "план.docx", "damaged"),
        (with_member(BytesIO().getvalue(), "a.txt", b"x"), "план.docx", "Save"),
        (bytes_of(word("Просто текст")), "план.docx", "No table"),
        (bytes_of(sheet([[1, 2, 3]])), "план.xlsx", "No table"),
        (b"a: [1", "план.yaml", "YAML"),
        (b"a: 1", "план.yaml", "YAML"),
        (b"- 1", "план.yml", "YAML"),
        (b"a: &a [1]\nb: *a", "план.yml", "YAML"),
        (b"a" * (guards.MAX_BYTES + 1), "план.docx", "20 MB"),
    ],
)
def test_a_file_that_cannot_be_read_says_what_to_do(data, name, word_of_advice, settings):
    settings.LANGUAGE_CODE = "en"

    with pytest.raises(Unreadable, match=word_of_advice):
        read(data, name)


def test_a_missing_file_is_said_to_be_missing():
    with pytest.raises(Unreadable):
        read_file("/nowhere/план.docx", "план.docx", STARTS, ENDS)


def test_an_empty_table_is_no_roadmap():
    with pytest.raises(Unreadable):
        read(bytes_of(word([HEADER])))


@pytest.mark.parametrize(("name", "good"), [("план.docx", GOOD), ("план.xlsx", bytes_of(sheet(ROWS)))])
def test_damaged_files_never_end_in_a_traceback(name, good):
    chance = random.Random(128)
    for turn in range(300):
        data = bytearray(good)
        if turn % 3 == 0:
            data = data[: chance.randrange(len(data))]
        for _flip in range(chance.choice((1, 3, 20))):
            if data:
                data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
        try:
            reading = read(bytes(data), name)
        except Unreadable:
            continue
        assert reading.outline.activities


@pytest.mark.parametrize(
    ("name", "part"), [("план.docx", "word/document.xml"), ("план.xlsx", "xl/worksheets/sheet1.xml")]
)
def test_damaged_xml_never_ends_in_a_traceback(name, part):
    good = GOOD if name.endswith("docx") else bytes_of(sheet(ROWS))
    with zipfile.ZipFile(BytesIO(good)) as archive:
        xml = archive.read(part)
    rest, chance = without(good, part), random.Random(7)
    for _turn in range(200):
        damaged = bytearray(xml)
        for _flip in range(chance.choice((1, 2, 5))):
            damaged[chance.randrange(len(damaged))] = chance.randrange(32, 127)
        try:
            read(with_member(rest, part, bytes(damaged)), name)
        except Unreadable:
            continue
