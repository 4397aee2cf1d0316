"""What was reported as a Word document, or as one page for a browser: a table for each contract, of what came.

Source: handbook 4.2.5 (monitoring that is regular and proportionate) and 4.3.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape
from typing import Final

from msgspec import Struct

from specgen.contract.dates import long_date
from specgen.library.organisation import OwnOrganisation
from specgen.problems import Problem
from specgen.reported_figures.asked import AskedPack
from specgen.reported_figures.report import HOW_TO_READ, figure_words, version_words
from specgen.reported_figures.shown import (
    ShownFigure,
    ShownReturns,
    ShownYear,
    counts_said,
    outcome_counts,
    stands_words,
)
from specgen.reported_figures.workbook import ALL, measure_words, period_words, service_words
from specgen.review.reports.forms import report_drawn
from specgen.wording.folded import safe

_NOT_SHOWN: Final = ("not due", "missing")


class ReturnedLine(Struct, frozen=True):
    """A figure that came: its measure and service, period, number, threshold, and how it stands."""

    measure: str
    service: str
    commissioner: str
    period: str
    figure: str
    threshold: str
    stands: str
    further: tuple[str, ...]


class ReturnsBlock(Struct, frozen=True):
    """One contract: what came, and what did not."""

    heading: str
    provider: str
    lines: tuple[ReturnedLine, ...]
    missing: str


class LabelledLine(Struct, frozen=True):
    """A label with what is said of it."""

    label: str
    words: str


class ReturnsPage(Struct, frozen=True):
    """The pages of all contracts of which a return came."""

    title: str
    facts: tuple[LabelledLine, ...]
    contracts: tuple[ReturnsBlock, ...]
    how: tuple[LabelledLine, ...]


def returns_document(
    found: ShownReturns, organisation: OwnOrganisation | None = None
) -> tuple[bytes | None, list[Problem]]:
    """The file's bytes, or the problems for which there is none."""
    page = returns_page(found)
    return report_drawn("returns", page, page.title, "Figures held against their contracts", organisation)


def returns_page(found: ShownReturns) -> ReturnsPage:
    """The values of the pages."""
    facts = [
        LabelledLine("Day", long_date(found.on)),
        LabelledLine("Contracts", f"{len(found.packs):,}"),
        LabelledLine("Figures", counts_said(found.listed)),
        *([LabelledLine("Contract Years", counts_said(found.years))] if found.years else []),
    ]
    if found.least:
        said = f"counts under {found.least} are hidden, and every sum that holds one; notes are not shown"
        facts.append(LabelledLine("Small numbers", said))
    return ReturnsPage(
        "What was reported",
        tuple(facts),
        tuple(block for pack in found.packs if (block := _block(pack, found)).lines),
        tuple(LabelledLine(label, words) for label, words in HOW_TO_READ),
    )


def _block(pack: AskedPack, found: ShownReturns) -> ReturnsBlock:
    figures = [each for each in found.figures if each.asked.reference == pack.reference]
    years = [each for each in found.years if each.asked.reference == pack.reference and each.outcome != "missing"]
    missing = [each for each in figures if each.outcome == "missing"]
    count = outcome_counts(missing).get("missing")
    measures = dict.fromkeys(measure_words(each.asked) for each in missing)
    return ReturnsBlock(
        f"{pack.reference}: {pack.title}",
        pack.provider,
        (*(_line(each) for each in figures if each.outcome not in _NOT_SHOWN), *map(_year, years)),
        f"{count.said('figures' if count.rows > 1 else 'figure')}, of {'; '.join(measures)}" if count else "none",
    )


