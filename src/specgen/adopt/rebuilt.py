"""An adopted contract built again in memory and held against what was signed, paper by paper.

What is missing in it is a gap there, so that a reader sees what was not understood. Nothing of it is written but the
redlines.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from difflib import SequenceMatcher

from msgspec import Struct

from specgen.adopt.clauses import schedules_of
from specgen.adopt.facts import facts_in
from specgen.adopt.papers import Paper, read_paper
from specgen.adopt.writing import ContractWritten
from specgen.contract.edit.change import Put, edited
from specgen.contract.read import read_with_sound_part
from specgen.issue.build import drafted, finish
from specgen.issue.precedents import Precedents
from specgen.problems import Problem
from specgen.word.redline.redline import redline
from specgen.yamlfile import Mapping as Names
from specgen.yamlfile import decode, parse_yaml


class SignedBeside(Struct, frozen=True):
    """A signed paper beside the document that the contract file makes: how many lines differ; `new` is that document,
    None where the contract file makes none for it."""

    file: str
    differing: int
    new: bytes | None


def held_against(papers: Iterable[Paper], written: ContractWritten, precedents: Precedents) -> tuple[SignedBeside, ...]:
    """Each signed paper but drafting notes beside its document as it is built now."""
    made = {_key(paper): (paper, data) for paper, data in _built(written, precedents)}
    found = []
    for paper in papers:
        if paper.is_note:
            continue
        there = made.get(_key(paper))
        if there is None:
            found.append(SignedBeside(paper.file, 0, None))
            continue
        one, two = (_texts(each) for each in (paper, there[0]))
        steps = SequenceMatcher(None, one, two, autojunk=False).get_opcodes()
        found.append(
            SignedBeside(
                paper.file, sum(max(i1 - i0, j1 - j0) for kind, i0, i1, j0, j1 in steps if kind != "equal"), there[1]
            )
        )
    return tuple(found)


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
