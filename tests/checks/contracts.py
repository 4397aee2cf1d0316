"""Contracts for the tests of the rules: the parts that every contract needs, and what a rule finds in one."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from textwrap import indent

from specgen.assembly.document_type import DocumentType
from specgen.assembly.edition import Edition, read_editions
from specgen.assembly.pack import Pack, assemble
from specgen.checks import check
from specgen.checks.rule import Rule
from specgen.contract.read import read_contract
from specgen.library.model import Clause, DeclaredPlaceholder, Library
from specgen.library.read import read_library
from specgen.library.version_file import PLACE_FIELDS, read_version
from specgen.problems import Location, Problem

ROOT = Path(__file__).parents[2]
FILE = "contract.yaml"


def document_type(key: str, schedule: str, prints: tuple[str, ...], per: str = "contract") -> DocumentType:
    return DocumentType(
        key,
        key.replace("-", " ").capitalize(),
        schedule,
        per,  # type: ignore[arg-type]
        prints,
        "chosen",
        "parties",
        key,
        1,
        Path("template.docx"),
    )


TYPES = (
    document_type("specification-insert", "service-specification", ("specification", "quality"), "service"),
    document_type("quality-requirements", "quality-requirements", ("quality",)),
    document_type("development-plan", "development-plan", ("development",)),
    document_type("improvement-plan", "improvement-plan", ("improvement",)),
    document_type("system-plan", "system-plan", ("system",)),
    document_type("reporting", "reporting-requirements", ("reporting",)),
)


@cache
def shipped() -> Library:
    library, problems = read_library(ROOT / "clauses")
    assert problems == []
    return library


@cache
def editions() -> tuple[Edition, ...]:
    found, problems = read_editions(ROOT / "editions")
    assert problems == []
    return found


def contract(
    service: str = "", *, particulars: str = "", after: str = "", edition: str = "2026/27", form: str = "full-length"
) -> str:
    """A contract file with one service; `service`, `particulars` and `after` are lines to add, without their
    indentation."""
    return (
        "\n".join(
            part
            for part in (
                "contract:",
                "  reference: NBB-2026-014",
                "  title: Community services",
                f"  edition: {edition}",
                f"  form: {form}",
                "  term: {start: 2026-04-01, end: 2029-03-31}",
                indent(particulars.strip("\n"), "  "),
                "commissioners:",
                "  - name: Northbrook Integrated Care Board",
                "    ods_code: QXX",
                "provider:",
                "  name: Harbour Community Health Trust",
                "  ods_code: RXX",
                "  kind: NHS trust",
                "services:",
                "  - name: Community respiratory service",
                indent(service.strip("\n"), "    "),
                after.strip("\n"),
            )
            if part
        )
        + "\n"
    )


def everything() -> str:
    """A contract that chooses every clause of the shipped library."""

    def chosen(place: str) -> str:
        return f"{place}: [{', '.join(clause.id for clause in shipped().clauses.values() if clause.place == place)}]"

    plans = (chosen(place) for place in ("development", "improvement", "system", "reporting"))
    return contract(f"{chosen('specification')}\n{chosen('quality')}", after="\n".join(plans))


def pack_of(text: str, library: Library | None = None, types: tuple[DocumentType, ...] = TYPES) -> Pack:
    """The contract's pack. Values may be missing: the rules must say what they know of such a contract too."""
    found, problems = read_contract(text.encode(), FILE)
    assert found is not None, problems
    pack, _ = assemble(found, library or shipped(), editions(), types)
    assert pack is not None
    return pack


def problems_of(
    rule: Rule, text: str, library: Library | None = None, types: tuple[DocumentType, ...] = TYPES
) -> list[Problem]:
    """What `rule` reports when all rules run."""
    return [problem for problem in check(pack_of(text, library, types)) if problem.slug == rule.slug]


def breaches(
    rule: Rule, text: str, library: Library | None = None, types: tuple[DocumentType, ...] = TYPES
) -> list[tuple[str, str, str]]:
    """What `rule` reports, each as slug, severity and the line of the contract file that it names."""
    lines = text.split("\n")
    return [
        (problem.slug, problem.severity, lines[(problem.location.line or 0) - 1].strip())
        for problem in problems_of(rule, text, library, types)
    ]


def with_clause(
    clause_id: str,
    wording: str,
    *,
    title: str = "Our own clause",
    origin: str = "drafted",
    based_on: str = "",
    placeholders: Mapping[str, DeclaredPlaceholder] | None = None,
    fields: Mapping[str, str] | None = None,
) -> Library:
    """The shipped library and a clause of an organisation's own."""
    given = {**dict.fromkeys(PLACE_FIELDS[clause_id.split("/")[1]], "something"), **(fields or {})}
    front = [
        f"title: '{title}'",
        f"origin: {origin}",
        'source: {document: handbook-2.1, section: "4.2"}',
        "effective_from: 2019-04-01",
        "change: First version.",
        *([f"based_on: {based_on}"] if based_on else []),
        *(f"{name}: '{text}'" for name, text in given.items()),
    ]
    data = "\n".join(["---", *front, "---", wording, ""]).encode()
    version, problems = read_version(data, "1.md", clause_id, 1)
    assert version is not None, problems
    clause = Clause(clause_id, "Clause editor", dict(placeholders or {}), (version,), Location("clause.yaml"))
    return dataclasses.replace(shipped(), clauses={**shipped().clauses, clause_id: clause})
