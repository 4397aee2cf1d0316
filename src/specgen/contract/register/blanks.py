"""Blank cells for which the base's value goes in, where that value can be the truth of one contract alone.

A base says what all contracts share. A register that has a column for the supplier, and leaves it blank in one row,
would else give that row the base's supplier without a word.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from specgen.contract.dates import parse_day
from specgen.problems import Location, Problem
from specgen.yamlfile import Mapping as Tree
from specgen.yamlfile import Node, Path, Scalar, Sequence

TAKEN_SLUG: Final = "blank-taken-from-base"
"""The kind of these warnings, by which the summary of a run knows them."""

_OF_CONTRACT: Final = frozenset(
    {
        "title",
        "date",
        "term",
        "service_commencement_date",
        "award_route",
        "lifetime_value",
        "equality_assessment",
        "dpia",
        "sharing_agreement",
        "in_year_notice",
        "began_on",
        "done",
    }
)
_OF_SERVICE: Final = frozenset(
    {
        "number",
        "name",
        "period",
        "review_date",
        "began_on",
        "cohort",
        "population",
        "premises",
        "activity",
    }
)


def heading_in(where: Location) -> str:
    """The heading of a cell's column: `Supplier` of `D (Supplier)`; "" where the place names none."""
    return (where.cell or "").partition("(")[2].removesuffix(")")


def taken_from_base(root: Tree, blanks: Mapping[Path, Location], base_file: str) -> Iterator[Problem]:
    """A warning at each blank cell for which a fact of one contract came from the base, once a cell."""
    told: set[Location] = set()
    for path, where in blanks.items():
        given = _at(root, path)
        if where in told or given is None or given.place.file != base_file or given.place.sheet is not None:
            continue
        shown = _shown(given)
        if not shown or not belongs_to_one_contract(path, shown):
            continue
        told.add(where)
        heading = heading_in(where) or str(path[-1])
        yield Problem(
            TAKEN_SLUG,
            f"“{heading}” is blank in this row, and the base’s “{shown}” goes in",
            where,
            severity="warning",
            excerpt=_shown(given, 200),
            cure="fill in the cell; or, if every contract shares what the base says, delete the column",
        )


def belongs_to_one_contract(path: Path, shown: str) -> bool:
    """Whether what stands at the path is a fact of one contract: a party, a code, a title, a day, money, a reference or
    a variation. The way in which a contract is made, and its clauses, are what a base is for."""
    head = path[0]
    if head == "contract":
        return path[1] in _OF_CONTRACT
    if head in ("provider", "commissioners", "variation"):
        return True
    if "values" in path:
        return parse_day(shown) is not None
    return head == "services" and len(path) > 2 and path[2] in _OF_SERVICE


def _at(node: Node | None, path: Path) -> Node | None:
    for step in path:
        if isinstance(step, int):
            node = node.items[step] if isinstance(node, Sequence) and step < len(node.items) else None
        else:
            node = node.get(step) if isinstance(node, Tree) else None
    return node


def _shown(node: Node, longest: int = 60) -> str:
    """The value in one short line; "" for what is empty, or holds names with values."""
    if isinstance(node, Sequence):
        return next((_shown(item, longest) for item in node.items), "")
    if not isinstance(node, Scalar) or node.empty:
        return ""
    text = " ".join(node.value.split())
    return text if len(text) <= longest else f"{text[: longest - 1]}…"
