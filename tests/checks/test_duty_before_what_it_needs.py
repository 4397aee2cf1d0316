"""A duty that is due before what it needs is there."""

import pytest
from tests.checks.contracts import breaches, contract, pack_of
from tests.checks.read_clauses import library_of, own_clause

from specgen.checks.duties import duty_before_what_it_needs as rule
from specgen.library.model import Clause


def clause(owes_statement: str) -> Clause:
    return own_clause(
        "co-production/specification/our-offer",
        f"""
        1. The Provider must offer help, starting no later than {{{{ offer_date }}}}.
        2. The {owes_statement} must give a statement no later than {{{{ statement_date }}}}.
        """,
        f"""
        - sentence: "1"
          opens: The Provider must offer
          mode: standing
          actor: Provider
          act: offer
          object: offer of help
          when: {{start: "{{{{ offer_date }}}}"}}
          needs: statement
        - sentence: "2"
          opens: The {owes_statement} must
          mode: duty
          actor: {owes_statement}
          act: give
          object: statement
          when: {{by: "{{{{ statement_date }}}}"}}
        """,
        {"offer_date": "date", "statement_date": "date"},
    )


def found(owes_statement: str, offer: str, statement: str) -> list[tuple[str, str]]:
    text = contract(
        "specification: [co-production/our-offer]",
        after=f"values:\n  offer_date: {offer}\n  statement_date: {statement}",
    )
    library = library_of(clause(owes_statement))
    return [(severity, line) for _, severity, line in breaches(rule, text, library)]


@pytest.mark.parametrize(
    ("owes", "offer", "statement", "severity"),
    [
        ("Provider", "2026-06-30", "2026-06-29", None),
        ("Provider", "2026-06-30", "2026-06-30", None),  # its own, on one day
        ("Provider", "2026-06-30", "2026-07-01", "error"),
        ("Co-ordinating Commissioner", "2026-06-30", "2026-06-29", None),
        ("Co-ordinating Commissioner", "2026-06-30", "2026-06-30", "warning"),  # the other side's, on the same day
        ("Co-ordinating Commissioner", "2026-06-30", "2026-09-30", "error"),
    ],
)
def test_what_a_duty_needs_is_there_before_it_is_due(
    owes: str, offer: str, statement: str, severity: str | None
) -> None:
    expected = [(severity, f"statement_date: {statement}")] if severity else []
    assert found(owes, offer, statement) == expected


def test_a_date_that_is_missing_says_nothing() -> None:
    text = contract("specification: [co-production/our-offer]", after="values:\n  offer_date: 2026-06-30")
    assert breaches(rule, text, library_of(clause("Provider"))) == []


def test_a_measure_that_counts_from_before_its_service_is_ready_is_a_warning() -> None:
    measure = own_clause(
        "co-production/quality/our-measure",
        "Share of people helped",
        """
        - sentence: "p1"
          opens: Share of people
          mode: duty
          actor: Provider
          act: measure
          object: count of people
          needs: offer of help
        """,
        period="Contract Year",
    )
    text = contract(
        "specification: [co-production/our-offer]\nquality: [co-production/our-measure]",
        after="values:\n  offer_date: 2026-09-30\n  statement_date: 2026-05-01",
    )
    assert breaches(rule, text, library_of(clause("Provider"), measure)) == [
        ("duty-before-what-it-needs", "warning", "offer_date: 2026-09-30")
    ]


BOTH = own_clause(
    "co-production/specification/our-offer",
    """
    1. The Provider must give a map no later than {{ offer_date }}.
    2. The Provider must give a statement no later than {{ statement_date }}.
    """,
    """
    - {sentence: "1", opens: The Provider must give, mode: duty, actor: Provider, act: give, object: map,
       when: {by: "{{ offer_date }}"}, needs: statement}
    - {sentence: "2", opens: The Provider must give, mode: duty, actor: Provider, act: give, object: statement,
       when: {by: "{{ statement_date }}"}}
    """,
    {"offer_date": "date", "statement_date": "date"},
)


