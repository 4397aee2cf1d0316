"""What became of each contract of a run, as text and as JSON, and the counts at its end."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import ClassVar

import click

from specgen.cli.output import counted, number, print_problems, problems_json
from specgen.issue.ended import Ended, EndedDocument, Found, ended
from specgen.issue.plan import Verdict
from specgen.problems import Problem, Severity, in_reading_order

MOST_OF_A_KIND = 3
"""Cautions of one kind that a build prints for a contract before it counts them; `check` prints all."""

OF_THE_FOLDER = frozenset({"edited-by-hand", "in-the-way", "left-over"})
"""Cautions about what lies where the documents go: `check` does not look there, so each is printed with its cure."""


class Tally:
    """The counts of a run: contracts, documents by verdict, what was written, problems by severity."""

    def __init__(self) -> None:
        self.contracts = self.failed = self.written = 0
        self.kinds: Counter[str] = Counter()
        self.severities: Counter[Severity] = Counter()
        self.cannot_write = False

    def add(self, outcome: Ended) -> None:
        self.contracts += 1
        self.failed += outcome.failed
        self.written += len(outcome.written)
        self.kinds.update(document.kind for document in outcome.documents)
        self.cannot_write = self.cannot_write or outcome.cannot_write
        self.take(outcome.problems)

    def take(self, problems: Iterable[Problem]) -> None:
        self.severities.update(problem.severity for problem in dict.fromkeys(problems))

    def counts(self) -> dict[str, object]:
        """The counts for programs."""
        return {"verdicts": dict(sorted(self.kinds.items())), "written": self.written, "failed": self.failed}

    def lines(self, out: Path, *, plan: bool) -> Iterator[str]:
        """The last lines of a run."""
        parts = ", ".join(f"{count:,} {kind}" for kind, count in sorted(self.kinds.items())) or "none"
        failed = f" {number(self.failed, 'contract')} {'has' if self.failed == 1 else 'have'} errors." if self.failed and self.contracts > 1 else ""
        yield f"{number(self.contracts, 'contract')}, {number(sum(self.kinds.values()), 'document')}: {parts}. {self._written(out, plan)}{failed} {self._severities}"

    def complete(self, total: int) -> bool:
        """Whether nothing is left to do of a run over `total` contracts."""
        return self.contracts >= total

    def how_far(self, total: int) -> str:
        """How far a run over `total` contracts came that ended early."""
        return f"{self.contracts:,} of {number(total, 'contract')} {'was' if self.contracts == 1 else 'were'} done"

    def _written(self, out: Path, plan: bool) -> str:
        return "Nothing was written." if plan else f"{number(self.written, 'document')} written to {out}."

    @property
    def _severities(self) -> str:
        return f"{number(self.severities['error'], 'error')}, {number(self.severities['warning'], 'warning')}."


class StateTally(Tally):
    """The counts of a run in which contracts come to different states; those that come to one of them are named at the end."""

    named_state: ClassVar[str]
    """The state of the contracts that are named."""
    named_as: ClassVar[str]
    """What is said before their names."""

    def __init__(self) -> None:
        super().__init__()
        self.states: Counter[str] = Counter()
        self.named: list[str] = []

    def add_found(self, found: Found) -> None:
        self.add(ended(found.outcome))
        self.states[found.state] += 1
        if found.state == self.named_state:
            self.named.append(found.outcome.reference)

    @property
    def in_states(self) -> str:
        """How many contracts came to which state."""
        raise NotImplementedError

    def lines(self, out: Path, *, plan: bool) -> Iterator[str]:
        """The last lines of a run."""
        if self.named:
            yield f"{self.named_as}: {', '.join(self.named)}."
        yield f"{number(self.contracts, 'contract')}: {self.in_states}. {self._written(out, plan)} {self._severities}"


def print_outcome(outcome: Ended) -> None:
    """The documents of a contract with what became of them; then errors in full, and warnings a line each."""
    lines = [f"{outcome.reference or 'not built'} ({outcome.file})"]
    for document in outcome.documents:
        lines += [document_line(document), *(f"                    {change}" for change in document.changes)]
    click.echo("\n".join(lines))
    if serious := print_cautions(outcome):
        click.echo(f"  No document of this contract was written: {serious}." if not outcome.written
                   else f"  Not every document of this contract was written: {serious}.")


def document_line(document: EndedDocument | Verdict) -> str:
    """A document with what becomes of it, and the name under which it is put beside another."""
    beside = f"  ->  {document.writes}" if document.writes and document.writes != document.file else ""
    return f"  {document.kind:<14}  {document.file}{beside}"


def print_cautions(outcome: Ended) -> str:
    """Print the problems of a contract, errors in full and cautions a line each; answer the count of errors, "" for none."""
    serious = [problem for problem in outcome.problems if problem.severity == "error"]
    print_problems(serious)
    cautions = [f"  {line}" for line in _cautions((problem for problem in in_reading_order(outcome.problems) if problem.severity != "error"), outcome.own_file)]
    if cautions:
        click.echo("\n".join(cautions), err=True)
    return counted(serious) if serious else ""


def _cautions(problems: Iterable[Problem], file: str) -> Iterator[str]:
    """A line for each caution; of many of one kind only the first, with their number. `file` need not be named again."""
    by_kind: dict[str, list[Problem]] = {}
    for problem in problems:
        by_kind.setdefault(problem.slug, []).append(problem)
    for kind, found in by_kind.items():
        if kind in OF_THE_FOLDER:
            yield from (f"{problem.severity}: {Path(problem.location.file).name}: {problem.message}; {problem.cure} [{kind}]" for problem in found)
            continue
        for problem in found if len(found) <= MOST_OF_A_KIND else found[:1]:
            yield f"{problem.severity}: {_place(problem, file)}{problem.message} [{kind}]"
        if len(found) > MOST_OF_A_KIND:
            yield f"{found[0].severity}: {len(found) - 1} more of this kind; “specgen check” shows each [{kind}]"


def _place(problem: Problem, file: str) -> str:
    where = problem.location
    if where.sheet is not None:
        parts = (f"sheet {where.sheet}", f"row {where.line}" if where.line is not None else "", f"column {where.cell}" if where.cell is not None else "")
        return f"{', '.join(filter(None, parts))}: "
    if where.line is None:
        return ""
    return f"line {where.line}: " if where.file == file else f"{where.file}, line {where.line}: "


def outcome_json(outcome: Ended) -> dict[str, object]:
    """What became of a contract, for programs."""
    return {
        "file": outcome.file,
        "reference": outcome.reference or None,
        "folder": outcome.folder or None,
        "draft": outcome.draft,
        "documents": [
            {"file": document.file, "verdict": document.kind, "writes": document.writes or None, "changes": list(document.changes)}
            for document in outcome.documents
        ],
        "written": list(outcome.written),
        "problems": problems_json(outcome.problems),
    }
