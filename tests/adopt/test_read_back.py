"""Everything that our own documents print is read back from them, whoever saved them since."""

from __future__ import annotations

import copy
import io
import shutil
import subprocess
from pathlib import Path

import docx
import pytest
from docx.oxml.ns import qn
from msgspec.structs import replace
from tests.adopt.papers_of import (
    EXAMPLES,
    NAMES,
    adopted,
    document_xml,
    documents_of,
    example,
    precedents,
    saved_by_python_docx,
    with_first_words,
    with_words,
    words_of,
)

from specgen.adopt.adopt import compared_words, held_against, shown_difference
from specgen.contract.read import read_contract
from specgen.issue.build import drafted, finish, record_of

NO_REASON = ("podiatry-services", "variation")
"""Examples in which a schedule is not applicable; the reason stands in the contract file and in no document."""


@pytest.mark.parametrize("name", NAMES)
def test_a_contract_read_back_from_its_documents_makes_the_same_documents(name: str) -> None:
    documents = {file: saved_by_python_docx(data) for file, data in example(name).items()}
    found = adopted(documents)
    missing = {each.what for each in found.written.not_read}
    assert all(what.endswith(": the reason") for what in missing) and bool(missing) == (name in NO_REASON)
    compared = held_against(found.papers, found.written, precedents())
    assert len(compared) == len(documents) - 1  # but for the drafting note, which tells of approvals and versions
    for each in compared:
        assert each.new is not None and words_of(each.new) == words_of(documents[each.file]), each.file
        assert each.differing == 0


def test_without_the_drafting_note_the_facts_that_no_paper_prints_are_named_and_nothing_is_made_up() -> None:
    documents = {file: data for file, data in example("community-respiratory").items() if "Drafting note" not in file}
    found = adopted(documents)
    named = {each.what for each in found.written.not_read}
    assert {"contract, edition", "contract, form", "contract, term, start", "contract, term, end"} <= named
    assert b"  term:\n    # Not read in the papers." in found.written.data
    assert b"NBB-2026-014" in found.written.data and b"co-ordinating  # the only Commissioner" in found.written.data
    compared = held_against(found.papers, found.written, precedents())
    assert sum(each.differing for each in compared) < 60 and all(each.new is not None for each in compared)


