"""`specgen clauses approve`, `withdraw` and `verify`: bound to the words, append only, and nothing passes unseen."""

from __future__ import annotations

import hashlib
import os
import shlex
from datetime import date
from typing import TYPE_CHECKING

import pytest

from specgen.cli.contracts.beginning import STARTER

if TYPE_CHECKING:
    from tests.cli.command_folder import Outcome
    from tests.cli.conftest import OrganisationFolder

TERMS = "co-production/specification/our-terms"
WITH_TERMS = """
contract: {reference: X9-1, title: T, edition: 2026/27, form: full-length, status: draft,
           term: {start: 2026-04-01, end: 2029-03-31}}
commissioners: [{name: NHS Northbridge, ods_code: X9X01, role: co-ordinating, kind: integrated care board}]
provider: {name: Fellside Community Trust, kind: NHS trust, ods_code: X9X02}
services:
  - {name: Community podiatry, cohort: adults, commissioner_lead: Head of Contracts, provider_lead: Head of Podiatry,
     legal_rights_to_choice: {not_applicable: The service is led by nurses}, specification: [co-production/our-terms]}
"""
HEADING = "clause,version,sha256,approved_by,role,approved_on,evidence,note"


def sha(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def withdraw(organisation: OrganisationFolder, name: str) -> Outcome:
    return organisation.run(
        "clauses",
        "withdraw",
        name,
        *shlex.split("--by 'Ben Osei' --role 'Head of law' --on 2026-06-01 --evidence Email --note 'a slip'"),
    )


# --- approving ------------------------------------------------------------------------------------------------------


def test_the_first_approval_creates_the_file_with_its_heading_and_one_line(organisation: OrganisationFolder) -> None:
    file = organisation.version(1, "One.")
    found = organisation.approve(f"{TERMS}@1")
    assert found.code == 0
    heading, line = organisation.approvals.read_text(encoding="utf-8-sig").splitlines()
    assert heading == f"{HEADING},scheme,second,placeholders,questions,reading,merged_from,chain"
    assert line.startswith(f"{TERMS},1,{sha(file.read_bytes())},Ada Shah,Legal lead,2026-05-04,Board minute 12,,2,")
    assert organisation.approvals.with_suffix(".head").read_text(encoding="utf-8").endswith(f"head: {line[-64:]}\n")
    assert sha(file.read_bytes()) in found.out


def test_an_approval_is_added_at_the_end_and_what_is_there_keeps_its_bytes(organisation: OrganisationFolder) -> None:
    organisation.version(1, "One.")
    organisation.version(2, "Two.")
    before = (
        f"\ufeff{HEADING}\r\n{TERMS},1,{'0' * 64},Ada Shah,Legal lead,2026-05-04,Board minute 12,withdrawn".encode()
    )
    organisation.approvals.write_bytes(before)
    assert organisation.approve(f"{TERMS}@2").code == 0
    after = organisation.approvals.read_bytes()
    assert after.startswith(before + b"\r\n")
    assert after.count(b"\r\n") == after.count(b"\n") == 3


def test_a_shipped_clause_is_approved_in_the_organisations_file(organisation: OrganisationFolder) -> None:
    assert organisation.approve("co-production/specification/national@1").code == 0
    assert "approved by Ada Shah" in organisation.run("clauses", "show", "co-production/specification/national").out


def test_evidence_that_is_a_file_is_recorded_by_name_and_content(organisation: OrganisationFolder) -> None:
    organisation.version(1, "One.")
    minutes = organisation.folder / "minutes.pdf"
    minutes.write_bytes(b"agreed")
    assert organisation.approve(f"{TERMS}@1", "--evidence", "minutes.pdf").code == 0
    assert f"minutes.pdf (SHA-256 {sha(b'agreed')})" in organisation.approvals.read_text(encoding="utf-8")


def test_evidence_that_is_meant_as_a_file_and_is_not_there_is_refused(organisation: OrganisationFolder) -> None:
    organisation.version(1, "One.")
    found = organisation.approve(f"{TERMS}@1", "--evidence", "minuets.pdf")
    assert (found.code, "there is no file “minuets.pdf”" in found.err) == (2, True)
    assert not organisation.approvals.exists()


def test_the_same_approval_twice_is_refused_and_another_persons_is_not(organisation: OrganisationFolder) -> None:
    organisation.version(1, "One.")
    organisation.approve(f"{TERMS}@1")
    again = organisation.approve(f"{TERMS}@1")
    assert (again.code, "is already approved by Ada Shah, on 2026-05-04" in again.err) == (1, True)
    assert organisation.approve(f"{TERMS}@1", by="Cy Brown").code == 0
    assert organisation.approvals.read_text(encoding="utf-8").count("\n") == 3


def test_changed_words_are_not_approved_under_the_old_number(organisation: OrganisationFolder) -> None:
    organisation.version(1, "One.")
    organisation.approve(f"{TERMS}@1")
    withdraw(organisation, f"{TERMS}@1")
    organisation.version(1, "Two.")
    found = organisation.approve(f"{TERMS}@1", by="Cy Brown")
    assert (found.code, "[approved-version-changed]" in found.err, "as the next version" in found.err) == (
        1,
        True,
        True,
    )


def test_a_clause_with_a_fault_is_not_approved_and_a_fault_elsewhere_does_not_matter(
    organisation: OrganisationFolder,
) -> None:
    organisation.version(1, "One.", effective_from="2026-04-01", more="effective_to: 2027-03-31\n")
    organisation.version(2, "Two.", effective_from="2027-01-01")
    organisation.version(1, "Fine.", clause="co-production/specification/other-terms", title="Other terms")
    found = organisation.approve(f"{TERMS}@1")
    assert (found.code, "[overlapping-dates]" in found.err) == (1, True)
    assert organisation.approve("co-production/specification/other-terms@1").code == 0


def test_a_cell_never_begins_as_a_formula(organisation: OrganisationFolder) -> None:
    organisation.version(1, "One.")
    assert organisation.approve(f"{TERMS}@1", "--note", "=HYPERLINK(1)", by='+Ada, "A"').code == 0
    assert (
        organisation.approvals.read_text(encoding="utf-8")
        .splitlines()[1]
        .partition(",2,")[0]
        .endswith("""\"'+Ada, ""A""\",Legal lead,2026-05-04,Board minute 12,'=HYPERLINK(1)""")
    )


def test_a_note_cannot_turn_an_approval_into_a_withdrawal(organisation: OrganisationFolder) -> None:
    organisation.version(1, "One.")
    found = organisation.approve(f"{TERMS}@1", "--note", "Withdrawn last year")
    assert (found.code, "specgen clauses withdraw" in found.err) == (2, True)


@pytest.mark.parametrize("day", ["4 May 2026", "2026-13-01", "20260504", "2026-5-4"])
def test_a_date_must_be_written_as_a_date(organisation: OrganisationFolder, day: str) -> None:
    organisation.version(1, "One.")
    found = organisation.approve(f"{TERMS}@1", "--on", day)
    assert (found.code, "write it as 2026-04-01" in found.err) == (2, True)


@pytest.mark.parametrize("nobody", ["TBC", "Mr X", "A N Other", "Name", "???", "None"])
def test_what_stands_for_a_name_approves_nothing(organisation: OrganisationFolder, nobody: str) -> None:
    organisation.version(1, "One.")
    found = organisation.approve(f"{TERMS}@1", by=nobody)
    assert (found.code, f"“{nobody}” names nobody" in found.err) == (2, True)
    assert not organisation.approvals.exists()


def test_an_approval_needs_an_organisation_and_a_place_to_keep_it(organisation: OrganisationFolder) -> None:
    organisation.version(1, "One.")
    settings = organisation.folder / "specgen.yaml"
    settings.write_text("organisation: Northbridge Board\nlibrary: library\n", encoding="utf-8")
    found = organisation.approve(f"{TERMS}@1")
    assert (found.code, "add the line “approvals: approvals.csv”" in found.err) == (1, True)
    settings.unlink()
    found = organisation.approve("co-production/specification/national@1")
    assert (found.code, "no usable specgen.yaml was found" in found.err) == (1, True)


def test_an_approvals_file_that_cannot_be_read_is_not_added_to(organisation: OrganisationFolder) -> None:
    organisation.version(1, "One.")
    organisation.approvals.write_text("not,a,heading\n", encoding="utf-8")
    found = organisation.approve(f"{TERMS}@1")
    assert (found.code, "[approvals-heading]" in found.err) == (1, True)
    assert organisation.approvals.read_text(encoding="utf-8") == "not,a,heading\n"


def test_a_version_must_be_named(organisation: OrganisationFolder) -> None:
    organisation.version(1, "One.")
    assert organisation.approve(TERMS).code == 2


# --- withdrawing ----------------------------------------------------------------------------------------------------


def test_a_withdrawal_is_a_line_of_its_own_and_takes_the_approval_back(organisation: OrganisationFolder) -> None:
    organisation.version(1, "One.")
    organisation.approve(f"{TERMS}@1")
    before = organisation.approvals.read_text(encoding="utf-8")
    assert withdraw(organisation, f"{TERMS}@1").code == 0
    after = organisation.approvals.read_text(encoding="utf-8")
    assert after.startswith(before)
    assert "Ben Osei,Head of law,2026-06-01,Email,withdrawn: a slip," in after.splitlines()[-1]
    assert "Approval:    not approved" in organisation.run("clauses", "show", TERMS).out


def test_what_is_not_approved_cannot_be_withdrawn_nor_twice(organisation: OrganisationFolder) -> None:
    organisation.version(1, "One.")
    assert withdraw(organisation, f"{TERMS}@1").code == 1
    organisation.approve(f"{TERMS}@1")
    withdraw(organisation, f"{TERMS}@1")
    assert withdraw(organisation, f"{TERMS}@1").code == 1


def test_a_withdrawn_version_can_be_approved_again_while_its_words_are_the_same(
    organisation: OrganisationFolder,
) -> None:
    organisation.version(1, "One.")
    organisation.approve(f"{TERMS}@1")
    withdraw(organisation, f"{TERMS}@1")
    assert organisation.approve(f"{TERMS}@1").code == 1, "it is dated before the withdrawal"
    assert organisation.approve(f"{TERMS}@1", "--on", "2026-06-02").code == 0


def test_the_approval_of_a_version_that_is_gone_or_changed_can_be_withdrawn(organisation: OrganisationFolder) -> None:
    gone, changed = (
        organisation.version(1, "One.", clause="co-production/specification/gone"),
        organisation.version(1, "One."),
    )
    organisation.approve("co-production/specification/gone@1")
    organisation.approve(f"{TERMS}@1")
    gone.unlink()
    (gone.parent / "clause.yaml").unlink()
    organisation.version(1, "Changed.")
    assert organisation.run("clauses", "verify").code == 1
    assert withdraw(organisation, "co-production/specification/gone@1").code == 0
    assert withdraw(organisation, f"{TERMS}@1").code == 0
    assert changed.is_file()
    assert "[approved-version-changed]" not in organisation.run("clauses", "verify").err


# --- verifying ------------------------------------------------------------------------------------------------------


def faults(organisation: OrganisationFolder) -> set[str]:
    found = organisation.run("clauses", "verify", "--format", "json")
    assert found.code == (0 if found.json["ok"] else 1)
    # Versions of one's own have no readings here: their count is a warning of its own.
    return {problem["slug"] for problem in found.json["problems"]} - {"version-without-reading"}


def test_a_library_without_faults_verifies(organisation: OrganisationFolder) -> None:
    organisation.version(1, "One.")
    organisation.version(2, "Two.")
    organisation.approve(f"{TERMS}@1")
    found = organisation.run("clauses", "verify")
    assert (found.code, found.err) == (0, "")
    assert "1 approved; everything holds." in found.out


def test_an_approved_version_whose_file_changed_is_found(organisation: OrganisationFolder) -> None:
    file = organisation.version(1, "Within 5 days.")
    organisation.approve(f"{TERMS}@1")
    file.write_bytes(file.read_bytes().replace(b"\n", b"\r\n"))
    assert faults(organisation) == set(), "line ends of another system are no change"
    file.write_bytes(file.read_bytes().replace(b"5 days", b"6 days"))
    assert faults(organisation) == {"approved-version-changed"}


def test_an_approval_added_by_hand_for_other_words_is_found(organisation: OrganisationFolder) -> None:
    file = organisation.version(1, "One.")
    organisation.approve(f"{TERMS}@1")
    file.write_bytes(file.read_bytes().replace(b"One", b"Two"))
    with organisation.approvals.open("a", encoding="utf-8") as approvals:
        approvals.write(f"{TERMS},1,{sha(file.read_bytes())},Ada Shah,Legal lead,2026-05-05,by hand,\n")
    assert faults(organisation) == {"approved-version-changed", "approvals-chain", "approvals-head"}


def test_an_approval_without_a_version_is_found(organisation: OrganisationFolder) -> None:
    file = organisation.version(1, "One.")
    organisation.version(2, "Two.")
    organisation.approve(f"{TERMS}@1")
    file.unlink()
    assert faults(organisation) == {"approval-without-version"}


def test_a_version_without_a_source_is_found(organisation: OrganisationFolder) -> None:
    file = organisation.version(1, "One.")
    file.write_text(
        file.read_text(encoding="utf-8").replace('source: {document: local-policy, section: "4.1"}\n', ""),
        encoding="utf-8",
    )
    found = organisation.run("clauses", "verify")
    assert (found.code, "“source” is missing" in found.err) == (1, True)


def test_a_clause_without_an_owner_is_found(organisation: OrganisationFolder) -> None:
    file = organisation.version(1, "One.")
    (file.parent / "clause.yaml").write_text("placeholders: {}\n", encoding="utf-8")
    assert faults(organisation) == {"clause-without-owner"}


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("effective_from: 2026-04-01\neffective_to: 2027-03-31", "effective_from: 2027-03-31"),
        ("effective_from: 2026-04-01", "effective_from: 2025-04-01"),
    ],
)
def test_overlapping_dates_of_two_versions_are_found(organisation: OrganisationFolder, first: str, second: str) -> None:
    for number, dates in ((1, first), (2, second)):
        file = organisation.version(number, f"Version {number}.", effective_from="0000-00-00")
        file.write_text(file.read_text(encoding="utf-8").replace("effective_from: 0000-00-00", dates), encoding="utf-8")
    assert faults(organisation) == {"overlapping-dates"}


