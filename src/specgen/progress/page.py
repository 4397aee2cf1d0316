"""The progress report as a Word document: the values of its page, drawn by the template of reports/progress.

A cell is shaded by its share and holds the number as well: colour never speaks alone, and no picture depends on the
fonts of a machine. The page for a browser shows the same, with no script, no picture and nothing loaded.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from msgspec import Struct

from specgen.contract.dates import MONTHS, long_date
from specgen.library.organisation import OwnOrganisation
from specgen.problems import Problem
from specgen.progress.report import ActionProgress, CountedName, ProgressReport, ReportedMeasure, total_said
from specgen.progress.words import (
    HOW_TO_READ,
    MOST_NAMES,
    BoardRow,
    ShadedNumber,
    board_summary,
    commitment_words,
    facts,
    figure_words,
    groups_words,
    level,
    share_words,
    target_words,
)
from specgen.reported_figures.page import STYLE, LabelledLine, html_page, html_text, labelled, wide
from specgen.review.reports.forms import report_drawn

SHOWN_QUARTERS: Final = 8


class MeasureRow(Struct, frozen=True):
    """A measure of a key action."""

    measure: str
    now: ShadedNumber
    target: str
    aside: str


class ActionBlock(Struct, frozen=True):
    """A key action with its measures and who is missing."""

    number: str
    action: str
    chapter: str
    measures: tuple[MeasureRow, ...]
    missing: tuple[LabelledLine, ...]
    figures: tuple[LabelledLine, ...]


class QuarterRow(Struct, frozen=True):
    """A key action at each quarter's end."""

    action: str
    counted: str
    now: ShadedNumber
    quarters: tuple[ShadedNumber, ...]
    undated: str


class ComponentBlock(Struct, frozen=True):
    """A component over the Providers: how many services have it, and which of each."""

    title: str
    services: ShadedNumber
    providers: str


class ReportedLine(Struct, frozen=True):
    """A measure as it was reported over the portfolio."""

    measure: str
    asked: str
    met: ShadedNumber
    below: str
    no_cases: str
    missing: str
    others: str
    latest: tuple[str, ...]


class CommitmentRow(Struct, frozen=True):
    """A national commitment with what contracts add to it."""

    number: str
    words: str
    figures: tuple[str, ...]
    limits: str


class ProgressPage(Struct, frozen=True):
    """The pages of the report. `about`, `rows`, `decisions` and `limits` are the one page that a board reads."""

    title: str
    about: str
    rows: tuple[BoardRow, ...]
    decisions: tuple[str, ...]
    limits: tuple[str, ...]
    facts: tuple[LabelledLine, ...]
    key: tuple[ShadedNumber, ...]
    actions: tuple[ActionBlock, ...]
    ends: tuple[str, ...]
    quarters: tuple[QuarterRow, ...]
    later: str
    components: tuple[ComponentBlock, ...]
    reported: tuple[ReportedLine, ...]
    commitments: tuple[CommitmentRow, ...]
    commitments_from: str
    how: tuple[LabelledLine, ...]


def progress_document(
    report: ProgressReport, organisation: OwnOrganisation | None = None
) -> tuple[bytes | None, list[Problem]]:
    """The file's bytes, or the problems for which there is none."""
    page = progress_page(report)
    return report_drawn("progress", page, page.title, "Progress with the ten key actions", organisation)


def progress_page(report: ProgressReport) -> ProgressPage:
    """The values of the pages."""
    ends = report.quarters[:SHOWN_QUARTERS]
    last = report.quarters[-1] if report.quarters else None
    later = len(report.quarters) - len(ends)
    board = board_summary(report)
    return ProgressPage(
        "Progress with the ten key actions",
        board.about,
        board.rows,
        board.decisions,
        board.limits,
        tuple(LabelledLine(label, said) for label, said in facts(report)),
        (
            ShadedNumber("none", "none"),
            ShadedNumber("under half", "some"),
            ShadedNumber("half or more", "half"),
            ShadedNumber("three quarters or more", "most"),
            ShadedNumber("all", "all"),
        ),
        tuple(_block(progress, report) for progress in report.actions),
        tuple(f"{day.day} {MONTHS[day.month - 1][:3]} {day.year}" for day in ends),
        tuple(row for progress in report.actions for row in _quarters(progress)),
        f"{later} further quarters, to {long_date(last)}, are in the workbook of this report."
        if later and last
        else "",
        tuple(_component(index, report) for index in range(len(report.components))),
        tuple(map(_reported, report.reported)),
        tuple(
            CommitmentRow(str(each.number), each.words, commitment_words(each, report), each.limits)
            for each in report.yardstick.commitments
        ),
        report.yardstick.commitments_from,
        tuple(LabelledLine(label, said) for label, said in HOW_TO_READ),
    )