def _line(each: ShownFigure) -> ReturnedLine:
    asked = each.asked
    now = each.current
    status = (now.status or "no status") if now is not None else ""
    on = f"{status}, {long_date(now.on)}" if now is not None and now.on is not None else status
    earlier = [f"Earlier: {version_words(version)}" for version in each.versions[:-1]]
    note = [f"Note: {now.note}"] if now is not None and now.note else []
    summed = ["The sum of the Commissioners’ rows"] if each.summed else []
    return ReturnedLine(
        measure_words(asked),
        service_words(asked),
        asked.party or ALL,
        period_words(asked.first, asked.last),
        figure_words(each),
        asked.threshold,
        stands_words(each),
        tuple(filter(None, [on, each.said, *summed, *earlier, *note])),
    )


def _year(each: ShownYear) -> ReturnedLine:
    return ReturnedLine(
        measure_words(each.asked),
        service_words(each.asked),
        each.asked.party or ALL,
        f"Contract Year {each.year}",
        each.total,
        each.asked.threshold,
        stands_words(each),
        tuple(filter(None, [each.said, "with provisional figures" if each.provisional else ""])),
    )


# The same for a browser: no script, no picture, nothing loaded from elsewhere.

STYLE: Final = """
body{font:16px/1.45 Arial,Helvetica,sans-serif;margin:2rem auto;max-width:80rem;padding:0 1rem;color:#111;
overflow-wrap:break-word}
table{border-collapse:collapse;width:100%;margin:.6rem 0}.wide{overflow-x:auto}
th,td{border:1px solid #777;padding:.3rem .5rem;text-align:left;vertical-align:top}th{background:#d9e2f3}
h1{font-size:1.7rem}h2{font-size:1.3rem;margin-top:2rem}h3{font-size:1.05rem;margin-top:1.5rem}
@media print{tr{break-inside:avoid}h2,h3{break-after:avoid}*{print-color-adjust:exact}.wide{overflow:visible}}
"""
_HEADS: Final = ("Measure", "Service", "Commissioner", "Period", "Figure", "Threshold", "How it stands", "Further")


def returns_html(found: ShownReturns) -> bytes:
    """The page, UTF-8. The same returns give the same bytes."""
    page = returns_page(found)
    return html_page(page.title, STYLE, _html(page))


def html_page(title: str, style: str, lines: Iterable[str]) -> bytes:
    """A page for a browser around the lines of its body."""
    head = (
        "<!doctype html>",
        f'<html lang="en-GB"><head><meta charset="utf-8"><title>{html_text(title)}</title>',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<style>{style}</style></head><body><main><h1>{html_text(title)}</h1>",
    )
    return "\n".join([*head, *lines, "</main></body></html>"]).encode("utf-8", "replace")


def labelled(lines: Iterable[LabelledLine]) -> Iterator[str]:
    """Lines, each behind its label."""
    yield from (f"<p><strong>{html_text(each.label)}:</strong> {html_text(each.words)}</p>" for each in lines)


def html_text(words: str) -> str:
    """A text that is nothing but text on the page."""
    return escape(safe(words))


def _html(page: ReturnsPage) -> Iterator[str]:
    yield from labelled(page.facts)
    head = "".join(f'<th scope="col">{each}</th>' for each in _HEADS)
    for block in page.contracts:
        yield f"<h2>{html_text(block.heading)}</h2><p><strong>Provider:</strong> {html_text(block.provider)}</p>"
        yield f"{wide(block.heading)}<table><thead><tr>{head}</tr></thead><tbody>"
        for line in block.lines:
            *cells, last = (getattr(line, name) for name in line.__struct_fields__)
            further = "<br>".join(map(html_text, last))
            yield f"<tr>{''.join(f'<td>{html_text(each)}</td>' for each in cells)}<td>{further}</td></tr>"
        yield f"</tbody></table></div><p><strong>Missing:</strong> {html_text(block.missing)}</p>"
    yield "<h2>How to read this</h2>"
    yield from labelled(page.how)


def wide(name: str) -> str:
    """What a table stands in, so that on a narrow screen the table is moved and not the page, by the keyboard too."""
    return f'<div class="wide" role="region" tabindex="0" aria-label="{html_text(name)}">'
