"""Writes the tables of docs/reference/register.md from the table of columns.

The words around the tables are written by hand; a table stands between “<!-- columns: services -->” and “<!-- end -->”.
Renew after a change: python tools/register_reference.py
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import cast

from specgen.contract.columns import COLUMNS, PASSED_OVER, Role

PAGE = Path(__file__).resolve().parents[1] / "docs" / "reference" / "register.md"
TABLE = re.compile(r"<!-- columns: (\w+) -->\n.*?<!-- end -->", re.DOTALL)
PASSED = re.compile(r"<!-- passed over -->\n.*?<!-- end -->", re.DOTALL)


def renewed(page: str) -> str:
    """The page with every table written anew."""
    page = TABLE.sub(lambda found: f"<!-- columns: {found[1]} -->\n{table(cast(Role, found[1]))}<!-- end -->", page)
    return PASSED.sub(f"<!-- passed over -->\n{', '.join(sorted(PASSED_OVER))}\n<!-- end -->", page)


def table(role: Role) -> str:
    """The columns of one kind of sheet, a row each."""
    rows = ["| heading | name | what it says | other headings |", "| --- | --- | --- | --- |"]
    for column in COLUMNS[role]:
        told = column.told.meaning + (f" One of: {', '.join(column.choices)}." if column.choices else "")
        rows.append(
            f"| {column.heading} | `{column.name}` | {told} | "
            f"{', '.join(name for name in column.also if name != column.name)} |"
        )
    return "\n".join(rows) + "\n"


if __name__ == "__main__":
    PAGE.write_text(renewed(PAGE.read_text(encoding="utf-8")), encoding="utf-8", newline="\n")