def _reported(each: ReportedMeasure) -> ReportedLine:
    met = each.outcomes.get("met", 0)
    below = each.outcomes.get("below threshold", 0) + each.outcomes.get("above threshold", 0)
    return ReportedLine(
        each.name,
        str(each.asked),
        ShadedNumber(str(met), level(met, each.asked)),
        str(below),
        str(each.outcomes.get("no cases", 0)),
        str(each.outcomes.get("missing", 0)),
        each.others,
        tuple(map(total_said, each.latest)),
    )


def _block(progress: ActionProgress, report: ProgressReport) -> ActionBlock:
    measures = []
    missing = []
    for cell in progress.cells:
        aside = f"{len(cell.not_applicable)} not applicable" if cell.not_applicable else ""
        grant = next((found for found in progress.grants if found.measure is cell.measure and found.of), None)
        if grant is not None and grant.count:
            apart = f"grants apart: {grant.count} of {grant.of}"
            aside = f"{aside}; {apart}" if aside else apart
        measures.append(
            MeasureRow(
                cell.measure.says,
                ShadedNumber(share_words(cell.count, cell.of), level(cell.count, cell.of)),
                target_words(cell),
                aside,
            )
        )
        if cell.by_quarter and cell.missing:
            missing.append(LabelledLine(f"Missing {cell.measure.unit}", _names(list(map(_missing, cell.missing)))))
        if cell.by_quarter and cell.not_applicable:
            named = _names([f"{name.name}, {name.why.rstrip('.')}" for name in cell.not_applicable])
            missing.append(LabelledLine("Not applicable", named))
    figures = [LabelledLine(f.says, figure_words(report.figure(f.id))) for f in progress.action.figures]
    if progress.action.groups:
        figures.insert(0, LabelledLine("Groups with a legal right to a budget", groups_words(progress)))
    return ActionBlock(
        str(progress.action.number),
        progress.action.action,
        progress.action.chapter,
        tuple(measures),
        tuple(missing),
        tuple(figures),
    )


def _missing(name: CountedName) -> str:
    return f"{name.name} ({name.why})" if name.why else name.name


def _names(names: list[str]) -> str:
    more = len(names) - MOST_NAMES
    return "; ".join(names[:MOST_NAMES]) + (f"; and {more} more, in the workbook of this report" if more > 0 else "")


def _quarters(progress: ActionProgress) -> Iterator[QuarterRow]:
    number = str(progress.action.number)
    for cell in progress.cells:
        if cell.by_quarter:
            due = tuple(_of(count, cell.of) for count in cell.by_quarter[:SHOWN_QUARTERS])
            yield QuarterRow(number, cell.measure.unit, _of(cell.count, cell.of), due, str(cell.undated))
    if progress.steps:
        steps = len(progress.steps)
        due = tuple(_of(count, steps) for count in progress.steps_due[:SHOWN_QUARTERS])
        yield QuarterRow(number, "steps due", ShadedNumber(str(steps), "none"), due, str(progress.steps_undated))


def _of(count: int, of: int) -> ShadedNumber:
    return ShadedNumber(f"{count}/{of}", level(count, of))


def _component(index: int, report: ProgressReport) -> ComponentBlock:
    count = sum(each.by_component[index] for each in report.providers)
    said = [f"{each.provider} {each.by_component[index]} of {each.services}" for each in report.providers]
    return ComponentBlock(report.components[index].title, _of(count, report.services), _names(said))


_SHADES: Final = """
.none{background:#fff}.some{background:#e6eef7}.half{background:#c6d9ee}.most{background:#a3c3e3}.all{background:#7fadd8}
"""


def progress_html(report: ProgressReport) -> bytes:
    """The page, UTF-8. The same report gives the same bytes."""
    page = progress_page(report)
    return html_page(page.title, f"{STYLE}{_SHADES}", _lines(page))


