"""A contract file with one value changed: only the lines of that value differ, and the reader reads the value given.

What cannot be written so is refused with the place that is to be changed by hand; nothing is written round it. The
text that comes out is read again by `yamlfile` and held against what it must say, whole.
"""

from __future__ import annotations

import copy
from collections import Counter
from collections.abc import Iterable

from msgspec import Struct

from specgen.contract.edit.splice import added, put, put_together, taken_out
from specgen.contract.edit.writing import Given, NotWritableError, bare
from specgen.problems import Problem
from specgen.yamlfile import Path, YamlDocument, plain, read_document

BOM = b"\xef\xbb\xbf"


class Put(Struct, frozen=True):
    """The value at `path` becomes `value`; what is above it is made where it is not there.

    `order` are the names beside which a new name finds its place; without it the order of the contract file's own
    fields holds.
    """

    path: Path
    value: Given
    order: tuple[str, ...] = ()


class TakeOut(Struct, frozen=True):
    """The name or the entry of a list at `path` is not there any more."""

    path: Path


class AddTo(Struct, frozen=True):
    """The list at `path` has one entry more: the one numbered `at`, or the last."""

    path: Path
    value: Given
    at: int | None = None


Edit = Put | TakeOut | AddTo


def edited(data: bytes, edits: Iterable[Edit], file: str) -> tuple[bytes | None, list[Problem]]:
    """The bytes of a contract file after `edits`; None, and why, when one of them is to be made by hand."""
    document, faults = read_document(data, file)
    if document.root is None and faults:
        return None, faults
    raw = data.removeprefix(BOM).decode("utf-8")
    wanted = tuple(edits)
    after = _all_of(raw, wanted, document, faults)
    if after is None:
        # Which of them cannot be made is found by making them one by one.
        for edit in wanted:
            after = _all_of(raw, (edit,), document, faults)
            if after is None:
                return None, [_by_hand(document, edit.path)]
            raw, (document, faults) = after, read_document(after.encode("utf-8"), file)
    return (BOM if data.startswith(BOM) else b"") + (raw if after is None else after).encode("utf-8"), []


def _all_of(raw: str, edits: tuple[Edit, ...], document: YamlDocument, faults: list[Problem]) -> str | None:
    """The text after the edits, read again and found to say what it must; None when one of them cannot be made."""
    after = raw
    try:
        values = [(edit.path, edit.value) for edit in edits if isinstance(edit, Put)]
        together = put_together(raw, values) if len(values) == len(edits) > 1 else None
        if together is not None:
            after = together
        else:
            for edit in edits:
                after = _with(after, edit)
    except NotWritableError:
        return None
    if after == raw:
        return raw
    again, new_faults = read_document(after.encode("utf-8"), document.file)
    told, now = (Counter(problem.slug for problem in found) for found in (faults, new_faults))
    meant = plain(document.root)
    for edit in edits:
        meant = _meant(meant, edit)
    return after if not now - told and _comparable(plain(again.root)) == _comparable(meant) else None


def _by_hand(document: YamlDocument, path: Path) -> Problem:
    place = document.place(path)
    shown = ".".join(str(step + 1) if isinstance(step, int) else step for step in path)
    message = f"“{shown}” cannot be written here without changing what stands beside it; the file is as it was"
    cure = "change this place in a text editor: write the value in a line of its own, in double quotes"
    return document.problem("edit-by-hand", message, place, cure=cure)


# --- what a file must say afterwards ----------------------------------------------------------------------------------


def _comparable(value: object) -> object:
    """The tree with its text as `check` takes it; a part without names is as one that was left empty."""
    return bare(value)  # type: ignore[arg-type]


def _meant(tree: object, edit: Edit) -> object:
    """The tree after the edit, by plain lists and dicts alone."""
    if isinstance(edit, Put):
        return _put(tree, edit.path, bare(edit.value))
    if isinstance(edit, AddTo):
        listed = _inside(tree, edit.path)
        items = list(listed) if isinstance(listed, list) else []
        items.insert(len(items) if edit.at is None else edit.at, bare(edit.value))
        return _put(tree, edit.path, items)
    tree = copy.deepcopy(tree)
    above = _inside(tree, edit.path[:-1])
    if isinstance(above, dict):
        above.pop(str(edit.path[-1]), None)
    elif isinstance(above, list) and isinstance(edit.path[-1], int):
        del above[edit.path[-1]]
    return tree


def _inside(tree: object, path: Path) -> object:
    for step in path:
        if isinstance(tree, dict):
            tree = tree.get(step)
        elif isinstance(tree, list) and isinstance(step, int) and step < len(tree):
            tree = tree[step]
        else:
            return None
    return tree


def _put(tree: object, path: Path, value: object) -> object:
    if not path:
        return value
    step, rest = path[0], path[1:]
    if isinstance(step, str):
        names = dict(tree) if isinstance(tree, dict) else {}
        names[step] = _put(names.get(step), rest, value)
        return names
    items = list(tree) if isinstance(tree, list) else []
    items[step : step + 1] = [_put(items[step] if step < len(items) else None, rest, value)]
    return items


def _with(raw: str, edit: Edit) -> str:
    """The text after one edit."""
    if isinstance(edit, Put):
        return put(raw, edit.path, edit.value, edit.order)
    if isinstance(edit, TakeOut):
        return taken_out(raw, edit.path)
    return added(raw, edit.path, edit.value, edit.at)
