"""Laws of progress: a portfolio is the sum of its parts, whatever order they stand in."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.progress.portfolio import portfolio, report_of

from specgen.progress.counted import CountedContract
from specgen.progress.report import ProgressReport, progress_json

SUBSETS = st.lists(st.sampled_from(range(len(portfolio()))), unique=True)


def contracts(places: list[int]) -> list[CountedContract]:
    return [portfolio()[place] for place in places]


def counts(report: ProgressReport) -> list[tuple[int, int, int, int]]:
    return [
        (cell.count, cell.of, len(cell.missing), len(cell.not_applicable))
        for progress in report.actions
        for cell in (*progress.cells, *progress.grants)
    ]


def totals(report: ProgressReport) -> list[Decimal]:
    return [
        sum((amount for _, amount in figure.total or ()), Decimal(0))
        for figure in report.figures
        if figure.figure.form in ("number", "by-year")
    ]


@given(SUBSETS)
@settings(max_examples=30)
def test_a_portfolio_and_the_rest_of_it_add_up_to_the_whole(places: list[int]) -> None:
    rest = [place for place in range(len(portfolio())) if place not in places]
    some, others, whole = (report_of(each) for each in (contracts(places), contracts(rest), portfolio()))
    assert [
        tuple(a + b for a, b in zip(one, other, strict=True))
        for one, other in zip(counts(some), counts(others), strict=True)
    ] == counts(whole)
    assert [one + other for one, other in zip(totals(some), totals(others), strict=True)] == totals(whole)


@given(st.permutations(range(len(portfolio()))))
@settings(max_examples=20)
def test_the_order_of_contracts_changes_nothing(places: list[int]) -> None:
    assert progress_json(report_of(contracts(places))) == progress_json(report_of(portfolio()))


@given(SUBSETS)
@settings(max_examples=30)
def test_a_count_is_that_of_its_names_and_a_total_that_of_its_rows(places: list[int]) -> None:
    report = report_of(contracts(places))
    for progress in report.actions:
        for cell in (*progress.cells, *progress.grants):
            assert cell.count == len(cell.holding)
            assert cell.of == cell.count + len(cell.missing) + len(cell.not_applicable)
            assert all(before <= after for before, after in zip(cell.by_quarter, cell.by_quarter[1:], strict=False))
            assert not cell.by_quarter or cell.by_quarter[-1] <= cell.count - cell.undated
    for figure in report.figures:
        if figure.figure.form in ("number", "by-year"):
            rows = [amount for _, row in figure.rows if not row.party for _, amount in row.amounts]
            assert sum((amount for _, amount in figure.total or ()), Decimal(0)) == sum(rows, Decimal(0))
