"""Two sentences that lay one thing on different parties, or with different dates or figures."""

import pytest
from tests.checks.contracts import breaches, contract
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
    return [line for slug, severity, line in breaches(rule, text, library_of(one, other)) if severity == "warning"]


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
