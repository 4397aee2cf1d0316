"""A contract's values held against the model: every fault in the user's words, at the user's line or cell."""

from __future__ import annotations

import typing

from pydantic import ValidationError

from specgen.contract.columns import heading_of
from specgen.contract.model import ContractFile
from specgen.contract.names import known_names, where_it_belongs
from specgen.contract.sound_part import sound_content
from specgen.problems import Location, Problem, did_you_mean
from specgen.yamlfile import Node, Path, plain

MOST_FAULTS = 500
"""How many wrong names and values of one file are described; a file with more is not a contract file."""


class Written(typing.Protocol):
    """What a contract is read from: a file, or a row of a register."""

    @property
    def file(self) -> str: ...
    @property
    def root(self) -> Node | None: ...
    def place(self, path: Path) -> Location:
        """Where the value at `path` stands; the nearest place above it when it is not there."""
    def excerpt(self, place: Location) -> str:
        """What the user wrote at `place`."""


def validate(written: Written) -> tuple[ContractFile | None, list[Problem]]:
    """The values as a ContractFile, or every fault with its place."""
    given = plain(written.root)
    if not isinstance(given, dict):
        return None, [Problem("not-a-contract", "the file is not a list of names and values", Location(written.file, 1, 1),
                              cure="begin with “contract:” and indent what belongs to it", excerpt=written.excerpt(Location(written.file, 1, 1)))]
    try:
        return ContractFile.model_validate(_without_left_out(given)), []
    except ValidationError as fault:
        # An entry that is itself at fault is reported there; that the list is then "too short" adds nothing.
        errors = [error for error in fault.errors(include_url=False) if not (error["type"] == "too_short" and error["input"])]
        found = [_translated(error, written) for error in errors[:MOST_FAULTS]]
        if len(errors) > MOST_FAULTS:
            found.append(Problem("too-many-problems", f"the file has {len(errors) - MOST_FAULTS:,} more problems of this kind", found[-1].location,
                                 cure="mend those above first"))
        return None, found


def validate_or_mend(written: Written) -> tuple[ContractFile | None, frozenset[Path], list[Problem]]:
    """As `validate`; of values with faults what can still be judged, if anything, and the paths of what was taken out of it."""
    content, faults = validate(written)
    if content is not None:
        return content, frozenset(), faults
    given = _without_left_out(plain(written.root))
    content, mended = (sound_content(given) if isinstance(given, dict) else None) or (None, frozenset())
    return content, mended, faults


def _without_left_out(value: object, path: Path = ()) -> object:
    """Names whose value was left out are as if they were not there: a default applies, or the value is missing.

    A name that the model does not know stays, so that it is reported although its value is blank; and a whole
    specification that is named without texts is asked for, and lacks them.
    """
    if isinstance(value, dict):
        kept: dict[str, object] = {}
        known = known_names(path) if None in value.values() else set()
        for key, item in value.items():
            if item is None and path[:1] == ("services",) and key == "whole_specification":
                kept[key] = {}
            elif item is not None or (known and key not in known):
                kept[key] = "" if item is None else _without_left_out(item, (*path, key))
        return kept
    if isinstance(value, list):
        return [_without_left_out(item, (*path, index)) for index, item in enumerate(value)]
    return value


_KINDS_OF_FAULT = {
    "missing": "missing-value",
    "extra_forbidden": "unknown-key",
    "literal_error": "not-one-of",
    "too_short": "missing-value",
    "string_too_long": "too-long",
    "too_long": "too-long",
}


def _translated(error: typing.Any, written: Written) -> Problem:
    """A pydantic error in the user's words, at the user's line."""
    path: Path = tuple(step for step in error["loc"] if step not in ("chosen", "[key]"))
    place = written.place(path)
    kind = error["type"]
    name = _name_at(path)
    message, cure, suggestion = error["msg"].removeprefix("Value error, "), "", ""
    if kind == "missing":
        message, cure = _missing(name, path, place)
    elif kind == "extra_forbidden":
        known = sorted(known_names(error["loc"][:-1]))
        suggestion = did_you_mean(name, known)
        message = f"“{name}” is not a name that belongs here"
        home = where_it_belongs(name, error["loc"][:-1]) if place.sheet is None else ""
        cure = f"put it in {home}, where it belongs" if home else f"use one of: {', '.join(known)}" if known else "delete it"
    elif kind == "literal_error":
        allowed = [entry.strip().strip("'\"") for entry in error["ctx"]["expected"].replace(" or ", ", ").split(", ")]
        suggestion = did_you_mean(str(error["input"]), allowed)
        message = f"“{error['input']}” is not a value that “{_field_of(path)}” can have"
        cure = f"use one of: {', '.join(allowed)}"
    elif kind == "too_short":
        message = f"“{name}” needs at least one entry"
        cure = "add an entry, each beginning with “- ”" if place.sheet is None else _fill_in(path)
    elif kind in ("string_too_long", "too_long"):
        message = f"“{name}” is longer than {error['ctx']['max_length']} characters"
        cure = "shorten it"
    elif kind in ("model_type", "model_attributes_type", "dict_type"):
        message = f"“{name}” must hold names with values, not {_what_it_is(error['input'])}"
        cure = "put each name on its own line below, indented by two more spaces"
    elif kind in ("tuple_type", "list_type"):
        message = f"“{name}” must be a list, not {_what_it_is(error['input'])}"
        cure = "put each entry on its own line below, beginning with “- ”"
    elif kind == "value_error":
        message = f"“{_field_of(path)}”: {message}"
        cure = f"change the value; docs/reference/{'contract-file' if place.sheet is None else 'register'}.md shows the forms"
    return Problem(_KINDS_OF_FAULT.get(kind, "wrong-value"), message, place, cure=cure,
                   excerpt=written.excerpt(place), suggestion=suggestion)


def _missing(name: str, path: Path, place: Location) -> tuple[str, str]:
    """What is said of a value that is not there, and how to mend it, in a file and in a register."""
    if place.sheet is None:
        return f"“{name}” is missing here", f"add “{name}:” with its value; docs/reference/contract-file.md describes it"
    heading = heading_of(path) or name
    return f"“{heading}” {'are' if '” and “' in heading else 'is'} missing", _fill_in(path)


def _fill_in(path: Path) -> str:
    return f"fill in the column “{heading_of(path) or path[-1]}”, or give the value in a base file; docs/reference/register.md describes both"


def _name_at(path: Path) -> str:
    """The name that the user wrote at `path`; of an entry in a list, which one it is."""
    if not path:
        return "the file"
    return f"{_field_of(path)}, entry {path[-1] + 1}" if isinstance(path[-1], int) else path[-1]


def _field_of(path: Path) -> str:
    return next((str(step) for step in reversed(path) if isinstance(step, str)), "the value")


def _what_it_is(value: object) -> str:
    if isinstance(value, str):
        return f"the text “{value[:40]}”"
    return "a list" if isinstance(value, list) else "names with values"
