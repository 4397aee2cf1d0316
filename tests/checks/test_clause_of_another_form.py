"""A clause of the NHS Standard Contract in a grant agreement."""

import pytest
from tests.checks.contracts import breaches, contract, problems_of, shipped

from specgen.checks.agreement import clause_of_another_form as rule

SLUG = "clause-of-another-form"
GRANT = "grant-personalised-care"


def grant(chosen: str, values: str = "") -> str:
    return contract(f"specification: [{GRANT}, {chosen}]\n{values}", form="grant")


@pytest.mark.parametrize(
    "clause_id",
    [
        clause.id
        for clause in shipped().clauses.values()
        if clause.place == "specification" and "/grant-" not in clause.id and clause.versions[-1].origin == "drafted"
    ],
)
def test_every_drafted_clause_for_contracts_is_refused_by_name(clause_id: str) -> None:
    (problem,) = problems_of(rule, grant(clause_id))
    assert problem.severity == "error"
    newest = shipped().clauses[clause_id].versions[-1].number
    assert problem.message.startswith(f"{clause_id}@{newest} speaks of “Provider”")


def test_it_names_the_words_that_mean_nothing_in_a_grant_agreement() -> None:
    assert [problem.message for problem in problems_of(rule, grant("co-production/lead-in"))] == [
        (
            "co-production/specification/lead-in@1 speaks of “Provider”, “Commissioner”, “Service Condition”, "
            "“Service User”, which a grant agreement does not have"
        )
    ]


def test_quoted_wording_and_clauses_for_grants_keep_the_rule() -> None:
    everything = ", ".join(
        clause.id
        for clause in shipped().clauses.values()
        if clause.place == "specification" and ("/grant-" in clause.id or clause.versions[-1].origin == "national")
    )
    assert breaches(rule, contract(f"specification: [{everything}]", form="grant")) == []


def test_a_date_that_is_printed_with_a_term_of_the_contract_breaks_the_rule() -> None:
    values = "values:\n  pc_grant_ready_date: 3 months from Service Commencement Date"
    assert (SLUG, "error", "pc_grant_ready_date: 3 months from Service Commencement Date") in breaches(
        rule, grant("grant-peer-support", values)
    )


def test_such_a_word_that_a_user_typed_is_a_warning_since_it_may_be_meant() -> None:
    values = "values:\n  ssm_conditions: the conditions of the Provider Alliance"
    assert breaches(rule, grant("grant-peer-support", values)) == [
        (SLUG, "warning", "ssm_conditions: the conditions of the Provider Alliance")
    ]


@pytest.mark.parametrize("clause_id", [clause.id for clause in shipped().clauses.values() if "/grant-" in clause.id])
def test_a_clause_for_grants_is_refused_in_a_contract(clause_id: str) -> None:
    assert [entry[:2] for entry in breaches(rule, contract(f"specification: [{clause_id}]"))] == [(SLUG, "error")]


def test_a_contract_knows_these_words() -> None:
    assert breaches(rule, contract("specification: [co-production]")) == []


@pytest.mark.parametrize(
    ("line", "number"),
    [("activity: The Provider runs six groups", 1), ("cohort: those whom the Commissioner refers", 1),
     ("activity: Six groups in each year", 0)],
)  # fmt: skip
def test_a_text_about_the_activities_that_names_a_party_of_a_contract_is_a_warning(line: str, number: int) -> None:
    found = problems_of(rule, contract(f"specification: [{GRANT}]\n{line}", form="grant"))
    assert [problem.severity for problem in found] == ["warning"] * number


def test_a_grants_clause_in_a_contract_is_cured_by_the_form_too() -> None:
    (problem, *_) = problems_of(rule, contract(f"specification: [{GRANT}]"))
    assert "if it is a grant agreement, write “form: grant”" in problem.cure
    (problem,) = problems_of(rule, grant("co-production/lead-in"))
    assert "form: grant" not in problem.cure
