"""What was worked out of files once, kept in the user's cache folder for the next run.

A kept value is looked up by the SHA-256 of everything that it was worked out of, and by this program's stamp. It is
written as JSON: text, numbers and named fields of the few classes that the caller lists, and nothing that runs. A file
that is missing, damaged, of another program or cannot be written changes nothing but the time that a run takes.
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import MISSING, fields
from datetime import date
from functools import cache, wraps
from itertools import accumulate, chain, islice
from pathlib import Path
from typing import Any, Final, NamedTuple, Protocol, TypeVar

import msgspec
from msgspec import Struct

from specgen.plainfile import read_plain
from specgen.program import program_stamp

MOST_FILES: Final = 200
"""Files that are kept; the oldest go first."""

LARGEST_FILE: Final = 64 * 2**20

_TUPLE, _LIST, _MAPPING, _SET, _BYTES, _DATE, _PATH, _FIRST_CLASS = range(8)
"""What a table begins with: the kind of the values in it."""

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


# What is worked out of a value once within a run, kept with the value.


class Keeping(Protocol):
    """A value that keeps what is worked out of it."""

    @property
    def kept(self) -> dict[str, Any]:
        """What is kept, by the names of the functions that worked it out."""
        ...


Keeps = TypeVar("Keeps", bound=Keeping)


def kept_with_it(make: Callable[[Keeps], Value]) -> Callable[[Keeps], Value]:
    """Makes of `make` a function that works its answer out once for each value and keeps it there."""
    name = f"{make.__module__}.{make.__qualname__}"

    @wraps(make)
    def found(of: Keeps) -> Value:
        if name not in of.kept:
            of.kept[name] = make(of)
        answer: Value = of.kept[name]
        return answer

    return found


def _file(subject: str, of: Iterable[bytes]) -> Path | None:
    folder = cache_folder()
    if folder is None:
        return None
    return folder / f"{subject}-{seal_of((program_stamp().encode(), *of))[:40]}.json"


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


# A value as tables: of all that goes equally deep and is of one class a table, field by field; what is held comes
# before what holds it. Read back, a table is one call for all that is in it.


class _RowOfTable(NamedTuple):
    """Where a value that is no text or number stands: its table, by how deep it goes and its kind, and its row."""

    table: tuple[int, int]
    row: int


def _packed(value: Any, numbers: Mapping[type[Any], int], shapes: Mapping[type[Any], tuple[str, ...]]) -> Any:
    tables: dict[tuple[int, int], list[list[Any]]] = {}

    def put(value: Any) -> Any:
        if value is None or isinstance(value, str | int | float):
            return value
        code, parts = _parts(value, numbers, shapes)
        row = [put(each) for each in parts]
        deep = 1 + max((each.table[0] for each in row if isinstance(each, _RowOfTable)), default=0)
        table = tables.setdefault((deep, code), [])
        table.append(row)
        return _RowOfTable((deep, code), len(table) - 1)

    root = put([value])
    first = dict(zip(sorted(tables), accumulate((len(tables[key]) for key in sorted(tables)), initial=0), strict=False))

    def column(values: Sequence[Any]) -> list[Any]:
        held = [
            (place, first[each.table] + each.row) for place, each in enumerate(values) if isinstance(each, _RowOfTable)
        ]
        if not held:
            return [values]
        plain = [None if isinstance(each, _RowOfTable) else each for each in values]
        places, rows = zip(*held, strict=True)
        return [plain, places, rows] if len(held) < len(values) else [None, rows]

    packed: list[Any] = []
    for key in sorted(tables):
        rows = tables[key]
        if key[1] >= _BYTES:
            packed.append([key[1], len(rows), *(column(each) for each in zip(*rows, strict=True))])
        else:
            packed.append([key[1], [len(row) for row in rows], column([each for row in rows for each in row])])
    return [*packed, first[root.table] + root.row]


def _parts(
    value: Any, numbers: Mapping[type[Any], int], shapes: Mapping[type[Any], tuple[str, ...]]
) -> tuple[int, Iterable[Any]]:
    """The kind of a value, and what it is made of."""
    if isinstance(value, tuple | list):
        return _TUPLE if isinstance(value, tuple) else _LIST, value
    if isinstance(value, bytes | memoryview):
        return _BYTES, [base64.b64encode(value).decode("ascii")]
    if isinstance(value, Mapping):
        return _MAPPING, chain.from_iterable(value.items())
    if isinstance(value, frozenset):
        return _SET, sorted(value, key=repr)
    if isinstance(value, date):
        return _DATE, [value.isoformat()]
    if isinstance(value, Path):
        return _PATH, [str(value)]
    kind = type(value)
    return _FIRST_CLASS + numbers[kind], [getattr(value, name) for name in shapes[kind]]


_MAKERS: Final[Mapping[int, Callable[[Any], Any]]] = {
    _TUPLE: tuple,
    _LIST: list,
    _MAPPING: lambda each: dict(zip(each, each, strict=True)),
    _SET: frozenset,
    _BYTES: base64.b64decode,
    _DATE: date.fromisoformat,
    _PATH: Path,
}


def _unpacked(packed: Any, shapes: _Shapes) -> Any:
    made: list[Any] = []
    for code, count, *columns in packed[:-1]:
        read = [_read(column, made) for column in columns]
        if code < _BYTES:
            flat = iter(read[0])
            make = _MAKERS[code]
            made += [make(islice(flat, length)) for length in count]
        elif code < _FIRST_CLASS:
            made += map(_MAKERS[code], read[0])
        else:
            kind, names = shapes[code - _FIRST_CLASS]
            if len(read) != len(names):
                raise ValueError("another number of fields")
            made += map(kind, *read) if read else (kind() for _ in range(count))
    return made[packed[-1]][0]


def _read(column: list[Any], made: Sequence[Any]) -> list[Any]:
    """The values of one field of a table, or of its only one."""
    values: list[Any] = column[0]
    if len(column) == 1:
        return values
    rows = map(made.__getitem__, column[-1])
    if values is None:
        return list(rows)
    for place, value in zip(column[1], rows, strict=True):
        values[place] = value
    return values
