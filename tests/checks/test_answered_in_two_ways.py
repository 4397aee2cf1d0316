"""One question that is answered under the one service and under the contract, in two ways."""

import pytest
from tests.checks.contracts import breaches, contract

from specgen.checks.contradictions import answered_in_two_ways as rule


def text(service: str, whole: str, *, second: str = "") -> str:
    return contract(
        f"specification: [shared-decision-making]\nvalues: {{{service}}}",
        after=f"{second}improvement: [shared-decision-making/trained-staff]\nvalues: {{{whole}}}",
    )


@pytest.mark.parametrize(
    ("service", "whole", "number"),
    [
        ("sdm_training_date: 2027-01-31", "sdm_training_date: 2027-03-31", 1),
        ("sdm_training_share: 90", "sdm_training_share: 80", 1),
        ("sdm_training_share: 80", "sdm_training_share: 80%", 0),
        ("sdm_training_date: 2027-01-31", "sdm_training_share: 80", 0),
        ("sdm_measure_interval: 3 months", "sdm_measure_interval: 6 months", 0),
    ],
)
def test_a_date_or_a_figure_has_one_answer_in_a_contract_with_one_service(
    service: str, whole: str, number: int
) -> None:
    found = breaches(rule, text(service, whole))
    assert [severity for _, severity, _ in found] == ["warning"] * number


def test_with_two_services_each_may_have_its_own() -> None:
    second = "  - name: Another service\n    specification: [enabling-choice]\n"
    own, whole = "sdm_training_share: 90", "sdm_training_share: 80"
    assert breaches(rule, text(own, whole, second=second)) == []
