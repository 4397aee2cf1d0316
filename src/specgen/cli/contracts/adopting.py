"""`specgen adopt`: signed Word documents read into contract files."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import click

from specgen import exit_codes
from specgen.adopt.adopt import (
    NO_CONTRACT,
    Adopted,
    AdoptedContract,
    Adopter,
    ContractPapers,
    SignedBeside,
    adopted_workbook,
    compared_words,
    grouped,
    shown_difference,
)
from specgen.adopt.papers import Paper, read_paper
from specgen.adopt.writing import NO_RECORD
from specgen.assembly.marks import file_stem
from specgen.cli.clauses.words import folder_option
from specgen.cli.contracts.beginning import CONTRACT_FILE
from specgen.cli.output import (
    GivenPath,
    Progress,
    counted,
    date_option,
    exit_code,
    number,
    path_in_words,
    print_problems,
    today,
    visible,
    writes_option,
)
from specgen.cli.register import write_register
from specgen.contract.fields import contract_schema
from specgen.issue.folders import gone_through
from specgen.issue.precedents import Precedents, Workplace, open_precedents, open_workplace
from specgen.issue.records import IssueRecord, record_beside
from specgen.issue.sources import unlike_parties_of
from specgen.plainfile import read_plain
from specgen.problems import Location, Problem, has_errors
from specgen.shipped import SCHEMA_FILE
from specgen.word.package.archive import LARGEST_ARCHIVE
from specgen.writing import Disk

LIST_FILE = "adopted.xlsx"
REGISTER_FILE = "register.xlsx"
UNDERSTOOD = "understood"
_SHOWN = 100
MOST_NAMED = 12
"""Reasons for which things of one contract were not read, and lines that differ, that are printed; the contract file
has all."""


@click.command("adopt")
@click.argument("given", nargs=-1, required=True, type=GivenPath(), metavar="CONTRACT.docx|FOLDER...")
@writes_option(
    click.Path(file_okay=False, path_type=Path),
    "The folder for the contract files; each contract gets a folder in it. Nothing there is overwritten.",
    metavar="FOLDER",
)
@click.option("--author", default="", help="The name on the tracked changes that show what was understood otherwise.")
@date_option("--date", "day", help="The date on them, such as 2026-04-01.")
@folder_option
def adopt_papers(given: tuple[Path, ...], out: Path, author: str, day: date | None, folder: Path) -> int:
    """Read signed Particulars, specifications and schedules into contract files.

    Parties, codes, dates, term, option to extend, thresholds and the library's clauses are taken where they stand
    plainly, each with its place as a note behind it. What was not read is named and left empty; nothing is guessed.
    The contract is then built again in memory and held against what was signed; with --author and --date each
    difference is written into a copy of the signed paper as tracked changes. Of several contracts a register and a
    list of what is missing are written too.

    \b
    Examples:
      specgen adopt signed/contract.docx -o adopted
      specgen adopt signed -o adopted --author "Ada Shah" --date 2026-05-04
    """
    if bool(author) != (day is not None):
        raise click.UsageError("--author and --date go together: both stand on the tracked changes")
    workplace, problems = open_workplace(folder, today())
    precedents, faults = open_precedents(workplace.library, workplace.editions, workplace.types)
    problems += faults
    if has_errors(problems):
        print_problems(problems)
        return exit_codes.PROBLEMS
    read, unread = _papers(given, problems)
    found = grouped(read)
    if not found.groups:
        print_problems(problems)
        click.echo(f"Nothing was written: there is no paper of a contract to read. {counted(problems)}.")
        return exit_codes.PROBLEMS
    folders = {group.name: out / file_stem(group.name) for group in found.groups}
    kept = [place for place in folders.values() if (place / CONTRACT_FILE).exists()]
    if len(kept) == len(folders):
        raise click.UsageError(f"{kept[0]} is there already and is not overwritten; name another folder")
    adopting = _Adopting(precedents, author, day)
    listed: list[AdoptedContract] = []
    left_out = [*found.left_out]
    progress = Progress(len(found.groups))
    for group in found.groups:
        place = folders[group.name]
        adopted = adopting.read(group, place)
        if adopted is None:
            left_out += [(paper.file, NO_CONTRACT) for paper in group.papers]
        else:
            listed.append(adopted)
            if place not in kept:
                adopting.write(adopted, place)
            progress.clear()
            _print(adopted, place, kept=place in kept)
        progress.step()
    progress.clear()
    if len(listed) > 1:
        problems += _write_lists(out, listed, [*left_out, *unread], workplace)
    else:
        for file, why in left_out:
            problems.append(Problem("left-aside", why, Location(file), severity="note"))
    print_problems([*problems, *adopting.problems])
    click.echo(
        f"{number(len(listed), 'contract')} adopted from {number(len(read), 'paper')} into {out}. "
        f"{counted([*problems, *adopting.problems])}."
    )
    return exit_code(problems) if listed else exit_codes.PROBLEMS


def _papers(given: tuple[Path, ...], problems: list[Problem]) -> tuple[list[tuple[str, Paper]], list[tuple[str, str]]]:
    """Every paper with its folder, and the files that could not be read."""
    read: list[tuple[str, Paper]] = []
    unread: list[tuple[str, str]] = []
    files = list(_files(given))
    progress = Progress(len(files), "papers read")
    for folder, file in files:
        name = str(file)
        paper, faults = read_paper(read_plain(file, LARGEST_ARCHIVE + 1), name)
        problems += faults
        progress.step()
        if paper is None:
            unread.append((name, "; ".join(fault.message for fault in faults) or "it cannot be read"))
        else:
            read.append((folder, paper))
    progress.clear()
    return read, unread


def _files(given: tuple[Path, ...]) -> Iterator[tuple[str, Path]]:
    for path in given:
        if path.is_file():
            yield path.parent.as_posix(), path
            continue
        for place, folders, names in os.walk(path):
            folders[:] = gone_through(folders)
            for file in sorted(Path(place, name) for name in names if not name.startswith((".", "~$"))):
                if file.suffix.lower() == ".docx" and file.is_file():
                    yield file.parent.as_posix(), file


class _Adopting:
    """What all contracts of a run share, and what is found on the way."""

    def __init__(self, precedents: Precedents, author: str, day: date | None) -> None:
        self.adopter = Adopter(precedents)
        self.author, self.day = author, day
        self.disk = Disk(durable=False)
        self.problems: list[Problem] = []

    def read(self, group: ContractPapers, folder: Path) -> AdoptedContract | None:
        """What the papers of one contract say, held against them; None where it is nothing."""
        adopted = self.adopter.read(group, self._records(group))
        if not adopted.of_a_contract:
            return None
        return AdoptedContract(folder.name, adopted, self.adopter.held_against(adopted))

    def _records(self, group: ContractPapers) -> dict[str, IssueRecord]:
        """The records that lie beside the papers, by the folders that hold them."""
        found: dict[str, IssueRecord] = {}
        for folder in dict.fromkeys(Path(paper.file).parent for paper in group.papers):
            record, faults = record_beside(folder)
            self.problems += faults
            found |= {str(folder): record} if record is not None else {}
        return found

    def write(self, listed: AdoptedContract, folder: Path) -> None:
        """Write the contract's folder; the contract file last, so that a run that broke off goes on there."""
        self.disk.make_folder(folder)
        self.disk.put(folder / SCHEMA_FILE, contract_schema().encode("utf-8"))
        if self.day is not None:
            self._show(listed.compared, folder / UNDERSTOOD, self.day)
        self.disk.put(folder / CONTRACT_FILE, listed.adopted.written.data)

    def _show(self, compared: tuple[SignedBeside, ...], folder: Path, day: date) -> None:
        for each in compared:
            if not each.differing:
                continue
            signed = read_plain(Path(each.file), LARGEST_ARCHIVE + 1)
            data, faults = shown_difference(signed, each, self.author, day.isoformat())
            if data is None:
                self.problems += [fault for fault in faults if fault.severity != "error"]
                self.problems.append(
                    Problem(
                        "not-shown",
                        "the difference to what was understood cannot be written into this paper",
                        Location(each.file),
                        severity="warning",
                        cure="; ".join(fault.message for fault in faults) or "compare the two by hand",
                    )
                )
                continue
            self.disk.make_folder(folder)
            self.disk.put(folder / Path(each.file).name, data)


