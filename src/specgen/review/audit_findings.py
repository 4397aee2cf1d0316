"""What an audit finds, as frozen values: every report of it is made of these."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from specgen.problems import Problem
from specgen.review.audit_alignment import Amount
from specgen.review.audit_gaps import Gap
from specgen.word.pending import Remarks, Tracked

Coverage = Literal["word for word", "changed", "only mentioned", "absent"]
COVERAGES: tuple[Coverage, ...] = ("word for word", "changed", "only mentioned", "absent")
Measure = Literal["library's, in 5.1", "library's, changed, in 5.1", "in its own words, in 5.1", "outside 5.1", "none", "none offered"]
IN_5_1: frozenset[Measure] = frozenset({"library's, in 5.1", "library's, changed, in 5.1", "in its own words, in 5.1"})


@dataclass(frozen=True, slots=True)
class ClauseFound:
    """A clause of the library in a document. `share` is the share of words in common, `under` the heading it stands under.

    `newest` is the newest version that the library has; `begins` are the first words there.
    """

    clause_id: str
    version: int
    newest: int
    title: str
    amount: Amount
    share: float
    under: str
    begins: str
    in_5_1: bool = False

    @property
    def word_for_word(self) -> bool:
        return self.amount.none

    @property
    def place(self) -> str:
        """The clause's place in a contract, such as `specification` or `quality`."""
        return self.clause_id.split("/")[1]

    @property
    def how(self) -> str:
        """`word for word`, or how much was changed."""
        amount = self.amount
        if amount.none:
            return "word for word"
        parts = [f"{count:,} {'word' if count == 1 else 'words'} {what}" for count, what in ((amount.removed, "taken out"), (amount.added, "put in")) if count]
        return f"changed: {', '.join(parts)}; {int(self.share * 100)}% the same" if parts else "changed: punctuation only"


@dataclass(frozen=True, slots=True)
class Mention:
    """A component spoken of where none of its clauses stands."""

    under: str
    excerpt: str


@dataclass(frozen=True, slots=True)
class ComponentFinding:
    """One component in one document. `coverage` is of the text as it stands, `if_accepted` with every tracked change accepted.

    `clauses` are those of every place but the measures; `mentions` the first few of `mention_count`; `missing` what a
    reader should see to, in words.
    """

    component: str
    title: str
    coverage: Coverage
    if_accepted: Coverage
    clauses: tuple[ClauseFound, ...]
    measure: Measure
    measures: tuple[ClauseFound, ...]
    mentions: tuple[Mention, ...]
    mention_count: int
    missing: tuple[str, ...]

    @property
    def reflected(self) -> bool:
        """Whether a clause of the component stands there, word for word or changed."""
        return self.coverage in ("word for word", "changed")

    @property
    def reflected_if_accepted(self) -> bool:
        return self.if_accepted in ("word for word", "changed")


@dataclass(frozen=True, slots=True)
class DocumentAudit:
    """One document. `provider` is `not stated` where nothing says; `provider_from` says what does."""

    file: str
    provider: str
    provider_from: str
    service: str
    contract: str
    components: tuple[ComponentFinding, ...]
    has_5_1: bool
    gaps: tuple[Gap, ...]
    gap_places: tuple[str, ...]
    """For each gap the heading it stands under, or the part of the file."""
    gap_count: int
    tracked: Tracked
    comments: Remarks
    remarks: tuple[str, ...] = ()

    @property
    def reflects(self) -> bool:
        """Whether a clause of at least one component stands in it."""
        return any(component.reflected for component in self.components)

    @property
    def reflects_if_accepted(self) -> bool:
        return any(component.reflected_if_accepted for component in self.components)

    @property
    def measured(self) -> int:
        """How many components have a measure in 5.1."""
        return sum(component.measure in IN_5_1 for component in self.components)


@dataclass(frozen=True, slots=True)
class Audit:
    """All documents that were read, in order, and those that were not, each with the reason.

    `passed_over` counts Word's lock files; `others` the files of other kinds that lay among the documents.
    """

    documents: tuple[DocumentAudit, ...]
    not_read: tuple[Problem, ...]
    passed_over: int = 0
    others: int = 0
