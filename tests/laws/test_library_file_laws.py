"""Whatever stands in a file of a library, an edition or a document type: it is read, or said with its place and how to
mend it."""

from __future__ import annotations

import copy
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from specgen.assembly.document_type import read_document_types
from specgen.assembly.edition import read_editions
from specgen.library.organisation import read_organisation
from specgen.library.read import read_library
from specgen.problems import Problem
from specgen.shipped import shipped

CLAUSE = "social-prescribing/quality/uptake"
ODD: list[Any] = [
    "",
    "  ",
    "a\nb",
    "²",
    "-1",
    "9" * 30,
    "{{ x }}",
    "{{ x",
    "**",
    "CON",
    "../x",
    "/etc",
    "=cmd",
    "no",
    "~",
    "2026-99-99",
    "10000-01-01",
    "x" * 5000,
    "x@1",
    [],
    {},
    ["x"],
    [[]],
    [{}],
    [None],
    {"a": "b"},
    {"": "x"},
    None,
    {"a": None},
]
GONE = "(left out)"


def written(file: Path) -> Any:
    return yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)


def edition(folder: Path, change: Callable[[Any], Any]) -> list[Problem]:
    put(folder / "x.yaml", change(written(shipped("editions") / "2019-20-full-length.yaml")))
    return read_editions(folder)[1]


def document_type(folder: Path, change: Callable[[Any], Any]) -> list[Problem]:
    shutil.copytree(shipped("templates") / "system-plan", folder / "a")
    put(folder / "a" / "type.yaml", change(written(folder / "a" / "type.yaml")))
    return read_document_types(folder)[1]


def library(folder: Path, change: Callable[[Any], Any], file: str) -> list[Problem]:
    shutil.copytree(shipped("clauses") / CLAUSE, folder / CLAUSE)
    sources = written(shipped("clauses") / "library.yaml")["sources"]
    given_files: dict[str, Any] = {
        "library.yaml": {
            "schema": "1",
            "publisher": "x",
            "sources": sources,
            "components": [
                {
                    "id": "social-prescribing",
                    "title": "t",
                    "section": "2",
                    "page": "3",
                    "sets": {"a": ["quality/uptake"]},
                }
            ],
        },
        "social-prescribing/notes.yaml": [{"heading": "Funding", "text": "t", "section": "2"}],
        "situations.yaml": {
            "situations": [{"number": "1", "area": "a", "conversation": "c"}],
            "procedures": [{"number": "1", "procedure": "p"}],
        },
        "dated-terms.yaml": [{"term": "a", "match": ["b"], "now": "c", "since": "d"}],
        f"{CLAUSE}/clause.yaml": written(folder / CLAUSE / "clause.yaml"),
    }
    for name, value in given_files.items():
        put(folder / name, change(value) if name == file else value)
    if file == "front matter":
        _, front, wording = (folder / CLAUSE / "1.md").read_text(encoding="utf-8").split("---\n", 2)
        changed = yaml.safe_dump(change(yaml.load(front, Loader=yaml.BaseLoader)), allow_unicode=True)
        (folder / CLAUSE / "1.md").write_text(f"---\n{changed}---\n{wording}", encoding="utf-8", newline="\n")
    return read_library(folder)[1]


def organisation(folder: Path, change: Callable[[Any], Any]) -> list[Problem]:
    (folder / "clauses").mkdir()
    put(folder / "specgen.yaml", change({"organisation": "x", "library": "clauses", "editions": "clauses"}))
    return read_organisation(folder / "specgen.yaml")[1]


def put(file: Path, value: Any) -> None:
    file.write_text(yaml.safe_dump(value, allow_unicode=True), encoding="utf-8", newline="\n")


def paths(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    if path:
        yield path
    below = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, entry in below:
        yield from paths(entry, (*path, step))


def with_odd(value: Any, which: int, odd: Any) -> Any:
    """The value with something odd at one of its places, or without that place."""
    changed = copy.deepcopy(value)
    known = list(paths(changed))
    *above, last = known[which % len(known)]
    part = changed
    for step in above:
        part = part[step]
    if odd == GONE:
        del part[last]
    else:
        part[last] = odd
    return changed


FILES = [
    "library.yaml",
    "social-prescribing/notes.yaml",
    "situations.yaml",
    "dated-terms.yaml",
    f"{CLAUSE}/clause.yaml",
    "front matter",
]
READERS: dict[str, Callable[[Path, Callable[[Any], Any]], list[Problem]]] = {
    "edition": edition,
    "document type": document_type,
    "organisation": organisation,
    **{name: lambda folder, change, name=name: library(folder, change, name) for name in FILES},  # type: ignore[misc]
}


@pytest.mark.parametrize("kind", READERS)
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(which=st.integers(0, 400), odd=st.sampled_from([*ODD, GONE]))
def test_a_file_with_anything_odd_is_read_or_said_with_its_place_and_how_to_mend_it(
    tmp_path_factory: pytest.TempPathFactory, kind: str, which: int, odd: Any
) -> None:
    folder = tmp_path_factory.mktemp("files")
    for problem in READERS[kind](folder, lambda value: with_odd(value, which, odd)):
        assert problem.message and str(problem.location).startswith(str(folder))
        assert problem.cure or problem.suggestion, problem


@pytest.mark.parametrize("kind", READERS)
def test_the_files_that_the_law_starts_from_have_no_fault(tmp_path: Path, kind: str) -> None:
    assert READERS[kind](tmp_path, lambda value: value) == []
