"""What is to be done for each clause that is asked for: it stands already, comes in, changes, or was edited and is left."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from specgen.assembly.marks import inserted_tag, printed_digest, short_key
from specgen.library.model import ClauseVersion
from specgen.problems import Location, Problem
from specgen.word.folded import fold
from specgen.word.host_document import Host
from specgen.word.standing import Standing
from specgen.wording import Block, Blocks, Passage, Run

TAG_PREFIX = "specgen:"
_SURE = 12
"""Words of a paragraph from which its standing in the document word for word is no accident."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A clause version with its words as printed, the place of the library it belongs to, and its marks."""

    version: ClauseVersion
    passage: Passage

    @property
    def place(self) -> str:
        """The place of the library, which says in which section it goes."""
        return self.version.clause_id.split("/")[1]

    @property
    def name(self) -> str:
        """`id@version`."""
        return self.version.name

    @property
    def lines(self) -> tuple[str, ...]:
        """The words, a line for each paragraph."""
        return tuple(block.text for block in self.passage.blocks)


def wanted_clause(version: ClauseVersion, blocks: Blocks) -> Wanted:
    """The version with its filled blocks as it is put into a document: with its title as a heading in 3.2, alone in 5.1."""
    inline = version.clause_id.split("/")[1] != "specification"
    printed = blocks if inline else (Block("heading", (Run(version.title),)), *blocks)
    return Wanted(version, Passage(printed, inserted_tag(version, [block.text for block in printed]), "", version.title, inline))


@dataclass(frozen=True, slots=True)
class Changed:
    """A clause that stands in an older version, or with other values, and the one that is proposed instead."""

    standing: Standing
    wanted: Wanted


@dataclass(frozen=True, slots=True)
class Plan:
    """`standing` and `left` are names of clauses that stay as they are: as asked, or edited by a person."""

    new: tuple[Wanted, ...]
    changed: tuple[Changed, ...]
    standing: tuple[str, ...]
    left: tuple[str, ...]


def plan_insertion(host: Host, standing: Sequence[Standing], wanted: Sequence[Wanted]) -> tuple[Plan, list[Problem]]:
    """The plan, and what a person must know of the clauses that are left as they stand."""
    free = list(standing)
    new: list[Wanted] = []
    changed: list[Changed] = []
    same: list[str] = []
    left: list[str] = []
    problems: list[Problem] = []
    lines = {each.text for each in host.paragraphs}
    waiting: list[Wanted] = []
    for each in wanted:
        exact = next((found for found in free if found.tag == each.passage.tag and _untouched(found)), None)
        if exact is None:
            waiting.append(each)
        else:
            free.remove(exact)
            same.append(each.name)
    for each in waiting:
        key = short_key(each.version.clause_id)
        other = next((found for found in free if _key(found) == key), None)
        if other is None and (words := _stands_alone(each, lines)):
            left.append(each.name)
            problems.append(_without_control(host, each, words))
        elif other is None:
            new.append(each)
        else:
            free.remove(other)
            fault = _not_to_touch(host, other, each)
            if fault is None:
                changed.append(Changed(other, each))
            elif other.lines == each.lines and not other.struck:
                same.append(each.name)
            else:
                left.append(each.name)
                problems.append(fault)
    return Plan(tuple(new), tuple(changed), tuple(same), tuple(left)), problems


def _key(standing: Standing) -> str:
    return standing.tag.removeprefix(TAG_PREFIX).partition(":")[0]


def _number(standing: Standing) -> int:
    said = standing.tag.split(":")[2:3]
    return int(said[0]) if said and said[0].isascii() and said[0].isdigit() and len(said[0]) < 7 else 0


def _untouched(standing: Standing) -> bool:
    """Whether the words are those that were put in, by the digest in the tag."""
    parts = standing.tag.split(":")
    return not standing.struck and not standing.mixed and len(parts) == 5 and parts[4] == printed_digest(standing.lines)


def _not_to_touch(host: Host, standing: Standing, wanted: Wanted) -> Problem | None:
    where = Location(host.package.file, paragraph=next((line[:80] for line in standing.lines if line.strip()), None))
    if standing.struck:
        return Problem("clause-struck", f"{wanted.version.clause_id} stands there and a tracked change takes it out: it is left", where, severity="warning",
                       cure="accept or reject that change in Word, and run the command again")
    if standing.mixed:
        return Problem("clause-open", f"{wanted.version.clause_id} stands there with tracked changes in it: it is left", where, severity="warning",
                       cure="accept or reject them in Word, and run the command again")
    if len(standing.tag.split(":")) == 4:
        return Problem("clause-issued", f"{wanted.version.clause_id} stands there as it was built with the document: it is left", where, severity="warning",
                       cure="build the document anew, or make a variation")
    if not _untouched(standing):
        return Problem("edited-by-hand", f"{wanted.version.clause_id} stands there and was edited since it was put in: it is left", where, severity="warning",
                       cure="“specgen review” says what was changed; take over by hand what is new")
    if _number(standing) > wanted.version.number:
        return Problem("newer-version", f"{wanted.version.clause_id} stands there in version {_number(standing)}, and version {wanted.version.number} is asked for: it is left", where,
                       severity="warning", cure="take it out first with --remove, if the older version is really meant")
    return None


def _stands_alone(wanted: Wanted, lines: set[str]) -> str:
    """The words of a longer paragraph of the clause that stands in the document word for word, outside any control."""
    return next((text for block in wanted.passage.blocks if block.kind != "heading" and len((text := fold(block.text)).split()) >= _SURE and text in lines), "")


def _without_control(host: Host, wanted: Wanted, words: str) -> Problem:
    return Problem("words-stand-already", f"words of {wanted.version.clause_id} stand there already, without its content control: it is not put in a second time",
                   Location(host.package.file, paragraph=words[:80]), severity="warning", cure="take those words out, if the clause is to be put in")
