"""One contract adopted from its papers: read, put together, and what is missing in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec import Struct

from specgen.adopt.clauses import ClauseRead, clauses_in, schedules_of
from specgen.adopt.facts import Read, facts_in, settled
from specgen.adopt.papers import Paper, folded
from specgen.adopt.sections import section_texts, without_clause
from specgen.adopt.writing import ContractWritten, contract_file, shown_head
from specgen.contract.edit.writing import Given
from specgen.library.model import ClauseVersion, Library
from specgen.recognition.by_words import WordIndex


class Adopted(Struct, frozen=True):
    """What came of the papers of one contract."""

    papers: tuple[Paper, ...]
    written: ContractWritten
    clauses: tuple[ClauseRead, ...]
    reference: str
    provider: str


def adopt(
    papers: Sequence[Paper],
    index: WordIndex[ClauseVersion],
    library: Library,
    headings: Mapping[str, str],
) -> Adopted:
    """The contract file of these papers, which are those of one contract. `headings` are those of the model
    specification by their numbers."""
    facts = {paper.file: tuple(facts_in(paper)) for paper in papers}
    agreed = settled(read for paper in in_order(papers) for read in facts[paper.file])
    services = {
        path[1]: read.value for path, read in agreed.facts.items() if path[0] == "services" and path[-1] == "name"
    }
    read = [clauses_in(paper, index, library, facts[paper.file], services) for paper in papers]
    clauses = [clause for each in read for clause in each.clauses]
    texts: dict[str, dict[str, Given]] = {}
    for paper, each in zip(papers, read, strict=True):
        for number, section, text in section_texts(paper, each.others, facts[paper.file], headings):
            texts.setdefault(number, {})[section] = text
    specified = {number for number in texts if any(_is_insert(paper, facts[paper.file], number) for paper in papers)}
    for number in specified:
        texts[number] = {"insert": "yes", **texts[number]}
    left = [each for paper, own in zip(papers, read, strict=True) for each in without_clause(paper, own.others)]
    written = contract_file(agreed, clauses, library, shown_head(papers), texts, dict(_not_applicable(papers)), left)
    return Adopted(
        tuple(papers),
        written,
        tuple({(clause.version.clause_id, clause.service): clause for clause in reversed(clauses)}.values())[::-1],
        agreed.facts[("contract", "reference")].value if ("contract", "reference") in agreed.facts else "",
        agreed.facts[("provider", "name")].value if ("provider", "name") in agreed.facts else "",
    )


def in_order(papers: Iterable[Paper]) -> list[Paper]:
    """The papers with those first that state most of a contract as a whole: Particulars, our own drafting note."""
    return sorted(papers, key=lambda paper: (not _particulars(paper), not paper.is_note, paper.file))


def _particulars(paper: Paper) -> bool:
    return any(each.label in ("contract term", "contract reference") for each in paper.labelled)


def _is_insert(paper: Paper, facts: Iterable[Read], number: str) -> bool:
    """Whether the paper is the insert for the service: it names the service in a line and not in a header table."""
    own = {read.path[1] for read in facts if read.path[0] == "services"}
    table = any(each.label == "service specification no" for each in paper.labelled)
    return own == {number} and not table and not paper.is_note


def _not_applicable(papers: Iterable[Paper]) -> Iterator[tuple[str, str]]:
    """The schedules that say “Not Applicable” and nothing else."""
    for paper in papers:
        lines = [line for line in paper.story.lines if line.text.strip()]
        places = schedules_of(paper)
        if lines and len(places) == 1 and folded(lines[-1].text) == "not applicable" and not lines[-1].cell:
            yield next(iter(places)), paper.place(lines[-1])
