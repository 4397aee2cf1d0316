"""What a contract leaves open: gaps in its texts and values, and examples that stand where its own facts belong.

None of it may go out in a paper for signature: it keeps DRAFT on every page.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any, Literal, get_args, get_origin

from msgspec import Struct
from pydantic import BaseModel

from specgen.assembly.choose import ChosenClause
from specgen.assembly.values import gap_mark
from specgen.contract.contract import Contract
from specgen.library.model import DeclaredPlaceholder
from specgen.problems import Location, Problem

KeyPath = tuple[str | int, ...]
VALUES = "values"


def written_texts(contract: Contract) -> list[tuple[KeyPath, str]]:
    """Each text of the contract file and the path at which it stands, in the order of the file's model."""
    found: list[tuple[KeyPath, str]] = []
    _collect(contract.content, (), found)
    return found


def _collect(value: object, path: KeyPath, found: list[tuple[KeyPath, str]]) -> None:
    if isinstance(value, str):
        found.append((path, value))
    elif isinstance(value, tuple):
        for index, entry in enumerate(value):
            _collect(entry, (*path, index), found)
    elif isinstance(value, BaseModel):
        for name in _written_fields(type(value)):
            if (entry := getattr(value, name)) is not None:
                # A list of choices stands in the file directly under the schedule's name.
                _collect(entry, path if name == "chosen" else (*path, name), found)
    elif isinstance(value, Mapping):
        for name, entry in value.items():
            _collect(entry, (*path, str(name)), found)


@cache
def _written_fields(model: type[BaseModel]) -> tuple[str, ...]:
    """The fields whose words a person writes."""
    return tuple(name for name, field in model.model_fields.items() if not _offered(field.annotation))


def _offered(annotation: Any) -> bool:
    """Whether a field's words come from a list of the model, such as a party's kind or a contract's status."""
    return get_origin(annotation) is Literal or any(_offered(part) for part in get_args(annotation))


class LeftIn(Struct, frozen=True):
    """An example that stands as the value of `name`. `tells_it_apart`: the value identifies this contract, so that no
    paper can be signed with it."""

    name: str
    where: Location
    tells_it_apart: bool


LONG = 12
"""Words from which a text is one of a sentence or more."""
STARTER = re.compile(
    r"EXAMPLE-\d+|X9X0\d|NHS Example Integrated Care Board|Example Community Health NHS Foundation Trust"
    r"|.*\b(?:EIA|DPIA|ISA)-000\b.*"
)
"""What the contract file that `specgen new` writes calls its contract, parties and papers."""


def left_as_examples(contract: Contract, chosen: Iterable[ChosenClause]) -> Iterator[LeftIn]:
    """Texts, lists and posts that are the library's own examples word for word, and what the first contract file says
    of itself. Dates, numbers, shares and intervals may well be those of the example."""
    seen: set[Location] = set()
    for path, text in written_texts(contract):
        if VALUES not in path and STARTER.fullmatch(text):
            yield LeftIn(
                str(next(step for step in reversed(path) if isinstance(step, str))), contract.place(*path), True
            )
    for clause in chosen:
        for name, where in clause.origins.items():
            placeholder = clause.clause.placeholders[name]
            printed = clause.printed[name]
            entries = printed if isinstance(printed, tuple) else (printed,)
            if (
                placeholder.kind in ("text", "list", "post")
                and where not in seen
                and all(entry == placeholder.example for entry in entries)
                and not _may_well_be_the_same(placeholder)
            ):
                seen.add(where)
                yield LeftIn(name, where, _tells_it_apart(placeholder))


_AMOUNT = re.compile(r"(?:\d+|one|two|three|four|five|six|half)\b[\w ]{1,20}", re.IGNORECASE)


def _may_well_be_the_same(placeholder: DeclaredPlaceholder) -> bool:
    """Whether the example is an amount of time or things in words, or says that nothing was measured."""
    example = placeholder.example
    if placeholder.name.endswith("_baseline"):
        return not any(letter.isdigit() for letter in example)
    return _AMOUNT.fullmatch(example) is not None


def _tells_it_apart(placeholder: DeclaredPlaceholder) -> bool:
    """Whether the value is a name, a figure of this contract's past, or a sentence of its own."""
    example = placeholder.example
    if placeholder.kind == "post":
        return False
    if placeholder.name.endswith("_baseline"):
        return True
    return len(example.split()) >= LONG or re.search(r"(?<=[\w,] )[A-Z][a-z]+", example) is not None


class Open(Struct, frozen=True):
    """Something that keeps DRAFT on every page: where it stands, and what it is."""

    where: Location
    what: str


def what_is_open(contract: Contract, chosen: tuple[ChosenClause, ...], problems: Iterable[Problem]) -> tuple[Open, ...]:
    """Every open gap of a value or a text, and every example in the place of this contract's own fact."""
    found = [Open(problem.location, problem.message) for problem in problems if problem.slug == "gap-in-value"]
    found += [
        Open(contract.place(*path), f"a text holds “{mark}”")
        for path, text in written_texts(contract)
        if VALUES not in path and (mark := gap_mark(text)) is not None
    ]
    found += [
        Open(left.where, f"“{left.name}” is still an example")
        for left in left_as_examples(contract, chosen)
        if left.tells_it_apart
    ]
    return tuple({each.where: each for each in reversed(found)}.values())[::-1]
