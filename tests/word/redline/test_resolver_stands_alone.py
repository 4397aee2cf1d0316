"""The resolver judges the writer, so neither may know the other."""

from __future__ import annotations

import ast
from pathlib import Path

ROOM = Path(__file__).parents[3] / "src" / "specgen" / "word"
PREFIX = "specgen.word."


def imports(module: str) -> set[str]:
    """The modules of the room that a module of the room imports itself."""
    tree = ast.parse((ROOM / f"{module}.py").read_text(encoding="utf-8"))
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
    assert all_imports("resolve") <= {"ooxml", "resolve_paragraphs"}


def test_the_writer_never_reaches_the_resolver_or_the_proof() -> None:
    judges = {"resolve", "resolve_paragraphs", "prove_redline", "normal_form", "printed_numbers"}
    assert not all_imports("write_redline") & judges


def test_the_proof_never_reaches_the_writer() -> None:
    reached = all_imports("prove_redline")
    assert "resolve" in reached
    assert not {
        name for name in reached if name.startswith(("write_", "compare_", "plan_", "merge_", "draft", "nest_"))
    }
