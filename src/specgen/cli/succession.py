"""`specgen succeed`: a party's successor over many contracts, with a notice for each contract in which the party stands."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import click

from specgen.cli import exit_codes
from specgen.cli.build import files_argument
from specgen.cli.clause_words import written_day
from specgen.cli.contract_files import as_usage, base_option
from specgen.cli.given_path import GivenPath
from specgen.cli.outcomes import StateTally, document_line, outcome_json, print_cautions
from specgen.cli.output import format_option, number
from specgen.cli.register import TITLE, refuse_overwriting, write_workbook
from specgen.cli.shown_run import ShownRun, go_through, refused, summary_of
from specgen.cli.variations import VariationTally, print_varied, varied_json
from specgen.contract.register_pages import register_pages
from specgen.contract.write_workbook import workbook_bytes
from specgen.issue.batch import Batch, open_batch
from specgen.issue.build import Reading
from specgen.issue.ended import ended
from specgen.issue.precedents import Precedents
from specgen.issue.sources import Readings, value_kinds
from specgen.issue.succession import TO_CHANGE, TO_DECIDE, Succeeded, SuccessionTerms, as_succeeded, prepare_notices
from specgen.issue.summary import RunSummary
from specgen.issue.variation import prepare_variations
from specgen.issue.variation_terms import VariationTerms
from specgen.problems import Problem
from specgen.yamlfile import FORBIDDEN

IN_FULL = {TO_CHANGE: "to change", TO_DECIDE: "to decide"}
"""Problems that are printed a line each, however many, since a person goes through them one by one."""


@click.command()
@files_argument
@click.option("--party", "parties", required=True, multiple=True, metavar="OLD", help="The party that is succeeded: its ODS code, or its name as the contracts have it. Several may be named.")
@click.option("--name", required=True, help="The successor's name.")
@click.option("--ods", metavar="CODE", help="The successor's ODS code.")
@click.option("--no-ods", metavar="REASON", help="Why the successor has no ODS code; in place of --ods.")
@click.option("--transfer-scheme", "scheme", required=True, metavar="TEXT", help="The transfer scheme under which the successor takes the party's place, as it is to be cited.")
@click.option("--effective", required=True, callback=written_day, metavar="DATE", help="The day on which the successor takes the place, such as 2027-04-01.")
@click.option("-o", "--out", required=True, type=click.Path(file_okay=False, path_type=Path), help="The folder for the notices; each contract gets a folder in it.")
@click.option("--dated", callback=written_day, metavar="DATE", help="The date of the notices; else the line is left open.")
@click.option("--signatory", metavar="POST", help="The post that signs for the successor; else the line is left open.")
@click.option("--register", "register", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE.xlsx", help="Write a register of all contracts with the successor in the party's place, as a new file.")
@click.option("--variations", type=click.Path(file_okay=False, path_type=Path), metavar="FOLDER", help="Write variations too, into this folder: what was issued (--since) against the contracts with the successor.")
@click.option("--since", type=GivenPath(file_okay=False), metavar="ISSUED-FOLDER", help="The folder of what was issued; only with --variations.")
@base_option
@click.option("--plan", is_flag=True, help="Write nothing; say what would become of each contract.")
@format_option
def succeed(
    files: tuple[Path, ...], parties: tuple[str, ...], name: str, ods: str | None, no_ods: str | None, scheme: str, effective: date, out: Path, dated: date | None,
    signatory: str | None, register: Path | None, variations: Path | None, since: Path | None, base: Path | None, plan: bool, form: str,
) -> int:
    """Write a successor notice for each contract in which a party stands that is succeeded by another, as when boards merge.

    The notice cites the transfer scheme and varies nothing. Contracts in which the party does not stand are listed. What
    is to be changed in the contract files or the register is said line by line; --register writes the changed register as
    a new file. No contract file is changed.

    \b
    Examples:
      specgen succeed contracts --party X9A01 --name "NHS Coast Board" --ods X9Z01
        --transfer-scheme "the Northbrook Transfer Scheme 2027" --effective 2027-04-01 -o notices --plan
    """
    terms = _terms(parties, name, ods, no_ods, scheme, effective, dated, signatory)
    if (variations is None) != (since is None):
        raise click.UsageError("--variations and --since belong together: what was issued is compared with the contracts as they then read")
    if register is not None and not plan:
        refuse_overwriting(register)
    folders = [folder.resolve() for folder in (out, variations, since) if folder is not None]
    if len(set(folders)) < len(folders):
        raise click.UsageError("-o, --variations and --since name one folder twice; notices, variations and what was issued need a folder each")
    batch = as_usage(open_batch, files, out, base, draft=False)
    if batch.refused:
        return refused(batch, form)
    tally, summary = SuccessionTally(), None if plan else summary_of(RunSummary, batch, files)
    run = ShownRun(batch, tally, form=form, summary=summary)
    if variations is not None:
        run.told["variations"] = []
    run.begin()
    found = prepare_notices(batch.readings, batch.precedents, out, terms, stopping=run.stop)
    go_through(run, found, tally, _print_succeeded, _succeeded_json, plan=plan, sum_up=summary.add_found if summary is not None else None)
    run.sum_up([] if run.ended_early else batch.readings.base_problems)
    code, lines = run.exit_code, []
    if not run.ended_early:
        if not tally.states["notice"] and not tally.failed:
            run.take([Problem("not-a-party", f"no contract has the party {' or '.join(parties)}", severity="error", cure="give its ODS code, or its name exactly as the contracts have it")])
            code = max(code, exit_codes.PROBLEMS)
        if register is not None and not plan:
            lines.append(_write_register(register, batch.readings, batch.precedents, terms))
        if variations is not None and since is not None:
            code = max(code, _vary(run, batch, variations, since, terms, form, plan=plan))
    run.end(plan=plan, lines=lines, stopped=code == exit_codes.INTERRUPTED)
    return code


def _terms(
    parties: tuple[str, ...], name: str, ods: str | None, no_ods: str | None, scheme: str, effective: date, dated: date | None, signatory: str | None
) -> SuccessionTerms:
    if (ods is None) == (no_ods is None):
        raise click.UsageError("give the successor's ODS code with --ods, or the reason why it has none with --no-ods")
    if ods is not None and not re.fullmatch(r"[A-Za-z0-9]{2,12}", ods):
        raise click.BadParameter(f"“{ods}” is not an ODS code; it has letters and digits only, such as QXX or RTH", param_hint="--ods")
    given = {"--name": name, "--transfer-scheme": scheme, "--party": "\0".join(parties), "--no-ods": no_ods or "-", "--signatory": signatory or "-"}
    for option, text in given.items():
        if any(not part.strip() or len(part.splitlines()) > 1 or len(part) > 1000 or FORBIDDEN.search(part) for part in text.split("\0")):
            raise click.BadParameter("it must be one line of text, and not empty", param_hint=option)
    return SuccessionTerms(parties, name.strip(), scheme.strip(), effective, ods.upper() if ods else None, no_ods.strip() if no_ods else None, dated, signatory.strip() if signatory else None)


class SuccessionTally(StateTally):
    """The counts of a run of notices."""

    named_state = "not a party"
    named_as = "The party does not stand in"

    def counts(self) -> dict[str, object]:
        """The counts for programs."""
        return {"notices": self.states["notice"], "not_a_party": self.named, "no_notice": self.states["no notice"], "written": self.written, "failed": self.failed}

    @property
    def in_states(self) -> str:
        """How many contracts got a notice."""
        return f"{self.states['notice']:,} with a notice, {self.states['not a party']:,} without the party, {self.states['no notice']:,} with errors"


def _print_succeeded(found: Succeeded) -> None:
    outcome = found.outcome
    whom = f" of the succession of {', '.join(found.parties)}" if found.parties else ""
    click.echo(f"{outcome.reference or 'no notice'} ({outcome.file}): {found.state}{whom}")
    for verdict in outcome.verdicts:
        click.echo(document_line(verdict))
    for problem in outcome.problems:
        if problem.slug in IN_FULL:
            where = problem.location
            place = f"sheet {where.sheet}, row {where.line}, column {where.cell}" if where.sheet is not None else f"line {where.line}"
            click.echo(f"  {IN_FULL[problem.slug]:<14}  {place}: {problem.message}")
    others = tuple(problem for problem in outcome.problems if problem.slug not in IN_FULL)
    if serious := print_cautions(ended(replace(outcome, problems=others))):
        click.echo(f"  No notice was written for this contract: {serious}.")


def _succeeded_json(found: Succeeded) -> dict[str, object]:
    return {**outcome_json(ended(found.outcome)), "state": found.state, "succeeded": list(found.parties)}


def _write_register(file: Path, readings: Readings, precedents: Precedents, terms: SuccessionTerms) -> str:
    contents = [as_succeeded(reading.contract, terms).content for reading in readings if reading.contract is not None]
    write_workbook(file, workbook_bytes(register_pages(contents, value_kinds(precedents.library)), TITLE))
    return f"{number(len(contents), 'contract')} with the successor written to {file}."


class _AsSucceeded:
    """The readings with the successor in the party's place, read anew each time they are gone through."""

    def __init__(self, readings: Readings, terms: SuccessionTerms) -> None:
        self._readings, self._terms = readings, terms

    def __iter__(self) -> Iterator[Reading]:
        for reading in self._readings:
            yield reading if reading.contract is None else replace(reading, contract=as_succeeded(reading.contract, self._terms))


def _vary(notices: ShownRun, batch: Batch, out: Path, since: Path, terms: SuccessionTerms, form: str, *, plan: bool) -> int:
    """The variations with the successor in the party's place, said before the notices are counted; the exit code."""
    tally = VariationTally()
    run = ShownRun(batch, tally, form=form)
    found = prepare_variations(_AsSucceeded(batch.readings, terms), batch.precedents, since, out, VariationTerms(terms.effective), stopping=run.stop)
    go_through(run, found, tally, print_varied, varied_json, plan=plan)
    notices.told["variations"] = run.told["contracts"]
    if form == "text":
        for line in (*tally.lines(out, plan=plan), *run.how_far()):
            click.echo(line)
    return run.exit_code
