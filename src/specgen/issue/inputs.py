"""The files that documents are made of, by name and content, the program among them.

Two runs whose inputs have the same hash, of the same contract, make the same documents.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Final

from specgen import __version__
from specgen.library.organisation import SETTINGS, Organisation
from specgen.shipped import shipped

SHIPPED: Final = ("clauses", "editions", "templates")
_NOT_INPUTS: Final = frozenset({".DS_Store", "Thumbs.db", "desktop.ini"})


@cache
def program_digest() -> str:
    """SHA-256 (hex) over what specgen is: its version and its source.

    Not over the versions of Python and of the libraries that happen to be installed: the same inputs give the same parts
    with any of them, and a record that named them would differ from one machine to the next.
    """
    package = Path(__file__).resolve().parents[1]
    source = {path.relative_to(package).as_posix(): _sha256(path.read_bytes().replace(b"\r\n", b"\n")) for path in package.rglob("*.py") if "_shipped" not in path.parts}
    return digest_of({"specgen": __version__, **source})


def workplace_inputs(organisation: Organisation | None) -> dict[str, str]:
    """Name → SHA-256 (hex) of every file of the shipped and the organisation's clauses, editions, templates and approvals.

    Names begin with `shipped/` or `organisation/`, so that they are the same on every machine. Raises OSError.
    """
    found: dict[str, str] = {}
    for room in SHIPPED:
        found.update((f"shipped/{room}/{name}", digest) for name, digest in _files_below(shipped(room)))
    if organisation is not None:
        for path in (organisation.folder / SETTINGS, organisation.approvals):
            if path is not None and path.is_file():
                found[_own_name(path, organisation.folder)] = _sha256(path.read_bytes())
        for folder in (organisation.library, organisation.templates, organisation.editions):
            if folder is not None:
                found.update((f"{_own_name(folder, organisation.folder)}/{name}", digest) for name, digest in _files_below(folder))
    return found


def _own_name(path: Path, folder: Path) -> str:
    return f"organisation/{path.resolve().relative_to(folder.resolve()).as_posix()}"


def _files_below(folder: Path) -> Iterator[tuple[str, str]]:
    """Every file but those that Word, Windows and macOS leave while somebody looks into a folder.

    Links to folders are followed, as they are where clauses and templates are read; a folder that is there already under
    another name is named with that name, so that a link which leads back ends.
    """
    known: dict[str, str] = {}
    for place, folders, names in os.walk(folder, followlinks=True):
        folders.sort()
        here = Path(place)
        name = here.relative_to(folder).as_posix()
        first = known.setdefault(os.path.realpath(place), name)
        if first != name:
            folders.clear()
            yield f"{name}/", _sha256(os.fsencode(first))
            continue
        for path in (here / each for each in sorted(names)):
            if path.name not in _NOT_INPUTS and not path.name.startswith("~$") and path.is_file():
                yield path.relative_to(folder).as_posix(), _sha256(path.read_bytes())


def digest_of(inputs: Mapping[str, str]) -> str:
    """SHA-256 (hex) over names and hashes, whatever order they are in."""
    return hashlib.sha256(json.dumps(sorted(inputs.items()), ensure_ascii=True).encode("ascii")).hexdigest()


def file_digests(files: Iterable[tuple[str, Path]]) -> dict[str, str]:
    """Name → SHA-256 (hex) of each file; "" for one that cannot be read."""
    found = {}
    for name, path in files:
        try:
            with path.open("rb") as opened:
                found[name] = hashlib.file_digest(opened, "sha256").hexdigest()
        except OSError:
            found[name] = ""
    return found


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
