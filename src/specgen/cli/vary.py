"""`specgen vary`: what was issued compared with what the contracts say now, and a variation pack for each that changes."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import get_args

import click

from specgen.cli.build import files_argument
from specgen.cli.clause_words import written_day
from specgen.cli.contract_files import as_usage, base_option
from specgen.cli.given_path import GivenPath
from specgen.cli.output import format_option
from specgen.cli.shown_run import ShownRun, go_through, of_many, refused, summary_of
from specgen.cli.variations import VariationTally, print_varied, varied_json
from specgen.issue.batch import open_batch
from specgen.issue.issued_packs import packs_of_others
from specgen.issue.variation import prepare_variations
from specgen.issue.variation_summary import VariationSummary
from specgen.issue.variation_terms import Proposer, VariationTerms
from specgen.word.redline import Existing


@click.command()
@files_argument
@click.option("--effective", required=True, callback=written_day, metavar="DATE", help="The day on which the variations take effect, such as 2026-10-01. Clause versions in force on that day are chosen, where none is pinned.")
@click.option("--since", required=True, type=GivenPath(file_okay=False), metavar="ISSUED-FOLDER",
              help="The folder of what was issued: the one that the contracts were built into. Nothing in it is changed.")
@click.option("-o", "--out", required=True, type=click.Path(file_okay=False, path_type=Path), help="The folder for the variations; each contract that changes gets a folder in it.")
@base_option
@click.option("--proposed-by", type=click.Choice(get_args(Proposer)), help="The party that proposes the variations, where the contract does not say; else the co-ordinating Commissioner.")
@click.option("--proposed-on", callback=written_day, metavar="DATE", help="The date of proposal, where the contract does not give it.")
@click.option("--agreed-on", callback=written_day, metavar="DATE", help="The date of the agreements, where the contract does not give it; else the line is left open.")
@click.option("--author", help="The name that stands on the tracked changes; else the proposer's.")
@click.option("--date", "dated", callback=written_day, metavar="DATE", help="The date that stands on the tracked changes; else the date of proposal, else that of --effective.")
@click.option("--existing", type=click.Choice(get_args(Existing)), default="refuse", show_default=True,
              help="What to do with tracked changes that an issued document already holds: refuse it, or take them as accepted or rejected.")
@click.option("--without-tracked", is_flag=True, help="Write a pack although the tracked changes of a document cannot be shown; the list of changes says so.")
@click.option("--draft", is_flag=True, help="Vary although values are missing: each gap is visible in the document and named here.")
@click.option("--plan", is_flag=True, help="Write nothing; say what would become of each contract.")
@format_option
def vary(
    files: tuple[Path, ...], effective: date, since: Path, out: Path, base: Path | None, proposed_by: Proposer | None, proposed_on: date | None, agreed_on: date | None,
    author: str | None, dated: date | None, existing: Existing, without_tracked: bool, draft: bool, plan: bool, form: str,
) -> int:
    """Write a variation pack for each contract that changes. FILE is a contract file, a folder of them, or a register.

    What was issued is compared with what the contracts and the clause library say now. A pack holds the variation
    agreement, each revised schedule clean and as tracked changes against the issued one, and a list of changes. Contracts
    that do not change get none and are listed; so are, of a folder or a register, contracts that were issued and are not
    in the run. A pack is written whole or not at all.

    \b
    Examples:
      specgen vary contract.yaml --effective 2026-10-01 --since issued -o variation
      specgen vary register.xlsx --effective 2026-10-01 --since issued -o variations --plan
      specgen vary contract.yaml --effective 2026-10-01 --since issued -o variation --proposed-on 2026-07-20 --author "Contracts team"
    """
    if out.resolve() == since.resolve():
        raise click.UsageError("--since and -o name the same folder; what was issued is kept, and the variations need a folder of their own")
    batch = as_usage(open_batch, files, out, base, draft=draft)
    if batch.refused:
        return refused(batch, form)
    terms = VariationTerms(effective, proposed_by, proposed_on, agreed_on, author, dated, existing, without_tracked)
    tally, summary = VariationTally(), None if plan else summary_of(VariationSummary, batch, files)
    run = ShownRun(batch, tally, form=form, summary=summary)
    run.begin()
    found = prepare_variations(batch.readings, batch.precedents, since, out, terms, draft=draft, stopping=run.stop)
    go_through(run, found, tally, print_varied, varied_json, plan=plan, sum_up=summary.add_varied if summary is not None else None)
    ending = [] if run.ended_early else batch.readings.base_problems
    if not run.ended_early and of_many(batch, files):
        others, faults = packs_of_others(since, tally.references)
        tally.others = [pack.record.contract.reference for pack in others]
        ending += faults
        if summary is not None:
            summary.add_others(others)
    run.sum_up(ending)
    run.end(plan=plan)
    return run.exit_code
