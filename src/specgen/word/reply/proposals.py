"""The tracked changes of a document as a person decides them: marks that stand together are one proposal.

A replacement is a deletion and an insertion side by side; a paragraph put in is its words and its mark. Deciding one
half alone would leave both words or none, so the halves have one answer. Source: ECMA-376 part 1, 17.13.5.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal, NamedTuple

from lxml import etree

from specgen.word.document.inline import read_line
from specgen.word.document.revisions import in_fallback, revision_marks
from specgen.word.document.signs import SIGNS
from specgen.word.package.ooxml import w

_Element = etree._Element

AnswerVerdict = Literal["accept", "reject", "counter", "ask"]
VERDICTS: Final[tuple[AnswerVerdict, ...]] = ("accept", "reject", "counter", "ask")

_RUN_MARKS: Final = (w("ins"), w("del"))
_MOVES: Final = (w("moveFrom"), w("moveTo"))
_ALL: Final = (*_RUN_MARKS, *_MOVES)
_SIGNS: Final = (name for name, sign in SIGNS.items() if sign.kind in ("tab", "break", "letter", "symbol"))
_RESTORABLE: Final = frozenset((*map(w, ("rPr", "t", "delText", "lastRenderedPageBreak")), *_SIGNS))
"""What can be put in again as it was: words and the signs between them."""
_ROUND: Final = frozenset(
    w(name)
    for name in (
        "r",
        "bookmarkStart",
        "bookmarkEnd",
        "proofErr",
        "commentRangeStart",
        "commentRangeEnd",
        "permStart",
        "permEnd",
    )
)
_LOOK: Final = "it changes the look, a list, a cell or a control, which is answered in Word"


class MarkedThing(NamedTuple):
    """One marked thing in the flow of a story: words, or the end of a paragraph."""

    marks: tuple[_Element, ...]
    paragraph: _Element
    ends: bool


@dataclass(frozen=True, slots=True)
class Proposal:
    """Marks that are decided together. `marks` are their numbers among `revision_marks` of the part.

    `fault` says why nothing but a question can be put to it, `no_words` why no other words can be put in its place, and
    `no_comment` why no comment can stand there; each "" where it can.
    """

    part: str
    marks: tuple[int, ...]
    paragraphs: tuple[int, ...]
    fault: str = ""
    no_words: str = ""
    no_comment: str = ""

    def refusal(self, verdict: AnswerVerdict) -> str:
        """Why this verdict cannot be carried out in the file; "" when it can."""
        if verdict == "ask":
            return self.no_comment
        if self.fault:
            return self.fault
        if verdict == "accept":
            return self.no_comment
        return self.no_words if verdict == "counter" else ""


def read_proposals(root: _Element, part: str, *, main: bool) -> list[Proposal]:
    """Every tracked change of the part, in the order of the text. `main` says that it is the main part, where alone
    a comment can stand."""
    numbers = {mark: number for number, mark in enumerate(revision_marks(root))}
    if not numbers:
        return []
    paragraphs = {each: number for number, each in enumerate(root.iter(w("p")), 1)}
    found: list[Proposal] = []
    done: set[_Element] = set()
    for group in _groups(root):
        marks = sorted({numbers[mark] for token in group for mark in token.marks})
        done.update(mark for token in group for mark in token.marks)
        places = tuple(dict.fromkeys(paragraphs[token.paragraph] for token in group))
        comment = _no_comment(group[0].paragraph, main=main)
        found.append(Proposal(part, tuple(marks), places, _fault(group), _no_words(group), comment))
    for mark, number in numbers.items():
        if mark not in done:
            paragraph = next(mark.iterancestors(w("p")), None)
            places = (paragraphs[paragraph],) if paragraph is not None else ()
            found.append(Proposal(part, (number,), places, _LOOK, "", _no_comment(paragraph, main=main)))
    return sorted(found, key=lambda each: each.marks)


_RESTORED: Final = _RESTORABLE - {w("rPr"), w("lastRenderedPageBreak")}


def _no_comment(paragraph: _Element | None, *, main: bool) -> str:
    """Why no comment can stand in the paragraph; "" when one can."""
    if paragraph is None:
        return _LOOK
    if not main:
        return "no comment can stand in a header, a footer or a note"
    boxed = next(paragraph.iterancestors(w("txbxContent")), None) is not None or in_fallback(paragraph)
    return "no comment can stand in a text box" if boxed else ""


def is_paragraph_mark(mark: _Element) -> bool:
    """Whether it stands on a paragraph's end, not round words."""
    holder = mark.getparent()
    above = holder.getparent() if holder is not None else None
    return holder is not None and holder.tag == w("rPr") and above is not None and above.tag == w("pPr")


def paragraph_of(element: _Element) -> _Element:
    """The paragraph that the element stands in."""
    return next(element.iterancestors(w("p")))


def _groups(root: _Element) -> Iterator[list[MarkedThing]]:
    """The marked things that stand together, one author's, with nothing between that stays."""
    group: list[MarkedThing] = []
    begins = False
    row: _Element | None = None
    last: _Element | None = None
    for paragraph in root.iter(w("p")):
        if in_fallback(paragraph):
            continue
        marked_row = _tracked_row(paragraph)
        together = marked_row is not None and marked_row is row
        if not together and group and (marked_row is not row or not _follows(last, paragraph)):
            yield group
            group = []
        row, last = marked_row, paragraph
        if marked_row is not None and not together:
            group = [MarkedThing(tuple(row_marks(marked_row)), paragraph, ends=False)]
            together = True
        first, whole = True, True
        for token in _tokens(paragraph):
            if token is None:
                whole = first = False
                if group and not together:
                    yield group
                    group = []
                continue
            if group and not together and not _joins(group[-1], token):
                yield group
                group = []
            if not group:
                begins = first
            whole = whole and (token.ends or _kind(token) == "ins" or _kind(token) == "del")
            first = False
            group.append(token)
        ended = bool(group) and group[-1].ends and group[-1].paragraph is paragraph
        # A paragraph that comes or goes whole is decided by itself.
        alike = len({_kind(token) for token in group if token.paragraph is paragraph}) == 1
        if ended and whole and alike and begins and marked_row is None:
            yield group
            group = []
    if group:
        yield group


