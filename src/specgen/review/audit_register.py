"""The provider of a document from a register of contracts, where the document itself does not name one.

A document belongs to the contract whose reference it states; else to the one whose reference stands in the file's name or
its folders; else to the one, and only one, that has a service of the same name.
"""

from __future__ import annotations

from dataclasses import replace

from specgen.contract.register import Register, open_register
from specgen.problems import Location, Problem, has_errors
from specgen.review.audit_findings import DocumentAudit
from specgen.review.audit_places import NOT_STATED
from specgen.review.audit_words import fold, words_of

Words = tuple[str, ...]

FROM_REGISTER = "the register"


class Portfolio:
    """Which provider has which contract, and which contract which services. A name that two contracts share says nothing."""

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
        """The document with the provider and the contract that the register gives, where it does not state them itself."""
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
        named = [key for key in self._references if any(letter.isdigit() for word in key for letter in word) and _stands_in(key, path)]
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
        return None, problems if has_errors(problems) else [*problems, Problem("no-headings", "the register has no sheet of contracts", Location(file))]
    known = {placed.column.name for placed in table.placed}
    lacking = [heading for name, heading in (("reference", "Reference"), ("provider.name", "Provider")) if name not in known]
    if lacking:
        return None, [Problem("missing-column", f"the register has no column “{heading}”", Location(file, sheet=table.sheet), cure="add it; an audit takes the provider of each contract from there")
                      for heading in lacking]
    return Portfolio(register), []


def _key(text: str) -> Words:
    return tuple(words_of(fold(text.replace("_", " "))))


def _stands_in(key: Words, words: Words) -> bool:
    return any(words[at : at + len(key)] == key for at in range(len(words) - len(key) + 1))
