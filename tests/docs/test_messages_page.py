"""Every kind of message has its entry on a page that comes with the program."""

import ast
import re
from pathlib import Path

from tests.scripts import script

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "reference" / "messages.md"


def documented() -> set[str]:
    return set(re.findall(r"^## (\S+)$", PAGE.read_text(encoding="utf-8"), re.MULTILINE))


def test_the_page_of_messages_is_what_the_source_says() -> None:
    page = script("messages_page").messages_page()
    assert PAGE.read_text(encoding="utf-8") == page, "renew it with: python tools/messages_page.py"


def test_every_name_that_the_source_gives_a_message_has_its_entry() -> None:
    given = {
        name
        for path in (ROOT / "src").rglob("*.py")
        for name in re.findall(r'\b[Pp]roblem\(\s*"([a-z0-9-]+)"', path.read_text(encoding="utf-8"))
    }
    assert len(given) > 250 and given - documented() == set()


def test_an_entry_says_how_to_put_it_right() -> None:
    page = PAGE.read_text(encoding="utf-8")
    for name in ("cell-notes", "name-of-several", "successor-is-the-party", "draft-typed-list"):
        entry = page.partition(f"\n## {name}\n")[2].partition("\n## ")[0]
        assert "To fix this: " in entry, name


def test_two_messages_that_one_name_holds_in_turn_are_both_on_the_page() -> None:
    source = """
def check():
    said = f"more than {MOST} styles"
    yield Problem("too-many-styles", said, place)
    said = "the part is too large"
    yield Problem("part-too-large", said, place)
"""
    module = script("messages_page")
    found = {name: message for name, message, _, _ in module._told(ast.parse(source), module._NAME)}
    assert found == {"too-many-styles": "more than … styles", "part-too-large": "the part is too large"}