def test_a_version_that_ends_the_day_before_the_next_begins_does_not_overlap(organisation: OrganisationFolder) -> None:
    organisation.version(1, "One.", effective_from="2026-04-01", more="effective_to: 2027-03-31\n")
    organisation.version(2, "Two.", effective_from="2027-04-01")
    assert faults(organisation) == set()


def test_two_approved_versions_from_one_day_overlap_until_one_is_withdrawn(organisation: OrganisationFolder) -> None:
    for number in (1, 2):
        organisation.version(number, f"Version {number}.", effective_from="2026-04-01")
    assert organisation.approve(f"{TERMS}@1").code == organisation.approve(f"{TERMS}@2").code == 0
    assert faults(organisation) == {"overlapping-dates"}
    withdraw(organisation, f"{TERMS}@1")
    assert faults(organisation) == set()


def test_a_version_with_other_content_in_two_libraries_is_found(organisation: OrganisationFolder) -> None:
    organisation.version(1, "Our own idea of it.", clause="co-production/specification/national")
    assert faults(organisation) == {"clause-in-two-libraries"}


def quoted_here(
    organisation: OrganisationFolder,
    wording: str,
    passage: str | None = "“The plan is kept by “ENTER POST”. It is shared.”",
) -> None:
    file = organisation.version(
        1,
        wording,
        placeholders="{cop_keeper: {kind: post, question: Who keeps it?, example: lead, gap: “ENTER POST”}}"
        if "{{" in wording
        else "{}",
    )
    file.write_text(file.read_text(encoding="utf-8").replace("origin: drafted", "origin: national"), encoding="utf-8")
    if passage is not None:
        place = organisation.folder / "library" / "sources" / "local-policy"
        place.mkdir(parents=True)
        (place / "4.1.txt").write_text(passage, encoding="utf-8")


