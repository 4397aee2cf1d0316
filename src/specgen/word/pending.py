"""What is still open in a file: its tracked changes and comments, counted in one walk however many there are.

`revisions.py` and `comments.py` say what each one is and where it stands; this only counts them, in time that grows with
the file alone. Source: ECMA-376 part 1, 17.13.4 and 17.13.5; “resolved” is Word's extension (MS-DOCX 2.7).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from lxml import etree

from specgen.problems import Problem
from specgen.word.ooxml import w
from specgen.word.package import Package, parsed, relationships
from specgen.word.story_text import in_fallback, story_parts

_Element = etree._Element

_MARKS: Final = tuple(
    w(name) for name in (
        "ins", "del", "moveFrom", "moveTo", "cellIns", "cellDel", "cellMerge", "customXmlInsRangeStart", "customXmlDelRangeStart",
        "customXmlMoveFromRangeStart", "customXmlMoveToRangeStart", "rPrChange", "pPrChange", "sectPrChange", "tblPrChange", "tblPrExChange",
        "tblGridChange", "trPrChange", "tcPrChange", "numberingChange",
    )
)  # fmt: skip
_W14: Final = "http://schemas.microsoft.com/office/word/2010/wordml"
_W15: Final = "http://schemas.microsoft.com/office/word/2012/wordml"
_MOST_AUTHORS: Final = 20


@dataclass(frozen=True, slots=True)
class Tracked:
    """The pending tracked changes. `authors` are the first twenty by name; `first` and `last` dates as written in the file."""

    count: int = 0
    authors: tuple[str, ...] = ()
    first: str = ""
    last: str = ""
    parts: frozenset[str] = frozenset()
    """The parts of the file that hold any."""


@dataclass(frozen=True, slots=True)
class Remarks:
    """The comments, replies among them. `settled` are those that Word shows as resolved."""

    count: int = 0
    settled: int = 0
    authors: tuple[str, ...] = ()


def pending_changes(package: Package) -> tuple[Tracked, list[Problem]]:
    """The tracked changes of every part, and a problem for each part that cannot be read.

    Marks that touch each other and have one kind, author and date are one change, as Word shows them.
    """
    count = 0
    authors: set[str] = set()
    dates: set[str] = set()
    parts: set[str] = set()
    problems: list[Problem] = []
    for name in story_parts(package):
        if not _may_hold_marks(package.part(name)):
            continue
        root, faults = parsed(package, name)
        problems += faults
        for mark in root.iter(*_MARKS) if root is not None else ():
            if _continues(mark) or in_fallback(mark):
                continue
            count += 1
            parts.add(name)
            authors.add(mark.get(w("author"), ""))
            if date := mark.get(w("date"), ""):
                dates.add(date[:10])
    return Tracked(count, _named(authors), min(dates, default=""), max(dates, default=""), frozenset(parts)), problems


def _may_hold_marks(data: bytes) -> bool:
    """Every mark gives its author, whose name stands in the part as plain letters unless the part is in UTF-16."""
    return b"author" in data or b"\0" in data[:200]


def _continues(mark: _Element) -> bool:
    before = mark.getprevious()
    return (
        before is not None and before.tag == mark.tag and before.get(w("author")) == mark.get(w("author")) and before.get(w("date")) == mark.get(w("date"))
    )


def pending_comments(package: Package) -> tuple[Remarks, list[Problem]]:
    """The comments of the document, and the problem that they cannot be read."""
    root, problems = _related(package, "/comments")
    if root is None:
        return Remarks(), problems
    extended, _ = _related(package, "/commentsExtended")  # a part that cannot be read only costs what is settled
    done = {each.get(f"{{{_W15}}}paraId", "") for each in (extended if extended is not None else ()) if each.get(f"{{{_W15}}}done") in ("1", "true")}
    written = root.findall(w("comment"))
    settled = sum(any(paragraph.get(f"{{{_W14}}}paraId", "") in done for paragraph in each.iterchildren(w("p"))) for each in written) if done else 0
    return Remarks(len(written), settled, _named(each.get(w("author"), "") for each in written)), problems


def _related(package: Package, ending: str) -> tuple[_Element | None, list[Problem]]:
    targets = (each.target for each in relationships(package, package.main) if each.type.endswith(ending) and not each.external)
    part = next((target for target in targets if target in package.entries), None)
    return parsed(package, part) if part is not None else (None, [])


def _named(authors: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted({author for author in authors if author})[:_MOST_AUTHORS])
