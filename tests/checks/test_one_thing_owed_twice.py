"""Two sentences that lay one thing on different parties, or with different dates or figures."""

import pytest
from tests.checks.contracts import breaches, contract, problems_of
from tests.checks.read_clauses import library_of, own_clause

from specgen.checks.duties import one_thing_owed_twice as rule
from specgen.library.model import Clause

SLUG = "one-thing-owed-twice"


def clause(
    name: str, further: str = "", *, actor: str = "Provider", act: str = "give", place: str = "specification"
) -> Clause:
    date = f"{name.replace('-', '_')}_date"
    entry = [
        '- sentence: "p1"',
        "  opens: It must be",
        "  mode: duty",
        f"  actor: {actor}",
        f"  act: {act}",
        "  object: map",
        f'  when: {{by: "{{{{ {date} }}}}"}}',
        *(f"  {line}" for line in further.split("\n") if line),
    ]
    fields = {"by": actor} if place == "improvement" else {}
    fields = {"by": "Provider and Commissioners" if actor == "Parties" else fields.get("by", "")} if fields else {}
    wording = f"It must be written by {{{{ {date} }}}}."
    return own_clause(f"co-production/{place}/{name}", wording, "\n".join(entry), {date: "date"}, **fields)


def found(one: Clause, other: Clause, one_date: str = "2026-09-30", other_date: str = "2026-09-30") -> list[str]:
    by_place: dict[str, list[str]] = {}
    for each in (one, other):
        by_place.setdefault(each.place, []).append(each.id)
    service = "\n".join(f"{place}: [{', '.join(ids)}]" for place, ids in by_place.items() if place == "specification")
    plans = "\n".join(f"{place}: [{', '.join(ids)}]" for place, ids in by_place.items() if place != "specification")
    values = f"values:\n  one_date: {one_date}\n  other_date: {other_date}"
    text = contract(service, after=f"{plans}\n{values}")
    return [line for slug, severity, line in breaches(rule, text, library_of(one, other)) if severity == "error"]


def test_one_map_owed_by_the_provider_and_by_both_parties_is_told() -> None:
    assert found(clause("one"), clause("other", actor="Parties", place="improvement")) == ["other_date: 2026-09-30"]


def test_one_map_due_on_two_days_is_told() -> None:
    assert found(clause("one"), clause("other"), other_date="2026-10-31") == ["other_date: 2026-10-31"]


def test_one_map_in_two_figures_is_told() -> None:
    one, other = clause("one", "much: at least 80% of it"), clause("other", "much: at least 90% of it")
    assert found(one, other) == ["other_date: 2026-09-30"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (clause("one"), clause("other")),  # the same, said twice
        (clause("one", act="propose"), clause("other", actor="Co-ordinating Commissioner", act="approve")),
        (clause("one", "scope: {group: adults}"), clause("other", "scope: {group: children}", actor="Parties")),
        (clause("one", "scope: {stage: first draft}"), clause("other", "scope: {stage: final}", actor="Parties")),
        (
            clause("one", actor="Co-ordinating Commissioner"),
            clause("other", "scope: {of: Commissioner}", actor="each Commissioner"),
        ),
        (clause("one", act="refer"), clause("other", actor="Parties", act="give")),  # acts of two families
        (clause("one", "much: at least 80% of it"), clause("other")),
    ],
)
def test_stages_groups_commissioners_and_what_says_the_same_are_no_contradiction(one: Clause, other: Clause) -> None:
    assert found(one, other) == []


def test_two_services_with_two_starts_are_no_contradiction() -> None:
    text = contract(
        "number: '01'\nspecification: [co-production/one]\nvalues:\n  one_date: 2026-09-30",
        after="  - name: Second service\n    period: {start: 2026-10-01, end: 2029-03-31}\n"
        "    specification: [co-production/one]\n    values:\n      one_date: 2026-12-31",
    )
    assert breaches(rule, text, library_of(clause("one"))) == []


def in_the_shipped_library(service: str, improvement: str, values: str = "") -> list[tuple[str, str]]:
    text = contract(f"specification: [{service}]", after=f"improvement: [{improvement}]\n{values}".rstrip())
    return [(problem.severity, problem.cure) for problem in problems_of(rule, text)]


def test_a_superseded_version_is_a_warning_that_names_the_one_that_no_longer_asks_for_it() -> None:
    ((severity, cure),) = in_the_shipped_library(
        "personal-health-budgets/process", "personal-health-budgets/pathway-map@1"
    )
    assert severity == "warning"
    assert "personal-health-budgets/improvement/pathway-map@2 is newer" in cure


def test_the_newer_version_says_nothing_against_the_other() -> None:
    assert in_the_shipped_library("personal-health-budgets/process", "personal-health-budgets/pathway-map@2") == []


def test_quoted_text_which_names_no_date_of_its_own_is_a_warning() -> None:
    told = in_the_shipped_library(
        "shared-decision-making/national",
        "shared-decision-making/trained-staff",
        "values:\n  sdm_training_date: 2026-10-07\n  sdm_trained_by: 2026-10-07",
    )
    assert {severity for severity, _ in told} <= {"warning"}
