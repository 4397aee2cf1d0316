"""Where the clauses, editions, templates, examples and pages that come with specgen are: in a checkout or inside the
wheel."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Final

PAGES: Final = "docs/reference/"
"""How messages name the folder of the pages that they send people to."""
SCHEMA_FILE: Final = "contract.schema.json"
"""The schema of a contract file: among the examples, and under that name beside a file that is begun."""
_PACKAGE: Final = Path(__file__).resolve().parent


def shipped(name: str) -> Path:
    """The folder `clauses`, `editions`, `templates`, `examples` or `docs` that came with this installation."""
    inside = _PACKAGE / "_shipped" / name
    return inside if inside.is_dir() else _PACKAGE.parents[1] / name


def with_pages(text: str) -> str:
    """The text with the pages that it names as they are found: in an installation that has no checkout beside it, by
    their whole path."""
    return text.replace(PAGES, _pages()) if PAGES in text else text


@cache
def _pages() -> str:
    """Where the pages are: a register of thousands of rows may name them in each."""
    inside = _PACKAGE / "_shipped" / "docs" / "reference"
    return f"{inside.as_posix()}/" if inside.is_dir() else PAGES
