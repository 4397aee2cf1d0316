"""The tracked changes of a document as a person decides them: marks that stand together are one proposal.

A replacement is a deletion and an insertion side by side; a paragraph put in is its words and its mark. Deciding one
half alone would leave both words or none, so the halves have one answer. Source: ECMA-376 part 1, 17.13.5.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final, Literal, NamedTuple

from lxml import etree
from msgspec import Struct

from specgen.word.document.inline import read_line
from specgen.word.document.revisions import in_fallback, revision_marks
from specgen.word.document.signs import SIGNS
from specgen.word.package.ooxml import w
from specgen.word.reply.letters import BOUND_WORDS, in_field, is_bound

_Element = etree._Element

AnswerVerdict = Literal["accept", "reject", "counter", "ask", "reply"]
VERDICTS: Final[tuple[AnswerVerdict, ...]] = ("accept", "reject", "counter", "ask", "reply")
NO_COMMENT_OF_THEIRS: Final = "it is no comment, which alone is replied to; ask about it"

_RUN_MARKS: Final = (w("ins"), w("del"))
_MOVES: Final = (w("moveFrom"), w("moveTo"))
_ALL: Final = (*_RUN_MARKS, *_MOVES)
PUT_IN: Final = (w("ins"), w("moveTo"))
_TAKEN_OUT: Final = (w("del"), w("moveFrom"))
_SIGNS: Final = (name for name, sign in SIGNS.items() if sign.kind in ("tab", "break", "letter", "symbol"))
_RESTORABLE: Final = frozenset((*map(w, ("rPr", "t", "delText", "lastRenderedPageBreak")), *_SIGNS))
"""What can be put in again as it was: words and the signs between them."""
RANGES: Final = tuple(w(f"{kind}{side}") for kind in ("bookmark", "commentRange", "perm") for side in ("Start", "End"))
"""Where something begins or ends that stands in no words."""
_ROUND: Final = frozenset({w("r"), w("proofErr"), *RANGES})
_IN_INSERTION: Final = _ROUND | {w("del")}
_LOOK: Final = "it changes the look, a list, a cell or a control, which is answered in Word"
_LOOKS: Final = frozenset(
    w(f"{name}Change") for name in ("rPr", "pPr", "sectPr", "tcPr", "trPr", "tblPrEx", "numbering")
)
_NO_WORDS_OF_A_LOOK: Final = "a look has no words that others could take the place of"
_ONE_LOOK: Final = "Word keeps one proposed look at a place, so that ours cannot stand beside theirs; answer it in Word"


class MarkedThing(NamedTuple):
    """One marked thing in the flow of a story: words, or the end of a paragraph."""

    marks: tuple[_Element, ...]
    paragraph: _Element
    ends: bool


class Proposal(Struct, frozen=True):
    """Marks that are decided together. `marks` are their numbers among `revision_marks` of the part.

    `fault` says why only a comment can answer it, `no_words` why no other words can be put in its place, `no_comment`
    why no comment can stand there, and `no_reject` why it can be accepted and refused by a comment alone; each "" where
    it can.
    """

    part: str
    marks: tuple[int, ...]
    paragraphs: tuple[int, ...]
    fault: str = ""
    no_words: str = ""
    no_comment: str = ""
    no_reject: str = ""
    look: bool = False
    """Whether it changes a look and no words."""

    def refusal(self, verdict: AnswerVerdict) -> str:
        """Why this verdict cannot be carried out in the file; "" when it can."""
        if verdict == "reply":
            return NO_COMMENT_OF_THEIRS
        if verdict == "ask" or (verdict == "reject" and (self.fault or self.no_reject)):
            # What no mark of ours can refuse is refused by our comment.
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
    names = _move_names(root)
    for group in _whole_moves(_groups(root), names):
        marks = sorted({numbers[mark] for token in group for mark in token.marks})
        done.update(mark for token in group for mark in token.marks)
        places = tuple(dict.fromkeys(paragraphs[token.paragraph] for token in group))
        comment = no_comment(group[-1].paragraph, main=main)
        found.append(Proposal(part, tuple(marks), places, _fault(group), _no_words(group), comment))
    for mark, number in numbers.items():
        if mark not in done:
            paragraph = next(mark.iterancestors(w("p")), None)
            places = (paragraphs[paragraph],) if paragraph is not None else ()
            comment = no_comment(paragraph, main=main)
            fault = "" if mark.tag in _LOOKS else _LOOK
            reject, look = _no_reject_of_look(mark), mark.tag in _LOOKS
            found.append(Proposal(part, (number,), places, fault, _NO_WORDS_OF_A_LOOK, comment, reject, look=look))
    return sorted(found, key=lambda each: each.marks)


def run_of_look(mark: _Element) -> _Element | None:
    """The run whose own look the mark changes; None for any other mark."""
    holder = mark.getparent()
    run = holder.getparent() if holder is not None and mark.tag == w("rPrChange") else None
    return run if run is not None and run.tag == w("r") else None


def paragraph_of_look(mark: _Element) -> _Element | None:
    """The paragraph whose look the mark changes; None for any other mark."""
    holder = mark.getparent()
    paragraph = holder.getparent() if holder is not None and mark.tag == w("pPrChange") else None
    return paragraph if paragraph is not None and paragraph.tag == w("p") else None


def _no_reject_of_look(mark: _Element) -> str:
    """Why a change of a look cannot be refused: only words can be struck and put in again as they looked, and only a
    paragraph's look can be changed back in its own place."""
    if paragraph_of_look(mark) is not None:
        return ""
    run = run_of_look(mark)
    if run is None or run.getparent() is None or run.getparent().tag != w("p"):  # type: ignore[union-attr]
        return _ONE_LOOK
    if any(isinstance(child.tag, str) and child.tag not in _RESTORABLE for child in run):
        return "more than words stand there (a note, a field or a picture); answer it in Word"
    return "it stands in the result of a field, which a program replaces" if _in_field(mark) else ""


