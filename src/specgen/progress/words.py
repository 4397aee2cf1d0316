"""What a progress report says in words, the same on a page, in a workbook, in a browser and on a screen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from msgspec import Struct

from specgen.contract.dates import long_date
from specgen.problems import number_of
from specgen.progress.actions import NationalCommitment
from specgen.progress.report import ActionCell, ActionProgress, PortfolioFigure, ProgressReport, total_said
from specgen.reported_figures.hold import FigureOutcome
from specgen.reported_figures.report import YEARS
from specgen.reported_figures.shown import RowCount, ShownFigure, ShownReturns, ShownYear, counts_said, outcome_counts

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
        "added. Shares are never added. What is stated in words is listed and counts in no sum. A number that a "
        "contract writes once and several services print is added for each; it is named beside the sum.",
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
        lines.append(f"{found.figure.says}: {figure_words(found)}")
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
    if not stated or found.total == ():
        return "not stated as a number"
    if found.total is None:
        least, most = min(stated), max(stated)
        span = f"{amount_words(least)}%" if least == most else f"{amount_words(least)}% to {amount_words(most)}%"
        return f"{span}, {len(stated)} stated; shares are not added"
    if found.figure.form == "situations":
        return f"{amount_words(found.total[0][1])} of 30"
    return "; ".join(f"{amount_words(amount)}{f' in {year}' if year else ''}" for year, amount in found.total)


def figure_words(found: PortfolioFigure) -> str:
    """The sum of a figure, and what is in no sum."""
    aside = aside_words(found)
    return f"{total_words(found)}{f' ({aside})' if aside else ''}"


def aside_words(found: PortfolioFigure) -> str:
    """What of a figure is in no sum, or in it several times."""
    said = []
    if found.in_words:
        said.append(f"{found.in_words} in words")
    if found.own:
        said.append(f"{found.own} for one Commissioner alone, not added again")
    if found.once:
        said.append(
            "written once and added for each that prints it: "
            + _first_of([f"{reference} ({times} times)" for reference, times in found.once.items()])
        )
    return "; ".join(said)


def _first_of(named: Sequence[str]) -> str:
    more = len(named) - MOST_NAMES
    return f"{'; '.join(named[:MOST_NAMES])}{f'; and {more:,} more' if more > 0 else ''}"


def facts(report: ProgressReport) -> Iterator[tuple[str, str]]:
    """What the report is of."""
    yield "Day", long_date(report.on)
    yield "Contracts", f"{len(report.contracts):,}, with {report.services:,} services"
    yield "Grant agreements, counted apart", f"{len(report.grants):,}"
    if report.ended:
        named = ", ".join(f"{contract.reference} ({long_date(contract.end)})" for contract in report.ended)
        yield "Ended before the day, not counted", f"{len(report.ended):,}: {named}"
    for begin, said in ((False, "Ended before"), (True, "Begin after")):
        found = [f"{named} ({long_date(day)})" for named, day in report.not_running if (day > report.on) is begin]
        if found:
            yield f"{said} the day, counted as written", f"{number_of(len(found), 'service')}: {_first_of(found)}"
    if report.left_out:
        named = _first_of(report.left_out)
        yield "Could not be counted", f"{len(report.left_out):,}, for faults that “specgen check” names: {named}"
    if report.issued:
        states = Counter(report.issued[contract.reference] for contract in report.contracts)
        yield "Contract files", "; ".join(f"{states[state]:,} {state}" for state in sorted(states))
    if report.returns is not None:
        seal = "" if report.sealed else "; the saved result carries no seal, so nobody can tell whether it was changed"
        yield "Returns", f"held against their contracts on {long_date(report.returns.on)}{seal}"
        yield from returned_facts(report.returns)
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


class ShadedNumber(Struct, frozen=True):
    """A cell's words and how dark it is shaded: none, some, half, most or all."""

    words: str
    level: str


