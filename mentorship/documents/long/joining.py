"""One tagged PDF out of many, written as it grows: a batch of any length takes the memory of one piece.

WeasyPrint keeps every sheet of a document until it is written, and so does a library that merges files. Here a piece
of a few sheets is read, its objects get the next numbers and go to the file at once; only where each begins is kept.
"""

from io import BytesIO
from itertools import groupby
from xml.sax.saxutils import escape  # nosec B406: nothing is parsed

from pypdf import PdfReader
from pypdf.generic import (
    ArrayObject,
    BooleanObject,
    DictionaryObject,
    IndirectObject,
    NameObject,
    NumberObject,
    StreamObject,
    TextStringObject,
)

CATALOG, PAGES, TREE, DOCUMENT, PARENTS, METADATA, INFO, FIRST_FREE = range(1, 9)
"""Numbers of the objects that the whole file has once."""
KEY = NameObject("/StructParents")


def to(number):
    return IndirectObject(number, 0, None)


def named(**values):
    return DictionaryObject({NameObject(f"/{name}"): value for name, value in values.items()})


class Joined:
    """Pieces are added one after another; ``finish`` writes what they have in common (PDF/UA-1, one tree of tags)."""

    def __init__(self, out, title):
        self.out, self.title = out, title
        self.offsets = {}
        self.next_number, self.next_key = FIRST_FREE, 0
        self.pages, self.tags, self.kids = ArrayObject(), ArrayObject(), ArrayObject()
        out.write(b"%PDF-1.7\n%\xf0\x9f\x96\xa4\n")

    def add(self, content):
        """The objects of a piece under new numbers, but those that the whole file has once."""
        reader = PdfReader(BytesIO(content))
        base, catalog = self.next_number - 1, reader.trailer["/Root"]
        tree = catalog["/StructTreeRoot"]
        document = tree["/K"][0].get_object()
        pages = [page.indirect_reference.idnum for page in reader.pages]
        once = {
            catalog.indirect_reference.idnum: CATALOG,
            catalog["/Pages"].indirect_reference.idnum: PAGES,
            tree.indirect_reference.idnum: TREE,
            document.indirect_reference.idnum: DOCUMENT,
        }
        for holder, name, number in (
            (tree, "/ParentTree", PARENTS),
            (catalog, "/Metadata", METADATA),
            (reader.trailer, "/Info", INFO),
        ):
            if name in holder and isinstance(holder.raw_get(name), IndirectObject):
                once[holder.raw_get(name).idnum] = number
        numbers = [number for generation in reader.xref.values() for number in generation]
        numbers = sorted({*numbers, *reader.xref_objStm} - {0, *once})
        keys, nums = self.next_key, shifted(tree["/ParentTree"]["/Nums"], base, once)
        self.tags.extend(shifted(document["/K"], base, once))
        for number in numbers:
            found = reader.get_object(IndirectObject(number, 0, reader))
            if found is not None:
                self.write(base + number, shifted(found, base, once, keys if number in pages else 0))
        self.pages.extend(to(base + number) for number in pages)
        self.next_number = base + max(numbers, default=0) + 1
        self.add_parents(nums)

    def add_parents(self, nums):
        """The part of the tree from contents to tags that belongs to the piece; the key of each page stays one."""
        moved = ArrayObject(
            NumberObject(int(value) + self.next_key) if place % 2 == 0 else value for place, value in enumerate(nums)
        )
        if not moved:
            return
        limits = ArrayObject([moved[0], moved[-2]])
        self.write(self.next_number, named(Nums=moved, Limits=limits))
        self.kids.append(to(self.next_number))
        self.next_number, self.next_key = self.next_number + 1, int(moved[-2]) + 1

    def write(self, number, found):
        self.offsets[number] = self.out.tell()
        self.out.write(f"{number} 0 obj\n".encode())
        found.write_to_stream(self.out)
        self.out.write(b"\nendobj\n")

    def finish(self):
        yes = BooleanObject(True)
        self.write(PAGES, named(Type=NameObject("/Pages"), Kids=self.pages, Count=NumberObject(len(self.pages))))
        self.write(PARENTS, named(Kids=self.kids))
        self.write(DOCUMENT, named(Type=NameObject("/StructElem"), S=NameObject("/Document"), P=to(TREE), K=self.tags))
        tree = named(
            Type=NameObject("/StructTreeRoot"),
            K=ArrayObject([to(DOCUMENT)]),
            ParentTree=to(PARENTS),
            ParentTreeNextKey=NumberObject(self.next_key),
        )
        self.write(TREE, tree)
        self.write(METADATA, self.metadata())
        self.write(INFO, named(Title=TextStringObject(self.title)))
        catalog = named(
            Type=NameObject("/Catalog"),
            Pages=to(PAGES),
            StructTreeRoot=to(TREE),
            Metadata=to(METADATA),
            Lang=TextStringObject("ru-RU"),
            MarkInfo=named(Marked=yes),
            ViewerPreferences=named(DisplayDocTitle=yes),
        )
        self.write(CATALOG, catalog)
        self.write_places()

    def metadata(self):
        """The title and the word of PDF/UA, as WeasyPrint writes them into a single file."""
        stream = StreamObject()
        stream.set_data(XMP.format(title=escape(self.title)).encode())
        stream[NameObject("/Type")], stream[NameObject("/Subtype")] = NameObject("/Metadata"), NameObject("/XML")
        return stream

    def write_places(self):
        """Where each object begins, in runs of numbers: those that are not used are not mentioned."""
        start, size = self.out.tell(), max(self.offsets) + 1
        self.out.write(b"xref\n0 1\n0000000000 65535 f \n")
        for _gap, run in groupby(enumerate(sorted(self.offsets)), key=lambda pair: pair[1] - pair[0]):
            numbers = [number for _place, number in run]
            self.out.write(f"{numbers[0]} {len(numbers)}\n".encode())
            for number in numbers:
                self.out.write(f"{self.offsets[number]:010} 00000 n \n".encode())
        trailer = named(Size=NumberObject(size), Root=to(CATALOG), Info=to(INFO))
        self.out.write(b"trailer\n")
        trailer.write_to_stream(self.out)
        self.out.write(f"\nstartxref\n{start}\n%%EOF\n".encode())


def shifted(found, base, once, keys=0):
    """With references to the new numbers; ``keys`` move the key of a page in the tree of tags.

    Arrays are copied, dictionaries changed where they are: each object of a piece is written once and then forgotten.
    """
    if isinstance(found, IndirectObject):
        return to(once.get(found.idnum, base + found.idnum))
    if isinstance(found, ArrayObject):
        return ArrayObject(shifted(one, base, once) for one in found)
    if not isinstance(found, DictionaryObject):
        return found
    for name in list(found):
        found[name] = shifted(found.raw_get(name), base, once)
    if keys and KEY in found:
        found[KEY] = NumberObject(int(found[KEY]) + keys)
    return found


XMP = (
    '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">'
    '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
    '<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/"><pdfuaid:part>1</pdfuaid:part>'
    '</rdf:Description><rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title><rdf:Alt>'
    '<rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title></rdf:Description></rdf:RDF></x:xmpmeta>'
    '<?xpacket end="w"?>'
)
