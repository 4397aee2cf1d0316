"""Which program this is: the hash of its version and its source."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

from specgen import __version__


@cache
def program_digest() -> str:
    """SHA-256 (hex) over what specgen is: its version and its source.

    Not over the versions of Python and of the libraries that happen to be installed: the same inputs give the same
    parts with any of them, and a record that named them would differ from one machine to the next."""
    source = {"specgen": __version__}
    for name, path in _source():
        with open(path, "rb", buffering=0) as opened:  # noqa: PTH123 - there are hundreds
            found = opened.read()
        source[name] = hashlib.sha256(found.replace(b"\r\n", b"\n") if b"\r" in found else found).hexdigest()
    return digest_of(source)


@cache
def program_stamp() -> str:
    """What changes with every change of specgen: its version, and the names, sizes and times of its source files.

    By these Python judges whether what it compiled still holds, and most commands start faster than the source is
    read. It tells one program from another on one machine alone."""
    source = {"specgen": __version__}
    for name, path in _source():
        said = os.stat(path)  # noqa: PTH116
        source[name] = f"{said.st_size} {said.st_mtime_ns} {said.st_ctime_ns}"
    return digest_of(source)


def _source() -> Iterator[tuple[str, str]]:
    """The name of each source file within the package, and its path."""
    package = str(Path(__file__).resolve().parent)
    for place, folders, names in os.walk(package):
        folders[:] = [folder for folder in folders if folder not in ("_shipped", "__pycache__")]
        within = place[len(package) :].replace(os.sep, "/")
        yield from ((f"{within}/{name}"[1:], f"{place}/{name}") for name in names if name.endswith(".py"))


def digest_of(inputs: Mapping[str, str]) -> str:
    """SHA-256 (hex) over names and hashes, whatever order they are in."""
    return hashlib.sha256(json.dumps(sorted(inputs.items()), ensure_ascii=True).encode("ascii")).hexdigest()
