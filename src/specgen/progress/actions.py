"""The ten key actions and the national commitments as data: what is counted for each, and which figures speak to it.

Source: handbook 2.1.2 (`clauses/key-actions.yaml`); the commitments by 2023/24 of the memorandum of understanding for
demonstrator sites (`clauses/commitments.yaml`). Both files are held to their sources word for word by tests.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fnmatch import fnmatchcase
from functools import lru_cache
from pathlib import Path
from typing import Any, Final, Literal

from msgspec import Struct

from specgen.library.lists import said_in
from specgen.library.shapes import LINE, LINES, NUMBER, ListOf, Names, OneOf, Written, shape_faults
from specgen.plainfile import read_plain
from specgen.problems import Problem, has_errors
from specgen.yamlfile import plain, read_document

ACTIONS_FILE: Final = "key-actions.yaml"
COMMITMENTS_FILE: Final = "commitments.yaml"

CountedUnit = Literal["contracts", "services"]
COUNTED_UNITS: Final[tuple[CountedUnit, ...]] = ("contracts", "services")
PlannedForm = Literal["number", "share", "by-year", "situations"]

_PATTERN: Final = Written(pattern=r"[a-z0-9*-]+(/[a-z0-9*-]+){2}", says="component/place/name, with * for any")
_PLANNED: Final = Names(
    {"id": LINE, "says": LINE, "value": LINE, "form": OneOf(("number", "share", "by-year", "situations"))}
)
_MEASURE: Final = Names(
    {"unit": OneOf(("contracts", "services")), "says": LINE},
    {
        "holds": ListOf(_PATTERN),
        "holds_all": ListOf(_PATTERN),
        "day": LINE,
        "rights": OneOf(("answered", "applies")),
        "every": OneOf(("yes",)),
        "key_action": NUMBER,
        "share": NUMBER,
    },
)
_ACTIONS: Final = Names(
    {
        "source": Names({"document": LINE, "section": LINE, "page": NUMBER}),
        "actions": ListOf(
            Names(
                {"number": NUMBER, "action": LINE, "chapter": LINE, "measures": ListOf(_MEASURE)},
                {"steps": ListOf(_PATTERN), "groups": ListOf(_PATTERN), "figures": ListOf(_PLANNED)},
            )
        ),
    }
)
_COMMITMENTS: Final = Names(
    {
        "source": Names({"title": LINE, "publisher": LINE, "date": LINE}),
        "commitments": ListOf(
            Names(
                {"number": NUMBER, "words": LINES, "figures": ListOf(LINE), "limits": LINES},
                {"returns": ListOf(_PATTERN)},
            )
        ),
    },
    {"figures": ListOf(_PLANNED)},
)


class ActionMeasure(Struct, frozen=True):
    """What is counted for a key action: units that meet every condition given. `share` is the target in percent, where
    the action states one; `every` asks it of each service of a contract."""

    unit: CountedUnit
    says: str
    holds: tuple[str, ...] = ()
    holds_all: tuple[str, ...] = ()
    day: str = ""
    rights: str = ""
    every: bool = False
    key_action: str = ""
    share: int | None = None

    @property
    def place(self) -> str:
        """The place of the contract's own schedules that it looks at, by which it may be not applicable; "" for
        none."""
        if self.key_action:
            return "development"
        patterns = (*self.holds, *self.holds_all)
        places = {pattern.split("/")[1] for pattern in patterns}
        return "reporting" if places == {"reporting"} else ""


class PlannedFigure(Struct, frozen=True):
    """A figure that contracts state: the value's name, and how it is read."""

    id: str
    says: str
    value: str
    form: PlannedForm


class KeyAction(Struct, frozen=True):
    """A key action, word for word, with its measures, the steps that lead to it and the figures that speak to it.

    `groups` are clauses whose services' groups with a legal right are counted."""

    number: int
    action: str
    chapter: str
    measures: tuple[ActionMeasure, ...]
    steps: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    figures: tuple[PlannedFigure, ...] = ()


class NationalCommitment(Struct, frozen=True):
    """A commitment, word for word, with the figures of contracts that add to it and what they do not say."""

    number: int
    words: str
    figures: tuple[str, ...]
    limits: str
    returns: tuple[str, ...] = ()


class ProgressYardstick(Struct, frozen=True):
    """What a portfolio is held against. `figures` are those of actions and commitments, by their id."""

    actions: tuple[KeyAction, ...]
    commitments: tuple[NationalCommitment, ...]
    figures: Mapping[str, PlannedFigure]
    commitments_from: str

    def action_of_step(self, clause_id: str) -> int | None:
        """The number of the key action that a dated item of Schedule 6D or 8 leads to; a whole name before one with
        any."""
        found = [
            (pattern.count("*"), action.number)
            for action in self.actions
            for pattern in action.steps
            if fnmatchcase(clause_id, pattern)
        ]
        return min(found)[1] if found else None


def matches(clause_id: str, patterns: Iterable[str]) -> bool:
    """Whether the clause's name is one of these; `*` stands for any part."""
    return any(_fits(clause_id, pattern) for pattern in patterns)


@lru_cache(maxsize=8192)
def _fits(clause_id: str, pattern: str) -> bool:
    return fnmatchcase(clause_id, pattern)


def read_yardstick(folder: Path) -> tuple[ProgressYardstick | None, list[Problem]]:
    """The yardstick in the folder of the shipped clauses, or the faults of its files. Raises OSError."""
    problems: list[Problem] = []
    actions = _read(folder / ACTIONS_FILE, _ACTIONS, problems)
    commitments = _read(folder / COMMITMENTS_FILE, _COMMITMENTS, problems)
    if actions is None or commitments is None:
        return None, problems
    found = tuple(_action(entry) for entry in actions["actions"])
    further = [_planned(entry) for entry in commitments.get("figures", [])]
    source = commitments["source"]
    return ProgressYardstick(
        found,
        tuple(_commitment(entry) for entry in commitments["commitments"]),
        {figure.id: figure for figure in (*(each for action in found for each in action.figures), *further)},
        f"{source['title']}, {source['publisher']}, {source['date']}",
    ), problems


def _read(file: Path, shape: Names, problems: list[Problem]) -> dict[str, Any] | None:
    document, faults = read_document(read_plain(file), str(file))
    faults = faults or shape_faults(document, shape, "library-list")
    problems += faults
    whole = plain(document.root)
    return whole if isinstance(whole, dict) and not has_errors(faults) else None


def _action(entry: dict[str, Any]) -> KeyAction:
    measures, figures = map(_measure, entry["measures"]), map(_planned, entry.get("figures") or ())
    made = {"number": int(entry["number"]), "measures": tuple(measures), "figures": tuple(figures)}
    return KeyAction(**(said_in(entry) | made))


def _measure(entry: dict[str, Any]) -> ActionMeasure:
    share = int(entry["share"]) if "share" in entry else None
    return ActionMeasure(**(said_in(entry) | {"every": "every" in entry, "share": share}))


def _planned(entry: dict[str, Any]) -> PlannedFigure:
    return PlannedFigure(**said_in(entry))


def _commitment(entry: dict[str, Any]) -> NationalCommitment:
    return NationalCommitment(**(said_in(entry) | {"number": int(entry["number"])}))
