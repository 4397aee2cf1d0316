"""A duty that is due before what it needs is there."""

import pytest
from tests.checks.contracts import breaches, contract
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
        ("Co-ordinating Commissioner", "2026-06-30", "2026-09-30", "warning"),
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
