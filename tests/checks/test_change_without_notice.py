"""A change in the year without notice."""

from tests.checks.contracts import breaches, contract, pack_of

from specgen.checks import check
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


def test_a_contract_that_says_it_was_signed_late_on_its_date_is_told_so_in_a_note_and_on_no_other_date() -> None:
    late = 'reasons: ["change-without-notice: signed late on 10 May 2026"]'
    for day, severity in (("2026-05-10", "note"), ("2026-10-01", "warning")):
        found = check(pack_of(contract(particulars=f"date: {day}\n{late}")))
        assert [each.severity for each in found if each.slug == "change-without-notice"] == [severity]
