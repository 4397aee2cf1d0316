"""Examples that were left in."""

import pytest
from tests.checks.contracts import ROOT, breaches, contract, pack_of, problems_of, shipped

from specgen.assembly.pack import examples_in
from specgen.checks.words import example_left_in as rule

SLUG = "example-left-in"
PANEL = "the respiratory service user and carer panel"


def test_a_text_that_is_the_librarys_example_is_a_warning_at_its_value() -> None:
    text = contract(f"specification: [co-production]\nvalues:\n  cop_group: {PANEL}")
    assert breaches(rule, text) == [(SLUG, "warning", f"cop_group: {PANEL}")]


def test_several_are_told_together() -> None:
    text = contract(
        f"specification: [co-production, enabling-choice]\nvalues:\n  cop_group: {PANEL}\n"
        "  choice_matters: ['an appointment in person, by telephone or by video']\n"
        "  choice_responsible_post: Head of patient access"
    )
    (problem,) = problems_of(rule, text)
    assert "3 values" in problem.message
    for name in ("cop_group", "choice_matters", "choice_responsible_post"):
        assert name in problem.message


@pytest.mark.parametrize(
    "values",
    [
        "cop_meeting_interval: 3 months\n  cop_plan_date: 2026-09-30",
        "cop_group: the Fellside foot health forum",
        f"cop_group: {PANEL} and its deputies",
        "sdm_champion_time: four hours a week",
        "pcsp_check_baseline: no check has been made before",
        "sdm_sample_size: 100\n  sdm_collaborate_target: 60",
    ],
)
def test_dates_numbers_shares_and_intervals_and_words_of_ones_own_are_left_alone(values: str) -> None:
    text = contract(
        "specification: [co-production, shared-decision-making]\nquality: [shared-decision-making/collaborate, "
        f"personalised-care-and-support-planning/annual-quality-check]\nvalues:\n  {values}"
    )
    assert breaches(rule, text) == []


def test_a_list_with_an_entry_of_its_own_is_no_example() -> None:
    text = contract(
        "specification: [enabling-choice]\nvalues:\n"
        "  choice_matters: ['an appointment in person, by telephone or by video', the clinic]"
    )
    assert breaches(rule, text) == []


def holds_draft(name: str) -> bool:
    """Whether the example of that placeholder tells a contract apart."""
    clause = next(clause for clause in shipped().clauses.values() if name in clause.placeholders)
    place = clause.id.split("/")[1]
    chosen = f"{place}: [{clause.id}]"
    values = f"values: {{{name}: '{clause.placeholders[name].example.replace(chr(39), chr(39) * 2)}'}}"
    text = (
        contract(f"{chosen}\n{values}")
        if place in ("specification", "quality")
        else contract(after=f"{chosen}\n{values}")
    )
    pack = pack_of(text)
    return any(left.tells_it_apart for left in examples_in(pack))


@pytest.mark.parametrize(
    "name", ["sdm_collaborate_baseline", "ssm_licence_holder", "phb_integrated_method", "pc_networks"]
)
def test_names_baselines_and_sentences_keep_draft(name: str) -> None:
    assert holds_draft(name)


@pytest.mark.parametrize(
    "name", ["cop_lead_post", "sdm_cohort", "cop_group", "sdm_training_share", "cop_meeting_interval", "cop_plan_date"]
)
def test_posts_and_general_words_do_not(name: str) -> None:
    assert not holds_draft(name)


def test_the_first_contract_file_is_known_as_one() -> None:
    text = (ROOT / "src" / "specgen" / "cli" / "new_contract.yaml").read_text(encoding="utf-8")
    (problem,) = problems_of(rule, text)
    for name in ("reference", "name", "ods_code", "equality_assessment", "dpia", "sharing_agreement"):
        assert name in problem.message