def test_a_quotation_is_compared_with_its_stored_passage_gaps_filled(organisation: OrganisationFolder) -> None:
    quoted_here(organisation, "The plan is kept by {{ cop_keeper }}. It is shared.")
    assert faults(organisation) == set()


@pytest.mark.parametrize(
    "wording",
    [
        "The plan is kept by {{ cop_keeper }}.",
        "The plan must be kept by {{ cop_keeper }}. It is shared.",
        "The plan is kept. It is shared.",
    ],
)
def test_a_quotation_with_words_changed_or_left_out_is_found(organisation: OrganisationFolder, wording: str) -> None:
    quoted_here(organisation, wording)
    assert faults(organisation) == {"quoted-words-differ"}


def test_the_report_of_a_changed_quotation_shows_where_it_leaves_the_source(organisation: OrganisationFolder) -> None:
    quoted_here(organisation, "The plan must be kept by {{ cop_keeper }}. It is shared.")
    assert "The plan [-is-]{+must be+}" in organisation.run("clauses", "verify").err


def test_a_quotation_whose_source_is_not_stored_is_found(organisation: OrganisationFolder) -> None:
    quoted_here(organisation, "The plan is kept.", passage=None)
    assert faults(organisation) == {"source-not-stored"}


@pytest.mark.parametrize(
    "base",
    [
        "co-production/specification/nationl@1",
        "co-production/specification/national@9",
        "co-production/specification/national",
        f"{TERMS}@1",
    ],
)
def test_an_adaptation_of_nothing_is_found(organisation: OrganisationFolder, base: str) -> None:
    organisation.version(1, "One.", more=f"based_on: {base}\n")
    assert faults(organisation) == {"based-on-unknown"}


