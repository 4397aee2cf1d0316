"""A clause without one that it needs."""

import pytest
from tests.checks.contracts import breaches, contract, pack_of, problems_of, with_clause
from tests.work import calls

from specgen.checks.contradictions import clause_needs_another as rule

SLUG = "clause-needs-another"


def test_delegation_without_the_process_is_a_warning() -> None:
    text = contract("specification:\n  - personal-health-budgets/delegation")
    assert breaches(rule, text) == [(SLUG, "warning", "- personal-health-budgets/delegation")]


def test_delegation_with_the_process_keeps_the_rule() -> None:
    text = contract("specification: [personal-health-budgets/process, personal-health-budgets/delegation]")
    assert breaches(rule, text) == []


@pytest.mark.parametrize(
    ("resting", "on"),
    [
        ("co-production/local-terms", "co-production/national"),
        ("personalised-care-and-support-planning/local-terms", "personalised-care-and-support-planning/national"),
        ("social-prescribing/referral-local-terms", "social-prescribing/referral-in"),
        ("shared-decision-making/lead-in", "shared-decision-making/national"),
    ],
)
def test_terms_whose_words_point_to_a_quoted_text_are_an_error_without_it(resting: str, on: str) -> None:
    assert breaches(rule, contract(f"specification:\n  - {resting}")) == [(SLUG, "error", f"- {resting}")]
    assert breaches(rule, contract(f"specification: [{resting}, {on}]")) == []


GRANT = "grant-personalised-care, co-production/grant-quoted-text, co-production/grant-local-terms"


def test_the_terms_of_a_grant_on_quoted_text_name_the_clause_that_holds_it() -> None:
    told = problems_of(rule, contract(f"specification: [{GRANT}]", form="grant"))
    assert [(problem.severity, problem.cure) for problem in told] == [
        ("error", "add “co-production/national” under specification")
    ] * 2
    assert "point to “Co-production: national wording”, which stands nowhere" in told[0].message


@pytest.mark.parametrize("chosen", ["grant-co-production", "co-production/national@1, grant-co-production"])
def test_the_set_of_a_grant_is_whole_also_behind_a_clause_of_it_that_is_named_by_itself(chosen: str) -> None:
    found = pack_of(contract(f"specification: [grant-personalised-care, {chosen}]", form="grant"))
    assert [clause.id for clause in found.chosen].count("co-production/specification/national") == 1
    assert list(rule.check(found)) == []


def test_in_a_grant_the_quoted_text_may_stand_with_another_of_the_activities() -> None:
    other = f"  - name: Other activities\n    specification: [{GRANT}]"
    assert problems_of(rule, contract("specification: [co-production/national]", form="grant", after=other)) == []


def test_in_a_contract_each_service_has_the_quoted_text_on_its_own_page() -> None:
    other = "  - name: Other service\n    specification: [co-production/lead-in]"
    (told,) = problems_of(rule, contract("specification: [co-production/national]", after=other))
    assert told.severity == "error"


def test_a_heading_in_the_words_of_a_clause_is_looked_for_although_its_clause_names_no_needs() -> None:
    ours = "The Provider must follow the text headed “Co-production: national wording”."
    library = with_clause("co-production/specification/ours", ours)
    (told,) = problems_of(rule, contract("specification: [co-production/ours]"), library)
    assert (told.severity, told.cure) == ("error", "add “co-production/national” under specification")


NATIONAL = "co-production/specification/national"
HEADING = "Co-production: national wording"


def test_a_text_of_ones_own_under_the_heading_of_a_quoted_one_is_not_asked_for_beside_it() -> None:
    library = with_clause("co-production/specification/ours", "Our words.", title=HEADING, based_on=f"{NATIONAL}@1")
    text = contract("specification: [co-production/national, co-production/lead-in, co-production/local-terms]")
    assert problems_of(rule, text, library) == []


@pytest.mark.parametrize("title", [HEADING, "Co-production: our own text"])
def test_an_adaptation_is_not_the_quoted_text_that_words_speak_of_whatever_its_heading(title: str) -> None:
    library = with_clause("co-production/specification/ours", "Our words.", title=title, based_on=f"{NATIONAL}@1")
    told = problems_of(rule, contract("specification: [co-production/ours, co-production/local-terms]"), library)
    assert [(each.severity, each.cure) for each in told] == [
        ("error", "add “co-production/national” under specification, or adapt these words too")
    ]


def test_an_adaptation_serves_a_clause_whose_words_point_to_no_text() -> None:
    library = with_clause(
        "personal-health-budgets/specification/ours",
        "Our words.",
        based_on="personal-health-budgets/specification/process@1",
    )
    text = contract("specification: [personal-health-budgets/ours, personal-health-budgets/delegation]")
    assert problems_of(rule, text, library) == []


def test_a_text_that_stands_in_another_service_is_said_to_stand_there() -> None:
    other = "  - name: Other service\n    specification: [co-production/lead-in]"
    (told,) = problems_of(rule, contract("specification: [co-production/national]", after=other))
    assert told.message.endswith("which stands in another service alone")


def test_twice_as_many_services_that_point_to_a_text_are_twice_the_work() -> None:
    both = "specification: [shared-decision-making/national, shared-decision-making/lead-in]"
    made: list[int] = []
    for count in (1, 20, 40):
        others = "\n".join(f"  - name: Service {number}\n    {both}" for number in range(1, count))
        pack = pack_of(contract(both, after=others))
        assert len(pack.chosen) == 2 * count
        made.append(calls(lambda: list(rule.check(pack))))  # noqa: B023
    least, some, many = made
    assert many - least < 2.2 * (some - least)
