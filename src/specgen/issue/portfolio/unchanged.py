"""A pack of which nothing changed, known as such without making it again.

Its record ends with a hash over everything that the pack depends on and over the record itself. While that is the same,
and each document lying there is to the byte the one that was made, a run would make, say and record the same again. Any
doubt, and the pack is made and judged in the ordinary way: here is only ever said “unchanged”.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePath
from typing import Any, Final

from msgspec import Struct
from msgspec.structs import replace

from specgen.issue.plan import Plan
from specgen.issue.records import (
    LARGEST,
    RECORD_FILE,
    SCHEMA,
    CautionFiles,
    folded,
    read_json,
    record_bytes,
    recorded,
    told,
)
from specgen.library.organisation import SETTINGS, OwnOrganisation
from specgen.plainfile import read_plain
from specgen.problems import Problem
from specgen.shipped import shipped
from specgen.word.package.archive import LARGEST_ARCHIVE
from specgen.writing import TEMPORARY

_SEAL: Final = re.compile(rb',\n "unchanged_while": "([0-9a-f]{64})"\n\}\n\Z')
_END: Final = b"\n}\n"


class Unchanged(Struct, frozen=True):
    """A pack that a run need not make: what its record says of it, with its cautions at their places of today."""

    reference: str
    title: str
    provider: str
    draft: bool
    documents: tuple[str, ...]
    cautions: tuple[Problem, ...]
    base_needs: tuple[str, ...]
    record_sha256: str
    of_figures: bool


def with_seal(
    plan: Plan, key: str, problems: tuple[Problem, ...], places: CautionFiles, base_needs: tuple[str, ...] | None
) -> Plan:
    """The plan whose record says what the next run need not find out again, where that can be said.

    `key` is the hash of everything that the pack depends on; `problems` those that making it gave; `base_needs` the
    values that it needs of its base's."""
    cautions = recorded(problems, places)
    plan = replace(
        plan,
        before=replace(plan.before, cautions=cautions, base_needs=base_needs),
        after=replace(plan.after, cautions=cautions, base_needs=base_needs),
    )
    plain = all(verdict.kind in ("new", "changed", "unchanged") for verdict in plan.verdicts) and all(
        document.beside is None for document in plan.after.documents
    )
    if not key or cautions is None or not plain:
        return plan
    return replace(plan, after=replace(plan.after, unchanged_while=_seal(key, record_bytes(plan.after))))


def _seal(key: str, record: bytes) -> str:
    return hashlib.sha256(key.encode("ascii") + b"\n" + record).hexdigest()


def unchanged(folder: Path, key: str, places: CautionFiles) -> Unchanged | None:
    """The pack in `folder`, when nothing of it changed since it was issued; None when that cannot be seen so easily.

    Raises OSError only where the ordinary way would.
    """
    try:
        # A link may lead elsewhere: the ordinary way refuses it.
        if folder.is_symlink():
            return None
        data = read_plain(folder / RECORD_FILE, LARGEST + 1)
        found = _SEAL.search(data)
        if found is None or len(data) > LARGEST:
            return None
        if found[1].decode("ascii") != _seal(key, data[: found.start()] + _END):
            return None
        given = read_json(data)
        if given["schema"] != SCHEMA or not _all_lie_there(
            folder, {folded(document["file"]): document["sha256"] for document in given["documents"]}
        ):
            return None
        contract = given["contract"]
        files = tuple(str(document["file"]) for document in given["documents"])
        places = replace(places, documents=frozenset(files))
        cautions = tuple(told(caution, places) for caution in given["cautions"])
        needs = tuple(map(str, given.get("base_needs", ())))
        return Unchanged(
            str(contract["reference"]),
            str(contract["title"]),
            str(contract["provider"]),
            bool(given["draft"]),
            files,
            cautions,
            needs,
            hashlib.sha256(data).hexdigest(),
            given.get("figured") is not None,
        )
    except (OSError, KeyError, TypeError, ValueError, IndexError, AttributeError):
        return None


def _all_lie_there(folder: Path, wanted: dict[str, Any]) -> bool:
    """Whether each of the files (folded name → SHA-256) is there as it was made, none a second time in other capitals,
    and nothing that a killed run left."""
    missing = dict(wanted)
    with os.scandir(folder) as entries:
        for entry in entries:
            if TEMPORARY.fullmatch(entry.name):
                return False
            name = folded(entry.name)
            if name not in wanted:
                continue
            if (expected := missing.pop(name, None)) is None:
                return False
            if not entry.is_file(follow_symlinks=False) or entry.stat(follow_symlinks=False).st_size > LARGEST_ARCHIVE:
                return False
            # A Path for each of thousands of files costs more than reading them.
            with open(entry.path, "rb") as file:  # noqa: PTH123
                if hashlib.sha256(file.read()).hexdigest() != expected:
                    return False
    return not missing


# The files that documents are made of, by name and content, the program among them.
#
# Two runs whose inputs have the same hash, of the same contract, make the same documents.

SHIPPED: Final = ("clauses", "editions", "templates")
_NOT_INPUTS: Final = frozenset({".DS_Store", "Thumbs.db", "desktop.ini"})


def workplace_inputs(organisation: OwnOrganisation | None) -> dict[str, str]:
    """Name → SHA-256 (hex) of every file of the shipped and the organisation's clauses, editions, templates and
    approvals.

    Names begin with `shipped/` or `organisation/`, so that they are the same on every machine. Raises OSError.
    """
    found: dict[str, str] = {}
    for room in SHIPPED:
        found.update((f"shipped/{room}/{name}", digest) for name, digest in _files_below(shipped(room)))
    if organisation is not None:
        for path in (organisation.folder / SETTINGS, organisation.approvals):
            if path is not None and path.is_file():
                found[_own_name(path, organisation.folder)] = _sha256(read_plain(path))
        for folder in (organisation.library, organisation.templates, organisation.editions):
            if folder is not None:
                found.update(
                    (f"{_own_name(folder, organisation.folder)}/{name}", digest)
                    for name, digest in _files_below(folder)
                )
    return found


def _own_name(path: Path, folder: Path) -> str:
    return f"organisation/{path.resolve().relative_to(folder.resolve()).as_posix()}"


def _files_below(folder: Path) -> Iterator[tuple[str, str]]:
    """Every file but those that Word, Windows and macOS leave while somebody looks into a folder.

    Links to folders are followed, as they are where clauses and templates are read; a folder that is there already
    under another name is named with that name, so that a link which leads back ends."""
    known: dict[tuple[int, int], str] = {}
    for place, folders, names in os.walk(folder, followlinks=True):
        folders.sort()
        name = PurePath(os.path.relpath(place, folder)).as_posix()
        seen = os.stat(place)  # noqa: PTH116
        first = known.setdefault((seen.st_dev, seen.st_ino), name)
        if first != name:
            folders.clear()
            yield f"{name}/", _sha256(os.fsencode(first))
            continue
        below = "" if name == "." else f"{name}/"
        for each in sorted(names):
            # Joined as text: there are hundreds, and every command goes through them.
            path = os.path.join(place, each)  # noqa: PTH118
            if each not in _NOT_INPUTS and not each.startswith("~$") and os.path.isfile(path):  # noqa: PTH113
                yield below + each, _sha256(read_plain(path))


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
