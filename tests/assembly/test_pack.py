"""The documents of a contract: which it gets, what each prints, what its edition lacks and what of it is not
verified."""

from __future__ import annotations

import dataclasses
from datetime import date

import pytest
from msgspec.structs import replace
from tests.checks.contracts import ROOT, TYPES, contract, editions, shipped

from specgen.assembly.document_type import DocumentType, read_document_types
from specgen.assembly.edition import Edition
from specgen.assembly.pack import Pack, as_draft, assemble, folder_name
from specgen.contract.read import read_contract
from specgen.library.approvals import approval_of
from specgen.library.model import Library
from specgen.problems import Problem, has_errors

WHOLE = replace(
    TYPES[0], key="whole-specification", title="Service specification", when="asked", name="Service specification"
)
SHIPPED_TYPES = read_document_types(ROOT / "templates")[0]
NOTE = DocumentType(
    "note", "Drafting note", "", "contract", (), "always", "commissioner", "Drafting note", 90, TYPES[0].template
)


def approvals_of_all() -> Library:
    lines = tuple(
        approval_of(clause.versions[-1], "A Reviewer", "Head of contracts", date(2026, 1, 1), "minute 4")
        for clause in shipped().clauses.values()
    )
    return dataclasses.replace(shipped(), approvals=lines)


def assembled(
    text: str,
    types: tuple[DocumentType, ...] = TYPES,
    library: Library | None = None,
    known: tuple[Edition, ...] | None = None,
) -> tuple[Pack | None, list[Problem]]:
    found, problems = read_contract(text.encode(), "contract.yaml")
    assert found is not None, problems
    return assemble(found, library or shipped(), known or editions(), types)


def pack_of(text: str, types: tuple[DocumentType, ...] = TYPES, library: Library | None = None) -> Pack:
    pack, _ = assembled(text, types, library)
    assert pack is not None
    return pack


def slugged(problems: list[Problem], slug: str) -> list[Problem]:
    return [problem for problem in problems if problem.slug == slug]


# --- documents ------------------------------------------------------------------------------------------------------

PLAIN = "specification: [personalised-care-and-support-planning/lead-in]"
"""A service whose paragraphs ask for no report."""
TWO = contract(
    "specification: [enabling-choice]\nquality: [social-prescribing/uptake]",
    after="  - name: Pain service\n    number: P1\n    specification: [personalised-care]\ndevelopment: "
    "[personalised-care/ambition]",
)


def test_a_contract_gets_a_document_for_each_service_and_schedule_that_has_something() -> None:
    assert [(document.type.key, document.service, document.file_name) for document in pack_of(TWO).documents] == [
        ("specification-insert", 0, "NBB-2026-014 - Schedule 2A - specification-insert - service 01.docx"),
        ("specification-insert", 1, "NBB-2026-014 - Schedule 2A - specification-insert - service P1.docx"),
        ("quality-requirements", None, "NBB-2026-014 - Schedule 4C - quality-requirements.docx"),
        ("development-plan", None, "NBB-2026-014 - Schedule 2M - development-plan.docx"),
        ("reporting", None, "NBB-2026-014 - Schedule 6A - reporting.docx"),  # both services ask for reports
    ]


def test_a_document_prints_its_own_services_clauses_in_the_order_of_its_places() -> None:
    first, second, measures, _, _ = pack_of(TWO).documents
    assert [clause.id for clause in first.clauses] == [
        "enabling-choice/specification/general",
        "social-prescribing/quality/uptake",
    ]
    assert [clause.id for clause in second.clauses] == ["personalised-care/specification/generic"]
    assert [clause.id for clause in measures.clauses] == ["social-prescribing/quality/uptake"]
    assert (first.title, measures.title) == (
        "Specification insert: Community respiratory service",
        "Quality requirements: Community services",
    )


def test_a_measure_is_the_same_choice_in_the_specification_and_in_the_quality_requirements() -> None:
    first, _, measures, *_ = pack_of(TWO).documents
    assert first.clauses[-1] is measures.clauses[0]


def test_a_schedule_declared_not_applicable_gets_its_document_with_nothing_in_it() -> None:
    (document,) = pack_of(contract(after="development: {not_applicable: held in another contract}")).documents
    assert (document.type.key, document.clauses, document.applicable) == ("development-plan", (), False)


def test_a_type_that_is_always_made_needs_nothing_chosen_and_one_that_is_asked_needs_asking() -> None:
    assert [document.type.key for document in pack_of(contract(), (NOTE, WHOLE)).documents] == ["note"]
    asked = contract("whole_specification: {}")
    assert [document.type.key for document in pack_of(asked, (NOTE, WHOLE)).documents] == [
        "note",
        "whole-specification",
    ]


def test_two_documents_of_one_file_name_are_an_error() -> None:
    text = contract(
        "number: A/B\nspecification: [personalised-care]",
        after='  - name: Pain service\n    number: "A:B"\n    specification: [personalised-care]',
    )
    _, problems = assembled(text)
    (problem,) = slugged(problems, "same-file-name")
    assert (problem.severity, problem.location.line) == ("error", 18)
    assert (
        "would both be called NBB-2026-014 - Schedule 2A - specification-insert - service A-B.docx" in problem.message
    )


