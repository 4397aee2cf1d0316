"""A comment of theirs that is answered in its thread: what names it, and the ids by which Word holds a thread together.

Source: MS-DOCX 2.2.3 (w14:paraId), 2.5.3 (commentsExtended: paraId, paraIdParent, done), 2.7 (commentsIds: durableId);
ids are below 2^31. A thread is one deep: a reply names the paragraph of the comment that begins it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from lxml import etree
from msgspec import Struct

from specgen.word.document.comments import W14
from specgen.word.package.ooxml import R, w
from specgen.word.package.package import Package, relationships
from specgen.word.reply.proposals import AnswerVerdict

_Element = etree._Element

PARA_ID: Final = f"{{{W14}}}paraId"
_IDS: Final = re.compile(rb"(?:paraId|durableId)=[\"']([0-9A-Fa-f]{8})[\"']")
_BELOW: Final = 2**31
_NOT_A_CHANGE: Final = "a comment is no change: reply to it"


class ThreadAt(Struct, frozen=True):
    """A comment that begins a thread: the part that it is anchored in, its number among the comments, from 0, and its
    id."""

    part: str
    number: int
    comment: str

    def refusal(self, verdict: AnswerVerdict) -> str:
        """Why this verdict is none on a comment; "" for a reply."""
        return "" if verdict == "reply" else _NOT_A_CHANGE


def comments_part(package: Package) -> str | None:
    """The part of the document's comments, if it has one."""
    found = (each for each in relationships(package, package.main) if each.type == f"{R}/comments")
    return next((each.target for each in found if not each.external and each.target in package.entries), None)


def fault_of_thread(package: Package, where: ThreadAt) -> str:
    """Why no reply of ours can stand in the thread; "" when one can."""
    name = comments_part(package)
    held = package.tree(name).findall(w("comment")) if name is not None else []
    if not 0 <= where.number < len(held) or held[where.number].get(w("id"), "") != where.comment:
        return "the comment is not found"
    ids = [each.get(w("id"), "") for each in held]
    if ids.count(where.comment) != 1:
        return "two comments have its id; answer it in Word"
    last = paragraph_of_comment(held[where.number])
    if last is None:
        return "the comment holds no paragraph; answer it in Word"
    own = last.get(PARA_ID)
    if own is not None and sum(each.get(PARA_ID) == own for each in package.tree(str(name)).iter(w("p"))) != 1:
        return "two comments are told apart by nothing in the file; answer it in Word"
    root = package.tree(where.part) if where.part in package.entries else None
    marks = [] if root is None else [each for each in root.iter(w("commentReference")) if _is(each, where.comment)]
    return "" if len(marks) == 1 else "it stands at no one place in the file; answer it in Word"


def _is(element: _Element, identity: str) -> bool:
    return element.get(w("id")) == identity


def anchors_of(root: _Element, identity: str) -> tuple[_Element | None, _Element | None, _Element]:
    """Where the comment begins and ends, if it has a range, and its reference."""
    begin = next((each for each in root.iter(w("commentRangeStart")) if _is(each, identity)), None)
    end = next((each for each in root.iter(w("commentRangeEnd")) if _is(each, identity)), None)
    return begin, end, next(each for each in root.iter(w("commentReference")) if _is(each, identity))


def paragraph_of_comment(comment: _Element) -> _Element | None:
    """The paragraph whose id names the comment: its last."""
    return next(reversed(comment.findall(w("p"))), None)


def fresh_ids(package: Package) -> Iterator[str]:
    """Ids of eight hexadecimal digits that nothing in the package has, the same for the same package."""
    taken = {
        int(found, 16) for name in package.names if name.endswith(".xml") for found in _IDS.findall(package.part(name))
    }
    number = max((each for each in taken if each < _BELOW - 100_000), default=0)
    while True:
        number += 1
        if number not in taken:
            yield f"{number:08X}"
