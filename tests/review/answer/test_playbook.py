"""Fallbacks: recognised in what came back, proposed inside the organisation, and told to nobody outside it."""

from __future__ import annotations

import dataclasses
import io
import zipfile
from datetime import date
from pathlib import Path

import pytest
from msgspec.structs import replace
from tests.review.answering import OURS, package_of
from tests.review.auditing import audited, yardstick
from tests.review.conftest import CONTRACT, ROOT, IssuedPack
from tests.review.negotiating import silently, tracked, without_bookmarks, without_controls, without_record

from specgen.assembly.edition import read_editions
from specgen.contract.read import read_contract
from specgen.excel import workbook_bytes
from specgen.issue.build import prepare, write
from specgen.issue.precedents import open_precedents
from specgen.issue.sources import Reading
from specgen.library.model import Approval, Fallback, Library
from specgen.library.read import read_library
from specgen.library.version_file import read_version
from specgen.problems import NOWHERE
from specgen.review.answer.answer import make_reply
from specgen.review.answer.playbook import decided_as_one, playbook_matches, proposals
from specgen.review.answer.sheet import decision_pages, read_decisions
from specgen.review.answer.units import content_of, identified
from specgen.review.audit.audit import yardstick_of
from specgen.review.comparison.review import review_document
from specgen.review.reports.excel import excel_report
from specgen.writing import Disk

BASE = "shared-decision-making/specification/local-terms"
ROLE = "head of contracts of Exampleshire"
SECRETS = ("fallback", "Fallback", ROLE, "INTERNAL", "local-terms-longer")


def with_fallback(library: Library, old: str, new: str, *, rank: int = 2, approved: bool = True) -> Library:
    """The library with a clause that is a fallback of `BASE`, its words with `old` made `new`."""
    name = f"{BASE}-longer"
    newest = max(version.number for version in library.clauses[BASE].versions)
    words = (ROOT / "clauses" / BASE / f"{newest}.md").read_text("utf-8").replace(old, new)
    version, problems = read_version(words.encode("utf-8"), "1.md", name, 1)
    assert version is not None, problems
    clause = dataclasses.replace(
        library.clauses[BASE], id=name, versions=(version,), fallback=Fallback(BASE, rank, ROLE)
    )
    line = Approval(name, 1, version.fingerprint, "R. Example", "solicitor", date(2026, 2, 1), "", "", NOWHERE)
    approvals = (*library.approvals, line) if approved else library.approvals
    return dataclasses.replace(library, clauses={**library.clauses, name: clause}, approvals=approvals)


@pytest.fixture
def theirs(pack: IssuedPack) -> bytes:
    return tracked(pack.data("2A"), "within 28 days", "within 60 days")


@pytest.mark.parametrize("tracking", [True, False])
def test_a_change_that_is_an_approved_fallback_is_named_with_who_may_agree_it(
    pack: IssuedPack, *, tracking: bool
) -> None:
    change = tracked if tracking else silently
    data = change(pack.data("2A"), "within 28 days", "within 60 days")
    library = with_fallback(pack.library, "within 28 days", "within 60 days")
    review, _ = review_document(data, "returned.docx", library, pack.types, pack.file("2A"))
    assert review is not None
    review, units = identified(review, package_of(data))
    (match,) = playbook_matches(review, library)
    assert match.says == (f"their change is fallback 2, which the {ROLE} may agree ({BASE}-longer@1)")
    assert set(proposals([match])) == {unit.id for unit in units}


@pytest.mark.parametrize(
    ("old", "new", "approved"),
    [("within 28 days", "within 60 days", False), ("within 28 days", "within 90 days", True)],
)
def test_words_that_are_no_fallback_or_one_that_nobody_approved_are_not_proposed(
    pack: IssuedPack, theirs: bytes, old: str, new: str, *, approved: bool
) -> None:
    library = with_fallback(pack.library, old, new, approved=approved)
    review, _ = review_document(theirs, "returned.docx", library, pack.types, pack.file("2A"))
    assert review is not None and playbook_matches(review, library) == ()


