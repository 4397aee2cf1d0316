"""Reports that a contract's papers list because paragraphs ask for them: the audit knows them by their reading."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from tests.issue.test_variation import build
from tests.review.auditing import yardstick
from tests.word.making import docx_bytes

from specgen.assembly.marks import reading_tag
from specgen.issue.precedents import Precedents
from specgen.issue.sources import Reading
from specgen.review.audit.audit import audit_document
from specgen.review.audit.report import _document_as_json
from specgen.wording.wording import plain_text

GRANT, PODIATRY = "harbour-grant", "podiatry-services"


@pytest.fixture(scope="module")
def issued(
    tmp_path_factory: pytest.TempPathFactory, precedents: Precedents, reading: Callable[..., Reading]
) -> dict[str, bytes]:
    """Every document of a grant and of a contract, by its name."""
    out = tmp_path_factory.mktemp("listed")
    build([reading(GRANT), reading(PODIATRY)], precedents, out)
    return {path.name: path.read_bytes() for path in sorted(out.rglob("*.docx"))}


def named(issued: dict[str, bytes], words: str) -> tuple[str, bytes]:
    return next((name, data) for name, data in issued.items() if words in name)


def test_a_grants_insert_says_which_reports_it_lists(issued: dict[str, bytes]) -> None:
    name, data = named(issued, "Grant")
    found, _ = audit_document(data, name, yardstick())
    assert found is not None
    assert found.reports
    for report in found.reports:
        assert report.clause_id.split("/")[1] == "specification" and report.version > 0 and report.sentence
    told = _document_as_json(found)["reports"]
    assert [each["clause"] for each in told] == [report.clause_id for report in found.reports]


def test_a_clause_is_found_once_though_a_listed_report_says_its_sentence_again(issued: dict[str, bytes]) -> None:
    name, data = named(issued, "Grant")
    found, _ = audit_document(data, name, yardstick())
    assert found is not None
    clauses = [clause for each in found.components for clause in (*each.clauses, *each.measures)]
    assert len({clause.clause_id for clause in clauses}) == len(clauses)
    assert all(clause.word_for_word for clause in clauses)


def test_a_schedule_of_reports_is_left_out_and_says_who_asks_for_them(issued: dict[str, bytes]) -> None:
    name, data = named(issued, "Schedule 6A")
    found, (problem,) = audit_document(data, name, yardstick())
    assert found is None
    assert problem.message.startswith(
        "this is no specification, and counts in no share: “Schedule 6A”; it lists 2 reports"
    )
    assert "personalised-care/specification/generic" in problem.message


def claimed(tag: str, words: str) -> list[str]:
    """The clauses that the audit finds in a specification whose words stand in a control of that tag."""
    lines = "".join(f"<w:p><w:r><w:t>{each}</w:t></w:r></w:p>" for each in words.split("\n"))
    held = f'<w:sdt><w:sdtPr><w:tag w:val="{tag}"/></w:sdtPr><w:sdtContent>{lines}</w:sdtContent></w:sdt>'
    found, problems = audit_document(
        docx_bytes(f"<w:p><w:r><w:t>3.2 Care</w:t></w:r></w:p>{held}"), "s.docx", yardstick()
    )
    assert found is not None, problems
    return [clause.clause_id for each in found.components for clause in each.clauses]


ANOTHER = reading_tag("shared-decision-making/specification/local-terms", 2, "17")
CLAUSE = "co-production/specification/grant-local-terms"


@pytest.mark.parametrize("tag", ["other", "specgen-reading:nobody", "specgen-reading:zzzz:1:x", ANOTHER])
def test_words_that_a_control_only_claims_to_say_again_are_audited(tag: str) -> None:
    words = plain_text(yardstick().library.clauses[CLAUSE].versions[0].blocks)
    assert claimed(tag, words) == [CLAUSE]
