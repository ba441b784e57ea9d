"""Parts of a DOCX that python-docx has no words for: fields, numbered lists that begin anew, the language."""

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

LIST_INDENT = 284


def no_control_characters(text):
    """XML cannot hold them, and a pasted cell sometimes does."""
    return ILLEGAL_CHARACTERS_RE.sub("", text)


def element(tag, **attributes):
    """An element of WordprocessingML with attributes of its namespace."""
    made = OxmlElement(tag)
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), str(value))
    return made


def add_page_number(paragraph):
    """The PAGE field."""
    for kind, text in (("begin", None), (None, "PAGE"), ("end", None)):
        run = paragraph.add_run()._r
        if kind:
            run.append(element("w:fldChar", fldCharType=kind))
        else:
            field = OxmlElement("w:instrText")
            field.text = text
            run.append(field)


def set_language(document, code):
    """The language of the text, for spelling and for screen readers."""
    for language in document.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), code)


def new_list(document):
    """The id of a numbered list «1. 2. 3.» that begins with 1."""
    numbering = document.part.numbering_part.element
    abstract = _abstract_list(numbering)
    number = max((int(one.get(qn("w:numId"))) for one in numbering.findall(qn("w:num"))[-1:]), default=0) + 1
    instance = element("w:num", numId=number)
    instance.append(element("w:abstractNumId", val=abstract))
    override = element("w:lvlOverride", ilvl="0")
    override.append(element("w:startOverride", val="1"))
    instance.append(override)
    numbering.append(instance)
    return number


def _abstract_list(numbering):
    """The id of the one definition that all our lists share."""
    name = "programme-steps"
    known = numbering.findall(qn("w:abstractNum"))
    for one in reversed(known):
        label = one.find(qn("w:name"))
        if label is not None and label.get(qn("w:val")) == name:
            return one.get(qn("w:abstractNumId"))
    identifier = max((int(one.get(qn("w:abstractNumId"))) for one in known), default=-1) + 1
    definition = element("w:abstractNum", abstractNumId=identifier)
    definition.append(element("w:multiLevelType", val="singleLevel"))
    definition.append(element("w:name", val=name))
    level = element("w:lvl", ilvl="0")
    level.append(element("w:start", val="1"))
    level.append(element("w:numFmt", val="decimal"))
    level.append(element("w:lvlText", val="%1."))
    level.append(element("w:lvlJc", val="left"))
    indent = element("w:pPr")
    indent.append(element("w:ind", left=LIST_INDENT, hanging=LIST_INDENT))
    level.append(indent)
    run = element("w:rPr")
    run.append(element("w:sz", val="20"))
    level.append(run)
    definition.append(level)
    position = known[-1].getnext() if known else None
    numbering.insert(numbering.index(position) if position is not None else len(numbering), definition)
    return str(identifier)


def keep_last_with_next(document):
    """What stands last goes over to the next sheet with what is added now: a signature never stands there alone."""
    last = document.element.body[-2]
    rows = last.findall(qn("w:tr"))
    for paragraph in (rows[-1] if rows else last).iter(qn("w:p")):
        Paragraph(paragraph, document).paragraph_format.keep_with_next = True