def of_two(offer: str, statement: str, own: str) -> list[tuple[str, str]]:
    """What is told where the second Commissioner has values of its own."""
    text = contract(
        "specification: [co-production/our-offer]",
        after=f"values:\n  offer_date: {offer}\n  statement_date: {statement}",
    ).replace("    ods_code: QXX", "    ods_code: QXX\n    role: co-ordinating")
    text = text.replace(
        "provider:",
        "  - name: Eastmere Integrated Care Board\n    ods_code: QYY\n    role: associate\n"
        f"    values: {own}\nprovider:",
    )
    return [(severity, line) for _, severity, line in breaches(rule, text, library_of(BOTH))]


@pytest.mark.parametrize(
    ("offer", "statement", "own", "expected"),
    [
        # Its own day is the late one: the message points at it, not at the value for all.
        ("2026-06-30", "2026-05-31", "{statement_date: 2026-07-31}", "values: {statement_date: 2026-07-31}"),
        # The value for all is the late one.
        ("2026-06-30", "2026-07-31", "{statement_date: 2026-05-31}", "statement_date: 2026-07-31"),
        # Its own offer comes before the statement for all.
        ("2026-06-30", "2026-05-31", "{offer_date: 2026-05-01}", "statement_date: 2026-05-31"),
        # Each Commissioner's days are right for it, though one's statement comes after the other's map.
        ("2026-06-30", "2026-05-31", "{offer_date: 2026-09-30, statement_date: 2026-08-31}", None),
        ("2026-09-30", "2026-08-31", "{offer_date: 2026-06-30, statement_date: 2026-05-31}", None),
    ],
)
def test_the_days_of_one_commissioner_are_held_against_each_other_and_pointed_at_in_its_lines(
    offer: str, statement: str, own: str, expected: str | None
) -> None:
    assert of_two(offer, statement, own) == ([("error", expected)] if expected else [])


def test_the_message_reads_as_a_sentence_whoever_owes_the_input() -> None:
    text = contract(
        "specification: [co-production/our-offer]",
        after="values:\n  offer_date: 2026-06-30\n  statement_date: 2026-09-30",
    )
    for owes, said in (
        ("each Commissioner", "which each Commissioner owes only by 30 September 2026"),
        ("Commissioners", "which the Commissioners owe only by"),
        ("Parties", "which the Parties owe only by"),
        ("Co-ordinating Commissioner", "which the Co-ordinating Commissioner owes only by"),
    ):
        (problem,) = rule.check(pack_of(text, library_of(clause(owes))))
        assert said in problem.message
        assert "the each" not in problem.message


@pytest.mark.parametrize(("outputs", "expected"), [("2026-06-30", 1), ("2026-10-01", 0)])
def test_an_account_of_what_the_plan_changed_comes_after_the_plan(outputs: str, expected: int) -> None:
    values = f"values:\n  cop_plan_date: 2026-09-30\n  cop_outputs_date: {outputs}"
    text = contract("specification: [co-production]", after=f"improvement: [co-production/outputs]\n{values}")
    assert len([each for each in rule.check(pack_of(text)) if "co-production plan" in each.message]) == expected


@pytest.mark.parametrize(
    ("start", "ready", "told"),
    [("2027-03-01", "2027-06-30", True), ("2026-04-01", "2026-09-30", False), ("2027-03-01", "2027-03-31", False)],
)
def test_what_comes_once_a_year_is_not_due_before_its_own_terms_are_in_operation(
    start: str, ready: str, told: bool
) -> None:
    text = contract(
        "specification: [personalised-care-and-support-planning/local-terms]\nvalues:\n"
        f"  pcsp_ready_date: {ready}\n  pcsp_template_date: {ready}\n  pcsp_check_sample: 40"
    ).replace("start: 2026-04-01", f"start: {start}")
    found = [problem for problem in rule.check(pack_of(text)) if "once" not in problem.message]
    said = "is first due on 31 March 2027, before “pcsp_ready_date”, 30 June 2027"
    assert [said in problem.message for problem in found] == [True] * told
    assert {problem.severity for problem in found} <= {"warning"}
