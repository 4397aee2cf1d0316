"""A contract for maternity: choice during pregnancy and birth, from the contract file to the page and the ledger."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.checks.contracts import contract, shipped
from tests.issue.test_variation import build, words_of

from specgen.assembly.ledger.build import ledger_of
from specgen.assembly.ledger.model import Ledger
from specgen.assembly.pack import assemble
from specgen.checks import check
from specgen.contract.read import read_contract
from specgen.issue.precedents import Precedents
from specgen.issue.sources import Reading

CLAUSE = "enabling-choice/specification/maternity"
TEXT = contract(
    "cohort: people who are pregnant or have given birth in the last six weeks\n"
    "legal_rights_to_choice: {not_applicable: The service is led by midwives}\n"
    "specification:\n  - enabling-choice\n  - enabling-choice/maternity\n"
    "values:\n"
    "  choice_responsible_post: Head of Midwifery\n  choice_ready_date: 2026-09-30\n"
    "  choice_information_date: 2026-06-30\n  choice_matters: [the place of each appointment]\n"
    "  choice_maternity_matters: [the place of birth, who is with them at the birth]\n"
    "  choice_maternity_week: 28\n  pc_report_interval: 3 months\n  pc_report_due: 20 days\n",
    particulars="date: 2026-03-20\nequality_assessment: EIA-9, completed on 2 March 2026",
    after="development: {not_applicable: Nothing is asked for}\nimprovement: {not_applicable: Nothing is asked for}",
)


@pytest.fixture(scope="module")
def found(precedents: Precedents) -> tuple[Ledger, set[str]]:
    """The contract's ledger, and the kinds of errors that it has."""
    given, problems = read_contract(TEXT.encode(), "maternity.yaml")
    assert given is not None, problems
    pack, problems = assemble(given, shipped(), precedents.editions, precedents.types)
    assert pack is not None
    return ledger_of(pack), {each.slug for each in (*problems, *check(pack)) if each.severity == "error"}


def test_it_has_no_error(found: tuple[Ledger, set[str]]) -> None:
    assert found[1] == set()


def test_each_choice_is_owed_in_time_and_reported_each_period(found: tuple[Ledger, set[str]]) -> None:
    rows = {row.object: row for row in found[0].rows if row.clause_id == CLAUSE}
    assert rows["places of birth"].when == "within 28 weeks of the start of the pregnancy"
    assert rows["places of birth"].part == "whenever"
    assert rows["choices"].much == "the place of birth; who is with them at the birth"
    assert rows["choice outside the guidance"].act == "record"
    first = rows["choices in maternity"].days[0]
    assert (first.day.isoformat(), rows["choices in maternity"].part) == ("2026-07-20", "dated")


def test_it_is_printed_and_its_report_is_listed(tmp_path: Path, precedents: Precedents) -> None:
    given, problems = read_contract(TEXT.encode(), "maternity.yaml")
    (outcome,) = build([Reading("maternity.yaml", given, tuple(problems))], precedents, tmp_path)
    assert not outcome.failed
    papers = {path.name: words_of(path.read_bytes()) for path in tmp_path.rglob("*Schedule*.docx")}
    (insert,) = (words for name, words in papers.items() if "2A" in name)
    assert "no later than 28 weeks of pregnancy, of every place of birth" in insert
    (reports,) = (words for name, words in papers.items() if "6A" in name)
    assert "number of Service Users with a choice of place of birth recorded" in reports
