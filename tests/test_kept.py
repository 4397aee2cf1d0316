"""What is kept for the next run: the same value, or nothing but time lost."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import pytest

from specgen import kept as module
from specgen.assembly.document_type import read_document_types
from specgen.issue.precedents import open_form
from specgen.kept import everything, kept, kept_with_it
from specgen.shipped import shipped


@dataclass(frozen=True, slots=True)
class Leaf:
    words: str
    day: date | None = None


@dataclass(frozen=True, slots=True)
class Tree:
    leaves: tuple[Leaf, ...]
    named: Mapping[str, Leaf]
    data: bytes
    numbers: frozenset[int]
    made: list[int] = field(default_factory=list, compare=False)


TREE = Tree((Leaf("a\n“b”", date(2026, 4, 1)), Leaf("")), {"x": Leaf("é")}, b"\0\xff", frozenset({3, 1}))
CLASSES = (Tree, Leaf)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    place = tmp_path / "cache"
    monkeypatch.setattr(module, "cache_folder", lambda: place)
    return place


def counted(value: Tree) -> tuple[Callable[[], Tree], list[int]]:
    calls: list[int] = []

    def make() -> Tree:
        calls.append(1)
        return value

    return make, calls


def test_a_value_is_worked_out_once_and_read_as_it_was(folder: Path) -> None:
    make, calls = counted(TREE)
    assert [kept("tree", (b"a",), CLASSES, make) for _ in range(3)] == [TREE] * 3
    assert len(calls) == 1
    assert kept("tree", (b"b",), CLASSES, make) == TREE
    assert len(calls) == 2, "worked out of other bytes"


@pytest.mark.parametrize("damage", ["cut", "letter", "empty", "class", "fields", "folder"])
def test_a_damaged_file_changes_nothing_but_time(folder: Path, damage: str) -> None:
    make, calls = counted(TREE)
    kept("tree", (b"a",), CLASSES, make)
    (file,) = folder.iterdir()
    data = file.read_bytes()
    _, _, body = data.partition(b"\n")
    if damage == "folder":
        file.unlink()
        file.mkdir()
    elif damage in ("class", "fields"):
        other = json.loads(body)
        other = [99, *other[1:]] if damage == "class" else other[:-1]
        body = json.dumps(other).encode()
        file.write_bytes(hashlib.sha256(body).hexdigest().encode() + b"\n" + body)
    else:
        file.write_bytes({"cut": data[:-5], "letter": data.replace(b"x", b"y"), "empty": b""}[damage])
    assert kept("tree", (b"a",), CLASSES, make) == TREE
    assert len(calls) == 2


def test_where_nothing_can_be_kept_the_value_is_worked_out_each_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make, calls = counted(TREE)
    (tmp_path / "file").write_bytes(b"")
    for place in (None, tmp_path / "file" / "cache"):
        monkeypatch.setattr(module, "cache_folder", lambda place=place: place)
        assert kept("tree", (b"a",), CLASSES, make) == TREE
    assert len(calls) == 2


def test_no_more_files_are_kept_than_a_run_needs(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_FILES", 3)
    for number in range(6):
        kept("tree", (bytes([number]),), CLASSES, lambda: TREE)
    assert len(list(folder.iterdir())) == 3


def test_a_folder_behind_a_link_is_not_taken_for_what_was_seen(tmp_path: Path) -> None:
    (tmp_path / "there").mkdir()
    (tmp_path / "clauses").mkdir()
    (tmp_path / "clauses" / "a").symlink_to(tmp_path / "there", target_is_directory=True)
    with pytest.raises(OSError, match="link"):
        everything(tmp_path / "clauses")


def test_every_shipped_template_is_read_back_as_it_was_compiled(folder: Path) -> None:
    types, problems = read_document_types(shipped("templates"))
    assert types and not problems
    first = [open_form(kind) for kind in types]
    assert len(list(folder.glob("template-*"))) == len(types)
    assert [open_form(kind) for kind in types] == first


def test_the_shipped_types_are_read_back_as_they_were_read(folder: Path) -> None:
    first = read_document_types(shipped("templates"))
    assert len(list(folder.glob("types-*"))) == 1
    assert read_document_types(shipped("templates")) == first


def test_a_type_that_is_changed_is_read_anew(folder: Path, tmp_path: Path) -> None:
    kind = tmp_path / "types" / "letter"
    kind.mkdir(parents=True)
    (kind / "type.yaml").write_text("title: A\nper: contract\nname: A\nprints: [quality]\n", encoding="utf-8")
    assert [each.slug for each in read_document_types(kind.parent)[1]] == ["type-file"]
    (kind / "template.docx").write_bytes(b"")
    assert [each.title for each in read_document_types(kind.parent)[0]] == ["A"]
    (kind / "type.yaml").write_text("title: B\nper: contract\nname: A\nprints: [quality]\n", encoding="utf-8")
    assert [each.title for each in read_document_types(kind.parent)[0]] == ["B"]


class Keeper:
    """A value that keeps what is worked out of it, and counts how often that was."""

    def __init__(self, words: str) -> None:
        self.words, self.kept, self.counted = words, dict[str, object](), 0


@kept_with_it
def length(of: Keeper) -> int:
    of.counted += 1
    return len(of.words)


@kept_with_it
def nothing(of: Keeper) -> None:
    of.counted += 1


def test_what_is_worked_out_of_a_value_is_kept_with_that_value_and_no_other() -> None:
    one, other = Keeper("three"), Keeper("seventeen")
    assert [length(one), length(other), length(one)] == [5, 9, 5]
    assert (nothing(one), nothing(one)) == (None, None)  # that there is nothing is an answer too
    assert (one.counted, other.counted) == (2, 1)