def test_without_an_approvals_file_it_says_what_to_do(organisation: OrganisationFolder) -> None:
    organisation.version(1, "The Provider must involve people.")
    settings = organisation.folder / "specgen.yaml"
    settings.write_text("organisation: Northbridge Board\nlibrary: library\n", encoding="utf-8")
    found = organisation.approve("co-production/specification/our-terms@1")
    assert (found.code, "add the line “approvals: approvals.csv”" in found.err, f"{settings}:1:1" in found.err) == (
        1,
        True,
        True,
    )
    settings.unlink()
    found = organisation.approve("co-production/specification/our-terms@1")
    assert (found.code, "approvals belong to an organisation" in found.err) == (1, True)


@pytest.mark.skipif(os.name == "nt", reason="Windows makes links only for administrators")
def test_settings_that_are_a_link_to_nothing_stop_every_command_that_needs_them_and_are_named(
    organisation: OrganisationFolder,
) -> None:
    (organisation.folder / "specgen.yaml").unlink()
    (organisation.folder / "specgen.yaml").symlink_to("gone.yaml")
    (organisation.folder / "contract.yaml").write_bytes(STARTER.read_bytes())
    for command in (("check", "contract.yaml"), ("build", "contract.yaml", "-o", "out"), ("clauses", "verify")):
        found = organisation.run(*command)
        said = found.out + found.err
        assert (found.code, "specgen.yaml is a link to a file that is not there" in said) == (1, True), command
    assert not (organisation.folder / "out").exists()
    assert (
        "specgen.yaml is a link to a file that is not there"
        in organisation.approve("co-production/specification/national@1").err
    )


