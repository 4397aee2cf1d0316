"""THE reading of a line: what stands in a paragraph, item by item, with the element, the run and the revisions of each.

Every command that asks what a paragraph says asks this, each for the side it needs: as it was (every tracked change
rejected) or as it will be. What each sign prints is in `signs.py`. Text boxes are told as items and are stories of
their own. Source: ECMA-376 part 1, 17.3 (paragraphs and runs), 17.5 (controls and tags), 17.13.5 (revisions), 17.16
(fields), 22.1 (equations); part 3, 9.3 (alternate content).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final, Literal, NamedTuple
from zlib import crc32

from lxml import etree

from specgen.word.document.signs import MATHS, SIGNS, SignKind, letters, printed
from specgen.word.package.ooxml import MC, w

_Element = etree._Element

ItemKind = Literal[
    SignKind, "text", "code", "turn", "control", "control end", "bookmark", "bookmark end", "box", "passed over"
]


class Item(NamedTuple):
    """One thing in a line. `text` is what it prints; `marks` the revisions round it, outermost first.

    `aside` says that it stands in the code of a field, where nobody reads it. A field's own item comes at its end, and
    `said` is its code; of what is passed over `said` is the reason."""

    kind: ItemKind
    text: str
    element: _Element
    run: _Element | None = None
    marks: tuple[_Element, ...] = ()
    aside: bool = False
    said: str = ""

    @property
    def was(self) -> bool:
        """Whether it is there when every change is rejected."""
        return not any(mark.tag in _PUT_IN for mark in self.marks)

    @property
    def will_be(self) -> bool:
        """Whether it is there when every change is accepted."""
        return not any(mark.tag in _TAKEN_OUT for mark in self.marks)


_P, _P_PR, _R, _R_PR, _T = (w(name) for name in ("p", "pPr", "r", "rPr", "t"))
LINE_ENDS: Final = str.maketrans({"\r": "\n", "\u2028": "\n", "\u2029": "\n"})
_PUT_IN: Final = frozenset({w("ins"), w("moveTo")})
_TAKEN_OUT: Final = frozenset({w("del"), w("moveFrom")})


def read_line(holder: _Element) -> list[Item]:
    """The items in a paragraph (or a run, or what else stands in a line), in their order."""
    walk = _LineWalk()
    walk.into(holder, holder if holder.tag == w("r") else None, ())
    walk.close(holder)
    return walk.items


def runs_of_words(paragraph: _Element) -> list[tuple[_Element, str]] | None:
    """Each run and letters of a paragraph that holds nothing but runs of words: what `read_line` gives of it, without
    the walk. None for any other."""
    found: list[tuple[_Element, str]] = []
    for run in paragraph:
        if run.tag == _R:
            for piece in run:
                if piece.tag == _T:
                    if text := letters(piece):
                        found.append((run, text))
                elif piece.tag != _R_PR:
                    return None
        elif run.tag != _P_PR:
            return None
    return found


def line_text(items: Iterable[Item]) -> str:
    """What the items print: their words and signs, without what stands in the codes of fields."""
    return "".join([item.text for item in items if item.text and not item.aside]).translate(LINE_ENDS)


def text_before(holder: _Element) -> str:
    """The line's words as they are when every change is rejected."""
    return line_text(item for item in read_line(holder) if not item.marks or item.was)


def text_after(holder: _Element) -> str:
    """The line's words as they are when every change is accepted."""
    return line_text(item for item in read_line(holder) if not item.marks or item.will_be)


def texts_of(block: _Element) -> list[str]:
    """What a block says as it will be: a line for each paragraph in it, those of text boxes after the one they are
    anchored in."""
    if block.tag == _P:
        plain = _plain_text(block)
        if plain is not None:
            return [plain]
        items = read_line(block)
        own = line_text(item for item in items if not item.marks or item.will_be)
        return [own, *(line for item in items if item.kind == "box" for line in texts_of(item.element))]
    return [
        line
        for child in block
        if isinstance(child.tag, str) and child.tag not in NOT_ENTERED and not passed_over(child)
        for line in texts_of(child)
    ]


def _plain_text(paragraph: _Element) -> str | None:
    """The words of a paragraph that holds nothing but words in runs, as most do; None for one that holds more."""
    words = runs_of_words(paragraph)
    return "".join([text for _, text in words]).translate(LINE_ENDS) if words is not None else None


