"""A change in the year without notice."""

from tests.checks.contracts import breaches, contract

from specgen.checks.agreement import change_without_notice as rule


def test_a_contract_dated_after_its_term_began_breaks_the_rule() -> None:
    assert breaches(rule, contract(particulars="date: 2026-09-01")) == [
        ("change-without-notice", "warning", "date: 2026-09-01")
    ]


def test_a_recorded_notice_keeps_the_rule() -> None:
    text = contract(particulars="date: 2026-09-01\nin_year_notice: given by letter of 1 June 2026")
    assert breaches(rule, text) == []


def test_a_contract_dated_on_or_before_its_first_day_keeps_the_rule() -> None:
    assert breaches(rule, contract(particulars="date: 2026-04-01")) == []
    assert breaches(rule, contract()) == []
