"""The rules together: the registry, their documentation, and that none says more than once what is wrong."""

import re
from importlib import import_module
from inspect import cleandoc

import pytest
from tests.checks.contracts import ROOT, contract, pack_of

import specgen.checks
from specgen.checks import check
from specgen.checks.page import rules_page
from specgen.checks.rules import RULES, Rule
from specgen.problems import in_reading_order

NOT_RULES = {"__init__", "breach", "chosen", "page", "rules", "without_plan", "written"}
every_rule = pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.SLUG)


def test_every_module_of_the_room_is_a_rule_in_the_list_or_known_not_to_be_one() -> None:
    folder = ROOT / "src" / "specgen" / "checks"
    modules = {path.stem for path in folder.glob("*.py")} - NOT_RULES
    assert {import_module(f"specgen.checks.{name}") for name in modules} == set(RULES)


def test_no_two_rules_have_one_slug() -> None:
    assert len({rule.SLUG for rule in RULES}) == len(RULES)


@every_rule
def test_a_rule_is_documented_with_what_it_is_how_to_mend_it_and_what_breaks_it(rule: Rule) -> None:
    text = cleandoc(rule.__doc__ or "")
    assert re.fullmatch(r"[A-Z][^.\n]+\n\n(?s:.+)To mend it: (?s:.+)\n\nBreaks it(?s:.+)", text), rule.SLUG
    assert re.fullmatch(r"[a-z]+(-[a-z]+)+", rule.SLUG)


@every_rule
def test_a_rule_is_tested_in_a_module_of_its_own(rule: Rule) -> None:
    name = rule.__name__.rpartition(".")[2]  # type: ignore[attr-defined]
    assert (ROOT / "tests" / "checks" / f"test_{name}.py").is_file()


def test_the_page_of_rules_is_what_the_rules_say() -> None:
    page = (ROOT / "docs" / "reference" / "rules.md").read_text(encoding="utf-8")
    assert page == rules_page(), "renew it with: python tools/rules_page.py"


def test_all_rules_run_and_their_problems_come_in_reading_order() -> None:
    found = check(pack_of(contract("specification: [personal-health-budgets/process]\nquality: [social-prescribing/uptake]")))
    assert found == in_reading_order(found)
    assert {"budget-without-care-plan", "budget-without-governance", "legal-rights-to-choice", "measure-without-wording"} <= {p.slug for p in found}
    assert all(problem.cure and problem.source and problem.location.line for problem in found)


def test_a_contract_that_does_all_the_handbook_asks_for_has_no_problem() -> None:
    text = contract(
        "legal_rights_to_choice: {not_applicable: people are referred by their own practice team}\n"
        "specification: [shared-decision-making, enabling-choice, social-prescribing]\n"
        "quality: [shared-decision-making/collaborate, social-prescribing/uptake]",
        particulars="equality_assessment: Assessment of 2 February 2026\ndpia: DPIA 12\nsharing_agreement: Northbrook agreement, tier 2",
        after="development: [shared-decision-making/pathways]\nimprovement: [co-production/outputs]\nvalues: {cop_outputs_date: 2027-03-31}",
    )
    assert check(pack_of(text)) == []


def test_the_room_exports_the_list_and_the_function() -> None:
    assert specgen.checks.__all__ == ["RULES", "check"]
