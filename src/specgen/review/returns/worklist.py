"""The worklist of a whole return, and the report of each pack beside it, as pages of a workbook.

Figures come first: the change that matters most stands in the first row, whichever of the packs it is in.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import Final

from msgspec import Struct, field
from msgspec.structs import replace

from specgen.excel import Out, Page, hidden, page_by_column, page_of, workbook_bytes
from specgen.review.answer.playbook import INTERNAL
from specgen.review.answer.sheet import decision_pages, ours_said, theirs_said
from specgen.review.answer.units import Unit
from specgen.review.returns.across import Otherwise
from specgen.review.returns.returns import STATE_WORDS, FileState, ReturnedFile
from specgen.review.sorts import weight_of

_STATES: Final[tuple[FileState, ...]] = tuple(STATE_WORDS)
FileColumn = tuple[str, int, Callable[[ReturnedFile], Out]]
_OTHERWISE: Final = "Otherwise elsewhere"
_REPORT: Final = "Report of the pack"
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

    otherwise: list[Otherwise] = field(default_factory=list)

    def add(self, pack: str, files: Sequence[ReturnedFile], report: str, otherwise: Sequence[Otherwise] = ()) -> None:
        """Take a pack's files in; their changes are kept as words, and what of them stands `otherwise` elsewhere."""
        self.otherwise += otherwise
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
        return {sort: found[sort] for sort in sorted(found, key=lambda sort: weight_of(sort, ""))}

    def workbook(self) -> bytes:
        """The worklist as the bytes of an .xlsx file."""
        return workbook_bytes(map(_as_listed, self._pages()), "Worklist of a return", lean=True)

    def _pages(self) -> Iterable[Page]:
        yield page_of(
            "Worklist",
            ("Class", "Contract", "File", "Where", "Taken out", "Put in", "By whom", "Kind", "Id", _REPORT),
            (
                (row.sort, row.reference, row.file, *row.unit, row.report)
                for row in sorted(self.rows, key=lambda row: weight_of(row.sort, row.unit[4]))
            ),
            (30, 18, 40, 40, 40, 40, 24, 20, 14, 40),
        )
        if self.otherwise:
            yield _otherwise(self.otherwise)
        yield _files(self.files, (_CONTRACT,))
        yield page_of(
            "Packs",
            ("Pack", "Contract", *(STATE_WORDS[state].capitalize() for state in _STATES), "Report"),
            (
                (pack, reference, *(counts.get(state, 0) for state in _STATES), report)
                for pack, reference, counts, report in self.packs
            ),
            (40, 18, *(14 for _ in _STATES), 40),
        )
        yield page_of(
            "Problems",
            ("File", "What", "How to fix this"),
            ((str(p.location), f"{p.severity}: {p.message}", p.cure) for each in self.files for p in each.problems),
            (50, 80, 60),
        )


_CONTRACT: Final[FileColumn] = ("Contract", 18, lambda each: each.reference)


def _files(files: Iterable[ReturnedFile], of: tuple[FileColumn, ...] = ()) -> Page:
    """The files in the order of what became of them; `of` are the columns by which several packs are told apart."""
    shown: tuple[FileColumn, ...] = (
        ("What became of it", 28, lambda each: STATE_WORDS[each.state]),
        ("File that came back", 50, lambda each: each.file),
        ("Issued document", 50, lambda each: each.sent),
        *of,
        ("Found by", 14, lambda each: _FOUND[each.how]),
        ("Says", 80, lambda each: each.says),
    )
    return page_by_column("Files", shown, zip(sorted(files, key=lambda each: _STATES.index(each.state))))


def _otherwise(found: Iterable[Otherwise]) -> Page:
    """What was changed in one place and stands otherwise in another."""
    return page_of(
        _OTHERWISE,
        ("Changed in", "Where", "As issued", "There now", "Stands otherwise in", "Where", "There"),
        ((o.file, o.where, o.issued, o.now, o.other, o.other_where, o.there) for o in found),
        (40, 30, 40, 40, 40, 30, 40),
    )


def pack_report(pack: str, files: Sequence[ReturnedFile], otherwise: Sequence[Otherwise] = ()) -> bytes:
    """The report of one pack as the bytes of an .xlsx file, with the decisions on every file of it."""
    held = {each.file: each.content for each in files if each.content}
    held_units = (unit for each in files for unit in each.units)
    units = sorted(held_units, key=lambda unit: weight_of(unit.told.sort, unit.told.kind))
    proposed = {name: said for each in files for name, said in each.proposed.items()}
    first = [_otherwise(otherwise)] if otherwise else []
    pages = [*map(_as_listed, [_files(files), *first]), *decision_pages(units, held, several=True, proposed=proposed)]
    banner = INTERNAL if proposed else ""
    return workbook_bytes([replace(each, banner=banner) for each in pages], f"Review of {pack}")


def _told(unit: Unit) -> tuple[str, str, str, str, str, str]:
    told = unit.told
    return (told.place, ours_said(unit), theirs_said(unit), told.by, told.kind, unit.id)


def _without_units(each: ReturnedFile) -> ReturnedFile:
    return ReturnedFile(
        each.state, each.file, each.sent, each.pack, each.reference, each.how, each.says, each.candidates, each.classes,
        problems=each.problems,
    )  # fmt: skip


def _as_listed(page: Page) -> Page:
    """As all these pages stand: nothing is held in view, and problems are a sheet only where there are any."""
    rows = list(page.rows)
    return replace(
        page,
        rows=rows,
        frozen=0,
        left=True,
        draw=hidden if page.name == "Problems" and not rows else None,
    )
