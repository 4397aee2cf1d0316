"""`specgen duties`: the ledger of contracts, written where it is asked for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby
from pathlib import Path
from textwrap import shorten, wrap

import click

from specgen.assembly.ledger.build import MovedDay, moved_words
from specgen.assembly.ledger.model import LedgerPart, LedgerRow
from specgen.assembly.ledger.when import about_words, condition_words
from specgen.assembly.pack import assemble
from specgen.cli.output import (
    GivenPath,
    NewFile,
    as_usage,
    base_option,
    counted,
    date_option,
    exit_code,
    format_option,
    number,
    print_json,
    print_problems,
    print_table,
    problems_json,
    so_far_option,
    today,
    writes_option,
)
from specgen.contract.contract import Contract
from specgen.contract.dates import MONTHS, long_date
from specgen.contract.extension.model import UseOfOption
from specgen.issue.duties.said import not_listed, said_of, service_commencement, soon_words, what_words
from specgen.issue.duties.watched import READING_AID, SOON, DutiesFor, Watched, still_to_come, watch
from specgen.issue.issued import IssuedPlaces, issued_places
from specgen.issue.portfolio.so_far import so_far, use_of_option
from specgen.issue.precedents import Workplace, open_workplace
from specgen.issue.sources import one_organisation, open_readings
from specgen.problems import Problem, has_errors


@click.command()
@click.argument("files", nargs=-1, required=True, type=GivenPath(), metavar="FILE...")
@click.option(
    "--for",
    "side",
    type=click.Choice(("provider", "commissioner")),
    help="For whom the list is: a Provider’s leaves out expiry, deviations and the owner of the contract.",
)
@date_option(
    "--on",
    "day",
    help="The day from which the list looks ahead, such as 2026-10-01. Default: each contract’s own date.",
)
@writes_option(
    NewFile(".xlsx", ".ics", ".docx"),
    "Write a workbook (.xlsx), a calendar (.ics) or a page a contract for the next Review Meeting (.docx). A file "
    "that is there already is kept.",
    metavar="FILE",
    required=False,
)
@base_option
@so_far_option
@format_option
def duties(
    files: tuple[Path, ...],
    side: DutiesFor | None,
    day: date | None,
    out: Path | None,
    base: Path | None,
    issued: Path | None,
    form: str,
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
      specgen duties contract.yaml --issued issued
    """
    if out is not None and out.exists():
        raise click.UsageError(f"{out} is there already and is not overwritten; give another name, or move it away")
    workplace, problems = open_workplace(as_usage(one_organisation, files), today())
    readings, faults = as_usage(open_readings, files, base, workplace.organisation, workplace.library)
    problems += faults
    problems += readings.register_problems
    contracts: list[Watched] = []
    places = issued_places(issued) if issued is not None else IssuedPlaces()
    of_packs = list(places.problems)
    for reading in readings:
        problems += reading.problems
        if reading.contract is not None:
            use = None
            if issued is not None:
                found, faults = so_far(reading.contract, issued, places, day)
                of_packs += faults
                use = use_of_option(reading.contract, found) if found is not None else None
            watched, faults = _watched(reading.contract, workplace, day, use)
            problems += faults
            contracts += [watched] if watched is not None else []
    data, faults = _written(out, contracts, side, workplace)
    problems += (*faults, *of_packs)
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
        return exit_code(problems)
    if data is not None:
        rows = sum(len(watched.ledger.rows) for watched in contracts)
        duties_said = "1 duty" if rows == 1 else f"{rows:,} duties"
        click.echo(f"{number(len(contracts), 'contract')}, {duties_said}. Written to {out}.")
        if left := not_listed(contracts):
            click.echo(f"{left}.")
    elif len(contracts) == 1:
        print_contract(contracts[0], side)
    elif contracts:
        print_portfolio(contracts, side)
    print_problems([problem for problem in problems if problem.severity == "error" or problem in of_packs])
    if has_errors(problems):
        click.echo(f"{counted(problems)}: what depends on them is not in the list.")
    return exit_code(problems)


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
        from specgen.issue.duties.sheets import calendar_bytes

        return calendar_bytes(contracts, side), []
    from specgen.review.reports.forms import open_form
    from specgen.review.reports.meeting_page import MeetingPage, meeting_report

    form, problems = open_form("meeting", MeetingPage, workplace.organisation)
    if form is None:
        return None, problems
    data, faults = meeting_report(contracts, side, form)
    return data, [*problems, *faults]


