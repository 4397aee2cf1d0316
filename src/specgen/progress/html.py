"""The progress report as one page for a browser: no script, no picture, nothing loaded from elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape
from typing import Final

from specgen.progress.page import LabelledLine, ProgressPage, ShadedNumber, progress_page
from specgen.progress.report import ProgressReport
from specgen.reported_figures.page import STYLE, wide
from specgen.wording.folded import safe

_SHADES: Final = """
.none{background:#fff}.some{background:#e6eef7}.half{background:#c6d9ee}.most{background:#a3c3e3}.all{background:#7fadd8}
"""


def progress_html(report: ProgressReport) -> bytes:
    """The page, UTF-8. The same report gives the same bytes."""
    page = progress_page(report)
    return "\n".join(_lines(page)).encode("utf-8", "replace")


def _lines(page: ProgressPage) -> Iterator[str]:
    yield "<!doctype html>"
    yield f'<html lang="en-GB"><head><meta charset="utf-8"><title>{_text(page.title)}</title>'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield f"<style>{STYLE}{_SHADES}</style></head><body><main><h1>{_text(page.title)}</h1>"
    yield from _labelled(page.facts)
    yield "<h2>The ten key actions</h2>"
    key = "".join(_cell(each) for each in page.key)
    yield f"{wide('How cells are shaded')}<table><tr>{key}</tr></table></div>"
    for action in page.actions:
        yield f"<h3>{_text(action.number)}. {_text(action.action)} (chapter {_text(action.chapter)})</h3>"
        yield _table(
            f"Key action {action.number}",
            ("Measure", "Now", "Target", "Apart"),
            ((_plain(row.measure), _cell(row.now), _plain(row.target), _plain(row.aside)) for row in action.measures),
        )
        yield from _labelled((*action.missing, *action.figures))
    yield "<h2>At each quarter’s end</h2>"
    yield _table(
        "At each quarter’s end",
        ("No.", "Counted", "Now", *page.ends, "No dated step"),
        (
            (
                _plain(row.action),
                _plain(row.counted),
                _cell(row.now),
                *(_cell(each) for each in row.quarters),
                _plain(row.undated),
            )
            for row in page.quarters
        ),
    )
    if page.later:
        yield f"<p>{_text(page.later)}</p>"
    yield "<h2>Components by Provider</h2>"
    yield _table(
        "Components by Provider",
        ("Component", "Services", "By Provider"),
        ((_plain(row.title), _cell(row.services), _plain(row.providers)) for row in page.components),
    )
    if page.reported:
        yield "<h2>What was reported</h2>"
        yield _table(
            "What was reported",
            ("Measure", "Due from", "Met", "Not met", "No cases", "Missing", "Otherwise", "Sum of the latest"),
            (
                (
                    _plain(row.measure),
                    _plain(row.asked),
                    _cell(row.met),
                    *map(_plain, (row.below, row.no_cases, row.missing, row.others)),
                    f"<td>{'<br>'.join(map(_text, row.latest))}</td>",
                )
                for row in page.reported
            ),
        )
    yield "<h2>What these contracts add to the national commitments</h2>"
    yield f"<p>{_text(page.commitments_from)}</p>"
    yield _table(
        "What these contracts add to the national commitments",
        ("No.", "Commitment by 2023/24", "From these contracts", "What that does not say"),
        (
            (
                _plain(row.number),
                _plain(row.words),
                f"<td>{'<br>'.join(map(_text, row.figures))}</td>",
                _plain(row.limits),
            )
            for row in page.commitments
        ),
    )
    yield "<h2>How to read this</h2>"
    yield from _labelled(page.how)
    yield "</main></body></html>"


def _text(words: str) -> str:
    return escape(safe(words))


def _plain(words: str) -> str:
    return f"<td>{_text(words)}</td>"


def _cell(shaded: ShadedNumber) -> str:
    return f'<td class="{_text(shaded.level)}">{_text(shaded.words)}</td>'


def _labelled(lines: Iterable[LabelledLine]) -> Iterator[str]:
    for line in lines:
        yield f"<p><strong>{_text(line.label)}:</strong> {_text(line.words)}</p>"


def _table(name: str, headings: Iterable[str], rows: Iterable[tuple[str, ...]]) -> str:
    head = "".join(f'<th scope="col">{_text(each)}</th>' for each in headings)
    body = "".join(f"<tr>{chr(10).join(row)}</tr>" for row in rows)
    return f"{wide(name)}<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
