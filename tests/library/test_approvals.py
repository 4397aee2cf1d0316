"""approvals.csv: lines bound to fingerprints, the last one counting, and every line that cannot be used reported."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from msgspec.structs import replace

from specgen.library.approvals import (
    append_approvals,
    approval_faults,
    approval_of,
    approval_refusals,
    csv_line,
    last_line,
    read_approvals,
    withdrawal_of,
    withdrawals_out_of_time,
)
from specgen.library.chain import chained
from specgen.library.model import Approval, Clause, ClauseVersion, Library
from specgen.library.version_file import read_version
from specgen.problems import Location

HEADING = "clause,version,sha256,approved_by,role,approved_on,evidence,note\n"
CLAUSE = "shared-decision-making/specification/terms"


def version(number: int = 1, wording: str = "Words.") -> ClauseVersion:
    text = (
        f'---\ntitle: Terms\norigin: drafted\nsource: {{document: h, section: "1"}}\neffective_from: '
        f"2019-04-01\nchange: A version.\n---\n{wording}\n"
    )
    found, problems = read_version(text.encode(), f"{number}.md", CLAUSE, number)
    assert found is not None, problems
    return found


V1 = version()
LINE = approval_of(V1, "A Reviewer", "Head of contracts", date(2026, 1, 1), "minute 4")


def clauses(*versions: ClauseVersion) -> dict[str, Clause]:
    return {CLAUSE: Clause(CLAUSE, "Clause editor", {}, versions, Location("clause.yaml"))}


def read(*lines: str) -> tuple[tuple[Approval, ...], list[tuple[str, int | None, str]]]:
    approvals, problems = read_approvals((HEADING + "".join(lines)).encode(), "approvals.csv")
    return approvals, [(problem.slug, problem.location.line, problem.message) for problem in problems]


def test_a_line_is_read_with_its_place() -> None:
    (line,), problems = read(csv_line(LINE))
    assert problems == []
    assert line == replace(LINE, location=Location("approvals.csv", 2, 1))


def test_blank_lines_spaces_and_capitals_in_the_fingerprint_change_nothing() -> None:
    (line,), problems = read(
        "\n",
        f" {CLAUSE} , 1 , {V1.fingerprint.upper()} , A Reviewer , Head of contracts , 2026-01-01 , minute 4 ,\n",
        ",,,,,,,\n",
    )
    assert problems == []
    assert replace(line, location=Location()) == LINE


@pytest.mark.parametrize(
    ("line", "message"),
    [
        (f"{CLAUSE},1,abc\n", "the line has 3 cells and needs 8"),
        (
            f"{CLAUSE},one,abc,A,B,2026-01-01,m,\n",
            "the version must be a whole number and approved_on a date such as 2026-04-01",
        ),
        (
            f"{CLAUSE},1_0,abc,A,B,2026-01-01,m,\n",
            "the version must be a whole number and approved_on a date such as 2026-04-01",
        ),
        (
            f"{CLAUSE},{'9' * 5000},abc,A,B,2026-01-01,m,\n",
            "the version must be a whole number and approved_on a date such as 2026-04-01",
        ),
        (
            f"{CLAUSE},1,abc,A,B,1 January 2026,m,\n",
            "the version must be a whole number and approved_on a date such as 2026-04-01",
        ),
        (
            f"{CLAUSE},1,abc,A,B,2026-02-30,m,\n",
            "the version must be a whole number and approved_on a date such as 2026-04-01",
        ),
        (f"{CLAUSE},1,,A,,2026-01-01,m,\n", "the line leaves out sha256, role"),
    ],
)
def test_a_line_that_cannot_be_used_is_reported_and_the_others_are_read(line: str, message: str) -> None:
    approvals, problems = read(csv_line(LINE), line, csv_line(LINE))
    assert len(approvals) == 2
    assert problems == [("approvals-line", 3, message)]


@pytest.mark.parametrize(
    ("data", "slug"),
    [
        (b"clause,version\n", "approvals-heading"),
        (b"caf\xe9\n", "not-utf-8"),
        (HEADING.encode() + b'a,"b" c,d,e,f,g,h,i\n', "approvals-csv"),
        (HEADING.encode() + b"a\x00\n", "control-character"),
        (HEADING.encode() + b'"never closed', "approvals-csv"),
    ],
)
def test_a_file_that_is_no_list_of_approvals_is_reported(data: bytes, slug: str) -> None:
    approvals, problems = read_approvals(data, "approvals.csv")
    assert (approvals, [problem.slug for problem in problems]) == ((), [slug])


@pytest.mark.parametrize(("parted", "name"), [(";", "semicolons"), ("\t", "tabs")])
def test_a_list_that_a_spreadsheet_program_parted_otherwise_is_told_by_what_parts_it(parted: str, name: str) -> None:
    _, problems = read_approvals(HEADING.replace(",", parted).encode(), "approvals.csv")
    assert [problem.slug for problem in problems] == ["approvals-heading"]
    assert f"parted by {name}" in problems[0].cure


def test_an_empty_file_has_no_approvals() -> None:
    assert read_approvals(b"", "approvals.csv") == ((), [])


# --- what counts ----------------------------------------------------------------------------------------------------


def test_the_last_line_about_a_version_counts() -> None:
    withdrawn = withdrawal_of(LINE, "A Reviewer", "Head of contracts", date(2026, 2, 1), "minute 9", "superseded")
    assert Library(clauses=clauses(V1), approvals=(LINE,)).approval(V1) == LINE
    assert Library(clauses=clauses(V1), approvals=(LINE, withdrawn)).approval(V1) is None
    assert Library(clauses=clauses(V1), approvals=(LINE, withdrawn, LINE)).approval(V1) == LINE
    assert last_line((LINE, withdrawn), CLAUSE, 1) == withdrawn
    assert (withdrawn.note, withdrawn.withdrawn) == ("withdrawn: superseded", True)


def test_an_approval_of_other_words_is_none() -> None:
    assert Library(approvals=(LINE,)).approval(version(wording="Other words.")) is None


def test_a_version_that_was_changed_after_its_approval_is_an_error() -> None:
    (problem,) = approval_faults((LINE,), clauses(version(wording="Other words.")))
    assert (problem.slug, problem.severity, problem.location.file) == ("approved-version-changed", "error", "1.md")
    assert problem.message == f"{CLAUSE}@1 was changed after A Reviewer approved it on 2026-01-01"


def test_an_approval_of_what_no_library_has_is_an_error_with_the_nearest() -> None:
    (line,), _ = read(csv_line(LINE).replace("terms", "term"))
    (problem,) = approval_faults((line,), clauses(V1))
    assert (problem.slug, problem.location.line, problem.suggestion) == ("approval-without-version", 2, CLAUSE)
    assert approval_faults((replace(LINE, version=2),), clauses(V1))[0].slug == "approval-without-version"


def test_a_withdrawn_approval_of_changed_words_is_no_error() -> None:
    withdrawn = withdrawal_of(LINE, "A Reviewer", "Head of contracts", date(2026, 2, 1), "minute 9")
    assert approval_faults((LINE, withdrawn), clauses(version(wording="Other words."))) == []


# --- adding lines ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("cell", ["=1+1", "+44 113", "-5", "@name", "＝1"])
def test_a_cell_that_a_spreadsheet_would_reckon_with_is_put_in_as_text(cell: str) -> None:
    assert f",'{cell}," in csv_line(replace(LINE, evidence=cell))


@pytest.mark.parametrize(
    "cell", ["007", "2026/4", "1/2", "4 May 2026", "12 May", "May 2026", "1E5", "£5", "50%", "09:30", "TRUE"]
)
def test_a_cell_that_a_spreadsheet_would_save_as_another_number_or_day_is_put_in_as_text(cell: str) -> None:
    assert f",'{cell}," in csv_line(replace(LINE, evidence=cell))


@pytest.mark.parametrize("cell", ["Minute 4", "Minutes of 4 May 2026", "4 of 5 agreed", "May Singh", "item 4, 5 May"])
def test_words_that_a_spreadsheet_leaves_alone_get_no_quote(cell: str) -> None:
    assert "'" not in csv_line(replace(LINE, evidence=cell))


def test_commas_quotes_and_line_ends_survive_the_file(tmp_path: Path) -> None:
    file = tmp_path / "approvals.csv"
    line = replace(LINE, evidence='minute 4, "in full"', note="first\nsecond")
    assert append_approvals(file, [line]) == []
    approvals, problems = read_approvals(file.read_bytes(), "approvals.csv")
    assert (problems, approvals[0].evidence, approvals[0].note) == ([], line.evidence, line.note)


def test_what_is_there_stays_byte_for_byte_and_the_line_is_added(tmp_path: Path) -> None:
    file = tmp_path / "approvals.csv"
    there = (HEADING + csv_line(LINE).rstrip("\n")).replace("\n", "\r\n").encode()
    file.write_bytes(there)
    assert append_approvals(file, [replace(LINE, approved_by="Another")]) == []
    assert file.read_bytes().startswith(there + b"\r\n")
    assert len(read_approvals(file.read_bytes(), "approvals.csv")[0]) == 2


def test_nothing_is_added_to_a_file_that_cannot_be_read_as_it_stands(tmp_path: Path) -> None:
    file = tmp_path / "approvals.csv"
    file.write_bytes(b"not,the,heading\n")
    assert [problem.slug for problem in append_approvals(file, [LINE])] == ["approvals-heading"]
    assert file.read_bytes() == b"not,the,heading\n"


def test_a_line_that_says_nothing_new_or_gives_one_version_two_wordings_is_refused() -> None:
    other = approval_of(
        version(wording="Other words."), "B Reviewer", "Head of contracts", date(2026, 2, 1), "minute 9"
    )
    withdrawn = withdrawal_of(LINE, "A Reviewer", "Head of contracts", date(2026, 2, 1), "minute 9")
    assert [problem.slug for problem in approval_refusals((LINE,), LINE)] == ["already-approved"]
    assert [problem.slug for problem in approval_refusals((LINE,), other)] == ["approved-version-changed"]
    assert [problem.slug for problem in approval_refusals((), withdrawn)] == ["approval-not-there"]
    assert approval_refusals((LINE,), replace(LINE, approved_by="B Reviewer")) == []
    assert approval_refusals((LINE,), withdrawn) == []
    again = replace(LINE, approved_on=withdrawn.approved_on)
    assert approval_refusals((LINE, withdrawn), again) == withdrawals_out_of_time((LINE, withdrawn, again)) == []
    assert [problem.slug for problem in approval_refusals((LINE, withdrawn), LINE)] == ["approved-before-withdrawn"]
    assert [problem.slug for problem in withdrawals_out_of_time((LINE, withdrawn, LINE))] == [
        "approved-before-withdrawn"
    ]


@pytest.mark.parametrize(
    ("written", "holds"),
    [("04/05/2026", True), ("4/5/2026", True), ("04/05/26", True), ("4-May-26", True), ("04.05.2026", True),
     ("2026-05-04 00:00:00", True), ("2026-05-04T00:00:00", True), ("2026-05-04 12:00", False),
     ("5/4/2026", False), ("05-May-26", False), ("May-26", False), ("5/14/2026", False)],
)  # fmt: skip
def test_a_bound_line_holds_whatever_way_a_spreadsheet_wrote_its_day_and_no_other_day(
    written: str, holds: bool
) -> None:
    bound = chained((), approval_of(V1, "A Reviewer", "Head of contracts", date(2026, 5, 4), "minute 4"))
    assert read(csv_line(bound))[1] == []
    (found, problems) = read(csv_line(bound).replace("2026-05-04", written))
    assert (problems == []) == holds and (not holds or found[0].approved_on == date(2026, 5, 4))


def test_a_line_decided_on_an_older_list_is_not_added(tmp_path: Path) -> None:
    file = tmp_path / "approvals.csv"
    line = approval_of(version(), "Ada Shah", "Head of legal", date(2026, 5, 4), "Minutes")
    assert append_approvals(file, [line], 0) == []
    before = file.read_bytes()
    (fault,) = append_approvals(file, [line], 0)
    assert fault.slug == "approvals-in-use" and file.read_bytes() == before
    assert append_approvals(file, [replace(line, approved_by="Ben Roe")], 1) == []