def _watched(
    contract: Contract, workplace: Workplace, day: date | None, use: UseOfOption | None
) -> tuple[Watched | None, list[Problem]]:
    """The contract on the day. Its cautions belong to `specgen check`; only what keeps a duty out is said here."""
    pack, problems = assemble(contract, workplace.library, workplace.editions, workplace.types, cautions=False)
    faults = [problem for problem in problems if problem.severity == "error"]
    ahead = list(still_to_come(contract, day)) if day is not None else []
    return (watch(pack, day, use) if pack is not None and not ahead else None), [*faults, *ahead]


# A contract's duties on a screen, and for programs.


_WIDTH = 118
_PARTS: Sequence[tuple[LedgerPart, str]] = (
    ("whenever", "Whenever"),
    ("always", "Always"),
    ("may", "May"),
    ("undated", "Due on a day that the contract does not give"),
)


def print_contract(watched: Watched, side: DutiesFor | None) -> None:
    """One contract whole."""
    # Said at once: a contract has a thousand lines, and each that is said alone asks what the screen is like.
    click.echo("\n".join(_contract_lines(watched, side)))


def _contract_lines(watched: Watched, side: DutiesFor | None) -> Iterator[str]:
    contract = watched.pack.contract
    yield click.style(f"{watched.reference}: {contract.content.contract.title}", bold=True)
    yield READING_AID
    yield from watched.parties
    yield f"Service Commencement Date: {service_commencement(watched)}"
    if side != "provider" and watched.owner:
        yield f"Owner: {watched.owner}"
    for moved in watched.moved():
        yield from _entry(f"Moved: {moved_words(moved)}", [f"{what_words(moved.row)}; {moved.row.paragraph}"])
    for entry in watched.days_for(side):
        day = f"{long_date(entry.day)}{f' ({entry.said})' if entry.said else ''}" if entry.day else entry.said
        yield f"{entry.what}: {day}"
    for who, dues in groupby(sorted(watched.due(), key=lambda due: _order(due.row)), key=lambda due: due.row.who):
        yield click.style(f"\n{who}: due on a day", bold=True)
        for (year, month), of_month in groupby(dues, key=lambda due: (due.day.day.year, due.day.day.month)):
            yield f"  {MONTHS[month - 1]} {year}"
            for due in of_month:
                said = [each for each in (said_of(due, watched), str(due.row.paragraph)) if each]
                yield from _entry(f"    {about_words(due.day)}: {what_words(due.row)}{_to(due.row)}", said)
    for part, title in _PARTS:
        rows = sorted(watched.ledger.of(part), key=_order)
        for who, of_party in groupby(rows, key=lambda row: row.who):
            yield click.style(f"\n{who}: {title[:1].lower()}{title[1:]}", bold=True)
            for row in of_party:
                when = "; ".join(filter(None, [row.when, condition_words(row.condition)]))
                said = [each for each in (when, str(row.paragraph)) if each]
                yield from _entry(f"  {what_words(row)}{_to(row)}", said)
    if left := not_listed([watched]):
        yield f"\n{left}"


def _entry(head: str, further: Sequence[str]) -> Iterator[str]:
    indent = " " * (len(head) - len(head.lstrip()))
    yield from _wrapped(head, "", f"{indent}  ")
    for text in further:
        yield from _wrapped(text, f"{indent}    ", f"{indent}    ")


def _wrapped(text: str, first: str, later: str) -> list[str]:
    """The text in lines of the screen's width. Most fit, and then nothing need be worked out."""
    if text and text.isprintable() and len(first) + len(text) <= _WIDTH:
        return [f"{first}{text}".rstrip()]
    # Without a hyphen there is no other place to break than a space, which is found in a third of the time.
    return wrap(text, _WIDTH, initial_indent=first, subsequent_indent=later, break_on_hyphens="-" in text)