@pytest.mark.parametrize("tracking", [True, False])
@pytest.mark.parametrize(
    ("one", "two", "refused"),
    [("accept", "accept", False), ("reject", "reject", False), ("ask", "reject", False), ("accept", "", True),
     ("accept", "reject", True), ("counter", "accept", True), ("", "accept", True)],
)  # fmt: skip
def test_changes_that_only_together_are_a_fallback_are_accepted_together_or_not_at_all(
    pack: IssuedPack, one: str, two: str, *, tracking: bool, refused: bool
) -> None:
    change = tracked if tracking else silently
    data = change(pack.data("2A"), "within 28 days", "within 60 days")
    old, new = "from the 28th day", "from the 60th day"
    data = tracked(data, old, new, number=9050) if tracking else silently(data, old, new)
    library = with_fallback(pack.library, "28", "60")
    review, _ = review_document(data, "returned.docx", library, pack.types, pack.file("2A"))
    assert review is not None
    package = package_of(data)
    review, units = identified(review, package)
    matches = playbook_matches(review, library)
    assert len(matches) == 1 and len(matches[0].ids) == 2
    units = decided_as_one(units, matches)
    sheet, *others = decision_pages(units, {"returned.docx": content_of(package)}, proposed=proposals(matches))
    words = {"counter": "within 40 days", "ask": "Why?"}
    chosen = zip(sheet.rows, (one, two), strict=True)
    rows = [[*row[:6], verdict, words.get(verdict, ""), *row[8:]] for row, verdict in chosen]
    decisions, problems = read_decisions(workbook_bytes([replace(sheet, rows=rows), *others], "Report"), "report.xlsx")
    assert decisions is not None, problems
    reply, problems = make_reply(data, package, decisions, OURS, "2026-05-11", clean=True)
    assert [each.slug for each in problems] == (["fallback-torn"] if refused else [])
    assert (reply is None) == refused
    if refused:
        assert all(unit.id in problems[0].message for unit in units) and "(row " in problems[0].message
        assert problems[0].location.line in (2, 3)


def test_a_fallback_that_was_written_for_an_older_version_of_the_clause_is_not_proposed(
    pack: IssuedPack, theirs: bytes
) -> None:
    library = with_fallback(pack.library, "within 28 days", "within 60 days")
    own = library.clauses[f"{BASE}-longer"]
    stale = dataclasses.replace(own, versions=(replace(own.versions[0], based_on=f"{BASE}@1"),))
    library = dataclasses.replace(library, clauses={**library.clauses, own.id: stale})
    review, _ = review_document(theirs, "returned.docx", library, pack.types, pack.file("2A"))
    assert review is not None and max(each.number for each in library.clauses[BASE].versions) == 2
    review, _ = identified(review, package_of(theirs))
    (match,) = playbook_matches(review, library)
    assert f"was written for {BASE}@1" in match.says
    (said,) = set(proposals([match]).values())
    assert said.startswith("INTERNAL: nothing is proposed; ")