def test_the_packs_folder_is_a_name_that_windows_takes() -> None:
    found, _ = read_contract(contract().replace("NBB-2026-014", "NBB/2026?014.").encode(), "contract.yaml")
    assert found is not None
    assert folder_name(found) == "NBB-2026-014"


# --- draft ----------------------------------------------------------------------------------------------------------

AGREED = contract(
    "specification: [enabling-choice/operational]",
    particulars="status: agreed",
    after="values: {choice_ready_date: 2026-05-01, choice_notice_interval: 7 days}",
)


def test_draft_leaves_only_when_all_is_approved_given_and_agreed() -> None:
    assert not pack_of(AGREED, library=approvals_of_all()).draft


@pytest.mark.parametrize(
    ("text", "approved"),
    [
        (AGREED, False),
        (AGREED.replace("status: agreed", "status: for agreement"), True),
        (AGREED.replace("choice_notice_interval: 7 days", ""), True),
        (AGREED.replace("7 days}", "7 days, extra: x}"), True),
    ],
)
def test_anything_less_is_a_draft(text: str, approved: bool) -> None:
    assert pack_of(text, library=approvals_of_all() if approved else None).draft


def test_gaps_are_errors_unless_a_draft_is_asked_for() -> None:
    _, problems = assembled(AGREED.replace("choice_notice_interval: 7 days", ""), library=approvals_of_all())
    assert has_errors(problems)
    assert not has_errors(as_draft(problems))
    assert [problem.slug for problem in as_draft(problems)] == [problem.slug for problem in problems]


def test_other_errors_stay_errors_in_a_draft() -> None:
    _, problems = assembled(AGREED.replace("7 days}", "7 days, extra: x}"))
    assert [problem.slug for problem in as_draft(problems) if problem.severity == "error"] == ["unused-value"]


# --- editions -------------------------------------------------------------------------------------------------------


def test_an_edition_that_is_not_known_is_an_error_at_its_line_with_the_nearest() -> None:
    pack, problems = assembled(contract(edition="2026/72"))
    (problem,) = slugged(problems, "edition-unknown")
    assert pack is None
    assert (problem.location.line, problem.suggestion) == (4, "2026/27")
    assert problem.message == "there is no edition “2026/72” in the form “full-length”"


def test_an_edition_that_is_not_known_does_not_hide_the_other_problems() -> None:
    _, problems = assembled(contract("specification: [nothing-like-it]", edition="2026/72"))
    assert {"edition-unknown", "clause-unknown"} <= {problem.slug for problem in problems}


@pytest.mark.parametrize(
    ("place", "clause"),
    [
        ("development", "personalised-care/ambition"),
        ("improvement", "co-production/outputs"),
        ("system", "personalised-care/forums"),
    ],
)
def test_a_schedule_that_the_shorter_form_lacks_is_refused_with_the_reason(place: str, clause: str) -> None:
    pack, problems = assembled(contract(after=f"{place}:\n  - {clause}", form="shorter"))
    (problem,) = slugged(problems, "schedule-absent")
    assert (problem.severity, problem.excerpt) == ("error", f"{place}:")
    assert problem.message.startswith("the shorter form of 2026/27 has no place for “")
    assert "use the full-length form" in problem.message
    assert pack is not None and pack.documents == ()


def test_the_shorter_form_has_specifications_measures_and_reports() -> None:
    text = contract(
        "specification: [personalised-care]\nquality: [social-prescribing/uptake]",
        after="reporting: [personalised-care/satisfaction]",
        form="shorter",
    )
    assert [document.type.key for document in pack_of(text).documents] == [
        "specification-insert",
        "quality-requirements",
        "reporting",
    ]


@pytest.mark.parametrize(
    ("service", "after", "title"),
    [
        ("quality: [social-prescribing/uptake]", "", "Local quality requirements"),
        ("", "development: [personalised-care/ambition]", "Development plan for personalised care"),
        ("", "reporting: [personalised-care/satisfaction]", "Reporting requirements"),
    ],
)
def test_a_grant_agreement_refuses_what_stands_in_a_schedule(service: str, after: str, title: str) -> None:
    _, problems = assembled(
        contract(f"specification: [grant-personalised-care]\n{service}", after=after, form="grant"), SHIPPED_TYPES
    )
    assert any(
        problem.severity == "error"
        and problem.message.startswith(
            f"the grant form of 2026/27 has no place for “{title}”: a grant agreement has no schedules"
        )
        for problem in slugged(problems, "schedule-absent")
    )


def test_a_grant_agreement_has_one_insert_and_no_specification() -> None:
    text = contract("specification: [grant-personalised-care]", form="grant")
    found = pack_of(text, SHIPPED_TYPES)
    assert [document.type.key for document in found.documents] == ["grant-insert", "drafting-note"]


