"""A Word document as texts and grids: merged cells, lists, line breaks, nested tables, tracked changes."""

import posixpath

from django.utils.translation import gettext as _
from docx.oxml import parse_xml
from docx.oxml.ns import qn

from .blocks import Cell, Grid, Line, Text, squeezed
from .columns import find_header
from .guards import member, opened

MAIN_TYPE = b"/officeDocument"
STRICT = (
    b"http://purl.oclc.org/ooxml/wordprocessingml/main",
    b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
)
FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
WRAPPERS = {qn(f"w:{name}") for name in ("sdt", "sdtContent", "customXml", "smartTag", "ins", "moveTo")}
UNSEEN = {qn(f"w:{name}") for name in ("del", "moveFrom", "pPr", "rPr", "txbxContent", "instrText")} | {FALLBACK}
BREAKS = {qn("w:br"), qn("w:cr")}
MAX_WIDTH = 100
VALUE = qn("w:val")


def read_docx(data):
    """The document's blocks in their order."""
    with opened(data) as archive:
        root = parse_xml(member(archive, _main_part(archive)).replace(*STRICT))
        styles = _list_styles(archive)
    body = root.find(qn("w:body"))
    return [] if body is None else _Document(styles).blocks(body)


def _main_part(archive):
    relations = parse_xml(member(archive, "_rels/.rels"))
    for relation in relations:
        if relation.get("Type", "").encode().endswith(MAIN_TYPE):
            return relation.get("Target").lstrip("/")
    return "word/document.xml"


def _list_styles(archive):
    """The styles that number their paragraphs, by inheritance too."""
    name = posixpath.join("word", "styles.xml")
    if name not in archive.namelist():
        return set()
    numbered, parents = set(), {}
    for style in parse_xml(member(archive, name).replace(*STRICT)).iter(qn("w:style")):
        key = style.get(qn("w:styleId"))
        based_on, numbering = style.find(qn("w:basedOn")), style.find(f"{qn('w:pPr')}/{qn('w:numPr')}")
        parents[key] = based_on.get(VALUE) if based_on is not None else None
        if numbering is not None:
            numbered.add(key)
    return {key for key in parents if _inherits(key, numbered, parents)}


def _inherits(key, numbered, parents):
    seen = set()
    while key and key not in seen:
        if key in numbered:
            return True
        seen.add(key)
        key = parents.get(key)
    return False


def _children(element, *names):
    """Children of these names, also those that stand in content controls and tracked insertions."""
    wanted = {qn(name) for name in names}
    for child in element:
        if child.tag in wanted:
            yield child
        elif child.tag in WRAPPERS:
            yield from _children(child, *names)


def _number(element, path, default):
    """A small whole number; nonsense in the file is the default."""
    text = _value(element, path, "")
    return min(int(text), MAX_WIDTH) if text.isascii() and text.isdecimal() else default


def _value(element, path, default=None):
    found = element.find("/".join(qn(name) for name in path.split("/")))
    return default if found is None else found.get(VALUE, "")


class _Document:
    def __init__(self, list_styles):
        self.list_styles = list_styles
        self.count = 0

    def blocks(self, body):
        found, is_blank = [], False
        for child in _children(body, "w:p", "w:tbl"):
            if child.tag == qn("w:tbl"):
                found += self.grids(child)
                is_blank = False
                continue
            text = squeezed(" ".join(line.text for line in self.lines_of_paragraph(child)))
            if text:
                found.append(Text(text, is_blank))
            found += [Text(boxed) for boxed in self.boxes(child)]
            is_blank = not text
        return found

    def boxes(self, paragraph):
        """Texts of drawn boxes, once each: an old copy of each stands beside it for old programs."""
        for box in paragraph.iter(qn("w:txbxContent")):
            if not any(parent.tag == FALLBACK for parent in box.iterancestors()):
                for inner in box.iter(qn("w:p")):
                    text = squeezed(" ".join(line.text for line in self.lines_of_paragraph(inner)))
                    if text:
                        yield text

    def lines_of_paragraph(self, paragraph):
        style = _value(paragraph, "w:pPr/w:pStyle")
        number = _value(paragraph, "w:pPr/w:numPr/w:numId")
        is_item = number not in (None, "0") or (number is None and style in self.list_styles)
        pieces = "".join(_text(paragraph)).split("\n")
        lines = [squeezed(piece) for piece in pieces]
        return [Line(text, is_item and place == 0, is_soft=place > 0) for place, text in enumerate(lines) if text]

    def grids(self, table):
        """The table, and after it those tables inside its cells that have a header of their own."""
        self.count += 1
        grid, nested = Grid(_("table %(number)s") % {"number": self.count}, []), []
        above = {}
        for row in _children(table, "w:tr"):
            if row.find(f"{qn('w:trPr')}/{qn('w:del')}") is None:
                grid.rows.append(self.row(row, above, grid, nested))
        return [grid, *nested]

    def row(self, row, above, grid, nested):
        places = [None] * _number(row, "w:trPr/w:gridBefore", 0)
        for element in _children(row, "w:tc"):
            width = max(_number(element, "w:tcPr/w:gridSpan", 1), 1)
            merge = _value(element, "w:tcPr/w:vMerge")
            lines = self.lines_of_cell(element, nested)
            cell = above.get(len(places)) if merge is not None and merge != "restart" else None
            if _value(element, "w:tcPr/w:hMerge") in ("", "continue") and places:
                cell = places[-1]
            if cell is None:
                cell = Cell(lines, width)
            elif lines:
                grid.stray.append(" ".join(line.text for line in lines))
            above[len(places)] = cell if merge is not None else None
            places += [cell] * width
        return places

    def lines_of_cell(self, element, nested):
        lines = []
        for child in _children(element, "w:p", "w:tbl"):
            if child.tag == qn("w:p"):
                lines += self.lines_of_paragraph(child)
                lines += [Line(text) for text in self.boxes(child)]
                continue
            inner = self.grids(child)
            if any(find_header(grid) for grid in inner):
                nested += inner
                continue
            cells = dict.fromkeys(cell for grid in inner for row in grid.rows for cell in row if cell)
            lines += [line for cell in cells for line in cell.lines]
        return lines


def _text(element):
    """The visible text below an element, line breaks as they are."""
    for child in element:
        if child.tag in UNSEEN:
            continue
        if child.tag == qn("w:t"):
            yield child.text or ""
        elif child.tag in BREAKS:
            yield "\n"
        elif child.tag in (qn("w:tab"), qn("w:ptab")):
            yield " "
        elif child.tag == qn("w:noBreakHyphen"):
            yield "-"
        else:
            yield from _text(child)
