"""The record beside the documents of a pack."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from msgspec.structs import replace

from specgen.issue.build import drafted, finish
from specgen.issue.precedents import Precedents
from specgen.issue.records import Beside, IssueRecord, issue_record, json_bytes, read_issue_record, record_bytes
from specgen.issue.sources import Reading

Read = Callable[..., Reading]


@pytest.fixture(scope="module")
def whole(precedents: Precedents, reading: Read) -> IssueRecord:
    """The record of an example's pack."""
    contract = reading("community-respiratory").contract
    assert contract is not None
    pack, problems = drafted(contract, precedents)
    assert pack is not None
    finished, _ = finish(pack, problems, precedents)
    return issue_record(pack, tuple(each.issued for each in finished), "e" * 64, {"b": "2", "a": "1"})


def test_a_record_is_read_as_it_was_written(whole: IssueRecord) -> None:
    first = replace(
        whole.documents[0],
        beside=Beside(content_hash="x", file="A (new draft, not merged).docx"),
        previous_content_hash="",
    )
    record = replace(whole, documents=(first, *whole.documents[1:]))
    assert read_issue_record(record_bytes(record), "r.json") == (record, [])
    assert record.under_way and not whole.under_way


def test_the_file_is_sorted_indented_by_one_and_ends_with_a_line_end(whole: IssueRecord) -> None:
    data = record_bytes(whole).decode("utf-8")
    assert data == json.dumps(json.loads(data), sort_keys=True, indent=1, ensure_ascii=False) + "\n"


def test_records_of_one_pack_and_of_two_that_differ_in_one_value_are_each_written_whole(whole: IssueRecord) -> None:
    first, *others = whole.documents
    clause = next(each for each in first.clauses if each.values)
    name, value = next(iter(clause.values.items()))
    other = replace(clause, values={**clause.values, name: replace(value, printed='"clauses": []\n   "clauses": []')})
    differing = replace(first, clauses=tuple(other if each is clause else each for each in first.clauses))
    under_way = tuple(replace(each, previous_content_hash="") for each in whole.documents)
    bare = replace(first, clauses=())
    for documents in (whole.documents, under_way, (differing, *others), (bare, *others, bare), (), whole.documents):
        record = replace(whole, documents=documents)
        assert record_bytes(record) == json_bytes(record)
        assert read_issue_record(record_bytes(record), "r.json") == (record, [])


OWN_WORDS = ("the contract's own ", "the clause's own words", "the number of the paragraph")
"""Where a value comes from that stands in no line: a field of the contract, words of the clause for want of one, or the
number of another paragraph."""


def test_every_value_names_the_file_and_line_it_came_from_and_no_folder(whole: IssueRecord) -> None:
    values = [value for document in whole.documents for clause in document.clauses for value in clause.values.values()]
    written = [value.written_at for value in values if not value.written_at.startswith(OWN_WORDS)]
    assert len(written) > 20
    assert {place.partition(":")[0] for place in written} == {"contract.yaml"}
    assert all(place.partition(":")[2].isdigit() for place in written)
    assert whole.inputs.contract.file == "contract.yaml"
    assert b"/" not in b"".join(line for line in record_bytes(whole).split(b"\n") if b'"file"' in line)


def test_a_clause_names_its_source_its_approval_and_why_it_was_chosen(whole: IssueRecord) -> None:
    clause = whole.documents[0].clauses[0]
    assert clause.source.document == "handbook-2.1"
    assert clause.approval is not None and clause.approval.by == "A. Example"
    assert clause.why == "newest approved version in force"
    assert any(used.fingerprint == clause.fingerprint for used in whole.inputs.clauses)


def broken(whole: IssueRecord, change: Callable[[dict[str, Any]], object]) -> bytes:
    given = json.loads(record_bytes(whole))
    change(given)
    return json.dumps(given).encode()


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda given: given.pop("schema"), "it is not a record of specgen"),
        (lambda given: given.update(schema=4), "it is of version 4"),
        (lambda given: given.update(approved=True), "“approved” is not as it was written"),
        (lambda given: given.update(documents="none"), "“documents” is not as it was written"),
        (
            lambda given: given["documents"][0].update(content_hash=1),
            "“documents.0.content_hash” is not as it was written",
        ),
        (lambda given: given["documents"][0].update(file="../../other.docx"), "is not the name of a file"),
        (lambda given: given["documents"][0].update(file="C:other.docx"), "is not the name of a file"),
    ],
)
def test_a_record_that_was_changed_is_refused_with_the_place(
    whole: IssueRecord, change: Callable[[dict[str, Any]], object], reason: str
) -> None:
    record, problems = read_issue_record(broken(whole, change), "r.json")
    assert record is None
    (problem,) = problems
    assert (problem.slug, problem.location.file) == ("issue-record", "r.json")
    assert reason in problem.message


@pytest.mark.parametrize(
    "data", [b"", b"\xff", b"null", b"[1]", b"[" * 100_000, b'{"schema": NaN}', b" " * (33 * 2**20)]
)
def test_what_is_no_record_at_all_is_refused(data: bytes) -> None:
    record, problems = read_issue_record(data, "r.json")
    assert record is None and [problem.slug for problem in problems] == ["issue-record"]
