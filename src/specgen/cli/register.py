"""`specgen register`: a workbook with a row for each contract, to start from or made of contract files."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import click

from specgen.assembly.choose import choose
from specgen.cli import exit_codes
from specgen.cli.contract_files import ENDINGS, Readings, contract_paths, one_organisation, open_readings, value_kinds
from specgen.cli.given_path import GivenPath
from specgen.cli.output import counted, number, print_problems, visible
from specgen.cli.shell_word import in_words
from specgen.contract.model import ContractFile
from specgen.contract.register_pages import register_pages
from specgen.contract.write_workbook import workbook_bytes
from specgen.issue.disk import Disk
from specgen.issue.workplace import open_workplace
from specgen.library.model import Library
from specgen.problems import Problem, has_errors
from specgen.shipped import shipped

TITLE = "Register of contracts"
EXAMPLES = ("community-respiratory", "two-services")
"""The examples that a new register is filled with: they have something on every sheet."""


@click.group()
def register() -> None:
    """A register of contracts: one workbook in place of many contract files."""


@register.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE.xlsx")
def new(file: Path) -> int:
    """Write a register to start from: two invented contracts, a sheet that explains each column, drop-downs.

    It builds as it stands. Nothing that is there already is overwritten.

    \b
    Example:
      specgen register new contracts.xlsx
    """
    refuse_overwriting(file)
    workplace, problems = open_workplace(shipped("examples"))
    paths = [shipped("examples") / name / "contract.yaml" for name in EXAMPLES]
    contents, faults = _contents(open_readings(paths, None, workplace.organisation, workplace.library)[0], workplace.library)
    if has_errors([*problems, *faults]):
        print_problems([*problems, *faults])
        return exit_codes.PROBLEMS
    write_workbook(file, workbook_bytes(register_pages(contents, value_kinds(workplace.library)), TITLE))
    named, remark = in_words(file)
    click.echo(f"Written: {visible(str(file))}\n\nWhat to do next:\n  1. Open it in Excel. The sheet Explanation says what each column is for. Put your contracts in the place of the invented ones.\n"
               f"  2. Have it checked; every fault is named with its sheet, row and column:\n       specgen check {named}\n"
               f"  3. See what would be written, then build the documents:\n       specgen build {named} -o documents --plan\n       specgen build {named} -o documents"
               + (f"\n     {remark}" if remark else ""))
    return exit_codes.DONE


@register.command()
@click.argument("folders", nargs=-1, required=True, type=GivenPath(), metavar="FOLDER...")
@click.option("-o", "--out", "file", required=True, type=click.Path(dir_okay=False, path_type=Path), metavar="FILE.xlsx", help="The workbook to write.")
def export(folders: tuple[Path, ...], file: Path) -> int:
    """Write a register from the contract files in FOLDER. Read back, it gives the same contracts.

    A contract file with an error is named and left out. Notes in contract files (after #) are not taken over.

    \b
    Example:
      specgen register export contracts -o contracts.xlsx
    """
    refuse_overwriting(file)
    workplace, problems = open_workplace(one_organisation(folders))
    paths = [path for path in contract_paths(folders, workplace.organisation) if path.suffix.lower() in ENDINGS]
    if not paths:
        raise click.UsageError("name contract files (.yaml) or folders of them")
    contents, faults = _contents(open_readings(paths, None, workplace.organisation, workplace.library)[0], workplace.library)
    problems = [*problems, *faults]
    print_problems(problems)
    if not contents:
        click.echo(f"Nothing was written: no contract file can be used. {counted(problems)}.")
        return exit_codes.PROBLEMS
    write_workbook(file, workbook_bytes(register_pages(contents, value_kinds(workplace.library)), TITLE))
    left_out = f" {number(len(paths) - len(contents), 'contract')} left out." if len(contents) < len(paths) else ""
    click.echo(f"{number(len(contents), 'contract')} written to {file}.{left_out} {counted(problems)}.")
    return exit_codes.PROBLEMS if has_errors(problems) else exit_codes.DONE


def _contents(readings: Readings, library: Library) -> tuple[list[ContractFile], list[Problem]]:
    """The contracts that can be used, and every problem.

    Contracts of one reference cannot stand in one register, nor can a value that no clause knows: no column could hold it.
    """
    contracts = []
    problems: list[Problem] = []
    for reading in readings:
        problems += reading.problems
        if reading.contract is None:
            continue
        unused = [problem for problem in choose(reading.contract, library)[1] if problem.slug == "unused-value"]
        problems += unused
        if not unused:
            contracts.append(reading.contract)
    counts = Counter(contract.reference for contract in contracts)
    for contract in contracts:
        if counts[contract.reference] > 1:
            where = contract.place("contract", "reference")
            problems.append(Problem("repeated-reference", f"another of these contract files has the reference “{contract.reference}”", where, excerpt=contract.excerpt(where),
                                    cure="give each contract a reference of its own"))
    return [contract.content for contract in contracts if counts[contract.reference] == 1], problems


def refuse_overwriting(file: Path) -> None:
    """A click.UsageError when the workbook would take another file's place, or is none by its name."""
    if file.suffix.lower() != ".xlsx":
        raise click.UsageError(f"{file.name} does not end in .xlsx")
    if file.exists() or file.is_symlink():
        raise click.UsageError(f"{file} is there already and is not overwritten; name another file, or move it away first")


def write_workbook(file: Path, data: bytes) -> None:
    """Put the workbook in place, whole or not at all."""
    disk = Disk()
    disk.make_folder(file.parent)
    disk.put(file, data)
