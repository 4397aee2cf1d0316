"""A command's module is loaded when the command is called; what is listed of it before that is its own help."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from specgen.cli.main import Group, specgen

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
HEAVY = {"docxtpl", "msgspec", "docx", "jinja2", "lxml", "xlsxwriter", "yaml", "rapidfuzz"}


def groups(group: Group = specgen, name: str = "specgen") -> Iterator[tuple[str, Group]]:
    yield name, group
    for below in group.commands:
        found = group.commands[below]
        assert isinstance(found, Group)
        yield from groups(found, f"{name} {below}")


GROUPS = dict(groups())


def loaded_by(arguments: list[str]) -> set[str]:
    """The modules that are loaded when the command ends."""
    told = subprocess.run(
        [
            sys.executable,
            "-c",
            "import sys; from specgen.cli.main import run; run(sys.argv[1:]); print('\\0'.join(sys.modules))",
            *arguments,
        ],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    ).stdout
    return {name.strip() for name in told.rpartition("\n\n")[2].strip().rpartition("\n")[2].split("\0")}


@pytest.mark.parametrize(
    "arguments",
    [["--version"], ["--help"], ["-h"], [], ["clauses", "--help"], ["register", "-h"], ["no-such-command"]],
    ids=" ".join,
)
def test_what_needs_no_command_loads_no_library_for_documents(arguments: list[str]) -> None:
    loaded = loaded_by(arguments)
    assert "specgen.cli.main" in loaded
    assert {name.partition(".")[0] for name in loaded} & HEAVY == set()
    rooms = {name for name in loaded if name.startswith("specgen.") and not name.startswith("specgen.cli")}
    assert rooms == {"specgen.exit_codes", "specgen.shipped"}


def test_a_contract_file_is_checked_without_what_reads_registers() -> None:
    loaded = loaded_by(["check", str(EXAMPLES / "podiatry-services" / "contract.yaml")])
    assert "specgen.contract.read" in loaded
    assert {name for name in loaded if name.startswith("specgen.contract.register.")} == set()


def context(group: click.Group, name: str, width: int | None = None) -> click.Context:
    """As a command finds itself below `specgen`."""
    return click.Context(
        group, info_name=name, terminal_width=width, max_content_width=110, help_option_names=["-h", "--help"]
    )


def whole(name: str) -> click.Group:
    """The group with every command loaded, listed by click itself."""
    group = GROUPS[name]
    commands = {}
    with context(group, name) as state:
        for listed in group.list_commands(state):
            found = group.get_command(state, listed)
            assert found is not None, listed
            commands[listed] = found
    return click.Group(group.name, commands, help=group.help, epilog=group.epilog, params=group.params)


@pytest.mark.parametrize("name", GROUPS)
def test_every_listed_command_is_there_under_its_name(name: str) -> None:
    commands = whole(name).commands
    assert commands and {listed: command.name for listed, command in commands.items()} == {key: key for key in commands}


@pytest.mark.parametrize("width", [40, 80, 110, 1000])
@pytest.mark.parametrize("name", GROUPS)
def test_a_listing_says_of_each_command_what_its_own_help_says(name: str, width: int) -> None:
    with context(GROUPS[name], name, width) as ours, context(whole(name), name, width) as theirs:
        assert ours.command.get_help(ours) == theirs.command.get_help(theirs)


@pytest.mark.parametrize("begun", ["", "re", "-", "x"])
@pytest.mark.parametrize("name", GROUPS)
def test_a_shell_completes_the_names_that_the_loaded_commands_would_give(name: str, begun: str) -> None:
    def told(state: click.Context) -> list[tuple[str, str | None]]:
        return [(item.value, item.help) for item in state.command.shell_complete(state, begun)]

    with context(GROUPS[name], name) as ours, context(whole(name), name) as theirs:
        assert told(ours) == told(theirs)


@pytest.mark.parametrize("module", ["specgen.cli.review"])
def test_a_command_that_reads_no_contract_loads_none_of_what_contracts_are_read_with(module: str) -> None:
    asked = f"import sys, {module}; print('specgen.contract.fields' in sys.modules, 'xlsxwriter' in sys.modules)"
    told = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, encoding="utf-8", check=True)
    assert told.stdout.split() == ["False", "False"]
