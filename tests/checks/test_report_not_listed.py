"""A report that no list of reports holds."""

import pytest
from msgspec.structs import replace
from tests.checks.contracts import TYPES, breaches, contract, document_type, pack_of, problems_of

from specgen.assembly.ledger.reports import reports_listed_in
from specgen.checks.duties import report_not_listed as rule

ASKS = "specification: [personalised-care]"
GRANT = "specification: [personalised-care/grant-generic, social-prescribing/grant-community-support]"
INSERT = replace(document_type("grant-insert", "", ("specification",)), forms=("grant",))


def listed(text: str, types=TYPES) -> dict[str, list[str]]:  # type: ignore[no-untyped-def]
    pack = pack_of(text, types=types)
    return {
        document.type.key: [report.title for report in reports_listed_in(pack, document)]
        for document in pack.documents
        if reports_listed_in(pack, document)
    }


@pytest.mark.parametrize("reporting", ["", "reporting: []", "reporting: [personalised-care/satisfaction]"])
def test_the_schedule_of_reports_is_made_where_a_paragraph_asks_for_one(reporting: str) -> None:
    text = contract(ASKS, after=reporting)
    assert listed(text) == {"reporting": ["Component use"]}
    assert breaches(rule, text) == []


def test_a_schedule_declared_not_applicable_is_made_all_the_same_and_told() -> None:
    text = contract(ASKS, after="reporting:\n  not_applicable: The insert says when each report is due")
    (problem,) = problems_of(rule, text)
    assert problem.severity == "warning"
    assert "Schedule 2A, Personalised care, 3.2.6 asks for reports" in problem.message
    assert listed(text) == {"reporting": ["Component use"]}


def test_a_contract_of_which_no_document_lists_its_reports_is_an_error() -> None:
    types = tuple(kind for kind in TYPES if not {"reporting", "specification"} & set(kind.prints))
    assert [problem.severity for problem in problems_of(rule, contract(ASKS), types=types)] == ["error"]


def test_where_a_form_has_no_schedule_of_reports_the_insert_lists_them() -> None:
    text = contract(GRANT, form="grant")
    assert listed(text, (INSERT,)) == {"grant-insert": ["Component use", "People introduced"]}
    assert problems_of(rule, text, types=(INSERT,)) == []


def test_a_contract_that_asks_for_no_report_has_no_list_and_no_schedule() -> None:
    text = contract("specification: [personalised-care-and-support-planning/lead-in]")
    assert listed(text) == {}
    assert breaches(rule, text) == []
    assert all("reporting" not in document.type.prints for document in pack_of(text).documents)
