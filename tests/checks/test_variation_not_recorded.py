"""A variation without its particulars under the Provider Selection Regime."""

from tests.checks.contracts import contract, pack_of

from specgen.checks.variation import variation_not_recorded as rule

ROUTE = "award_route: most suitable provider process\nlifetime_value: £2,000,000"
WHOLE = "variation: {ground: external factors, value: 0, earlier_value: 0}"


def said(particulars: str, after: str) -> list[str]:
    return [problem.message for problem in rule.check(pack_of(contract(particulars=particulars, after=after)))]


def test_each_thing_that_is_missing_is_named_with_the_words_of_the_rule() -> None:
    (message,) = said("", "variation: {number: 2}")
    for words in (
        "the award route, the ground, the value of this change, the value of earlier changes and the "
        "contract’s lifetime value",
        "materially different in character",
        "£500,000",
        "25%",
    ):
        assert words in message


def test_one_thing_that_is_missing_is_named_alone() -> None:
    (message,) = said(ROUTE, "variation: {ground: external factors, value: 0}")
    assert message == "the variation does not record the value of earlier changes"
    # The limits are of changes on which the authority decides, which this one may be where no ground is recorded.
    for ground in ("ground: decision of the authority, ", ""):
        (message,) = said(ROUTE, f"variation: {{{ground}value: 0}}")
        assert "regulation 13 asks: a change that the authority decides on" in message


def test_a_variation_that_records_everything_keeps_the_rule_and_so_does_a_contract_without_one() -> None:
    assert said(ROUTE, WHOLE) == [] and said("", "") == []


def test_a_ground_where_the_regime_does_not_apply_is_inconsistent() -> None:
    outside = "award_route: not under the Provider Selection Regime"
    (message,) = said(outside, WHOLE)
    assert "does not apply" in message
    assert said(outside, "variation: {number: 1}") == []


def test_a_first_variation_with_earlier_ones_is_inconsistent() -> None:
    (message,) = said(ROUTE, "variation: {number: 1, ground: external factors, value: 0, earlier_value: 12000}")
    assert "first variation" in message


def test_every_problem_is_a_warning_and_names_its_source() -> None:
    (problem,) = rule.check(pack_of(contract(after="variation: {number: 2}")))
    assert (problem.slug, problem.severity, problem.source) == (
        "variation-not-recorded",
        "warning",
        "Provider Selection Regime, regulation 13",
    )
