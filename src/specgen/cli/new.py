"""`specgen new` and `specgen schema`: a contract file to start from, and what editors need to help with it."""

from __future__ import annotations

from pathlib import Path

import click

from specgen.cli import exit_codes
from specgen.cli.output import visible
from specgen.cli.shell_word import in_words
from specgen.contract.schema import SCHEMA_FILE, contract_schema
from specgen.issue.disk import Disk
from specgen.library.organisation import SETTINGS, find_settings

CONTRACT_FILE = "contract.yaml"
STARTER = Path(__file__).with_name("new_contract.yaml")
"""The commented contract file that builds as it stands."""


@click.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
def new(folder: Path) -> int:
    """Write a contract file to start from into FOLDER: commented, and ready to build as it stands.

    Beside it goes the schema with which many editors complete names, explain them and show faults while you type.
    Nothing that is there already is overwritten.

    \b
    Examples:
      specgen new my-contract
      specgen new contracts/community-respiratory
    """
    contract, schema_file = folder / CONTRACT_FILE, folder / SCHEMA_FILE
    for path in (contract, schema_file):
        if path.exists() or path.is_symlink():
            raise click.UsageError(f"{path} is there already and is not overwritten; name another folder, or move the file away first")
    disk = Disk(durable=False)
    disk.make_folder(folder)
    disk.write(schema_file, contract_schema().encode("utf-8"))
    disk.write(contract, STARTER.read_bytes().replace(b"\r\n", b"\n"))
    click.echo(_next_steps(contract, schema_file))
    return exit_codes.DONE


def _next_steps(contract: Path, schema_file: Path) -> str:
    named, remark = in_words(contract)
    steps = [
        f"Written: {visible(str(contract))}",
        f"         {visible(str(schema_file))}",
        "",
        "What to do next:",
        f"  1. Open {contract.name} in a text editor and put your own contract in the place of the invented one.",
        "     Its notes explain each line. These commands show what there is to choose from:",
        "       specgen clauses list --sets",
        "       specgen clauses show shared-decision-making/local-terms",
        "  2. Have it checked; every fault is named with its line and how to mend it:",
        f"       specgen check {named}",
        "  3. Build the documents:",
        f"       specgen build {named} -o documents",
        *([f"     {remark}"] if remark else []),
    ]
    if find_settings(contract) is None:
        steps += ["", f"No {SETTINGS} was found in this folder or above it, so no clause counts as approved, and every page says DRAFT."]
    return "\n".join(steps)


@click.command()
def schema() -> int:
    """Print the JSON Schema of the contract file.

    \b
    Example, to renew the schema beside a contract file after an upgrade:
      specgen schema > contract.schema.json
    """
    click.echo(contract_schema(), nl=False)
    return exit_codes.DONE
