"""The particulars of a variation, and the rules for those that nobody gives."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from specgen.contract.contract import Contract
from specgen.issue.occasions.occasion import (
    VariationTerms,
    as_varied,
    faults_of_terms,
    particulars_of,
    proposer_of,
    stamp_of,
)
from specgen.issue.sources import Reading

Read = Callable[..., Reading]
DAY = date(2026, 10, 1)


def varied(reading: Read, *changes: tuple[str, str], terms: VariationTerms | None = None) -> Contract:
    contract = reading("variation", *changes).contract
    assert contract is not None
    return as_varied(contract, terms or VariationTerms(DAY))


WITHOUT_REFERENCE = ("  reference: NBB-2026-060-V1\n", "")


def test_a_variation_is_numbered_by_rule_where_no_reference_is_given(reading: Read) -> None:
    assert particulars_of(varied(reading)).reference == "NBB-2026-060-V1"
    assert particulars_of(varied(reading, WITHOUT_REFERENCE, ("number: 1", "number: 7"))).reference == "NBB-2026-060-V7"
    assert (
        particulars_of(varied(reading, WITHOUT_REFERENCE, ("  number: 1\n", ""))).reference
        == "NBB-2026-060-V2026-10-01"
    )


def test_the_contracts_own_particulars_come_before_those_of_the_run(reading: Read) -> None:
    terms = VariationTerms(DAY, "Provider", date(2026, 1, 1), date(2026, 2, 2))
    own = particulars_of(varied(reading, terms=terms))
    assert (own.proposed_by, own.proposed_on, own.agreed_on) == (
        "co-ordinating Commissioner",
        date(2026, 7, 20),
        date(2026, 9, 14),
    )
    left_out = varied(
        reading,
        ("  proposed_by: co-ordinating Commissioner\n", ""),
        ("  proposed_on: 2026-07-20\n", ""),
        ("  agreed_on: 2026-09-14\n", ""),
        terms=terms,
    )
    own = particulars_of(left_out)
    assert (own.proposed_by, own.proposed_on, own.agreed_on) == ("Provider", date(2026, 1, 1), date(2026, 2, 2))
    assert proposer_of(left_out) == "Northbrook Community Health NHS Foundation Trust"


def test_the_clauses_in_force_on_the_day_are_chosen(reading: Read) -> None:
    assert varied(reading).day == DAY


def test_the_stamp_of_the_tracked_changes_is_given_or_follows_the_rule(reading: Read) -> None:
    no_day = ("  proposed_on: 2026-07-20\n", "")
    assert stamp_of(varied(reading), VariationTerms(DAY)) == ("NHS Northbrook Integrated Care Board", "2026-07-20")
    assert stamp_of(varied(reading, no_day), VariationTerms(DAY)) == (
        "NHS Northbrook Integrated Care Board",
        "2026-10-01",
    )
    assert stamp_of(varied(reading), VariationTerms(DAY, author="Ada Shah", dated=date(2026, 8, 1))) == (
        "Ada Shah",
        "2026-08-01",
    )


def faults(contract: Contract, terms: VariationTerms, last: date = date(2029, 3, 31)) -> list[tuple[str, str]]:
    return [(problem.slug, problem.severity) for problem in faults_of_terms(contract, terms, last)]


def test_a_day_outside_the_term_and_days_out_of_order_are_errors(reading: Read) -> None:
    for day in (date(2026, 3, 31), date(2029, 4, 1)):
        terms = VariationTerms(day)
        assert ("variation-outside-term", "error") in faults(varied(reading, terms=terms), terms)
    assert ("variation-dates", "error") in faults(
        varied(reading, ("agreed_on: 2026-09-14", "agreed_on: 2026-07-19")), VariationTerms(DAY)
    )


def test_what_the_form_leaves_open_is_a_warning(reading: Read) -> None:
    assert faults(varied(reading), VariationTerms(DAY)) == []
    assert faults(varied(reading, ("  proposed_on: 2026-07-20\n", "")), VariationTerms(DAY)) == [
        ("variation-left-open", "warning")
    ]
    assert faults(varied(reading, ("  signatory: Chief Executive\n", "")), VariationTerms(DAY)) == [
        ("variation-left-open", "warning")
    ]
