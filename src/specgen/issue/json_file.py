"""Values as JSON files that other programs may read: names in their order, indented by one, nothing unknown taken."""

from __future__ import annotations

import re
from typing import Any, TypeVar

import msgspec

_Kind = TypeVar("_Kind")
_FAULT = re.compile(r"(.*?)(?: - at `(?:key in )?\$\.?(.*)`)?", re.S)
_UNKNOWN = re.compile(r"Object contains unknown field `(.*)`")


class NotAsWrittenError(ValueError):
    """The JSON is not of the form that is asked for; its text says where and how."""


def json_bytes(value: object) -> bytes:
    """The value as JSON: UTF-8, indented by one, LF at the end of each line."""
    return msgspec.json.format(msgspec.json.encode(value), indent=1) + b"\n"


def read_json(data: bytes) -> Any:
    """What the JSON says, as dicts, lists, texts and numbers. Raises ValueError, for JSON that is too deep too."""
    try:
        return msgspec.json.decode(data)
    except msgspec.DecodeError as fault:
        raise ValueError(str(fault)) from None
    except RecursionError:
        raise ValueError("it is nested too deeply") from None


def as_written(given: Any, kind: type[_Kind]) -> _Kind:
    """The value that JSON which has been read stands for; no text is taken for a number, nothing unknown is passed
    over. Raises NotAsWrittenError."""
    try:
        return msgspec.convert(given, kind)
    except msgspec.ValidationError as fault:
        found = _FAULT.fullmatch(str(fault))
        reason, path = (found[1], found[2] or "") if found else (str(fault), "")
        place = [
            step for step in path.replace("[...]", ".(each)").replace("[", ".").replace("]", "").split(".") if step
        ]
        if unknown := _UNKNOWN.fullmatch(reason):
            place, reason = [*place, unknown[1]], "it is not known here"
        said = re.sub("`([^`]*)`", r"“\1”", reason[:1].lower() + reason[1:])
        where = f"“{'.'.join(place)}”" if place else "what it holds"
        raise NotAsWrittenError(f"{where} is not as it was written: {said}") from None
