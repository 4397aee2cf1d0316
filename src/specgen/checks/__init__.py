"""The rules that a contract is held against: a module a theme, a function a rule, with its slug, severity and
source."""

from __future__ import annotations

from specgen.assembly.pack import Pack
from specgen.checks import (
    agreement,
    components,
    contradictions,
    dates,
    duties,
    measures,
    numbers,
    plans,
    specification,
    variation,
    words,
)
from specgen.checks.rule import Rule
from specgen.problems import Problem, in_reading_order

__all__ = ["RULES", "check"]

THEMES = (
    specification,
    components,
    measures,
    numbers,
    plans,
    dates,
    contradictions,
    duties,
    agreement,
    variation,
    words,
)
RULES: tuple[Rule, ...] = tuple(value for theme in THEMES for value in vars(theme).values() if isinstance(value, Rule))
"""Every rule of the themes, in the order in which it stands there and is documented."""


def check(pack: Pack) -> list[Problem]:
    """Every breach of every rule in the pack, in reading order, but for the rules that its edition's form sets
    aside. A warning about the contract as a whole that the contract file gives a reason for is a note."""
    return in_reading_order(
        duties.answered(pack, problem)
        for rule in RULES
        if rule.slug not in pack.edition.rules_set_aside
        for problem in rule.check(pack)
    )
