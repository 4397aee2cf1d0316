"""Clauses with readings for the tests of what a contract's duties come to: each said in the test that needs it."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from textwrap import dedent, indent

from msgspec.structs import replace
from tests.checks.contracts import shipped

from specgen.library.duties.verify import version_faults
from specgen.library.model import Clause, DeclaredPlaceholder, Library, PlaceholderKind
from specgen.library.version_file import PLACE_FIELDS, fingerprint, read_version
from specgen.problems import Location

VOCABULARY = b"""schema: 1
acts:
  making: [give, write, have]
  offering: [offer, refer]
  reporting: [report]
  measuring: [measure]
  stage: [propose, approve]
objects:
  ours: [map, plan, offer of help, statement, count of people, use of plans]
triggers: [request, learning of it]
recipients: [Service User]
counts: [in the period, on the last day of the period]
"""


def own_clause(
    clause_id: str, wording: str, readings: str, kinds: Mapping[str, PlaceholderKind] | None = None, **fields: str
) -> Clause:
    """A drafted clause with its wording and its reading; `kinds` are those of its placeholders."""
    place = clause_id.split("/")[1]
    given = {**dict.fromkeys(PLACE_FIELDS[place], "something"), **fields}
    front = [
        f"title: {clause_id.split('/')[2].replace('-', ' ').capitalize()}",
        "origin: drafted",
        'source: {document: handbook-2.1, section: "4.2"}',
        "effective_from: 2019-04-01",
        "change: First version.",
        *(f'{name}: "{text}"' for name, text in given.items()),
    ]
    data = "\n".join(["---", *front, "---", dedent(wording).strip(), ""]).encode()
    version, problems = read_version(data, f"{clause_id}/1.md", clause_id, 1)
    assert version is not None, problems
    head = f"schema: 1\nwording: {fingerprint(data)}\nreadings:\n"
    version = replace(version, reading=(head + indent(dedent(readings).strip("\n"), "  ") + "\n").encode())
    placeholders = {
        name: DeclaredPlaceholder(name, kind, f"What is {name}?", "an example") for name, kind in (kinds or {}).items()
    }
    return Clause(clause_id, "Editor", placeholders, (version,), Location(f"{clause_id}/clause.yaml", 1, 1))


def library_of(*clauses: Clause) -> Library:
    """The shipped library with these clauses and their words besides; their readings have no fault."""
    whole = dataclasses.replace(
        shipped(),
        clauses={**shipped().clauses, **{clause.id: clause for clause in clauses}},
        vocabulary=(*shipped().vocabulary, ("vocabulary.yaml", VOCABULARY)),
    )
    for clause in clauses:
        assert version_faults(clause.versions[0], whole) == []
    return whole
