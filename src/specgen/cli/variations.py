"""What became of each contract of a run of variations, as text and as JSON, and the counts at its end."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import click

from specgen.cli.outcomes import Tally, outcome_json, print_cautions
from specgen.cli.output import number
from specgen.issue.ended import ended
from specgen.issue.revised import Revised
from specgen.issue.variation import State, Varied


class VariationTally(Tally):
    """The counts of a run of variations: contracts by what became of them, and those that do not change, by name."""

    def __init__(self) -> None:
        super().__init__()
        self.states: Counter[State] = Counter()
        self.unchanged: list[str] = []

    def add_varied(self, varied: Varied) -> None:
        self.add(ended(varied.outcome))
        self.states[varied.state] += 1
        if varied.state == "no change":
            self.unchanged.append(varied.outcome.reference)

    def counts(self) -> dict[str, object]:
        """The counts for programs."""
        return {"varied": self.states["varied"], "no_change": self.unchanged, "not_varied": self.states["not varied"], "written": self.written, "failed": self.failed}

    def lines(self, out: Path, *, plan: bool) -> Iterator[str]:
        """The last lines of a run."""
        if self.unchanged:
            yield f"No change, so no variation: {', '.join(self.unchanged)}."
        tail = "Nothing was written." if plan else f"{number(self.written, 'document')} written to {out}."
        yield (f"{number(self.contracts, 'contract')}: {self.states['varied']:,} varied, {self.states['no change']:,} without change, {self.states['not varied']:,} not varied. "
               f"{tail} {number(self.severities['error'], 'error')}, {number(self.severities['warning'], 'warning')}.")


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
        beside = f"  ->  {verdict.writes}" if verdict.writes and verdict.writes != verdict.file else ""
        click.echo(f"  {verdict.kind:<14}  {verdict.file}{beside}")
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
