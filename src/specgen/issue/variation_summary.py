"""The summary of a run of variations: a workbook of what became of each contract and every change, for many contracts."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Final

from specgen.contract.write_workbook import Heading, Out, Page, workbook_bytes
from specgen.issue.ended import Ended
from specgen.issue.issued_packs import IssuedPack
from specgen.issue.summary import RunSummary, in_order, sealed
from specgen.issue.variation import Varied
from specgen.issue.variation_pages import note_of

_CHANGES: Final = ("Reference", "Variation", "Document", "Status", "Clause", "Clause id", "From version", "To version", "What changes", "From", "To", "Please note")
_WIDTHS: Final = (20, 26, 60, 12, 40, 50, 12, 12, 50, 50, 50, 60)


class VariationSummary(RunSummary):
    """Takes up what became of each contract, and what changes in it."""

    def __init__(self, *folders: Path) -> None:
        super().__init__(*folders)
        self._changes: list[tuple[Out, ...]] = []

    def add_varied(self, varied: Varied) -> None:
        self.add_found(varied)
        reference = varied.outcome.reference
        for revised in varied.revised:
            entry = revised.compared.issued
            head = (reference, varied.reference, entry.title, revised.compared.status)
            note = note_of(revised)
            rows: list[tuple[Out, ...]] = []
            for clause in revised.compared.clauses:
                versions = (clause.title, clause.id, clause.before, clause.after)
                if clause.other_version or clause.before is None or clause.after is None:
                    rows.append((*versions, clause.version_in_words, "", ""))
                rows += [(*versions, value.asked, value.before, value.after) for value in clause.values]
            rows += [("", "", None, None, "words", before, after) for before, after in revised.words]
            self._changes += [(*head, *row, note) for row in rows or [("", "", None, None, "the whole document", "", "")]]
        for file in varied.layout:
            self._changes.append((reference, "", file, "layout only", "", "", None, None, "", "", "", "no part of a variation"))

    def add_others(self, packs: Iterable[IssuedPack]) -> None:
        """Take up contracts that were issued and are not in the run."""
        for pack in packs:
            whole = pack.record.contract
            self.add(Ended("", whole.reference, whole.title, whole.provider or "", folder=pack.name), "not in this run")

    def workbook(self) -> bytes:
        """The workbook's bytes: the contracts by reference, so that the order of a register's rows does not matter."""
        changes = Page("Changes", tuple(map(Heading, _CHANGES, _WIDTHS)), sorted(self._changes, key=in_order))
        first, *others = self.pages()
        return sealed(workbook_bytes((first, changes, *others), "What became of each contract", lean=True))
