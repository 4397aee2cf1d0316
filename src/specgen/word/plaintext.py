"""The text that a document is to hold, made from the template's own words and the raw values by a way of its own.

It shares no code with the writing of XML, so that the gate's comparison of the two can fail. A paragraph begins with a
line feed, a line break is a vertical tab (as in Word's own programming), a tab a tab.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from lxml import etree

from specgen.word.ooxml import w
from specgen.word.tags import CANONICAL, Tag, enclosing, literal_braces, standing
from specgen.wording import Block, Passage

PARAGRAPH: Final = "\n"
LINE: Final = "\v"
TAB: Final = "\t"
_LINE_END: Final = re.compile("\r\n|[\r\n\u2028\u2029]")
_P, _T, _R, _TAB, _BR, _CR = w("p"), w("t"), w("r"), w("tab"), w("br"), w("cr")
_PRINTED: Final = (_P, _T, _TAB, _BR, _CR)


def read_text(root: etree._Element) -> str:
    """The text of a parsed part, paragraphs in the order in which they begin."""
    return "".join([each.text or "" if (tag := each.tag) == _T else PARAGRAPH if tag == _P else _mark(each) for each in root.iter(*_PRINTED)])


def _mark(element: etree._Element) -> str:
    if element.tag != _TAB:
        return LINE
    parent = element.getparent()
    # A w:tab in a paragraph's properties is a tab stop, not a tab.
    return TAB if parent is not None and parent.tag == _R else ""


def template_text(root: etree._Element, tags: dict[int, Tag]) -> Iterable[str | Tag]:
    """The part's literal text and its tags in order; the paragraphs that a tag takes the place of left out."""
    dropped: set[etree._Element] = set()
    for number, element in standing(root).items():
        if (scope := tags[number].scope) in ("p", "tr", "tc"):
            whole = enclosing(element, scope)
            dropped.update(whole.iter(_P, _T) if whole is not None else ())
    for each in root.iter(*_PRINTED):
        if each.tag == _P:
            yield "" if each in dropped else PARAGRAPH
        elif each.tag != _T:
            yield _mark(each)
        else:
            yield from (piece for piece in _split(each.text or "", tags) if each not in dropped or isinstance(piece, Tag))


def _split(text: str, tags: dict[int, Tag]) -> Iterable[str | Tag]:
    position = 0
    for found in CANONICAL.finditer(text):
        yield literal_braces(text[position : found.start()])
        yield tags[int(found[2])]
        position = found.end()
    yield literal_braces(text[position:])


def inline_text(value: object) -> str:
    """What a value inside a line is to read as."""
    if type(value) is str:
        return value if value.isprintable() else _LINE_END.sub(LINE, value)  # what can be printed holds no end of a line
    if isinstance(value, Passage):
        return _words(value.blocks[0])
    if isinstance(value, tuple | list):
        return _words(value[0])
    return _LINE_END.sub(LINE, str(value))


def paragraphs_text(value: object) -> str:
    """What whole paragraphs are to read as."""
    if isinstance(value, str):
        lines = value.replace("\r\n", "\n").replace("\r", "\n").split("\n") if value else []
        return "".join(PARAGRAPH + _LINE_END.sub(LINE, line) for line in lines)
    if isinstance(value, Passage):
        return paragraphs_text(value.blocks)
    if isinstance(value, Block):
        return PARAGRAPH + _words(value)
    return "".join(map(paragraphs_text, value))  # type: ignore[call-overload]


def rows_text(value: Iterable[Iterable[object]]) -> str:
    """What table rows are to read as."""
    return "".join(PARAGRAPH + inline_text(cell) for row in value for cell in row)


def _words(block: Block) -> str:
    return inline_text("".join([getattr(part, "text", "") for part in block.inlines]))
