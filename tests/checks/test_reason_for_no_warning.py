"""A reason that answers nothing, and one that answers a warning."""

import pytest
from tests.checks.contracts import breaches, contract, pack_of, problems_of

from specgen.checks import check
from specgen.checks.duties import reason_for_no_warning as rule
from specgen.checks.duties import report_not_listed
from specgen.contract.read import read_contract

ASKS = "specification: [personalised-care]"
REASON = "We keep a list of our own"


@pytest.mark.parametrize(
    "written",
    [
        f"reasons:\n  report-not-listed: {REASON}",
        f"reasons:\n  - report-not-listed: {REASON}",
        f'reasons:\n  - "report-not-listed: {REASON}"',
    ],
)
def test_a_reason_makes_the_warning_a_note_that_says_it(written: str) -> None:
    text = contract(ASKS, particulars=written, after="reporting: {not_applicable: As before}")
    (problem,) = problems_of(report_not_listed, text)
    assert (problem.severity, problem.message.endswith(f"; accepted: {REASON}")) == ("note", True)
    assert breaches(rule, text) == []


def test_a_reason_under_a_name_that_no_rule_has_is_told_with_the_likely_name() -> None:
    (problem,) = problems_of(rule, contract(ASKS, particulars="reasons:\n  report-not-lised: It is late"))
    assert (problem.severity, problem.suggestion) == ("warning", "report-not-listed")


def test_a_reason_for_a_rule_that_warns_of_nothing_is_told() -> None:
    (problem,) = problems_of(rule, contract("", particulars="reasons:\n  consent-without-end: In ten days"))
    assert "warns of nothing here" in problem.message


def test_a_reason_answers_no_error_and_no_other_rule() -> None:
    text = contract(ASKS, particulars="reasons:\n  no-development-plan: None is wanted")
    assert {"no-development-plan", "reason-for-no-warning"} <= {
        p.slug for p in check(pack_of(text)) if p.severity == "warning"
    }


@pytest.mark.parametrize("written", ["reasons: 7", "reasons:\n  - [a, b]", "reasons: {}", "reasons: []"])
def test_odd_reasons_are_a_problem_of_the_file_or_none_at_all(written: str) -> None:
    found, problems = read_contract(contract(ASKS, particulars=written).encode(), "contract.yaml")
    assert found is not None or all(problem.location.line for problem in problems)
