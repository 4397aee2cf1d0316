"""The progress of a portfolio: each key action counted by contract and by service, now and at each quarter's end.

A measure's count is of what the contracts hold as they are written. At a quarter's end those are counted that hold it
and whose dated steps (the items of Schedules 2M, 6D and 8 that lead to the action) have then all fallen due; those
without a dated step are said apart. Nothing is estimated: a date says by when something is owed, not that it was done.
What was reported stands beside it, measure by measure; `progress_json` gives all of it to programs as
docs/reference/commands.md describes it.

Source: handbook 2.1.2 and 4.1, stage 4.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Final

from msgspec import Struct, field

from specgen.contract.dates import add_time, long_date
from specgen.library.model import Component
from specgen.progress.actions import ActionMeasure, CountedUnit, KeyAction, PlannedFigure, ProgressYardstick, matches
from specgen.progress.counted import CountedContract, DatedStep, StatedFigure
from specgen.reported_figures.asked import AskedPack
from specgen.reported_figures.hold import OUTCOMES, FigureOutcome
from specgen.reported_figures.report import returns_json
from specgen.reported_figures.shown import ShownFigure, ShownReturns, ShownTotal, ShownYear, counted_words

MOST_QUARTERS: Final = 40
"""Quarters that are looked ahead, ten years; steps beyond are said to lie there."""
LEAST_QUARTERS: Final = 8
LEGAL_GROUPS: Final = (
    "continuing healthcare",
    "children's continuing care",
    "wheelchair services",
    "section 117 aftercare",
)
"""Groups of people with a legal right to a personal health budget (handbook 2.7.2)."""


class CountedName(Struct, frozen=True):
    """A contract or a service that is counted, by name, with a reason where one is given."""

    reference: str
    name: str
    why: str = ""


class ActionCell(Struct, frozen=True):
    """One measure of a key action: so many of so many, who they are and who is missing.

    `not_applicable` are those whose schedule does not apply; they stand in `of` and not in `missing`. `by_quarter` is
    at each quarter's end how many hold it with every dated step due; empty for what no dates lead to. `undated` hold it
    without a dated step."""

    action: int
    measure: ActionMeasure
    count: int
    of: int
    holding: tuple[CountedName, ...]
    missing: tuple[CountedName, ...]
    not_applicable: tuple[CountedName, ...]
    by_quarter: tuple[int, ...]
    undated: int

    @property
    def share(self) -> float:
        """From 0 to 1; 0 of nothing."""
        return self.count / self.of if self.of else 0.0

    @property
    def short(self) -> int:
        """How many more would meet the target; 0 where it is met or the action states none."""
        return max(-(-self.of * (self.measure.share or 0) // 100) - self.count, 0)


class ActionProgress(Struct, frozen=True):
    """A key action with its cells, of contracts and, apart, of grants. `steps_due` is how many of its dated steps have
    fallen due at each quarter's end, `steps_undated` how many have no day; `groups` the groups with a legal right."""

    action: KeyAction
    cells: tuple[ActionCell, ...]
    grants: tuple[ActionCell, ...]
    steps: tuple[tuple[CountedContract, DatedStep], ...]
    steps_due: tuple[int, ...]
    groups: tuple[str, ...]

    @property
    def steps_undated(self) -> int:
        return sum(step.day is None for _, step in self.steps)

    def first(self, unit: CountedUnit) -> ActionCell | None:
        """Its first measure by contract or by service, to which its dated steps lead."""
        return next((cell for cell in self.cells if cell.measure.unit == unit), None)


