"""Contracts adopted from their papers: sorted, read, put together, what is missing, and all of it held against what was
signed. The workbook lists each contract, what is missing in it, its clauses, and the papers left aside."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from itertools import zip_longest
from pathlib import PurePath
from typing import Final

from msgspec import Struct

from specgen.adopt.clauses import ClauseRead, clauses_in, schedules_of
from specgen.adopt.facts import Read, facts_in, not_understood, settled
from specgen.adopt.papers import Paper, folded, read_paper
from specgen.adopt.recorded import recorded_of
from specgen.adopt.writing import (
    Chosen,
    ContractWritten,
    contract_file,
    each_chosen,
    shown_head,
)
from specgen.contract.edit.change import Put, edited
from specgen.contract.edit.writing import Given, Noted
from specgen.contract.read import read_with_sound_part
from specgen.excel import page_by_column, page_of, workbook_bytes
from specgen.issue.build import drafted, finish
from specgen.issue.precedents import Precedents
from specgen.issue.records import IssueRecord
from specgen.library.model import ClauseVersion, Library
from specgen.problems import Problem
from specgen.recognition.by_words import WordIndex, version_index
from specgen.word.document.lines import Line
from specgen.word.redline.redline import redline
from specgen.yamlfile import Mapping as Names
from specgen.yamlfile import decode, parse_yaml


class Adopted(Struct, frozen=True):
    """What came of the papers of one contract."""

    papers: tuple[Paper, ...]
    written: ContractWritten
    recorded: bool
    """Whether the record of the issue told what no paper prints."""
    clauses: tuple[ClauseRead, ...]
    reference: str
    provider: str
    of_a_contract: bool
    """Whether a party, a service, a reference, a clause, a schedule or a section of a specification was read at all."""


NO_CONTRACT: Final = "no reference, party, service or clause of a contract was read in it"
"""Why a paper is left aside of which nothing could be made."""


def adopt(
    papers: Sequence[Paper],
    index: WordIndex[ClauseVersion],
    library: Library,
    headings: Mapping[str, str],
    records: Mapping[str, IssueRecord] | None = None,
) -> Adopted:
    """The contract file of these papers, which are those of one contract. `headings` are those of the model
    specification by their numbers, `records` those that lay beside the papers, by name: that of the contract tells what
    no paper prints."""
    facts = {paper.file: tuple(facts_in(paper)) for paper in papers}
    agreed = settled(
        (read for paper in in_order(papers) for read in facts[paper.file]),
        (read for paper in in_order(papers) for read in not_understood(paper)),
    )
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
    reference = agreed.facts[("contract", "reference")].value if ("contract", "reference") in agreed.facts else ""
    recorded, not_told = recorded_of(records or {}, agreed.facts, clauses)
    left += [not_told] if not_told is not None else []
    head = shown_head(papers, recorded=recorded is not None)
    written = contract_file(agreed, clauses, library, head, texts, dict(_not_applicable(papers)), left, recorded)
    chosen: dict[Chosen, ClauseRead] = {}
    for key, clause in each_chosen(clauses):
        chosen.setdefault(key, clause)
    return Adopted(
        tuple(papers),
        written,
        recorded is not None,
        tuple(chosen.values()),
        reference,
        agreed.facts[("provider", "name")].value if ("provider", "name") in agreed.facts else "",
        bool(clauses or texts or any(map(schedules_of, papers)))
        or any(path[0] != "contract" or path[-1] == "reference" for path in agreed.facts),
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


# The texts of a whole Service Specification by the numbers of the model's headings (handbook 4.2.4).
#
# Only lines that belong to no clause are taken; a section whose lines are all bullets is a list. What the contract file
# says elsewhere (population, premises) is not said twice.


_HEADING = re.compile(r"(?P<number>\d(?:\.\d{1,2})?)\.?[\t ]+(?P<title>\S.*)")
FROM_ELSEWHERE = {"3.3": ("population", "cohort"), "6": ("premises",)}
"""Sections that print what the service says of itself."""
MEASURES = "5.1"
"""The section that lists measures, which are clauses and no text."""
STRUCTURE = re.compile(r"how each is measured is set out in\b", re.IGNORECASE)
"""What the page says of itself under a heading."""


def _is_model(found: re.Match[str], headings: Mapping[str, str]) -> bool:
    """Whether a numbered line is the heading of the model's section; published forms add “(See Schedule 4)” to some."""
    title = folded(headings.get(found["number"], ""))
    return bool(title) and folded(found["title"]).startswith(title)


