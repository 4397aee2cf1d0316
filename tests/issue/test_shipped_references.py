"""A shipped clause that refers to its own paragraphs by number: the whole path from the library to the review."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from tests.issue.test_variation import build, vary, words_of

from specgen.assembly.ledger.build import ledger_of
from specgen.assembly.pack import assemble
from specgen.desk.asked.choosing import wording_pieces
from specgen.issue.precedents import Precedents
from specgen.issue.records import RECORD_FILE, read_issue_record
from specgen.issue.sources import Reading
from specgen.kept import kept
from specgen.library.organisation import _KEPT

Read = Callable[..., Reading]
EXAMPLE, REFERENCE = "community-respiratory", "NBB-2026-014"
CLAUSE = "supported-self-management/specification/patient-activation-delivered"
NEW = ("management/patient-activation-delivered", "management/patient-activation-delivered@2")
INSERT = f"{REFERENCE}/{REFERENCE} - Schedule 2A - Service specification insert - service 01.docx"


@pytest.fixture(scope="module")
def issued(tmp_path_factory: pytest.TempPathFactory, precedents: Precedents, reading: Read) -> Path:
    out = tmp_path_factory.mktemp("referring")
    (outcome,) = build([reading(EXAMPLE, NEW)], precedents, out)
    assert not outcome.failed
    return out


def numbers_in(out: Path) -> dict[str, str]:
    """The numbers that the clause's references are printed with, by the record."""
    record, problems = read_issue_record((out / REFERENCE / RECORD_FILE).read_bytes(), RECORD_FILE)
    assert record is not None, problems
    entry = next(clause for document in record.documents for clause in document.clauses if clause.id == CLAUSE)
    return {name: str(value.printed) for name, value in entry.values.items() if name.startswith("see: ")}


def test_the_numbers_are_printed_and_the_record_has_them(issued: Path) -> None:
    found = numbers_in(issued)
    assert set(found) == {f"see: {CLAUSE}#{sentence}" for sentence in ("2", "3", "4")}
    words = words_of((issued / INSERT).read_bytes())
    assert f"in one or more of the groups named in paragraph {found[f'see: {CLAUSE}#2']} and also" in words


def test_the_ledger_says_the_numbers(precedents: Precedents, reading: Read) -> None:
    contract = reading(EXAMPLE, NEW).contract
    assert contract is not None
    pack, _ = assemble(contract, precedents.library, precedents.editions, precedents.types)
    assert pack is not None
    said = [row.sentence for row in ledger_of(pack).rows if row.clause_id == CLAUSE]
    assert said
    assert [sentence for sentence in said if "see:" in sentence or "not given" in sentence] == []


def test_paragraphs_that_are_counted_otherwise_are_no_change_of_the_clause(
    tmp_path: Path, precedents: Precedents, reading: Read, issued: Path
) -> None:
    first = "      - shared-decision-making\n"
    later = reading(EXAMPLE, NEW, ("      - co-production\n", ""), (first, f"      - co-production\n{first}"))
    (varied,) = vary([later], precedents, issued, tmp_path / "out")
    (insert,) = (each for each in varied.revised if each.compared.issued.schedule == "2A")
    assert insert.clean is not None
    assert [clause.id for clause in insert.compared.clauses] == []
    words = words_of(insert.clean.data)
    assert numbers_in(issued)[f"see: {CLAUSE}#2"] not in words.partition("Exceptions.")[2][:200]


def test_a_library_with_references_is_kept_for_the_next_run(precedents: Precedents) -> None:
    clause = precedents.library.clauses[CLAUSE]
    assert kept("test references", (b"one",), _KEPT, lambda: clause) == clause


def test_the_desk_shows_the_wording_with_a_place_for_the_number(precedents: Precedents) -> None:
    clause = precedents.library.clauses[CLAUSE]
    version = clause.version(2)
    assert version is not None
    said = [piece for block in version.blocks for piece in wording_pieces(clause, block)]
    assert [piece.text for piece in said if "paragraph of" in piece.asks] == ["…", "…", "…"]
