"""What a rule's page says of severities and bounds, held against what its code does."""

from __future__ import annotations

import ast
import inspect
import re
from collections.abc import Iterator
from functools import cache
from types import FunctionType

import pytest

from specgen.checks import RULES
from specgen.checks.rule import Rule

NUMBERS = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
SAID = {"error": r"\berrors?\b", "warning": r"\bwarn(?:s|ings?)?\b", "note": r"\bnotes?\b"}

SHOWN = {("MOST_NAMED", 6)}
"""How much a message shows, which is no bound of the rule."""

every_rule = pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.slug)


@cache
def tree(function: FunctionType) -> ast.AST:
    made = ast.parse(inspect.cleandoc("\n" + inspect.getsource(function)))
    function_made = made.body[0]
    assert isinstance(function_made, ast.FunctionDef)
    function_made.decorator_list = []
    return made


def called(function: FunctionType, known: set[FunctionType]) -> set[FunctionType]:
    """The function and all of the room that it calls, however far down."""
    known.add(function)
    for node in ast.walk(tree(function)):
        found = function.__globals__.get(node.id) if isinstance(node, ast.Name) else None
        if isinstance(found, FunctionType) and found.__module__.startswith("specgen.checks") and found not in known:
            called(found, known)
    return known


def severities(function: FunctionType) -> Iterator[str]:
    for node in ast.walk(tree(function)):
        if isinstance(node, ast.Constant) and node.value in SAID:
            yield str(node.value)


def bounds(function: FunctionType) -> Iterator[tuple[str, int]]:
    for node in ast.walk(tree(function)):
        value = function.__globals__.get(node.id) if isinstance(node, ast.Name) and node.id.isupper() else None
        if isinstance(value, int) and not node.id.startswith("_"):  # type: ignore[attr-defined]
            yield node.id, value  # type: ignore[attr-defined]


@every_rule
def test_a_page_names_every_severity_that_the_rule_gives(rule: Rule) -> None:
    assert isinstance(rule.breaches, FunctionType)
    given = {said for function in called(rule.breaches, set()) for said in severities(function)} - {rule.severity}
    assert {said for said in given if not re.search(SAID[said], rule.page)} == set()


@every_rule
def test_a_page_names_every_bound_that_the_rule_holds_to(rule: Rule) -> None:
    assert isinstance(rule.breaches, FunctionType)
    held = {each for function in called(rule.breaches, set()) for each in bounds(function)} - SHOWN
    unsaid = {
        (name, value)
        for name, value in held
        if not re.search(rf"\b(?:{value}|{NUMBERS[value] if value < len(NUMBERS) else value}|{value:,})\b", rule.page)
    }
    assert unsaid == set()
