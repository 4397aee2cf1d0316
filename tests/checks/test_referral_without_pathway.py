"""A referral to social prescribing without pathway and criteria."""

from tests.checks.contracts import breaches, contract, problems_of, with_clause

from specgen.checks.components import referral_without_pathway as rule


def test_the_referral_wording_on_its_own_breaks_the_rule() -> None:
    text = contract("specification:\n  - social-prescribing/referral-in")
    assert breaches(rule, text) == [("referral-without-pathway", "error", "- social-prescribing/referral-in")]


def test_the_set_has_each_commissioner_give_both() -> None:
    assert breaches(rule, contract("specification: [social-prescribing]")) == []


def test_own_terms_with_a_pathway_and_no_criteria_break_the_rule() -> None:
    library = with_clause(
        "social-prescribing/specification/ours", "Each Commissioner must give the Provider the referral pathway."
    )
    text = contract("specification: [social-prescribing/referral-in, social-prescribing/ours]")
    assert [problem.message for problem in problems_of(rule, text, library)] == [
        (
            "“Community respiratory service” is to refer people to social prescribing, and no wording gives the "
            "criteria for it"
        )
    ]


def test_a_link_worker_service_refers_nobody() -> None:
    assert breaches(rule, contract("specification: [link-worker-service]")) == []
