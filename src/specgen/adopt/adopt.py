"""One contract adopted from its papers: read, put together, and what is missing in it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from specgen.adopt.clauses import ClauseRead, clauses_in
from specgen.adopt.facts import facts_in, settled
from specgen.adopt.papers import Paper
from specgen.adopt.writing import ContractWritten, contract_file, shown_head
from specgen.library.model import ClauseVersion, Library
from specgen.recognition.by_words import WordIndex


@dataclass(frozen=True, slots=True)
class Adopted:
    """What came of the papers of one contract. `unread` counts their paragraphs that belong to no clause."""

    papers: tuple[Paper, ...]
    written: ContractWritten
    clauses: tuple[ClauseRead, ...]
    reference: str
    provider: str
    unread: int


def adopt(papers: Sequence[Paper], index: WordIndex[ClauseVersion], library: Library) -> Adopted:
    """The contract file of these papers, which are those of one contract."""
    facts = {paper.file: tuple(facts_in(paper)) for paper in papers}
    agreed = settled(read for paper in in_order(papers) for read in facts[paper.file])
    services = {
        path[1]: read.value for path, read in agreed.facts.items() if path[0] == "services" and path[-1] == "name"
    }
    read = [clauses_in(paper, index, library, facts[paper.file], services) for paper in papers]
    clauses = [clause for each in read for clause in each.clauses]
    written = contract_file(agreed, clauses, library, shown_head(papers))
    return Adopted(
        tuple(papers),
        written,
        tuple(clauses),
        agreed.facts[("contract", "reference")].value if ("contract", "reference") in agreed.facts else "",
        agreed.facts[("provider", "name")].value if ("provider", "name") in agreed.facts else "",
        sum(len(each.others) for each in read),
    )


def in_order(papers: Iterable[Paper]) -> list[Paper]:
    """The papers with those first that state most of a contract as a whole: Particulars, our own drafting note."""
    return sorted(papers, key=lambda paper: (not _particulars(paper), not paper.is_note, paper.file))


def _particulars(paper: Paper) -> bool:
    return any(each.label in ("contract term", "contract reference") for each in paper.labelled)
