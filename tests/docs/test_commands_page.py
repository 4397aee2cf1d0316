"""The command reference is what the commands themselves say."""

from pathlib import Path

from tests.scripts import script

ROOT = Path(__file__).parents[2]


def test_the_command_reference_is_the_commands_own_help() -> None:
    module = script("command_reference")
    page = (ROOT / "docs" / "reference" / "commands.md").read_text(encoding="utf-8")
    assert page == module.whole_page(), "renew it with: python tools/command_reference.py"
