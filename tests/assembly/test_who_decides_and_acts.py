"""Who decides on a budget, who acts for the person, and why rights to choice do not apply: as the page says it."""

import pytest
from msgspec.structs import replace
from tests.checks.contracts import shipped

from specgen.assembly.choose import choose, responsible_commissioner, rights_to_choice
from specgen.contract.model import read_part
from specgen.contract.parties import Commissioner, Delegation
from specgen.contract.read import read_contract
from specgen.contract.services import LegalRights
from specgen.wording.wording import plain_text

ONE = Commissioner(name="North Board", ods_code="X9A")
OTHER = Commissioner(name="Upland Council", ods_code="X9B", role="associate", kind="local authority")
HELD = replace(OTHER, delegation=Delegation(reference="D-1, budgets", holder="North Board"))
RESPONSIBLE = (
    "the Commissioner that is responsible for the Service User under the law’s rules on responsibility, as amended"
)


@pytest.mark.parametrize(
    ("parties", "printed"),
    [
        ((ONE,), "the Co-ordinating Commissioner"),
        ((ONE, OTHER), RESPONSIBLE),
        (
            (ONE, HELD),
            f"{RESPONSIBLE}, itself or through the body that holds its authority "
            "(for Upland Council, North Board under D-1, budgets)",
        ),
    ],
)
def test_the_commissioner_that_decides_is_the_one_responsible_for_the_person(
    parties: tuple[Commissioner, ...], printed: str
) -> None:
    assert responsible_commissioner(parties) == printed


@pytest.mark.parametrize(
    ("reason", "printed"),
    [
        (
            "Nobody is referred here by a consultant’s team",
            "for this reason: Nobody is referred here by a consultant’s team.",
        ),
        ("It is not led by a consultant.", "for this reason: It is not led by a consultant."),
        (
            "People ask for it themselves. No referral is made.",
            "for this reason: People ask for it themselves. No referral is made.",
        ),
    ],
)
def test_the_reason_why_rights_to_choice_do_not_apply_ends_with_one_stop(reason: str, printed: str) -> None:
    said = rights_to_choice(read_part(LegalRights, {"not_applicable": reason}))
    assert said is not None and said.endswith(printed)


def test_rights_that_are_not_answered_are_a_gap() -> None:
    assert rights_to_choice(None) is None


FILE = """
contract: {reference: R-1, title: Podiatry, edition: 2026/27, form: full-length, date: 2026-03-20,
           term: {start: 2026-04-01, end: 2029-03-31}}
commissioners:
  - {name: North Board, ods_code: X9A}
  - {name: East Board, ods_code: X9C, role: associate}
provider: {name: Hill Trust, ods_code: X9D, kind: NHS trust}
services:
  - name: Community podiatry
    cohort: adults with a foot problem
    legal_rights_to_choice: {not_applicable: Nobody is referred here by a consultant}
    specification: [enabling-choice, personal-health-budgets]
development: {not_applicable: none}
improvement: {not_applicable: none}
"""


def printed() -> str:
    contract, problems = read_contract(FILE.encode(), "contract.yaml")
    assert contract is not None, problems
    chosen, _ = choose(contract, shipped())
    return "\n".join(plain_text(clause.blocks) for clause in chosen)


def test_the_specification_says_why_rights_to_choice_do_not_apply() -> None:
    assert (
        "do not apply to the Services described in this specification, for this reason: Nobody is referred" in printed()
    )


def test_the_terms_on_budgets_know_representative_nominee_family_capacity_and_advocate() -> None:
    for word in ("representative", "nominee", "family members", "lacks the capacity", "independent advoca"):
        assert word in printed()


def test_no_plan_or_budget_goes_to_the_co_ordinating_commissioner_for_decision_where_there_are_several() -> None:
    text = printed()
    assert f"the responsible Commissioner is {RESPONSIBLE}." in text
    assert "to the responsible Commissioner for approval" in text
    assert "to the Co-ordinating Commissioner for approval" not in text


def test_no_decision_on_a_person_is_made_by_silence_and_a_post_decides_instead() -> None:
    text = printed()
    assert "are neither approved nor refused because no decision has been given in time" in text
    assert "to the responsible Commissioner’s chief executive within 7 days" in text


def test_a_post_that_the_contract_names_stands_in_place_of_the_words_for_none() -> None:
    contract, _ = read_contract((FILE + "values: {phb_escalation_post: Chief Nurse}\n").encode(), "contract.yaml")
    assert contract is not None
    chosen, _ = choose(contract, shipped())
    process = next(clause for clause in chosen if clause.id.endswith("/process"))
    assert process.printed["phb_escalation_post"] == "Chief Nurse" and "phb_escalation_post" in process.origins
