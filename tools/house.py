"""Measures the house: modules, code lines, folders, and type names that mean two things.

Run by hand, here or for another revision: python tools/house.py [REVISION]

Code lines are lines without blanks, comments, docstrings and imports. A formatter spreads a call over more lines than
a person does, so they are counted twice: as they stand, and after `ruff format` with this project's settings, which is
the figure that two revisions can be compared by.
"""

from __future__ import annotations

import ast
import shutil
import subprocess
import sys
import tarfile
import tempfile
from collections import defaultdict
from io import BytesIO
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def main(revision: str | None) -> None:
    """Prints a line for each measure."""
    with tempfile.TemporaryDirectory() as name:
        tree = Path(name)
        if revision is None:
            shutil.copytree(ROOT / "src", tree / "src")
        else:
            packed = subprocess.run(
                ["git", "archive", revision, "src"], cwd=ROOT, capture_output=True, check=True
            ).stdout
            with tarfile.open(fileobj=BytesIO(packed)) as archive:
                archive.extractall(tree, filter="data")
        modules = sorted(path for path in (tree / "src").rglob("*.py") if path.name != "__init__.py")
        faces = sorted((tree / "src").rglob("__init__.py"))
        standing = sum(map(code_lines, modules + faces))
        settings = ["--config", str(ROOT / "pyproject.toml")]
        subprocess.run([sys.executable, "-m", "ruff", "format", "-q", *settings, str(tree)], check=True)
        print(f"modules                       {len(modules)}, and {len(faces)} faces of packages")
        print(f"code lines as they stand      {standing:,}")
        print(f"code lines in one format      {sum(map(code_lines, modules + faces)):,}")
        print(f"statements                    {sum(map(statements, modules + faces)):,}")
        fullest = max({path.parent for path in modules}, key=lambda folder: len(_in(folder)))
        print(f"most modules in a folder      {len(_in(fullest))} ({fullest.relative_to(tree).as_posix()})")
        longest = max(modules, key=lambda path: len(_text(path).splitlines()))
        print(
            f"longest module                {len(_text(longest).splitlines())} ({longest.relative_to(tree).as_posix()})"
        )
        twice = {name: places for name, places in types(modules, tree / "src").items() if len(places) > 1}
        print(f"type names that stand twice   {len(twice)}")
        for each, places in sorted(twice.items()):
            print(f"    {each}: {', '.join(places)}")


def _in(folder: Path) -> list[Path]:
    return [path for path in folder.glob("*.py") if path.name != "__init__.py"]


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def code_lines(path: Path) -> int:
    """Lines that are no blank, comment, docstring or import."""
    text = _text(path)
    left_out: set[int] = set()
    for node in ast.walk(ast.parse(text)):
        said = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)
        if said or isinstance(node, (ast.Import, ast.ImportFrom)):
            assert isinstance(node, ast.stmt)
            left_out |= set(range(node.lineno, (node.end_lineno or node.lineno) + 1))
    lines = ((number, line.strip()) for number, line in enumerate(text.splitlines(), 1))
    return sum(bool(line) and not line.startswith("#") and number not in left_out for number, line in lines)


def statements(path: Path) -> int:
    """Statements, whatever the lines they are spread over, without imports."""
    found = ast.walk(ast.parse(_text(path)))
    return sum(isinstance(node, ast.stmt) and not isinstance(node, (ast.Import, ast.ImportFrom)) for node in found)


def types(modules: list[Path], source: Path) -> dict[str, list[str]]:
    """Name of a class, or of a name that stands for a type, that is no module's own → the modules that define it."""
    found: dict[str, list[str]] = defaultdict(list)
    for path in modules:
        for node in ast.parse(_text(path)).body:
            if isinstance(node, ast.ClassDef):
                name = node.name
            elif isinstance(node, ast.Assign) and len(node.targets) == 1 and _is_type(node.value):
                name = node.targets[0].id if isinstance(node.targets[0], ast.Name) else ""
            else:
                continue
            if name and not name.startswith("_") and name[0].isupper() and not name.isupper():
                found[name].append(path.relative_to(source / "specgen").with_suffix("").as_posix())
    return found


def _is_type(value: ast.expr) -> bool:
    """`Literal[…]`, `tuple[…]`, `A | B`: what a type's other name is written as."""
    return isinstance(value, ast.Subscript) or (isinstance(value, ast.BinOp) and isinstance(value.op, ast.BitOr))


if __name__ == "__main__":
    if len(sys.argv) > 2:
        sys.exit(f"usage: python {sys.argv[0]} [REVISION]")
    main(sys.argv[1] if len(sys.argv) == 2 else None)