# --- what the organisation asks of an approval ------------------------------------------------------------------------


def test_a_list_in_a_file_is_approved_in_one_go_or_not_at_all(organisation: OrganisationFolder) -> None:
    organisation.version(1, "One.")
    organisation.version(2, "Two.")
    listed = organisation.folder / "list.txt"
    listed.write_text(f"# of 4 May\n{TERMS}@1\n\n  {TERMS}@2,\n", encoding="utf-8")
    found = organisation.approve(f"--list={listed}")
    assert found.code == 0 and found.out.count("Approved: ") == 2
    listed.write_text(f"{TERMS}@1\n{TERMS}@9\n", encoding="utf-8")
    before = organisation.approvals.read_bytes()
    assert organisation.approve(f"--list={listed}").code == 2
    assert organisation.approvals.read_bytes() == before
    nothing = ("--by", "Ada", "--role", "Lead", "--on", "2026-05-04", "--evidence", "Minute")
    assert organisation.run("clauses", "approve", *nothing).code == 2


def test_an_approval_that_needs_a_second_person_says_so_until_it_has_one(organisation: OrganisationFolder) -> None:
    organisation.version(1, "One.")
    settings = organisation.folder / "specgen.yaml"
    said = settings.read_text(encoding="utf-8")
    settings.write_text(f"{said}\napprovals_needed: 2\napproval_lasts: 2 years\n", encoding="utf-8")
    found = organisation.approve(f"{TERMS}@1")
    assert "it lasts until 2028-05-04; Ada Shah approved it, and your organisation asks for 2 people" in found.out
    verify = organisation.run("clauses", "verify")
    assert verify.code == 0 and "approval-wanting" in verify.err + verify.out
    assert "not approved: Ada Shah approved it" in organisation.run("clauses", "show", f"{TERMS}@1").out
    assert found.out.startswith("Recorded, and not approved yet: ")
    second = organisation.approve(f"{TERMS}@1", by="Ben Okoro")
    assert second.out.startswith("Approved: ")
    shown = organisation.run("clauses", "show", f"{TERMS}@1").out
    assert "approved by Ada Shah, Legal lead, on 2026-05-04 (Board minute 12) and Ben Okoro, Legal lead" in shown


