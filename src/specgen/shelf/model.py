"""What a shelf shows, as frozen values. What is the organisation's own business stands in parts of its own.

A page for everybody is made of values whose `inside` is None, so that no template can print by mistake what it must
not.
"""

from __future__ import annotations

from msgspec import Struct

from specgen.wording.difference import Mark
from specgen.wording.wording import Inline


class ShelfItem(Struct, frozen=True):
    """An entry of a list with the lists below it; `mark` is what stands before it where the words are copied."""

    mark: str
    words: tuple[Inline, ...]
    below: tuple[ShelfText, ...] = ()


class ShelfText(Struct, frozen=True):
    """A paragraph (`words`), or a list (`items`), numbered or not."""

    words: tuple[Inline, ...] = ()
    items: tuple[ShelfItem, ...] = ()
    numbered: bool = False


class ShelfField(Struct, frozen=True):
    """A field beside the wording, such as a measure's threshold."""

    label: str
    texts: tuple[ShelfText, ...]


class ApprovalLine(Struct, frozen=True):
    """A line of the list of approvals: what was done, by whom, and by what evidence."""

    done: str
    by: str
    role: str
    on: str
    evidence: str
    note: str


class InsideVersion(Struct, frozen=True):
    """What only the organisation is told of a version."""

    in_force: str
    change: str
    source_note: str
    deviation_until: str
    based_on: str
    approvals: tuple[ApprovalLine, ...]
    fingerprint: str


class ShelfVersion(Struct, frozen=True):
    """One version of a clause as it is shown."""

    number: int
    title: str
    origin: str
    source: str
    approved: bool
    texts: tuple[ShelfText, ...]
    fields: tuple[ShelfField, ...]
    inside: InsideVersion | None = None


class ShelfWords(Struct, frozen=True):
    """Words in a row with one fate in a redline; `restyled` ones are kept with another look."""

    fate: Mark
    words: tuple[Inline, ...]
    restyled: bool = False


class ShelfChange(Struct, frozen=True):
    """A block of a redline: the mark and level of its list item, how its kind changed, and its words."""

    mark: str
    level: int
    moved: str
    words: tuple[ShelfWords, ...]


class ChangedField(Struct, frozen=True):
    """A field beside the wording that differs between two versions."""

    label: str
    changes: tuple[ShelfChange, ...]


class ShelfPair(Struct, frozen=True):
    """Two versions that follow each other, side by side and as a redline; `said` counts the words of it."""

    old: ShelfVersion
    new: ShelfVersion
    said: str
    title: tuple[ShelfChange, ...]
    changes: tuple[ShelfChange, ...]
    fields: tuple[ChangedField, ...]


class ShelfQuestion(Struct, frozen=True):
    """What a placeholder asks, or which field of the contract it is taken from."""

    name: str
    question: str
    example: str
    options: tuple[str, ...]


class ShelfFallback(Struct, frozen=True):
    """A clause that may be agreed in the place of another."""

    anchor: str
    title: str
    rank: int
    may_agree: str


class ShelfHolder(Struct, frozen=True):
    """A contract that holds a version of a clause, in which document, and how far that is sure."""

    contract: str
    title: str
    document: str
    version: int
    said: str


class InsideClause(Struct, frozen=True):
    """What only the organisation is told of a clause."""

    owner: str
    fallback_of: ShelfFallback | None
    fallbacks: tuple[ShelfFallback, ...]
    holders: tuple[ShelfHolder, ...]


class ShelfClause(Struct, frozen=True):
    """A clause: the version in force, each earlier or later one beside its neighbour, and what it asks."""

    anchor: str
    id: str
    name: str
    place: str
    place_words: str
    version: ShelfVersion
    pairs: tuple[ShelfPair, ...]
    questions: tuple[ShelfQuestion, ...]
    sets: tuple[str, ...]
    excludes: tuple[str, ...]
    needs: tuple[str, ...]
    inside: InsideClause | None = None


class ShelfNote(Struct, frozen=True):
    """A point of the internal drafting note."""

    heading: str
    text: str
    section: str


class ShelfComponent(Struct, frozen=True):
    """A component with its clauses; `notes` are for the organisation alone."""

    anchor: str
    title: str
    clauses: tuple[ShelfClause, ...]
    notes: tuple[ShelfNote, ...] = ()


class CoverageRow(Struct, frozen=True):
    """How many clauses of each component a contract holds."""

    contract: str
    title: str
    counts: tuple[int, ...]


class Expiry(Struct, frozen=True):
    """When a contract ends, by the facts of its record."""

    month: str
    day: str
    contract: str
    title: str
    provider: str
    extension: str


class IssuedShelf(Struct, frozen=True):
    """What the records of issued contracts say: coverage by component and expiry by month; `undated` are contracts
    whose record gives no last day, `beside` what else was issued for contracts, such as variations, and
    `unknown` the clauses that contracts hold and the library has not, with these contracts."""

    components: tuple[str, ...]
    coverage: tuple[CoverageRow, ...]
    calendar: tuple[Expiry, ...]
    undated: tuple[str, ...]
    beside: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()


class ClauseShelf(Struct, frozen=True):
    """The whole page."""

    title: str
    organisation: str
    as_of: str
    internal: bool
    components: tuple[ShelfComponent, ...]
    places: tuple[tuple[str, str], ...]
    issued: IssuedShelf | None = None

    @property
    def count(self) -> int:
        return sum(len(component.clauses) for component in self.components)
