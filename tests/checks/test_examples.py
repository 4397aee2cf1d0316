"""The shipped examples keep the rules."""

from pathlib import Path

import pytest
from tests.checks.contracts import ROOT, editions

from specgen.assembly.document_type import read_document_types
from specgen.assembly.pack import assemble
from specgen.checks import check
from specgen.contract.read import read_contract
from specgen.library.organisation import load_library, read_organisation

EXAMPLES = sorted((ROOT / "examples").glob("*/contract.yaml"))


@pytest.mark.parametrize("file", EXAMPLES, ids=lambda file: file.parent.name)
def test_an_example_keeps_every_rule(file: Path) -> None:
    organisation, problems = read_organisation(ROOT / "examples" / "specgen.yaml")
    library, more = load_library(ROOT / "clauses", organisation)
    types, faults = read_document_types(ROOT / "templates")
    assert [*problems, *more, *faults] == []
    contract, problems = read_contract(file.read_bytes(), file.name)
    assert contract is not None, problems
    pack, _ = assemble(contract, library, editions(), types)
    assert pack is not None
    # What an example accepts, with its reason, is a note.
    assert [problem for problem in check(pack) if problem.severity != "note"] == []


def test_there_are_examples_to_check() -> None:
    assert len(EXAMPLES) >= 5
