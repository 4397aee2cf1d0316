"""What became of each contract of a run of variations, as text and as JSON, and the counts at its end."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from specgen.cli.outcomes import StateTally, document_line, outcome_json, print_cautions
from specgen.cli.output import number
from specgen.issue.ended import Found, ended
from specgen.issue.revised import Revised
from specgen.issue.variation import Varied


class VariationTally(StateTally):
    """The counts of a run of variations."""

    named_state = "no change"
    named_as = "No change, so no variation"

    def __init__(self) -> None:
        super().__init__()
        self.others: list[str] | None = None
        """The references of contracts that were issued and are not in the run; None where they were not looked for."""
        self.references: set[str] = set()
        self._unknown = 0

    def add_found(self, found: Found) -> None:
        super().add_found(found)
        self.references |= {found.outcome.reference} - {""}
        self._unknown += not found.outcome.reference

    def counts(self) -> dict[str, object]:
        """The counts for programs."""
        return {"varied": self.states["varied"], "no_change": self.named, "not_in_run": self.others, "not_varied": self.states["not varied"], "written": self.written, "failed": self.failed}

    def lines(self, out: Path, *, plan: bool) -> Iterator[str]:
        """The last lines of a run."""
        if self.others:
            doubt = f"; {number(self._unknown, 'contract')} of this run cannot be read, and may be among them" if self._unknown else ""
            yield f"Issued, but not in this run: {', '.join(self.others)}{doubt}."
        yield from super().lines(out, plan=plan)

    @property
    def in_states(self) -> str:
        """How many contracts were varied."""
        return f"{self.states['varied']:,} varied, {self.states['no change']:,} without change, {self.states['not varied']:,} not varied"


def print_varied(varied: Varied) -> None:
    """What changes in a contract, the documents of its variation with what became of them, then what is wrong."""
    outcome = varied.outcome
    named = f", variation {varied.reference}" if varied.reference else ""
    click.echo(f"{outcome.reference or 'not varied'} ({outcome.file}): {varied.state}{named}")
    for revised in varied.revised:
        entry = revised.compared.issued
        click.echo(f"  {revised.compared.status}: {entry.title}{' (edited since it was issued)' if revised.state == 'edited by hand' else ''}")
        for line in _changes(revised):
            click.echo(f"    {line}")
    for file in varied.layout:
        click.echo(f"  only its layout or its header differs, so it is no part of a variation: {file}")
    for verdict in outcome.verdicts:
        click.echo(document_line(verdict))
    serious = print_cautions(ended(outcome))
    if serious:
        click.echo(f"  No document of this variation was written: {serious}." if not outcome.written else f"  Not every document of this variation was written: {serious}.")


def _changes(revised: Revised) -> Iterator[str]:
    for clause in revised.compared.clauses:
        yield f"{clause.title} ({clause.id}): {clause.version_in_words}"
        for value in clause.values:
            yield f"  {value}"
    for before, after in revised.words:
        yield f"words: “{before}” is now “{after}”" if before and after else f"words added: “{after}”" if after else f"words taken out: “{before}”"
    if revised.more:
        yield "further words, which the tracked changes show"


def varied_json(varied: Varied) -> dict[str, object]:
    """What became of a contract, for programs."""
    return {
        **outcome_json(ended(varied.outcome)),
        "state": varied.state,
        "variation": varied.reference or None,
        "revised": [_revised_json(revised) for revised in varied.revised],
        "layout_only": list(varied.layout),
    }


def _revised_json(revised: Revised) -> dict[str, object]:
    compared = revised.compared
    return {
        "title": compared.issued.title,
        "schedule": compared.issued.schedule,
        "service": compared.issued.service,
        "status": compared.status,
        "edited": revised.state == "edited by hand",
        "file": revised.clean.issued.file if revised.clean is not None else None,
        "tracked_changes": revised.tracked.issued.file if revised.tracked is not None else None,
        "no_tracked_changes": revised.refused or None,
        "clauses": [
            {"clause": clause.id, "title": clause.title, "from_version": clause.before, "to_version": clause.after,
             "values": [{"name": value.name, "asked": value.asked, "from": value.before, "to": value.after} for value in clause.values]}
            for clause in compared.clauses
        ],
        "words": [{"from": before, "to": after} for before, after in revised.words],
    }
