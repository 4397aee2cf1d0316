"""What a review finds, as frozen values: every report, on screen, in Word, in Excel and in JSON, is made of these."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Literal

import msgspec
from msgspec import Struct

from specgen.assembly.values import Printed
from specgen.problems import Problem
from specgen.recognition.by_words import Stands
from specgen.recognition.printed import Recognised
from specgen.review.changes import CLAUSE_MOVED, Change
from specgen.review.sorts import IN_ORDER, Sort, joined
from specgen.word.document.comments import Comment
from specgen.word.document.lines import LineKind
from specgen.wording.wording import Blocks

HowTracked = Literal["", "with tracking", "without tracking"]
ClauseState = Literal[
    "untouched", "changed with tracking", "changed without tracking", "changed with and without tracking", "deleted"
]
Checked = Literal["library", "issued file", "no"]
ReliedOn = Literal[
    "issued file", "pack record", "record in the document", "marks in the document", "words in the document", "nothing"
]

_LINE_ENDS = str.maketrans({"\r": "\n", "\u2028": "\n", "\u2029": "\n"})


def as_read(text: str) -> str:
    """The text as it is read back from a file: every line end is `\\n`."""
    return text.replace("\r\n", "\n").translate(_LINE_ENDS)


class Expected(Struct, frozen=True):
    """A clause as it went out: what the returned document is held against.

    `fields` are the place's own fields that are printed beside the wording (a threshold, a date). `checked` says what
    vouches for the words: the library (rendered again from the approved version), only the issued file, or nothing but
    the claim of the document itself; `remark` says more where there is more to say.
    """

    id: str
    version: int
    fingerprint: str
    title: str
    tag: str
    bookmark: str
    blocks: Blocks
    inline: bool
    values: Mapping[str, Printed] = msgspec.field(default_factory=dict)
    fields: Mapping[str, str] = msgspec.field(default_factory=dict)
    checked: Checked = "library"
    remark: str = ""
    proposed: bool = False
    """Whether it stands there only as a tracked change that nobody has accepted: it was put in, and nothing was there
    before."""
    wording: Blocks = ()
    """The library's own words with their placeholders open; () where the library does not vouch for the version."""
    approved: bool = False
    """Whether the organisation's list approves this version: only then are its words called approved."""

    @property
    def place(self) -> str:
        """The place of the clause's id, such as `quality`; "" for an id of another shape."""
        return self.id.split("/")[1] if self.id.count("/") == 2 else ""

    @property
    def name(self) -> str:
        """`id@version`; what a figure is called, which has no version."""
        return f"{self.id}@{self.version}" if self.version else self.title

    @property
    def lines(self) -> tuple[str, ...]:
        """The words as they are read back, a line for each block that has any."""
        return tuple(as_read(block.text) for block in self.blocks if block.text.strip())


class ListMark(Struct, frozen=True):
    """What stands before a line in a file: the kind and level of its list, and the number that is printed."""

    kind: LineKind
    level: int
    label: str


class OutsideChange(Struct, frozen=True):
    """A change that belongs to no clause. `part` is the part of the file, `near` says beside what it stands."""

    change: Change
    part: str
    near: str = ""