def _tokens(paragraph: _Element) -> Iterator[MarkedThing | None]:
    """What stands in the paragraph: a token for what is marked, None for what is not."""
    for item in read_line(paragraph):
        if item.marks:
            yield MarkedThing(item.marks, paragraph, False)
        elif item.text or item.kind in ("control", "control end", "field", "box"):
            yield None
    properties = paragraph.find(f"{w('pPr')}/{w('rPr')}")
    ends = tuple(child for child in (properties if properties is not None else ()) if child.tag in _ALL)
    yield MarkedThing(ends, paragraph, True) if ends else None


def _joins(one: MarkedThing, two: MarkedThing) -> bool:
    return one.marks[0].get(w("author")) == two.marks[0].get(w("author")) and (one.marks[0].tag in _MOVES) == (
        two.marks[0].tag in _MOVES
    )


def _kind(token: MarkedThing) -> str:
    return etree.QName(token.marks[0]).localname if len(token.marks) == 1 else "both"


def _follows(one: _Element | None, two: _Element) -> bool:
    """Whether words can run on from one paragraph into the other: both stand in one holder."""
    return one is not None and one.getparent() is two.getparent()


def _tracked_row(paragraph: _Element) -> _Element | None:
    """The innermost row that comes or goes with the paragraph, if one does."""
    return next((row for row in paragraph.iterancestors(w("tr")) if row_marks(row)), None)


def row_marks(row: _Element) -> list[_Element]:
    """The marks by which the row itself comes or goes."""
    properties = row.find(w("trPr"))
    return [child for child in (properties if properties is not None else ()) if child.tag in _RUN_MARKS]


def row_of(mark: _Element) -> _Element | None:
    """The row that comes or goes by this mark; None for a mark on anything else."""
    holder = mark.getparent()
    return holder.getparent() if holder is not None and holder.tag == w("trPr") else None


def _fault(group: Sequence[MarkedThing]) -> str:
    marks = [mark for token in group for mark in token.marks]
    if any(mark.tag in _MOVES for mark in marks):
        return "it is moved, and a move is answered in Word"
    if any(len(token.marks) > 1 for token in group):
        return "one tracked change stands inside another there; answer it in Word"
    if (row := _tracked_row(group[0].paragraph)) is not None and (reason := _fault_of_row(row)):
        return reason
    if any(next(token.paragraph.iterancestors(w("txbxContent")), None) is not None for token in group):
        return "it stands in a text box; answer it in Word"
    if any(_in_field(mark) for mark in marks):
        return "it stands in the result of a field, which a program replaces"
    for mark in marks:
        if mark.tag == w("del") and is_paragraph_mark(mark):
            if paragraph_of(mark).find(f"{w('pPr')}/{w('sectPr')}") is not None:
                return "a section of the document ends there; answer it in Word"
        elif mark.tag == w("del"):
            for run in mark.iter(w("r")):
                if any(isinstance(child.tag, str) and child.tag not in _RESTORABLE for child in run):
                    return "it takes out more than words (a note, a field or a picture); answer it in Word"
            if any(child.tag != w("r") for child in mark if isinstance(child.tag, str)):
                return "it takes out more than words (a control, a link or a bookmark); answer it in Word"
        elif mark.tag == w("ins") and any(child.tag not in _ROUND for child in mark if isinstance(child.tag, str)):
            return "it puts in more than words (a control, a link or an equation); answer it in Word"
    return ""


def _fault_of_row(row: _Element) -> str:
    if next(row.iter(w("tbl")), None) is not None:
        return "a table stands inside the row; answer it in Word"
    if any("customXml" in str(each.tag) for each in row.iter(etree.Element)):
        return "a control of the row comes or goes with it; answer it in Word"
    if row_marks(row)[0].tag == w("del") and any(_stays(run) for run in row.iter(w("r"))):
        return "words of the row are not struck with it; answer it in Word"
    return ""


def _stays(run: _Element) -> bool:
    """Whether words of the run are not struck."""
    return next(run.iterancestors(w("del")), None) is None and any(child.tag in _RESTORED for child in run)


def _no_words(group: Sequence[MarkedThing]) -> str:
    if _tracked_row(group[0].paragraph) is not None:
        return "a row has no one place for other words"
    marks = [mark for token in group for mark in token.marks]
    if len({token.paragraph for token in group if not token.ends}) != 1:
        return "it has no words in just one paragraph, so other words have no one place there"
    if any(is_paragraph_mark(mark) and mark.tag == w("del") for mark in marks):
        return (
            "the paragraph goes with it: reject it, and write the other words into the paragraph that is put in again"
        )
    return ""


def _in_field(mark: _Element) -> bool:
    """Whether the mark stands between the beginning and the end of a field, which began in its paragraph."""
    if next(mark.iterancestors(w("fldSimple")), None) is not None:
        return True
    if is_paragraph_mark(mark) or row_of(mark) is not None:
        return False
    opened = 0
    for each in paragraph_of(mark).iter(w("fldChar"), mark.tag):
        if each is mark:
            return opened > 0
        if each.tag == w("fldChar"):
            kind = each.get(w("fldCharType"))
            opened += (kind == "begin") - (kind == "end")
    return False