def section_texts(
    paper: Paper, others: Sequence[Line], facts: Iterable[Read], headings: Mapping[str, str]
) -> Iterator[tuple[str, str, Given]]:
    """(service, section, text) for each section of the model that the paper fills in, when it is such a whole paper."""
    told = {each.label: each.value for each in paper.labelled}
    number = told.get("service specification no", "").strip()
    if not number:
        return
    free = {id(line) for line in others}
    sections: dict[str, list[Line]] = {}
    section = ""
    for line in paper.story.lines:
        if not line.text.strip() or line.cell is not None:
            continue
        found = _HEADING.fullmatch(line.text.strip())
        if found is not None and (line.heading or _is_model(found, headings)):
            section = found["number"] if _is_model(found, headings) else ""
        elif section and id(line) in free and not line.heading and not STRUCTURE.match(line.text):
            sections.setdefault(section, []).append(line)
    said = {(read.path[-1]): read.value for read in facts if read.path[:2] == ("services", number)}
    for section, lines in sections.items():
        if section == MEASURES or any(name in said for name in FROM_ELSEWHERE.get(section, ())):
            continue
        texts = [line.text.strip() for line in lines]
        place = paper.place(lines[0])
        listed = len(texts) > 1 and all(line.kind == "bullet" for line in lines)
        yield number, section, Noted(texts if listed else "\n".join(texts), (), place)


TABLES = ("quality requirement", "reporting requirement", "milestones", "milestone", "action", "obligation")
"""What the first column of a schedule's table is called, of which each row is a clause."""
_SHOWN = 60


def without_clause(paper: Paper, others: Sequence[Line]) -> Iterator[tuple[str, str]]:
    """What a schedule or 5.1 of a specification holds that is no clause of the library: its words, and where."""
    free = {id(line) for line in others}
    rows: dict[tuple[int, int], list[Line]] = {}
    heads: dict[int, str] = {}
    inside = False
    for line in paper.story.lines:
        text = line.text.strip()
        if not text:
            continue
        if line.cell is not None:
            table, row, column = line.cell
            if (row, column) == (1, 1):
                heads.setdefault(table, folded(text))
            rows.setdefault((table, row), []).append(line)
            continue
        found = _HEADING.fullmatch(text)
        if found is not None:
            inside = found["number"] == MEASURES
        elif inside and not line.heading and id(line) in free and not STRUCTURE.match(text) and not _of_measure(text):
            yield f"“{text[:_SHOWN]}” under {MEASURES}", f"no clause of the library: {paper.place(line)}"
    for (table, row), lines in rows.items():
        if row > 1 and heads.get(table) in TABLES and all(id(line) in free for line in lines):
            words = lines[0].text.strip()
            yield f"“{words[:_SHOWN]}” in a schedule", f"no clause of the library: {paper.place(lines[0])}"


def _of_measure(text: str) -> bool:
    """Whether a line tells of the measure above it, as our own insert does."""
    return folded(text.partition(":")[0]) in ("threshold", "period")


# Which papers are those of one contract: by the reference that they state, else by the folder they lie in.
#
# A paper that states no reference and lies among papers of several contracts stands alone: whose it is is not guessed.


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


# An adopted contract built again in memory and held against what was signed, paper by paper.
#
# What is missing in it is a gap there, so that a reader sees what was not understood. Nothing of it is written but the
# redlines.


