"""Approvals that are tamper-evident, as a user meets them: approve, withdraw, verify, merge-approvals, build."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.cli.conftest import OrganisationFolder

TERMS = "co-production/specification/our-terms"
SIGNED = ["--by", "Ben Osei", "--role", "Head of law", "--evidence", "Email"]


def verified(organisation: OrganisationFolder, *more: str) -> set[str]:
    found = organisation.run("clauses", "verify", "--format", "json", *more)
    assert found.code == (0 if found.json["ok"] else 1)
    return {problem["slug"] for problem in found.json["problems"] if problem["severity"] == "error"}


@pytest.fixture
def approved(organisation: OrganisationFolder) -> OrganisationFolder:
    """Two versions, the first approved and withdrawn again."""
    organisation.version(1, "One.")
    organisation.version(2, "Two.")
    assert organisation.approve(f"{TERMS}@1").code == 0
    assert organisation.run("clauses", "withdraw", f"{TERMS}@1", "--on", "2026-06-01", *SIGNED).code == 0
    return organisation


def test_the_last_line_taken_out_is_noticed(approved: OrganisationFolder) -> None:
    text = approved.approvals.read_text(encoding="utf-8")
    approved.approvals.write_text("".join(text.splitlines(keepends=True)[:-1]), encoding="utf-8")
    assert verified(approved) == {"approvals-head"}


def test_the_whole_list_taken_away_is_noticed_and_so_is_the_file_beside_it(approved: OrganisationFolder) -> None:
    list_text = approved.approvals.read_bytes()
    approved.approvals.unlink()
    assert verified(approved) == {"approvals-head"}
    approved.approvals.write_bytes(list_text)
    approved.approvals.with_suffix(".head").unlink()
    assert verified(approved) == {"approvals-head"}


def test_a_first_line_taken_out_is_noticed_at_the_line_that_follows(approved: OrganisationFolder) -> None:
    lines = approved.approvals.read_text(encoding="utf-8").splitlines(keepends=True)
    approved.approvals.write_text("".join([lines[0], *lines[2:]]), encoding="utf-8")
    assert verified(approved) == {"approvals-chain"}


def test_nothing_is_added_to_a_list_that_is_not_whole(approved: OrganisationFolder) -> None:
    text = approved.approvals.read_text(encoding="utf-8").replace("Ben Osei", "Ben Ossei")
    approved.approvals.write_text(text, encoding="utf-8")
    assert approved.approve(f"{TERMS}@2").code == 1
    assert approved.approvals.read_text(encoding="utf-8") == text


def test_verify_prints_the_head_and_how_many_approve_the_wording_alone(approved: OrganisationFolder) -> None:
    head = approved.approvals.read_text(encoding="utf-8").splitlines()[-1][-64:]
    said = approved.run("clauses", "verify").out
    assert f"2 of them bound to the line before; of the wording alone (scheme 1): 0. Head: {head}" in said


def test_several_versions_are_approved_at_once_or_none_is(organisation: OrganisationFolder) -> None:
    organisation.version(1, "One.")
    organisation.version(2, "Two.")
    assert organisation.run("clauses", "approve", f"{TERMS}@1", f"{TERMS}@3", "--on", "2026-05-04", *SIGNED).code == 2
    assert not organisation.approvals.exists()
    found = organisation.run("clauses", "approve", f"{TERMS}@1", f"{TERMS}@2", "--on", "2026-05-04", *SIGNED)
    assert found.code == 0 and found.out.count("Approved: ") == 2
    assert organisation.approvals.read_text(encoding="utf-8").count("\n") == 3
    assert organisation.run("clauses", "approve", f"{TERMS}@1", f"{TERMS}@2", "--on", "2026-05-05", *SIGNED).code == 1


def test_a_withdrawal_dated_before_its_approval_is_refused(organisation: OrganisationFolder) -> None:
    organisation.version(1, "One.")
    organisation.approve(f"{TERMS}@1")
    before = organisation.approvals.read_bytes()
    found = organisation.run("clauses", "withdraw", f"{TERMS}@1", "--on", "2026-05-03", *SIGNED)
    assert found.code == 1 and "[withdrawn-before-approved]" in found.err
    assert organisation.approvals.read_bytes() == before


def with_a_placeholder(organisation: OrganisationFolder) -> Path:
    file = organisation.version(1, "At least {{ panel_size }} people.")
    clause = file.with_name("clause.yaml")
    clause.write_text(
        "owner: Clause editor\nplaceholders:\n  panel_size:\n    kind: number\n"
        "    question: How many people are there?\n    example: 9\n",
        encoding="utf-8",
    )
    assert organisation.approve(f"{TERMS}@1").code == 0
    return clause


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("kind: number\n    question: How many people are there?\n    example: 9", "from: contract.reference"),
        ("kind: number", "kind: text"),
        ("kind: number", "kind: number\n    least: 2"),
    ],
)
def test_what_an_approved_clause_asks_for_cannot_be_changed_unseen(
    organisation: OrganisationFolder, old: str, new: str
) -> None:
    clause = with_a_placeholder(organisation)
    clause.write_text(clause.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    found = organisation.run("clauses", "verify")
    assert found.code == 1 and "[approved-placeholders-changed]" in found.err and "panel_size" in found.err
    assert "0 approved" in found.out


def test_a_question_in_other_words_is_told_and_the_approval_holds(organisation: OrganisationFolder) -> None:
    clause = with_a_placeholder(organisation)
    clause.write_text(clause.read_text(encoding="utf-8").replace("How many people", "How many members"), "utf-8")
    found = organisation.run("clauses", "verify")
    assert found.code == 0 and "[approved-questions-changed]" in found.err and "1 approved" in found.out


def test_another_reading_is_told_and_the_approval_of_the_words_holds(organisation: OrganisationFolder) -> None:
    file = organisation.version(1, "One.")
    organisation.approve(f"{TERMS}@1")
    assert "[approved-reading-changed]" not in organisation.run("clauses", "verify").err
    wording = hashlib.sha256(file.read_bytes()).hexdigest()
    file.with_name("1.duties.yaml").write_text(f"schema: 1\nwording: {wording}\nreadings: []\n", encoding="utf-8")
    found = organisation.run("clauses", "verify")
    assert "has a reading now" in found.err and "[approved-reading-changed]" in found.err and "1 approved" in found.out


def test_a_line_of_before_is_read_and_said_to_approve_the_wording_alone(organisation: OrganisationFolder) -> None:
    clause = with_a_placeholder(organisation)
    heading, line = organisation.approvals.read_text(encoding="utf-8").splitlines()
    old = [",".join(text.split(",")[:8]) for text in (heading, line)]
    organisation.approvals.write_text("\n".join(old) + "\n", encoding="utf-8")
    organisation.approvals.with_suffix(".head").unlink()
    clause.write_text(clause.read_text(encoding="utf-8").replace("kind: number", "kind: text"), encoding="utf-8")
    found = organisation.run("clauses", "verify")
    assert found.code == 0 and "of the wording alone (scheme 1): 1." in found.out


def test_two_peoples_lists_that_part_are_joined(organisation: OrganisationFolder, tmp_path: Path) -> None:
    organisation.version(1, "One.")
    organisation.version(2, "Two.")
    organisation.version(1, "Three.", clause="co-production/specification/other-terms", title="Other terms")
    organisation.approve(f"{TERMS}@1")
    whole = {path: path.read_bytes() for path in (organisation.approvals, organisation.approvals.with_suffix(".head"))}
    organisation.approve(f"{TERMS}@2")
    theirs = Path(shutil.copy(organisation.approvals, tmp_path / "theirs.csv"))
    for path, data in whole.items():
        path.write_bytes(data)
    organisation.approve("co-production/specification/other-terms@1", by="Cy Brown")
    found = organisation.run("clauses", "merge-approvals", str(theirs))
    assert found.code == 0 and f"Approved: {TERMS}@2, by Ada Shah" in found.out
    assert verified(organisation) == set()
    assert theirs.read_text(encoding="utf-8").splitlines()[-1][-64:] in organisation.approvals.read_text("utf-8")
    again = organisation.run("clauses", "merge-approvals", str(theirs))
    assert again.code == 0 and "Nothing was written." in again.out
    unknown = organisation.run("clauses", "merge-approvals", str(theirs), "--leave-out", f"{TERMS}@3")
    assert unknown.code == 2 and f"says nothing of {TERMS}@3" in unknown.err


def test_one_person_in_two_lists_that_part_is_asked_about_where_two_people_are_needed(
    organisation: OrganisationFolder, tmp_path: Path
) -> None:
    settings = organisation.folder / "specgen.yaml"
    settings.write_text(settings.read_text(encoding="utf-8") + "approvals_needed: 2\n", encoding="utf-8")
    organisation.version(1, "One.")
    organisation.version(2, "Two.")
    organisation.approve(f"{TERMS}@1")
    whole = {path: path.read_bytes() for path in (organisation.approvals, organisation.approvals.with_suffix(".head"))}
    organisation.approve(f"{TERMS}@2", by="Ada Shah OBE")
    theirs = Path(shutil.copy(organisation.approvals, tmp_path / "theirs.csv"))
    for path, data in whole.items():
        path.write_bytes(data)
    organisation.approve(f"{TERMS}@2")
    found = organisation.run("clauses", "merge-approvals", str(theirs))
    assert found.code == 0 and "Ada Shah OBE and Ada Shah, who approved" in found.err


def test_lists_that_say_different_things_of_one_version_are_not_joined(
    organisation: OrganisationFolder, tmp_path: Path
) -> None:
    organisation.version(1, "One.")
    organisation.approve(f"{TERMS}@1")
    theirs = tmp_path / "theirs.csv"
    whole = {path: path.read_bytes() for path in (organisation.approvals, organisation.approvals.with_suffix(".head"))}
    organisation.approve(f"{TERMS}@1", by="Cy Brown")
    shutil.copy(organisation.approvals, theirs)
    for path, data in whole.items():
        path.write_bytes(data)
    assert organisation.run("clauses", "withdraw", f"{TERMS}@1", "--on", "2026-06-01", *SIGNED).code == 0
    found = organisation.run("clauses", "merge-approvals", str(theirs))
    assert found.code == 1 and "[approvals-say-both]" in found.err and "Nothing was written." in found.err
    found = organisation.run("clauses", "merge-approvals", str(theirs), "--leave-out", f"{TERMS}@1")
    assert found.code == 0 and "already, but for those left out. Nothing was written." in found.out


def test_a_list_that_no_longer_holds_what_something_was_issued_with_fails(
    approved: OrganisationFolder, tmp_path: Path
) -> None:
    starter = approved.folder / "contract"
    assert approved.run("new", str(starter)).code == 0
    assert approved.run("build", str(starter / "contract.yaml"), "-o", str(tmp_path / "issued")).code == 0
    assert verified(approved, "--issued", str(tmp_path / "issued")) == set()
    approved.approvals.unlink()
    approved.approvals.with_suffix(".head").unlink()
    assert approved.approve(f"{TERMS}@2").code == 0  # a new list, whole in itself
    assert verified(approved) == set()
    assert verified(approved, "--issued", str(tmp_path / "issued")) == {"approvals-lost"}