# Which elements Word shows: of two alternatives the one that it understands, and nothing of what it does not know.
#
# Source: ECMA-376 part 3 (markup compatibility): 9.3 (alternate content), 7.2 (elements of unknown names are passed
# over).

ANOTHER_BRANCH: Final = "another branch"
"""Said of an alternative that stands aside for one before it."""
_UNKNOWN: Final = "elements that Word passes over with all that is in them"
_CHOICE: Final = f"{{{MC}}}Choice"
_FALLBACK: Final = f"{{{MC}}}Fallback"
_KNOWN: Final = re.compile(
    r"\{(?:http://schemas\.openxmlformats\.org/|urn:schemas-microsoft-com:(?:vml|office:)|http://"
    r"schemas\.microsoft\.com/office/)"
)
_OFFICE: Final = "http://schemas.microsoft.com/office/word/2010/"
_SURE: Final = frozenset(
    f"{_OFFICE}{name}" for name in ("wordprocessingShape", "wordprocessingGroup", "wordprocessingCanvas", "wordml")
)
"""What every Word since 2010 understands, so that of two alternatives it shows the first. Of all others both are read.
"""


def passed_over(element: _Element) -> str:
    """Why Word shows nothing of the element, in words; "" when it does."""
    if element.tag in (_CHOICE, _FALLBACK):
        return ANOTHER_BRANCH if any(_is_sure(each) for each in element.itersiblings(_CHOICE, preceding=True)) else ""
    return "" if _KNOWN.match(element.tag) else _UNKNOWN


def _is_sure(choice: _Element) -> bool:
    prefixes = choice.get("Requires", "").split()
    return bool(prefixes) and all(choice.nsmap.get(prefix) in _SURE for prefix in prefixes)


# The walk.

_VAL: Final = w("val")
_TXBX_CONTENT: Final = w("txbxContent")
_PAGE_FIELD: Final = re.compile(r"\s*(?:PAGE|NUMPAGES|SECTIONPAGES)\b", re.IGNORECASE)
_PAGE_NUMBER: Final = re.compile(r"[0-9ivxlcdmIVXLCDM]{0,8}")
_PAGE: Final = SIGNS[w("pgNum")].prints
_TURNS: Final = {w("bdo"): {"rtl": "\u202e", "ltr": "\u202d"}, w("dir"): {"rtl": "\u202b", "ltr": "\u202a"}}
"""Elements that turn the letters in them round, and the signs that do the same."""
_TURN_ENDS: Final = "\u202c"
_MATHS_SIGNS: Final = frozenset(f"{MATHS}{name}" for name in ("begChr", "endChr", "sepChr", "chr"))
NOT_ENTERED: Final = frozenset(
    w(name)
    for name in (
        "pPr", "rPr", "sdtPr", "sdtEndPr", "smartTagPr", "customXmlPr", "rubyPr", "tblPr", "trPr", "tcPr", "sectPr",
        "tblGrid", "tblPrEx", "fldData", "ffData",
    )
)  # fmt: skip
"""Properties, which hold no words."""
_NOTHING: Final = NOT_ENTERED | frozenset(
    w(name)
    for name in ("p", "tbl", "proofErr", "permStart", "permEnd", "commentRangeStart", "commentRangeEnd", "rubyAlign")
)
"""What is passed by in a line: properties, marks without words, and blocks, which are no part of a line."""

_Marks = tuple[_Element, ...]


class _OpenField:
    """A field that is open: how many items stand before it, its code so far, and whether what it shows has begun."""

    __slots__ = ("code", "first", "shows")

    def __init__(self, first: int, code: str = "", shows: bool = False) -> None:
        self.first = first
        self.code = [code] if code else []
        self.shows = shows


