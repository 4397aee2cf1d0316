"""The result of `specgen returns read`, kept as a file (`-o reported.json`) and read again.

What is read again is held against the contracts anew, so that everything that is shown of it is worked out by the same
code as from the workbooks themselves. The numbers of hidden figures are not in the file: they stay hidden, and nothing
that is shown depends on a hidden number (`shown`), so that any may stand in for them.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, Final

from msgspec import Struct
from msgspec.structs import replace

from specgen.contract.dates import long_date
from specgen.problems import Location, Problem
from specgen.reported_figures.asked import AskedPack, AskedRow
from specgen.reported_figures.read import ReadReturns, ReportedRow
from specgen.reported_figures.report import returns_json
from specgen.reported_figures.shown import HIDDEN, ShownReturns

_SEAL: Final = "sha256"
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
    told = returns_json(found)
    return f"{json.dumps({**told, _SEAL: _seal(told)}, indent=2, ensure_ascii=False)}\n".encode()


def _seal(told: Mapping[str, Any]) -> str:
    said = json.dumps(told, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(said.encode("utf-8", "surrogatepass")).hexdigest()


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
    seal = found.pop(_SEAL, None)
    if seal is None:
        return refused("no-returns", "the saved result is of an earlier version of specgen, or was not saved with -o")
    if seal != _seal(found):
        return refused("returns-altered", "the saved result was changed after it was saved; nothing is counted from it")
    try:
        return _result(found, file, packs)
    except (KeyError, TypeError, ValueError):  # sealed by another hand
        return refused("no-returns", "the file is no saved result of “specgen returns read”")


def _result(found: Any, file: str, packs: Mapping[str, AskedPack]) -> tuple[SavedResult | None, list[Problem]]:
    rows = {row.id: row for pack in packs.values() for row in pack.rows}
    figures = {str(each["row"]): each for each in found["figures"]}
    if strange := sorted(name for name in figures if name not in rows):
        named = ", ".join(_named(figures[name]) for name in strange[:_NAMED])
        more = f" and {len(strange) - _NAMED:,} more" if len(strange) > _NAMED else ""
        said = f"the saved result holds figures that no issued contract of the folder asks for ({named}{more})"
        return None, [Problem("not-issued", f"{said}; nothing is counted from it", Location(file), cure=_CURE)]
    hidden = frozenset(name for name, each in figures.items() if each["outcome"] == "hidden")
    reported = {name: tuple(_versions(name, each)) for name, each in figures.items() if not each["summed"]}
    reported = {name: _stood_in(name, reported, rows) if name in hidden else own for name, own in reported.items()}
    faulty = frozenset(
        name
        for name, each in figures.items()
        if each["outcome"] == "not counted" or "is faulty" in (each["said"] or "")
    )
    read = ReadReturns(tuple(row for own in reported.values() for row in own), faulty)
    return SavedResult(date.fromisoformat(found["on"]), found["hidden_under"] or 0, read, hidden), []


def _named(each: Mapping[str, Any]) -> str:
    return f"{each['contract']} {each['clause']} to {long_date(date.fromisoformat(each['to']))}"


def _versions(name: str, each: Mapping[str, Any]) -> Iterator[ReportedRow]:
    for version in each["returns"]:
        yield ReportedRow(
            name,
            version["file"],
            0,
            _number(version["numerator"]) or Decimal(0),
            _number(version["denominator"]),
            version["status"] or "",
            date.fromisoformat(version["on"]) if version["on"] else None,
            version["note"] or "",
        )


def _number(text: str | None) -> Decimal | None:
    if text == HIDDEN:
        return Decimal(0)
    found = _NUMBER.fullmatch(text or "")
    return Decimal(found[1].replace(",", "")) if found is not None else None


def _stood_in(
    name: str, reported: Mapping[str, tuple[ReportedRow, ...]], rows: Mapping[str, AskedRow]
) -> tuple[ReportedRow, ...]:
    """The returns of a hidden figure, with numbers that the visible parts of it add up to."""
    asked = rows[name]
    parts = [
        reported[other][-1]
        for other, row in rows.items()
        if not asked.party and row.party and _family(row) == _family(asked) and reported.get(other)
    ]
    numerator = sum((part.numerator for part in parts if part.numerator is not None), Decimal(0))
    denominator = sum((part.denominator for part in parts if part.denominator is not None), Decimal(0))
    return tuple(
        replace(row, numerator=numerator, denominator=denominator if row.denominator is not None else None)
        for row in reported[name]
    )


def _family(row: AskedRow) -> tuple[object, ...]:
    return row.reference, row.clause, row.version, row.figure, row.service, row.first, row.last