@pytest.mark.skipif(shutil.which("soffice") is None, reason="no LibreOffice: its saving was not tried")
def test_what_libreoffice_saved_is_read_back_the_same(tmp_path: Path) -> None:
    documents = dict(example("podiatry-services"))
    (tmp_path / "out").mkdir()
    for number, data in enumerate(documents.values()):
        (tmp_path / f"{number}.docx").write_bytes(data)
    command = ["soffice", "--headless", f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--convert-to"]
    command += ["docx:MS Word 2007 XML", "--outdir", str(tmp_path / "out")]
    files = [str(tmp_path / f"{number}.docx") for number in range(len(documents))]
    subprocess.run([*command, *files], capture_output=True, check=True)
    saved = {file: (tmp_path / "out" / f"{number}.docx").read_bytes() for number, file in enumerate(documents)}
    assert without_places(adopted(saved).written.data) == without_places(adopted(documents).written.data)


def without_places(data: bytes) -> list[str]:
    return [line.split("  # ")[0] for line in data.decode("utf-8").split("\n")]


def test_a_changed_clause_is_named_with_its_likeness_and_shown_where_it_stands() -> None:
    (file,) = (name for name in example("community-respiratory") if "insert" in name)
    data = example("community-respiratory")[file]
    changed = with_words(data, "within 28 days", "within three weeks")
    found = adopted({**example("community-respiratory"), file: changed})
    (clause,) = (each for each in found.clauses if not each.word_for_word)
    assert clause.version.clause_id == "shared-decision-making/specification/local-terms"
    assert clause.likeness.endswith("% of its words, the wording differs") and 0.9 < clause.share < 1
    assert b"shared-decision-making/local-terms@2  # 9" in found.written.data
    (compared,) = (each for each in held_against(found.papers, found.written, precedents()) if each.differing)
    assert (compared.file, compared.differing) == (file, 1)
    assert compared_words((compared,)) == f"0 of 1 papers say the same; 1 lines differ in 1: {file} (1)"
    redline, problems = shown_difference(changed, compared, "Ada Shah", "2026-05-04")
    assert redline is not None, problems
    assert b"w:del " in document_xml(redline) and b"Ada Shah" in document_xml(redline)


def test_a_value_whose_sentence_was_rewritten_is_left_empty_and_named() -> None:
    (file,) = (name for name in example("community-respiratory") if "insert" in name)
    data = with_words(example("community-respiratory")[file], "release the clinical champion for", "give the champion")
    found = adopted({file: data})
    assert b"      sdm_champion_time:\n" in found.written.data  # empty, its question above it
    assert "sdm_champion_time" in " ".join(each.what for each in found.written.not_read)


def chosen_again(own: str) -> dict[str, bytes]:
    """The documents of an example whose plan chooses a clause of Schedule 2M once more, with values of its own."""
    plan = "  - personal-health-budgets/budgets-by-year\n"
    written = (EXAMPLES / "wheelchair-services" / "contract.yaml").read_text(encoding="utf-8")
    assert plan in written
    again = f"  - {{clause: personal-health-budgets/budgets-by-year, values: {{{own}}}}}\n"
    return documents_of(written.replace(plan, plan + again).encode())


@pytest.mark.parametrize(
    "own",
    [
        "phb_group_by_year: people of working age",
        "phb_group_by_year: people of working age, phb_budgets_by_year: {2026/27: 2, 2027/28: 3, 2028/29: 4}",
        "phb_budgets_by_year: {2026/27: 2, 2027/28: 3, 2028/29: 4}",
    ],
)
def test_a_clause_that_a_plan_chooses_twice_is_written_twice_each_time_with_its_own_values(own: str) -> None:
    documents = chosen_again(own)
    found = adopted(documents)
    assert found.written.data.decode().count("personal-health-budgets/budgets-by-year@") == 2
    assert [each.what for each in found.written.not_read] == []
    assert sum(each.version.clause_id.endswith("/budgets-by-year") for each in found.clauses) == 2
    compared = held_against(found.papers, found.written, precedents())
    assert [each.file for each in compared if each.new is None or each.differing] == []


def test_a_schedule_that_lies_there_in_two_files_is_read_once() -> None:
    documents = example("wheelchair-services")
    (name,) = (file for file in documents if "Schedule 2M" in file)
    found = adopted({**documents, "copy of 2M.docx": documents[name]})
    assert found.written.data.decode().count("personal-health-budgets/budgets-by-year@") == 1


def test_what_no_paper_prints_is_taken_from_the_record_of_the_issue_and_said_to_be_missing_without_it() -> None:
    written = (EXAMPLES / "community-respiratory" / "contract.yaml").read_text(encoding="utf-8")
    done = 'done: ["shared-decision-making/local-terms#1: 2026-04-20"]'
    text = written.replace("  edition:", f"  began_on: 2026-04-14\n  {done}\n  edition:", 1).replace(
        '  - number: "01"\n', '  - number: "01"\n    began_on: 2026-04-20\n', 1
    )
    contract, problems = read_contract(text.encode(), "contract.yaml")
    assert contract is not None, problems
    pack, _ = drafted(contract, precedents(), draft=True)
    assert pack is not None
    finished, _ = finish(pack, [], precedents())
    documents = {each.issued.file: each.data for each in finished}
    record = record_of(pack, finished, precedents())
    again, problems = read_contract(adopted(documents, record).written.data, "contract.yaml")
    assert again is not None, problems
    for name in ("began_on", "done", "confirmed", "reasons"):
        assert getattr(again.content.contract, name) == getattr(contract.content.contract, name), name
    assert again.content.services[0].began_on == contract.content.services[0].began_on is not None
    assert b"No paper prints began_on, done, confirmed or reasons" not in adopted(documents, record).written.data
    for records in ((), (replace(record, contract=replace(record.contract, reference="OTHER")),)):
        alone = adopted(documents, *records).written.data
        assert b"began_on: " not in alone and b"No paper prints began_on, done, confirmed or reasons" in alone
    facts = dict(record.facts or {})
    began_later = replace(record, facts={**facts, "contract.began_on": "2026-04-21"})
    for both in ((record, began_later), (began_later, record)):  # the papers fit both
        found = adopted(documents, *both)
        assert b"began_on: " not in found.written.data
        (missing,) = [each for each in found.written.not_read if "began_on" in each.what]
        assert missing.why.endswith("the papers do not tell which is theirs: “A” and “B”")
    of_earlier_papers = replace(began_later, facts={**(began_later.facts or {}), "contract.term.end": "2028-03-31"})
    older = tuple(
        replace(each, clauses=tuple(replace(clause, version=clause.version + 7) for clause in each.clauses))
        for each in record.documents
    )
    for other in (of_earlier_papers, replace(began_later, documents=older), replace(record, documents=older)):
        for both in ((record, other), (other, record)):
            found = adopted(documents, *both)
            assert b'began_on: "2026-04-14"' in found.written.data
            assert not [each for each in found.written.not_read if "began_on" in each.what]


def test_a_sentence_that_stands_there_twice_with_two_values_leaves_its_value_empty() -> None:
    (file,) = (name for name in example("podiatry-services") if "insert" in name)
    document = docx.Document(io.BytesIO(example("podiatry-services")[file]))
    (lead,) = (each for each in document.element.body.iter(qn("w:p")) if "".join(each.itertext()).startswith("Lead."))
    again = copy.deepcopy(lead)
    lead.addnext(again)
    for text in again.iter(qn("w:t")):
        text.text = (text.text or "").replace("Podiatry Service Manager", "Head of Foot Care")
    saved = io.BytesIO()
    document.save(saved)
    found = adopted({file: saved.getvalue()})
    assert b"      pc_provider_lead_post:\n" in found.written.data
    assert any("pc_provider_lead_post" in each.what and "two values" in each.why for each in found.written.not_read)


@pytest.mark.parametrize("joined", range(4))
def test_no_cell_of_a_row_with_joined_cells_is_read_under_the_heading_of_another(joined: int) -> None:
    # Action | Applies to | Owner | Date | Evidence: with one cell less, the date stood where the Owner is counted.
    documents = {file: data for file, data in example("community-respiratory").items() if "Drafting note" not in file}
    (name,) = (file for file in documents if "Schedule 2M" in file)
    schedule = docx.Document(io.BytesIO(documents[name]))
    row = schedule.tables[0].rows[1]
    row.cells[joined].merge(row.cells[joined + 1])
    saved = io.BytesIO()
    schedule.save(saved)
    written = adopted({**documents, name: saved.getvalue()}).written.data.decode()
    assert 'pc_cohort_date: "2026-07-31"' in written
    assert "pc_provider_lead_post: Director of Nursing and Quality" in written
    assert "post: 31 July 2026" not in written and "post: All Services" not in written


def test_a_local_requirement_that_is_no_clause_is_named_and_not_forced_into_one() -> None:
    document = docx.Document()
    document.add_paragraph("Schedule 4C: Local Quality Requirements")
    table = document.add_table(rows=0, cols=3)
    for row in (
        ("Quality Requirement", "Threshold", "Applicable Service Specification"),
        ("Waiting times", "95% of people are seen within 18 weeks", "01"),
    ):
        for cell, words in zip(table.add_row().cells, row, strict=True):
            cell.text = words
    saved = io.BytesIO()
    document.save(saved)
    found = adopted({"4C.docx": saved.getvalue()})
    assert found.clauses == ()
    assert ("“Waiting times” in a schedule", "no clause of the library: paper 1, table 1, row 2") in {
        (each.what, each.why) for each in found.written.not_read
    }


PODIATRY, RESPIRATORY = "podiatry-services", "community-respiratory"
LED_BY_PODIATRISTS = "The service is led by podiatrists in the community and not by a consultant."


def without_note(name: str, schedule: str, old: str, new: str) -> dict[str, bytes]:
    """The documents of an example as they go to the other side, with words of one of them typed over."""
    documents = {file: data for file, data in example(name).items() if "Drafting note" not in file}
    (changed,) = (file for file in documents if schedule in file)
    return documents | {changed: with_first_words(documents[changed], old, new)}


@pytest.mark.parametrize(
    ("name", "schedule", "old", "new", "left_empty", "why"),
    [
        (PODIATRY, "2A", "Podiatry Service Manager", "[post to be confirmed]", "pc_provider_lead_post", "left open"),
        (PODIATRY, "2A", "do not apply to", "do apply to", "legal_rights_to_choice", "neither that they apply"),
        (PODIATRY, "2A", LED_BY_PODIATRISTS, "not yet known.", "legal_rights_to_choice", "neither that they apply"),
        (RESPIRATORY, "4C", "90%", "95%", "pcsp_trained_target", "give two values"),
        (RESPIRATORY, "4C", "46% in 2025/26", "TBC", "sdm_collaborate_baseline", "left open"),
        (RESPIRATORY, "4C", "900", "600 in 2026/27 and of 900", "ssm_licence_trajectory", "give two values"),
    ],
)  # fmt: skip
def test_a_value_that_one_place_says_otherwise_or_leaves_open_is_taken_from_no_other(
    name: str, schedule: str, old: str, new: str, left_empty: str, why: str
) -> None:
    found = adopted(without_note(name, schedule, old, new))
    written = found.written.data.decode()
    assert f"{left_empty}:\n" in written or f"{left_empty}:\r\n" in written
    assert any(left_empty in each.what and why in each.why for each in found.written.not_read)


def test_a_fact_that_a_clause_prints_otherwise_than_its_label_is_left_open_and_both_are_named() -> None:
    (note,) = (file for file in example(PODIATRY) if "Drafting note" in file)
    reason = "The service is led by podiatrists in the community and not by a consultant"
    changed = with_first_words(example(PODIATRY)[note], reason, "The service is a pilot")
    found = adopted({**example(PODIATRY), note: changed})
    assert b"is a pilot" not in found.written.data and b"led by podiatrists" not in found.written.data
    assert any("legal rights" in each.what and "is a pilot" in each.why for each in found.written.not_read)