# Moves: what is taken out in one place and put in in another has one answer.
#
# Source: ECMA-376 part 1, 17.13.5.24 (moveFromRangeStart) and 17.13.5.28 (moveToRangeStart): w:name joins the two.

_RANGES: Final = {
    w(f"move{kind}Range{side}"): (f"move{kind}", side) for kind in ("From", "To") for side in ("Start", "End")
}


def _move_names(root: _Element) -> dict[_Element, str]:
    """Each mark of a move → the name of its move; "" where no range names it, or a name is given twice."""
    names: dict[_Element, str] = {}
    opened: dict[str, list[tuple[str, str]]] = {"moveFrom": [], "moveTo": []}
    given: dict[tuple[str, str], int] = {}
    ends: list[tuple[_Element, _Element]] = []
    last: dict[_Element, dict[str, str]] = {}
    for each in root.iter(*_RANGES, *_MOVES):
        paragraph = next(each.iterancestors(w("p")), None)
        if each.tag in _RANGES:
            kind, side = _RANGES[each.tag]
            if side == "Start":
                name = each.get(w("name"), "")
                given[kind, name] = given.get((kind, name), 0) + 1
                opened[kind].append((each.get(w("id"), ""), name))
                if paragraph is not None:
                    last.setdefault(paragraph, {})[kind] = name
            else:
                opened[kind] = [held for held in opened[kind] if held[0] != each.get(w("id"), "")]
            continue
        kind = etree.QName(each).localname
        if is_paragraph_mark(each):
            ends.append((each, paragraph_of(each)))
        names[each] = opened[kind][-1][1] if opened[kind] else ""
        if names[each] and paragraph is not None:
            last.setdefault(paragraph, {})[kind] = names[each]
    for mark, paragraph in ends:
        # The end of a paragraph is written before what stands in it, and belongs to the last of that.
        names[mark] = last.get(paragraph, {}).get(etree.QName(mark).localname, names[mark])
    return {
        mark: name if max(given.get((kind, name), 0) for kind in opened) == 1 else "" for mark, name in names.items()
    }