class SignedBeside(Struct, frozen=True):
    """A signed paper beside the document that the contract file makes: the lines that differ, each as it was signed and
    as it is now; `new` is that document, None where the contract file makes none for it."""

    file: str
    lines: tuple[tuple[str, str], ...]
    new: bytes | None

    @property
    def differing(self) -> int:
        return len(self.lines)


_OF_A_STAND_IN: Final = re.compile(r"\d{1,2} [A-Z][a-z]+ (?:2999|3\d{3})")
"""A day that is counted from the term where none was read, for which a year far off stands in."""
_NO_DAY: Final = "[a day that the term decides, which was not read]"


def held_against(papers: Iterable[Paper], written: ContractWritten, precedents: Precedents) -> tuple[SignedBeside, ...]:
    """Each signed paper but drafting notes beside its document as it is built now."""
    made = {_key(paper): (paper, data) for paper, data in _built(written, precedents)}
    found = []
    for paper in papers:
        if paper.is_note:
            continue
        there = made.get(_key(paper))
        if there is None:
            found.append(SignedBeside(paper.file, (), None))
            continue
        one, two = (_texts(each) for each in (paper, there[0]))
        steps = SequenceMatcher(None, one, two, autojunk=False).get_opcodes()
        lines = [
            pair
            for kind, i0, i1, j0, j1 in steps
            if kind != "equal"
            for pair in zip_longest(
                one[i0:i1], [_OF_A_STAND_IN.sub(_NO_DAY, line) for line in two[j0:j1]], fillvalue=""
            )
        ]
        found.append(SignedBeside(paper.file, tuple(lines), there[1]))
    return tuple(found)


class Adopter:
    """What is ready to read the papers of any number of contracts: the library's words, and the model's headings."""

    def __init__(self, precedents: Precedents) -> None:
        self._precedents = precedents
        self._index: WordIndex[ClauseVersion] = version_index(precedents.library.versions())
        self._headings = {each.number: each.title for edition in precedents.editions for each in edition.headings}

    def read(self, group: ContractPapers, records: Mapping[str, IssueRecord]) -> Adopted:
        """What the papers of one contract say, and of what no paper prints the record that lay beside them, those
        `records` by their names."""
        return adopt(numbered(group.papers), self._index, self._precedents.library, self._headings, records)

    def held_against(self, adopted: Adopted) -> tuple[SignedBeside, ...]:
        """The same built again, beside each of its papers."""
        return held_against(adopted.papers, adopted.written, self._precedents)


def shown_difference(
    signed: bytes, compared: SignedBeside, author: str, day: str
) -> tuple[bytes | None, list[Problem]]:
    """The signed paper with tracked changes to what the contract file says."""
    if compared.new is None:
        return None, []
    return redline(
        signed, compared.new, author, day, old_name=compared.file, new_name="what was understood", existing="accept"
    )


def _key(paper: Paper) -> tuple[frozenset[str], frozenset[str], bool]:
    """What tells the papers of one contract apart: their schedule, their services, and the header of a whole
    specification."""
    services = frozenset(read.path[1] for read in facts_in(paper) if read.path[0] == "services")
    return schedules_of(paper), services, any(each.label == "service specification no" for each in paper.labelled)


def _texts(paper: Paper) -> list[str]:
    return [" ".join(line.text.split()) for line in paper.story.lines if line.text.strip()]


def _built(written: ContractWritten, precedents: Precedents) -> Iterable[tuple[Paper, bytes]]:
    """The documents of the contract file as far as it goes, with what it lacks stood in for."""
    contract, _, sound = read_with_sound_part(_with_stand_ins(written.data, precedents), "contract.yaml")
    if contract is None and sound is not None:
        contract = sound.contract
    if contract is None:
        return
    pack, problems = drafted(contract, precedents, draft=True)
    if pack is None:
        return
    documents, _ = finish(pack, problems, precedents)
    for document in documents:
        paper, _ = read_paper(document.data, document.issued.file)
        if paper is not None and not paper.is_note:
            yield paper, document.data


