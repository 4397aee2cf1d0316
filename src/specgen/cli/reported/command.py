"""`specgen returns`: the workbook in which a Provider reports its figures, and what came back against the contract."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Final

import click

from specgen.assembly.marks import file_stem
from specgen.cli.output import (
    GivenPath,
    NewFile,
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
    writes_option,
)
from specgen.cli.reported.files import open_asked, read_all
from specgen.contract.dates import long_date
from specgen.plainfile import read_plain
from specgen.problems import Location, Problem, has_errors
from specgen.reported_figures.asked import AskedPack, AskedRow
from specgen.reported_figures.report import returns_json, returns_report
from specgen.reported_figures.saved import saved_bytes
from specgen.reported_figures.shown import ShownReturns, counts_said, stands_words
from specgen.reported_figures.workbook import (
    first_day,
    measure_words,
    period_words,
    returns_workbook,
    rows_of_year,
    service_words,
)
from specgen.writing import Disk

_MOST_SHOWN: Final = 60


@click.command("new")
@click.argument("folder", type=GivenPath(file_okay=False), metavar="FOLDER")
@writes_option(
    click.Path(path_type=Path),
    "The workbook to write; for several contracts a folder, into which each contract’s workbook is written. "
    "A file that is there already is kept.",
    metavar="RETURNS.xlsx|FOLDER",
)
@date_option(
    "--on", "day", help="A day of the Contract Year whose periods are asked for. Default: each contract’s first."
)
def new_returns(folder: Path, out: Path, day: date | None) -> int:
    """Write the workbook in which a Provider reports the figures of an issued contract.

    FOLDER holds the documents of a contract as “specgen build” wrote them, or those of several. A row stands for each
    measure of the quality schedule, each report of Schedule 6A and each period; headings and words are protected.

    \b
    Examples:
      specgen returns new issued/NBB-2026-014 -o returns.xlsx
      specgen returns new issued --on 2027-04-01 -o returns
    """
    packs, problems = open_asked(folder)
    asked = [pack for pack in packs if pack.rows]
    if len(asked) > 1 and out.suffix.lower() == ".xlsx":
        raise click.UsageError(
            f"{folder} holds {len(asked):,} contracts, each of which has a workbook of its own; give a folder with -o"
        )
    if len(asked) == 1 and out.suffix.lower() != ".xlsx":
        out = out / _name(asked[0])
    written = 0
    for pack in asked:
        path = out if out.suffix.lower() == ".xlsx" else out / _name(pack)
        of = day or first_day(pack)
        rows = rows_of_year(pack, of) if of is not None else ()
        if not rows:
            problems.append(
                Problem(
                    "no-period",
                    f"no period of {pack.reference} ends in the Contract Year of {long_date(of) if of else 'that day'}",
                    Location(pack.folder),
                    severity="warning",
                    cure="give with --on a day of a Contract Year within the term",
                )
            )
            continue
        data = returns_workbook(pack, rows)
        if path.exists() and read_plain(path) != data:
            problems.append(
                Problem(
                    "report-exists",
                    "there is a file of this name already, and it is kept: it may hold figures",
                    Location(str(path)),
                    cure="give the workbook another name, or move the old one away",
                )
            )
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        Disk().put(path, data)
        written += 1
        click.echo(f"{pack.reference}: {number(len(rows), 'row')}. Written to {path}.")
    print_problems(problems)
    if not asked and not has_errors(problems):
        raise click.UsageError(f"{folder} holds no issued contract with a measure or a report")
    return exit_code(problems)


def _name(pack: AskedPack) -> str:
    return f"{file_stem(pack.reference, 'Returns')}.xlsx"


@click.command("read")
@click.argument("paths", nargs=-1, required=True, type=GivenPath(), metavar="FILE|FOLDER...")
@click.option(
    "--issued",
    required=True,
    type=GivenPath(file_okay=False),
    metavar="FOLDER",
    help="The folder in which the contracts’ documents were issued.",
)
@date_option(
    "--on",
    "day",
    help="The day that the report is of: periods that have not ended on it are not due. Default: the latest day of a "
    "return.",
)
@hide_under_option("Hide every count under N, and every sum that would give it back.")
@writes_option(
    NewFile(".xlsx", ".docx", ".html", ".json"),
    "Write everything to a workbook (.xlsx) or, for a progress report, to a file of its own (.json); or what came "
    "as a Word document (.docx) or a page for a browser (.html). A file that is there already is kept.",
    metavar="REPORT",
    required=False,
)
@format_option
def read_returned(
    paths: tuple[Path, ...], issued: Path, day: date | None, least: int, out: Path | None, form: str
) -> int:
    """Hold what Providers report against their contracts: period, numbers, and threshold met or below, by how much.

    What is wrong in a row is named by its cell; the other rows are read, and nothing is counted from a faulty one. A
    missing return is no failed measure. The latest return of a figure counts; earlier ones are shown beside it.

    \b
    Examples:
      specgen returns read returns.xlsx --issued issued
      specgen returns read returned --issued issued --on 2026-11-01 --hide-under 5 -o reported.xlsx
    """
    found, problems = read_all(paths, issued, day, least)
    written = False
    data: bytes | None = None
    if out is not None and found is not None:
        data, faults = _drawn(found, out, issued)
        problems += faults
    if out is not None and data is not None:
        kept = put_report(out, data)
        problems += kept
        written = not kept
    if form == "json":
        said = returns_json(found) if found is not None else {}
        print_json({**said, "written": str(out) if written else None, "problems": problems_json(problems)})
        return exit_code(problems)
    if found is not None:
        _print(found)
    print_problems(problems)
    if written:
        click.echo(f"The report is in {out}")
    if has_errors(problems):
        click.echo(f"{counted(problems)}: nothing is counted from what they are about.")
    return exit_code(problems)


def _drawn(found: ShownReturns, out: Path, issued: Path) -> tuple[bytes | None, list[Problem]]:
    """The bytes of the report, in the form that its name says. What draws it is loaded by the ending that needs it."""
    if out.suffix.lower() == ".xlsx":
        return returns_report(found), []
    if out.suffix.lower() == ".json":
        return saved_bytes(found), []
    from specgen.reported_figures.page import returns_document, returns_html

    if out.suffix.lower() == ".html":
        return returns_html(found), []
    from specgen.issue.precedents import organisation_of

    return returns_document(found, organisation_of(issued))


def _measure(asked: AskedRow) -> str:
    return ", ".join(filter(None, [measure_words(asked), asked.party]))


def _print(found: ShownReturns) -> None:
    day = f"On {long_date(found.on)}: " if found.on > date.min else ""  # no return was read, and no day given
    click.echo(f"{day}{number(len(found.packs), 'contract')}.\n")
    stands = found.stands_for()
    rows = [
        (
            each.asked.reference,
            service_words(each.asked) if each.asked.service else "",
            _measure(each.asked),
            period_words(each.asked.first, each.asked.last),
            now.share or now.numerator if (now := each.current) is not None else "",
            stands_words(each),
        )
        for each in found.figures
        if each.outcome not in ("not due", "missing") and (not each.asked.party or stands(each.asked))
    ]
    if rows:
        print_table(("CONTRACT", "SERVICE", "MEASURE", "PERIOD", "FIGURE", "STANDS"), rows[:_MOST_SHOWN])
        if len(rows) > _MOST_SHOWN:
            click.echo(f"… and {len(rows) - _MOST_SHOWN:,} more; -o or --format json gives all")
        click.echo()
    for year in found.years:
        if year.outcome != "missing" and (not year.asked.party or stands(year.asked)):
            said = f" ({year.said})" if year.said else ""
            total = f": {year.total}" if year.total else ""
            click.echo(
                f"{year.asked.reference}, {_measure(year.asked)}, {year.year}{total}, {stands_words(year)}{said}"
            )
    click.echo(f"{counts_said(found.listed)}.")
    if found.years:
        click.echo(f"Contract Years: {counts_said(found.years)}.")