class BoardRow(Struct, frozen=True):
    """A key action in one row of the summary: what is counted, how far it is, and who is missing. `status` says in
    words what the cell of contracts says by its shade."""

    number: str
    action: str
    measure: str
    contracts: ShadedNumber
    services: str
    target: str
    status: str
    missing: str


class BoardSummary(Struct, frozen=True):
    """What a board reads: of what, the actions in a row each, what needs a decision, what the figures do not say. Its
    texts are of bounded length, however many contracts there are, so that they fit on one page."""

    about: str
    rows: tuple[BoardRow, ...]
    decisions: tuple[str, ...]
    limits: tuple[str, ...]


RETURNED: Final = "Returned figures"
"""What their sheet and their counts are called in a report that has other figures as well."""
_LINES: Final = 3
"""Lines that a row of the summary has for those who are missing. A reference has one of its own: it would break at its
hyphens in the middle of others."""
_LONGEST_NAMED: Final = 18
"""Letters of a reference that fit in such a line."""
MOST_NAMES: Final = 12
"""Names that a cell lists; of more the rest is counted."""
_HELD: Final = {
    "all": "all of them",
    "most": "three quarters or more",
    "half": "half or more",
    "some": "under half",
    "none": "none",
}


def board_summary(report: ProgressReport) -> BoardSummary:
    """The summary of the report."""
    apart = [f"{number_of(len(report.left_out), 'further contract')} could not be counted"] if report.left_out else []
    if report.grants:
        apart.append(f"{number_of(len(report.grants), 'grant agreement')} counted apart")
    if report.ended:
        apart.append(f"{len(report.ended):,} ended before the day and not counted")
    counted = f"{number_of(len(report.contracts), 'contract')} with {number_of(report.services, 'service')}"
    return BoardSummary(
        f"On {long_date(report.on)}: {'; '.join([counted, *apart])}. The pages that follow give every measure.",
        tuple(map(_board_row, report.actions)),
        tuple(_decisions(report)) or ("Nothing that these figures show.",),
        tuple(_limits(report)),
    )


def _board_row(progress: ActionProgress) -> BoardRow:
    first, services = progress.first("contracts"), progress.first("services")
    shown = first or services
    assert shown is not None  # every action has a measure by contract or by service
    return BoardRow(
        str(progress.action.number),
        progress.action.action,
        shown.measure.says,
        ShadedNumber(share_words(first.count, first.of) if first is not None else "–", level(shown.count, shown.of)),
        share_words(services.count, services.of) if services is not None else "–",
        target_words(shown),
        _status(progress, shown),
        _board_missing(first, services),
    )


def _status(progress: ActionProgress, shown: ActionCell) -> str:
    """Against the target where the action states one; otherwise how many hold it."""
    if not shown.of:
        return "nothing to count"
    if shown.measure.share is not None:
        short = [number_of(cell.short, cell.measure.unit[:-1]) for cell in progress.cells if cell.short]
        return f"below target, {' and '.join(short)} short" if short else "target met"
    if len(shown.not_applicable) == shown.of:
        return "not applicable to any"
    apart = f"; {len(shown.not_applicable):,} not applicable" if shown.not_applicable else ""
    return _HELD[level(shown.count, shown.of)] + apart


def _board_missing(first: ActionCell | None, services: ActionCell | None) -> str:
    cell = next((each for each in (first, services) if each is not None and each.missing), None)
    if cell is None:
        return "none"
    names = list(dict.fromkeys(name.reference for name in cell.missing))
    heading = ["of a service:"] * (cell is services)
    room = _LINES - len(heading)
    shown = names if len(names) <= room else names[: room - 1]
    if any(len(name) > _LONGEST_NAMED for name in shown):
        return f"{len(names):,}, named below"
    more = [f"and {len(names) - len(shown):,} more"] if len(names) > len(shown) else []
    return "\n".join(heading + shown + more)


