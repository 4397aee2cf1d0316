"""A variation from which a notice falls due."""

from tests.checks.contracts import contract, pack_of

from specgen.checks.variation import variation_notice_due as rule


def said(after: str, particulars: str = "") -> list[str]:
    return [
        f"{problem.severity}: {problem.message}"
        for problem in rule.check(pack_of(contract(particulars=particulars, after=after)))
    ]


def test_from_five_hundred_thousand_pounds_the_notice_is_named() -> None:
    (message,) = said("variation: {value: 420000, earlier_value: 80000}")
    assert (
        message
        == "warning: this change and earlier ones come to £500,000: from £500,000 a notice of the change is due, "
        "and none is recorded"
    )


def test_a_sum_of_which_one_is_not_recorded_is_told_as_the_other_one_alone() -> None:
    (message,) = said("variation: {value: 600000}")
    assert "the value of earlier changes is not recorded, and this change alone comes to £600,000" in message
    (message,) = said("variation: {earlier_value: 600000}")
    assert "the value of this change is not recorded, and earlier ones alone come to £600,000" in message


def test_a_smaller_sum_and_a_recorded_notice_keep_the_rule() -> None:
    assert said("variation: {value: 420000, earlier_value: 79999}") == []
    assert not said(
        "variation: {value: 420000, earlier_value: 80000, notice: 'Notice 2026-000123, published on 3 September 2026'}"
    )
    assert said("") == []


def test_a_contract_outside_the_regime_keeps_the_rule() -> None:
    assert said("variation: {value: 900000}", "award_route: not under the Provider Selection Regime") == []