def test_no_other_form_gets_the_insert_of_a_grant_agreement() -> None:
    found = pack_of(contract(PLAIN), SHIPPED_TYPES)
    assert [document.type.key for document in found.documents] == ["specification-insert", "drafting-note"]


def test_a_whole_specification_is_refused_in_a_grant_agreement() -> None:
    text = contract("specification: [grant-personalised-care]\nwhole_specification: {}", form="grant")
    _, problems = assembled(text, SHIPPED_TYPES)
    assert [problem.severity for problem in slugged(problems, "schedule-absent")] == ["error"]


def facts(text: str) -> list[str]:
    return [
        problem.cure.partition("“")[2].partition("”")[0]
        for problem in slugged(assembled(text)[1], "edition-not-verified")
    ]


def test_a_fact_that_nobody_verified_is_a_warning_where_a_document_prints_it() -> None:
    text = contract(PLAIN, after="system: [personalised-care/forums]")
    assert facts(text) == ["schedule-2a", "schedule-8-title"]
    problem = slugged(assembled(text)[1], "edition-not-verified")[1]
    assert (problem.severity, problem.location.line) == ("warning", 4)
    assert (
        problem.message
        == "“Schedule 8: Joint System Plan Obligations” (2026/27 full-length) was not checked against the "
        "published form"
    )


def test_a_schedule_that_lists_the_reports_of_others_alone_prints_none_of_its_own_columns() -> None:
    asks = "specification: [personalised-care]"
    assert facts(contract(asks)) == ["schedule-2a", "schedule-6a"]
    chosen = contract(asks, after="reporting: [personalised-care/satisfaction]")
    assert facts(chosen) == ["schedule-2a", "schedule-6a", "reporting-columns"]


def test_the_columns_of_a_table_are_a_fact_of_their_own() -> None:
    assert facts(contract("quality: [social-prescribing/uptake]")) == ["schedule-2a", "schedule-4c", "quality-columns"]


def test_the_condition_on_consequences_is_a_fact_where_the_table_has_a_column_for_it() -> None:
    assert "gc9-consequence" in facts(contract("quality: [social-prescribing/uptake]", edition="2020/21"))


def test_a_confirmed_fact_is_warned_of_no_more() -> None:
    text = contract(PLAIN, particulars="confirmed: [schedule-2a]", after="system: [personalised-care/forums]")
    assert facts(text) == ["schedule-8-title"]


def test_a_fact_that_was_read_in_the_handbook_needs_no_confirming() -> None:
    text = contract(PLAIN, edition="2019/20").replace("2026-04-01", "2019-08-01")
    assert facts(text) == []


def test_confirming_what_the_edition_does_not_say_is_an_error_with_the_nearest() -> None:
    _, problems = assembled(contract(particulars="confirmed:\n  - schedule-2a\n  - schedule-8-titel"))
    (problem,) = slugged(problems, "unknown-fact")
    assert (problem.severity, problem.location.line, problem.suggestion) == ("error", 9, "schedule-8-title")


# --- whole specification --------------------------------------------------------------------------------------------


def test_a_whole_specification_needs_a_text_for_every_section_and_the_head_of_its_table() -> None:
    _, problems = assembled(
        contract('cohort: people with COPD\npremises: [1 Harbour Road]\nwhole_specification:\n  "1.1": Words'), (WHOLE,)
    )
    missing = [
        problem.message.partition("text for ")[2].partition(" ")[0] for problem in slugged(problems, "missing-section")
    ]
    assert "1.1" not in missing and "3" not in missing
    assert "3.3" not in missing and "6" not in missing, "the cohort and the premises are already given"
    assert {"2.1", "2.2", "3.1", "3.4", "4.1", "7", "8.1"} <= set(missing)
    assert {"3.2", "5.1"} <= set(missing), "no clause is chosen that would stand there"
    assert len(slugged(problems, "missing-value")) == 3


def test_a_section_that_the_model_does_not_have_is_an_error_at_its_line() -> None:
    _, problems = assembled(contract('whole_specification:\n  "9.9": Words'))
    (problem,) = slugged(problems, "unknown-section")
    assert (problem.severity, problem.excerpt) == ("error", '"9.9": Words')


# --- a pack is a value ----------------------------------------------------------------------------------------------


def test_the_same_inputs_give_an_equal_pack() -> None:
    assert pack_of(TWO) == pack_of(TWO)


def test_clauses_are_found_by_place_and_service() -> None:
    pack = pack_of(TWO)
    assert [clause.id for clause in pack.at("specification")] == [
        "enabling-choice/specification/general",
        "personalised-care/specification/generic",
    ]
    assert [clause.id for clause in pack.at("specification", 1)] == ["personalised-care/specification/generic"]
    assert pack.at("system") == ()


def test_a_type_without_a_schedule_is_named_without_a_letter() -> None:
    (document,) = pack_of(contract(), (NOTE,)).documents
    assert (document.schedule, document.file_name) == (None, "NBB-2026-014 - Drafting note.docx")
