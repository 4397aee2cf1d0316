"""The numbers that paragraphs are printed with, by which they are cited.

Within a schedule the numbered paragraphs of drafted clauses stand in one run below the number of their section: 3.2.1,
3.2.2 and so on. Quoted text keeps the numbers that it was published with.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Iterable, Mapping
from functools import cache
from typing import TYPE_CHECKING

from msgspec.structs import replace

from specgen.assembly.choose import ChosenClause
from specgen.assembly.marks import paragraph_bookmark
from specgen.contract.contract import Contract
from specgen.kept import kept_with_it
from specgen.library.duties.sentences import addresses, carried
from specgen.library.model import ClauseVersion
from specgen.problems import Problem
from specgen.wording.wording import Placeholder, Reference, Run, references_in

if TYPE_CHECKING:
    from specgen.assembly.pack import Document, Pack

ParagraphNumbers = Mapping[str, str]
"""The id of a numbered item, as sentences are named by → the number that it is printed with."""


SPECIFICATION = "specification"


def run_of(document: Document, clause: ChosenClause) -> str | None:
    """The run of numbers in which the clause's numbered paragraphs stand. Quoted text keeps its own numbers."""
    in_run = clause.place == SPECIFICATION and clause.version.origin != "national"
    return document.runs.get(clause.service) if in_run else None


def printed_number(clause: ChosenClause, sentence: str, document: Document | None) -> str:
    """The number of the paragraph in which a sentence of the clause stands; "" where it has none."""
    return number_among(numbers_of(clause, document), sentence)


def numbers_of(clause: ChosenClause, document: Document | None) -> ParagraphNumbers:
    """The numbers of the clause's paragraphs, as the document prints them; those of its own where none does."""
    numbers = printed_numbers(document).get((clause.id, clause.service)) if document is not None else None
    return _own(clause.version) if numbers is None else numbers


def number_among(numbers: ParagraphNumbers, sentence: str) -> str:
    """Of these the number of the paragraph in which the sentence stands; "" where it has none."""
    item = sentence.partition(".")[0]
    return numbers.get(item, numbers.get(item.partition("-")[0], ""))


@kept_with_it
def printed_numbers(document: Document) -> Mapping[tuple[str, int | None], ParagraphNumbers]:
    """The numbers of each clause that the document prints, by clause and service."""
    counted: dict[str, int] = {}
    found: dict[tuple[str, int | None], ParagraphNumbers] = {}
    for clause in document.clauses:
        run = run_of(document, clause)
        numbers = _own(clause.version) if run is None else _in_run(clause, run, counted)
        found.setdefault((clause.id, clause.service), numbers)
    return found


@cache
def _own(version: ClauseVersion) -> ParagraphNumbers:
    """The numbers of a clause that is numbered by itself."""
    items = [item for item, index in addresses(version) if version.blocks[index].kind == "number"]
    return {item: item.rpartition(":")[2] for item in items}


@cache
def _first_level(version: ClauseVersion) -> tuple[tuple[str, str], ...]:
    """The items at the first level, each with the placeholder that alone makes it, "" for one that has words."""
    found = ((item, version.blocks[index]) for item, index in addresses(version))
    return tuple(
        (item, only.name if len(block.inlines) == 1 and isinstance(only := block.inlines[0], Placeholder) else "")
        for item, block in found
        if block.kind == "number" and not block.level
    )


def _in_run(clause: ChosenClause, run: str, counted: dict[str, int]) -> ParagraphNumbers:
    """The numbers of the clause's items at the first level, counted on in `counted` from where the run stands."""
    numbers: dict[str, str] = {}
    count = counted.get(run, 0)
    for item, name in _first_level(clause.version):
        numbers[item] = f"{run}.{count + 1}" if run else str(count + 1)
        value = clause.printed.get(name) if name else None
        count += max(len(value), 1) if isinstance(value, tuple) else 1  # each entry is an item of its own
    counted[run] = count
    return numbers


def numbered_by_themselves(pack: Pack, files: Collection[str]) -> Pack:
    """The pack with the paragraphs of these documents numbered clause by clause, and references to them accordingly."""
    documents = [
        dataclasses.replace(document, runs={}) if document.file_name in files else document
        for document in pack.documents
    ]
    resolved, chosen, _ = with_references(documents, pack.chosen, pack.contract)
    return dataclasses.replace(pack, documents=tuple(resolved), chosen=chosen)


# References from one paragraph to another: `{{ see: clause-id#sentence }}`.

_Clauses = dict[tuple[str, int | None], ChosenClause]


