"""The progress report as a workbook, with charts of Excel's own that read the cells beside them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from typing import Any, Final

from specgen.contract.dates import long_date
from specgen.excel import Out, Page, columns, letters, workbook_bytes
from specgen.progress.actions import COUNTED_UNITS, CountedUnit
from specgen.progress.report import COLUMNS, ActionCell, ActionProgress, ProgressReport, total_said
from specgen.progress.words import HOW_TO_READ, aside_words, commitment_words, facts, groups_words, total_words
from specgen.wording.folded import safe

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


def page_of(
    name: str, headings: Sequence[str], rows: Iterable[Sequence[Out]], widths: Sequence[int], **more: Any
) -> Page:
    """A page whose texts a workbook can hold."""
    shown = (tuple(safe(value) if isinstance(value, str) else value for value in row) for row in rows)
    return Page(name, columns(headings, widths), shown, grouped=True, **more)


def _pages(report: ProgressReport) -> Iterator[Page]:
    yield page_of("About", ("What", "Says"), _about(report), (40, 110), left=True)
    yield page_of(
        "Ten key actions",
        (
            "No.",
            "Action",
            "Chapter",
            "Counted",
            "Measure",
            "Hold it",
            "Of",
            "Share",
            "Target",
            "Not applicable",
            "Missing",
            "Grants that hold it",
            "Grants",
        ),
        _actions(report),
        (6, 52, 10, 12, 52, 10, 8, 10, 10, 12, 10, 12, 10),
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
    yield page_of(
        "Missing",
        ("No.", "Counted", "Measure", "Contract", "Name", "Why", "Dated steps of the contract"),
        _missing(report),
        (6, 12, 52, 18, 44, 52, 52),
    )
    titles = tuple(component.title for component in report.components)
    yield page_of(
        "Components by provider",
        ("Provider", "Contracts", "Services", *titles),
        ((each.provider, each.contracts, each.services, *each.by_component) for each in report.providers),
        (48, 12, 12, *(18 for _ in titles)),
        draw=partial(_stacks, report=report) if report.providers else None,
    )
    yield page_of(
        "Figures",
        ("Figure", "Total", "Not in the total", "Contracts and services that state it"),
        ((found.figure.says, total_words(found), aside_words(found), len(found.rows)) for found in report.figures),
        (70, 40, 40, 18),
    )
    yield page_of(
        "Figures stated",
        ("Figure", "Contract", "Provider", "Service", "Commissioner", "Contract Year", "Number", "In words"),
        _stated(report),
        (60, 18, 36, 12, 36, 14, 12, 40),
    )
    yield page_of(
        "Commitments",
        ("No.", "Commitment by 2023/24", "What these contracts add to it", "What that does not say"),
        _commitments(report),
        (6, 70, 70, 44),
    )
    yield page_of(
        "Steps",
        ("No.", "Contract", "Provider", "Schedule", "Step", "Owed by", "Day", "In words"),
        (
            (
                progress.action.number,
                contract.reference,
                contract.provider,
                step.schedule,
                step.title,
                step.by,
                step.day,
                step.said if step.day is None else "",
            )
            for progress in report.actions
            for contract, step in progress.steps
        ),
        (6, 18, 40, 10, 52, 26, 20, 30),
    )
    yield page_of(
        "Contracts",
        ("Contract", "Title", "Provider", "Form", "Status", "Start", "Expiry", "Services", "Counted", "Issued"),
        (
            (
                contract.reference,
                contract.title,
                contract.provider,
                contract.form,
                contract.status,
                contract.start,
                contract.end,
                len(contract.services),
                said,
                report.issued.get(contract.reference, ""),
            )
            for said, held in (("yes", report.contracts), ("apart", report.grants), ("ended", report.ended))
            for contract in held
        ),
        (18, 44, 44, 14, 14, 20, 20, 10, 10, 24),
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
        yield page_of(
            "Next baselines",
            ("Contract", "Service", "Commissioner", "Measure", "Value of the contract file", "What it may say"),
            (
                (each.reference, each.service, each.party or "all", each.title, each.value, each.words)
                for each in report.returns.baselines
            ),
            (16, 10, 30, 36, 34, 60),
        )


def _about(report: ProgressReport) -> Iterator[Sequence[Out]]:
    yield "Progress with the ten key actions", ""
    yield from facts(report)
    yield from HOW_TO_READ
    yield "Actions", "Finance, Commissioning and Contracting Handbook for Personalised Care 2.1, 2.1.2, word for word"
    yield "Commitments", f"{report.yardstick.commitments_from}, word for word"


def _grants(progress: ActionProgress, cell: ActionCell) -> tuple[Out, Out]:
    found = next((grant for grant in progress.grants if grant.measure is cell.measure), None)
    return (found.count, found.of) if found is not None and found.of else ("", "")


def _actions(report: ProgressReport) -> Iterator[Sequence[Out]]:
    for progress in report.actions:
        for cell in progress.cells:
            yield (
                progress.action.number,
                progress.action.action,
                progress.action.chapter,
                cell.measure.unit,
                cell.measure.says,
                cell.count,
                cell.of,
                cell.share,
                cell.measure.share / 100 if cell.measure.share is not None else "none stated",
                len(cell.not_applicable),
                len(cell.missing),
                *_grants(progress, cell),
            )
        if progress.action.groups:
            says = f"Groups with a legal right to a budget: {groups_words(progress)}"
            yield progress.action.number, progress.action.action, progress.action.chapter, "groups", says


def first_cell(progress: ActionProgress, unit: CountedUnit) -> ActionCell | None:
    """The action's first measure by contract or by service, to which its dated steps lead."""
    return next((cell for cell in progress.cells if cell.measure.unit == unit), None)