def _whole_moves(groups: Iterator[list[MarkedThing]], names: dict[_Element, str]) -> Iterator[list[MarkedThing]]:
    """The groups, with both halves of each move as one: what is taken out first, then what is put in."""
    halves: dict[str, list[MarkedThing]] = {}
    for group in groups:
        moved = [next((mark for mark in token.marks if mark.tag in _MOVES), None) for token in group]
        if not any(mark is not None and names.get(mark) for mark in moved):
            yield group
            continue
        for token, mark in zip(group, moved, strict=True):
            halves.setdefault(names.get(mark, "") if mark is not None else "", []).append(token)
    for name, tokens in halves.items():
        if name:
            yield sorted(tokens, key=lambda token: _half(token) == "moveTo")
        else:
            yield from ([token] for token in tokens)


def _half(token: MarkedThing) -> str:
    return next((etree.QName(mark).localname for mark in token.marks if mark.tag in _MOVES), "")


_RESTORED: Final = _RESTORABLE - {w("rPr"), w("lastRenderedPageBreak")}


NO_COMMENT_BESIDE: Final = "no comment can stand in a header, a footer or a note"


def no_comment(paragraph: _Element | None, *, main: bool) -> str:
    """Why no comment can stand in the paragraph; "" when one can."""
    if paragraph is None:
        return _LOOK
    if not main:
        return NO_COMMENT_BESIDE
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
    if any(mark.tag in _MOVES for mark in marks) and {_half(token) for token in group} != {"moveFrom", "moveTo"}:
        return "it is moved, and the other half of the move is not in the file; answer it in Word"
    if any(_mixed(token) for token in group):
        return "one tracked change stands inside another there; answer it in Word"
    if (row := _tracked_row(group[0].paragraph)) is not None and (reason := _fault_of_row(row)):
        return reason
    if any(next(token.paragraph.iterancestors(w("txbxContent")), None) is not None for token in group):
        return "it stands in a text box; answer it in Word"
    if any(_in_field(mark) for mark in marks):
        return "it stands in the result of a field, which a program replaces"
    if any(is_bound(mark) for mark in marks):
        return BOUND_WORDS
    for mark in marks:
        if mark.tag in _TAKEN_OUT and is_paragraph_mark(mark):
            if paragraph_of(mark).find(f"{w('pPr')}/{w('sectPr')}") is not None:
                return "a section of the document ends there; answer it in Word"
        elif mark.tag in _TAKEN_OUT and not within(mark, marks):
            for run in mark.iter(w("r")):
                if any(isinstance(child.tag, str) and child.tag not in _RESTORABLE for child in run):
                    return "it takes out more than words (a note, a field or a picture); answer it in Word"
            if any(child.tag != w("r") for child in mark if isinstance(child.tag, str)):
                return "it takes out more than words (a control, a link or a bookmark); answer it in Word"
        elif mark.tag in PUT_IN and any(child.tag not in _IN_INSERTION for child in mark if isinstance(child.tag, str)):
            return "it puts in more than words (a control, a link or an equation); answer it in Word"
    return ""


def _mixed(token: MarkedThing) -> bool:
    """Whether marks stand in each other there otherwise than as words that were put in and then taken out again, which
    are there in neither case."""
    return len(token.marks) > 1 and (token.ends or [mark.tag for mark in token.marks] != list(_RUN_MARKS))


def within(mark: _Element, others: Sequence[_Element]) -> bool:
    """Whether it stands inside one of the others."""
    return any(above in others for above in mark.iterancestors())


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
    said = [token for token in group if not token.ends and _half(token) != "moveFrom"]
    if len({token.paragraph for token in said}) != 1:
        return "it has no words in just one paragraph, so other words have no one place there"
    if any(is_paragraph_mark(mark) and mark.tag == w("del") for mark in marks):
        return (
            "the paragraph goes with it: reject it, and write the other words into the paragraph that is put in again"
        )
    return ""


def _in_field(mark: _Element) -> bool:
    """Whether the mark stands between the beginning and the end of a field, which began in its paragraph."""
    return not is_paragraph_mark(mark) and row_of(mark) is None and in_field(paragraph_of(mark), {mark})
