"""Every text that a person wrote in the contract file, with its path; not the words that the file's model offers to choose from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, Literal, get_args, get_origin

from pydantic import BaseModel

from specgen.contract.read import Contract

Path = tuple[str | int, ...]

VALUES = "values"
"""The name under which values for placeholders stand, at every level of the file."""


def texts(contract: Contract, *, with_values: bool) -> Iterator[tuple[Path, str]]:
    """Each text and the path at which it stands, in the order of the file's model.

    Without `with_values`, the values of placeholders are left out: those have been looked at where they were filled in.
    """
    yield from _below(contract.content, (), with_values)


def _below(value: object, path: Path, with_values: bool) -> Iterator[tuple[Path, str]]:
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, BaseModel):
        for name in _written_fields(type(value)):
            # A list of choices stands in the file directly under the schedule's name.
            step = () if name == "chosen" else (name,)
            if with_values or name != VALUES:
                yield from _below(getattr(value, name), (*path, *step), with_values)
    elif isinstance(value, Mapping):
        for name, entry in value.items():
            yield from _below(entry, (*path, str(name)), with_values)
    elif isinstance(value, tuple):
        for index, entry in enumerate(value):
            yield from _below(entry, (*path, index), with_values)


@cache
def _written_fields(model: type[BaseModel]) -> tuple[str, ...]:
    """The fields whose words a person writes."""
    return tuple(name for name, field in model.model_fields.items() if not _offered(field.annotation))


def _offered(annotation: Any) -> bool:
    """Whether a field's words come from a list of the model, such as a party's kind or a contract's status."""
    return get_origin(annotation) is Literal or any(_offered(part) for part in get_args(annotation))
