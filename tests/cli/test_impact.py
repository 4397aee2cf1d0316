"""`specgen impact`: who holds a clause, and what another version of it would change."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import docx
import pytest

from specgen.issue.records import RECORD_FILE

if TYPE_CHECKING:
    from tests.cli.conftest import OrganisationFolder

TERMS = "co-production/specification/our-terms"
CONTRACT = """contract:
  reference: {reference}
  title: Community clinic
  edition: 2026/27
  status: agreed
  term: {{start: 2026-04-01, end: 2027-03-31}}
commissioners:
  - {{name: Northbridge Board, ods_code: X9N}}
provider: {{name: Riverside Trust, kind: NHS trust, ods_code: X9R}}
services:
  - name: Clinic
    specification: ["{clause}", enabling-choice]
    legal_rights_to_choice: {{not_applicable: Nobody is referred to it}}
    values:
      cop_people: 5
      choice_responsible_post: Clinic manager
      choice_ready_date: 2026-07-31
      choice_information_date: 2026-07-31
      choice_matters: [the time of the visit]
"""
PEOPLE = "{cop_people: {kind: number, question: How many people are involved?, example: 5}}"


def contract(organisation: OrganisationFolder, reference: str, clause: str = f"{TERMS}@1") -> None:
    folder = organisation.folder / "contracts"
    folder.mkdir(exist_ok=True)
    (folder / f"{reference}.yaml").write_text(CONTRACT.format(reference=reference, clause=clause), encoding="utf-8")


@pytest.fixture
def issued(organisation: OrganisationFolder) -> OrganisationFolder:
    """Two contracts that were issued with version 1, which was the newest; since then there is a version 2."""
    organisation.version(1, "The Provider must involve {{ cop_people }} people.", placeholders=PEOPLE)
    organisation.approve(f"{TERMS}@1")
    contract(organisation, "A-1")
    contract(organisation, "A-2", TERMS)
    built = organisation.run("build", "contracts", "-o", "out")
    assert built.code == 0, built.err
    organisation.version(
        2,
        "The Provider must involve {{ cop_people }} people by {{ cop_date }}.",
        change="A date.",
        placeholders=PEOPLE.removesuffix("}") + ", cop_date: {kind: date, question: By when?, example: 2026-09-30}}",
    )
    return organisation


def document(organisation: OrganisationFolder, reference: str) -> Path:
    return next((organisation.folder / "out" / reference).glob("*Schedule 2A*.docx"))


def edit(file: Path) -> None:
    opened = docx.Document(str(file))
    opened.paragraphs[0].add_run(" (seen)")
    opened.save(str(file))


def test_it_names_the_contracts_the_version_and_the_words_that_an_upgrade_would_change(
    issued: OrganisationFolder,
) -> None:
    found = issued.run("impact", TERMS, "--issued", "out")
    assert found.code == 0
    assert "Held by:   2 contracts of 2, in 2 documents" in found.out
    assert "Upgrade:   to version 2, in force 2021-04-01 onwards; not approved" in found.out
    assert "Version 1 is the newest that is approved, and the one that contracts take." in found.out
    assert "~ The Provider must involve {{ cop_people }} people{+ by {{ cop_date }}+}.\n" in found.out
    assert "newly have to give:\n  cop_date: By when? For example: 2026-09-30\n" in found.out
    assert "pinned; when issued approved by Ada Shah, Legal lead, on 2026-05-04" in found.out
    assert "newest approved version in force; when issued approved by Ada Shah" in found.out


def test_it_says_what_each_answer_relies_on(issued: OrganisationFolder) -> None:
    edit(document(issued, "A-1"))
    document(issued, "A-2").unlink()
    held = issued.run("impact", TERMS, "--issued", "out", "--format", "json").json["held"]
    assert [(one["document_state"], one["relied_on"]) for one in held] == [
        (
            "edited by hand",
            "the record inside the document, which was edited since it was issued; the library’s file of this version "
            "is the same",
        ),
        (
            "not there",
            "the pack’s record alone: the document is not there; the library’s file of this version is the same",
        ),
    ]
    assert {one["vouched_by_library"] for one in held} == {True}


def test_a_record_with_a_fingerprint_that_the_library_does_not_have_is_doubted(issued: OrganisationFolder) -> None:
    record = issued.folder / "out" / "A-1" / RECORD_FILE
    given = json.loads(record.read_text(encoding="utf-8"))
    for entry in (clause for one in given["documents"] for clause in one["clauses"]):
        entry["fingerprint"] = "0" * 64
    record.write_text(json.dumps(given), encoding="utf-8")
    found = issued.run("impact", TERMS, "--issued", "out", "--format", "json").json
    assert [one["vouched_by_library"] for one in found["held"]] == [False, True]
    assert [problem["slug"] for problem in found["problems"]] == ["fingerprint-differs"]


def test_an_edited_document_with_a_new_draft_beside_it_counts_with_the_version_it_was_issued_with(
    issued: OrganisationFolder,
) -> None:
    edit(document(issued, "A-1"))
    contract(issued, "A-1", f"{TERMS}@2")
    file = issued.folder / "contracts" / "A-1.yaml"
    file.write_text(
        file.read_text(encoding="utf-8").replace("cop_people: 5", "cop_people: 5\n      cop_date: 2026-09-30"),
        encoding="utf-8",
    )
    assert issued.run("build", "contracts/A-1.yaml", "-o", "out").code == 0
    held = issued.run("impact", TERMS, "--issued", "out", "--format", "json").json["held"]
    assert [(one["reference"], one["version"]) for one in held] == [("A-1", 1), ("A-2", 1)]
    question = {"name": "cop_date", "question": "By when?", "example": "2026-09-30"}
    assert [one["values_needed"] for one in held] == [
        [{**question, "printed_elsewhere": "30 September 2026"}],
        [{**question, "printed_elsewhere": None}],
    ]


def test_a_version_can_be_named_and_the_version_that_is_held_changes_nothing(issued: OrganisationFolder) -> None:
    found = issued.run("impact", f"{TERMS}@1", "--issued", "out")
    assert "This is the version asked about: nothing would change." in found.out
    assert "~" not in found.out


def test_a_record_that_cannot_be_used_is_named_and_the_others_are_read(issued: OrganisationFolder) -> None:
    (issued.folder / "out" / "A-2" / RECORD_FILE).write_text("{", encoding="utf-8")
    found = issued.run("impact", TERMS, "--issued", "out")
    assert found.code == 1
    assert "A-2/specgen-record.json: error: the record of what was issued cannot be used" in found.err
    assert "Held by:   1 contract of 1" in found.out


def test_a_record_that_the_disk_does_not_give_is_named_with_its_folder_and_is_exit_code_3(
    issued: OrganisationFolder,
) -> None:
    record = issued.folder / "out" / "A-2" / RECORD_FILE
    record.unlink()
    record.symlink_to(record)
    found = issued.run("impact", TERMS, "--issued", "out")
    assert found.code == 3
    assert "A-2/specgen-record.json: error: the file cannot be read or written" in found.err


def test_a_folder_without_issued_documents_is_a_wrong_command_line(issued: OrganisationFolder) -> None:
    found = issued.run("impact", TERMS, "--issued", "library")
    assert found.code == 2
    assert "holds no issued documents" in found.err


def test_nothing_is_written(issued: OrganisationFolder) -> None:
    before = {path: path.read_bytes() for path in issued.folder.rglob("*") if path.is_file()}
    issued.run("impact", TERMS, "--issued", "out")
    assert {path: path.read_bytes() for path in issued.folder.rglob("*") if path.is_file()} == before


def test_contracts_that_hold_an_adaptation_of_the_clause_are_named_with_it(issued: OrganisationFolder) -> None:
    ours = "co-production/specification/ours-for-clinics"
    issued.version(
        1,
        "The Provider must involve {{ cop_people }} people or more.",
        clause=ours,
        more=f"based_on: {TERMS}@1\n",
        placeholders=PEOPLE,
    )
    contract(issued, "A-3", ours)
    assert issued.run("build", "contracts/A-3.yaml", "-o", "out").code == 0
    found = issued.run("impact", TERMS, "--issued", "out")
    assert "Held by:   2 contracts of 3" in found.out
    assert f"Adapted:   {ours}@1, based on {TERMS}@1, stands in 1 contract: A-3\n" in found.out
    assert issued.run("impact", TERMS, "--issued", "out", "--format", "json").json["adaptations"] == [
        {"name": f"{ours}@1", "based_on": f"{TERMS}@1", "contracts": ["A-3"]}
    ]
    assert "Adapted:" not in issued.run("impact", ours, "--issued", "out").out
    note = docx.Document(str(next((issued.folder / "out" / "A-3").glob("*Drafting note*.docx"))))
    cells = [cell.text for table in note.tables for row in table.rows for cell in row.cells]
    assert any(cell.startswith(f"Drafted, based on {TERMS}@1:") for cell in cells)
