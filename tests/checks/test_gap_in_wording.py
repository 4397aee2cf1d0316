"""A gap left in approved wording."""

import pytest
from tests.checks.contracts import breaches, contract, everything, problems_of, with_clause

from specgen.checks.words import gap_in_wording as rule

TEXT = contract("specification:\n  - personalised-care/ours")
OURS = "personalised-care/specification/ours"


@pytest.mark.parametrize(
    ("wording", "mark"),
    [
        ("It applies to the “ENTER COHORT TYPE” cohort.", "ENTER COHORT"),
        ("At least X% of people.", "X%"),
        ("People who [insert].", "[insert]"),
        ("It includes “LIST THOSE PEOPLE IN SERVICE WHO MAY BENEFIT”.", "LIST THOSE"),
        ("The date is TBC.", "TBC"),
        ("The Provider must meet the panel â€“ and its chair.", "â€“"),
    ],
)
def test_a_mark_that_nothing_fills_is_an_error(wording: str, mark: str) -> None:
    library = with_clause(OURS, wording)
    assert breaches(rule, TEXT, library) == [("gap-in-wording", "error", "- personalised-care/ours")]
    assert f"holds “{mark}”" in problems_of(rule, TEXT, library)[0].message


def test_a_mark_in_a_field_is_an_error_too() -> None:
    library = with_clause("personalised-care/improvement/ours", "Words.", fields={"benefit": "X% fewer visits"})
    assert len(breaches(rule, contract(after="improvement: [personalised-care/ours]"), library)) == 1


def test_a_version_used_by_two_services_is_said_once() -> None:
    after = "  - name: Pain service\n    specification: [personalised-care/ours]"
    text = contract("specification: [personalised-care/ours]", after=after)
    assert len(breaches(rule, text, with_clause(OURS, "TBC"))) == 1


def test_a_value_is_not_wording() -> None:
    text = contract("specification: [personalised-care]\nvalues: {pc_provider_lead_post: “ENTER POST” TBC}")
    assert breaches(rule, text) == []


def test_the_shipped_library_has_no_such_mark() -> None:
    assert breaches(rule, everything()) == []
