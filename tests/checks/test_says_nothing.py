"""A text that says nothing of what is asked for, in a contract file and in a cell of a register: told once."""

import pytest
from tests.checks.contracts import FILE, TYPES, contract, editions, pack_of, shipped
from tests.contract.registers import entries, opened, sheet_of

from specgen.assembly.pack import assemble
from specgen.checks import check
from specgen.contract.read import read_contract
from specgen.problems import Problem

NOTHING = ("None", "none", "N/A", "n/a", "nil", "-", "–", "Not applicable", "?", "No", "Yes", "x", "✓", "tbc")
TELL = {"says-nothing", "gap-in-text"}


def told_at(problems: list[Problem], line: int) -> list[str]:
    return [each.slug for each in problems if each.location.line == line and each.slug in TELL]


@pytest.mark.parametrize("said", NOTHING)
@pytest.mark.parametrize(
    ("service", "particulars"),
    [
        ("", "extension: {}"),
        ("", "dpia: {}"),
        ("", "sharing_agreement: {}"),
        ("", "in_year_notice: {}"),
        ("", "draft_version: {}"),
        ("", "local_policies: [{}]"),
        ("cohort: {}", ""),
        ("population: {}", ""),
        ("premises: [{}]", ""),
        ("number: {}", ""),
        ("legal_rights_to_choice: {{not_applicable: {}}}", ""),
    ],
)
def test_a_text_of_a_contract_file_that_says_nothing_is_told_once(service: str, particulars: str, said: str) -> None:
    line = (service or particulars).format(f'"{said}"')
    text = contract(line if service else "", particulars=line if particulars else "")
    if line.startswith("extension"):
        text = text.replace(f"  {line}\n", "").replace("end: 2029-03-31}", f"end: 2029-03-31, {line}}}")
    at = next(number for number, each in enumerate(text.split("\n"), 1) if f'"{said}"' in each)
    assert len(told_at(check(pack_of(text)), at)) == 1, FILE


@pytest.mark.parametrize("said", [*NOTHING[:-1], "0"])
@pytest.mark.parametrize(
    "heading",
    [
        "Extension",
        "Provider address",
        "Provider signatory",
        "Sub-contractors",
        "Local policies",
        "Information sharing agreement",
        "Cohort",
        "Charity number",
        "Company number",
    ],
)
def test_a_cell_that_says_nothing_is_told_once(heading: str, said: str) -> None:
    (entry,) = entries(opened({"Contracts": sheet_of({heading: said})}))
    problems = list(entry.problems)
    if entry.contract is not None:
        pack, faults = assemble(entry.contract, shipped(), editions(), TYPES)
        problems += [*faults, *(check(pack) if pack is not None else ())]
    told = [each.slug for each in problems if f"({heading})" in (each.location.cell or "")]
    told = [slug for slug in told if slug in {*TELL, "cell-error"}]
    assert len(told) == 1, [str(each) for each in problems]


@pytest.mark.parametrize(
    "line",
    [
        "activity: None",
        'whole_specification: {"1.1": None}',
        "premises: [None Such House]",
        "population: No wrong door families",
    ],
)
def test_words_that_answer_or_only_begin_so_are_left_alone(line: str) -> None:
    text = contract(line)
    assert not [each for each in check(pack_of(text)) if each.slug in TELL]


@pytest.mark.parametrize(
    ("said", "told"), [("None", True), ("none", True), ("N/A", True), ("None yet", False), ("none in 2025/26", False)]
)
def test_a_baseline_that_is_only_none_is_told_and_one_that_says_when_is_not(said: str, told: bool) -> None:
    text = contract(
        "quality: [personalised-care-and-support-planning/plans-agreed]\nvalues:\n"
        f"  pcsp_agreed_target: 80\n  pcsp_agreed_baseline: {said}"
    )
    read, _ = read_contract(text.encode(), FILE)
    assert read is not None
    _, problems = assemble(read, shipped(), editions(), TYPES)
    assert ("gap-in-value" in [each.slug for each in problems]) == told


@pytest.mark.parametrize(
    ("heading", "given", "told"),
    [
        ("Extension", 2, True),
        ("Extension", "1+1", True),
        ("Extension", "2 years", False),
        ("Provider signatory", "7", True),
        ("Charity number", "1234567", False),
        ("Company number", "01234567", False),
        ("Reference", "12345", False),
        ("Service number", "02", False),
        ("Review date", "2028-09-30", False),
        *((name, 2026, True) for name in ("Title", "Supplier", "Commissioner")),
        *((name, "50%", True) for name in ("Title", "Supplier", "Commissioner")),
        *((name, "Unit 2", False) for name in ("Title", "Supplier", "Commissioner")),
    ],
)
def test_a_text_without_a_letter_where_words_belong_is_told_once(heading: str, given: object, told: bool) -> None:
    (entry,) = entries(opened({"Contracts": sheet_of({heading: given})}))
    assert entry.contract is not None, entry.problems
    pack, _ = assemble(entry.contract, shipped(), editions(), TYPES)
    assert pack is not None
    found = [each.slug for each in (*entry.problems, *check(pack)) if f"({heading})" in (each.location.cell or "")]
    assert [slug for slug in found if slug in TELL] == ["says-nothing"] * told
