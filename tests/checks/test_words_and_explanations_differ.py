"""Words that a grant agreement explains and does not use, and quoted words that it does not explain."""

import pytest
from tests.checks.contracts import breaches, contract, problems_of

from specgen.checks.agreement import words_and_explanations_differ as rule

TERMS = "grant-personalised-care, grant-peer-support"


def grant(chosen: str) -> str:
    return contract(f"specification: [{chosen}]", form="grant")


@pytest.mark.parametrize(
    "chosen",
    [
        TERMS,
        f"{TERMS}, co-production/national, grant-co-production",
        "personalised-care/grant-terms@1, personalised-care/grant-generic, co-production/national, "
        "co-production/grant-local-terms",
    ],
)
def test_a_grant_that_explains_what_it_holds_breaks_nothing(chosen: str) -> None:
    assert problems_of(rule, grant(chosen)) == []


def test_quoted_words_explained_where_no_text_is_quoted_are_told_once() -> None:
    (problem,) = problems_of(rule, grant(f"{TERMS}, co-production/grant-quoted-text"))
    assert (problem.severity, problem.message) == (
        "warning",
        "co-production/specification/grant-quoted-text@1 explains “the provider”, “individuals”, "
        "“senior managers”, which no other clause has",
    )


def test_the_older_terms_explain_quoted_text_that_is_not_there() -> None:
    (problem,) = problems_of(rule, grant("personalised-care/grant-terms@1, personalised-care/grant-generic"))
    assert "personalised-care/specification/grant-terms@1 explains “the provider”" in problem.message


def test_quoted_text_that_nobody_explains_is_told_where_it_is_chosen() -> None:
    text = contract(
        "specification:\n  - co-production/national\n  - grant-personalised-care\n  - grant-peer-support", form="grant"
    )
    assert breaches(rule, text) == [("words-and-explanations-differ", "warning", "- co-production/national")]


def test_a_contract_has_conditions_that_say_what_words_mean() -> None:
    assert problems_of(rule, contract("specification: [co-production]")) == []
