"""The trajectory of key action 1: the share of contracts and specifications that reflect personalised care.

Source: handbook 2.1.2, key action 1: “Plan your trajectory for 100% of contracts and specifications reflecting personalised
care”. A document reflects a component when a clause of it stands there, word for word or changed; a mention does not.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from specgen.review.audit_findings import COVERAGES, IN_5_1, Audit, Coverage, DocumentAudit
from specgen.review.audit_places import NOT_STATED


@dataclass(frozen=True, slots=True)
class ComponentShare:
    """One component over all documents. `counts` are documents by coverage, `measured` those with a measure for it in 5.1."""

    component: str
    title: str
    documents: int
    counts: dict[Coverage, int]
    if_accepted: int
    measured: int
    measure_offered: bool

    @property
    def reflecting(self) -> int:
        return self.counts["word for word"] + self.counts["changed"]

    @property
    def share(self) -> float:
        return share(self.reflecting, self.documents)


@dataclass(frozen=True, slots=True)
class GroupShare:
    """The documents of one provider or one contract. `by_component` says how many of them reflect each component."""

    name: str
    documents: int
    reflecting: int
    if_accepted: int
    by_component: tuple[int, ...]

    @property
    def share(self) -> float:
        return share(self.reflecting, self.documents)


@dataclass(frozen=True, slots=True)
class Trajectory:
    """All the shares. `contracts` are only those whose reference a document states; one reflects when a document of it does."""

    documents: int
    reflecting: int
    if_accepted: int
    components: tuple[ComponentShare, ...]
    providers: tuple[GroupShare, ...]
    contracts: tuple[GroupShare, ...]

    @property
    def contracts_reflecting(self) -> int:
        return sum(contract.reflecting > 0 for contract in self.contracts)


def share(count: int, of: int) -> float:
    """The share from 0 to 1; 0 of nothing."""
    return count / of if of else 0.0


def trajectory(audit: Audit) -> Trajectory:
    """The shares of all documents that were read."""
    documents = audit.documents
    return Trajectory(
        len(documents), sum(each.reflects for each in documents), sum(each.reflects_if_accepted for each in documents), tuple(_components(documents)),
        tuple(_groups(documents, lambda each: each.provider)), tuple(_groups((each for each in documents if each.contract), lambda each: each.contract)),
    )


def _components(documents: Sequence[DocumentAudit]) -> Iterable[ComponentShare]:
    for row in zip(*(each.components for each in documents), strict=True):
        counts: dict[Coverage, int] = {coverage: sum(each.coverage == coverage for each in row) for coverage in COVERAGES}
        yield ComponentShare(
            row[0].component, row[0].title, len(row), counts, sum(each.reflected_if_accepted for each in row), sum(each.measure in IN_5_1 for each in row),
            any(each.measure != "none offered" for each in row),
        )


def _groups(documents: Iterable[DocumentAudit], name_of: Callable[[DocumentAudit], str]) -> Iterable[GroupShare]:
    """By name without regard to capitals and spaces, in the order of the names; `not stated` comes last."""
    grouped: dict[str, list[DocumentAudit]] = {}
    for each in documents:
        grouped.setdefault(" ".join(name_of(each).split()).casefold(), []).append(each)
    for _, held in sorted(grouped.items(), key=lambda entry: (entry[0] == NOT_STATED, entry[0])):
        yield GroupShare(
            name_of(held[0]), len(held), sum(each.reflects for each in held), sum(each.reflects_if_accepted for each in held),
            tuple(sum(component.reflected for component in row) for row in zip(*(each.components for each in held), strict=True)),
        )