def _with_stand_ins(data: bytes, precedents: Precedents) -> bytes:
    """The file with an edition and a form to be drawn with where none was read."""
    document, _ = parse_yaml(decode(data, "")[0], "")
    part = document.root.get("contract") if isinstance(document.root, Names) else None
    given = {key.value: value for key, value in part.entries} if isinstance(part, Names) else {}
    stand_ins: Mapping[str, str] = {
        "edition": max(edition.edition for edition in precedents.editions),
        "form": "full-length",
    }
    empty = [name for name in stand_ins if name in given and getattr(given[name], "empty", False)]
    after, _ = edited(data, [Put(("contract", name), stand_ins[name]) for name in empty], "")
    return data if after is None else after


class AdoptedContract(Struct, frozen=True):
    """A contract that was adopted, in its folder, held against its papers where that was asked for."""

    folder: str
    adopted: Adopted
    compared: tuple[SignedBeside, ...]


def adopted_workbook(listed: Sequence[AdoptedContract], left_out: Iterable[tuple[str, str]]) -> bytes:
    pages = (
        page_by_column(
            "Contracts",
            (
                ("Folder", 28, lambda each: each.folder),
                ("Contract", 22, lambda each: each.adopted.reference),
                ("Provider", 36, lambda each: each.adopted.provider),
                ("Papers", 8, lambda each: len(each.adopted.papers)),
                ("Values read", 10, lambda each: each.adopted.written.read),
                ("Clauses", 10, lambda each: len(each.adopted.clauses)),
                ("Changed clauses", 10, lambda each: sum(not it.word_for_word for it in each.adopted.clauses)),
                ("Missing", 10, lambda each: len(each.adopted.written.not_read)),
                ("Built again", 40, lambda each: compared_words(each.compared)),
            ),
            zip(listed),
        ),
        page_by_column(
            "Missing",
            (
                ("Contract", 28, lambda each, missing: each.folder),
                ("What was not read", 44, lambda each, missing: missing.what),
                ("Why", 80, lambda each, missing: missing.why),
            ),
            ((each, missing) for each in listed for missing in each.adopted.written.not_read),
        ),
        page_by_column(
            "Clauses",
            (
                ("Contract", 28, lambda each, clause: each.folder),
                ("Service", 10, lambda each, clause: "not known" if clause.service is None else clause.service),
                ("Clause", 50, lambda each, clause: clause.version.name),
                ("Likeness", 32, lambda each, clause: clause.likeness),
                ("Where", 50, lambda each, clause: f"{clause.paper.name}: {clause.place}"),
            ),
            ((each, clause) for each in listed for clause in each.adopted.clauses),
        ),
        page_by_column(
            "Built again",
            (
                ("Contract", 28, lambda each, paper, line: each.folder),
                ("Paper", 50, lambda each, paper, line: PurePath(paper.file).name),
                ("As it was signed", 70, lambda each, paper, line: line[0]),
                ("As it is built now", 70, lambda each, paper, line: line[1]),
            ),
            ((each, paper, line) for each in listed for paper in each.compared for line in paper.lines),
        ),
        page_of("Left aside", ("File", "Why"), left_out, (60, 80)),
    )
    return workbook_bytes(pages, "Contracts adopted from signed papers")


_MOST_NAMED: Final = 4
"""Papers that differ and are named; the rest is counted."""


def compared_words(compared: Sequence[SignedBeside]) -> str:
    """What came of building the contract again, in words."""
    same = sum(each.new is not None and not each.differing for each in compared)
    differing = [each for each in compared if each.differing]
    without = [each for each in compared if each.new is None]
    said = [f"{same} of {len(compared)} papers say the same"] if compared else ["not built again"]
    if differing:
        named = ", ".join(f"{PurePath(each.file).name} ({each.differing})" for each in differing[:_MOST_NAMED])
        more = f" and {len(differing) - _MOST_NAMED} more" if len(differing) > _MOST_NAMED else ""
        said.append(f"{sum(each.differing for each in differing)} lines differ in {len(differing)}: {named}{more}")
    if without:
        said.append(f"{len(without)} have no document beside them")
    return "; ".join(said)
