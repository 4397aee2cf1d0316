"""`specgen vary`: what was issued compared with what the contracts say now, and a variation pack for each that
changes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import get_args

import click

from specgen.cli import output as exit_codes
from specgen.cli.build import files_argument
from specgen.cli.clause_words import written_day
from specgen.cli.output import GivenPath, format_option, number
from specgen.cli.register import TITLE, refuse_overwriting, write_workbook
from specgen.cli.run import (
    ShownRun,
    StateTally,
    as_usage,
    base_option,
    document_line,
    go_through,
    of_many,
    outcome_json,
    print_cautions,
    refused,
    summary_of,
)
from specgen.contract.register.write import register_pages
from specgen.excel import workbook_bytes
from specgen.issue.build import Reading
from specgen.issue.issued import packs_of_others
from specgen.issue.occasions.intentions import Considered, IntentionTerms, Letter, prepare_letters
from specgen.issue.occasions.revised import Revised
from specgen.issue.occasions.succession import (
    TO_CHANGE,
    TO_DECIDE,
    Succeeded,
    SuccessionTerms,
    as_succeeded,
    prepare_notices,
)
from specgen.issue.occasions.terms import Proposer, VariationTerms
from specgen.issue.occasions.variation import VariationSummary, Varied, prepare_variations
from specgen.issue.portfolio.portfolio import Batch, Prepared, ended, open_batch
from specgen.issue.portfolio.summary import RunSummary
from specgen.issue.precedents import Precedents
from specgen.issue.sources import Readings, value_kinds
from specgen.problems import Problem
from specgen.word.redline.redline import ExistingChanges
from specgen.yamlfile import FORBIDDEN

# What became of each contract of a run of variations, as text and as JSON, and the counts at its end.


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

    def add_found(self, found: Prepared) -> None:
        super().add_found(found)
        self.references |= {found.outcome.reference} - {""}
        self._unknown += not found.outcome.reference

    def counts(self) -> dict[str, object]:
        """The counts for programs."""
        return {
            "varied": self.states["varied"],
            "no_change": self.named,
            "not_in_run": self.others,
            "not_varied": self.states["not varied"],
            "written": self.written,
            "failed": self.failed,
        }

    def lines(self, out: Path, *, plan: bool) -> Iterator[str]:
        """The last lines of a run."""
        if self.others:
            doubt = (
                f"; {number(self._unknown, 'contract')} of this run cannot be read, and may be among them"
                if self._unknown
                else ""
            )
            yield f"Issued, but not in this run: {', '.join(self.others)}{doubt}."
        yield from super().lines(out, plan=plan)

    @property
    def in_states(self) -> str:
        """How many contracts were varied."""
        return (
            f"{self.states['varied']:,} varied, {self.states['no change']:,} without change, "
            f"{self.states['not varied']:,} not varied"
        )


def print_varied(varied: Varied) -> None:
    """What changes in a contract, the documents of its variation with what became of them, then what is wrong."""
    outcome = varied.outcome
    named = f", variation {varied.reference}" if varied.reference else ""
    click.echo(f"{outcome.reference or 'not varied'} ({outcome.file}): {varied.state}{named}")
    for revised in varied.revised:
        entry = revised.compared.issued
        click.echo(
            f"  {revised.compared.status}: {entry.title}{' (edited since it was issued)' if revised.edited else ''}"
        )
        for line in _changes(revised):
            click.echo(f"    {line}")
    for file in varied.layout:
        click.echo(f"  only its layout or its header differs, so it is no part of a variation: {file}")
    for verdict in outcome.verdicts:
        click.echo(document_line(verdict))
    serious = print_cautions(ended(outcome))
    if serious:
        click.echo(
            f"  No document of this variation was written: {serious}."
            if not outcome.written
            else f"  Not every document of this variation was written: {serious}."
        )


def _changes(revised: Revised) -> Iterator[str]:
    for clause in revised.compared.clauses:
        yield f"{clause.title} ({clause.id}): {clause.version_in_words}"
        for value in clause.values:
            yield f"  {value}"
    for before, after in revised.words:
        yield (
            f"words: “{before}” is now “{after}”"
            if before and after
            else f"words added: “{after}”"
            if after
            else f"words taken out: “{before}”"
        )
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
        "edited": revised.edited,
        "file": revised.clean.issued.file if revised.clean is not None else None,
        "tracked_changes": revised.tracked.issued.file if revised.tracked is not None else None,
        "no_tracked_changes": revised.refused or None,
        "clauses": [
            {
                "clause": clause.id,
                "title": clause.title,
                "from_version": clause.before,
                "to_version": clause.after,
                "values": [
                    {"name": value.name, "asked": value.asked, "from": value.before, "to": value.after}
                    for value in clause.values
                ],
            }
            for clause in compared.clauses
        ],
        "words": [{"from": before, "to": after} for before, after in revised.words],
    }


@click.command()
@files_argument
@click.option(
    "--effective",
    required=True,
    callback=written_day,
    metavar="DATE",
    help="The day on which the variations take effect, such as 2026-10-01. Clause versions in force on that day "
    "are chosen, where none is pinned.",
)
@click.option(
    "--since",
    required=True,
    type=GivenPath(file_okay=False),
    metavar="ISSUED-FOLDER",
    help="The folder of what was issued: the one that the contracts were built into. Nothing in it is changed.",
)
@click.option(
    "-o",
    "--out",
    required=True,
    type=click.Path(file_okay=False, path_type=Path),
    help="The folder for the variations; each contract that changes gets a folder in it.",
)
@base_option
@click.option(
    "--proposed-by",
    type=click.Choice(get_args(Proposer)),
    help="The party that proposes the variations, where the contract does not say; else the co-ordinating "
    "Commissioner.",
)
@click.option(
    "--proposed-on",
    callback=written_day,
    metavar="DATE",
    help="The date of proposal, where the contract does not give it.",
)
@click.option(
    "--agreed-on",
    callback=written_day,
    metavar="DATE",
    help="The date of the agreements, where the contract does not give it; else the line is left open.",
)
@click.option("--author", help="The name that stands on the tracked changes; else the proposer's.")
@click.option(
    "--date",
    "dated",
    callback=written_day,
    metavar="DATE",
    help="The date that stands on the tracked changes; else the date of proposal, else that of --effective.",
)
@click.option(
    "--existing",
    type=click.Choice(get_args(ExistingChanges)),
    default="refuse",
    show_default=True,
    help="What to do with tracked changes that an issued document already holds: refuse it, or take them as "
    "accepted or rejected.",
)
@click.option(
    "--without-tracked",
    is_flag=True,
    help="Write a pack although the tracked changes of a document cannot be shown; the list of changes says so.",
)
@click.option(
    "--draft",
    is_flag=True,
    help="Vary although values are missing: each gap is visible in the document and named here.",
)
@click.option("--plan", is_flag=True, help="Write nothing; say what would become of each contract.")
@format_option
def vary(
    files: tuple[Path, ...],
    effective: date,
    since: Path,
    out: Path,
    base: Path | None,
    proposed_by: Proposer | None,
    proposed_on: date | None,
    agreed_on: date | None,
    author: str | None,
    dated: date | None,
    existing: ExistingChanges,
    without_tracked: bool,
    draft: bool,
    plan: bool,
    form: str,
) -> int:
    """Write a variation pack for each contract that changes. FILE is a contract file, a folder of them, or a register.

    What was issued is compared with what the contracts and the clause library say now. A pack holds the
    variation agreement, each revised schedule clean and as tracked changes against the issued one, and a list
    of changes. Contracts that do not change get none and are listed; so are, of a folder or a register,
    contracts that were issued and are not in the run. A pack is written whole or not at all.

    \b
    Examples:
      specgen vary contract.yaml --effective 2026-10-01 --since issued -o variation
      specgen vary register.xlsx --effective 2026-10-01 --since issued -o variations --plan
      specgen vary contract.yaml --effective 2026-10-01 --since issued -o variation --proposed-on 2026-07-20 \
