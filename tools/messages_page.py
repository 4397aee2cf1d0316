"""Writes docs/reference/messages.md from the source: every kind of message by its name, with its words and its cure.

Run by hand after a change: python tools/messages_page.py
"""

from __future__ import annotations

import ast
import re
from collections import ChainMap
from collections.abc import Iterator, Mapping
from pathlib import Path

from specgen.checks import RULES

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src" / "specgen"
PAGE = ROOT / "docs" / "reference" / "messages.md"
HEAD = """# Messages

Made from the source (`tools/messages_page.py`). Every message ends with its name in square brackets. Here each name has
the words of its messages, with … for what differs from case to case, and how to put it right. The rules over a whole
contract have a [page of their own](rules.md).
"""
_NAME = re.compile(r"[a-z]+(?:-[a-z0-9]+)+")
_NO_NAMES = frozenset({"co-ordinating", "co-ordinating-commissioner", "ods-code"})
_PREFIXED = {"word/draft/read.py": "draft-"}
"""Modules in which names are written without their beginning."""


def messages_page() -> str:
    """The page as Markdown: each name in the order of the alphabet."""
    told: dict[str, dict[str, str]] = {}
    for path in sorted(SOURCE.rglob("*.py")):
        prefix = _PREFIXED.get(path.relative_to(SOURCE).as_posix(), "")
        names = _NAME if not prefix else re.compile(r"[a-z]+(?:-[a-z0-9]+)*")
        for name, message, cure, made in _told(ast.parse(path.read_text(encoding="utf-8")), names):
            whole = name if made or not prefix else f"{prefix}{name}"
            told.setdefault(whole, {}).setdefault(message, cure)
    for rule in RULES:
        told[rule.slug] = {f"[{rule.slug}](rules.md#{rule.slug})": ""}
    return "\n".join([HEAD, *(_section(name, told[name]) for name in sorted(told))])


def _section(name: str, messages: dict[str, str]) -> str:
    lines = []
    for message, cure in messages.items():
        lines.append(f"- {message}" + (f". To fix this: {cure}" if cure else ""))
    shown = [line for line in lines if line != "- …"] or ["- It says what is wrong, where, and how to fix it."]
    return f"## {name}\n\n" + "\n".join(shown) + "\n"


def _told(tree: ast.Module, names: re.Pattern[str]) -> Iterator[tuple[str, str, str, bool]]:
    """Name, message and cure of every problem, and whether the module makes it here or hands it on to be made one."""
    whole = list(ast.walk(tree))
    named: dict[str, ast.expr] = {}
    for node in whole:
        targets = (
            node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AnnAssign) else []
        )
        if isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None:
            named |= {each.id: node.value for each in targets if isinstance(each, ast.Name)}
    inner: dict[ast.AST, list[ast.Assign]] = {}  # what a function inside another gives wins, since it comes later
    for function in whole:
        if isinstance(function, ast.FunctionDef):
            held = list(ast.walk(function))
            given = [each for each in held if isinstance(each, ast.Assign) and len(each.targets) == 1]
            inner |= dict.fromkeys(held, given)
    for node in whole:
        parts = node.args if isinstance(node, ast.Call) else node.elts if isinstance(node, ast.Tuple) else []
        if not parts:
            continue
        # A name that is given twice is, at a message, what it was given last before it.
        given = sorted(inner.get(node, ()), key=lambda each: (each.lineno <= getattr(node, "lineno", 0), each.lineno))
        known = ChainMap(
            {each.targets[0].id: each.value for each in given if isinstance(each.targets[0], ast.Name)}, named
        )
        made = isinstance(node, ast.Call) and _called(node) in ("Problem", "problem")
        for at, part in enumerate(parts[:3]):
            name = _words(part, known)
            if name in _NO_NAMES or not (names.fullmatch(name) or (made and at == 0 and re.fullmatch("[a-z]+", name))):
                continue
            said = [_words(other, known) for other in parts[at + 1 :]]
            if made or any(" " in each for each in said):
                message = next((each for each in said if " " in each), "…")
                cures = [_words(key.value, known) for key in getattr(node, "keywords", []) if key.arg == "cure"]
                more = [each for each in said if " " in each and each != message]
                yield name, message, cures[0] if cures else (more[-1] if more and not made else ""), made
                break


def _called(node: ast.Call) -> str:
    return node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")


def _words(node: ast.expr, known: Mapping[str, ast.expr], depth: int = 3) -> str:
    """The words of an expression, with … for what is put in."""
    if isinstance(node, ast.Constant):
        return " ".join(node.value.split()) if isinstance(node.value, str) else ""
    if isinstance(node, ast.JoinedStr):
        pieces = (each.value if isinstance(each, ast.Constant) else "…" for each in node.values)
        return " ".join("".join(map(str, pieces)).split())
    if isinstance(node, ast.Name) and depth and node.id in known:
        return _words(known[node.id], known, depth - 1)
    if isinstance(node, ast.IfExp):
        return _words(node.body, known, depth) or _words(node.orelse, known, depth)
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        return f"{_words(node.left, known, depth)}{_words(node.right, known, depth)}"
    return ""


if __name__ == "__main__":
    PAGE.write_text(messages_page(), encoding="utf-8")
