"""The provider of a document from a register of contracts, where the document itself does not name one.

A document belongs to the contract whose reference it states; else to the one whose reference stands in the file's name
or its folders; else to the one, and only one, that has a service of the same name."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from specgen.contract.register.register import Register, open_register
from specgen.problems import Location, Problem, has_errors
from specgen.review.audit.findings import COVERAGES, IN_5_1, Audit, Coverage, DocumentAudit, Words
from specgen.review.audit.sections import NOT_STATED
from specgen.wording.folded import fold, words_of

FROM_REGISTER = "the register"


class Portfolio:
    """Which provider has which contract, and which contract which services. A name that two contracts share says
    nothing."""

    def __init__(self, register: Register) -> None:
        self._providers: dict[Words, str] = {}
        self._references: dict[Words, str] = {}
        self._services: dict[Words, set[Words]] = {}
        for role, name in (("contracts", "service.name"), ("services", "name")):
            table = register.tables.get("contracts" if role == "contracts" else "services")
            for row in table.rows if table is not None else ():
                assert table is not None
                reference = table.key(row, "reference")[0].strip()
                key = _key(reference)
                if not key:
                    continue
                self._references.setdefault(key, reference)
                if provider := " ".join(table.key(row, "provider.name")[0].split()):
                    self._providers.setdefault(key, provider)
                if service := _key(table.key(row, name)[0]):
                    self._services.setdefault(service, set()).add(key)

    def told(self, document: DocumentAudit) -> DocumentAudit:
        """The document with the provider and the contract that the register gives, where it does not state them
        itself."""
        key = self._contract_of(document)
        if key is None:
            return document
        found = replace(document, contract=document.contract or self._references[key])
        if document.provider == NOT_STATED and key in self._providers:
            found = replace(found, provider=self._providers[key], provider_from=FROM_REGISTER)
        return found

    def _contract_of(self, document: DocumentAudit) -> Words | None:
        stated = _key(document.contract)
        if stated:
            return stated if stated in self._references else None
        path = _key(document.file)
        named = [
            key
            for key in self._references
            if any(letter.isdigit() for word in key for letter in word) and _stands_in(key, path)
        ]
        if named:
            # “NBB 2026 1” stands in “NBB 2026 1 A” too: the longest is meant.
            longest = max(named, key=len)
            return longest if sum(len(key) == len(longest) for key in named) == 1 else None
        services = self._services.get(_key(document.service), set())
        return next(iter(services)) if len(services) == 1 else None


def read_portfolio(data: bytes, file: str) -> tuple[Portfolio | None, list[Problem]]:
    """The register in `data` as far as an audit needs it, or why it cannot be used.

    Only the columns of references, providers and services are looked at; what else is wrong with the register is no
    matter here.
    """
    register = open_register(data, file, {})
    table = register.tables.get("contracts")
    if table is None:
        problems = list(register.problems)
        return None, problems if has_errors(problems) else [
            *problems,
            Problem("no-headings", "the register has no sheet of contracts", Location(file)),
        ]
    known = {placed.column.name for placed in table.placed}
    lacking = [
        heading for name, heading in (("reference", "Reference"), ("provider.name", "Provider")) if name not in known
    ]
    if lacking:
        return None, [
            Problem(
                "missing-column",
                f"the register has no column “{heading}”",
                Location(file, sheet=table.sheet),
                cure="add it; an audit takes the provider of each contract from there",
            )
            for heading in lacking
        ]
    return Portfolio(register), []


def _key(text: str) -> Words:
    return tuple(words_of(fold(text.replace("_", " "))))


def _stands_in(key: Words, words: Words) -> bool:
    return any(words[at : at + len(key)] == key for at in range(len(words) - len(key) + 1))


# The trajectory of key action 1: the share of contracts and specifications that reflect personalised care.
#
# Source: handbook 2.1.2, key action 1: “Plan your trajectory for 100% of contracts and specifications reflecting
# personalised care”. A document reflects a component when a clause of it stands there, word for word or changed; a
# mention does not.


class ComponentShare(Struct, frozen=True):
    """One component over all documents. `counts` are documents by coverage, `measured` those with a measure for it in
    5.1."""

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


class GroupShare(Struct, frozen=True):
    """The documents of one provider or one contract. `by_component` says how many of them reflect each component."""

    name: str
    documents: int
    reflecting: int
    if_accepted: int
    by_component: tuple[int, ...]

    @property
    def share(self) -> float:
        return share(self.reflecting, self.documents)


class Trajectory(Struct, frozen=True):
    """All the shares. `contracts` are only those whose reference a document states, and `services` those that it names;
    one reflects when a document of it does. Grant agreements are neither, and are counted apart."""

    documents: int
    reflecting: int
    if_accepted: int
    components: tuple[ComponentShare, ...]
    providers: tuple[GroupShare, ...]
    contracts: tuple[GroupShare, ...]
    services: tuple[GroupShare, ...] = ()
    grants: int = 0

    @property
    def services_reflecting(self) -> int:
        return sum(service.reflecting > 0 for service in self.services)

    @property
    def contracts_reflecting(self) -> int:
        return sum(contract.reflecting > 0 for contract in self.contracts)


_NUMBERED: Final = re.compile(r"(?:no\.? ?)?\d{1,3}[a-z]?[.:)]? (?=\S)", re.IGNORECASE)


def share(count: int, of: int) -> float:
    """The share from 0 to 1; 0 of nothing."""
    return count / of if of else 0.0


def trajectory(audit: Audit) -> Trajectory:
    """The shares of all documents that were read."""
    documents = audit.documents
    return Trajectory(
        len(documents),
        sum(each.reflects for each in documents),
        sum(each.reflects_if_accepted for each in documents),
        tuple(_components(documents)),
        tuple(_groups(documents, lambda each: each.provider)),
        tuple(_groups((each for each in documents if each.contract and not each.grant), lambda each: each.contract)),
        tuple(_groups((each for each in documents if each.service and not each.grant), _service_of)),
        sum(each.grant for each in documents),
    )


def _service_of(document: DocumentAudit) -> str:
    """A service by its contract, else its Provider, and its name without the number before it: its insert and its whole
    specification are of one service."""
    written = " ".join(document.service.split())
    number = _NUMBERED.match(written)
    name = written[number.end() :] if number is not None else written
    return f"{document.contract or document.provider}, {name}"


def _components(documents: Sequence[DocumentAudit]) -> Iterable[ComponentShare]:
    for row in zip(*(each.components for each in documents), strict=True):
        counts: dict[Coverage, int] = {
            coverage: sum(each.coverage == coverage for each in row) for coverage in COVERAGES
        }
        yield ComponentShare(
            row[0].component,
            row[0].title,
            len(row),
            counts,
            sum(each.reflected_if_accepted for each in row),
            sum(each.measure in IN_5_1 for each in row),
            any(each.measure != "none offered" for each in row),
        )


def _groups(documents: Iterable[DocumentAudit], name_of: Callable[[DocumentAudit], str]) -> Iterable[GroupShare]:
    """By name without regard to capitals and spaces, in the order of the names; `not stated` comes last."""
    grouped: dict[str, list[DocumentAudit]] = {}
    for each in documents:
        grouped.setdefault(" ".join(name_of(each).split()).casefold(), []).append(each)
    for _, held in sorted(grouped.items(), key=lambda entry: (entry[0] == NOT_STATED, entry[0])):
        yield GroupShare(
            name_of(held[0]),
            len(held),
            sum(each.reflects for each in held),
            sum(each.reflects_if_accepted for each in held),
            tuple(
                sum(component.reflected for component in row)
                for row in zip(*(each.components for each in held), strict=True)
            ),
        )