--author "Contracts team"
    """
    if out.resolve() == since.resolve():
        raise click.UsageError(
            "--since and -o name the same folder; what was issued is kept, and the variations need a folder "
            "of their own"
        )
    batch = as_usage(open_batch, files, out, base, draft=draft)
    if batch.refused:
        return refused(batch, form)
    terms = VariationTerms(effective, proposed_by, proposed_on, agreed_on, author, dated, existing, without_tracked)
    tally, summary = VariationTally(), None if plan else summary_of(VariationSummary, batch, files)
    run = ShownRun(batch, tally, form=form, summary=summary)
    run.begin()
    found = prepare_variations(batch.readings, batch.precedents, since, out, terms, draft=draft, stopping=run.stop)
    go_through(
        run,
        found,
        tally,
        print_varied,
        varied_json,
        plan=plan,
        sum_up=summary.add_varied if summary is not None else None,
    )
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


# `specgen succeed`: a party's successor over many contracts, with a notice for each contract in which the party stands.

IN_FULL = {TO_CHANGE: "to change", TO_DECIDE: "to decide"}
"""Problems that are printed a line each, however many, since a person goes through them one by one."""


@click.command()
@files_argument
@click.option(
    "--party",
    "parties",
    required=True,
    multiple=True,
    metavar="OLD",
    help="The party that is succeeded: its ODS code, or its name as the contracts have it. Several may be named.",
)
@click.option("--name", required=True, help="The successor's name.")
@click.option("--ods", metavar="CODE", help="The successor's ODS code.")
@click.option("--no-ods", metavar="REASON", help="Why the successor has no ODS code; in place of --ods.")
@click.option(
    "--transfer-scheme",
    "scheme",
    required=True,
    metavar="TEXT",
    help="The transfer scheme under which the successor takes the party's place, as it is to be cited.",
)
@click.option(
    "--effective",
    required=True,
    callback=written_day,
    metavar="DATE",
    help="The day on which the successor takes the place, such as 2027-04-01.",
)
@click.option(
    "-o",
    "--out",
    required=True,
    type=click.Path(file_okay=False, path_type=Path),
    help="The folder for the notices; each contract gets a folder in it.",
)
@click.option(
    "--dated", callback=written_day, metavar="DATE", help="The date of the notices; else the line is left open."
)
@click.option("--signatory", metavar="POST", help="The post that signs for the successor; else the line is left open.")
@click.option(
    "--register",
    "register",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE.xlsx",
    help="Write a register of all contracts with the successor in the party's place, as a new file.",
)
@click.option(
    "--variations",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="FOLDER",
    help="Write variations too, into this folder: what was issued (--since) against the contracts with the successor.",
)
@click.option(
    "--since",
    type=GivenPath(file_okay=False),
    metavar="ISSUED-FOLDER",
    help="The folder of what was issued; only with --variations.",
)
@base_option
@click.option("--plan", is_flag=True, help="Write nothing; say what would become of each contract.")
@format_option
def succeed(
    files: tuple[Path, ...],
    parties: tuple[str, ...],
    name: str,
    ods: str | None,
    no_ods: str | None,
    scheme: str,
    effective: date,
    out: Path,
    dated: date | None,
    signatory: str | None,
    register: Path | None,
    variations: Path | None,
    since: Path | None,
    base: Path | None,
    plan: bool,
    form: str,
) -> int:
    """Write a successor notice for each contract in which a party stands that is succeeded by another, as when
    boards merge.

    The notice cites the transfer scheme and varies nothing. Contracts in which the party does not stand are
    listed. What is to be changed in the contract files or the register is said line by line; --register writes
    the changed register as a new file. No contract file is changed.

    \b
    Examples:
      specgen succeed contracts --party X9A01 --name "NHS Coast Board" --ods X9Z01
        --transfer-scheme "the Northbrook Transfer Scheme 2027" --effective 2027-04-01 -o notices --plan
    """
    terms = _terms(parties, name, ods, no_ods, scheme, effective, dated, signatory)
    if (variations is None) != (since is None):
        raise click.UsageError(
            "--variations and --since belong together: what was issued is compared with the contracts as they then read"
        )
    if register is not None and not plan:
        refuse_overwriting(register)
    folders = [folder.resolve() for folder in (out, variations, since) if folder is not None]
    if len(set(folders)) < len(folders):
        raise click.UsageError(
            "-o, --variations and --since name one folder twice; notices, variations and what was issued need "
            "a folder each"
        )
    batch = as_usage(open_batch, files, out, base, draft=False)
    if batch.refused:
        return refused(batch, form)
    tally, summary = SuccessionTally(), None if plan else summary_of(RunSummary, batch, files)
    run = ShownRun(batch, tally, form=form, summary=summary)
    if variations is not None:
        run.told["variations"] = []
    run.begin()
    found = prepare_notices(batch.readings, batch.precedents, out, terms, stopping=run.stop)
    go_through(
        run,
        found,
        tally,
        _print_succeeded,
        _succeeded_json,
        plan=plan,
        sum_up=summary.add_found if summary is not None else None,
    )
    run.sum_up([] if run.ended_early else batch.readings.base_problems)
    code, lines = run.exit_code, []
    if not run.ended_early:
        if not tally.states["notice"] and not tally.failed:
            run.take(
                [
                    Problem(
                        "not-a-party",
                        f"no contract has the party {' or '.join(parties)}",
                        severity="error",
                        cure="give its ODS code, or its name exactly as the contracts have it",
                    )
                ]
            )
            code = max(code, exit_codes.PROBLEMS)
        if register is not None and not plan:
            lines.append(_write_register(register, batch.readings, batch.precedents, terms))
        if variations is not None and since is not None:
            code = max(code, _vary(run, batch, variations, since, terms, form, plan=plan))
    run.end(plan=plan, lines=lines, stopped=code == exit_codes.INTERRUPTED)
    return code


def _terms(
    parties: tuple[str, ...],
    name: str,
    ods: str | None,
    no_ods: str | None,
    scheme: str,
    effective: date,
    dated: date | None,
    signatory: str | None,
) -> SuccessionTerms:
    if (ods is None) == (no_ods is None):
        raise click.UsageError("give the successor's ODS code with --ods, or the reason why it has none with --no-ods")
    if ods is not None and not re.fullmatch(r"[A-Za-z0-9]{2,12}", ods):
        raise click.BadParameter(
            f"“{ods}” is not an ODS code; it has letters and digits only, such as QXX or RTH", param_hint="--ods"
        )
    given = {
        "--name": name,
        "--transfer-scheme": scheme,
        "--party": "\0".join(parties),
        "--no-ods": no_ods or "-",
        "--signatory": signatory or "-",
    }
    for option, text in given.items():
        if any(
            not part.strip() or len(part.splitlines()) > 1 or len(part) > 1000 or FORBIDDEN.search(part)
            for part in text.split("\0")
        ):
            raise click.BadParameter("it must be one line of text, and not empty", param_hint=option)
    return SuccessionTerms(
        parties,
        name.strip(),
        scheme.strip(),
        effective,
        ods.upper() if ods else None,
        no_ods.strip() if no_ods else None,
        dated,
        signatory.strip() if signatory else None,
    )


class SuccessionTally(StateTally):
    """The counts of a run of notices."""

    named_state = "not a party"
    named_as = "The party does not stand in"

    def counts(self) -> dict[str, object]:
        """The counts for programs."""
        return {
            "notices": self.states["notice"],
            "not_a_party": self.named,
            "no_notice": self.states["no notice"],
            "written": self.written,
            "failed": self.failed,
        }

    @property
    def in_states(self) -> str:
        """How many contracts got a notice."""
        return (
            f"{self.states['notice']:,} with a notice, {self.states['not a party']:,} without the party, "
            f"{self.states['no notice']:,} with errors"
        )


def _print_succeeded(found: Succeeded) -> None:
    outcome = found.outcome
    whom = f" of the succession of {', '.join(found.parties)}" if found.parties else ""
    click.echo(f"{outcome.reference or 'no notice'} ({outcome.file}): {found.state}{whom}")
    for verdict in outcome.verdicts:
        click.echo(document_line(verdict))
    for problem in outcome.problems:
        if problem.slug in IN_FULL:
            where = problem.location
            place = (
                f"sheet {where.sheet}, row {where.line}, column {where.cell}"
                if where.sheet is not None
                else f"line {where.line}"
            )
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
            yield (
                reading
                if reading.contract is None
                else replace(reading, contract=as_succeeded(reading.contract, self._terms))
            )


def _vary(
    notices: ShownRun, batch: Batch, out: Path, since: Path, terms: SuccessionTerms, form: str, *, plan: bool
) -> int:
    """The variations with the successor in the party's place, said before the notices are counted; the exit code."""
    tally = VariationTally()
    run = ShownRun(batch, tally, form=form)
    found = prepare_variations(
        _AsSucceeded(batch.readings, terms),
        batch.precedents,
        since,
        out,
        VariationTerms(terms.effective),
        stopping=run.stop,
    )
    go_through(run, found, tally, print_varied, varied_json, plan=plan)
    notices.told["variations"] = run.told["contracts"]
    if form == "text":
        for line in (*tally.lines(out, plan=plan), *run.how_far()):
            click.echo(line)
    return run.exit_code