class _LineWalk:
    """The walk through one line. A Word file nests at most 256 deep (the parser's limit), and so does this."""

    __slots__ = ("aside", "fields", "items")

    def __init__(self) -> None:
        self.items: list[Item] = []
        self.fields: list[_OpenField] = []
        self.aside = (0, 0)
        """The items that were set aside last: fields in each other's code set aside more and more of the same."""

    def into(self, holder: _Element, run: _Element | None, marks: _Marks) -> None:
        for child in holder:
            _ACTS.get(child.tag, _LineWalk.other)(self, child, run, marks)

    def close(self, holder: _Element) -> None:
        """End the fields that are open: their codes may go on over the next lines and hide their words."""
        for field_ in reversed(self.fields):
            code = " ".join("".join(field_.code).split())
            self.items.append(Item("field", "", holder, said=code if field_.shows else f"unfinished: {code}"))

    def nothing(self, element: _Element, run: _Element | None, marks: _Marks) -> None:
        """Pass the element by."""

    def words(self, element: _Element, run: _Element | None, marks: _Marks) -> None:
        text = letters(element)
        if text:
            self.items.append(Item("text", text, element, run, marks))

    def sign(self, element: _Element, run: _Element | None, marks: _Marks) -> None:
        self.items.append(Item(SIGNS[element.tag].kind, printed(element), element, run, marks))

    def run(self, element: _Element, run: _Element | None, marks: _Marks) -> None:
        for child in element:
            if child.tag == _T:
                # Nearly all that runs hold.
                if text := letters(child):
                    self.items.append(Item("text", text, child, element, marks))
            else:
                _ACTS.get(child.tag, _LineWalk.other)(self, child, element, marks)

    def revision(self, element: _Element, run: _Element | None, marks: _Marks) -> None:
        self.into(element, run, (*marks, element))

    def equation(self, element: _Element, run: _Element | None, marks: _Marks) -> None:
        self.sign(element, run, marks)
        self.into(element, run, marks)

    def maths_sign(self, element: _Element, run: _Element | None, marks: _Marks) -> None:
        self.items.append(Item("equation", element.get(f"{MATHS}val", ""), element, run, marks))

    def turn(self, element: _Element, run: _Element | None, marks: _Marks) -> None:
        sign = _TURNS[element.tag].get(element.get(_VAL, ""), "")
        if sign:
            self.items.append(Item("turn", sign, element, run, marks))
        self.into(element, run, marks)
        if sign:
            self.items.append(Item("turn", _TURN_ENDS, element, run, marks))

    def picture(self, element: _Element, run: _Element | None, marks: _Marks) -> None:
        if next(element.iter(_TXBX_CONTENT), None) is None:
            self.sign(element, run, marks)
        else:
            self.into(element, run, marks)

    def box(self, element: _Element, run: _Element | None, marks: _Marks) -> None:
        self.items.append(Item("box", "", element, run, marks))

    def control(self, element: _Element, run: _Element | None, marks: _Marks) -> None:
        self.items.append(Item("control", "", element, run, marks))
        self.into(element, run, marks)
        self.items.append(Item("control end", "", element, run, marks))

    def bookmark(self, element: _Element, run: _Element | None, marks: _Marks) -> None:
        self.items.append(Item("bookmark", "", element, run, marks))

    def bookmark_end(self, element: _Element, run: _Element | None, marks: _Marks) -> None:
        self.items.append(Item("bookmark end", "", element, run, marks))

    def ruby(self, element: _Element, run: _Element | None, marks: _Marks) -> None:
        """The words with those above them in brackets, as Word says them in plain text."""
        for base in element.iterchildren(w("rubyBase")):
            self.into(base, run, marks)
        for above in element.iterchildren(w("rt")):
            at = len(self.items)
            self.into(above, run, marks)
            if self.items[at:]:
                self.items.insert(at, Item("letter", "(", above, run, marks))
                self.items.append(Item("letter", ")", above, run, marks))

    def field_code(self, element: _Element, run: _Element | None, marks: _Marks) -> None:
        self.items.append(Item("code", element.text or "", element, run, marks, aside=True))
        if self.fields:
            self.fields[-1].code.append(element.text or "")

    def simple_field(self, element: _Element, run: _Element | None, marks: _Marks) -> None:
        self.fields.append(_OpenField(len(self.items), element.get(w("instr"), ""), shows=True))
        self.into(element, run, marks)
        self._end_field(element, run, marks)

    def field_mark(self, element: _Element, run: _Element | None, marks: _Marks) -> None:
        kind = element.get(w("fldCharType"), "")
        if kind == "begin":
            self.fields.append(_OpenField(len(self.items)))
        elif kind == "separate" and self.fields and not self.fields[-1].shows:
            self._set_aside(self.fields[-1].first)
            self.fields[-1].shows = True
        elif kind == "end" and self.fields:
            self._end_field(element, run, marks)

    def _end_field(self, element: _Element, run: _Element | None, marks: _Marks) -> None:
        field_ = self.fields.pop()
        if not field_.shows:
            self._set_aside(field_.first)
        code = "".join(field_.code)
        said = " ".join(code.split())
        # Page numbers are counted anew by every program; they are no words of the document.
        if _PAGE_FIELD.match(code) and _PAGE_NUMBER.fullmatch(line_text(self.items[field_.first :])):
            self._set_aside(field_.first)
            self.items.append(Item("field", _PAGE, element, run, marks, said=said))
        else:
            self.items.append(Item("field", "", element, run, marks, said=said))

    def _set_aside(self, first: int) -> None:
        """Nobody sees words that stand in a field's code."""
        begin, end = self.aside if first <= self.aside[0] else (first, first)
        for at in (*range(first, begin), *range(end, len(self.items))):
            if self.items[at].text:
                self.items[at] = self.items[at]._replace(aside=True)
        self.aside = first, len(self.items)

    def other(self, element: _Element, run: _Element | None, marks: _Marks) -> None:
        if not isinstance(element.tag, str):
            return
        if reason := passed_over(element):
            self.items.append(Item("passed over", "", element, run, marks, said=reason))
        elif len(element):
            self.into(element, run, marks)


