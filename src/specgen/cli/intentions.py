"""`specgen intentions`: a letter to each Provider about all of its contracts that would change, before it is binding."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import click

from specgen.cli.build import files_argument
from specgen.cli.clause_words import written_day
from specgen.cli.contract_files import as_usage, base_option
from specgen.cli.outcomes import Tally, outcome_json, print_cautions
from specgen.cli.output import format_option, number, print_json, print_problems, problems_json
from specgen.cli.run_batch import refused
from specgen.cli.vary import exit_code
from specgen.issue.batch import open_batch
from specgen.issue.build import write
from specgen.issue.disk import Disk
from specgen.issue.ended import ended
from specgen.issue.intentions import Considered, IntentionTerms, Letter, prepare_letters
from specgen.issue.summary import RunSummary, put_summary
from specgen.problems import Problem


@click.command()
@files_argument
@click.option("--effective", required=True, callback=written_day, metavar="DATE", help="The day from which the changes are intended, such as 2027-04-01. Clause versions in force on that day are compared.")
@click.option("--since", required=True, type=click.Path(exists=True, file_okay=False, path_type=Path), metavar="ISSUED-FOLDER",
              help="The folder of what was issued: the one that the contracts were built into. Nothing in it is changed.")
@click.option("-o", "--out", required=True, type=click.Path(file_okay=False, path_type=Path), help="The folder for the letters; each Provider gets a folder in it.")
@base_option
@click.option("--dated", callback=written_day, metavar="DATE", help="The date of the letters; else the line is left open.")
@click.option("--reply-by", callback=written_day, metavar="DATE", help="The day by which an answer is asked for; else none is named.")
@click.option("--signatory", metavar="POST", help="The post that signs; else the signatory that the contracts give for the co-ordinating Commissioner.")
@click.option("--draft", is_flag=True, help="Go on although values are missing.")
@click.option("--plan", is_flag=True, help="Write nothing; say what would become of each letter.")
@format_option
def intentions(
    files: tuple[Path, ...], effective: date, since: Path, out: Path, base: Path | None, dated: date | None, reply_by: date | None, signatory: str | None,
    draft: bool, plan: bool, form: str,
) -> int:
    """Write a letter of commissioning intentions to each Provider whose contracts would change.

    What was issued is compared with what the contracts and the clause library say now, as for a variation. A letter says
    in plain words what would change in all contracts of one Provider; it binds nobody. Contracts that would not change
    are listed.

    \b
    Examples:
      specgen intentions contracts --effective 2027-04-01 --since issued -o letters --plan
      specgen intentions register.xlsx --effective 2027-04-01 --since issued -o letters --dated 2026-10-05 --reply-by 2026-11-30
    """
    if out.resolve() == since.resolve():
        raise click.UsageError("--since and -o name the same folder; what was issued is kept, and the letters need a folder of their own")
    if signatory is not None and (not signatory.strip() or len(signatory.splitlines()) > 1):
        raise click.BadParameter("it must be one line of text, and not empty", param_hint="--signatory")
    batch = as_usage(open_batch, files, out, base, draft=draft)
    if batch.refused:
        return refused(batch, form)
    precedents, readings = batch.precedents, batch.readings
    problems = [*batch.problems, *readings.register_problems]
    several = readings.has_register or any(path.is_dir() for path in files)
    summary = RunSummary((files[0] if files[0].is_dir() else files[0].parent) if len(files) == 1 else None) if several and not plan else None
    disk, tally = Disk(), LetterTally()
    tally.take(problems)
    contracts: list[dict[str, object]] = []
    letters: list[dict[str, object]] = []
    if form == "text":
        print_problems(problems)
    for found in prepare_letters(readings, precedents, since, out, IntentionTerms(effective, dated, reply_by, signatory), draft=draft):
        done = replace(found, outcome=write(found.outcome, disk)) if isinstance(found, Letter) and not plan else found
        tally.add_found(done)
        if summary is not None:
            summary.add(ended(done.outcome), done.state if isinstance(done, Considered) else "letter" if not done.outcome.failed else "no letter")
        if form == "json":
            (contracts if isinstance(done, Considered) else letters).append(_json(done))
        else:
            _print(done)
    ending = readings.base_problems  # known now that all contracts were gone through
    written, faults = _summarised(summary, [*problems, *ending], out, disk) if summary is not None else (None, [])
    faults = [*ending, *faults]
    tally.take(faults)
    if form == "json":
        print_json({"contracts": contracts, "letters": letters, "summary": {**tally.counts(), "workbook": str(written) if written else None}, "problems": problems_json(problems + faults)})
    else:
        print_problems(faults)
        for line in tally.lines(out, plan=plan):
            click.echo(line)
        if written is not None:
            click.echo(f"What became of each contract is in {written}.")
    return exit_code(tally, faults)


class LetterTally(Tally):
    """The counts of a run: letters, and contracts by whether they would change."""

    def __init__(self) -> None:
        super().__init__()
        self.letters = 0
        self.states: Counter[str] = Counter()
        self.unchanged: list[str] = []

    def add_found(self, found: Considered | Letter) -> None:
        if isinstance(found, Letter):
            self.letters += 1
            self.add(ended(found.outcome))
            self.contracts -= 1
            return
        self.add(ended(found.outcome))
        self.states[found.state] += 1
        if found.state == "no change":
            self.unchanged.append(found.outcome.reference)

    def counts(self) -> dict[str, object]:
        """The counts for programs."""
        return {"letters": self.letters, "changes": self.states["changes"], "no_change": self.unchanged, "left_out": self.states["left out"], "written": self.written, "failed": self.failed}

    def lines(self, out: Path, *, plan: bool) -> Iterator[str]:
        """The last lines of a run."""
        if self.unchanged:
            yield f"No change, so in no letter: {', '.join(self.unchanged)}."
        tail = "Nothing was written." if plan else f"{number(self.written, 'document')} written to {out}."
        yield (f"{number(self.contracts, 'contract')}: {self.states['changes']:,} would change, {self.states['no change']:,} would not, {self.states['left out']:,} left out; {number(self.letters, 'letter')}. "
               f"{tail} {number(self.severities['error'], 'error')}, {number(self.severities['warning'], 'warning')}.")


def _print(found: Considered | Letter) -> None:
    outcome = found.outcome
    if isinstance(found, Considered):
        click.echo(f"{outcome.reference or 'left out'} ({outcome.file}): {found.state}")
        if serious := print_cautions(ended(outcome)):
            click.echo(f"  This contract is in no letter: {serious}.")
        return
    click.echo(f"Letter to {found.provider}, about {', '.join(found.contracts)}")
    for verdict in outcome.verdicts:
        beside = f"  ->  {verdict.writes}" if verdict.writes and verdict.writes != verdict.file else ""
        click.echo(f"  {verdict.kind:<14}  {verdict.file}{beside}")
    if serious := print_cautions(ended(outcome)):
        click.echo(f"  The letter was not written: {serious}.")


def _json(found: Considered | Letter) -> dict[str, object]:
    if isinstance(found, Letter):
        return {**outcome_json(ended(found.outcome)), "provider": found.provider, "contracts": list(found.contracts)}
    return {**outcome_json(ended(found.outcome)), "state": found.state}


def _summarised(summary: RunSummary, problems: list[Problem], out: Path, disk: Disk) -> tuple[Path | None, list[Problem]]:
    for problem in problems:
        summary.take(problem)
    return put_summary(out, summary.workbook(), disk)
