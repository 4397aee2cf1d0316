"""The result of `specgen returns read`, kept as a file (`-o reported.json`) and read again.

What is read again is held against the contracts anew, so that everything that is shown of it is worked out by the same
code as from the workbooks themselves. The numbers of hidden figures are not in the file: they stay hidden, and nothing
that is shown depends on a hidden number (`shown`), so that any may stand in for them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, Final

from msgspec import Struct
from msgspec.structs import replace

from specgen.contract.dates import long_date
from specgen.figures.returned import NO_SEAL, seal_of, sealed
from specgen.problems import Location, Problem
from specgen.reported_figures.asked import AskedPack, AskedRow
from specgen.reported_figures.hold import OUTCOMES, added
from specgen.reported_figures.read import ReadReturns, ReportedRow
from specgen.reported_figures.report import returns_json
from specgen.reported_figures.shown import HIDDEN, ShownReturns
from specgen.reported_figures.workbook import STATUSES

_NUMBER: Final = re.compile(r"£?([0-9]{1,3}(?:,[0-9]{3})*(?:\.[0-9]+)?)", re.ASCII)
_CURE: Final = "save it anew: specgen returns read RETURNS --issued FOLDER -o reported.json"
_NAMED: Final = 3
"""Rows that a message names."""


class SavedResult(Struct, frozen=True):
    """What a saved result holds: its day, the number under which counts were hidden, the rows, and those hidden."""

    on: date
    least: int
    read: ReadReturns
    hidden: frozenset[str]


def saved_bytes(found: ShownReturns) -> bytes:
    """The result as a file, with the SHA-256 (hex) of what it says, by which it is seen that nobody changed it."""
    return f"{json.dumps(sealed(returns_json(found)), indent=2, ensure_ascii=False)}\n".encode()


def read_saved_result(
    data: bytes, file: str, packs: Mapping[str, AskedPack]
) -> tuple[SavedResult | None, list[Problem]]:
    """The result that the file holds. `packs` are the issued contracts by their reference."""

    def refused(slug: str, said: str) -> tuple[None, list[Problem]]:
        return None, [Problem(slug, said, Location(file), cure=_CURE)]

    try:
        found = json.loads(data)
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict) or not isinstance(found.get("figures"), list):
        return refused("no-returns", "the file is no saved result of “specgen returns read”")
    standing = seal_of(found)
    if standing == "broken":
        return refused("returns-altered", "the saved result was changed after it was saved; nothing is counted from it")
    try:
        result, problems = _result(found, file, packs)
    except (KeyError, TypeError, ValueError, AttributeError):  # sealed by another hand, or by none
        return refused("no-returns", "the file is no saved result of “specgen returns read”")
    if standing == "none" and result is not None:
        problems.append(Problem("returns-unsealed", NO_SEAL, Location(file), severity="warning", cure=_CURE))
    return result, problems


def _result(found: Any, file: str, packs: Mapping[str, AskedPack]) -> tuple[SavedResult | None, list[Problem]]:
    rows = {row.id: row for pack in packs.values() for row in pack.rows}
    figures = {_text(each["row"]): each for each in found["figures"]}
    least = found["hidden_under"] or 0
    if len(figures) < len(found["figures"]) or not isinstance(least, int) or least < 0:
        raise ValueError
    if strange := sorted(name for name in figures if name not in rows):
        named = ", ".join(_named(figures[name]) for name in strange[:_NAMED])
        more = f" and {len(strange) - _NAMED:,} more" if len(strange) > _NAMED else ""
        said = f"the saved result holds figures that no issued contract of the folder asks for ({named}{more})"
        return None, [Problem("not-issued", f"{said}; nothing is counted from it", Location(file), cure=_CURE)]
    if any(each["outcome"] not in OUTCOMES for each in figures.values()):
        raise ValueError
    hidden = frozenset(name for name, each in figures.items() if each["outcome"] == "hidden")
    reported = {name: tuple(_versions(rows[name], each)) for name, each in figures.items() if not each["summed"]}
    reported = {name: _stood_in(name, reported, rows) if name in hidden else own for name, own in reported.items()}
    faulty = frozenset(
        name
        for name, each in figures.items()
        if each["outcome"] == "not counted" or "is faulty" in _text(each["said"] or "")
    )
    read = ReadReturns(tuple(row for own in reported.values() for row in own), faulty)
    return SavedResult(date.fromisoformat(found["on"]), least, read, hidden), []


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value


def _named(each: Mapping[str, Any]) -> str:
    return f"{each['contract']} {each['clause']} to {long_date(date.fromisoformat(each['to']))}"


def _versions(asked: AskedRow, each: Mapping[str, Any]) -> Iterator[ReportedRow]:
    """The returns of a figure. Raises ValueError and its like where they say what no return can."""
    for version in each["returns"]:
        numerator, denominator = (_number(version[name]) for name in ("numerator", "denominator"))
        hidden = version["numerator"] == HIDDEN
        if numerator is None or version["status"] not in (None, *STATUSES) or hidden != (each["outcome"] == "hidden"):
            raise ValueError
        if not hidden and not _can_be(asked, numerator, denominator):
            raise ValueError
        yield ReportedRow(
            asked.id,
            _text(version["file"]),
            0,
            numerator,
            denominator,
            version["status"] or "",
            date.fromisoformat(version["on"]) if version["on"] else None,
            _text(version["note"] or ""),
        )


def _can_be(asked: AskedRow, numerator: Decimal, denominator: Decimal | None) -> bool:
    """Whether a return of the figure can hold these numbers."""
    if asked.kind == "amount":
        return denominator is None
    if numerator != numerator.to_integral_value():
        return False
    if asked.kind != "share":
        return denominator is None or asked.kind == "trajectory"
    return denominator is not None and denominator >= numerator


def _number(text: str | None) -> Decimal | None:
    if text is None or text == HIDDEN:
        return None if text is None else Decimal(0)
    found = _NUMBER.fullmatch(text)
    if found is None:
        raise ValueError
    return Decimal(found[1].replace(",", ""))


def _stood_in(
    name: str, reported: Mapping[str, tuple[ReportedRow, ...]], rows: Mapping[str, AskedRow]
) -> tuple[ReportedRow, ...]:
    """The returns of a hidden figure, with numbers that the visible parts of it add up to."""
    asked = rows[name]
    parts = [
        reported[other][-1]
        for other, row in rows.items()
        if not asked.party and row.party and row.family == asked.family and reported.get(other)
    ]
    numerator, denominator = added(parts)
    return tuple(
        replace(
            row, numerator=numerator, denominator=(denominator or Decimal(0)) if row.denominator is not None else None
        )
        for row in reported[name]
    )
