"""A Commissioner's own figures that several services print."""

import pytest
from tests.checks.contracts import breaches, contract

from specgen.checks.plans import own_figures_in_several_services as rule

SLUG = "own-figures-in-several-services"
QUALITY = "quality: [supported-self-management/health-coaching, personalised-care-and-support-planning/plans-agreed]"


def two_services(own: str, of_the_other: str = QUALITY) -> str:
    """A contract with two services, and a Commissioner with values of its own."""
    after = (
        f"  - name: Pain service\n    {of_the_other}\nvalues: {{ssm_coaching_trajectory: 200, pcsp_agreed_target: 80}}"
    )
    return contract(QUALITY, after=after).replace("    ods_code: QXX", f"    ods_code: QXX\n    values:\n      {own}")


@pytest.mark.parametrize(
    "given", ["ssm_coaching_trajectory: 40", "ssm_coaching_trajectory: {2026/27: 40, 2027/28: 95}"]
)
def test_a_number_that_two_services_print_is_asked_about(given: str) -> None:
    assert breaches(rule, two_services(given)) == [(SLUG, "warning", given)]


@pytest.mark.parametrize(
    ("own", "other"),
    [
        ("pcsp_agreed_target: 70", QUALITY),  # a share is one of each service
        ("pcsp_agreed_target: {2026/27: 60, 2027/28: 70}", QUALITY),
        ("ssm_coaching_trajectory: 40", "quality: []"),  # one service alone prints it
    ],
)
def test_a_share_and_a_number_of_one_service_are_left_alone(own: str, other: str) -> None:
    assert breaches(rule, two_services(own, other)) == []
