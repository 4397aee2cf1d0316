"""The pack of a variation: what was issued against what the contract says now."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import docx as python_docx
import pytest
from msgspec.structs import replace
from openxml_audit import OpenXmlValidator

from specgen.issue.build import Outcome, prepare, write
from specgen.issue.issued import pack_of
from specgen.issue.occasions.occasion import VariationTerms, as_varied, compared_with_issued, drafted_outcome
from specgen.issue.occasions.occasion import prepare as prepare_occasion
from specgen.issue.occasions.revised import _differing
from specgen.issue.occasions.variation import Variations, Varied, _changed
from specgen.issue.precedents import Precedents
from specgen.issue.records import RECORD_FILE, read_issue_record, record_bytes
from specgen.issue.sources import Reading
from specgen.problems import Location, Problem
from specgen.word.document.revisions import read_revisions
from specgen.word.package.package import read_package
from specgen.word.proof.prove import prove
from specgen.word.template import gate
from specgen.writing import Disk

Read = Callable[..., Reading]
A, REFERENCE = "variation", "NBB-2026-060"
TWO = "two-services"
EXAMPLES = Path(__file__).parents[2] / "examples"
MORE_TIME = ("sdm_champion_time: four hours a week", "sdm_champion_time: six hours a week")
TERMS = VariationTerms(date(2026, 10, 1))
INSERT = f"{REFERENCE} - Schedule 2A - Service specification insert - service 01"
AGREEMENT, LIST = f"{REFERENCE} - Variation agreement.docx", f"{REFERENCE} - List of changes.docx"


@pytest.fixture(scope="module")
def reading(reading: Read) -> Read:
    """The example with a change that is worth nothing, since its lifetime value stays what it was."""

    def read(name: str, *changes: tuple[str, str]) -> Reading:
        worth = (("\n  value: £36,000", "\n  value: £0"),) if name == A else ()
        return reading(name, *worth, *changes)

    return read


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory, precedents: Precedents, reading: Read) -> Path:
    """The example as it was issued."""
    out = tmp_path_factory.mktemp("issued")
    build([reading(A)], precedents, out)
    return out


@pytest.fixture
def issued(tmp_path: Path, built: Path) -> Path:
    return Path(shutil.copytree(built, tmp_path / "issued"))


def build(readings: list[Reading], precedents: Precedents, out: Path) -> list[Outcome]:
    return [write(outcome, Disk(durable=False)) for outcome in prepare(readings, precedents, out)]


def vary(
    readings: list[Reading],
    precedents: Precedents,
    since: Path,
    out: Path,
    terms: VariationTerms = TERMS,
    *,
    write_it: bool = True,
) -> list[Varied]:
    found = list(prepare_occasion(Variations(precedents, since, out, terms), readings))
    return [replace(each, outcome=write(each.outcome, Disk(durable=False))) for each in found] if write_it else found


def slugs(varied: Varied, severity: str) -> set[str]:
    return {problem.slug for problem in varied.outcome.problems if problem.severity == severity}


def everything(out: Path) -> dict[str, bytes]:
    return {path.relative_to(out).as_posix(): path.read_bytes() for path in sorted(out.rglob("*")) if path.is_file()}


def words_of(data: bytes) -> str:
    """The words of the body, tables and all, a line a paragraph."""
    opened: Any = python_docx.Document(BytesIO(data))
    return "\n".join(
        "".join(run.text or "" for run in paragraph.iter(f"{W}t")) for paragraph in opened.element.body.iter(f"{W}p")
    )


W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def edit_by_hand(path: Path, old: str, new: str) -> None:
    opened = python_docx.Document(str(path))
    paragraph = next(each for each in opened.paragraphs if old in each.text)
    paragraph.runs[0].text = paragraph.text.replace(old, new)
    for run in paragraph.runs[1:]:
        run.text = ""
    opened.save(str(path))


def test_a_changed_value_makes_agreement_list_clean_schedule_and_tracked_changes(
    tmp_path: Path, precedents: Precedents, reading: Read, issued: Path
) -> None:
    before = everything(issued)
    (varied,) = vary([reading(A, MORE_TIME)], precedents, issued, tmp_path / "out")
    assert (varied.state, varied.reference) == ("varied", f"{REFERENCE}-V1") and not varied.outcome.failed
    pack = everything(tmp_path / "out" / REFERENCE)
    assert set(pack) == {AGREEMENT, LIST, f"{INSERT}.docx", f"{INSERT} - tracked changes.docx", RECORD_FILE}
    agreement = words_of(pack[AGREEMENT])
    for said in (
        f"{REFERENCE}-V1",
        "20 July 2026",
        "14 September 2026",
        "With effect from 1 October 2026",
        "Schedule 2A: Service Specifications, service 01 Community diabetes service",
        "is deleted and replaced by the text of the attached document",
        "Shared decision making: local terms: version 2, as before",
        "In its wording: from “four hours a week” to “six hours a week”",
        "Executive Director of Commissioning",
        "Chief Executive",
    ):
        assert said in agreement, said
    listed = words_of(pack[LIST])
    assert "four hours a week" in listed and "six hours a week" in listed and "tracked changes.docx" in listed
    assert everything(issued) == before, "what was issued is not touched"


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (("sdm_ready_date: 2026-09-30", "sdm_ready_date: 2026-08-31"), ["31 August 2026"]),  # varied to the past
        (("sdm_ready_date: 2026-09-30", "sdm_ready_date: 2026-10-01"), []),
        (MORE_TIME, []),  # what stood stays: due by 30 September, and the clause has another value
        (("sdm_training_date: 2027-03-31", "sdm_training_date: 2026-06-30"), ["30 June 2026"]),
    ],
)
def test_what_a_variation_changes_is_not_due_before_it_takes_effect(
    tmp_path: Path, precedents: Precedents, reading: Read, issued: Path, change: tuple[str, str], told: list[str]
) -> None:
    (varied,) = vary([reading(A, change)], precedents, issued, tmp_path / "out")
    found = [each.message for each in varied.outcome.problems if each.slug == "date-outside-term"]
    assert len(found) == len(told) and all(day in message for day, message in zip(told, found, strict=True))
    assert slugs(varied, "error") == ({"date-outside-term"} if told else set())


def test_a_day_of_review_is_not_moved_before_the_variation_takes_effect(
    tmp_path: Path, precedents: Precedents, reading: Read, issued: Path
) -> None:
    moved = reading(A, ("review_date: 2028-09-30", "review_date: 2026-08-31"))
    (varied,) = vary([moved], precedents, issued, tmp_path / "out")
    (said,) = [each.message for each in varied.outcome.problems if each.severity == "error"]
    assert "is due on 31 August 2026, before the variation takes effect on 1 October 2026" in said


def test_what_stood_for_one_commissioner_stays_when_the_others_day_changes(
    tmp_path: Path, precedents: Precedents, reading: Read
) -> None:
    of_one = ("sp_pathway_date: 2026-06-30", "sp_pathway_date: 2026-06-05")
    build([reading(TWO, of_one)], precedents, tmp_path / "issued")
    of_the_others = ("sp_pathway_date: 2026-05-31", "sp_pathway_date: 2026-06-15")
    terms = VariationTerms(date(2026, 6, 10))
    (varied,) = vary(
        [reading(TWO, of_one, of_the_others)], precedents, tmp_path / "issued", tmp_path / "out", terms, write_it=False
    )
    assert (varied.state, slugs(varied, "error")) == ("varied", set())
    earlier = (of_one[0], "sp_pathway_date: 2026-06-04")
    (varied,) = vary(
        [reading(TWO, earlier, of_the_others)],
        precedents,
        tmp_path / "issued",
        tmp_path / "out",
        terms,
        write_it=False,
    )
    assert [each.message for each in varied.outcome.problems if each.severity == "error"] == [
        "social-prescribing/specification/referral-local-terms prints “sp_pathway_date” as 4 June 2026, before the "
        "variation takes effect on 10 June 2026"
    ]


@pytest.mark.parametrize(
    ("renamed", "moved", "told"),
    [
        ([("name: NHS Eastmere Integrated", "name: NHS Eastmere and Dale Integrated")], [], set()),
        (
            [("name: NHS Eastmere Integrated", "name: NHS Dale Integrated"), ("ods_code: X9A02", "ods_code: X9A09")],
            [],
            set(),
        ),
        (
            [("name: NHS Eastmere Integrated", "name: NHS Eastmere and Dale Integrated")],
            [("sp_pathway_date: 2026-06-30", "sp_pathway_date: 2026-07-30")],
            {"date-outside-term"},
        ),
    ],
)
def test_a_commissioner_with_another_name_has_its_own_days_as_before(
    tmp_path: Path,
    precedents: Precedents,
    reading: Read,
    renamed: list[tuple[str, str]],
    moved: list[tuple[str, str]],
    told: set[str],
) -> None:
    build([reading(TWO)], precedents, tmp_path / "issued")
    (varied,) = vary(
        [reading(TWO, *renamed, *moved)], precedents, tmp_path / "issued", tmp_path / "out", write_it=False
    )
    another = any("ods_code" in old for old, _ in renamed)  # then nothing is the agreement's
    assert slugs(varied, "error") == told
    assert varied.state == ("not varied" if told else "no document" if another else "varied")


def test_a_document_in_place_of_another_hides_no_day_that_is_varied_to_the_past(
    tmp_path: Path, precedents: Precedents, reading: Read
) -> None:
    build([reading(TWO, ('insert: "yes"', 'insert: "no"'))], precedents, tmp_path / "issued")
    text = (EXAMPLES / TWO / "contract.yaml").read_text(encoding="utf-8")
    start, end = text.index("    whole_specification:"), text.index('  - number: "02"')
    without = (text[start:end], "")
    for change, told in (
        (without, set()),  # what stood before stays
        (("pcsp_ready_date: 2026-09-30", "pcsp_ready_date: 2026-07-31"), {"date-outside-term"}),
    ):
        (varied,) = vary(
            [reading(TWO, without, *([change] if told else []))],
            precedents,
            tmp_path / "issued",
            tmp_path / "out",
            VariationTerms(date(2026, 12, 1)),
            write_it=False,
        )
        assert slugs(varied, "error") == told


def test_what_changes_of_a_service_in_a_document_of_the_whole_contract_is_known_as_that_services(
    tmp_path: Path, precedents: Precedents, reading: Read
) -> None:
    build([reading(TWO)], precedents, tmp_path / "issued")
    changed = reading(TWO, ("pcsp_agreed_target: 80", "pcsp_agreed_target: 82"))
    variations = Variations(precedents, tmp_path / "issued", tmp_path / "out", TERMS)
    assert changed.contract is not None
    drafted = drafted_outcome(changed, as_varied(changed.contract, TERMS), precedents, draft=False)
    _, work = compared_with_issued(drafted, pack_of(changed.contract, variations.since, variations.places), precedents)
    assert work is not None
    agreed = "personalised-care-and-support-planning/quality/plans-agreed"
    before = "80% (for NHS Eastmere Integrated Care Board: 70%)"
    assert _changed(work)[agreed, 0] == {"pcsp_agreed_target": before}


def test_the_clean_schedule_is_what_a_build_makes_and_the_tracked_one_is_proved_against_both(
    tmp_path: Path, precedents: Precedents, reading: Read, issued: Path
) -> None:
    vary([reading(A, MORE_TIME)], precedents, issued, tmp_path / "out")
    build([reading(A, MORE_TIME)], precedents, tmp_path / "built")
    clean = (tmp_path / "out" / REFERENCE / f"{INSERT}.docx").read_bytes()
    assert clean == (tmp_path / "built" / REFERENCE / f"{INSERT}.docx").read_bytes()
    tracked = (tmp_path / "out" / REFERENCE / f"{INSERT} - tracked changes.docx").read_bytes()
    packages = [
        read_package(data, "x.docx")[0]
        for data in ((issued / REFERENCE / f"{INSERT}.docx").read_bytes(), clean, tracked)
    ]
    assert packages[0] is not None and packages[1] is not None and packages[2] is not None
    assert prove(packages[0], packages[1], packages[2]) == []
    revisions, _ = read_revisions(packages[2])
    assert {(each.author, each.date) for each in revisions} == {
        ("NHS Northbrook Integrated Care Board", "2026-07-20T00:00:00Z")
    }


def test_every_document_of_the_pack_passes_the_gate_and_its_record_tells_them_all(
    tmp_path: Path, precedents: Precedents, reading: Read, issued: Path
) -> None:
    vary([reading(A, MORE_TIME)], precedents, issued, tmp_path / "out")
    pack = everything(tmp_path / "out" / REFERENCE)
    record, faults = read_issue_record(pack.pop(RECORD_FILE), RECORD_FILE)
    assert record is not None and faults == []
    assert {document.file for document in record.documents} == set(pack)
    assert record.variation is not None and (record.variation.reference, record.variation.effective) == (
        f"{REFERENCE}-V1",
        "2026-10-01",
    )
    for name, data in pack.items():
        assert gate.check_package(data, name) == []


LESS = (
    ("      - social-prescribing/uptake@1\n", ""),
    *(
        (f"      {name}", f"      # {name}")
        for name in ("sp_uptake_target", "sp_uptake_baseline", "sp_uptake_interval")
    ),
)


def test_a_clause_added_and_one_taken_out_are_told_with_their_versions(
    tmp_path: Path, precedents: Precedents, reading: Read
) -> None:
    less, more = reading("community-respiratory", *LESS), reading("community-respiratory")
    for name, then, now, words in (
        ("more", less, more, "added, version 1"),
        ("less", more, less, "taken out, version 1"),
    ):
        build([then], precedents, tmp_path / name / "issued")
        vary([now], precedents, tmp_path / name / "issued", tmp_path / name / "out")
        assert f"Social prescriptions taken up: {words}" in words_of(
            (tmp_path / name / "out" / "NBB-2026-014" / "NBB-2026-014 - Variation agreement.docx").read_bytes()
        )


def test_another_version_of_a_clause_is_told_from_and_to(
    tmp_path: Path, precedents: Precedents, reading: Read, issued: Path
) -> None:
    path = issued / REFERENCE / RECORD_FILE
    record, _ = read_issue_record(path.read_bytes(), "x")
    assert record is not None
    documents = tuple(
        replace(
            document,
            content_hash="0" * 64,
            clauses=tuple(
                replace(clause, version=3, fingerprint="f" * 64) if clause.id.endswith("/collaborate") else clause
                for clause in document.clauses
            ),
        )
        for document in record.documents
    )
    path.write_bytes(record_bytes(replace(record, documents=documents)))
    (varied,) = vary([reading(A)], precedents, issued, tmp_path / "out", write_it=False)
    told = {clause.version_in_words for revised in varied.revised for clause in revised.compared.clauses}
    assert told == {"from version 3 to version 1"}


def test_a_contract_that_does_not_change_gets_none(
    tmp_path: Path, precedents: Precedents, reading: Read, issued: Path
) -> None:
    (varied,) = vary([reading(A)], precedents, issued, tmp_path / "out")
    assert varied.state == "no change" and not varied.outcome.failed
    assert not (tmp_path / "out").exists()


def test_of_a_contract_that_does_not_change_nothing_is_said_that_is_about_a_change(
    tmp_path: Path, precedents: Precedents, reading: Read
) -> None:
    bare = reading("podiatry-services")
    build([bare], precedents, tmp_path / "issued")
    for day in (date(2026, 10, 1), date(2040, 1, 1)):
        (varied,) = vary([bare], precedents, tmp_path / "issued", tmp_path / "out", VariationTerms(day))
        assert varied.state == "no change" and slugs(varied, "error") == set()
        assert not [slug for slug in slugs(varied, "warning") if "variation" in slug or slug == "change-without-notice"]


def test_of_a_contract_that_does_not_change_it_is_still_said_how_it_was_read_and_what_that_day_ends(
    tmp_path: Path, precedents: Precedents, reading: Read, issued: Path
) -> None:
    read = reading(A)
    struck = Problem("cell-struck-through", "words are struck through here", Location("r.xlsx"), severity="warning")
    (varied,) = vary([replace(read, problems=(struck,))], precedents, issued, tmp_path / "out")
    assert varied.state == "no change" and slugs(varied, "warning") == {"cell-struck-through"}
    group = ("kind: integrated care board", "kind: clinical commissioning group")
    build([reading(TWO, group)], precedents, tmp_path / "of a group")
    (varied,) = vary([reading(TWO, group)], precedents, tmp_path / "of a group", tmp_path / "out")
    assert varied.state == "no change" and slugs(varied, "warning") == {"commissioner-no-longer-there"}


def test_what_differs_in_its_layout_alone_is_no_variation(
    tmp_path: Path, precedents: Precedents, reading: Read, issued: Path
) -> None:
    (varied,) = vary(
        [reading(A, ('draft_version: "1.0"', 'draft_version: "1.1"'))], precedents, issued, tmp_path / "out"
    )
    assert varied.state == "no document" and f"{INSERT}.docx" in varied.layout
    assert [str(change) for change in varied.facts.recorded] == ["Draft version: from “1.0” to “1.1”"]


def test_words_that_are_neither_clause_nor_value_are_told_as_they_were_and_are(
    tmp_path: Path, precedents: Precedents, reading: Read, issued: Path
) -> None:
    (varied,) = vary(
        [reading(A, ("  name: Northbrook Community Health", "  name: Weir Valley Community Health"))],
        precedents,
        issued,
        tmp_path / "out",
    )
    words = varied.revised[0].words
    assert (
        len(words) == 1
        and "Northbrook Community Health" in words[0][0]
        and "Weir Valley Community Health" in words[0][1]
    )
    assert "Weir Valley Community Health" in words_of((tmp_path / "out" / REFERENCE / LIST).read_bytes())


def test_a_document_edited_by_hand_is_redlined_as_it_was_found_and_flagged(
    tmp_path: Path, precedents: Precedents, reading: Read, issued: Path
) -> None:
    edit_by_hand(issued / REFERENCE / f"{INSERT}.docx", "Provider:", "The Provider:")
    (varied,) = vary([reading(A, MORE_TIME)], precedents, issued, tmp_path / "out")
    assert varied.state == "varied" and "edited-since-issued" in slugs(varied, "warning")
    assert varied.revised[0].edited
    package, _ = read_package((tmp_path / "out" / REFERENCE / f"{INSERT} - tracked changes.docx").read_bytes(), "x")
    assert package is not None
    assert any("The" in revision.words and revision.kind == "deletion" for revision in read_revisions(package)[0])
    assert "edited after it was issued" in words_of((tmp_path / "out" / REFERENCE / LIST).read_bytes())


@pytest.mark.parametrize("change", [(), MORE_TIME])
def test_another_document_under_the_name_of_an_issued_one_is_refused(
    tmp_path: Path, precedents: Precedents, reading: Read, issued: Path, change: tuple[str, ...]
) -> None:
    others = [path for path in sorted((issued / REFERENCE).glob("*Schedule*.docx")) if path.stem != INSERT]
    shutil.copy(others[0], issued / REFERENCE / f"{INSERT}.docx")
    (varied,) = vary([reading(A, change) if change else reading(A)], precedents, issued, tmp_path / "out")
    assert varied.state == "not varied" and slugs(varied, "error") == {"another-document"}
    assert not (tmp_path / "out").exists()


def test_the_document_of_another_contract_under_the_name_of_an_issued_one_is_refused(
    tmp_path: Path, precedents: Precedents, reading: Read, issued: Path
) -> None:
    build([reading(A, (f"reference: {REFERENCE}", "reference: NBB-2026-061"))], precedents, tmp_path / "other")
    shutil.copy(
        tmp_path / "other" / "NBB-2026-061" / f"{INSERT.replace(REFERENCE, 'NBB-2026-061')}.docx",
        issued / REFERENCE / f"{INSERT}.docx",
    )
    (varied,) = vary([reading(A, MORE_TIME)], precedents, issued, tmp_path / "out")
    (problem,) = (problem for problem in varied.outcome.problems if problem.severity == "error")
    assert (problem.slug, "NBB-2026-061" in problem.message, problem.location.file) == (
        "another-document",
        True,
        f"{REFERENCE}/{INSERT}.docx",
    )


def test_an_edited_document_of_which_the_contract_changes_nothing_is_named_and_no_variation(
    tmp_path: Path, precedents: Precedents, reading: Read, issued: Path
) -> None:
    edit_by_hand(issued / REFERENCE / f"{INSERT}.docx", "Provider:", "The Provider:")
    (varied,) = vary([reading(A)], precedents, issued, tmp_path / "out")
    assert varied.state == "no change" and "edited-since-issued" in slugs(varied, "warning")
    (said,) = [each.message for each in varied.outcome.problems if each.slug == "edited-since-issued"]
    assert (
        "in no variation, and it reads “The Provider: " in said and " where the contract file has “Provider: " in said
    )


@pytest.mark.parametrize(
    ("found", "wanted", "said"),
    [
        ("at least 400 people", "at least 480 people", ("“at least 400 people”", "“at least 480 people”")),
        ("a b c d e f 1 g", "a b c d e f 2 g", ("“… c d e f 1 g”", "“… c d e f 2 g”")),
        ("a a", "a", ("“a a”", "“a”")),
        ("1 b c d e f g", "b c d e f g", ("“1 b c d e …”", "“b c d e …”")),
        ("", "all is gone", ("nothing", "“all is gone”")),
    ],
)
def test_what_differs_is_quoted_with_a_few_words_around_it(found: str, wanted: str, said: tuple[str, str]) -> None:
    assert _differing(found, wanted) == said


def test_a_draft_that_was_put_beside_an_edited_document_does_not_count_as_issued(
    tmp_path: Path, precedents: Precedents, reading: Read, issued: Path
) -> None:
    edit_by_hand(issued / REFERENCE / f"{INSERT}.docx", "Provider:", "The Provider:")
    build([reading(A, MORE_TIME)], precedents, issued)  # puts the new draft beside the edited document
    (varied,) = vary([reading(A, MORE_TIME)], precedents, issued, tmp_path / "out")
    assert varied.state == "varied" and varied.revised[0].edited
    told = {(value.before, value.after) for clause in varied.revised[0].compared.clauses for value in clause.values}
    assert told == {("four hours a week", "six hours a week")}


def test_a_grant_agreement_is_varied_in_its_own_words(tmp_path: Path, precedents: Precedents, reading: Read) -> None:
    grant = "harbour-grant"
    build([reading(grant)], precedents, tmp_path / "issued")
    (varied,) = vary(
        [
            reading(
                grant,
                ("  name: Harbour", "  name: Old Harbour"),
                ("\nservices:", "\nvariation: {number: 1, value: £7500}\nservices:"),
            )
        ],
        precedents,
        tmp_path / "issued",
        tmp_path / "out",
        VariationTerms(date(2026, 10, 1)),
    )
    assert varied.state == "varied" and varied.outcome.folder is not None
    agreement = words_of(next(varied.outcome.folder.glob("*Variation agreement.docx")).read_bytes())
    assert (
        "Grantor" in agreement
        and "Recipient" in agreement
        and "Commissioner" not in agreement
        and "Provider" not in agreement
    )
    assert "the grant agreement continues unchanged" in agreement
    assert "Value of the change" in agreement and "£7,500" in agreement
    assert "Selection Regime" not in agreement and "regulation 13" not in agreement
    changes = words_of(next(varied.outcome.folder.glob("*List of changes.docx")).read_bytes())
    assert (
        "reflected in the revised documents that are attached" in agreement
        and "the revised document prevails" in agreement
    )
    assert "varied by the variation agreement and its revised documents." in changes
    assert "schedule" not in f"{agreement} {changes}".casefold()


def with_tracked(path: Path) -> None:
    """The document as somebody left it who tracked a change."""
    opened: Any = python_docx.Document(str(path))
    paragraph = opened.paragraphs[2]._p
    run = paragraph.r_lst[0]
    marked = paragraph.makeelement(
        f"{W}ins", {f"{W}id": "900", f"{W}author": "Somebody", f"{W}date": "2026-05-01T00:00:00Z"}
    )
    run.addprevious(marked)
    marked.append(run)
    opened.save(str(path))


def test_a_refused_redline_is_named_and_nothing_of_that_contract_is_written(
    tmp_path: Path, precedents: Precedents, reading: Read, issued: Path
) -> None:
    with_tracked(issued / REFERENCE / f"{INSERT}.docx")
    (varied,) = vary([reading(A, MORE_TIME)], precedents, issued, tmp_path / "out")
    assert varied.state == "not varied" and not (tmp_path / "out").exists()
    (problem,) = [problem for problem in varied.outcome.problems if problem.slug == "no-tracked-changes"]
    assert f"{REFERENCE}/{INSERT}.docx" in problem.location.file and "tracked changes" in problem.message


def test_asked_for_without_them_the_pack_goes_out_and_says_that_there_are_none(
    tmp_path: Path, precedents: Precedents, reading: Read, issued: Path
) -> None:
    with_tracked(issued / REFERENCE / f"{INSERT}.docx")
    (varied,) = vary(
        [reading(A, MORE_TIME)], precedents, issued, tmp_path / "out", replace(TERMS, without_tracked=True)
    )
    assert varied.state == "varied" and "no-tracked-changes" in slugs(varied, "warning") and not varied.outcome.failed
    pack = everything(tmp_path / "out" / REFERENCE)
    assert set(pack) == {AGREEMENT, LIST, f"{INSERT}.docx", RECORD_FILE}
    assert "There is no document with tracked changes" in words_of(
        pack[LIST]
    ) or "there is no document with tracked changes" in words_of(pack[LIST])


def test_tracked_changes_that_were_there_may_be_taken_as_accepted(
    tmp_path: Path, precedents: Precedents, reading: Read, issued: Path
) -> None:
    with_tracked(issued / REFERENCE / f"{INSERT}.docx")
    (varied,) = vary([reading(A, MORE_TIME)], precedents, issued, tmp_path / "out", replace(TERMS, existing="accept"))
    assert varied.state == "varied" and varied.revised[0].tracked is not None


def test_an_issued_document_that_is_gone_is_an_error_that_names_it(
    tmp_path: Path, precedents: Precedents, reading: Read, issued: Path
) -> None:
    (issued / REFERENCE / f"{INSERT}.docx").unlink()
    (varied,) = vary([reading(A, MORE_TIME)], precedents, issued, tmp_path / "out")
    assert "issued-not-there" in slugs(varied, "error") and not (tmp_path / "out").exists()


def test_one_that_was_never_issued_stops_nothing_else(
    tmp_path: Path, precedents: Precedents, reading: Read, issued: Path
) -> None:
    never, varied = vary([reading("podiatry-services"), reading(A, MORE_TIME)], precedents, issued, tmp_path / "out")
    assert "not-issued" in slugs(never, "error") and never.state == "not varied"
    assert varied.state == "varied" and {path.name for path in (tmp_path / "out").iterdir()} == {REFERENCE}


def test_the_folder_of_the_pack_itself_may_be_named(
    tmp_path: Path, precedents: Precedents, reading: Read, issued: Path
) -> None:
    (varied,) = vary([reading(A, MORE_TIME)], precedents, issued / REFERENCE, tmp_path / "out")
    assert varied.state == "varied"
    (other,) = vary([reading("podiatry-services")], precedents, issued / REFERENCE, tmp_path / "out")
    assert "not-issued" in slugs(other, "error") and any(
        "another contract" in problem.message for problem in other.outcome.problems
    )


def test_a_second_run_changes_nothing_and_what_a_person_edits_in_the_pack_is_kept(
    tmp_path: Path, precedents: Precedents, reading: Read, issued: Path
) -> None:
    out = tmp_path / "out"
    vary([reading(A, MORE_TIME)], precedents, issued, out)
    first = everything(out)
    (again,) = vary([reading(A, MORE_TIME)], precedents, issued, out)
    assert again.outcome.written == () and everything(out) == first
    edit_by_hand(out / REFERENCE / AGREEMENT, "In every other respect", "In all other respects")
    edited = (out / REFERENCE / AGREEMENT).read_bytes()
    (third,) = vary(
        [reading(A, MORE_TIME, ("proposed_on: 2026-07-20", "proposed_on: 2026-07-21"))], precedents, issued, out
    )
    assert (out / REFERENCE / AGREEMENT).read_bytes() == edited and "edited-by-hand" in slugs(third, "warning")
    assert any("not merged" in name for name in third.outcome.written)


def test_a_variation_never_takes_the_place_of_the_contract_or_of_another_variation(
    tmp_path: Path, precedents: Precedents, reading: Read, issued: Path
) -> None:
    (into_issued,) = vary([reading(A, MORE_TIME)], precedents, issued, issued)
    assert "same-folder" in slugs(into_issued, "error")
    out = tmp_path / "out"
    vary([reading(A, MORE_TIME)], precedents, issued, out)
    (other,) = vary(
        [reading(A, MORE_TIME, ("reference: NBB-2026-060-V1", "reference: NBB-2026-060-V2"))], precedents, issued, out
    )
    assert "same-folder" in slugs(other, "error")
    (built,) = build([reading(A, MORE_TIME)], precedents, out)
    assert "same-folder" in {problem.slug for problem in built.problems}
    (since,) = vary([reading(A, MORE_TIME)], precedents, out, tmp_path / "again")
    assert "not-issued" in slugs(since, "error")


def test_planning_writes_nothing(tmp_path: Path, precedents: Precedents, reading: Read, issued: Path) -> None:
    (varied,) = vary([reading(A, MORE_TIME)], precedents, issued, tmp_path / "out", write_it=False)
    assert varied.outcome.plan is not None and varied.outcome.plan.writes and not (tmp_path / "out").exists()


def test_a_schedule_that_is_new_is_added_and_one_that_is_gone_is_deleted(
    tmp_path: Path, precedents: Precedents, reading: Read, issued: Path
) -> None:
    path = issued / REFERENCE / RECORD_FILE
    record, _ = read_issue_record(path.read_bytes(), "x")
    assert record is not None
    documents = tuple(
        replace(document, type="other-schedule", file="Other.docx") if document.type == "system-plan" else document
        for document in record.documents
    )
    path.write_bytes(record_bytes(replace(record, documents=documents)))
    vary([reading(A)], precedents, issued, tmp_path / "out")
    agreement = words_of((tmp_path / "out" / REFERENCE / AGREEMENT).read_bytes())
    assert (
        f"The text of the attached document “{REFERENCE} - Schedule 8 - System plan obligations.docx” is "
        f"added to Schedule 8" in agreement
    )
    assert re.search(r"The text of “System plan obligations: [^”]+” in Schedule 8[^.]+ is deleted\.", agreement)


def test_the_internal_drafting_note_never_goes_into_a_variation(
    tmp_path: Path, precedents: Precedents, reading: Read, issued: Path
) -> None:
    (varied,) = vary([reading(A, MORE_TIME)], precedents, issued, tmp_path / "out")
    assert not [name for name in everything(tmp_path / "out") if "Drafting note" in name]
    assert "drafting-note" not in {revised.compared.issued.type for revised in varied.revised}


def test_one_signature_block_for_each_party(tmp_path: Path, precedents: Precedents, reading: Read) -> None:
    second = (
        "    signatory: Executive Director of Commissioning\n",
        "    signatory: Executive Director of Commissioning\n  - name: NHS Eastmere Integrated Care Board\n   "
        " ods_code: X9B01\n    role: associate\n",
    )
    build([reading(A, second)], precedents, tmp_path / "issued")
    (varied,) = vary([reading(A, second, MORE_TIME)], precedents, tmp_path / "issued", tmp_path / "out")
    opened: Any = python_docx.Document(str(tmp_path / "out" / REFERENCE / AGREEMENT))
    blocks = [table for table in opened.tables if table.cell(0, 0).text == "Signature"]
    assert len(blocks) == 3
    for table in blocks:
        rows = table._tbl.tr_lst
        assert all(row.trPr.find(f"{W}cantSplit") is not None for row in rows)
        kept = {style.style_id for style in opened.styles if style.style_id == "TableLabelKept"}
        assert [row.tc_lst[0].p_lst[0].pPr.pStyle.val in kept for row in rows] == [True, True, True, False]
    assert any(
        "NHS Eastmere Integrated Care Board" in problem.message
        for problem in varied.outcome.problems
        if problem.slug == "variation-left-open"
    )


def test_whatever_a_user_types_stands_in_the_agreement_and_the_list_as_typed(
    tmp_path: Path, precedents: Precedents, reading: Read, issued: Path
) -> None:
    odd = "six & <b>hours</b> {{ x }} {% if y %} 😀"
    (varied,) = vary([reading(A, (MORE_TIME[0], f"sdm_champion_time: '{odd}'"))], precedents, issued, tmp_path / "out")
    assert varied.state == "varied"
    for name in (AGREEMENT, LIST, f"{INSERT}.docx"):
        assert odd in words_of((tmp_path / "out" / REFERENCE / name).read_bytes())


def test_two_rows_of_one_reference_are_refused_before_anything_is_written(
    tmp_path: Path, precedents: Precedents, reading: Read, issued: Path
) -> None:
    both = vary([reading(A, MORE_TIME), reading(A)], precedents, issued, tmp_path / "out")
    assert [slugs(each, "error") for each in both] == [{"same-folder"}, {"same-folder"}] and not (
        tmp_path / "out"
    ).exists()


def test_the_order_of_the_contracts_changes_no_byte(
    tmp_path: Path, precedents: Precedents, reading: Read, issued: Path
) -> None:
    build([reading("podiatry-services")], precedents, issued)
    pair = [reading(A, MORE_TIME), reading("podiatry-services", ("  title:", "  title: The"))]
    vary(pair, precedents, issued, tmp_path / "one")
    vary(pair[::-1], precedents, issued, tmp_path / "two")
    assert everything(tmp_path / "one") == everything(tmp_path / "two") != {}


def test_the_documents_of_a_pack_are_valid_word_files(
    tmp_path: Path, precedents: Precedents, reading: Read, issued: Path
) -> None:
    vary([reading(A, MORE_TIME)], precedents, issued, tmp_path / "out")
    for path in (tmp_path / "out").rglob("*.docx"):
        assert OpenXmlValidator().validate(str(path)).errors == [], path.name
