"""An agreed contract with a clause that is not approved."""

import dataclasses
from datetime import date

from tests.checks.contracts import breaches, contract, problems_of, shipped

from specgen.checks.agreement import agreed_but_not_approved as rule
from specgen.library.approvals import approval_of

TEXT = contract("specification: [enabling-choice, personalised-care]", particulars="status: agreed")


def test_an_agreed_contract_with_unapproved_clauses_breaks_the_rule() -> None:
    assert breaches(rule, TEXT) == [("agreed-but-not-approved", "warning", "status: agreed")]
    assert problems_of(rule, TEXT)[0].message == (
        "the contract’s status is “agreed”, but not every clause is approved: "
        "enabling-choice/specification/general@2, personalised-care/specification/generic@1"
    )


def test_of_many_clauses_a_few_are_named_and_the_number_of_the_others() -> None:
    chosen = "specification: [enabling-choice, personalised-care, shared-decision-making, co-production]"
    (problem,) = problems_of(rule, contract(chosen, particulars="status: agreed"))
    named = problem.message.partition(": ")[2]
    assert named.count(", ") == 4 and named.endswith(" more")


def test_a_draft_keeps_the_rule() -> None:
    assert breaches(rule, TEXT.replace("agreed", "for agreement")) == []


def test_approved_clauses_keep_the_rule() -> None:
    clauses = (
        shipped().clauses["enabling-choice/specification/general"],
        shipped().clauses["personalised-care/specification/generic"],
    )
    approvals = tuple(
        approval_of(clause.versions[0], "A Reviewer", "Head of contracts", date(2026, 3, 1), "minute 4")
        for clause in clauses
    )
    assert breaches(rule, TEXT, dataclasses.replace(shipped(), approvals=approvals)) == []
