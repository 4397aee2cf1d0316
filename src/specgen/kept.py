"""What was worked out of files once, kept in the user's cache folder for the next run.

A kept value is looked up by the SHA-256 of everything that it was worked out of, this program included. It is written
as JSON: text, numbers and named fields of the few classes that the caller lists, and nothing that runs. A file that is
missing, damaged, of another program or cannot be written changes nothing but the time that a run takes.
Which program this is, is the hash of its version and its source.
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
import tempfile
from collections.abc import Callable, Iterable, Mapping
from dataclasses import MISSING, fields
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Final, TypeVar

import msgspec
from msgspec import Struct

from specgen import __version__
from specgen.plainfile import read_plain

MOST_FILES: Final = 200
"""Files that are kept; the oldest go first."""

LARGEST_FILE: Final = 64 * 2**20

_TUPLE, _PLAIN, _LIST, _MAPPING, _SET, _BYTES, _DATE, _PATH, _FIRST_CLASS = range(9)
"""What a list begins with: the kind of value that it stands for. `_PLAIN` is a tuple of nothing but text and
numbers."""

Value = TypeVar("Value")


def kept(subject: str, of: Iterable[bytes], classes: tuple[type[Any], ...], make: Callable[[], Value]) -> Value:
    """What `make` gives, or gave in an earlier run when `subject` was worked out of the same bytes.

    The value may hold text, numbers, dates, paths, bytes, tuples, lists, mappings, sets and objects of `classes`.
    Raises what `make` raises."""
    file = _file(subject, of)
    if file is None:
        return make()
    shapes = _shapes(classes)
    try:
        found: Value = _unpacked(_content(read_plain(file, LARGEST_FILE + 1)), shapes)
        return found
    except (
        *(OSError, ValueError, TypeError, KeyError, IndexError, AttributeError, RecursionError),
        msgspec.DecodeError,
    ):
        pass
    value = make()
    _write(file, json.dumps(_packed(value, {kind: index for index, (kind, _) in enumerate(shapes)}, dict(shapes))))
    return value


def _file(subject: str, of: Iterable[bytes]) -> Path | None:
    folder = cache_folder()
    if folder is None:
        return None
    return folder / f"{subject}-{seal_of((program_digest().encode(), *of))[:40]}.json"


def seal_of(pieces: Iterable[bytes]) -> str:
    """SHA-256 (hex) over the pieces, each with its length before it."""
    digest = hashlib.sha256()
    for each in pieces:
        digest.update(len(each).to_bytes(8, "big"))
        digest.update(each)
    return digest.hexdigest()


def everything(*folders: Path) -> list[bytes]:
    """The names of all that lies in the folders, and the content of every file.

    Raises OSError, for a folder that is reached by a link too: what lies behind it is not looked at."""
    found: list[bytes] = []
    for folder in folders:
        for where, below, names in os.walk(folder, onerror=_raised):
            below.sort()
            if any(os.path.islink(os.path.join(where, name)) for name in below):  # noqa: PTH114, PTH118
                raise OSError("a folder is reached by a link")
            found.append(where.encode("utf-8", "surrogateescape"))
            for name in sorted(names):
                found += (name.encode("utf-8", "surrogateescape"), read_plain(os.path.join(where, name)))  # noqa: PTH118
    return found


def _raised(fault: OSError) -> None:
    raise fault


@cache
def cache_folder() -> Path | None:
    """Where values are kept, as the system has it; None where there is no such place."""
    from platformdirs import user_cache_path

    try:
        return user_cache_path("specgen", appauthor=False)
    except (OSError, RuntimeError):
        return None


def _content(data: bytes) -> Any:
    """The JSON below the line that holds its SHA-256. Raises ValueError where it is another."""
    seal, _, body = data.partition(b"\n")
    if hashlib.sha256(body).hexdigest().encode() != seal:
        raise ValueError("damaged")
    return msgspec.json.decode(body)


def _write(file: Path, body: str) -> None:
    data = body.encode("utf-8")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        handle, beside = tempfile.mkstemp(dir=file.parent, suffix=".new")
        try:
            with os.fdopen(handle, "wb") as opened:
                opened.write(hashlib.sha256(data).hexdigest().encode() + b"\n" + data)
            Path(beside).replace(file)
        except OSError:
            Path(beside).unlink(missing_ok=True)
            return
        there = sorted(file.parent.glob("*.json"), key=lambda each: each.stat().st_mtime)
        for oldest in there[:-MOST_FILES]:
            oldest.unlink(missing_ok=True)
    except OSError:
        return


_Shapes = tuple[tuple[type[Any], tuple[str, ...]], ...]


@cache
def _shapes(classes: tuple[type[Any], ...]) -> _Shapes:
    """Of each class the fields that are kept: those that it is made with and is compared by, which come first."""
    return tuple(
        (
            kind,
            kind.__struct_fields__
            if issubclass(kind, Struct)
            else tuple(
                each.name
                for each in fields(kind)
                if each.init and (each.compare or each.default is each.default_factory is MISSING)
            ),
        )
        for kind in classes
    )


def _packed(value: Any, numbers: Mapping[type[Any], int], shapes: Mapping[type[Any], tuple[str, ...]]) -> Any:
    if value is None or isinstance(value, str | int | float):
        return value
    if isinstance(value, tuple) and not any(map(_is_held, value)):
        return [_PLAIN, *value]
    if isinstance(value, tuple | list):
        return [_TUPLE if isinstance(value, tuple) else _LIST, *(_packed(each, numbers, shapes) for each in value)]
    if isinstance(value, bytes | memoryview):
        return [_BYTES, base64.b64encode(value).decode("ascii")]
    if isinstance(value, Mapping):
        flat = (each for pair in value.items() for each in pair)
        return [_MAPPING, *(_packed(each, numbers, shapes) for each in flat)]
    if isinstance(value, frozenset):
        return [_SET, *sorted((_packed(each, numbers, shapes) for each in value), key=json.dumps)]
    if isinstance(value, date):
        return [_DATE, value.isoformat()]
    if isinstance(value, Path):
        return [_PATH, str(value)]
    kind = type(value)
    return [
        _FIRST_CLASS + numbers[kind],
        *(_packed(getattr(value, name), numbers, shapes) for name in shapes[kind]),
    ]


def _is_held(value: Any) -> bool:
    return value is not None and not isinstance(value, str | int | float)


def _unpacked(packed: Any, shapes: _Shapes) -> Any:
    kinds = [kind for kind, _ in shapes]
    lengths = [len(names) for _, names in shapes]

    def read(packed: Any) -> Any:
        if type(packed) is not list:
            return packed
        code = packed[0]
        if code >= _FIRST_CLASS:
            code -= _FIRST_CLASS
            if len(packed) - 1 != lengths[code]:
                raise ValueError("another number of fields")
            return kinds[code](*[each if type(each) is not list else read(each) for each in packed[1:]])
        if code == _TUPLE:
            return tuple([each if type(each) is not list else read(each) for each in packed[1:]])
        if code == _PLAIN:
            return tuple(packed[1:])
        if code == _MAPPING:
            each = map(read, packed[1:])
            return dict(zip(each, each, strict=True))
        if code == _LIST:
            return list(map(read, packed[1:]))
        if code == _SET:
            return frozenset(map(read, packed[1:]))
        if code == _BYTES:
            return base64.b64decode(packed[1])
        if code == _PATH:
            return Path(packed[1])
        return date.fromisoformat(packed[1])

    return read(packed)


@cache
def program_digest() -> str:
    """SHA-256 (hex) over what specgen is: its version and its source.

    Not over the versions of Python and of the libraries that happen to be installed: the same inputs give the same
    parts with any of them, and a record that named them would differ from one machine to the next."""
    package = str(Path(__file__).resolve().parent)
    source = {"specgen": __version__}
    for place, folders, names in os.walk(package):
        folders[:] = [folder for folder in folders if folder not in ("_shipped", "__pycache__")]
        within = place[len(package) :].replace(os.sep, "/")
        for name in names:
            if name.endswith(".py"):
                with open(f"{place}/{name}", "rb", buffering=0) as opened:  # noqa: PTH123 - every command reads all of them
                    found = opened.read().replace(b"\r\n", b"\n")
                source[f"{within}/{name}"[1:]] = hashlib.sha256(found).hexdigest()
    return digest_of(source)


def digest_of(inputs: Mapping[str, str]) -> str:
    """SHA-256 (hex) over names and hashes, whatever order they are in."""
    return hashlib.sha256(json.dumps(sorted(inputs.items()), ensure_ascii=True).encode("ascii")).hexdigest()