def test_an_approval_of_a_day_to_come_is_refused_and_verify_names_one_that_is_recorded(
    organisation: OrganisationFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    organisation.version(1, "One.")
    monkeypatch.setattr("specgen.cli.clauses.approving.today", lambda: date(2026, 5, 2))
    refused = organisation.approve(f"{TERMS}@1")
    assert refused.code == 1 and "still to come on 2026-05-02" in refused.err
    assert not organisation.approvals.exists()
    monkeypatch.setattr("specgen.cli.clauses.approving.today", lambda: date(2026, 5, 4))
    assert organisation.approve(f"{TERMS}@1").code == 0
    assert "approval-to-come" not in organisation.run("clauses", "verify").err
    monkeypatch.setattr("specgen.cli.clauses.approving.today", lambda: date(2026, 5, 2))
    verified = organisation.run("clauses", "verify")
    assert verified.code == 1 and "approval-to-come" in verified.err


@pytest.mark.parametrize("command", [("check", "contract.yaml"), ("build", "contract.yaml", "-o", "out", "--plan")])
def test_an_approval_that_is_recorded_of_a_day_to_come_does_not_count_before_that_day(
    organisation: OrganisationFolder, monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...]
) -> None:
    organisation.version(1, "The Provider must ask people.")
    assert organisation.approve(f"{TERMS}@1").code == 0
    (organisation.folder / "contract.yaml").write_text(WITH_TERMS, encoding="utf-8")
    monkeypatch.setattr("specgen.cli.build.today", lambda: date(2026, 5, 2))
    found = organisation.run(*command)
    assert "its approval by Ada Shah is dated 2026-05-04, which is still to come" in found.out + found.err
    monkeypatch.setattr("specgen.cli.build.today", lambda: date(2026, 5, 4))
    found = organisation.run(*command)
    assert "clause-not-approved" not in found.out + found.err