def _first_cells(report: ProgressReport) -> Iterator[ActionCell]:
    """Both first measures of each action, in the order of their rows."""
    for progress in report.actions:
        for unit in COUNTED_UNITS:
            if (cell := first_cell(progress, unit)) is not None:
                yield cell


def _by_action(report: ProgressReport) -> Iterator[Sequence[Out]]:
    for progress in report.actions:
        row: list[Out] = [progress.action.number, progress.action.action]
        for unit in COUNTED_UNITS:
            cell = first_cell(progress, unit)
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


def _missing(report: ProgressReport) -> Iterator[Sequence[Out]]:
    for progress in report.actions:
        steps: dict[str, list[str]] = {}
        for contract, step in progress.steps:
            day = long_date(step.day) if step.day else step.said
            steps.setdefault(contract.reference, []).append(f"{step.schedule}: {step.title}, {day}")
        for cell in progress.cells:
            for name in (*cell.missing, *cell.not_applicable):
                yield (
                    progress.action.number,
                    cell.measure.unit,
                    cell.measure.says,
                    name.reference,
                    name.name,
                    name.why,
                    "\n".join(steps.get(name.reference, ())),
                )


def _stated(report: ProgressReport) -> Iterator[Sequence[Out]]:
    for found in report.figures:
        for contract, stated in found.rows:
            for year, amount in stated.amounts or (("", None),):
                number: Out = "" if amount is None else int(amount) if amount == int(amount) else f"{amount:f}"
                yield (
                    found.figure.says,
                    contract.reference,
                    contract.provider,
                    stated.service or "whole contract",
                    stated.party,
                    year,
                    number,
                    stated.words,
                )


def _commitments(report: ProgressReport) -> Iterator[Sequence[Out]]:
    for commitment in report.yardstick.commitments:
        said = "\n".join(commitment_words(commitment, report))
        yield commitment.number, commitment.words, said, commitment.limits


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
    chart.set_title({"name": "Share that holds each key action", "name_font": {"name": "Arial", "size": 14}})
    chart.set_x_axis({"num_format": "0%", "min": 0, "max": 1, "num_font": _FONT})
    chart.set_y_axis({"reverse": True, "num_font": _FONT, "name": "Key action", "name_font": _FONT})
    chart.set_legend({"position": "bottom", "font": _FONT})
    chart.set_size({"width": 1000, "height": 560})
    sheet.insert_chart(last + 2, 0, chart, {"description": _said(report), "object_position": 1})


def _said(report: ProgressReport) -> str:
    said = []
    for progress in report.actions:
        cells = [cell for unit in COUNTED_UNITS if (cell := first_cell(progress, unit)) is not None]
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
    chart.set_title(
        {"name": "Contracts with every dated step due, by key action", "name_font": {"name": "Arial", "size": 14}}
    )
    chart.set_y_axis({"min": 0, "max": max(len(report.contracts), 1), "num_font": _FONT})
    chart.set_x_axis({"num_font": _FONT})
    chart.set_legend({"position": "right", "font": _FONT})
    chart.set_size({"width": 1000, "height": 460})
    below = sum(1 for _ in _first_cells(report)) + sum(bool(progress.steps) for progress in report.actions) + 2
    sheet.insert_chart(
        below,
        0,
        chart,
        {
            "description": "Contracts with every dated step due at each quarter’s end; the numbers stand in the rows "
            f"above (columns G to {letters(last)}).",
            "object_position": 1,
        },
    )


def _stacks(book: Any, sheet: Any, report: ProgressReport) -> None:
    last = len(report.providers)
    chart = book.add_chart({"type": "bar", "subtype": "stacked"})
    for index, component in enumerate(report.components):
        pattern = _PATTERNS[index % len(_PATTERNS)]
        fill = (
            {"fill": {"color": "#1F4E79"}}
            if pattern == "solid"
            else {"pattern": {"pattern": pattern, "fg_color": "#1F4E79", "bg_color": "#FFFFFF"}}
        )
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
    chart.set_title({"name": "Services with wording of each component", "name_font": {"name": "Arial", "size": 14}})
    chart.set_x_axis({"num_font": _FONT})
    chart.set_y_axis({"reverse": True, "num_font": _FONT})
    chart.set_legend({"position": "bottom", "font": _FONT})
    chart.set_size({"width": 1100, "height": 240 + 34 * min(last, 30)})
    sheet.insert_chart(
        last + 2,
        0,
        chart,
        {"description": "Services with wording of each component, by provider; the numbers stand in the rows above.",
         "object_position": 1},
    )  # fmt: skip
