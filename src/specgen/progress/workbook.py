"""The progress report as a workbook, with charts of Excel's own that read the cells beside them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import partial
from typing import Any, Final

from msgspec.structs import replace

from specgen.contract.dates import long_date
from specgen.excel import Out, Page, letters, page_by_column, page_of, workbook_bytes
from specgen.progress.actions import COUNTED_UNITS
from specgen.progress.report import COLUMNS, ActionCell, ActionProgress, ProgressReport, total_said
from specgen.progress.words import (
    HOW_TO_READ,
    RETURNED,
    aside_words,
    board_summary,
    commitment_words,
    facts,
    groups_words,
    total_words,
)
from specgen.reported_figures.report import baselines_page, figures_page, years_page

_RIGHTS: Final = "Groups with a legal right to a budget"
_FONT: Final = {"name": "Arial", "size": 10}
_FILLS: Final = (
    {"fill": {"color": "#1F4E79"}},
    {"pattern": {"pattern": "wide_upward_diagonal", "fg_color": "#1F4E79", "bg_color": "#FFFFFF"}},
)
"""Told apart by pattern as well as by colour."""
_PATTERNS: Final = (
    "solid",
    "wide_upward_diagonal",
    "percent_25",
    "horizontal_brick",
    "wide_downward_diagonal",
    "small_grid",
    "percent_60",
    "dark_vertical",
)
_DASHES: Final = ("solid", "dash", "round_dot", "long_dash", "dash_dot")
_MARKS: Final = ("circle", "square", "diamond", "triangle", "x")


def progress_workbook(report: ProgressReport) -> bytes:
    """The report as the bytes of an .xlsx file."""
    return workbook_bytes(_pages(report), "Progress with the ten key actions")


def _pages(report: ProgressReport) -> Iterator[Page]:
    about = page_of("About", ("What", "Says"), _about(report), (40, 110), left=True)
    for page in (_summary(report), about, *_of_actions(report), *_of_figures(report), *_of_contracts(report)):
        yield replace(page, grouped=True)


def _summary(report: ProgressReport) -> Page:
    """What a board reads, on one sheet of paper."""
    found = board_summary(report)
    rows = [
        ("", "Summary for the board", found.about),
        *(
            (r.number, r.action, r.measure, r.contracts.words, r.services, r.target, r.status, r.missing)
            for r in found.rows
        ),
        *(("", "Needs a decision", line) for line in found.decisions),
        *(("", "What the figures do not say", line) for line in found.limits),
    ]
    return page_of(
        "Summary",
        ("No.", "Action", "Measure", "Contracts", "Services", "Target", "Status", "Missing"),
        rows,
        (6, 60, 60, 18, 18, 14, 24, 30),
        draw=lambda _, sheet: sheet.fit_to_pages(1, 1),
    )


def _of_actions(report: ProgressReport) -> Iterator[Page]:
    yield page_by_column(
        "Ten key actions",
        (
            ("No.", 6, lambda of, cell: of.action.number),
            ("Action", 52, lambda of, cell: of.action.action),
            ("Chapter", 10, lambda of, cell: of.action.chapter),
            ("Counted", 12, lambda of, cell: cell.measure.unit if cell else "groups"),
            ("Measure", 52, lambda of, cell: cell.measure.says if cell else f"{_RIGHTS}: {groups_words(of)}"),
            ("Hold it", 10, lambda of, cell: cell and cell.count),
            ("Of", 8, lambda of, cell: cell and cell.of),
            ("Share", 10, lambda of, cell: cell and cell.share),
            ("Target", 10, lambda of, cell: cell and _target(cell)),
            ("Not applicable", 12, lambda of, cell: cell and len(cell.not_applicable)),
            ("Missing", 10, lambda of, cell: cell and len(cell.missing)),
            ("Grants that hold it", 12, lambda of, cell: cell and _grants(of, cell)[0]),
            ("Grants", 10, lambda of, cell: cell and _grants(of, cell)[1]),
        ),
        ((of, cell) for of in report.actions for cell in (*of.cells, *((None,) if of.action.groups else ()))),
        frozen=2,
    )
    yield page_of(
        "Chart",
        ("No.", "Action", *(f"{what}{unit}" for unit in COUNTED_UNITS for what in ("Hold it: ", "Of ", "Share of "))),
        _by_action(report),
        (6, 60, 14, 12, 14, 14, 12, 14),
        draw=partial(_bars, report=report),
    )
    ends = tuple(long_date(day) for day in report.quarters)
    yield page_of(
        "Quarters",
        ("No.", "Action", "Counted", "Of", "Hold it now", "No dated step", *ends),
        _quarters(report),
        (6, 52, 14, 8, 12, 12, *(14 for _ in ends)),
        frozen=3,
        draw=partial(_lines, report=report),
    )
    yield page_by_column(
        "Missing",
        (
            ("No.", 6, lambda of, cell, name: of.action.number),
            ("Counted", 12, lambda of, cell, name: cell.measure.unit),
            ("Measure", 52, lambda of, cell, name: cell.measure.says),
            ("Contract", 18, lambda of, cell, name: name.reference),
            ("Name", 44, lambda of, cell, name: name.name),
            ("Why", 52, lambda of, cell, name: name.why),
            ("Dated steps of the contract", 52, lambda of, cell, name: _steps_of(of, name.reference)),
        ),
        (
            (of, cell, name)
            for of in report.actions
            for cell in of.cells
            for name in (*cell.missing, *cell.not_applicable)
        ),
    )
    titles = tuple(component.title for component in report.components)
    yield page_of(
        "Components by provider",
        ("Provider", "Contracts", "Services", *titles),
        ((each.provider, each.contracts, each.services, *each.by_component) for each in report.providers),
        (48, 12, 12, *(18 for _ in titles)),
        draw=partial(_stacks, report=report) if report.providers else None,
    )


def _of_figures(report: ProgressReport) -> Iterator[Page]:
    yield page_by_column(
        "Figures",
        (
            ("Figure", 70, lambda found: found.figure.says),
            ("Total", 40, total_words),
            ("Not in the total, or in it several times", 40, aside_words),
            ("Contracts and services that state it", 18, lambda found: len(found.rows)),
        ),
        zip(report.figures),
    )
    yield page_by_column(
        "Figures stated",
        (
            ("Figure", 60, lambda found, contract, stated, year, amount: found.figure.says),
            ("Contract", 18, lambda found, contract, stated, year, amount: contract.reference),
            ("Provider", 36, lambda found, contract, stated, year, amount: contract.provider),
            ("Service", 12, lambda found, contract, stated, year, amount: stated.service or "whole contract"),
            ("Commissioner", 36, lambda found, contract, stated, year, amount: stated.party),
            ("Contract Year", 14, lambda found, contract, stated, year, amount: year),
            ("Number", 12, lambda found, contract, stated, year, amount: _number(amount)),
            ("In words", 40, lambda found, contract, stated, year, amount: stated.words),
        ),
        (
            (found, contract, stated, year, amount)
            for found in report.figures
            for contract, stated in found.rows
            for year, amount in stated.amounts or (("", None),)
        ),
    )
    yield page_by_column(
        "Commitments",
        (
            ("No.", 6, lambda commitment: commitment.number),
            ("Commitment by 2023/24", 70, lambda commitment: commitment.words),
            ("What these contracts add to it", 70, lambda commitment: "\n".join(commitment_words(commitment, report))),
            ("What that does not say", 44, lambda commitment: commitment.limits),
        ),
        zip(report.yardstick.commitments),
    )


def _of_contracts(report: ProgressReport) -> Iterator[Page]:
    yield page_by_column(
        "Steps",
        (
            ("No.", 6, lambda of, contract, step: of.action.number),
            ("Contract", 18, lambda of, contract, step: contract.reference),
            ("Provider", 40, lambda of, contract, step: contract.provider),
            ("Schedule", 10, lambda of, contract, step: step.schedule),
            ("Step", 52, lambda of, contract, step: step.title),
            ("Owed by", 26, lambda of, contract, step: step.by),
            ("Day", 20, lambda of, contract, step: step.day),
            ("In words", 30, lambda of, contract, step: step.said if step.day is None else ""),
        ),
        ((of, contract, step) for of in report.actions for contract, step in of.steps),
    )
    yield page_by_column(
        "Contracts",
        (
            ("Contract", 18, lambda contract, counted: contract.reference),
            ("Title", 44, lambda contract, counted: contract.title),
            ("Provider", 44, lambda contract, counted: contract.provider),
            ("Form", 14, lambda contract, counted: contract.form),
            ("Status", 14, lambda contract, counted: contract.status),
            ("Start", 20, lambda contract, counted: contract.start),
            ("Expiry", 20, lambda contract, counted: contract.end),
            ("Services", 10, lambda contract, counted: len(contract.services)),
            ("Counted", 10, lambda contract, counted: counted),
            ("Issued", 24, lambda contract, counted: report.issued.get(contract.reference, "")),
        ),
        (
            (contract, counted)
            for counted, held in (("yes", report.contracts), ("apart", report.grants), ("ended", report.ended))
            for contract in held
        ),
    )
    if report.returns is not None:
        yield page_of(
            "Reported",
            ("Measure", "Due from", *(outcome.capitalize() for outcome in COLUMNS), "Otherwise", "Sum of the latest"),
            (
                (
                    each.name,
                    each.asked,
                    *(each.outcomes.get(outcome, 0) for outcome in COLUMNS),
                    each.others,
                    "\n".join(map(total_said, each.latest)),
                )
                for each in report.reported
            ),
            (52, 10, *(12 for _ in COLUMNS), 34, 60),
        )
        yield figures_page(report.returns, RETURNED)
        yield years_page(report.returns)
        yield baselines_page(report.returns, everybody="all")


def _about(report: ProgressReport) -> Iterator[Sequence[Out]]:
    yield "Progress with the ten key actions", ""
    yield from facts(report)
    yield from HOW_TO_READ
    yield "Actions", "Finance, Commissioning and Contracting Handbook for Personalised Care 2.1, 2.1.2, word for word"
    yield "Commitments", f"{report.yardstick.commitments_from}, word for word"


def _grants(progress: ActionProgress, cell: ActionCell) -> tuple[Out, Out]:
    found = next((grant for grant in progress.grants if grant.measure is cell.measure), None)
    return (found.count, found.of) if found is not None and found.of else ("", "")


def _target(cell: ActionCell) -> Out:
    return cell.measure.share / 100 if cell.measure.share is not None else "none stated"


def _first_cells(report: ProgressReport) -> Iterator[ActionCell]:
    """Both first measures of each action, in the order of their rows."""
    for progress in report.actions:
        for unit in COUNTED_UNITS:
            if (cell := progress.first(unit)) is not None:
                yield cell


def _by_action(report: ProgressReport) -> Iterator[Sequence[Out]]:
    for progress in report.actions:
        row: list[Out] = [progress.action.number, progress.action.action]
        for unit in COUNTED_UNITS:
            cell = progress.first(unit)
            row += [cell.count, cell.of, cell.share] if cell is not None else ["", "", ""]
        yield row


def _quarters(report: ProgressReport) -> Iterator[Sequence[Out]]:
    actions = {progress.action.number: progress.action.action for progress in report.actions}
    for cell in _first_cells(report):
        yield cell.action, actions[cell.action], cell.measure.unit, cell.of, cell.count, cell.undated, *cell.by_quarter
    for progress in report.actions:
        if progress.steps:
            yield (
                progress.action.number,
                progress.action.action,
                "steps",
                len(progress.steps),
                "",
                progress.steps_undated,
                *progress.steps_due,
            )


def _steps_of(progress: ActionProgress, reference: str) -> str:
    return "\n".join(
        f"{step.schedule}: {step.title}, {long_date(step.day) if step.day else step.said}"
        for contract, step in progress.steps
        if contract.reference == reference
    )


def _number(amount: Decimal | None) -> Out:
    return "" if amount is None else int(amount) if amount == int(amount) else f"{amount:f}"


def _bars(book: Any, sheet: Any, report: ProgressReport) -> None:
    chart = book.add_chart({"type": "bar"})
    last = len(report.actions)
    for (name, column), fill in zip((("Share of contracts", 4), ("Share of services", 7)), _FILLS, strict=True):
        chart.add_series(
            {
                "name": name,
                "categories": ["Chart", 1, 0, last, 0],
                "values": ["Chart", 1, column, last, column],
                "gap": 40,
                "border": {"color": "#000000"},
                "data_labels": {"value": True, "num_format": "0%", "font": _FONT},
                **fill,
            }
        )
    chart.set_x_axis({"num_format": "0%", "min": 0, "max": 1, "num_font": _FONT})
    chart.set_y_axis({"reverse": True, "num_font": _FONT, "name": "Key action", "name_font": _FONT})
    _put(sheet, last + 2, chart, "Share that holds each key action", _said(report), "bottom", (1000, 560))
    sheet.fit_to_pages(1, 1)  # ten rows and the chart: no sheet of paper ends within a chart


def _said(report: ProgressReport) -> str:
    said = []
    for progress in report.actions:
        cells = [cell for unit in COUNTED_UNITS if (cell := progress.first(unit)) is not None]
        said.append(
            f"{progress.action.number}: "
            + ", ".join(f"{cell.count} of {cell.of} {cell.measure.unit}" for cell in cells)
        )
    return f"Share that holds each key action. {'; '.join(said)}."


def _lines(book: Any, sheet: Any, report: ProgressReport) -> None:
    """How many contracts have every step due, at each quarter's end; a line an action, told apart by mark and dash."""
    rows = [row for row, cell in enumerate(_first_cells(report), 1) if cell.measure.unit == "contracts"]
    first, last = 6, 5 + len(report.quarters)
    chart = book.add_chart({"type": "line"})
    for number, row in enumerate(rows):
        chart.add_series(
            {
                "name": ["Quarters", row, 0],
                "categories": ["Quarters", 0, first, 0, last],
                "values": ["Quarters", row, first, row, last],
                "line": {"dash_type": _DASHES[number % 5], "width": 1.5},
                "marker": {"type": _MARKS[(number + number // 5) % 5], "size": 7},
            }
        )
    chart.set_y_axis({"min": 0, "max": max(len(report.contracts), 1), "num_font": _FONT})
    chart.set_x_axis({"num_font": _FONT})
    below = sum(1 for _ in _first_cells(report)) + sum(bool(progress.steps) for progress in report.actions) + 2
    said = (
        "Contracts with every dated step due at each quarter’s end; the numbers stand in the rows "
        f"above (columns G to {letters(last)})."
    )
    _put(sheet, below, chart, "Contracts with every dated step due, by key action", said, "right", (1000, 460))


def _stacks(book: Any, sheet: Any, report: ProgressReport) -> None:
    last = len(report.providers)
    chart = book.add_chart({"type": "bar", "subtype": "stacked"})
    for index, component in enumerate(report.components):
        pattern = _PATTERNS[index % len(_PATTERNS)]
        fill = _FILLS[0] if pattern == "solid" else {"pattern": {**_FILLS[1]["pattern"], "pattern": pattern}}
        chart.add_series(
            {
                "name": component.title,
                "categories": ["Components by provider", 1, 0, last, 0],
                "values": ["Components by provider", 1, 3 + index, last, 3 + index],
                "gap": 40,
                "border": {"color": "#000000"},
                **fill,
            }
        )
    chart.set_x_axis({"num_font": _FONT})
    chart.set_y_axis({"reverse": True, "num_font": _FONT})
    said = "Services with wording of each component, by provider; the numbers stand in the rows above."
    size = 1100, 240 + 34 * min(last, 30)
    _put(sheet, last + 2, chart, "Services with wording of each component", said, "bottom", size)


def _put(sheet: Any, row: int, chart: Any, title: str, said: str, legend: str, size: tuple[int, int]) -> None:
    """The chart below its rows; `said` is its alternative text, `legend` where its legend stands."""
    chart.set_title({"name": title, "name_font": {"name": "Arial", "size": 14}})
    chart.set_legend({"position": legend, "font": _FONT})
    chart.set_size({"width": size[0], "height": size[1]})
    sheet.insert_chart(row, 0, chart, {"description": said, "object_position": 1})
