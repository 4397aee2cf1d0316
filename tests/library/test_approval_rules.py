"""What an organisation's settings ask of an approval: that it lapses, and that more than one person gives it."""

from __future__ import annotations

import dataclasses
from datetime import date
from pathlib import Path

import pytest
from msgspec.structs import replace

from specgen.assembly.page import approved_by
from specgen.cli.clauses.words import approval_words
from specgen.library.approvals import (
    approval_faults,
    approval_of,
    approval_refusals,
    question_faults,
    withdrawal_of,
)
from specgen.library.model import Approval, ApprovalRules, ClauseVersion, Library, placeholder_hashes
from specgen.library.organisation import read_organisation
from specgen.library.read import read_library
from specgen.library.verify import approvals_wanting

ROOT = Path(__file__).parents[2]
WHOLE = read_library(ROOT / "clauses")[0]
VERSION: ClauseVersion = next(iter(WHOLE.versions()))


def given(by: str, on: str) -> Approval:
    return approval_of(VERSION, by, "Legal lead", date.fromisoformat(on), "Minute 4")


def library(rules: ApprovalRules, *lines: Approval) -> Library:
    return dataclasses.replace(WHOLE, approvals=lines, rules=rules)


@pytest.mark.parametrize(
    ("months", "on", "last"),
    [
        (24, "2026-05-04", "2028-05-04"),
        (1, "2026-01-31", "2026-02-28"),
        (12, "2024-02-29", "2025-02-28"),
        (11, "2026-02-15", "2027-01-15"),
        (0, "2026-05-04", None),
        (12, "9999-05-04", "9999-12-31"),
    ],
)
def test_an_approval_lasts_to_the_same_day_of_the_month(months: int, on: str, last: str | None) -> None:
    found = ApprovalRules(months).last_day(given("Ada", on))
    assert (found.isoformat() if found else None) == last


@pytest.mark.parametrize(
    ("rules", "lines", "on", "counts"),
    [
        (ApprovalRules(), [("Ada", "2020-01-01")], "2030-01-01", True),
        (ApprovalRules(24), [("Ada", "2026-05-04")], "2028-05-04", True),
        (ApprovalRules(24), [("Ada", "2026-05-04")], "2028-05-05", False),
        (ApprovalRules(24), [("Ada", "2026-05-04")], None, True),
        (ApprovalRules(24), [("Ada", "2026-05-04"), ("Ada", "2028-05-01")], "2029-01-01", True),
        (ApprovalRules(0, 2), [("Ada", "2026-05-04")], "2026-06-01", False),
        (ApprovalRules(0, 2), [("Ada", "2026-05-04"), ("ada", "2026-05-05")], "2026-06-01", False),
        (ApprovalRules(0, 2), [("Ada", "2026-05-04"), ("Ben", "2026-05-05")], "2026-06-01", True),
        (ApprovalRules(0, 2), [("Ada Shah", "2026-05-04"), ("Ms Ada Shah", "2026-05-05")], "2026-06-01", False),
        (ApprovalRules(0, 2), [("Ada Shah", "2026-05-04"), ("Shah, Ada", "2026-05-05")], "2026-06-01", False),
        (ApprovalRules(0, 2), [("Ada Shah", "2026-05-04"), ("Ada Shaw", "2026-05-05")], "2026-06-01", True),
        (ApprovalRules(24, 2), [("Ada", "2024-05-04"), ("Ben", "2026-05-05")], "2026-06-01", False),
    ],
)
def test_an_approval_counts_by_the_day_and_the_people(
    rules: ApprovalRules, lines: list[tuple[str, str]], on: str | None, counts: bool
) -> None:
    held = library(rules, *(given(*line) for line in lines))
    day = date.fromisoformat(on) if on else None
    assert (held.approval(VERSION, day) is not None) == counts
    assert bool(held.not_enough(VERSION, day)) == (not counts)
    assert [each.slug for each in approvals_wanting(held, day)] == ([] if counts else ["approval-wanting"])


