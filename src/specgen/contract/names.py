"""The names that a contract file may hold, level by level: which belong at a place, and to which place a name belongs."""

from __future__ import annotations

import types
import typing
from collections.abc import Iterator
from functools import cache

from pydantic import BaseModel

from specgen.contract.model import ContractFile

Level = tuple[str, ...]
"""The names from the top of the file down to a level, without the numbers of list entries; () is the top."""
_TOO_MANY: typing.Final = 3
"""Levels of one name beyond which naming them helps nobody."""


def known_names(path: tuple[int | str, ...]) -> set[str]:
    """The names that the model knows at `path`."""
    current: typing.Any = ContractFile
    for step in path:
        if isinstance(step, int):
            current = next(iter(typing.get_args(current)), current)
        else:
            model = _model_in(current)
            if model is None or step not in model.model_fields:
                return set()
            current = model.model_fields[step].annotation
    model = _model_in(current)
    return set(model.model_fields) - {"chosen"} if model else set()


def where_it_belongs(name: str, path: tuple[int | str, ...]) -> str:
    """Where a name belongs that does not belong at `path`, in words: the level nearest to it; "" when no level has the name."""
    here = tuple(step for step in path if isinstance(step, str))
    levels = [level for level, names in _levels() if name in names and level != here]
    if not levels:
        return ""
    nearest = min(_distance(here, level) for level in levels)
    found = [level for level in levels if _distance(here, level) == nearest]
    return " or ".join(map(_in_words, found)) if len(found) <= _TOO_MANY else ""


def _distance(here: Level, level: Level) -> tuple[int, int]:
    """How far apart two levels are: first by what they share, then by how deep the other lies."""
    shared = next((at for at, (one, other) in enumerate(zip(here, level, strict=False)) if one != other), min(len(here), len(level)))
    return -shared, len(level)


def _in_words(level: Level) -> str:
    if not level:
        return "the top of the file, without spaces before it"
    return f"an entry of “{'.'.join(level)}”" if level in _lists() else f"“{'.'.join(level)}”"


@cache
def _levels() -> tuple[tuple[Level, frozenset[str]], ...]:
    return tuple((level, frozenset(model.model_fields) - {"chosen"}) for level, model, _ in _below((), ContractFile))


@cache
def _lists() -> frozenset[Level]:
    return frozenset(level for level, _, listed in _below((), ContractFile) if listed)


def _below(level: Level, annotation: typing.Any, listed: bool = False) -> Iterator[tuple[Level, type[BaseModel], bool]]:
    """The level and those below it, each with its model and whether it is that of a list's entries."""
    model = _model_in(annotation)
    if model is None:
        return
    yield level, model, listed
    for name, field in model.model_fields.items():
        if name != "chosen":
            yield from _below((*level, name), field.annotation, typing.get_origin(field.annotation) is tuple)


def _model_in(annotation: typing.Any) -> type[BaseModel] | None:
    """The model that an annotation such as `Term | None` or `tuple[Service, ...]` holds."""
    if isinstance(annotation, type) and not isinstance(annotation, types.GenericAlias) and issubclass(annotation, BaseModel):
        return annotation
    return next((found for part in typing.get_args(annotation) if (found := _model_in(part)) is not None), None)
