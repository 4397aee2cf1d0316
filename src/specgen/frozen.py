"""Frozen values of either kind: most are msgspec Structs, which a command that starts makes in a thirtieth of the time
of a dataclass; dataclasses are those that keep something besides what they are compared by."""

from __future__ import annotations

import dataclasses
from typing import Any

import msgspec
from msgspec import Struct


def is_value(value: object) -> bool:
    """Whether it is a value with named fields (or the class of such values)."""
    kind = value if isinstance(value, type) else type(value)
    return issubclass(kind, Struct) or dataclasses.is_dataclass(kind)


def field_names(kind: type[Any]) -> tuple[str, ...]:
    """The names of the fields, in their order, base classes' first."""
    if issubclass(kind, Struct):
        return kind.__struct_fields__
    return tuple(each.name for each in dataclasses.fields(kind))


def with_fields(value: Any, changed: dict[str, Any]) -> Any:
    """The value with some of its fields changed."""
    if isinstance(value, Struct):
        return msgspec.structs.replace(value, **changed)
    return dataclasses.replace(value, **changed)
