"""`specgen intentions`: a letter to each Provider about all of its contracts that would change, before it is binding."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from specgen.cli.build import files_argument
from specgen.cli.clause_words import written_day
from specgen.cli.contract_files import as_usage, base_option
from specgen.cli.given_path import GivenPath
from specgen.cli.outcomes import StateTally, document_line, outcome_json, print_cautions
from specgen.cli.output import format_option, number
from specgen.cli.shown_run import ShownRun, go_through, refused, summary_of
from specgen.issue.batch import open_batch
from specgen.issue.ended import Found, ended
from specgen.issue.intentions import Considered, IntentionTerms, Letter, prepare_letters
from specgen.issue.summary import RunSummary
from specgen.yamlfile import FORBIDDEN


@click.command()
@files_argument
@click.option("--effective", required=True, callback=written_day, metavar="DATE", help="The day from which the changes are intended, such as 2027-04-01. Clause versions in force on that day are compared.")
@click.option("--since", required=True, type=GivenPath(file_okay=False), metavar="ISSUED-FOLDER",
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
    if signatory is not None and (not signatory.strip() or len(signatory.splitlines()) > 1 or FORBIDDEN.search(signatory)):
        raise click.BadParameter("it must be one line of text, and not empty", param_hint="--signatory")
    batch = as_usage(open_batch, files, out, base, draft=draft)
    if batch.refused:
        return refused(batch, form)
    tally, summary = LetterTally(), None if plan else summary_of(RunSummary, batch, files)
    run = ShownRun(batch, tally, form=form, summary=summary)
    run.told["letters"] = []
    run.begin()
    found = prepare_letters(batch.readings, batch.precedents, since, out, IntentionTerms(effective, dated, reply_by, signatory), draft=draft, stopping=run.stop)
    go_through(run, found, tally, _print, _json, plan=plan, sum_up=summary.add_found if summary is not None else None, under=lambda done: "contracts" if isinstance(done, Considered) else "letters")
    run.sum_up([] if run.ended_early else batch.readings.base_problems)
    run.end(plan=plan)
    return run.exit_code


class LetterTally(StateTally):
    """The counts of a run: contracts by whether they would change, and letters."""

    named_state = "no change"
    named_as = "No change, so in no letter"

    def __init__(self) -> None:
        super().__init__()
        self.letters = 0
        self._waiting: set[str] = set()
        """Contracts that would change and stand in no letter yet."""

    def add_found(self, found: Found) -> None:
        super().add_found(found)
        if isinstance(found, Letter):
            self.contracts -= 1
            self.letters += 1
            self._waiting.difference_update(found.contracts)
        elif found.state == "changes":
            self._waiting.add(found.outcome.reference)

    def complete(self, total: int) -> bool:
        """Whether every contract was gone through and every letter was made."""
        return super().complete(total) and not self._waiting

    def how_far(self, total: int) -> str:
        """How far a run over `total` contracts came that ended early: letters are made only after all contracts."""
        left = f", and {number(len(self._waiting), 'contract')} that would change {'stands' if len(self._waiting) == 1 else 'stand'} in no letter yet" if self._waiting else ""
        return f"{self.contracts:,} of {number(total, 'contract')} {'was' if self.contracts == 1 else 'were'} gone through{left}"

    def counts(self) -> dict[str, object]:
        """The counts for programs."""
        return {"letters": self.letters, "changes": self.states["changes"], "no_change": self.named, "left_out": self.states["left out"], "written": self.written, "failed": self.failed}

    @property
    def in_states(self) -> str:
        """How many contracts would change, and how many letters there are."""
        return f"{self.states['changes']:,} would change, {self.states['no change']:,} would not, {self.states['left out']:,} left out; {number(self.letters, 'letter')}"


def _print(found: Considered | Letter) -> None:
    outcome = found.outcome
    if isinstance(found, Considered):
        click.echo(f"{outcome.reference or 'left out'} ({outcome.file}): {found.state}")
        if serious := print_cautions(ended(outcome)):
            click.echo(f"  This contract is in no letter: {serious}.")
        return
    click.echo(f"Letter to {found.provider}, about {', '.join(found.contracts)}")
    for verdict in outcome.verdicts:
        click.echo(document_line(verdict))
    if serious := print_cautions(ended(outcome)):
        click.echo(f"  The letter was not written: {serious}.")


def _json(found: Considered | Letter) -> dict[str, object]:
    if isinstance(found, Letter):
        return {**outcome_json(ended(found.outcome)), "provider": found.provider, "contracts": list(found.contracts)}
    return {**outcome_json(ended(found.outcome)), "state": found.state}
