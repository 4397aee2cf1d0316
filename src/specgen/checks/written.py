"""Every text that a person wrote in the contract file, with its path; not the words that the file's model offers to choose from."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any, Literal, get_args, get_origin

from pydantic import BaseModel

from specgen.assembly.pack import Pack

Path = tuple[str | int, ...]

VALUES = "values"
"""The name under which values for placeholders stand, at every level of the file."""


def texts(pack: Pack, *, with_values: bool) -> list[tuple[Path, str]]:
    """Each text and the path at which it stands, in the order of the file's model.

    Without `with_values`, the values of placeholders are left out: those have been looked at where they were filled in.
    """
    if "texts" not in pack.kept:  # several rules ask
        pack.kept["texts"] = list[tuple[Path, str]]()
        _collect(pack.contract.content, (), pack.kept["texts"])
    found: list[tuple[Path, str]] = pack.kept["texts"]
    return found if with_values else [(path, text) for path, text in found if VALUES not in path]


def _collect(value: object, path: Path, found: list[tuple[Path, str]]) -> None:
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
