"""Social prescribing without shared decision making."""

from tests.checks.contracts import breaches, contract

from specgen.checks.components import social_prescribing_alone as rule


def test_social_prescribing_on_its_own_breaks_the_rule() -> None:
    text = contract("specification:\n  - personalised-care\n  - social-prescribing")
    assert breaches(rule, text) == [("social-prescribing-alone", "warning", "- social-prescribing")]


def test_shared_decision_making_in_another_service_does_not_help() -> None:
    other = "  - name: Pain service\n    specification: [shared-decision-making]"
    assert len(breaches(rule, contract("specification: [social-prescribing]", after=other))) == 1


def test_a_link_worker_service_has_wording_that_names_it() -> None:
    assert breaches(rule, contract("link_worker_service: yes\nspecification: [link-worker-service]")) == []


def test_both_in_one_service_keep_the_rule() -> None:
    assert breaches(rule, contract("specification: [social-prescribing, shared-decision-making]")) == []
