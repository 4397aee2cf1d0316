"""`specgen publish`: the clause library as one page."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from specgen import exit_codes
from specgen.cli.clauses.words import folder_option
from specgen.cli.output import GivenPath, NewFile, counted, date_option, number, print_problems, today, writes_option
from specgen.issue.issued import IssuedPack, find_issued_packs, without_copies
from specgen.issue.precedents import open_workplace
from specgen.plainfile import read_plain
from specgen.problems import Location, Problem, has_errors
from specgen.shelf.gather import INTERNAL, drawn_shelf, shelf_of
from specgen.writing import Disk

ENDINGS = (".html", ".htm")
_OURS = b'<meta name="generator" content="specgen shelf">'
_FOR_INSIDE = f"<title>{INTERNAL}:".encode()
_HEAD = 4000
"""Within so many bytes stand both."""


@click.command()
@writes_option(
    NewFile(*ENDINGS),
    "The page to write. A shelf that is there already is written anew; any other file is kept.",
    metavar="FILE.html",
)
@click.option(
    "--internal",
    is_flag=True,
    help="Show also who approved what and when, fallbacks and notes. INTERNAL stands on every page.",
)
@click.option(
    "--issued",
    type=GivenPath(file_okay=False),
    metavar="FOLDER",
    help="With --internal: the folder of what was issued; which contracts hold which version, and when they end.",
)
@date_option(
    "--on",
    "day",
    help="Show the wording that is in force on that day, such as 2026-04-01. Default: the newest wording.",
)
@folder_option
def publish(out: Path, internal: bool, issued: Path | None, day: date | None, folder: Path) -> int:
    """Write the clause library as one page to send, to print or to put on an intranet.

    Each clause with its wording, its versions side by side and as a redline, where it comes from, what it asks, and
    whether it is approved; no name, no date and no fallback of your organisation. The page needs no server and
    loads nothing.

    \b
    Examples:
      specgen publish -o clauses.html
      specgen publish -o internal.html --internal --issued documents
    """
    if issued is not None and not internal:
        raise click.UsageError("which contracts hold what is for the organisation alone: say --internal too")
    workplace, problems = open_workplace(folder, today())
    if day is None and workplace.library.rules.months and workplace.library.approvals:
        raise click.UsageError(
            "approvals of your organisation lapse, and the page must know by when: say --on with a day, such as "
            "--on 2026-04-01"
        )
    packs: tuple[IssuedPack, ...] | None = None
    if issued is not None:
        found, faults = find_issued_packs(issued)
        packs, copies = without_copies(found)
        problems += [*faults, *copies]
    data: bytes | None = None
    if not has_errors(problems):
        organisation = workplace.organisation.name if workplace.organisation is not None else ""
        shelf = shelf_of(workplace.library, organisation=organisation, day=day, internal=internal, packs=packs)
        data = drawn_shelf(shelf)
        if reason := _in_the_way(out, internal):
            problems.append(
                Problem(
                    "file-exists",
                    f"{out.name} is there already and {reason}",
                    Location(str(out)),
                    cure="give the page another name, or move that file away",
                )
            )
    print_problems(problems)
    if data is None or has_errors(problems):
        click.echo(f"Nothing was written. {counted(problems)}.")
        return exit_codes.PROBLEMS
    disk = Disk()
    disk.make_folder(out.parent)
    disk.put(out, data)
    click.echo(f"{number(shelf.count, 'clause')} written to {out}, {len(data) / 1_000_000:.1f} MB.")
    if internal:
        click.echo(f"It is for your organisation alone: {INTERNAL} stands on every page.")
    return exit_codes.DONE


def _in_the_way(out: Path, internal: bool) -> str:
    """Why the page that is there is not written anew; "" where it is, and where there is none. What only the
    organisation may read never takes the place of what is sent to others."""
    start = read_plain(out, _HEAD) if out.exists() else _OURS
    if _OURS not in start:
        return "is no shelf of ours"
    if out.exists() and internal and _FOR_INSIDE not in start:
        return "is a page for everybody, which others may be reading"
    return ""
