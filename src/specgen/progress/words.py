"""What a progress report says in words, the same on a page, in a workbook, in a browser and on a screen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from specgen.contract.dates import long_date
from specgen.progress.actions import NationalCommitment
from specgen.progress.report import ActionCell, ActionProgress, PortfolioFigure, ProgressReport, total_said

HOW_TO_READ: Final = (
    (
        "What is counted",
        "What contracts hold as they are written: clauses that are chosen, dates and figures that are given. That a "
        "term stands in a contract does not say that it is kept; what Providers report does.",
    ),
    (
        "At a quarter’s end",
        "So many hold the measure and have every dated step that leads to the action (items of Schedules 2M, 6D and 8) "
        "due by that day. A date says by when a step is owed, not that it was done. Steps stand in schedules of the "
        "contract as a whole, and count for each of its services that holds the measure.",
    ),
    (
        "No dated step",
        "Holds the measure, and no item of its Schedules 2M, 6D and 8 gives a day for the action; it is counted in no "
        "quarter.",
    ),
    (
        "Not applicable",
        "The contract says that the schedule does not apply, or its form has no such schedule. It stays in the whole "
        "and is not among the missing.",
    ),
    (
        "Figures",
        "Added as contracts state them for all Commissioners; a figure for one Commissioner alone is listed and not "
        "added. Shares are never added. What is stated in words is listed and counts in no sum.",
    ),
    ("Grants", "Grant agreements have no schedules and are counted apart."),
)


def share_words(count: int, of: int) -> str:
    """`5 of 8 (63%)`, rounded half up as a spreadsheet shows it."""
    return f"{count:,} of {of:,} ({percent(count, of)})" if of else f"{count:,} of {of:,}"


def percent(count: int, of: int) -> str:
    """Half up, to a whole number."""
    return f"{(Decimal(100) * count / of).quantize(Decimal(1), rounding=ROUND_HALF_UP)}%"


def commitment_words(commitment: NationalCommitment, report: ProgressReport) -> tuple[str, ...]:
    """What the contracts' figures and their returns add to a commitment, a line each."""
    lines = []
    for found in map(report.figure, commitment.figures):
        aside = aside_words(found)
        lines.append(f"{found.figure.says}: {total_words(found)}{f' ({aside})' if aside else ''}")
    for measure in report.reported:
        if measure.clause in commitment.returns:
            lines += [f"Reported, {measure.name}: {total_said(total)}" for total in measure.latest]
    return tuple(lines)


def target_words(cell: ActionCell) -> str:
    return f"{cell.measure.share}%" if cell.measure.share is not None else "none stated"


def amount_words(amount: Decimal) -> str:
    """`1,250` or `5.5`."""
    return f"{amount:,f}"


def total_words(found: PortfolioFigure) -> str:
    """The sum of a figure, by Contract Year where it has years; of shares their range."""
    stated = [amount for _, row in found.rows for _, amount in row.amounts]
    if not stated:
        return "not stated as a number"
    if found.total is None:
        least, most = min(stated), max(stated)
        span = f"{amount_words(least)}%" if least == most else f"{amount_words(least)}% to {amount_words(most)}%"
        return f"{span}, {len(stated)} stated; shares are not added"
    if found.figure.form == "situations":
        return f"{amount_words(found.total[0][1])} of 30"
    return "; ".join(f"{amount_words(amount)}{f' in {year}' if year else ''}" for year, amount in found.total)


def aside_words(found: PortfolioFigure) -> str:
    """What of a figure is in no sum."""
    said = []
    if found.in_words:
        said.append(f"{found.in_words} in words")
    if found.own:
        said.append(f"{found.own} for one Commissioner alone, not added")
    return "; ".join(said)


def facts(report: ProgressReport) -> Iterator[tuple[str, str]]:
    """What the report is of."""
    yield "Day", long_date(report.on)
    yield "Contracts", f"{len(report.contracts):,}, with {report.services:,} services"
    yield "Grant agreements, counted apart", f"{len(report.grants):,}"
    if report.ended:
        named = ", ".join(f"{contract.reference} ({long_date(contract.end)})" for contract in report.ended)
        yield "Ended before the day, not counted", f"{len(report.ended):,}: {named}"
    if report.issued:
        states = Counter(report.issued[contract.reference] for contract in report.contracts)
        yield "Contract files", "; ".join(f"{states[state]:,} {state}" for state in sorted(states))
    if report.returns is not None:
        seal = "" if report.sealed else "; the saved result carries no seal, so nobody can tell whether it was changed"
        yield "Returns", f"held against their contracts on {long_date(report.returns.on)}{seal}"
        if report.returns.least:
            yield "Small numbers", f"counts under {report.returns.least} are hidden, and every sum that holds one"
    later = [contract for contract in report.contracts if contract.start > report.on]
    if later:
        named = ", ".join(f"{contract.reference} ({long_date(contract.start)})" for contract in later)
        yield "Begin after the day, counted", f"{len(later):,}: {named}"


def groups_words(progress: ActionProgress) -> str:
    """The groups with a legal right to a budget that have one, of the four."""
    return f"{len(progress.groups)} of 4: {', '.join(progress.groups)}" if progress.groups else "0 of 4"


def level(count: int, of: int) -> str:
    """How dark a cell is shaded: none, some, half, most or all. The number stands in it as well."""
    if not of or not count:
        return "none"
    if count >= of:
        return "all"
    return "most" if 4 * count >= 3 * of else "half" if 2 * count >= of else "some"
