"""Laws of reading a contract and putting it together: text stays text, no bytes end the program, order prints
nothing."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st
from tests.assembly.small_library import COMPONENT, TERMS, clause, library, version
from tests.checks.contracts import TYPES, contract, editions, shipped

from specgen.assembly.choose import choose
from specgen.assembly.pack import Pack, assemble
from specgen.assembly.page import page_values
from specgen.checks import check
from specgen.contract.kinds import garbled
from specgen.contract.model import ContractPart, part_fields
from specgen.contract.read import read_contract
from specgen.problems import render_text, to_json
from specgen.wording.wording import Run

EXAMPLES = sorted((Path(__file__).parents[2] / "examples").glob("*/contract.yaml"))
FORBIDDEN = "".join(
    map(chr, [*range(9), 11, 12, *range(14, 32), *range(0x7F, 0x85), *range(0x86, 0xA0), 0xFFFE, 0xFFFF])
)
TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters=FORBIDDEN), min_size=1, max_size=60).filter(
    lambda text: text.strip() and not garbled(text)  # what became of a sign in the wrong encoding is refused
)


def quoted(text: str) -> str:
    """The text as a double-quoted YAML scalar in which every character but plain letters is written by its number."""
    return '"' + "".join(c if c.isascii() and (c.isalnum() or c == " ") else f"\\U{ord(c):08X}" for c in text) + '"'


def as_read(text: str) -> str:
    return text.strip().replace("\r\n", "\n").replace("\r", "\n")


# --- a user's text is text ------------------------------------------------------------------------------------------

QUOTING = library(clause(TERMS, version(TERMS, 1, "Before {{ sdm_text }} after.\n\n- {{ sdm_points }}")))


@given(text=TEXT, entries=st.lists(TEXT, min_size=1, max_size=4))
@settings(max_examples=120, deadline=None)
@example(
    text="{{ sdm_points }} {% raw %} <w:p/> & **bold** [Annex 1]\n- x \U0001f600",
    entries=["\u2028", "'\"\\", "%", "&amp;"],
)
def test_any_text_as_a_value_arrives_in_the_clauses_blocks_as_it_was_typed(text: str, entries: list[str]) -> None:
    written = [entry for entry in entries if entry.strip()] or ["x"]
    source = contract(
        f"specification: [{COMPONENT}/terms]\nvalues:\n  sdm_text: {quoted(text)}\n  sdm_points: "
        f"[{', '.join(map(quoted, written))}]"
    )
    found, problems = read_contract(source.encode(), "contract.yaml")
    assert found is not None, problems
    (chosen,), _ = choose(found, QUOTING)
    assert chosen.blocks[0].inlines == (Run("Before "), Run(as_read(text)), Run(" after."))
    assert [block.inlines for block in chosen.blocks[1:]] == [(Run(as_read(entry)),) for entry in written]
    assert {block.kind for block in chosen.blocks[1:]} == {"bullet"}


# --- reading never raises -------------------------------------------------------------------------------------------


def read_anything(data: bytes) -> None:
    """Read, and if it can be read, put together, check and show what is wrong; none of it may raise."""
    found, problems = read_contract(data, "contract.yaml")
    assert (found is None) == bool(problems)
    if found is not None:
        pack, problems = assemble(found, shipped(), editions(), TYPES)
        if pack is not None:
            problems += check(pack)
            for document in pack.documents:
                page_values(pack, document, problems)
    for problem in problems:
        assert problem.slug and problem.message and render_text(problem)
        json.dumps(to_json(problem))


@given(st.binary(max_size=300))
@settings(max_examples=150, deadline=None)
@example(b"contract: {reference: [[[[")
@example("contract:\n  title: \ud7ff\U0010ffff\n".encode())
def test_no_bytes_end_the_program(data: bytes) -> None:
    read_anything(data)


@given(position=st.integers(0, 10_000), data=st.binary(min_size=1, max_size=4), cut=st.integers(0, 20))
@settings(max_examples=120, deadline=None)
def test_no_slip_of_the_pen_in_a_good_file_ends_the_program(position: int, data: bytes, cut: int) -> None:
    good = EXAMPLES[position % len(EXAMPLES)].read_bytes()
    at = position * 7 % len(good)
    read_anything(good[:at] + data + good[at + cut :])


WORDS = st.one_of(
    TEXT,
    st.sampled_from(
        [
            "applies",
            "yes",
            "no",
            "draft",
            "2026-09-30",
            "9999-12-31",
            "Q4 9999/00",
            "999 years from Service Commencement Date",
            "80%",
            "2026/27",
        ]
    ),
    st.sampled_from(
        [
            "co-production",
            "co-production/national@1",
            "x@²",
            "shared-decision-making",
            "a/b/c/d",
            "@",
            "/",
            "personal-health-budgets/process@99999",
        ]
    ),
)
NAMES = st.sampled_from(
    sorted(
        {name for model in ContractPart.__subclasses__() for name in part_fields(model)}
        | {
            "not_applicable",
            "values",
            "clause",
            "situations",
            "start",
            "end",
            "name",
            "number",
            "period",
            "whole_specification",
            "cohort_includes",
            "chosen",
        }
    )
)
TREES = st.recursive(
    WORDS | st.none(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES | TEXT, inner, max_size=4),
    max_leaves=8,
)


def tree_of(example_file: Path) -> Any:
    return yaml.load(example_file.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)


def steps_of(tree: Any, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    below = tree.items() if isinstance(tree, dict) else enumerate(tree) if isinstance(tree, list) else []
    return [path, *(step for name, part in below for step in steps_of(part, (*path, name)))]


def replaced(tree: Any, path: tuple[str | int, ...], new: object) -> Any:
    if not path:
        return new
    if isinstance(tree, dict):
        return {name: replaced(part, path[1:], new) if name == path[0] else part for name, part in tree.items()}
    return [replaced(part, path[1:], new) if index == path[0] else part for index, part in enumerate(tree)]


@given(seed=st.integers(0, 10_000), new=TREES)
@settings(max_examples=150, deadline=None)
def test_no_value_in_any_place_of_a_contract_ends_the_program(seed: int, new: object) -> None:
    tree = tree_of(EXAMPLES[seed % len(EXAMPLES)])
    paths = steps_of(tree)
    changed = replaced(tree, paths[seed * 31 % len(paths)], new)
    read_anything(yaml.safe_dump(changed, allow_unicode=False, sort_keys=False, width=10_000).encode())


# --- order ----------------------------------------------------------------------------------------------------------


def shuffled(tree: Any, chance: random.Random) -> Any:
    """The tree with the keys of every mapping, and the services, in another order."""
    if isinstance(tree, dict):
        names = list(tree)
        chance.shuffle(names)
        found = {name: shuffled(tree[name], chance) for name in names}
        if "services" in found:
            chance.shuffle(found["services"])
        return found
    return [shuffled(part, chance) for part in tree] if isinstance(tree, list) else tree


def numbered(tree: Any) -> Any:
    """The contract with a number of its own for each service: one that is left out comes from the position."""
    services = [{"number": f"{index:02d}", **service} for index, service in enumerate(tree["services"], 1)]
    return {**tree, "services": services}


def printed(pack: Pack) -> dict[tuple[str, str, int], object]:
    """What every chosen clause prints, by its service's number, its id and how often it was chosen before there."""
    found: dict[tuple[str, str, int], object] = {}
    for chosen in pack.chosen:
        number = pack.contract.service_number(chosen.service) if chosen.service is not None else ""
        key = (number, chosen.id, sum(1 for other in found if other[:2] == (number, chosen.id)))
        found[key] = (
            chosen.version.name,
            chosen.blocks,
            dict(chosen.fields),
            dict(chosen.printed),
            dict(chosen.days),
            chosen.gaps,
        )
    return found


def packed(tree: Any) -> Pack:
    text = yaml.safe_dump(tree, allow_unicode=True, sort_keys=False, width=10_000)
    found, problems = read_contract(text.encode(), "contract.yaml")
    assert found is not None, problems
    pack, _ = assemble(found, shipped(), editions(), TYPES)
    assert pack is not None
    return pack


@pytest.mark.parametrize("file", EXAMPLES, ids=lambda file: file.parent.name)
@given(seed=st.integers(0, 10_000))
@settings(max_examples=6, deadline=None)
def test_the_order_of_names_and_services_in_the_file_changes_no_printed_value(file: Path, seed: int) -> None:
    tree = numbered(tree_of(file))
    assert printed(packed(shuffled(tree, random.Random(seed)))) == printed(packed(tree))
