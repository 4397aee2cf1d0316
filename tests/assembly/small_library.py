"""A small library and a contract of few lines, for the tests of choosing and filling."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from textwrap import indent

from specgen.contract.contract import Contract
from specgen.contract.read import read_contract
from specgen.library.approvals import approval_of
from specgen.library.model import Approval, Clause, ClauseVersion, Component, DeclaredPlaceholder, Library
from specgen.library.version_file import PLACE_FIELDS, read_version
from specgen.problems import Location

COMPONENT = "shared-decision-making"
TERMS = f"{COMPONENT}/specification/terms"
PLACEHOLDERS = {
    "sdm_post": DeclaredPlaceholder("sdm_post", "post", "Which post leads?", "Head of nursing"),
    "sdm_date": DeclaredPlaceholder("sdm_date", "date", "By when?", "2026-09-30"),
    "sdm_share": DeclaredPlaceholder("sdm_share", "percentage", "What share?", "80"),
    "sdm_points": DeclaredPlaceholder("sdm_points", "list", "At which points?", "the first visit"),
    "sdm_text": DeclaredPlaceholder("sdm_text", "text", "Which words?", "some words"),
    "service_name": DeclaredPlaceholder("service_name", comes_from="service.name"),
    "service_cohort": DeclaredPlaceholder("service_cohort", comes_from="service.cohort"),
    "provider_name": DeclaredPlaceholder("provider_name", comes_from="provider.name"),
}


def version(
    clause_id: str, number: int, wording: str, effective_from: str = "2019-04-01", effective_to: str = "", **fields: str
) -> ClauseVersion:
    place = clause_id.split("/")[1]
    front = [
        "title: Terms",
        "origin: drafted",
        'source: {document: handbook-2.1, section: "2.2.4"}',
        f"effective_from: {effective_from}",
        *([f"effective_to: {effective_to}"] if effective_to else []),
        "change: A version.",
        *(f"{name}: {fields.get(name, 'something')}" for name in PLACE_FIELDS[place]),
    ]
    found, problems = read_version(
        "\n".join(["---", *front, "---", wording, ""]).encode(), f"{number}.md", clause_id, number
    )
    assert found is not None, problems
    return found


def clause(clause_id: str, *versions: ClauseVersion) -> Clause:
    names = {name for each in versions for name in each.names}
    return Clause(
        clause_id,
        "Clause editor",
        {name: PLACEHOLDERS[name] for name in sorted(names)},
        versions,
        Location("clause.yaml"),
    )


def approved(each: ClauseVersion, day: date = date(2026, 1, 1), sha256: str = "") -> Approval:
    line = approval_of(each, "A Reviewer", "Head of contracts", day, "minute 4")
    return Approval(
        line.clause_id,
        line.version,
        sha256 or line.sha256,
        line.approved_by,
        line.role,
        line.approved_on,
        line.evidence,
        line.note,
        line.location,
    )


def library(
    *clauses: Clause, approvals: tuple[Approval, ...] = (), sets: Mapping[str, tuple[str, ...]] | None = None
) -> Library:
    component = Component(COMPONENT, "Shared decision making", "2.2", 9, dict(sets or {}))
    return Library(components=(component,), clauses={each.id: each for each in clauses}, approvals=approvals)


def contract(service: str = "", after: str = "", date: str = "") -> Contract:
    """A contract whose service has the lines of `service`; its first line is line 13 of the file."""
    text = "\n".join(
        [
            "contract:",
            "  reference: NBB-2026-014",
            "  title: Community services",
            "  edition: 2026/27",
            "  term: {start: 2026-04-01, end: 2029-03-31}",
            f"  date: {date}" if date else "  # no date",
            "commissioners:",
            "  - {name: Northbrook Board, ods_code: QXX}",
            "provider: {name: Harbour Trust, ods_code: RXX, kind: NHS trust}",
            "services:",
            "  - name: Respiratory service",
            "    cohort: people with COPD",
            indent(service.strip("\n"), "    "),
            after.strip("\n"),
            "",
        ]
    )
    found, problems = read_contract(text.encode(), "contract.yaml")
    assert found is not None, problems
    return found
