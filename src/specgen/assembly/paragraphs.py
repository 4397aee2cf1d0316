"""The numbers that paragraphs are printed with, by which they are cited.

Within a schedule the numbered paragraphs of drafted clauses stand in one run below the number of their section: 3.2.1,
3.2.2 and so on. Quoted text keeps the numbers that it was published with.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

from specgen.assembly.choose import ChosenClause
from specgen.assembly.pack import Document, run_of
from specgen.library.duties.sentences import addresses
from specgen.wording.wording import Placeholder

_KEPT = "paragraphs"
ParagraphNumbers = Mapping[str, str]
"""The id of a numbered item, as sentences are named by → the number that it is printed with."""


def printed_numbers(document: Document) -> Mapping[tuple[str, int | None], ParagraphNumbers]:
    """The numbers of each clause that the document prints, by clause and service."""
    if _KEPT not in document.kept:
        document.kept[_KEPT] = _numbers(document)
    return cast("Mapping[tuple[str, int | None], ParagraphNumbers]", document.kept[_KEPT])


def printed_number(clause: ChosenClause, sentence: str, document: Document | None) -> str:
    """The number of the paragraph in which a sentence of the clause stands; "" where it has none."""
    numbers = printed_numbers(document).get((clause.id, clause.service)) if document is not None else None
    numbers = _own(clause) if numbers is None else numbers
    item = sentence.partition(".")[0]
    return numbers.get(item, numbers.get(item.partition("-")[0], ""))


def _numbers(document: Document) -> dict[tuple[str, int | None], ParagraphNumbers]:
    counted: dict[str, int] = {}
    found: dict[tuple[str, int | None], ParagraphNumbers] = {}
    for clause in document.clauses:
        run = run_of(document, clause)
        numbers = _own(clause) if run is None else _in_run(clause, run, counted)
        found.setdefault((clause.id, clause.service), numbers)
    return found


def _own(clause: ChosenClause) -> ParagraphNumbers:
    """The numbers of a clause that is numbered by itself."""
    items = [item for item, index in addresses(clause.version) if clause.version.blocks[index].kind == "number"]
    return {item: item.rpartition(":")[2] for item in items}


def _in_run(clause: ChosenClause, run: str, counted: dict[str, int]) -> ParagraphNumbers:
    """The numbers of the clause's items at the first level, counted on in `counted` from where the run stands."""
    numbers: dict[str, str] = {}
    for item, index in addresses(clause.version):
        block = clause.version.blocks[index]
        if block.kind != "number" or block.level:
            continue
        counted[run] = counted.get(run, 0) + 1
        numbers[item] = f"{run}.{counted[run]}" if run else str(counted[run])
        only = block.inlines[0] if len(block.inlines) == 1 else None
        value = clause.printed.get(only.name) if isinstance(only, Placeholder) else None
        if isinstance(value, tuple):  # each entry is an item of its own
            counted[run] += max(len(value) - 1, 0)
    return numbers