def _to(row: LedgerRow) -> str:
    return f", to {row.to}" if row.to else ""


_ORDER = ("Co-ordinating Commissioner", "each Commissioner", "responsible Commissioner", "Commissioners", "Grantor")


def _order(row: LedgerRow) -> tuple[int, str]:
    """The Provider's first, then the Commissioners', then what both owe."""
    first = 0 if row.who in ("Provider", "Recipient") else 1 if row.who in _ORDER else 2
    return first, row.who


def print_portfolio(contracts: Sequence[Watched], side: DutiesFor | None) -> None:
    """What falls due soon in several contracts, and the days of each."""
    click.echo(READING_AID)
    click.secho(f"\nDue within {SOON} days", bold=True)
    rows = [
        (
            watched.reference,
            about_words(due.day),
            due.row.who,
            shorten(what_words(due.row), 60, placeholder=" …"),
            str(due.row.paragraph),
        )
        for watched in contracts
        for due in watched.due_soon()
    ]
    if rows:
        print_table(("CONTRACT", "DUE", "WHO", "WHAT", "WHERE"), rows)
    else:
        click.echo("Nothing.")
    click.secho("\nDays of each contract", bold=True)
    print_table(
        ("CONTRACT", "LOOKED AT", "DAY", "WHAT"),
        [
            (watched.reference, soon_words(watched), long_date(entry.day) if entry.day else "not given", entry.what)
            for watched in contracts
            for entry in watched.days_for(side)
        ],
    )
    if left := not_listed(contracts):
        click.echo(f"\n{left}")


def watched_json(watched: Watched, side: DutiesFor | None) -> dict[str, object]:
    """One contract for programs."""
    return {
        "reference": watched.reference,
        "provider": watched.provider,
        "on": watched.on.isoformat(),
        **({} if side == "provider" else {"owner": watched.owner}),
        "service_commencement_date": watched.pack.contract.commencement.isoformat(),
        "service_commencement_expected": watched.pack.contract.content.contract.began_on is None,
        "moved": [_moved_json(moved) for moved in watched.moved()],
        "days": [
            {"what": entry.what, "day": entry.day.isoformat() if entry.day else None, "said": entry.said}
            for entry in watched.days_for(side)
        ],
        "duties": [_row_json(row) for row in watched.ledger.rows],
        "without_reading": list(watched.ledger.without),
    }


def _moved_json(moved: MovedDay) -> dict[str, object]:
    days = {"was": moved.was, "is": moved.is_}
    return {"id": moved.row.key, **{name: day.day.isoformat() for name, day in days.items() if day is not None}}


def _row_json(row: LedgerRow) -> dict[str, object]:
    whole: dict[str, object] = {
        "id": row.key,
        "part": row.part,
        "mode": row.reading.mode,
        "service": row.service,
        "who": row.who,
        "through": row.through,
        "act": row.act,
        "object": row.object,
        "group": row.group,
        "how_much": row.much,
        "to": row.to,
        "when": row.when,
        "if": row.condition,
        "reported": row.reading.reported,
        "evidence": row.evidence,
        "schedule": row.paragraph.schedule,
        "heading": row.paragraph.heading,
        "number": row.paragraph.number,
        "document": row.paragraph.document,
        "also_asked_for_in": [str(paragraph) for paragraph in row.paragraph.also],
        "sentence": row.sentence,
        "starts": row.starts.isoformat() if row.starts else "",
        "done": row.done.isoformat() if row.done else "",
        "meets": list(row.also),
        "days": list(_days_json(row)),
    }
    return {name: value for name, value in whole.items() if value not in ("", None, [])}


def _days_json(row: LedgerRow) -> Iterator[dict[str, object]]:
    for day in row.days:
        whole: dict[str, object] = {
            "day": day.day.isoformat(),
            "about": day.about or "",
            "before": day.before or "",
            "from": day.period.first.isoformat() if day.period else "",
            "to": day.period.last.isoformat() if day.period else "",
            "short": (day.period is not None and day.period.short) or "",
            "commissioner": day.party,
            "said": day.said,
        }
        yield {name: value for name, value in whole.items() if value != ""}
