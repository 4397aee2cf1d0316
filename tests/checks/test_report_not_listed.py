"""A report that no list of reports holds."""

from tests.checks.contracts import breaches, contract, problems_of

from specgen.checks.duties import report_not_listed as rule

ASKS = "specification: [personalised-care]"
SLUG = "report-not-listed"


def test_a_report_of_the_specification_without_a_schedule_of_reports_is_a_warning() -> None:
    (problem,) = problems_of(rule, contract(ASKS))
    assert problem.severity == "warning"
    assert "Schedule 6A" in problem.message and "Personalised care, 6" in problem.message


def test_where_the_schedule_is_made_it_lists_them_all() -> None:
    assert breaches(rule, contract(ASKS, after="reporting: [personalised-care/satisfaction]")) == []


def test_a_written_reason_why_the_schedule_does_not_apply_makes_it_a_note() -> None:
    text = contract(ASKS, after="reporting:\n  not_applicable: The insert says when each report is due")
    assert [problem.severity for problem in problems_of(rule, text)] == ["note"]


def test_a_form_without_such_a_schedule_is_passed_over() -> None:
    assert breaches(rule, contract(ASKS, form="grant")) == []


def test_a_contract_that_asks_for_no_report_is_passed_over() -> None:
    assert breaches(rule, contract("specification: [personalised-care-and-support-planning/lead-in]")) == []