def _print(listed: AdoptedContract, folder: Path, *, kept: bool) -> None:
    adopted: Adopted = listed.adopted
    named, remark = path_in_words(folder / CONTRACT_FILE)
    changed = sum(not clause.word_for_word for clause in adopted.clauses)
    click.echo(f"{adopted.reference or 'a contract without a reference'} ({visible(str(folder))})")
    click.echo(
        f"  {number(len(adopted.papers), 'paper')}; {number(adopted.written.read, 'value')} read; "
        f"{number(len(adopted.clauses), 'clause')} recognised, {changed} of them changed"
    )
    click.echo(f"  Built again: {compared_words(listed.compared)}")
    lines = [line for paper in listed.compared for line in paper.lines]
    for signed, now in lines[:MOST_NAMED]:
        said, told = (visible(f"“{text[:_SHOWN]}{'…' * (len(text) > _SHOWN)}”") for text in (signed, now))
        click.echo(
            f"    signed: {said}; now: {told}"
            if signed and now
            else f"    signed: {said}"
            if signed
            else f"    only now: {told}"
        )
    if len(lines) > MOST_NAMED:
        click.echo(f"    {len(lines) - MOST_NAMED} more; --author and --date show each in a copy of its paper")
    if kept:
        click.echo("  is there already and is kept as it is; name another folder to read it anew")
    if not adopted.recorded:
        click.echo(f"  {NO_RECORD}")
    reasons: dict[str, list[str]] = {}
    for each in adopted.written.not_read:
        reasons.setdefault(each.why, []).append(each.what)
    for why, what in list(reasons.items())[:MOST_NAMED]:
        click.echo(f"  not read: {visible('; '.join(what))}: {visible(why)}")
    if len(reasons) > MOST_NAMED:
        more = sum(map(len, list(reasons.values())[MOST_NAMED:]))
        click.echo(f"  not read: {more} more, empty in the contract file")
    click.echo(f"  Next: specgen check {named}{f' ({remark[:-1]})' if remark else ''}")


def _write_lists(
    out: Path, listed: list[AdoptedContract], left_out: list[tuple[str, str]], workplace: Workplace
) -> list[Problem]:
    disk = Disk(durable=False)
    disk.put(out / LIST_FILE, adopted_workbook(listed, left_out))
    click.echo(f"What was read of each contract, and what is missing, is in {visible(str(out / LIST_FILE))}.")
    files = [out / each.folder / CONTRACT_FILE for each in listed]
    kept, problems = write_register(out / REGISTER_FILE, files, workplace)
    if kept:
        click.echo(f"{number(kept, 'contract')} that can be used as they are: {visible(str(out / REGISTER_FILE))}.")
    return [
        *unlike_parties_of(files),
        *(
            Problem(each.slug, each.message, each.location, "warning", each.cure, each.excerpt, each.suggestion)
            for each in problems
            if each.severity == "error" and each.slug != "missing-value"
        ),
    ]