def test_where_two_people_are_asked_for_both_are_named_wherever_an_approval_is() -> None:
    lines = [given("Ada", "2026-05-04"), given("Ben", "2026-05-05")]
    both = library(ApprovalRules(0, 2), *lines).approval(VERSION)
    assert both is not None and [each.approved_by for each in both.together] == ["Ada", "Ben"]
    assert approved_by(both) == "Ada, Legal lead, on 4 May 2026 and Ben, Legal lead, on 5 May 2026"
    assert approval_words(both).count("Legal lead") == 2
    one = library(ApprovalRules(24), *lines).approval(VERSION)
    assert one is not None and [each.approved_by for each in one.together] == ["Ben"]


def test_a_withdrawal_takes_back_what_both_gave() -> None:
    one, two = given("Ada", "2026-05-04"), given("Ben", "2026-05-05")
    back = withdrawal_of(two, "Ben", "Legal lead", date(2026, 6, 1), "Email")
    held = library(ApprovalRules(0, 2), one, two, back)
    assert held.approval(VERSION) is None and held.not_enough(VERSION) == ""


def test_who_approved_once_may_approve_again_only_where_approvals_lapse() -> None:
    lines, again = (given("Ada", "2026-05-04"),), given("Ada", "2028-05-01")
    assert [each.slug for each in approval_refusals(lines, again)] == ["already-approved"]
    assert approval_refusals(lines, again, ApprovalRules(24)) == []
    assert [each.slug for each in approval_refusals(lines, lines[0], ApprovalRules(24))] == ["already-approved"]


@pytest.mark.parametrize(
    ("said", "rules", "slugs"),
    [
        ("approval_lasts: 24 months\napprovals_needed: 2\n", ApprovalRules(24, 2), []),
        ("approval_lasts: 2 years\n", ApprovalRules(24), []),
        ("", ApprovalRules(), []),
        ("approval_lasts: a while\n", ApprovalRules(), ["settings"]),
        ("approvals_needed: all\n", ApprovalRules(), ["settings"]),
    ],
)
def test_the_settings_say_what_is_asked(tmp_path: Path, said: str, rules: ApprovalRules, slugs: list[str]) -> None:
    file = tmp_path / "specgen.yaml"
    file.write_text(f"organisation: Northbrook\n{said}", encoding="utf-8")
    organisation, problems = read_organisation(file)
    assert organisation is not None and organisation.rules == rules
    assert [each.slug for each in problems] == slugs


YEARLY = "supported-self-management/quality/health-coaching"


def asked_for_each_year(*, by_year: bool) -> Library:
    """The library with a share of that clause that may differ from year to year, or may not."""
    clause = WHOLE.clauses[YEARLY]
    asked = {name: replace(entry, by_year=by_year and entry.by_year) for name, entry in clause.placeholders.items()}
    return dataclasses.replace(
        WHOLE, clauses={**WHOLE.clauses, YEARLY: dataclasses.replace(clause, placeholders=asked)}
    )


@pytest.mark.parametrize("before", [False, True])
def test_a_share_that_may_now_differ_from_year_to_year_is_a_changed_question_and_no_void_approval(before: bool) -> None:
    was = asked_for_each_year(by_year=before)
    version = was.clauses[YEARLY].versions[-1]
    line = approval_of(version, "Ada", "Legal lead", date(2026, 5, 4), "Minute 4", clause=was.clauses[YEARLY])
    now = dataclasses.replace(asked_for_each_year(by_year=not before), approvals=(line,))
    assert approval_faults(now.approvals, now.clauses) == []
    assert now.approval(version) == line
    (told,) = question_faults(now.approvals, now.clauses)
    assert (told.slug, told.severity) == ("approved-questions-changed", "warning")


def test_an_approval_of_before_counts_that_held_the_years_among_the_bounds() -> None:
    clause = WHOLE.clauses[YEARLY]
    version = clause.versions[-1]
    line = approval_of(version, "Ada", "Legal lead", date(2026, 5, 4), "Minute 4", clause=clause)
    line = replace(line, placeholders=placeholder_hashes(clause, version, by_year=True))
    assert dataclasses.replace(WHOLE, approvals=(line,)).approval(version) == line
