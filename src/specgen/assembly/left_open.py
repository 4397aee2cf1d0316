"""What a contract leaves open: gaps in its texts and values, and examples that stand where its own facts belong.

None of it may go out in a paper for signature: it keeps DRAFT on every page.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from typing import Any, Literal, get_args, get_origin

from msgspec import Struct

from specgen.assembly.choose import ChosenClause
from specgen.contract.contract import Contract
from specgen.contract.model import ContractPart, part_fields
from specgen.library.model import DeclaredPlaceholder
from specgen.problems import Location, Problem
from specgen.wording.gaps import code_left_open, gap_left_by_a_person, name_left_open, none_mark

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
    elif isinstance(value, ContractPart):
        for name in _written_fields(type(value)):
            if (entry := getattr(value, name)) is not None:
                # A list of choices stands in the file directly under the schedule's name.
                _collect(entry, path if name == "chosen" else (*path, name), found)
    elif isinstance(value, Mapping):
        for name, entry in value.items():
            _collect(entry, (*path, str(name)), found)


@cache
def _written_fields(model: type[ContractPart]) -> tuple[str, ...]:
    """The fields whose words a person writes."""
    return tuple(name for name, field in part_fields(model).items() if not _offered(field.annotation))


def _offered(annotation: Any) -> bool:
    """Whether a field's words come from a list of the model, such as a party's kind or a contract's status."""
    return get_origin(annotation) is Literal or any(_offered(part) for part in get_args(annotation))


_NEVER_NONE = frozenset(
    [
        "reference",
        "cohort",
        "population",
        "not_applicable",
        "no_ods_code",
        "in_year_notice",
        "equality_assessment",
        "dpia",
        "sharing_agreement",
    ]
)
"""Fields that ask for a thing or a reason, which “N/A” is not."""
_NAMES = frozenset(["title", "name", "lead", "commissioner_lead", "provider_lead", "holder", "signatory"])
"""Fields that ask for the name of a person, a post or an organisation."""


def open_mark(path: KeyPath, text: str) -> str | None:
    """The mark of a gap in a text of the contract file that is no placeholder's value; None where it has none."""
    return _mark_in(next((step for step in reversed(path) if isinstance(step, str)), ""), text)


@lru_cache(maxsize=1024)  # asked for DRAFT and by two rules, and many contracts have the same texts
def _mark_in(field: str, text: str) -> str | None:
    if field in _PAPERS and (promised := _PROMISED.search(text)) and not any(map(str.isdigit, text)):
        return promised.group()
    if field in _NAMES:
        return name_left_open(text)
    if field == "ods_code":
        return code_left_open(text)
    return gap_left_by_a_person(text) or (none_mark(text) if field in _NEVER_NONE else None)


_PAPERS = ("equality_assessment", "dpia", "sharing_agreement")
_PROMISED = re.compile(
    r"\b(?:to be (?:put in place|completed|done|written|signed|agreed|approved|reviewed|updated)|in progress|under ?way"
    r"|being (?:written|drafted|updated)|awaited|outstanding)\b",
    re.IGNORECASE,
)
"""Words by which a paper is said not to be there yet; with a day by which it will be, the contract says so."""


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


_STARTER_HINTS = ("EXAMPLE-", "X9X0", "NHS Example", "Example Community", "-000")
"""Whatever that file calls something has one of these in it."""


def left_as_examples(
    contract: Contract, chosen: Iterable[ChosenClause], texts: Sequence[tuple[KeyPath, str]]
) -> Iterator[LeftIn]:
    """Texts, lists and posts that are the library's own examples word for word, and what the first contract file says
    of itself. Dates, numbers, shares and intervals may well be those of the example. `texts` are the contract's
    `written_texts`."""
    seen: set[Location] = set()
    everything = "\n".join([text for _, text in texts])
    hinted = any(hint in everything for hint in _STARTER_HINTS)
    for path, text in texts if hinted else ():
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


def what_is_open(
    contract: Contract, texts: Iterable[tuple[KeyPath, str]], examples: Iterable[LeftIn], problems: Iterable[Problem]
) -> tuple[Open, ...]:
    """Every open gap of a value or a text, and every example in the place of this contract's own fact: `texts` are the
    contract's `written_texts`, and `examples` what was `left_as_examples`."""
    found = [Open(problem.location, problem.message) for problem in problems if problem.slug == "gap-in-value"]
    found += [
        Open(contract.place(*path), f"a text holds “{mark}”")
        for path, text in texts
        if VALUES not in path and (mark := open_mark(path, text)) is not None
    ]
    found += [Open(left.where, f"“{left.name}” is still an example") for left in examples if left.tells_it_apart]
    return tuple({each.where: each for each in reversed(found)}.values())[::-1]
