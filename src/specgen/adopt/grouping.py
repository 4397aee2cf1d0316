"""Which papers are those of one contract: by the reference that they state, else by the folder they lie in.

A paper that states no reference and lies among papers of several contracts stands alone: whose it is is not guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from msgspec import Struct

from specgen.adopt.facts import facts_in
from specgen.adopt.papers import Paper, folded

_OTHER = re.compile(r"(?:variation agreement|list of changes|successor notice|notice of extension|letter of|redline)\b")
"""What papers begin with that change a contract or tell of it, and are read with none."""


class ContractPapers(Struct, frozen=True):
    """The papers of one contract; `name` is that of its folder."""

    name: str
    papers: tuple[Paper, ...]


class Grouped(Struct, frozen=True):
    """The groups, and the papers that belong to none, each with the reason."""

    groups: tuple[ContractPapers, ...]
    left_out: tuple[tuple[str, str], ...]


def grouped(papers: Iterable[tuple[str, Paper]]) -> Grouped:
    """The papers, each given with the folder it lies in, by contract."""
    found: list[tuple[str, str, Paper]] = []
    left_out: list[tuple[str, str]] = []
    for folder, paper in papers:
        if _OTHER.match(folded(paper.title)):
            left_out.append((paper.file, f"“{paper.title[:80]}” is no contract, specification or schedule"))
        else:
            found.append((folder, _reference(paper), paper))
    references: dict[str, set[str]] = {}
    for folder, reference, _ in found:
        if reference:
            references.setdefault(folder, set()).add(reference)
    groups: dict[str, list[Paper]] = {}
    for folder, reference, paper in found:
        there = references.get(folder, set())
        if not reference and len(there) == 1:
            reference = next(iter(there))
        elif not reference and there:
            reference = paper.file.rpartition("/")[2].rpartition(".")[0]
        groups.setdefault(reference or folder.rpartition("/")[2] or paper.file.rpartition("/")[2], []).append(paper)
    return Grouped(tuple(ContractPapers(name, tuple(each)) for name, each in groups.items()), tuple(left_out))


def _reference(paper: Paper) -> str:
    stated = {read.value for read in facts_in(paper) if read.path == ("contract", "reference")}
    return next(iter(stated)) if len(stated) == 1 else ""


def numbered(papers: Sequence[Paper]) -> list[Paper]:
    """The papers of a contract with the short names by which its notes call them."""
    return [Paper(paper.file, paper.story, paper.tracked, f"paper {number}") for number, paper in enumerate(papers, 1)]
