"""Every clause that a contract chooses is printed in a document for the parties."""

import pytest
from msgspec.structs import replace
from tests.checks.contracts import ROOT, TYPES, breaches, contract, document_type

from specgen.assembly.document_type import DocumentType, read_document_types
from specgen.checks.agreement import clause_not_printed as rule

TEXT = contract("specification: [social-prescribing]", after="development:\n  - personalised-care/cohort-method")
OTHERS = tuple(kind for kind in TYPES if kind.key != "development-plan")
PLAN = document_type("development-plan", "development-plan", ("development",))


@pytest.mark.parametrize(
    "types",
    [
        OTHERS,
        (*OTHERS, replace(PLAN, prints=())),
        (*OTHERS, replace(PLAN, per="service")),
        (*OTHERS, replace(PLAN, audience="commissioner")),
        (*OTHERS, replace(PLAN, when="asked")),
    ],
)
def test_a_clause_that_no_document_for_the_parties_prints_breaks_the_rule(types: tuple[DocumentType, ...]) -> None:
    assert breaches(rule, TEXT, types=types) == [("clause-not-printed", "error", "- personalised-care/cohort-method")]


def test_the_shipped_document_types_print_every_clause() -> None:
    types, problems = read_document_types(ROOT / "templates")
    assert problems == []
    assert breaches(rule, TEXT, types=types) == []


def test_a_schedule_that_the_form_lacks_is_not_reported_again() -> None:
    assert not breaches(
        rule,
        contract(
            "specification: [social-prescribing]",
            form="shorter",
            after="development:\n  - personalised-care/cohort-method",
        ),
    )
