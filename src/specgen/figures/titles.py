"""Titles as names of sheets: one spelling for whoever writes a workbook and whoever reads it."""

from __future__ import annotations

from typing import Final

_FORBIDDEN: Final = str.maketrans(dict.fromkeys("[]:*?/\\", " "))
_LONGEST_NAME: Final = 31


def sheet_title(title: str) -> str:
    """The title as the name of a sheet, which holds 31 characters and not all signs (ECMA-376 part 1, 18.2.19)."""
    return " ".join(title.translate(_FORBIDDEN).split())[:_LONGEST_NAME].strip(" '")
