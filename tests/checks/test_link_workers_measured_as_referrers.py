"""A link worker service that is measured as if it referred people to one."""

from tests.checks.contracts import breaches, contract

from specgen.checks.measures import link_workers_measured_as_referrers as rule

SLUG = "link-workers-measured-as-referrers"
MEASURE = "quality:\n  - social-prescribing/referrals-made"


def test_the_measure_of_referrals_in_a_link_worker_service_is_a_warning() -> None:
    text = contract(f"link_worker_service: yes\nspecification: [link-worker-service]\n{MEASURE}")
    assert breaches(rule, text) == [(SLUG, "warning", "- social-prescribing/referrals-made")]


def test_in_a_service_that_refers_people_it_keeps_the_rule() -> None:
    assert breaches(rule, contract(f"specification: [social-prescribing]\n{MEASURE}")) == []


def test_another_measure_of_a_link_worker_service_keeps_the_rule() -> None:
    text = contract(
        "link_worker_service: yes\nspecification: [link-worker-service]\nquality: [social-prescribing/uptake]"
    )
    assert breaches(rule, text) == []
