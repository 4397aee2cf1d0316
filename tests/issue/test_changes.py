"""What differs between a document as it was issued and as it would be issued now."""

from __future__ import annotations

from msgspec.structs import replace

from specgen.issue.plan import InputChange, changes_between
from specgen.issue.records import (
    InputFile,
    IssuedApproval,
    IssuedClause,
    IssuedDocument,
    IssuedSource,
    IssuedValue,
    IssueRecord,
)


def clause(clause_id: str = "a/specification/b", version: int = 1, **values: str | tuple[str, ...]) -> IssuedClause:
    return IssuedClause(
        bookmark="sg_1",
        fingerprint=f"{clause_id}{version}",
        id=clause_id,
        origin="drafted",
        source=IssuedSource(document="d", sections=("1",)),
        tag="specgen:1",
        values={name: IssuedValue(printed=printed, written_at="contract.yaml:1") for name, printed in values.items()},
        version=version,
        why="pinned",
    )


def document(*clauses: IssuedClause) -> IssuedDocument:
    return IssuedDocument(
        clauses=clauses, content_hash="h", file="A.docx", schedule="2A", service="01", title="A", type="insert"
    )


def changes(
    empty: IssueRecord, before: IssuedDocument, after: IssuedDocument, new: IssueRecord | None = None
) -> list[str]:
    return [str(change) for change in changes_between(empty, before, new or empty, after)]


def test_a_changed_value_is_told_with_both_wordings(empty: IssueRecord) -> None:
    assert changes(empty, document(clause(cohort="people with asthma")), document(clause(cohort="everybody"))) == [
        "cohort: “people with asthma” is now “everybody” (a/specification/b)"
    ]


def test_a_changed_list_is_told_in_one_line(empty: IssueRecord) -> None:
    assert changes(empty, document(clause(partners=("one", "two"))), document(clause(partners=("one",)))) == [
        "partners: “one; two” is now “one” (a/specification/b)"
    ]


def test_a_value_that_the_old_version_did_not_ask_for_was_empty_before(empty: IssueRecord) -> None:
    assert changes_between(empty, document(clause()), empty, document(clause(cohort="everybody"))) == (
        InputChange("value", "cohort", "", "everybody", "a/specification/b"),
    )


def test_clauses_added_taken_out_and_of_another_version_are_told(empty: IssueRecord) -> None:
    before = document(clause("a/specification/b"), clause("a/specification/c"))
    after = document(clause("a/specification/b", 2), clause("a/specification/d"))
    assert changes(empty, before, after) == [
        "taken out: a/specification/c@1",
        "a/specification/b: version 1 is now version 2",
        "added: a/specification/d@1",
    ]


def test_a_clause_that_is_printed_twice_is_compared_printing_by_printing(empty: IssueRecord) -> None:
    before = document(clause(target="80%"), clause(target="90%"))
    after = document(clause(target="80%"), clause(target="95%"))
    assert changes(empty, before, after) == ["target: “90%” is now “95%” (a/specification/b)"]


def test_another_template_edition_and_status_are_told(empty: IssueRecord) -> None:
    inputs = replace(empty.inputs, templates={"insert": "2"}, edition=InputFile(file="2026.yaml", sha256="other"))
    new = replace(empty, inputs=inputs, contract=replace(empty.contract, status="agreed"), draft=False)
    assert changes(empty, document(clause()), document(clause()), new) == [
        "the template was changed",
        "the edition's data was changed",
        "status: “draft” is now “agreed”",
        "DRAFT on every page: “yes” is now “no”",
    ]


def test_a_difference_that_the_record_does_not_hold_is_told_as_such(empty: IssueRecord) -> None:
    assert changes(empty, document(clause()), document(clause())) == [
        "something else was changed that the record does not keep, such as what the checks found"
    ]


def test_approvals_that_a_document_tells_are_named_where_nothing_else_differs(empty: IssueRecord) -> None:
    approval = IssuedApproval(by="A. Example", on="2026-02-17", role="Director")
    names = ("b", "c", "d", "e", "f")
    then = document(*(replace(clause(), id=f"a/specification/{name}", approval=approval) for name in names))
    now = document(*(replace(clause(), id=f"a/specification/{name}") for name in names))
    old, new = replace(empty, documents=(then,)), replace(empty, documents=(now,))
    version = clause().version
    assert [str(change) for change in changes_between(old, then, new, now)] == [
        f"a/specification/b@{version}, a/specification/c@{version}, a/specification/d@{version} and 2 more: "
        "“approved by A. Example on 2026-02-17” is now “not approved”"
    ]