def with_references(
    documents: Iterable[Document], chosen: tuple[ChosenClause, ...], contract: Contract
) -> tuple[list[Document], tuple[ChosenClause, ...], list[Problem]]:
    """The documents and clauses with each reference as the number of the sentence that it names, and a problem for
    each that names none of the same document. A sentence of another clause is named by its number in the clause's first
    version, as in readings."""
    given = list(documents)
    if not any(_references(clause.version) for clause in chosen):
        return given, chosen, []
    problems: dict[tuple[str, str], Problem] = {}
    made: dict[int, ChosenClause] = {}
    resolved: list[Document] = []
    for document in given:
        there: _Clauses = {}
        for clause in document.clauses:
            there.setdefault((clause.id, clause.service), clause)
        names = (contract.reference, document.type.key, "" if document.service is None else str(document.service))
        marks: dict[tuple[str, int | None], dict[str, str]] = {}
        numbers: dict[int, dict[str, tuple[str, str]]] = {}
        for clause in document.clauses:
            for reference in _references(clause.version):
                found = _number(reference, clause, there, document, names, marks)
                if isinstance(found, str):
                    problem = _not_there(reference, clause, found, contract)
                    problems.setdefault((clause.version.name, reference.name), problem)
                else:
                    numbers.setdefault(id(clause), {})[reference.name] = found
        clauses = tuple(
            _resolved(clause, numbers.get(id(clause), {}), marks.get((clause.id, clause.service), {}))
            for clause in document.clauses
        )
        made.update({id(old): new for old, new in zip(document.clauses, clauses, strict=True) if id(old) not in made})
        resolved.append(dataclasses.replace(document, clauses=clauses))
    return resolved, tuple(made.get(id(clause), clause) for clause in chosen), list(problems.values())


@cache
def _references(version: ClauseVersion) -> tuple[Reference, ...]:
    return tuple(references_in(version.blocks))


def _number(
    reference: Reference,
    clause: ChosenClause,
    there: _Clauses,
    document: Document,
    names: tuple[str, ...],
    marks: dict[tuple[str, int | None], dict[str, str]],
) -> tuple[str, str] | str:
    """The number and the bookmark of the sentence that the reference names; or what is wrong with it."""
    wanted, sentence = reference.target
    target = there.get((wanted, clause.service)) or there.get((wanted, None))
    if target is None:
        return "is not in the same document"
    own = wanted == clause.id
    now = sentence if own else carried(target.clause, sentence, target.version)
    number = printed_number(target, now, document) if now is not None else ""
    item = (now or "").partition(".")[0]
    if now is None or not number or item not in dict(addresses(target.version)):
        return "has no numbered paragraph of that name"
    known = marks.setdefault((target.id, target.service), {})
    count = sum(map(len, marks.values()))
    return number, known.setdefault(item, paragraph_bookmark(target.id, names, count + 1))


def _not_there(reference: Reference, clause: ChosenClause, said: str, contract: Contract) -> Problem:
    wanted, sentence = reference.target
    where = contract.place(*clause.path)
    component, _, name = wanted.split("/")
    return Problem(
        "reference-not-there",
        f"“{clause.version.title}” refers to {wanted}#{sentence}, which {said}",
        where,
        cure=f"choose {component}/{name} too, or a version of {clause.id} that does not refer to it",
        excerpt=contract.excerpt(where),
    )


def _resolved(clause: ChosenClause, numbers: Mapping[str, tuple[str, str]], marks: Mapping[str, str]) -> ChosenClause:
    """The clause with its references as numbers and bookmarks at the paragraphs that others refer to."""
    if not numbers and not marks:
        return clause
    blocks = list(clause.blocks)
    items = {index: marks.get(item, "") for item, index in addresses(clause.version)}
    for index, at in enumerate(_places_in_print(clause)):
        source = clause.version.blocks[index].inlines
        if items.get(index) or any(isinstance(part, Reference) for part in source):
            inlines = tuple(
                Run(numbers[part.name][0], part.bold, part.italic, to=numbers[part.name][1])
                if isinstance(part, Reference) and part.name in numbers
                else now
                for part, now in zip(source, blocks[at].inlines, strict=True)
            )
            blocks[at] = replace(blocks[at], mark=items.get(index, ""), inlines=inlines)
    printed = {**clause.printed, **{name: number for name, (number, _) in numbers.items()}}
    return replace(clause, blocks=tuple(blocks), printed=printed)


def _places_in_print(clause: ChosenClause) -> list[int]:
    """For each block of the wording, the first block in print that is made of it: a list of values makes several."""
    places: list[int] = []
    at = 0
    for block in clause.version.blocks:
        places.append(at)
        only = block.inlines[0] if len(block.inlines) == 1 else None
        value = clause.printed.get(only.name) if isinstance(only, Placeholder) else None
        at += len(value) if isinstance(value, tuple) else 1
    return places
