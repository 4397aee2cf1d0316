"""`specgen progress`: how far a portfolio is with the ten key actions."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Final

import click

from specgen.assembly.pack import Pack, assemble
from specgen.checks.measures import figures_of_other_years
from specgen.checks.plans import quarters_for_a_contract_year
from specgen.cli.output import (
    GivenPath,
    NewFile,
    as_usage,
    base_option,
    counted,
    date_option,
    exit_code,
    format_option,
    hide_under_option,
    number,
    print_json,
    print_problems,
    print_table,
    problems_json,
    put_report,
    today,
    writes_option,
)
from specgen.cli.reported.files import open_asked, read_against, read_saved_against
from specgen.contract.dates import long_date
from specgen.issue.precedents import Workplace, open_workplace
from specgen.issue.sources import Readings, one_organisation, open_readings
from specgen.problems import Location, Problem, has_errors
from specgen.progress.actions import ProgressYardstick, read_yardstick
from specgen.progress.counted import CountedContract
from specgen.progress.counted import counted as counted_contract
from specgen.progress.report import ProgressReport, latest_date, progress_json, progress_report
from specgen.progress.words import MOST_NAMES, returned_facts, share_words, target_words
from specgen.reported_figures.asked import AskedPack
from specgen.reported_figures.hold import hold, latest_day
from specgen.reported_figures.read import ReadReturns
from specgen.reported_figures.saved import SavedResult
from specgen.reported_figures.shown import ShownReturns, shown
from specgen.shipped import shipped


@click.command()
@click.argument("files", nargs=-1, required=True, type=GivenPath(), metavar="REGISTER|FOLDER...")
@date_option(
    "--on",
    "day",
    help="The day that the report is of, such as 2026-10-01; contracts that ended before it are counted apart. "
    "Default: the latest of the contracts’ own dates, and every contract counts.",
)
@writes_option(
    NewFile(".docx", ".xlsx", ".html"),
    "Write the report as a Word document (.docx), a workbook with charts (.xlsx) or a page for a browser (.html). "
    "A file that is there already is kept.",
    metavar="REPORT",
    required=False,
)
@click.option(
    "--issued",
    type=GivenPath(file_okay=False),
    metavar="FOLDER",
    help="The folder in which the contracts’ documents were issued, against which returns are held.",
)
@click.option(
    "--returns",
    "returned",
    type=GivenPath(),
    metavar="FOLDER|FILE",
    help="The workbooks of returns that came from Providers, or the result that “specgen returns read” saved "
    "(reported.json); with --issued.",
)
@hide_under_option("Hide every returned count under N, and every sum that would give it back.")
@base_option
@format_option
def progress(
    files: tuple[Path, ...],
    day: date | None,
    out: Path | None,
    issued: Path | None,
    returned: Path | None,
    least: int,
    base: Path | None,
    form: str,
) -> int:
    """Say how far a portfolio is with the ten key actions of the handbook.

    Each action is counted by contract and by service, now and at each quarter's end from the dates in Schedules 2M,
    6D and 8, with its target, the contracts that are missing, components by Provider, and what the contracts' figures
    add to the national commitments. Everything is counted from contract files, never from the words of documents.
    With --returns, what Providers reported stands beside it.

    \b
    Examples:
      specgen progress contracts
      specgen progress register.xlsx --on 2026-10-01 -o progress.docx
      specgen progress contracts --issued issued --returns returned -o progress.xlsx
      specgen progress contracts --issued issued --returns reported.json
    """
    if returned is not None and issued is None:
        raise click.UsageError("--returns needs --issued, the folder of what the returns are held against")
    workplace, problems = open_workplace(as_usage(one_organisation, files), today())
    yardstick, faults = read_yardstick(shipped("clauses"))
    problems += faults
    readings, faults = as_usage(open_readings, files, base, workplace.organisation, workplace.library)
    problems += [*faults, *readings.register_problems]
    report: ProgressReport | None = None
    told: list[Problem] = []  # of returns every caution is said; those of contract files are for “specgen check”
    written = False
    if yardstick is not None and not has_errors(problems):
        contracts, left_out, faults = _counted(readings, workplace, yardstick)
        problems += faults
        packs, returns, told = _returned(contracts, issued, returned, day, least)
        problems += told
        sealed = all(problem.slug != "returns-unsealed" for problem in told)
        report = progress_report(
            contracts, yardstick, workplace.library.components, day, packs, returns, sealed=sealed, left_out=left_out
        )
        if out is not None and contracts:
            data, faults = _drawn(report, out, workplace)
            problems += faults
            if data is not None:
                kept = put_report(out, data)
                problems += kept
                written = not kept
    if form == "json":
        said = progress_json(report) if report is not None else {}
        print_json({**said, "written": str(out) if written else None, "problems": problems_json(problems)})
        return exit_code(problems)
    if report is not None:
        _print(report)
    print_problems([problem for problem in problems if problem.severity == "error" or problem in told])
    if report is not None and report.returns is not None:
        for label, words in returned_facts(report.returns):
            click.echo(f"{label}: {words}.")
    if written:
        click.echo(f"The report is in {out}")
    if has_errors(problems):
        click.echo(f"{counted(problems)}: what depends on them is not counted.")
    return exit_code(problems)


_OF_FIGURES: Final = (quarters_for_a_contract_year, figures_of_other_years)
"""What refuses a contract for the figures that it states: no sum and no count can be made of them."""


def _refused(pack: Pack) -> list[Problem]:
    found = (problem for rule in _OF_FIGURES for problem in rule.check(pack))
    return [problem for problem in found if problem.severity == "error"]


def _counted(
    readings: Readings, workplace: Workplace, yardstick: ProgressYardstick
) -> tuple[list[CountedContract], list[str], list[Problem]]:
    """Every contract that can be read, each reference once; the files that are left out, and the faults for which
    something is kept out of the count."""
    found: dict[str, CountedContract] = {}
    left_out: list[str] = []
    problems: list[Problem] = []
    for reading in readings:
        problems += [problem for problem in reading.problems if problem.severity == "error"]
        if reading.contract is None:
            left_out += [reading.reference or reading.file] if reading.own is None else []
            continue
        pack, faults = assemble(reading.contract, workplace.library, workplace.editions, workplace.types)
        problems += [problem for problem in faults if problem.severity == "error"]
        refused = _refused(pack) if pack is not None else []
        problems += refused
        if pack is None or refused:
            left_out.append(reading.file)
            continue
        contract = counted_contract(pack, yardstick, workplace.types)
        other = found.setdefault(contract.reference.casefold(), contract)
        if other is not contract:
            left_out.append(contract.file)
            problems.append(
                Problem(
                    "same-reference",
                    f"the reference “{contract.reference}” is that of {other.file} too; this one is not counted",
                    Location(contract.file),
                    cure="give each contract a reference of its own, or leave the copy out",
                )
            )
    return list(found.values()), left_out, problems


def _returned(
    contracts: list[CountedContract], issued: Path | None, returned: Path | None, day: date | None, least: int
) -> tuple[tuple[AskedPack, ...], ShownReturns | None, list[Problem]]:
    """What was issued for the contracts, and what came of their returns. Rows of other contracts are not theirs."""
    if issued is None:
        return (), None, []
    references = {contract.reference for contract in contracts}
    packs, problems = open_asked(issued)
    ours = tuple(pack for pack in packs if pack.reference in references)
    if returned is None:
        return ours, None, problems
    known = {name for pack in ours for name in pack.by_id}
    saved: SavedResult | None = None
    if returned.suffix.lower() == ".json" and returned.is_file():
        saved, faults = read_saved_against(returned, packs, day)
        if saved is None:
            return ours, None, [*problems, *faults]
        read, day = saved.read, saved.on
    else:
        read, faults = read_against([returned], packs)
    told = _of_others(read, packs, known, returned)
    read = ReadReturns(tuple(row for row in read.rows if row.row in known), read.faulty)
    on = day or max(latest_day(read, ours), latest_date(contracts))
    held, more = hold(read, ours, on)
    if saved is not None:  # what is wrong between rows was said when they were read
        return ours, shown(held, max(least, saved.least), saved.hidden), [*problems, *faults, *told]
    return ours, shown(held, least), [*problems, *faults, *told, *more]


def _of_others(read: ReadReturns, packs: Iterable[AskedPack], known: set[str], returned: Path) -> list[Problem]:
    """That figures came of issued contracts which the report is not of."""
    given = {row.row for row in read.rows if row.numerator is not None} - known
    others = sorted(pack.reference for pack in packs if not given.isdisjoint(pack.by_id))
    if not others:
        return []
    named = ", ".join(others[:MOST_NAMES]) + (f" and {len(others) - MOST_NAMES:,} more" if others[MOST_NAMES:] else "")
    whose = number(len(others), "contract")
    said = f"figures came of {whose} that the report is not of, and they are not counted: {named}"
    cure = "give the register or folder that holds them as well, if they belong into the report"
    return [Problem("returns-of-others", said, Location(str(returned)), "warning", cure)]


def _drawn(report: ProgressReport, out: Path, workplace: Workplace) -> tuple[bytes | None, list[Problem]]:
    """The bytes of the report, in the form that its name says. What draws it is loaded by the ending that needs it."""
    if out.suffix.lower() == ".xlsx":
        from specgen.progress.workbook import progress_workbook

        return progress_workbook(report), []
    if out.suffix.lower() == ".html":
        from specgen.progress.page import progress_html

        return progress_html(report), []
    from specgen.progress.page import progress_document

    return progress_document(report, workplace.organisation)


def _print(report: ProgressReport) -> None:
    click.echo(
        f"On {long_date(report.on)}: {number(len(report.contracts), 'contract')} with "
        f"{number(report.services, 'service')}; {number(len(report.grants), 'grant agreement')} and "
        f"{len(report.ended):,} ended counted apart.\n"
    )
    rows = []
    for each in report.actions:
        for index, cell in enumerate(each.cells):
            rows.append(
                (
                    str(each.action.number) if not index else "",
                    cell.measure.says,
                    share_words(cell.count, cell.of),
                    target_words(cell),
                    f"{len(cell.not_applicable):,}" if cell.not_applicable else "",
                )
            )
    print_table(("NO.", "MEASURE", "NOW", "TARGET", "NOT APPLICABLE"), rows)
    click.echo()
