"""A specification without personalised care."""

from tests.checks.contracts import breaches, contract, problems_of

from specgen.checks.specification import no_personalised_care as rule


def test_a_service_that_chooses_nothing_breaks_the_rule() -> None:
    assert breaches(rule, contract("specification: []")) == [("no-personalised-care", "error", "specification: []")]


def test_a_service_without_the_name_is_shown_by_its_own_line() -> None:
    assert breaches(rule, contract()) == [("no-personalised-care", "error", "- name: Community respiratory service")]


def test_the_generic_reference_is_enough() -> None:
    assert breaches(rule, contract("specification: [personalised-care]")) == []


def test_a_misspelt_choice_is_not_called_no_choice() -> None:
    assert breaches(rule, contract("specification: [personalized-car]")) == []


def test_the_problem_says_what_is_wrong_how_to_mend_it_and_where_the_rule_comes_from() -> None:
    problem = problems_of(rule, contract("specification: []"))[0]
    assert problem.message == "the specification of “Community respiratory service” has no wording on personalised care"
    assert problem.cure == "choose the components that fit it under specification, or at least “personalised-care”"
    assert (problem.source, problem.excerpt) == ("Handbook 2.1, 4.2.4", "specification: []")