# `specgen intentions`: a letter to each Provider about all of its contracts that would change, before it is binding.


@click.command()
@files_argument
@click.option(
    "--effective",
    required=True,
    callback=written_day,
    metavar="DATE",
    help="The day from which the changes are intended, such as 2027-04-01. Clause versions in force on that day "
    "are compared.",
)
@click.option(
    "--since",
    required=True,
    type=GivenPath(file_okay=False),
    metavar="ISSUED-FOLDER",
    help="The folder of what was issued: the one that the contracts were built into. Nothing in it is changed.",
)
@click.option(
    "-o",
    "--out",
    required=True,
    type=click.Path(file_okay=False, path_type=Path),
    help="The folder for the letters; each Provider gets a folder in it.",
)
@base_option
@click.option(
    "--dated", callback=written_day, metavar="DATE", help="The date of the letters; else the line is left open."
)
@click.option(
    "--reply-by",
    callback=written_day,
    metavar="DATE",
    help="The day by which an answer is asked for; else none is named.",
)
@click.option(
    "--signatory",
    metavar="POST",
    help="The post that signs; else the signatory that the contracts give for the co-ordinating Commissioner.",
)
@click.option("--draft", is_flag=True, help="Go on although values are missing.")
@click.option("--plan", is_flag=True, help="Write nothing; say what would become of each letter.")
@format_option
def intentions(
    files: tuple[Path, ...],
    effective: date,
    since: Path,
    out: Path,
    base: Path | None,
    dated: date | None,
    reply_by: date | None,
    signatory: str | None,
    draft: bool,
    plan: bool,
    form: str,
) -> int:
    """Write a letter of commissioning intentions to each Provider whose contracts would change.

    What was issued is compared with what the contracts and the clause library say now, as for a variation. A
    letter says in plain words what would change in all contracts of one Provider; it binds nobody. Contracts
    that would not change are listed.

    \b
    Examples:
      specgen intentions contracts --effective 2027-04-01 --since issued -o letters --plan
      specgen intentions register.xlsx --effective 2027-04-01 --since issued -o letters --dated 2026-10-05 \
--reply-by 2026-11-30
    """
    if out.resolve() == since.resolve():
        raise click.UsageError(
            "--since and -o name the same folder; what was issued is kept, and the letters need a folder of their own"
        )
    if signatory is not None and (
        not signatory.strip() or len(signatory.splitlines()) > 1 or FORBIDDEN.search(signatory)
    ):
        raise click.BadParameter("it must be one line of text, and not empty", param_hint="--signatory")
    batch = as_usage(open_batch, files, out, base, draft=draft)
    if batch.refused:
        return refused(batch, form)
    tally, summary = LetterTally(), None if plan else summary_of(RunSummary, batch, files)
    run = ShownRun(batch, tally, form=form, summary=summary)
    run.told["letters"] = []
    run.begin()
    found = prepare_letters(
        batch.readings,
        batch.precedents,
        since,
        out,
        IntentionTerms(effective, dated, reply_by, signatory),
        draft=draft,
        stopping=run.stop,
    )
    go_through(
        run,
        found,
        tally,
        _print,
        _json,
        plan=plan,
        sum_up=summary.add_found if summary is not None else None,
        under=lambda done: "contracts" if isinstance(done, Considered) else "letters",
    )
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

    def add_found(self, found: Prepared) -> None:
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
        left = (
            f", and {number(len(self._waiting), 'contract')} that would change "
            f"{'stands' if len(self._waiting) == 1 else 'stand'} in no letter yet"
            if self._waiting
            else ""
        )
        return (
            f"{self.contracts:,} of {number(total, 'contract')} {'was' if self.contracts == 1 else 'were'} gone "
            f"through{left}"
        )

    def counts(self) -> dict[str, object]:
        """The counts for programs."""
        return {
            "letters": self.letters,
            "changes": self.states["changes"],
            "no_change": self.named,
            "left_out": self.states["left out"],
            "written": self.written,
            "failed": self.failed,
        }

    @property
    def in_states(self) -> str:
        """How many contracts would change, and how many letters there are."""
        return (
            f"{self.states['changes']:,} would change, {self.states['no change']:,} would not, "
            f"{self.states['left out']:,} left out; {number(self.letters, 'letter')}"
        )


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