def _decisions(report: ProgressReport) -> Iterator[str]:
    """Questions that the figures put, each only where there is something to decide."""
    below = [each.action.number for each in report.actions if any(cell.short for cell in each.cells)]
    if below:
        yield f"Below the target: {_actions(below)}. By when do the missing get the wording?"
    without = [each.action.number for each in report.actions if all(cell.measure.share is None for cell in each.cells)]
    if without and report.contracts:
        yield f"No target stated: {_actions(without)}. Which share is wanted, by when?"
    steps = {(contract.reference, step.action) for contract in report.contracts for step in contract.steps}
    gaps = [
        (name.reference, cell.action) in steps
        for each in report.actions
        if (cell := each.first("contracts")) is not None
        for name in cell.missing
    ]
    if planned := gaps.count(False):
        have = "has" if planned == 1 else "have"
        of = number_of(len(gaps), "gap")
        yield f"{planned:,} of {of} (a contract without an action) {have} no dated step. Which are to be closed?"
    due = sum(
        step.day is not None and step.day <= report.on for progress in report.actions for _, step in progress.steps
    )
    if due:
        yield f"{number_of(due, 'dated step')} had fallen due by {long_date(report.on)}. Were they done?"
    if report.returns is not None:
        said = [
            f"{_rows(report.returns.listed, 'below threshold', 'above threshold')} outside the threshold",
            f"{_rows(report.returns.listed, 'missing')} missing",
            f"{_rows(report.returns.years, 'below threshold', 'above threshold', noun='Contract Year')} outside it",
        ]
        if told := [each for each in said if not each.startswith("0 ")]:
            yield f"Reported: {', '.join(told)}. What follows?"


def returned_facts(found: ShownReturns) -> Iterator[tuple[str, str]]:
    """How the returned figures stand, as many of each as their sheets have rows."""
    yield RETURNED, counts_said(found.listed)
    if found.years:
        yield YEARS, counts_said(found.years)


def _rows(rows: Sequence[ShownFigure | ShownYear], *outcomes: FigureOutcome, noun: str = "figure") -> str:
    """`38 figures (10 of single Commissioners)`."""
    found = [count for outcome, count in outcome_counts(rows).items() if outcome in outcomes]
    count = RowCount(sum(each.rows for each in found), sum(each.own for each in found))
    return count.said(noun if count.rows == 1 else f"{noun}s")


def _limits(report: ProgressReport) -> Iterator[str]:
    yield "Whether a term of a contract is kept, and whether a step was done by its day."
    yield "Whether every service has it: for most actions one service of a contract will do."
    if report.returns is None:
        yield "What Providers report: no returns were given."
    elif report.returns.least:
        yield f"Counts under {report.returns.least} that Providers reported, and what would give them back: hidden."
    if drafts := sum(contract.status != "agreed" for contract in report.contracts):
        of = number_of(len(report.contracts), "contract")
        yield f"Whether it is agreed: {drafts:,} of {of} are not marked as agreed."
    states = [report.issued[contract.reference] for contract in report.contracts] if report.issued else []
    if differing := sum(state != "as issued" for state in states):
        yield f"What was issued: {number_of(differing, 'contract')} changed since, or not issued."
    elif not states:
        yield "Which contracts were issued, or changed since; what other contracts hold."


def _actions(numbers: Sequence[int]) -> str:
    """`key action 1` or `key actions 2, 3 and 5 to 10`."""
    spans: list[list[int]] = []
    for number in numbers:
        if spans and number == spans[-1][-1] + 1:
            spans[-1].append(number)
        else:
            spans.append([number])
    said = [
        part
        for span in spans
        for part in ([f"{span[0]} to {span[-1]}"] if len(span) > 2 else list(map(str, span)))
    ]  # fmt: skip
    listed = " and ".join([", ".join(said[:-1]), said[-1]] if len(said) > 1 else said)
    return f"key action{'s' * (len(numbers) > 1)} {listed}"
