"""Referral wording for a link worker service, and the other way round."""

import pytest
from tests.checks.contracts import breaches, contract

from specgen.checks.components import wrong_social_prescribing_wording as rule

SLUG = "wrong-social-prescribing-wording"


def test_referral_wording_for_a_link_worker_service_is_an_error() -> None:
    text = contract("link_worker_service: yes\nspecification:\n  - social-prescribing")
    assert breaches(rule, text) == [(SLUG, "error", "- social-prescribing")]


def test_link_worker_wording_for_a_service_that_does_not_say_it_is_one_is_a_warning() -> None:
    text = contract("specification:\n  - link-worker-service")
    assert breaches(rule, text) == [(SLUG, "warning", "- link-worker-service")]


def test_each_with_its_own_wording_keeps_the_rule() -> None:
    assert breaches(rule, contract("link_worker_service: yes\nspecification: [link-worker-service]")) == []
    assert breaches(rule, contract("specification: [social-prescribing]")) == []


@pytest.mark.parametrize("name", ["Northbrook Link Worker Service", "Social prescribing service for Eastmere"])
def test_referral_wording_for_a_service_named_like_a_link_worker_service_is_a_warning_until_it_says_what_it_is(
    name: str,
) -> None:
    text = contract("specification:\n  - social-prescribing").replace("Community respiratory service", name)
    assert breaches(rule, text) == [(SLUG, "warning", "- social-prescribing")]
    assert breaches(rule, text.replace("    specification:", "    link_worker_service: no\n    specification:")) == []


def test_a_service_that_only_refers_to_social_prescribing_in_its_name_keeps_the_rule() -> None:
    text = contract("specification: [social-prescribing]").replace(
        "Community respiratory service", "Respiratory service with social prescribing"
    )
    assert breaches(rule, text) == []
