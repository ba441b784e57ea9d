"""A cell of text as its items: numbered by Word, numbered or dashed by hand, or simply one on each line."""

import re
from dataclasses import dataclass

TYPED = re.compile(
    r"^\s*(?:(?P<number>\d{1,2}(?:\.\d{1,2}){0,3})\s?[.)](?!\d)\s*|\d{1,2}(?:\.\d{1,2}){1,3}\s+(?=[А-ЯЁа-яёA-Za-z«])|"
    r"[IVX]{1,5}\s?[.)]\s*|[а-я]\)\s*|[-–—•·▪▫●○◦*✓➢➤§o]\s+|[•·▪●○◦✓➢➤–—](?=\S))"
)
INLINE = re.compile(r"(?:(?<=^)|(?<=[\s;.,:]))(\d{1,2})\s?([.)])(?!\d)\s*(?=[А-ЯЁа-яё«\"(A-Za-z№])")
ENDS = (".", ";", "!", "?", ":")


@dataclass
class Items:
    """The items, and whether line breaks (not numbers) were all that parted them."""

    titles: list[str]
    is_listed: bool = False
    is_uncertain: bool = False


def without_marker(text):
    """The text without its own number or dash: the place in the list says it."""
    rest = TYPED.sub("", text, count=1)
    return rest if rest.strip() else text


def items_of(lines):
    """The items of a cell. A line in small letters goes on with the one before it, unless it has a mark of its own."""
    lines = [piece for line in lines for piece in _inline(line)]
    is_listed = sum(1 for text, marked, _soft in lines if marked) > 0
    items, is_uncertain = [], False
    for text, marked, is_soft in lines:
        if items and not marked and _goes_on(items[-1], text, is_soft and is_listed):
            items[-1] = f"{items[-1]} {text}"
            continue
        is_uncertain |= bool(items) and is_soft and not marked and not items[-1].endswith(ENDS)
        items.append(text)
    return Items([item for item in items if item], is_listed, is_uncertain)


def _goes_on(before, text, is_soft_in_list):
    starts_small = text[:1].islower() or text[:1] in "),.;:"
    return is_soft_in_list or (starts_small and not before.endswith((";", ".", ":")))


def _inline(line):
    """«1) одно; 2) другое» in one line is two lines; only an unbroken count from its first number counts.

    Where Word numbers the line itself, a number typed beside it is the document's own text («1. 1. …») and stays.
    """
    if line.is_item:
        yield line.text, True, line.is_soft
        return
    marks = list(INLINE.finditer(line.text))
    counted = [mark for place, mark in enumerate(marks) if int(mark[1]) == place + int(marks[0][1])]
    same_sign = len({mark[2] for mark in marks}) == 1
    if len(marks) > 1 and len(counted) == len(marks) and same_sign and int(marks[0][1]) == 1:
        starts = [mark.start() for mark in marks]
        pieces = [line.text[: starts[0]]] + [
            line.text[start:end] for start, end in zip(starts, [*starts[1:], None], strict=True)
        ]
        for place, piece in enumerate(pieces):
            if piece.strip():
                yield (without_marker(piece.strip()) if place else piece.strip()), place > 0, line.is_soft
        return
    marked = bool(TYPED.match(line.text)) and without_marker(line.text) != line.text
    yield (without_marker(line.text) if marked else line.text), marked, line.is_soft


def joined_term(lines):
    """Lines of a term are one text; separate complete terms get a comma between them."""
    texts = [without_marker(line.text) if len(lines) > 1 else line.text for line in lines]
    joined = ""
    for text in texts:
        glue = ", " if joined and joined[-1] not in "-–—,;" and text[:1].isupper() else " "
        joined = f"{joined}{glue}{text}" if joined else text
    return joined
