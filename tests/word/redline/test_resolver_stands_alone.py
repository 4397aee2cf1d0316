"""The resolver judges the writer, so neither may know the other; and no judge reads with the eyes it judges."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOM = Path(__file__).parents[3] / "src" / "specgen" / "word"
PREFIX = "specgen.word."
READING = {"document.inline", "document.signs", "document.lines", "document.stories", "document.revisions"}
"""How the words of a paragraph are read for every command."""
WRITERS = sorted(each.stem for each in (ROOM / "redline").glob("*.py") if each.stem not in ("__init__", "redline"))
"""The modules that write a redline; `redline.redline` puts them and the proof together."""


def imports(module: str) -> set[str]:
    """The modules of the room that a module of the room imports itself."""
    path = ROOM / module.replace(".", "/")
    file = path / "__init__.py" if path.is_dir() else path.with_suffix(".py")
    tree = ast.parse(file.read_text(encoding="utf-8"))
    names = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module}
    return {name.removeprefix(PREFIX) for name in names if name.startswith(PREFIX)}


def all_imports(module: str) -> set[str]:
    """What a module of the room imports, and what that imports."""
    found: set[str] = set()
    waiting = [module]
    while waiting:
        for name in imports(waiting.pop()) - found:
            found.add(name)
            waiting.append(name)
    return found


def test_the_resolver_imports_nothing_but_the_names_of_the_standard() -> None:
    assert all_imports("document.resolve") <= {"package.ooxml"}


@pytest.mark.parametrize("module", WRITERS)
def test_the_writer_never_reaches_the_resolver_or_the_proof(module: str) -> None:
    assert not all_imports(f"redline.{module}") & {"document.resolve", "proof.prove", "proof.normal_form"}


@pytest.mark.parametrize("judge", ["proof.prove", "insert.proof"])
def test_the_proof_never_reaches_the_writer(judge: str) -> None:
    reached = all_imports(judge)
    assert "document.resolve" in reached
    assert not {name for name in reached if name.startswith(("redline.", "insert."))}


@pytest.mark.parametrize("judge", ["proof.prove", "insert.proof", "template.gate"])
def test_no_judge_reads_words_as_those_do_that_it_judges(judge: str) -> None:
    assert not all_imports(judge) & READING
