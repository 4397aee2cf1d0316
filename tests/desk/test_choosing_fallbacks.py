"""At the desk a fallback is told from the clause that it stands in for."""

from __future__ import annotations

import dataclasses

from msgspec.structs import replace
from tests.desk.conftest import EXAMPLES
from tests.desk.test_saving import looked

from specgen.desk.asked.choosing import Wished, clauses_to_read
from specgen.library.model import Fallback

TERMS = "shared-decision-making/specification/local-terms"
SOFTER = "shared-decision-making/specification/local-terms-softer"


def test_a_fallback_says_what_it_is_where_clauses_are_chosen_and_no_other_clause_does() -> None:
    found = looked((EXAMPLES / "podiatry-services" / "contract.yaml").read_bytes())
    library = found.precedents.library
    versions = tuple(replace(each, clause_id=SOFTER) for each in library.clauses[TERMS].versions)
    softer = dataclasses.replace(
        library.clauses[TERMS], id=SOFTER, versions=versions, fallback=Fallback(TERMS, 1, "head of contracts")
    )
    held = dataclasses.replace(library, clauses={**library.clauses, SOFTER: softer})
    found = dataclasses.replace(found, precedents=replace(found.precedents, library=held))
    called = {each.id: each.called for each in clauses_to_read(found, Wished("local terms"), 0)}
    assert "a fallback of shared-decision-making/local-terms that the head of contracts may agree" in called[SOFTER]
    assert "INTERNAL" in called[SOFTER]
    assert not any("fallback" in words for name, words in called.items() if name != SOFTER)
