"""Every set of the library holds the texts to which the words of its clauses point."""

from __future__ import annotations

import re

import pytest
from tests.checks.contracts import shipped

from specgen.checks.contradictions import texts_pointed_to
from specgen.wording.wording import plain_text

SPEAKS_OF_A_TEXT = re.compile(
    r"\bthe national wording\b|\bheaded “|\bnumbered (?:points|criteria) of the\b", re.IGNORECASE
)


@pytest.mark.parametrize(("name", "members"), list(shipped().sets()), ids=[name for name, _ in shipped().sets()])
def test_no_version_of_a_clause_in_a_set_points_to_a_text_outside_it(name: str, members: tuple[str, ...]) -> None:
    outside = {
        (version.name, needed)
        for member in members
        for version in shipped().clauses[member].versions
        for needed in (*texts_pointed_to(version, shipped()), *shipped().clauses[member].needs)
        if needed not in members
    }
    assert outside == set(), name


def test_every_version_that_speaks_of_a_text_elsewhere_says_which_clause_holds_it() -> None:
    speaking = [each for each in shipped().versions() if SPEAKS_OF_A_TEXT.search(plain_text(each.blocks))]
    assert len(speaking) > 5
    assert [each.name for each in speaking if not texts_pointed_to(each, shipped())] == []
