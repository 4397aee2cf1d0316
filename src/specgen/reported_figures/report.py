"""What was reported, as a workbook and as plain values for programs; all of it from what may be shown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any, Final

from specgen.contract.dates import long_date
from specgen.excel import Out, Page, page_by_column, page_of, workbook_bytes
from specgen.reported_figures.asked import AskedRow
from specgen.reported_figures.shown import (
    NO_STATUS,
    ShownFigure,
    ShownReturns,
    ShownVersion,
    counted_words,
    outcome_counts,
)
from specgen.reported_figures.workbook import ALL, STANDING, measure_words, service_words

HOW_TO_READ: Final = (
    (
        "met, below threshold, above threshold",
        "How the figure stands to the contract’s threshold, and by how much. What follows from it, the contract says.",
    ),
    ("no cases", "0 of 0: there was nobody to count. It is no share of 0%."),
    ("too few answers", "Fewer answered than the contract lets count; the figure is shown and not judged."),
    ("reported", "Shown; there is no threshold for this figure, or not for this period."),
    ("so far", "A Contract Year that has not ended, or of which not every quarter is final."),
    (
        "Contract Years",
        "A quarter stands beside the threshold by itself. A requirement that is to be achieved over the Contract Year "
        "is judged of the year once all its quarters are in and final, where they add: counts, and shares of answers "
        "or referrals. A number since the year began is that of the year in its last quarter. People who may be "
        "counted in two quarters make no sum, and no verdict of the year is given.",
    ),
    ("not due", "The period has not ended, or its return is not due yet."),
    ("missing", "No return came. That is no failed measure."),
    ("not counted", "The row is faulty or does not add up; nothing is counted from it."),
    ("hidden", "A count in it is under the number that is set; no sum that holds it is shown."),
    (
        "Status",
        "Provisional and final returns, and those that say neither, are never added to each other; a restated return "
        "counts as final. The latest return of a figure counts, and the earlier ones stand beside it.",
    ),
    ("Shares", "Rounded half up to a tenth. A threshold is compared before anything is rounded."),
)


FIGURES: Final = "Figures"
YEARS: Final = "Contract Years"
_HEADS: Final = ("Contract", "Provider", "Schedule", "Measure", "Service", "Commissioner")
_WIDTHS: Final = (16, 30, 10, 34, 28, 28)


def returns_report(found: ShownReturns) -> bytes:
    """The workbook."""
    return workbook_bytes(_pages(found), "What was reported")


def _pages(found: ShownReturns) -> Iterator[Page]:
    yield page_of("About", ("What", "Says"), _about(found), (40, 100), left=True)
    providers = _providers(found)
    yield figures_page(found)
    ends = _ends(found)
    yield page_of(
        "Trajectory",
        (*_HEADS, "Threshold", *(f"To {long_date(day)}" for day in ends)),
        _trajectories(found, providers, ends),
        (*_WIDTHS, 40, *(16 for _ in ends)),
    )
    yield years_page(found)
    yield page_by_column(
        "All contracts",
        (
            ("Measure", 50, lambda each: ": ".join(filter(None, (each.title, each.figure.replace("-", " "))))),
            ("From", 18, lambda each: each.first),
            ("To", 18, lambda each: each.last),
            ("Status", 13, lambda each: each.status),
            ("Returns", 10, lambda each: each.returns),
            ("Numerator", 14, lambda each: each.numerator),
            ("Denominator", 14, lambda each: each.denominator),
            ("Share", 10, lambda each: each.share),
        ),
        zip(found.totals),
    )
    yield baselines_page(found, everybody=ALL)


def _providers(found: ShownReturns) -> dict[str, str]:
    return {pack.reference: pack.provider for pack in found.packs}


def years_page(found: ShownReturns) -> Page:
    """The counts of Contract Years, a row each."""
    providers = _providers(found)
    return page_of(
        YEARS,
        (*_HEADS, "Contract Year", "Total", "Stands", "By how much", "Threshold", "Provisional", "Said of it"),
        (
            (
                *_heads(each.asked, providers),
                each.year,
                each.total,
                each.outcome,
                each.by,
                each.asked.threshold,
                "yes" if each.provisional else "",
                each.said,
            )
            for each in found.years
        ),
        (*_WIDTHS, 14, 12, 16, 12, 40, 12, 40),
    )


def figures_page(found: ShownReturns, name: str = FIGURES) -> Page:
    """The figures that are listed, a row each."""
    providers = _providers(found)
    return page_of(
        name,
        (
            *_HEADS,
            "From",
            "To",
            "Stands",
            "By how much",
            "Numerator",
            "Denominator",
            "Share",
            "Threshold",
            "Status",
            "Reported on",
            "Earlier returns",
            "Said of it",
            "Note",
        ),
        (_figure(each, providers) for each in found.listed),
        (*_WIDTHS, 18, 18, 16, 16, 13, 13, 10, 40, 12, 18, 40, 30, 30),
        printed=13,  # up to the share; the rest is read on the screen
    )


def baselines_page(found: ShownReturns, *, everybody: str) -> Page:
    """What the contract file of the next year may say; `everybody` stands where a figure is of all Commissioners."""
    return page_by_column(
        "Next baselines",
        (
            ("Contract", 16, lambda each: each.reference),
            ("Service", 10, lambda each: each.service),
            ("Commissioner", 30, lambda each: each.party or everybody),
            ("Measure", 36, lambda each: each.title),
            ("From", 18, lambda each: each.first),
            ("To", 18, lambda each: each.last),
            ("Value of the contract file", 34, lambda each: each.value),
            ("What it may say", 60, lambda each: each.words),
        ),
        zip(found.baselines),
    )


_MOST_ENDS: Final = 40
"""Ends of periods that have a column, ten years of quarters; the latest are kept."""


def _ends(found: ShownReturns) -> tuple[date, ...]:
    """The ends of periods for which a return came, in their order."""
    return tuple(sorted({each.asked.last for each in found.figures if each.versions})[-_MOST_ENDS:])


def _trajectories(found: ShownReturns, providers: dict[str, str], ends: Sequence[date]) -> Iterator[tuple[Out, ...]]:
    """Each measure of which a return came, period by period: what it came to, from which the next contract's trajectory
    is planned."""
    rows: dict[tuple[object, ...], list[ShownFigure]] = {}
    for each in found.figures:
        rows.setdefault((each.asked.reference, *each.asked.measure_key), []).append(each)
    for figures in rows.values():
        if not any(each.versions for each in figures):
            continue
        by_end = {each.asked.last: each for each in figures}
        yield (
            *_heads(figures[0].asked, providers),
            figures[0].asked.threshold,
            *(_came_to(by_end[day]) if day in by_end else "" for day in ends),
        )


def _came_to(each: ShownFigure) -> str:
    """`60.3%`, a number, or why there is none."""
    now = each.current
    if now is None or each.outcome in ("no cases", "hidden"):
        return each.outcome
    provisional = "" if now.status in STANDING else f", {now.status or NO_STATUS}"
    return f"{now.share or now.numerator}{provisional}"


def _about(found: ShownReturns) -> Iterator[Sequence[Out]]:
    yield "Day", long_date(found.on)
    yield "Contracts", len(found.packs)
    for sheet, rows in ((FIGURES, found.listed), (YEARS, found.years)):
        yield f"Rows of the sheet {sheet}", len(rows)
        for outcome, count in outcome_counts(rows).items():
            of = f"{count.own:,} of them of single Commissioners" if count.own else ""
            yield f"{sheet} {outcome}", f"{count.rows:,}, {of}" if of else count.rows
    if found.least:
        yield "Small numbers", f"Counts under {found.least} are hidden, and every sum that holds one."
    for pack in found.packs:
        for title in pack.without:
            yield f"{pack.reference}: not in the workbook of returns", title
    yield from HOW_TO_READ


def _heads(asked: AskedRow, providers: dict[str, str]) -> tuple[Out, ...]:
    return (
        asked.reference,
        providers.get(asked.reference, ""),
        asked.schedule,
        measure_words(asked),
        service_words(asked),
        asked.party or ALL,
    )


def _figure(each: ShownFigure, providers: dict[str, str]) -> tuple[Out, ...]:
    now = each.current
    asked = each.asked
    return (
        *_heads(asked, providers),
        asked.first,
        asked.last,
        each.outcome,
        each.by,
        now.numerator if now else "",
        now.denominator if now else "",
        now.share if now else "",
        asked.threshold,
        (now.status or "none given") if now else "",
        now.on if now else None,
        "\n".join(version_words(version) for version in each.versions[:-1]),
        "; ".join(filter(None, ["the sum of the Commissioners’ rows" if each.summed else "", each.said])),
        now.note if now else "",
    )


def figure_words(each: ShownFigure) -> str:
    """`905 of 1,502 (60.3%)`; "" where nothing came."""
    now = each.current
    if now is None or each.outcome == "hidden":
        return "hidden" if now is not None else ""
    return counted_words(now.numerator, now.denominator, now.share)


def version_words(version: ShownVersion) -> str:
    """`provisional, 20 July 2026: 93 of 150 (62.0%)`."""
    head = ", ".join(filter(None, [version.status, long_date(version.on) if version.on else ""]))
    return f"{head or 'no status'}: {counted_words(version.numerator, version.denominator, version.share)}"


def returns_json(found: ShownReturns) -> dict[str, Any]:
    """Everything that may be shown."""
    return {
        "on": found.on.isoformat(),
        "hidden_under": found.least or None,
        "outcomes": {outcome: count.rows for outcome, count in outcome_counts(found.listed).items()},
        "outcomes_of_years": {outcome: count.rows for outcome, count in outcome_counts(found.years).items()},
        "figures": [_figure_json(each) for each in found.listed],
        "years": [
            {
                **_asked_json(each.asked, "contract", "clause", "service", "commissioner"),
                "year": each.year,
                "total": each.total or None,
                "provisional": each.provisional,
                "outcome": each.outcome,
                "by": each.by or None,
                "said": each.said or None,
            }
            for each in found.years
        ],
        "totals": [
            {
                "clause": each.clause,
                "figure": each.figure or None,
                "from": each.first.isoformat(),
                "to": each.last.isoformat(),
                "status": each.status,
                "returns": each.returns,
                "numerator": each.numerator,
                "denominator": each.denominator or None,
                "share": each.share or None,
            }
            for each in found.totals
        ],
        "baselines": [
            {
                "contract": each.reference,
                "service": each.service or None,
                "commissioner": each.party or None,
                "from": each.first.isoformat(),
                "to": each.last.isoformat(),
                "value": each.value,
                "words": each.words,
            }
            for each in found.baselines
        ],
    }


def _asked_json(asked: AskedRow, *names: str) -> dict[str, Any]:
    """What is asked for, by the names under which programs are told of it; all of them where none is named."""
    told = {
        "row": asked.id,
        "contract": asked.reference,
        "clause": f"{asked.clause}@{asked.version}",
        "title": asked.title,
        "threshold": asked.threshold or None,
        "figure": asked.figure or None,
        "service": asked.service or None,
        "commissioner": asked.party or None,
        "from": asked.first.isoformat(),
        "to": asked.last.isoformat(),
    }
    return {name: told[name] for name in names or told}


def _figure_json(each: ShownFigure) -> dict[str, Any]:
    return {
        **_asked_json(each.asked),
        "outcome": each.outcome,
        "by": each.by or None,
        "said": each.said or None,
        "summed": each.summed,
        "returns": [
            {
                "numerator": version.numerator,
                "denominator": version.denominator or None,
                "share": version.share or None,
                "status": version.status or None,
                "on": version.on.isoformat() if version.on else None,
                "file": version.file,
                "note": version.note or None,
            }
            for version in each.versions
        ],
    }