class PortfolioFigure(Struct, frozen=True):
    """A figure over all contracts. `total` is the sum of what they state for all Commissioners, by Contract Year; for
    situations how many different ones, and None for shares, which are not added. `rows` are who states what."""

    figure: PlannedFigure
    total: tuple[tuple[str, Decimal], ...] | None
    rows: tuple[tuple[CountedContract, StatedFigure], ...]

    @property
    def in_words(self) -> int:
        """How many state it in words that are no number."""
        return sum(not stated.amounts for _, stated in self.rows)

    @property
    def own(self) -> int:
        """How many stand for one Commissioner alone; they are listed and not added."""
        return sum(bool(stated.party) for _, stated in self.rows)

    @property
    def once(self) -> Mapping[str, int]:
        """The contracts in which a number that is written once is stated, and added, several times: by their reference,
        how often."""
        return Counter(contract.reference for contract, stated in self.rows if stated.once and not stated.party)


class ProviderShare(Struct, frozen=True):
    """A Provider: its services, and how many of them have wording of each component."""

    provider: str
    contracts: int
    services: int
    by_component: tuple[int, ...]


class ProgressReport(Struct, frozen=True):
    """The whole report on a day. `ended` are contracts whose term ended before the day; they are not counted.
    `not_running` are the services of the others that ended before it or begin after it, each with that day; they are
    counted as they are written. `issued` is a contract's reference → how its file stands to what was issued; `returns`
    is what was reported, where it is given."""

    on: date
    quarters: tuple[date, ...]
    contracts: tuple[CountedContract, ...]
    grants: tuple[CountedContract, ...]
    ended: tuple[CountedContract, ...]
    not_running: tuple[tuple[str, date], ...]
    actions: tuple[ActionProgress, ...]
    components: tuple[Component, ...]
    providers: tuple[ProviderShare, ...]
    figures: tuple[PortfolioFigure, ...]
    yardstick: ProgressYardstick
    issued: Mapping[str, str] = field(default_factory=dict)
    returns: ShownReturns | None = None
    reported: tuple[ReportedMeasure, ...] = ()
    sealed: bool = True
    """Whether it can be told that nobody changed the returns after they were saved."""
    left_out: tuple[str, ...] = ()
    """Contract files and rows that could not be read, or have the reference of another; they are not counted."""

    @property
    def services(self) -> int:
        return sum(len(contract.services) for contract in self.contracts)

    def figure(self, id_: str) -> PortfolioFigure:
        """The figure of that id."""
        return next(found for found in self.figures if found.figure.id == id_)


def progress_report(
    portfolio: Iterable[CountedContract],
    yardstick: ProgressYardstick,
    components: Sequence[Component],
    on: date | None = None,
    issued: Iterable[AskedPack] = (),
    returns: ShownReturns | None = None,
    *,
    sealed: bool = True,
    left_out: Iterable[str] = (),
) -> ProgressReport:
    """The report of the contracts, whatever order they are given in.

    Without a day it is of the latest day of contracts and returns, and no contract is left out for having ended."""
    everything = sorted(portfolio, key=lambda contract: (contract.reference, contract.file))
    day = on or max([latest_date(everything), *([returns.on] if returns is not None else [])])
    packs = {pack.reference: pack for pack in issued}
    ended = [contract for contract in everything if on is not None and contract.end < on]
    counted = [contract for contract in everything if contract not in ended]
    contracts = [contract for contract in counted if not contract.grant]
    grants = [contract for contract in counted if contract.grant]
    quarters = quarter_ends(day, [step.day for contract in contracts for step in contract.steps if step.day])
    return ProgressReport(
        day,
        quarters,
        tuple(contracts),
        tuple(grants),
        tuple(ended),
        tuple(_not_running(contracts, on)) if on is not None else (),
        tuple(_action(action, contracts, grants, quarters) for action in yardstick.actions),
        tuple(components),
        tuple(_providers(contracts, components)),
        tuple(_figure(figure, contracts) for figure in yardstick.figures.values()),
        yardstick,
        {contract.reference: _issued(contract, packs) for contract in everything} if packs else {},
        returns,
        reported_measures(returns) if returns is not None else (),
        sealed,
        tuple(left_out),
    )


