"""Rows that name no contract of their register: the contract that each is most likely meant for.

Its pack would lack what the row says, so nothing is made of that contract until the row is mended.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

from specgen.contract.contract_tree import names_a_service
from specgen.contract.headings import Table
from specgen.contract.sheet import Row

_SHORT: Final = 8
"""Letters of a reference below which two slips of the pen would make it any other."""


class Meant:
    """The contracts of a register, looked up by what rows that belong to none say."""

    def __init__(self, references: Iterable[str]) -> None:
        self._folded: dict[str, list[str]] = {}
        for reference in references:
            self._folded.setdefault(_folded(reference), []).append(reference)
        self._known: dict[str, str] = {}

    def named(self, reference: str) -> str:
        """The one reference that is nearest, one or two slips of the pen away; "" when there is none, or several are as near."""
        if reference not in self._known:
            self._known[reference] = self._nearest(_folded(reference))
        return self._known[reference]

    def _nearest(self, folded: str) -> str:
        slips = 1 if len(folded) < _SHORT else 2
        near = process.extract(folded, list(self._folded), scorer=Levenshtein.distance, score_cutoff=slips, limit=2)
        if not near or (len(near) > 1 and near[0][1] == near[1][1]):
            return ""
        found = self._folded[near[0][0]]
        return found[0] if len(found) == 1 else ""


def _folded(reference: str) -> str:
    return "".join(each for each in reference.casefold() if each.isalnum())


def carries_on(table: Table, row: Row, above: Row, *, main: bool) -> bool:
    """Whether a row without a reference seems to carry on the contract of the row above it.

    On the sheet of contracts (`main`) it does when it is another service and gives no other title and provider; on the other
    sheets always.
    """
    if not main:
        return True
    same = all(table.key(row, name)[0] in ("", table.key(above, name)[0]) for name in ("title", "provider.name"))
    return same and names_a_service(table, row) and any(table.key(row, name)[0] != table.key(above, name)[0] for name in ("service.number", "service.name"))
