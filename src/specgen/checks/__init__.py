"""The rules that a contract is held against: a module a theme, a function a rule, with its slug, severity and
source."""

from __future__ import annotations

from specgen.assembly.pack import Pack
from specgen.checks.duties import answered
from specgen.checks.rules import RULES
from specgen.problems import Problem, in_reading_order

__all__ = ["RULES", "check"]


def check(pack: Pack) -> list[Problem]:
    """Every breach of every rule in the pack, in reading order, but for the rules that its edition's form sets
    aside. A warning about the contract as a whole that the contract file gives a reason for is a note."""
    return in_reading_order(
        answered(pack, problem)
        for rule in RULES
        if rule.slug not in pack.edition.rules_set_aside
        for problem in rule.check(pack)
    )
