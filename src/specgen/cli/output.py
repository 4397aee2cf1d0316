"""How results are printed: problems as text or JSON, tables, counts."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

import click

from specgen.problems import Problem, in_reading_order, render_text, to_json

_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]")
COLOURS = {"error": "red", "warning": "yellow", "note": "blue"}

format_option = click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True,
                             help="json is for programs; its shape is in docs/reference/commands.md.")


def print_problems(problems: Iterable[Problem]) -> None:
    """Every problem once, in reading order, to standard error; colour only on a terminal and never alone."""
    for problem in in_reading_order(problems):
        text = "\n".join(visible(line) for line in render_text(_named_on_one_line(problem)).split("\n"))
        mark = f"{problem.severity}:"
        head, _, rest = text.partition("\n")
        styled = head.replace(mark, click.style(mark, fg=COLOURS[problem.severity], bold=True), 1)
        click.echo(styled + (f"\n{rest}" if rest else ""), err=True)


def _named_on_one_line(problem: Problem) -> Problem:
    where = problem.location
    return problem if visible(where.file) == where.file else replace(problem, location=replace(where, file=visible(where.file)))


def counted(problems: Iterable[Problem]) -> str:
    """`2 errors, 1 warning`."""
    listed = list(dict.fromkeys(problems))
    errors = sum(problem.severity == "error" for problem in listed)
    warnings = sum(problem.severity == "warning" for problem in listed)
    return f"{number(errors, 'error')}, {number(warnings, 'warning')}"


def number(count: int, noun: str) -> str:
    """`1 document`, `2 documents`."""
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def print_json(value: dict[str, Any]) -> None:
    """One JSON document to standard output."""
    click.echo(json.dumps(value, indent=2, ensure_ascii=False))


def problems_json(problems: Iterable[Problem]) -> list[dict[str, object]]:
    return [to_json(problem) for problem in in_reading_order(problems)]


def visible(text: str) -> str:
    """The text on one line, without characters that would move a terminal's cursor: the name of a file may hold any."""
    return _CONTROL.sub("\ufffd", text)


def print_table(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Columns as wide as their longest cell, headings first."""
    rows = [tuple(visible(cell) for cell in row) for row in rows]
    widths = [max(len(cell) for cell in column) for column in zip(headings, *rows, strict=True)]
    for row in (headings, tuple("-" * width for width in widths), *rows):
        click.echo("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())
