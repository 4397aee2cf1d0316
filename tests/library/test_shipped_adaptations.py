"""Adaptations of quoted clauses whose terms have dated: each there, drafted, without the dated term, and only
offered."""

import re
from pathlib import Path

import pytest

from specgen.library.model import Clause, ClauseVersion
from specgen.library.read import read_library
from specgen.library.versions import version_difference, version_named
from specgen.wording.wording import plain_text

LIBRARY, PROBLEMS = read_library(Path(__file__).parents[2] / "clauses")
ADAPTED = [clause for clause in LIBRARY.clauses.values() if clause.versions[-1].based_on]


def dated_terms(version: ClauseVersion) -> list[str]:
    """The dated terms in what a version prints, but for what is drafted around quoted words."""
    text = "\n".join((version.title, plain_text(version.blocks), *map(plain_text, version.fields.values())))
    return [
        term.term
        for term in LIBRARY.dated_terms
        if any(re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text) for word in term.match)
    ]


DATED = [
    clause
    for clause in LIBRARY.clauses.values()
    if clause.versions[-1].origin == "national" and dated_terms(clause.versions[-1])
]


def test_quoted_clauses_with_dated_terms_are_found() -> None:
    assert PROBLEMS == []
    assert {clause.id for clause in DATED} == {
        "shared-decision-making/quality/gp-patient-survey",
        "supported-self-management/quality/pam-licences",
    }


@pytest.mark.parametrize("clause", DATED, ids=lambda clause: clause.id)
def test_each_has_an_adaptation_beside_it(clause: Clause) -> None:
    updated = LIBRARY.clauses[f"{clause.id}-updated"].versions[-1]
    assert updated.based_on == clause.versions[-1].name


@pytest.mark.parametrize("clause", ADAPTED, ids=lambda clause: clause.id)
def test_an_adaptation_is_drafted_says_why_and_has_no_dated_term(clause: Clause) -> None:
    version = clause.versions[-1]
    base = version_named(LIBRARY, version.based_on)
    assert base is not None
    assert (version.origin, dated_terms(version)) == ("drafted", [])
    assert len(version.change.split()) > 8
    assert version.effective_from >= base.effective_from
    assert version_difference(base, version).words_differ
    assert version.title != base.title


def test_an_adaptation_is_in_no_set() -> None:
    in_sets = {clause_id for _, ids in LIBRARY.sets() for clause_id in ids}
    assert not in_sets & {clause.id for clause in ADAPTED}
