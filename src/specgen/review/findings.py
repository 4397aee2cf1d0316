"""What a review finds, as frozen values: every report, on screen, in Word, in Excel and in JSON, is made of these."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

from specgen.assembly.values import Printed
from specgen.problems import Problem
from specgen.word.comments import Comment
from specgen.wording import Blocks

How = Literal["content control", "bookmark", "heading", "likeness"]
Sort = Literal["wording", "value", "wording and value", "punctuation", "look"]
Tracking = Literal["", "with tracking", "without tracking"]
State = Literal["untouched", "changed with tracking", "changed without tracking", "changed with and without tracking", "deleted"]
Checked = Literal["library", "issued file", "no"]
ReliedOn = Literal["issued file", "pack record", "record in the document", "marks in the document", "nothing"]

SORT_WORDS: Mapping[Sort, str] = {
    "wording": "wording",
    "value": "a number, date, name or threshold",
    "wording and value": "wording, and a number, date, name or threshold",
    "punctuation": "punctuation or spacing only",
    "look": "look only",
}
"""What each class of change is called in a report."""


_LINE_ENDS = str.maketrans({"\r": "\n", "\u2028": "\n", "\u2029": "\n"})


def as_read(text: str) -> str:
    """The text as it is read back from a file: every line end is `\\n`."""
    return text.replace("\r\n", "\n").translate(_LINE_ENDS)


@dataclass(frozen=True, slots=True)
class Expected:
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
    values: Mapping[str, Printed] = field(default_factory=dict)
    fields: Mapping[str, str] = field(default_factory=dict)
    checked: Checked = "library"
    remark: str = ""
    proposed: bool = False
    """Whether it stands there only as a tracked change that nobody has accepted: it was put in, and nothing was there before."""

    @property
    def place(self) -> str:
        """The place of the clause's id, such as `quality`; "" for an id of another shape."""
        return self.id.split("/")[1] if self.id.count("/") == 2 else ""

    @property
    def name(self) -> str:
        """`id@version`."""
        return f"{self.id}@{self.version}"

    @property
    def lines(self) -> tuple[str, ...]:
        """The words as they are read back, a line for each block that has any."""
        return tuple(as_read(block.text) for block in self.blocks if block.text.strip())


@dataclass(frozen=True, slots=True)
class Change:
    """One change.

    With tracking it is one revision as the file gives it: `kind`, `author`, `date` (as written in the file). Without
    tracking it is a difference between what was issued and what the file says when every tracked change is rejected; it
    has no author. `where` is `wording`, a field's name, or `beside the wording`; `before` and `after` are the whole
    paragraph. `detail` says what of the look changed.
    """

    tracked: bool
    kind: str
    removed: str
    added: str
    sort: Sort
    where: str = "wording"
    author: str = ""
    date: str = ""
    before: str = ""
    after: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True)
class OutsideChange:
    """A change that belongs to no clause. `part` is the part of the file, `near` says beside what it stands."""

    change: Change
    part: str
    near: str = ""


@dataclass(frozen=True, slots=True)
class Recognised:
    """How a clause was found. `likeness` is a share from 0 to 1, only where it was found by likeness."""

    how: How
    likeness: float | None = None

    def __str__(self) -> str:
        return self.how if self.likeness is None else f"likeness ({int(self.likeness * 100)}% of the words)"


@dataclass(frozen=True, slots=True)
class ClauseFinding:
    """What became of one clause. `rejected` are its lines without the tracked changes, `theirs` those with them."""

    expected: Expected
    recognised: Recognised | None
    rejected: tuple[str, ...]
    theirs: tuple[str, ...]
    changes: tuple[Change, ...] = ()
    comments: tuple[Comment, ...] = ()
    deleted: Tracking = ""
    moved: Tracking = ""
    remarks: tuple[str, ...] = ()

    @property
    def state(self) -> State:
        """What became of the words; a move is apart, and what is cut and pasted with tracking is no change of words."""
        if self.deleted:
            return "deleted"
        only_moved = self.moved == "with tracking" and self.rejected == self.theirs
        kinds = {change.tracked for change in self.changes if not (only_moved and change.tracked)}
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


@dataclass(frozen=True, slots=True)
class Relied:
    """What the review relied on, and what that is worth, in sentences."""

    kind: ReliedOn
    says: tuple[str, ...]
    reference: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True)
class Review:
    """All that a review of one file found. `file` is the name of what came back.

    `outside` are changes that belong to no clause, `comments` those that stand at none; `uncompared` are lines outside the
    clauses that nothing told how they were issued; `not_looked_at` says what the review cannot speak for.
    """

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
        """Whether every clause is as issued and nothing else is known to have changed; never where nothing could be held against it."""
        return self.relied.kind != "nothing" and all(clause.as_issued for clause in self.clauses) and not self.outside and not any(problem.severity == "error" for problem in self.problems)

    def counts(self) -> dict[str, int]:
        """How many clauses of each state, how many moved, and how many changes and comments there are."""
        states = {state: sum(clause.state == state for clause in self.clauses) for state in
                  ("untouched", "changed with tracking", "changed without tracking", "changed with and without tracking", "deleted")}
        return {
            "clauses": len(self.clauses), **states, "moved": sum(bool(clause.moved) for clause in self.clauses),
            "outside": len(self.outside), "comments": sum(1 + len(comment.replies) for comment in self.every_comment()),
        }

    def every_comment(self) -> Iterator[Comment]:
        """The comments at clauses and elsewhere, replies within them."""
        for clause in self.clauses:
            yield from clause.comments
        yield from self.comments