def said_in(data: bytes) -> str:
    """All that a file holds, in every part of it."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return "\n".join(archive.read(name).decode("utf-8", "ignore") for name in archive.namelist())


def test_no_file_that_leaves_says_anything_of_fallbacks_and_each_page_of_the_report_says_internal(
    pack: IssuedPack, theirs: bytes
) -> None:
    library = with_fallback(pack.library, "within 28 days", "within 60 days")
    review, _ = review_document(theirs, "returned.docx", library, pack.types, pack.file("2A"))
    assert review is not None
    package = package_of(theirs)
    review, units = identified(review, package)
    proposed = proposals(playbook_matches(review, library))
    pages = decision_pages(units, {"returned.docx": content_of(package)}, proposed=proposed)
    internal = excel_report(review, pages, banner="INTERNAL")
    with zipfile.ZipFile(io.BytesIO(internal)) as archive:
        sheets = [name for name in archive.namelist() if name.startswith("xl/worksheets/sheet")]
        assert sheets and all(b"<oddHeader>&amp;C&amp;BINTERNAL" in archive.read(name) for name in sheets)
    assert ROLE in said_in(internal)
    sheet, *others = pages
    for verdict, words in (("accept", ""), ("reject", ""), ("counter", "within 40 days"), ("ask", "Why?")):
        rows = [[*row[:6], verdict, words, *row[8:]] for row in sheet.rows]
        decisions, problems = read_decisions(
            workbook_bytes([replace(sheet, rows=rows), *others], "Report"), "report.xlsx"
        )
        assert decisions is not None, problems
        reply, problems = make_reply(theirs, package, decisions, OURS, "2026-05-11", clean=True)
        assert reply is not None and reply.clean is not None, problems
        for leaving in (reply.data, reply.clean):
            assert [word for word in SECRETS if word in said_in(leaving)] == [], verdict


def test_no_document_and_no_record_of_a_pack_says_anything_of_fallbacks(pack: IssuedPack, tmp_path: Path) -> None:
    library = with_fallback(pack.library, "within 28 days", "within 60 days")
    editions, _ = read_editions(ROOT / "editions")
    precedents, _ = open_precedents(library, editions, pack.types)
    contract, _ = read_contract(CONTRACT.read_bytes(), "contract.yaml")
    (outcome,) = prepare([Reading("contract.yaml", contract)], precedents, tmp_path, draft=True)
    done = write(outcome, Disk(durable=False))
    assert done.folder is not None
    files = [path for path in done.folder.iterdir() if path.is_file()]
    assert len(files) > 5
    for path in files:
        said = said_in(path.read_bytes()) if path.suffix == ".docx" else path.read_text("utf-8")
        assert [word for word in SECRETS if word in said] == [], path.name


CLAUSE = "owner: Head of contracts\nplaceholders: {{}}\n{more}"


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ("fallback_of: co-production/ours\nrank: 1\nmay_agree: head of contracts\n", ""),
        ("fallback_of: co-production/ours\nrank: 1\n", "needs “may_agree” too"),
        ("fallback_of: co-production/ours\nrank: first\nmay_agree: head of contracts\n", "“first” is no rank"),
        ("fallback_of: social-prescribing/ours\nrank: 1\nmay_agree: x\n", "its own component and place"),
        ("fallback_of: co-production/theirs\nrank: 1\nmay_agree: x\n", "no clause is called"),
        ("fallback_of: co-production/second\nrank: 1\nmay_agree: x\n", "its own component and place"),
    ],
)
def test_what_a_clause_says_of_itself_as_a_fallback_is_checked(tmp_path: Path, more: str, says: str) -> None:
    words = (
        '---\ntitle: "Ours"\norigin: drafted\nsource: {document: policy, section: "1"}\neffective_from: 2026-01-01\n'
        "change: First version.\n---\nThe Provider must do it.\n"
    )
    (tmp_path / "library.yaml").write_text(
        "schema: 1\npublisher: Us\nsources:\n  policy: {title: Policy, publisher: Us, version: '1', date: 2026}\n"
        "components:\n  - {id: co-production, title: Co-production, section: '2.8', sets: {}}\n"
    )
    for name, said in (("ours", ""), ("second", more)):
        folder = tmp_path / "co-production" / "specification" / name
        folder.mkdir(parents=True)
        (folder / "clause.yaml").write_text(CLAUSE.format(more=said), encoding="utf-8")
        (folder / "1.md").write_text(words, encoding="utf-8")
    library, problems = read_library(tmp_path)
    assert [problem.message for problem in problems if says not in problem.message] == []
    assert bool(problems) == bool(says)
    if not says:
        assert library.clauses["co-production/specification/second"].fallback == Fallback(
            "co-production/specification/ours", 1, "head of contracts"
        )


def test_words_of_a_fallback_in_a_file_without_marks_are_a_change_and_no_report_names_it(
    pack: IssuedPack, tmp_path: Path
) -> None:
    library = with_fallback(pack.library, "within 28 days", "within 60 days")
    changed = silently(pack.data("2A"), "within 28 days", "within 60 days")
    bare = without_record(without_bookmarks(without_controls(changed)))
    review, _ = review_document(bare, "returned.docx", library, pack.types)
    assert review is not None
    (finding,) = [each for each in review.clauses if each.expected.id.startswith(BASE)]
    assert finding.expected.id == BASE and [each.added for each in finding.changes if each.removed == "28"] == ["60"]
    (match,) = playbook_matches(review, library)
    assert match.says.startswith("their change is fallback 2")
    own = yardstick()
    found = audited(bare, yardstick_of(library, own.terms, own.model))
    assert "local-terms-longer" not in repr(found)
