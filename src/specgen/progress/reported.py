"""What was reported, measure by measure over a portfolio: how the latest figures that are due stand, and their sums."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Final

from msgspec import Struct

from specgen.contract.dates import long_date
from specgen.reported_figures.asked import AskedRow
from specgen.reported_figures.hold import OUTCOMES, FigureOutcome
from specgen.reported_figures.shown import ShownFigure, ShownReturns, ShownTotal, ShownYear

COLUMNS: Final[tuple[FigureOutcome, ...]] = ("met", "below threshold", "above threshold", "no cases", "missing")
"""Outcomes that have a column of their own; the others stand in words."""


class ReportedMeasure(Struct, frozen=True):
    """A measure over the portfolio. `asked` is how many services or contracts it is due from; `outcomes` how the latest
    figure of each stands; `latest` the sums of the latest period, each status apart."""

    clause: str
    title: str
    figure: str
    asked: int
    outcomes: Mapping[FigureOutcome, int]
    latest: tuple[ShownTotal, ...]

    @property
    def name(self) -> str:
        """The measure's title, with the figure where it has several."""
        return f"{self.title}: {self.figure.replace('-', ' ')}" if self.figure else self.title

    @property
    def others(self) -> str:
        """The outcomes without a column: `2 reported; 1 hidden`."""
        return "; ".join(
            f"{self.outcomes[outcome]:,} {outcome}"
            for outcome in OUTCOMES
            if outcome not in COLUMNS and self.outcomes.get(outcome)
        )


def reported_measures(found: ShownReturns) -> tuple[ReportedMeasure, ...]:
    """Every measure of which a figure is due, in the order of their names."""
    return tuple(_measures(found))


def _measures(found: ShownReturns) -> Iterator[ReportedMeasure]:
    latest: dict[tuple[str, str], dict[tuple[str, str], ShownFigure | ShownYear]] = {}
    for each in found.figures:
        if not each.asked.party and each.outcome != "not due" and not each.asked.over_year:
            latest.setdefault((each.asked.clause, each.asked.figure), {})[_whose(each.asked)] = each
    for year in found.years:
        if not year.asked.party:
            latest.setdefault((year.asked.clause, year.asked.figure), {})[_whose(year.asked)] = year
    for (clause, figure), held in sorted(latest.items()):
        totals = [total for total in found.totals if (total.clause, total.figure) == (clause, figure)]
        last = max((total.last for total in totals), default=None)
        yield ReportedMeasure(
            clause,
            next(iter(held.values())).asked.title,
            figure,
            len(held),
            Counter(each.outcome for each in held.values()),
            tuple(total for total in totals if total.last == last),
        )


def _whose(asked: AskedRow) -> tuple[str, str]:
    return asked.reference, asked.service


def total_said(total: ShownTotal) -> str:
    """`93 of 150 (62.0%), 1 final return, to 31 March 2027`."""
    of = f" of {total.denominator}" if total.denominator else ""
    share = f" ({total.share})" if total.share and of else ""
    number = "hidden" if total.numerator == "hidden" else f"{total.numerator}{of}{share}"
    returns = f"{total.returns:,} {total.status} return{'' if total.returns == 1 else 's'}"
    return f"{number}, {returns}, to {long_date(total.last)}"
