"""The worklist of a whole return, and the report of each pack beside it, as pages of a workbook.

Figures come first: the change that matters most stands in the first row, whichever of the packs it is in.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Final

from msgspec import Struct, field
from msgspec.structs import replace

from specgen.excel import Out, Page, columns, hidden, workbook_bytes
from specgen.review.answer.playbook import INTERNAL
from specgen.review.answer.sheet import decision_pages
from specgen.review.answer.units import Unit
from specgen.review.findings import IN_ORDER, SORT_WORDS
from specgen.review.returns.returns import STATE_WORDS, FileState, ReturnedFile
from specgen.review.words import both_visible
from specgen.wording.folded import safe

_STATES: Final[tuple[FileState, ...]] = tuple(STATE_WORDS)
_ORDER: Final = {SORT_WORDS[sort]: place for place, sort in enumerate(IN_ORDER)}
_FOUND: Final = {"record": "its record", "header": "its header", "likeness": "its words", "": ""}


class WorkRow(Struct, frozen=True):
    """One change of the worklist, with the report that it is decided in."""

    sort: str
    reference: str
    file: str
    unit: tuple[str, str, str, str, str, str]
    report: str


class Worklist(Struct):
    """The worklist as packs are added to it: changes, files, and how many there are of each."""

    rows: list[WorkRow] = field(default_factory=list)
    files: list[ReturnedFile] = field(default_factory=list)
    packs: list[tuple[str, str, dict[FileState, int], str]] = field(default_factory=list)

    def add(self, pack: str, files: Sequence[ReturnedFile], report: str) -> None:
        """Take a pack's files in; their changes are kept as words."""
        for each in files:
            self.rows += [
                WorkRow(unit.told.sort, each.reference, each.file, _told(unit), report) for unit in each.units
            ]
        self.files += [_without_units(each) for each in files]
        if pack:
            counts = Counter(each.state for each in files)
            reference = next((each.reference for each in files if each.reference), "")
            self.packs.append((pack, reference, dict(counts), report))

    def counts(self) -> dict[FileState, int]:
        """How many files of each state there are, those that matter first."""
        found = Counter(each.state for each in self.files)
        return {state: found[state] for state in _STATES if found[state]}

    def by_class(self) -> dict[str, int]:
        """How many changes of each class there are, those that matter first."""
        found = Counter(row.sort for row in self.rows)
        return {sort: found[sort] for sort in sorted(found, key=_weight)}

    def workbook(self) -> bytes:
        """The worklist as the bytes of an .xlsx file."""
        return workbook_bytes(self._pages(), "Worklist of a return", lean=True)

    def _pages(self) -> Iterable[Page]:
        yield _page(
            "Worklist",
            (
                "Class",
                "Contract",
                "File",
                "Where",
                "Taken out",
                "Put in",
                "By whom",
                "Kind",
                "Id",
                "Report of the pack",
            ),
            (30, 18, 40, 40, 40, 40, 24, 20, 14, 40),
            (
                (row.sort, row.reference, row.file, *row.unit, row.report)
                for row in sorted(self.rows, key=lambda row: _weight(row.sort))
            ),
        )
        yield _page(
            "Files",
            ("What became of it", "File that came back", "Issued document", "Contract", "Found by", "Says"),
            (28, 50, 50, 18, 14, 80),
            (
                (STATE_WORDS[each.state], each.file, each.sent, each.reference, _FOUND[each.how], each.says)
                for each in sorted(self.files, key=lambda each: _STATES.index(each.state))
            ),
        )
        yield _page(
            "Packs",
            ("Pack", "Contract", *(STATE_WORDS[state].capitalize() for state in _STATES), "Report"),
            (40, 18, *(14 for _ in _STATES), 40),
            (
                (pack, reference, *(counts.get(state, 0) for state in _STATES), report)
                for pack, reference, counts, report in self.packs
            ),
        )
        yield _page(
            "Problems",
            ("File", "What", "How to fix this"),
            (50, 80, 60),
            ((str(p.location), f"{p.severity}: {p.message}", p.cure) for each in self.files for p in each.problems),
        )


def pack_report(pack: str, files: Sequence[ReturnedFile]) -> bytes:
    """The report of one pack as the bytes of an .xlsx file, with the decisions on every file of it."""
    held = {each.file: each.content for each in files if each.content}
    page = _page(
        "Files",
        ("What became of it", "File that came back", "Issued document", "Found by", "Says"),
        (28, 50, 50, 14, 80),
        (
            (STATE_WORDS[each.state], each.file, each.sent, _FOUND[each.how], each.says)
            for each in sorted(files, key=lambda each: _STATES.index(each.state))
        ),
    )
    units = sorted((unit for each in files for unit in each.units), key=lambda unit: _weight(unit.told.sort))
    proposed = {name: said for each in files for name, said in each.proposed.items()}
    pages = [page, *decision_pages(units, held, several=True, proposed=proposed)]
    banner = INTERNAL if proposed else ""
    return workbook_bytes([replace(each, banner=banner) for each in pages], f"Review of {pack}")


def _weight(sort: str) -> int:
    return _ORDER.get(sort, len(_ORDER))


def _told(unit: Unit) -> tuple[str, str, str, str, str, str]:
    told = unit.told
    removed, added = both_visible(told.removed, told.added)
    return (
        told.place,
        removed,
        added or told.detail,
        told.by,
        told.kind,
        unit.id,
    )


def _without_units(each: ReturnedFile) -> ReturnedFile:
    return ReturnedFile(
        each.state, each.file, each.sent, each.pack, each.reference, each.how, each.says, each.candidates, each.classes,
        problems=each.problems,
    )  # fmt: skip


def _page(name: str, headings: Sequence[str], widths: Sequence[int], rows: Iterable[Sequence[Out]]) -> Page:
    shown = [tuple(safe(value) if isinstance(value, str) else value for value in row) for row in rows]
    return Page(
        name,
        columns(headings, widths),
        shown,
        frozen=0,
        left=True,
        draw=hidden if name == "Problems" and not shown else None,
    )
