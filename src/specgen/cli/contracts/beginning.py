"""`specgen new`: a contract file to begin with, its schema beside it; `specgen fill`: the names that the chosen clauses
ask for, written into it with their questions."""

from __future__ import annotations

from pathlib import Path

import click

from specgen import exit_codes
from specgen.assembly.asking.asked import filled_in
from specgen.cli.output import (
    ANOTHER_FOLDER,
    GivenPath,
    counted,
    next_steps,
    number,
    path_in_words,
    print_problems,
    refuse_overwriting,
    today,
    visible,
)
from specgen.issue.precedents import open_workplace
from specgen.library.model import Library
from specgen.plainfile import read_plain
from specgen.problems import Location, Problem, did_you_mean, has_errors
from specgen.shipped import SCHEMA_FILE, shipped
from specgen.writing import Disk
from specgen.yamlfile import LARGEST_FILE, read_document

CONTRACT_FILE = "contract.yaml"
STARTER = Path(__file__).parents[1] / "new_contract.yaml"
"""The commented contract file that builds as it stands."""


@click.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option(
    "--clauses",
    "names",
    metavar="NAME,NAME,...",
    help="Begin with these sets and clauses and nothing else: each value that they ask for stands there empty, with "
    "its question.",
)
@click.option(
    "--like",
    metavar="EXAMPLE",
    help="Begin like an example that comes with specgen, or like a contract file of your own. Of an example the "
    "clauses stay and every fact is left empty; of your own file all stays but reference and dates.",
)
@click.option(
    "--type",
    "kind",
    metavar="TYPE",
    help="Write a file for a document with figures in place of a contract file; “specgen types” lists their names.",
)
@click.option(
    "--from",
    "contracts",
    multiple=True,
    type=GivenPath(),
    metavar="CONTRACT",
    help="With --type progress-report: a contract file, a folder or a register, whose actions of Schedules 2M, 6D and "
    "8 become its rows.",
)
def new(folder: Path, names: str | None, like: str | None, kind: str | None, contracts: tuple[Path, ...]) -> int:
    """Write a contract file to start from into FOLDER: commented, and ready to build as it stands.

    Beside it goes the schema with which many editors complete names, explain them and show faults while you type.
    Nothing that is there already is overwritten. With --clauses or --like it holds no invented value: what is missing
    stands there as an empty name.

    \b
    Examples:
      specgen new my-contract
      specgen new my-contract --clauses shared-decision-making,co-production
      specgen new my-contract --like community-respiratory
      specgen new agreements --type memorandum-of-understanding
      specgen new reports --type progress-report --from contracts/community-respiratory
    """
    if sum(each is not None for each in (names, like, kind)) > 1:
        raise click.UsageError("give one of --clauses, --like and --type")
    if kind is not None:
        # Imported where it is asked for, which is seldom.
        from specgen.cli.contracts.own_documents import new_file

        return new_file(folder, kind, contracts)
    if contracts:
        raise click.UsageError("--from is for documents with figures: name their type with --type")
    contract, schema_file = folder / CONTRACT_FILE, folder / SCHEMA_FILE
    for path in (contract, schema_file):
        refuse_overwriting(path, ANOTHER_FOLDER)
    data: bytes | None = STARTER.read_bytes().replace(b"\r\n", b"\n")
    problems: list[Problem] = []
    if names is not None:
        data, problems = _of_clauses(folder, [name for each in names.split(",") if (name := each.strip())])
    elif like is not None:
        data, problems = _like(like)
    if data is None:
        print_problems(problems)
        click.echo(f"Nothing was written. {counted(problems)}.")
        return exit_codes.PROBLEMS
    disk = Disk(durable=False)
    disk.make_folder(folder)
    # The schema lies ready: to work it out takes as long as to check a contract.
    disk.write(schema_file, (shipped("examples") / SCHEMA_FILE).read_bytes().replace(b"\r\n", b"\n"))
    disk.write(contract, data)
    click.echo(_next_steps(contract, schema_file, begun=names is not None or like is not None))
    return exit_codes.DONE


def _of_clauses(folder: Path, names: list[str]) -> tuple[bytes | None, list[Problem]]:
    """A file with the named clauses, and in it every name that they ask for."""
    if not names:
        raise click.UsageError("--clauses names no clause; “specgen clauses list --sets” shows what there is")
    from specgen.assembly.asking.asked import blank_contract, filled_in, placed
    from specgen.issue.precedents import open_workplace

    workplace, problems = open_workplace(folder, today())
    if has_errors(problems):
        return None, problems
    chosen, problems = placed(names, workplace.library)
    if problems:
        return None, problems
    newest = max(edition.edition for edition in workplace.editions)
    data = blank_contract(newest, chosen)
    after, _, problems = filled_in(data, CONTRACT_FILE, workplace.library)
    return after, problems