_Act = Callable[[_LineWalk, _Element, _Element | None, _Marks], None]
_SIGN_ACTS: Final[Mapping[SignKind, _Act]] = {"equation": _LineWalk.equation, "picture": _LineWalk.picture}
_ACTS: Final[dict[object, _Act]] = {
    **{name: _SIGN_ACTS.get(sign.kind, _LineWalk.sign) for name, sign in SIGNS.items() if sign.kind != "nothing"},
    **{name: _LineWalk.nothing for name, sign in SIGNS.items() if sign.kind == "nothing"},
    **dict.fromkeys(_NOTHING, _LineWalk.nothing),
    w("t"): _LineWalk.words,
    w("delText"): _LineWalk.words,
    f"{MATHS}t": _LineWalk.words,
    w("r"): _LineWalk.run,
    f"{MATHS}r": _LineWalk.run,
    **dict.fromkeys((*_PUT_IN, *_TAKEN_OUT), _LineWalk.revision),
    **dict.fromkeys(_MATHS_SIGNS, _LineWalk.maths_sign),
    **dict.fromkeys(_TURNS, _LineWalk.turn),
    _TXBX_CONTENT: _LineWalk.box,
    w("sdt"): _LineWalk.control,
    w("bookmarkStart"): _LineWalk.bookmark,
    w("bookmarkEnd"): _LineWalk.bookmark_end,
    w("ruby"): _LineWalk.ruby,
    w("instrText"): _LineWalk.field_code,
    w("delInstrText"): _LineWalk.field_code,
    w("fldSimple"): _LineWalk.simple_field,
    w("fldChar"): _LineWalk.field_mark,
}
"""What is done with an element of that name; one of another name is gone into, unless Word passes it over."""


def rows_of(table: etree._Element) -> list[etree._Element]:
    """The table's own rows, without those of tables in it."""
    return [row for row in table.iter(w("tr")) if next(row.iterancestors(w("tbl"))) is table]


def neighbours(own: Sequence[etree._Element], at: int) -> tuple[str, str]:
    """What the rows of a table above that place are known by, and those below: for each a short sum of its first cell
    and one of all its words, so that what stands beside a row can be told without the file."""
    return (
        " ".join(map(known_by, own[max(0, at - _MOST_AROUND) : at])),
        " ".join(map(known_by, own[at + 1 : at + 1 + _MOST_AROUND])),
    )


_MOST_AROUND: Final = 100


def known_by(row: etree._Element) -> str:
    """A sum of its first cell and one of all its words, as they are with every tracked change."""
    cells = [" ".join(" ".join(map(text_after, cell.iter(w("p")))).split()) for cell in row.iter(w("tc"))]
    return ":".join(f"{crc32(text.encode()):08x}" for text in (next(filter(None, cells), ""), "\n".join(cells)))


def sides_of(known: Sequence[str], above: frozenset[str], below: frozenset[str]) -> list[int]:
    """Of each row that stands: -1 if it was issued above, 1 if it was issued below, 0 if that is not known. Rows are
    known by all their words, or by a first cell that the table has once."""
    labels = [each.split(":")[0] for each in known]
    once = Counter(labels)
    heads = [{each.split(":")[0] for each in side} for side in (above, below)]
    return [
        (each in below) - (each in above) or ((label in heads[1]) - (label in heads[0]) if once[label] == 1 else 0)
        for each, label in zip(known, labels, strict=True)
    ]