def test_check_tells_of_many_clauses_in_one_line_why_their_approvals_do_not_count(
    organisation: OrganisationFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    organisation.version(1, "The Provider must ask people.")
    assert organisation.approve(f"{TERMS}@1").code == 0
    others = ("personal-health-budgets", "personalised-care")  # sets of shipped clauses that nobody approved
    chosen = WITH_TERMS.replace("specification: [", f"specification: [{', '.join(others)}, ")
    assert chosen != WITH_TERMS
    (organisation.folder / "contract.yaml").write_text(chosen, encoding="utf-8")
    monkeypatch.setattr("specgen.cli.build.today", lambda: date(2026, 5, 2))
    said = organisation.run("check", "contract.yaml").out
    assert "4 clauses are not approved by your organisation (in line 8)" in said
    assert "; for 1 of them, its approval by Ada Shah is dated 2026-05-04, which is still to come; “specgen" in said
    assert said.count(" of them, ") == 1, "no reason is told of those that nobody approved"


def test_an_approval_of_today_stands_where_the_clock_shows_the_day_before(
    organisation: OrganisationFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    organisation.version(1, "One.")
    monkeypatch.setattr("specgen.cli.clauses.approving.today", lambda: date(2026, 5, 3))
    assert organisation.approve(f"{TERMS}@1").code == 0
    assert "approval-to-come" not in organisation.run("clauses", "verify").err


@pytest.mark.parametrize(
    ("first", "second", "code"),
    [
        ("R. Kent", "R. Kent (Contracts)", 1),
        ("R. Kent", "Dr R. Kent, Contracts solicitor", 1),
        ("Rosa Kent", "Kent, Rosa", 1),
        ("Rosa Kent", "R\u043esa Kent", 1),
        ("Rosa Kent", "\uff32osa Kent", 1),
        ("Siân Kent", "Sian Kent", 1),
        ("Rosa Kent", "Rosa Kent – Head of legal", 1),
        ("Rosa Kent", "Rosa Kent / Head of legal", 1),
        ("Pat O’Neill", "Pat O'Neill", 1),
        ("Rosa Kent", "Rosa Kent OBE", 0),
        ("Rosa Kent", "rosa.kent@example.org", 0),
        ("Rosa Kent", "p.p. Rosa Kent", 0),
        ("Rosa Kent", "RosaKent", 0),
        ("Rosa Kent", "Kent", 0),
        ("Rosa Kent", "K. Kent", 0),
        ("Rosa Kent", "Adam Rosa", 0),
        ("Rosa Kent", "R. Kent", 0),
        ("Rosa Kent", "Kent, R.", 0),
        ("Rosa Kent", "Rosa M. Kent", 0),
        ("Rosa Ann Kent", "Rosa Mary Kent", 0),
        ("Rosa Kent", "Ben Kent", 0),
    ],
)
def test_one_person_written_in_two_ways_approves_once_and_two_people_of_one_surname_may(
    organisation: OrganisationFolder, first: str, second: str, code: int
) -> None:
    settings = organisation.folder / "specgen.yaml"
    settings.write_text(settings.read_text(encoding="utf-8") + "approvals_needed: 2\n", encoding="utf-8")
    organisation.version(1, "One.")
    organisation.approve(f"{TERMS}@1", by=first)
    found = organisation.approve(f"{TERMS}@1", by=second)
    assert found.code == code
    assert ("may be one person" in found.err) == (
        code == 0 and second not in ("K. Kent", "Adam Rosa", "Rosa Mary Kent", "Ben Kent")
    )
