"""`specgen duties`: the ledger of contracts, written where it is asked for."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import click

from specgen.assembly.pack import assemble
from specgen.cli import output as exit_codes
from specgen.cli.duties.screen import print_contract, print_portfolio, watched_json
from specgen.cli.output import (
    GivenPath,
    as_usage,
    base_option,
    counted,
    format_option,
    number,
    print_json,
    print_problems,
    problems_json,
    written_day,
)
from specgen.contract.contract import Contract
from specgen.issue.duties.watched import DutiesFor, Watched, watch
from specgen.issue.precedents import Workplace, open_workplace
from specgen.issue.sources import one_organisation, open_readings
from specgen.problems import Problem, has_errors

_ENDINGS = (".xlsx", ".ics", ".docx")


@click.command()
@click.argument("files", nargs=-1, required=True, type=GivenPath(), metavar="FILE...")
@click.option(
    "--for",
    "side",
    type=click.Choice(("provider", "commissioner")),
    help="For whom the list is: a Provider’s leaves out expiry, deviations and the owner of the contract.",
)
@click.option(
    "--on",
    "day",
    callback=written_day,
    metavar="DATE",
    help="The day from which the list looks ahead, such as 2026-10-01. Default: each contract’s own date.",
)
@click.option(
    "-o",
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Write a workbook (.xlsx), a calendar (.ics) or a page a contract for the next Review Meeting (.docx). A file "
    "that is there already is kept.",
)
@base_option
@format_option
def duties(
    files: tuple[Path, ...], side: DutiesFor | None, day: date | None, out: Path | None, base: Path | None, form: str
) -> int:
    """List the duties of contracts: who owes what, to whom and when, and in which paragraph.

    One contract is listed whole: what falls due on which days, by party and month, then what is owed whenever something
    happens and what is owed always. Of several, what falls due in 90 days, and when each ends.
    The list is a reading aid: the contract's words prevail, and it is no notice.

    \b
    Examples:
      specgen duties contract.yaml
      specgen duties contract.yaml --for provider -o duties.ics
      specgen duties contract.yaml --on 2026-10-01 -o meeting.docx
      specgen duties register.xlsx --on 2026-10-01 -o duties.xlsx
    """
    if out is not None and out.suffix.lower() not in _ENDINGS:
        raise click.UsageError(f"the name of the file ends in {' or '.join(_ENDINGS)}, and “{out.name}” does not")
    if out is not None and out.exists():
        raise click.UsageError(f"{out} is there already and is not overwritten; give another name, or move it away")
    workplace, problems = open_workplace(as_usage(one_organisation, files))
    readings, faults = as_usage(open_readings, files, base, workplace.organisation, workplace.library)
    problems += faults
    problems += readings.register_problems
    contracts: list[Watched] = []
    for reading in readings:
        problems += reading.problems
        if reading.contract is not None:
            watched, faults = _watched(reading.contract, workplace, day)
            problems += faults
            contracts += [watched] if watched is not None else []
    data, faults = _written(out, contracts, side, workplace)
    problems += faults
    if out is not None and data is not None:
        from specgen.writing import Disk

        Disk().put(out, data)
    if form == "json":
        print_json(
            {
                "contracts": [watched_json(watched, side) for watched in contracts],
                "written": str(out) if data is not None else None,
                "problems": problems_json(problems),
            }
        )
        return exit_codes.PROBLEMS if has_errors(problems) else exit_codes.DONE
    if data is not None:
        rows = sum(len(watched.ledger.rows) for watched in contracts)
        duties_said = "1 duty" if rows == 1 else f"{rows:,} duties"
        click.echo(f"{number(len(contracts), 'contract')}, {duties_said}. Written to {out}.")
    elif len(contracts) == 1:
        print_contract(contracts[0], side)
    elif contracts:
        print_portfolio(contracts, side)
    print_problems([problem for problem in problems if problem.severity == "error"])
    if has_errors(problems):
        click.echo(f"{counted(problems)}: what depends on them is not in the list.")
    return exit_codes.PROBLEMS if has_errors(problems) else exit_codes.DONE


def _written(
    out: Path | None, contracts: Sequence[Watched], side: DutiesFor | None, workplace: Workplace
) -> tuple[bytes | None, list[Problem]]:
    """The bytes of the file, in the form that its name says; None where none is asked for or there is nothing."""
    if out is None or not contracts:
        return None, []
    ending = out.suffix.lower()
    # What draws a file is loaded by the one ending that needs it.
    if ending == ".xlsx":
        from specgen.issue.duties.sheets import duties_workbook

        return duties_workbook(contracts, side), []
    if ending == ".ics":
        from specgen.issue.duties.calendar import calendar_bytes

        return calendar_bytes(contracts, side), []
    from specgen.review.reports.forms import open_form
    from specgen.review.reports.meeting_page import MeetingPage, meeting_report

    form, problems = open_form("meeting", MeetingPage, workplace.organisation)
    if form is None:
        return None, problems
    data, faults = meeting_report(contracts, side, form)
    return data, [*problems, *faults]


def _watched(contract: Contract, workplace: Workplace, day: date | None) -> tuple[Watched | None, list[Problem]]:
    """The contract on the day. Its cautions belong to `specgen check`; only what keeps a duty out is said here."""
    pack, problems = assemble(contract, workplace.library, workplace.editions, workplace.types)
    faults = [problem for problem in problems if problem.severity == "error"]
    return (watch(pack, day), faults) if pack is not None else (None, faults)
