"""Tracked changes that change no word: what they take out and what they put in reads the same on the page.

Programs write fields again, put a field in the place of a content control, leave a field's words as typed text, end a
field in a paragraph of its own, or move a section break. Source: ECMA-376 part 1, 17.16.2 and 17.16.5 (fields),
17.13.5 (revisions), 17.6.18 (section breaks).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from lxml import etree

from specgen.word.document.fillins import field_kind, settled_code
from specgen.word.document.revisions import OF_LOOK, may_hold_marks, revisions_of, story_parts
from specgen.word.document.signs import PRINTING, letters, printed
from specgen.word.package.ooxml import paragraph_property, w
from specgen.word.package.package import Package

_Element = etree._Element

_INS, _DEL, _P, _R, _R_PR = (w(name) for name in ("ins", "del", "p", "r", "rPr"))
_WORDS: Final = frozenset({w("t"), w("delText")})
_CODES: Final = (w("instrText"), w("delInstrText"))
_FIELD, _SIMPLE = w("fldChar"), w("fldSimple")
_SIGNS: Final = frozenset(w(name) for name in ("drawing", "pict", "object", "footnoteReference", "endnoteReference"))
_WORKED_OUT: Final = frozenset({"contents", "page", "reference"})
_TYPED_OVER: Final = re.compile(r"(?:FILLIN|FORMTEXT)\b|HYPERLINK \\l|$", re.IGNORECASE)
"""Fields that show what somebody typed: LibreOffice puts them round what stood in a content control. Pandoc makes
links within the document of references."""
_FORM_TYPE: Final = f"{w('ffData')}/{w('textInput')}/{w('type')}"
_ENDS: Final = f"{w('pPr')}/{w('rPr')}/*"
SPACES: Final = re.compile(r"[ \t]+")
"""What reads as a space: pandoc writes a space for a tab."""


class WhatIsRead(NamedTuple):
    """What a stretch of a line says: the codes of its fields and its pictures and notes, its words, and its words
    without those that a program works out again."""

    signs: tuple[str, ...]
    words: str
    typed: str

    def reads_as(self, other: WhatIsRead) -> bool:
        """Whether a reader sees the same in `other`: by the same fields, or without any."""
        if self.signs == other.signs:
            return self.typed == other.typed
        pictures = tuple(each for each in self.signs if not each.startswith("{"))
        return pictures == other.signs and self.words == other.words


def _reading(elements: Iterable[_Element], passed: str = "") -> WhatIsRead:
    """The elements without what stands in marks of the name `passed`."""
    signs: list[str] = []
    words: list[str] = []
    typed: list[str] = []
    codes: list[str] = []
    for element in elements:
        for event, each in etree.iterwalk(element, events=("start", "end")):
            if passed and any(up.tag == passed for up in (each, *each.iterancestors())):
                continue
            kind = each.get(w("fldCharType")) if each.tag == _FIELD else None
            if (each.tag == _SIMPLE and event == "end") or (kind == "end" and event == "end"):
                code = settled_code(codes.pop()) if codes else ""
                if not _TYPED_OVER.match(code):
                    signs.append("{" + code)
            elif event == "end":
                continue
            elif each.tag == _SIMPLE:
                codes.append(each.get(w("instr"), ""))
            elif kind == "begin":
                # A form's text that is worked out (17.16.34) is nobody's typing.
                codes.append("" if each.find(_FORM_TYPE) is None else "= ")
            elif each.tag in _CODES and codes:
                codes[-1] += each.text or ""
            elif each.tag in _SIGNS:
                signs.append(str(each.tag))
            elif each.tag in PRINTING:
                words.append(printed(each))
                if not any(field_kind(code) in _WORKED_OUT for code in codes):
                    typed.append(words[-1])
    # A field that ends further on, as one that another program ends in a paragraph of its own.
    signs += ["{" + code for code in map(settled_code, codes) if not _TYPED_OVER.match(code)]
    said = (SPACES.sub(" ", "".join(each)) for each in (words, typed))
    return WhatIsRead(tuple(signs), *said)


def same_words(root: _Element) -> frozenset[str]:
    """The ids of the insertions and deletions of a part that change no word."""
    found = {mark.get(w("id"), "") for pair in _replaced(root) for mark in pair}
    for row in _joined(root):
        if any(next(each.iter(_FIELD, _SIMPLE), None) is not None for each in row) and _same(row):
            found.update(mark.get(w("id"), "") for each in row for mark in each.iter(_INS, _DEL))
        elif any(paragraph_property(each, w("sectPr")) is not None for each in row) and _same(row, ""):
            found.update(
                mark.get(w("id"), "") for each in row for mark in each.iterfind(_ENDS) if mark.tag == _end(each)
            )
    return frozenset(found)


def _replaced(root: _Element) -> Iterator[tuple[_Element, _Element]]:
    """The deletions with the insertions right after them that read the same."""
    for one in root.iter(_DEL):
        two = one.getnext()
        if two is not None and two.tag == _INS:
            words = _plain_words(one), _plain_words(two)
            if words[0] == words[1] if None not in words else _reading([one]).reads_as(_reading([two])):
                yield one, two


def _plain_words(mark: _Element) -> str | None:
    """The words of a mark that holds nothing but words in runs, as most do; None for any other."""
    said: list[str] = []
    for run in mark:
        if run.tag != _R:
            return None
        for piece in run:
            if piece.tag in _WORDS:
                said.append(letters(piece))
            elif piece.tag != _R_PR:
                return None
    return SPACES.sub(" ", "".join(said))


def _joined(root: _Element) -> Iterator[list[_Element]]:
    """The rows of paragraphs that tracked ends join."""
    row: list[_Element] = []
    for paragraph in root.iter(_P):
        if row and paragraph.getprevious() is row[-1] and _end(row[-1]):
            row.append(paragraph)
            continue
        if row and _end(row[0]):
            yield row
        row = [paragraph]
    if row and _end(row[0]):
        yield row


def _end(paragraph: _Element) -> str:
    """The mark on the paragraph's end: `ins` or `del` by its full name, "" for neither."""
    look = paragraph_property(paragraph, w("rPr"))
    held = [name for name in (_INS, _DEL) if look is not None and look.find(name) is not None]
    return held[0] if len(held) == 1 else ""


def _same(row: Sequence[_Element], words: str | None = None) -> bool:
    """Whether the row's lines that have anything in them read the same before and after: with all the words of both
    sides where `words` is ""."""
    sides = [_lines(row, gone, gone if words is None else words) for gone in (_INS, _DEL)]
    return len(sides[0]) == len(sides[1]) and all(map(WhatIsRead.reads_as, *sides))


def _lines(row: Sequence[_Element], gone: str, passed: str) -> list[WhatIsRead]:
    """The lines that have anything in them, where ends in marks of the name `gone` are not there, nor words in those
    of the name `passed`."""
    lines: list[list[_Element]] = [[]]
    for paragraph in row:
        lines[-1].extend(child for child in paragraph if child.tag != w("pPr"))
        if _end(paragraph) != gone:
            lines.append([])
    read = [_reading(each, passed) for each in lines]
    return [each for each in read if each.words.strip(" ") or each.signs]


def of_same_words(package: Package) -> int:
    """How many tracked changes, as Word counts them, change no word."""
    found = 0
    for name in story_parts(package):
        root = package.tree(name) if may_hold_marks(package.part(name)) else None
        alike = same_words(root) if root is not None else frozenset[str]()
        if root is not None and alike:
            found += sum(each.kind not in OF_LOOK and alike.issuperset(each.ids) for each in revisions_of(root, name))
    return found
