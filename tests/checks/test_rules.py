"""The rules together: the registry, their documentation, and that none says more than once what is wrong."""

import re

import pytest
from tests.checks.contracts import ROOT, contract, pack_of
from tests.scripts import script

import specgen.checks
from specgen.checks import RULES, THEMES, check
from specgen.checks.rule import Rule
from specgen.problems import in_reading_order

every_rule = pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.slug)


def test_every_module_of_the_room_is_a_theme_or_what_all_rules_stand_on() -> None:
    folder = ROOT / "src" / "specgen" / "checks"
    themes = {theme.__name__.rpartition(".")[2] for theme in THEMES}
    assert {path.stem for path in folder.glob("*.py")} == themes | {"__init__", "baselines", "rule"}


def test_every_rule_of_every_theme_is_in_the_list() -> None:
    folder = ROOT / "src" / "specgen" / "checks"
    written = sum(path.read_text(encoding="utf-8").count("\n@rule(") for path in folder.glob("*.py"))
    assert len(RULES) == written > 0


def test_no_two_rules_have_one_slug() -> None:
    assert len({rule.slug for rule in RULES}) == len(RULES)


@every_rule
def test_a_rule_is_documented_with_what_it_is_how_to_mend_it_and_what_breaks_it(rule: Rule) -> None:
    text = rule.page
    assert re.fullmatch(r"[A-Z][^.\n]+\n\n(?s:.+)To fix this: (?s:.+)\n\nBreaks it(?s:.+)", text), rule.slug
    assert re.fullmatch(r"[a-z]+(-[a-z]+)+", rule.slug)


@every_rule
def test_a_rule_is_tested_in_a_module_of_its_own(rule: Rule) -> None:
    name = rule.slug.replace("-", "_")
    assert (ROOT / "tests" / "checks" / f"test_{name}.py").is_file()


def test_the_page_of_rules_is_what_the_rules_say() -> None:
    page = (ROOT / "docs" / "reference" / "rules.md").read_text(encoding="utf-8")
    assert page == script("rules_page").rules_page(), "renew it with: python tools/rules_page.py"


def test_all_rules_run_and_their_problems_come_in_reading_order() -> None:
    found = check(
        pack_of(contract("specification: [personal-health-budgets/process]\nquality: [social-prescribing/uptake]"))
    )
    assert found == in_reading_order(found)
    assert {
        "budget-without-care-plan",
        "budget-without-governance",
        "legal-rights-to-choice",
        "measure-without-wording",
    } <= {p.slug for p in found}
    assert all(problem.cure and problem.source and problem.location.line for problem in found)


def test_a_contract_that_does_all_the_handbook_asks_for_has_no_problem() -> None:
    text = contract(
        "legal_rights_to_choice: {not_applicable: people are referred by their own practice team}\n"
        "specification: [shared-decision-making, enabling-choice, social-prescribing]\n"
        "quality: [shared-decision-making/collaborate, social-prescribing/uptake]",
        particulars="equality_assessment: Assessment of 2 February 2026\ndpia: DPIA 12\nsharing_agreement: Northbrook "
        "agreement, tier 2",
        after="development: [shared-decision-making/pathways]\nimprovement: [co-production/outputs]\n"
        "reporting: [personalised-care/satisfaction]\nvalues: {cop_outputs_date: 2027-03-31}",
    )
    assert check(pack_of(text)) == []


def test_the_room_exports_the_list_and_the_function() -> None:
    assert specgen.checks.__all__ == ["RULES", "check"]