def _not_running(contracts: Iterable[CountedContract], on: date) -> Iterator[tuple[str, date]]:
    for contract in contracts:
        for index, service in enumerate(contract.services):
            if not service.first <= on <= service.last:
                yield contract.service_named(index), service.first if on < service.first else service.last


def latest_date(contracts: Iterable[CountedContract]) -> date:
    """The latest of the contracts' own dates."""
    return max((contract.day for contract in contracts), default=date.min)


def _issued(contract: CountedContract, packs: Mapping[str, AskedPack]) -> str:
    pack = packs.get(contract.reference)
    if pack is None:
        return "not issued"
    return "as issued" if pack.contract_file == contract.sha256 else "changed since it was issued"


def quarter_ends(on: date, days: Iterable[date]) -> tuple[date, ...]:
    """The ends of the quarters from that of `on` to that of the last day, eight at least and forty at most."""
    last = max((day for day in days), default=on)
    found: list[date] = []
    first = date(on.year, (on.month - 1) // 3 * 3 + 1, 1)
    for number in range(1, MOST_QUARTERS + 1):
        try:
            found.append(add_time(first, 3 * number, "month") - timedelta(days=1))
        except (ValueError, OverflowError):  # beyond the year 9999
            break
        if found[-1] >= last and len(found) >= LEAST_QUARTERS:
            break
    return tuple(found)


def _action(
    action: KeyAction, contracts: Sequence[CountedContract], grants: Sequence[CountedContract], quarters: Sequence[date]
) -> ActionProgress:
    steps = [(contract, step) for contract in contracts for step in contract.steps if step.action == action.number]
    groups = {
        group
        for contract in contracts
        for service in contract.services
        if any(matches(clause, action.groups) for clause in service.clauses)
        for group in service.groups
        if group in LEGAL_GROUPS
    }
    firsts: set[CountedUnit] = set()
    cells: list[ActionCell] = []
    for measure in action.measures:
        # Dates lead to the action as a whole: they are counted for its first measure by contract and by service.
        dated = quarters if measure.unit not in firsts else ()
        firsts.add(measure.unit)
        cells.append(_cell(action, measure, contracts, dated))
    return ActionProgress(
        action,
        tuple(cells),
        tuple(_cell(action, measure, grants, ()) for measure in action.measures if not measure.place),
        tuple(steps),
        tuple(sum(step.day is not None and step.day <= end for _, step in steps) for end in quarters),
        tuple(group for group in LEGAL_GROUPS if group in groups),
    )


def _cell(
    action: KeyAction, measure: ActionMeasure, contracts: Sequence[CountedContract], quarters: Sequence[date]
) -> ActionCell:
    holding: list[CountedName] = []
    missing: list[CountedName] = []
    not_applicable: list[CountedName] = []
    complete: list[date | None] = []
    for contract in contracts:
        steps = [step.day for step in contract.steps if step.action == action.number]
        known = [day for day in steps if day is not None]
        done = max(known) if known and len(known) == len(steps) else None
        for held, name in _units(measure, contract):
            if held:
                holding.append(name)
                complete.append(done)
            elif why := contract.not_applicable.get(measure.place, ""):
                not_applicable.append(CountedName(name.reference, name.name, why))
            elif measure.rights == "applies" and name.why:
                not_applicable.append(name)
            else:
                missing.append(name)
    return ActionCell(
        action.number,
        measure,
        len(holding),
        len(holding) + len(missing) + len(not_applicable),
        tuple(holding),
        tuple(missing),
        tuple(not_applicable),
        tuple(sum(day is not None and day <= end for day in complete) for end in quarters),
        sum(day is None for day in complete) if quarters else 0,
    )


def _units(measure: ActionMeasure, contract: CountedContract) -> Iterator[tuple[bool, CountedName]]:
    """Each unit of the contract, and whether it meets the measure."""
    if measure.unit == "services":
        for index, service in enumerate(contract.services):
            there = _holds(measure, contract, index)
            why = service.rights_reason if measure.rights == "applies" else ""
            if not there and measure.day and _chosen(measure, service.clauses):
                why = "has the wording, and no day from which it is used"
            yield there, CountedName(contract.reference, contract.service_named(index), why)
        return
    name = CountedName(contract.reference, contract.reference)
    if measure.key_action:
        yield measure.key_action in contract.key_actions, name
    elif measure.place:
        yield _chosen(measure, contract.clauses), name
    else:
        held = [_holds(measure, contract, index) for index in range(len(contract.services))]
        whole: Callable[[Iterable[bool]], bool] = all if measure.every else any
        yield bool(held) and whole(held), name


def _holds(measure: ActionMeasure, contract: CountedContract, index: int) -> bool:
    service = contract.services[index]
    if not _chosen(measure, service.clauses):
        return False
    if measure.day and (measure.day, index) not in contract.days:
        return False
    if measure.rights == "answered":
        return service.rights is not None
    return service.rights is True if measure.rights else True


def _chosen(measure: ActionMeasure, clauses: frozenset[str]) -> bool:
    every = all(any(matches(clause, (wanted,)) for clause in clauses) for wanted in measure.holds_all)
    return every and (not measure.holds or any(matches(clause, measure.holds) for clause in clauses))


def _providers(contracts: Sequence[CountedContract], components: Sequence[Component]) -> Iterator[ProviderShare]:
    """By name without regard to capitals and spaces, in the order of the names."""
    together: dict[str, list[CountedContract]] = {}
    for contract in contracts:
        together.setdefault(" ".join(contract.provider.split()).casefold(), []).append(contract)
    for _, held in sorted(together.items()):
        services = [service for contract in held for service in contract.services]
        yield ProviderShare(
            held[0].provider,
            len(held),
            len(services),
            tuple(
                sum(any(matches(clause, (f"{component.id}/specification/*",)) for clause in service.clauses)
                    for service in services)
                for component in components
            ),
        )  # fmt: skip


def _figure(figure: PlannedFigure, contracts: Sequence[CountedContract]) -> PortfolioFigure:
    rows = tuple(
        (contract, stated) for contract in contracts for stated in contract.figures if stated.figure == figure.id
    )
    stated = [amount for _, row in rows if not row.party for amount in row.amounts]
    total: tuple[tuple[str, Decimal], ...] | None
    if figure.form == "share":
        total = None
    elif figure.form == "situations":
        total = (("", Decimal(len({number for _, number in stated}))),)
    else:
        years = sorted({year for year, _ in stated})
        total = tuple((year, sum((n for of, n in stated if of == year), Decimal(0))) for year in years)
    return PortfolioFigure(figure, total, rows)


COLUMNS: Final[tuple[FigureOutcome, ...]] = ("met", "below threshold", "above threshold", "no cases", "missing")
"""Outcomes that have a column of their own; the others stand in words."""


class ReportedMeasure(Struct, frozen=True):
    """A measure over the portfolio. `asked` is how many services or contracts it is due from; of one that holds a
    Commissioner to a threshold of its own every Commissioner is counted, and all together where they are held to one.
    `outcomes` is how the latest figure of each stands; `latest` the sums of the latest period, each status apart."""

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
    stands = found.stands_for()
    latest: dict[tuple[str, str], dict[tuple[str, ...], ShownFigure | ShownYear]] = {}
    due: list[ShownFigure | ShownYear] = [
        each for each in found.figures if each.outcome != "not due" and not each.asked.over_year
    ]
    for each in (*due, *(year for year in found.years if year.asked.over_year)):
        row = each.asked
        if stands(row):
            latest.setdefault((row.clause, row.figure), {})[row.reference, row.service, row.party] = each
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


def total_said(total: ShownTotal) -> str:
    """`93 of 150 (62.0%), 1 final return, to 31 March 2027`."""
    number = "hidden" if total.numerator == "hidden" else counted_words(total.numerator, total.denominator, total.share)
    returns = f"{total.returns:,} {total.status} return{'' if total.returns == 1 else 's'}"
    return f"{number}, {returns}, to {long_date(total.last)}"


def progress_json(report: ProgressReport) -> dict[str, Any]:
    """Everything that the report says. A cell of a key action has a name of its own."""
    return {
        "on": report.on.isoformat(),
        "quarters": [day.isoformat() for day in report.quarters],
        "contracts": [contract.reference for contract in report.contracts],
        "services": report.services,
        "grants": [contract.reference for contract in report.grants],
        "ended": [contract.reference for contract in report.ended],
        "services_not_running": [
            {"service": named, "begins" if day > report.on else "ended": day.isoformat()}
            for named, day in report.not_running
        ],
        "left_out": list(report.left_out),
        "actions": [_action_json(progress) for progress in report.actions],
        "components": [component.id for component in report.components],
        "providers": [
            {
                "provider": each.provider,
                "contracts": each.contracts,
                "services": each.services,
                "by_component": dict(
                    zip((component.id for component in report.components), each.by_component, strict=True)
                ),
            }
            for each in report.providers
        ],
        "figures": [_figure_json(found) for found in report.figures],
        "commitments": [
            {"number": each.number, "words": each.words, "figures": list(each.figures), "limits": each.limits}
            for each in report.yardstick.commitments
        ],
        "issued": dict(report.issued) or None,
        "reported": [
            {
                "clause": each.clause,
                "figure": each.figure or None,
                "due_from": each.asked,
                "outcomes": {outcome: each.outcomes[outcome] for outcome in OUTCOMES if each.outcomes.get(outcome)},
                "latest": [total_said(total) for total in each.latest],
            }
            for each in report.reported
        ],
        "returns": returns_json(report.returns) if report.returns is not None else None,
        "sealed": report.sealed if report.returns is not None else None,
    }


def _action_json(progress: ActionProgress) -> dict[str, Any]:
    return {
        "number": progress.action.number,
        "action": progress.action.action,
        "chapter": progress.action.chapter,
        "cells": [_cell_json(cell, index) for index, cell in enumerate(progress.cells, 1)],
        "grants": [
            {"measure": cell.measure.says, "counted": cell.measure.unit, "count": cell.count, "of": cell.of}
            for cell in progress.grants
        ],
        "steps": {
            "count": len(progress.steps),
            "undated": progress.steps_undated,
            "due_by_quarter": list(progress.steps_due),
        },
        **({"groups": list(progress.groups)} if progress.action.groups else {}),
    }


def _figure_json(found: PortfolioFigure) -> dict[str, Any]:
    return {
        "figure": found.figure.id,
        "says": found.figure.says,
        "total": _amounts_json(found.total) if found.total is not None else None,
        "stated": [
            {
                "contract": contract.reference,
                "service": stated.service or None,
                "commissioner": stated.party or None,
                "amounts": _amounts_json(stated.amounts),
                "words": stated.words or None,
                "written_once": stated.once,
            }
            for contract, stated in found.rows
        ],
    }


def _amounts_json(amounts: Iterable[tuple[str, Decimal]]) -> list[dict[str, object]]:
    return [{"year": year or None, "amount": f"{amount:f}"} for year, amount in amounts]


def _cell_json(cell: ActionCell, index: int) -> dict[str, Any]:
    return {
        "cell": f"{cell.action}.{index}",
        "counted": cell.measure.unit,
        "measure": cell.measure.says,
        "count": cell.count,
        "of": cell.of,
        "target": cell.measure.share,
        "missing": [name.name for name in cell.missing],
        "not_applicable": [{"name": name.name, "why": name.why} for name in cell.not_applicable],
        "by_quarter": list(cell.by_quarter),
        "without_dated_step": cell.undated,
    }
