"""The command reference is what the commands themselves say."""

import importlib.util
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_the_command_reference_is_the_commands_own_help() -> None:
    spec = importlib.util.spec_from_file_location("command_reference", ROOT / "tools" / "command_reference.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    page = (ROOT / "docs" / "reference" / "commands.md").read_text(encoding="utf-8")
    assert page == module.whole_page(), "renew it with: python tools/command_reference.py"
