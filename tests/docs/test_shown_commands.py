"""The commands that the documentation shows are run, and print what it says."""

import types
from pathlib import Path

import pytest
from tests.scripts import script

ROOT = Path(__file__).parents[2]


def loaded_tool() -> types.ModuleType:
    return script("shown_commands")


TOOL = loaded_tool()
PAGES = [page for page in TOOL.documentation() if TOOL.BLOCK.search(page.read_text(encoding="utf-8"))]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_command_shown_prints_what_the_page_says(page: Path, tmp_path: Path) -> None:
    differences: list[str] = []
    TOOL.checked_page(
        page,
        TOOL.workspace(tmp_path),
        lambda command, shown, real: differences.append(f"$ {command}\nshown:\n{shown}\nreal:\n{real}"),
    )
    assert differences == [], "renew the pages with: python tools/shown_commands.py"


def test_the_readme_shows_commands() -> None:
    assert ROOT / "README.md" in PAGES


def test_a_line_of_three_dots_stands_for_any_lines() -> None:
    assert TOOL.fits("a\n…\nd\n", "a\nb\nc\nd\n")
    assert not TOOL.fits("a\n…\nd\n", "a\nb\nc\n")