class ClauseFinding(Struct, frozen=True):
    """What became of one clause. `rejected` are its lines without the tracked changes, `theirs` those with them."""

    expected: Expected
    recognised: Recognised | None
    rejected: tuple[str, ...]
    theirs: tuple[str, ...]
    changes: tuple[Change, ...] = ()
    comments: tuple[Comment, ...] = ()
    deleted: HowTracked = ""
    moved: HowTracked = ""
    remarks: tuple[str, ...] = ()
    stands: Stands = "word for word"
    """What became of its own words if the tracked changes are accepted, as insert and audit say it too."""
    marks: tuple[tuple[ListMark, ...], tuple[ListMark, ...], tuple[ListMark, ...]] = ((), (), ())
    """What stands before each line as it was issued, without the tracked changes and with them; () where a file tells
    of none."""

    @property
    def state(self) -> ClauseState:
        """What became of the words; a move is apart, and what is cut and pasted with tracking is no change of words."""
        if self.deleted:
            return "deleted"
        only_moved = self.moved == "with tracking" and self.rejected == self.theirs
        kinds = {
            change.tracked
            for change in self.changes
            if change.kind != CLAUSE_MOVED and not (only_moved and change.tracked)
        }
        if kinds == {True, False}:
            return "changed with and without tracking"
        if not kinds:
            return "untouched"
        return "changed with tracking" if True in kinds else "changed without tracking"

    @property
    def as_issued(self) -> bool:
        """Whether nothing happened to it, and something vouches for what it is held against."""
        return self.state == "untouched" and not self.moved and self.expected.checked != "no"

    @property
    def summary(self) -> str:
        """The state and the move in a few words."""
        words = f"deleted {self.deleted}" if self.deleted else str(self.state)
        return f"{words}, moved {self.moved}" if self.moved else words


class Relied(Struct, frozen=True):
    """What the review relied on, and what that is worth, in sentences."""

    kind: ReliedOn
    says: tuple[str, ...]
    reference: str = ""
    title: str = ""
    untouched: bool = False
    """Whether what came back is byte for byte what a record says was issued."""


class Review(Struct, frozen=True):
    """All that a review of one file found. `file` is the name of what came back.

    `outside` are changes that belong to no clause, `comments` those that stand at none; `uncompared` are lines outside
    the clauses that nothing told how they were issued; `not_looked_at` says what the review cannot speak for."""

    file: str
    relied: Relied
    clauses: tuple[ClauseFinding, ...]
    outside: tuple[OutsideChange, ...]
    comments: tuple[Comment, ...]
    uncompared: tuple[str, ...]
    not_looked_at: tuple[str, ...]
    problems: tuple[Problem, ...] = ()

    @property
    def as_issued(self) -> bool:
        """Whether every clause is as issued and nothing else is known to have changed; never where nothing could be
        held against it."""
        return (
            self.relied.kind not in ("nothing", "words in the document")
            and all(clause.as_issued for clause in self.clauses)
            and not self.outside
            and not self.unknown
            and not any(problem.severity == "error" for problem in self.problems)
        )

    @property
    def unknown(self) -> tuple[str, ...]:
        """The lines of which nothing tells how they were issued, in a file that was saved since: each may have been
        changed, so the file is not vouched for. None where it is byte for byte as its record says."""
        return () if self.relied.untouched else self.uncompared

    def counts(self) -> dict[str, int]:
        """How many clauses of each state, how many moved, and how many changes and comments there are; what only moved
        is not untouched."""
        states = {
            state: sum(clause.state == state and not (state == "untouched" and clause.moved) for clause in self.clauses)
            for state in (
                "untouched",
                "changed with tracking",
                "changed without tracking",
                "changed with and without tracking",
                "deleted",
            )
        }
        return {
            "clauses": len(self.clauses),
            **states,
            "moved": sum(bool(clause.moved) for clause in self.clauses),
            "outside": len(self.outside),
            "comments": sum(1 + len(comment.replies) for comment in self.every_comment()),
        }

    def by_class(self) -> dict[Sort, int]:
        """How many changes of each class there are, in clauses and elsewhere, those that matter first; what is decided
        as one is one."""
        held: dict[str, list[Sort]] = {}
        for number, change in enumerate(self.every_change()):
            held.setdefault(change.id or str(number), []).append(change.sort)
        found = Counter(map(joined, held.values()))
        return {sort: found[sort] for sort in IN_ORDER if found[sort]}

    def every_change(self) -> Iterator[Change]:
        """The changes in clauses and elsewhere."""
        for clause in self.clauses:
            yield from clause.changes
        yield from (each.change for each in self.outside)

    def every_comment(self) -> Iterator[Comment]:
        """The comments at clauses and elsewhere, replies within them."""
        for clause in self.clauses:
            yield from clause.comments
        yield from self.comments