def _lines(page: ProgressPage) -> Iterator[str]:
    yield from _summary_lines(page)
    yield "<h2>What the report is of</h2>"
    yield from labelled(page.facts)
    yield from _action_lines(page)
    yield from _quarter_lines(page)
    yield from _titled(
        "Components by Provider",
        ("Component", "Services", "By Provider"),
        ((_plain(row.title), _cell(row.services), _plain(row.providers)) for row in page.components),
    )
    yield from _reported_lines(page)
    yield from _commitment_lines(page)
    yield "<h2>How to read this</h2>"
    yield from labelled(page.how)


def _titled(title: str, columns: Iterable[str], rows: Iterable[tuple[str, ...]], about: str = "") -> Iterator[str]:
    """A table under a heading of its own."""
    yield f"<h2>{title}</h2>"
    if about:
        yield f"<p>{html_text(about)}</p>"
    yield _table(title, columns, rows)


def _summary_lines(page: ProgressPage) -> Iterator[str]:
    yield from _titled(
        "Summary for the board",
        ("No.", "Key action", "Measure", "Contracts", "Services", "Target", "Status", "Missing"),
        (
            (
                *map(_plain, (row.number, row.action, row.measure)),
                _cell(row.contracts),
                *map(_plain, (row.services, row.target, row.status)),
                _each_in_a_line(row.missing.split("\n")),
            )
            for row in page.rows
        ),
        page.about,
    )
    for heading, lines in (("What needs a decision", page.decisions), ("What the figures do not say", page.limits)):
        if lines:
            yield f"<h3>{heading}</h3><ul>{''.join(f'<li>{html_text(line)}</li>' for line in lines)}</ul>"


def _action_lines(page: ProgressPage) -> Iterator[str]:
    yield "<h2>The ten key actions</h2>"
    key = "".join(_cell(each) for each in page.key)
    yield f"{wide('How cells are shaded')}<table><tr>{key}</tr></table></div>"
    for action in page.actions:
        yield f"<h3>{html_text(action.number)}. {html_text(action.action)} (chapter {html_text(action.chapter)})</h3>"
        yield _table(
            f"Key action {action.number}",
            ("Measure", "Now", "Target", "Apart"),
            ((_plain(row.measure), _cell(row.now), _plain(row.target), _plain(row.aside)) for row in action.measures),
        )
        yield from labelled((*action.missing, *action.figures))


def _quarter_lines(page: ProgressPage) -> Iterator[str]:
    yield from _titled(
        "At each quarter’s end",
        ("No.", "Counted", "Now", *page.ends, "No dated step"),
        (
            (*map(_plain, (row.action, row.counted)), *map(_cell, (row.now, *row.quarters)), _plain(row.undated))
            for row in page.quarters
        ),
    )
    if page.later:
        yield f"<p>{html_text(page.later)}</p>"


def _reported_lines(page: ProgressPage) -> Iterator[str]:
    if page.reported:
        yield from _titled(
            "What was reported",
            ("Measure", "Due from", "Met", "Not met", "No cases", "Missing", "Otherwise", "Sum of the latest"),
            (
                (
                    *map(_plain, (row.measure, row.asked)),
                    _cell(row.met),
                    *map(_plain, (row.below, row.no_cases, row.missing, row.others)),
                    _each_in_a_line(row.latest),
                )
                for row in page.reported
            ),
        )


def _commitment_lines(page: ProgressPage) -> Iterator[str]:
    yield from _titled(
        "What these contracts add to the national commitments",
        ("No.", "Commitment by 2023/24", "From these contracts", "What that does not say"),
        (
            (*map(_plain, (row.number, row.words)), _each_in_a_line(row.figures), _plain(row.limits))
            for row in page.commitments
        ),
        page.commitments_from,
    )


def _each_in_a_line(lines: Iterable[str]) -> str:
    return f"<td>{'<br>'.join(map(html_text, lines))}</td>"


def _plain(words: str) -> str:
    return f"<td>{html_text(words)}</td>"


def _cell(shaded: ShadedNumber) -> str:
    return f'<td class="{html_text(shaded.level)}">{html_text(shaded.words)}</td>'


def _table(name: str, headings: Iterable[str], rows: Iterable[tuple[str, ...]]) -> str:
    head = "".join(f'<th scope="col">{html_text(each)}</th>' for each in headings)
    body = "".join(f"<tr>{chr(10).join(row)}</tr>" for row in rows)
    return f"{wide(name)}<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