def _like(like: str) -> tuple[bytes | None, list[Problem]]:
    """A file like an example that is shipped, or like a file of the user's own."""
    from specgen.assembly.asking.asked import like_example, like_last_years, with_own_schema
    from specgen.contract.edit.change import edited
    from specgen.yamlfile import LARGEST_FILE

    examples = shipped("examples")
    known = sorted(path.parent.name for path in examples.glob("*/contract.yaml"))
    own = like not in known
    file = Path(like) if own else examples / like / CONTRACT_FILE
    if own and not file.is_file():
        meant = did_you_mean(like, known)
        raise click.UsageError(
            f"“{like}” is neither a contract file nor an example.{f' Did you mean “{meant}”?' if meant else ''} "
            f"The examples are: {', '.join(known)}"
        )
    data = read_plain(file, LARGEST_FILE + 1)
    document, problems = read_document(data, like)
    if document.root is None or problems:
        return None, problems
    edits = like_last_years(document.root) if own else like_example(document.root)
    after, problems = edited(data, edits, like)
    return (None if after is None else with_own_schema(after)), problems


def _next_steps(contract: Path, schema_file: Path, *, begun: bool) -> str:
    opening = (
        f"Open {contract.name} in a text editor and write the values behind the colons; its notes say what\n"
        "     is asked. If you choose other clauses, this writes in what they ask for:\n"
        f"       specgen fill {path_in_words(contract)[0]}"
        if begun
        else f"Open {contract.name} in a text editor and put your own contract in the place of the invented one.\n"
        "     Its notes explain each line. These commands show what there is to choose from:\n"
        "       specgen clauses list --sets\n"
        "       specgen clauses show shared-decision-making/local-terms"
    )
    steps = next_steps(contract, opening, "line and how to fix it", "Build the documents", beside=schema_file)
    from specgen.library.organisation import SETTINGS, find_settings

    if find_settings(contract) is None:
        steps += (
            f"\n\nNo {SETTINGS} was found in this folder or above it, so no clause counts as approved, and every page "
            "says DRAFT."
        )
    return steps


ENDINGS = (".yaml", ".yml")


@click.command()
@click.argument("files", nargs=-1, required=True, type=GivenPath(dir_okay=False), metavar="FILE...")
def fill(files: tuple[Path, ...]) -> int:
    """Write into contract files the names that their clauses ask for and that are missing, each with its question.

    Above each name stands its question as a note, behind it nothing: the value is yours to write. What the file holds
    stays as it is, letter for letter; a second run finds nothing to add.

    \b
    Examples:
      specgen fill contract.yaml
      specgen fill contracts/*.yaml
    """
    for file in files:
        if file.suffix.lower() not in ENDINGS:
            raise click.UsageError(f"{file} is no contract file; a contract file ends in .yaml or .yml")
    problems: list[Problem] = []
    for file in files:
        workplace, faults = open_workplace(file, today())
        problems += faults
        if not has_errors(faults):
            problems += _fill(file, workplace.library)
    if has_errors(problems):
        print_problems(problems)
        click.echo(f"{counted(problems)}.")
        return exit_codes.PROBLEMS
    return exit_codes.DONE


def _fill(file: Path, library: Library) -> list[Problem]:
    """Fill one file in and say so; what keeps it from being filled in."""
    before = read_plain(file, LARGEST_FILE + 1)
    after, names, problems = filled_in(before, str(file), library)
    if after is None:
        return problems
    shown = visible(str(file))
    if not names:
        click.echo(f"{shown}: nothing is missing that its clauses ask for; the file is as it was.")
        return []
    if read_plain(file, LARGEST_FILE + 1) != before:
        message = "somebody changed the file meanwhile; nothing was written"
        return [Problem("changed-meanwhile", message, Location(str(file)), cure="run the command again")]
    Disk().put(file.resolve(), after)  # where the name is a link, the file that it leads to
    word, remark = path_in_words(file)
    click.echo(f"{shown}: {number(len(names), 'name')} written in, each with its question: {', '.join(names)}.")
    click.echo(f"Write the values behind the colons, then: specgen check {word}{f' ({remark[:-1]})' if remark else ''}")
    return []
