"""Reading edition files: what each says, and what is said of a file that lacks something."""

from __future__ import annotations

from pathlib import Path

import pytest

from specgen.assembly.edition import GENERAL, Edition, read_editions
from specgen.problems import Problem

GOOD = """\
edition: 2030/31
form: full-length
known_from: A public copy.
schedules:
  service-specification: {letter: 2A, title: Service Specifications, fact: schedule-2a, verified: read-in-form}
  quality-requirements:
    letter: 4C
    title: Local Quality Requirements
    fact: schedule-4c
    verified: general
    note: Not read.
    columns: {requirement: Quality Requirement, threshold: Threshold}
    columns_fact: quality-columns
    columns_verified: general
specification_headings:
  - {number: "3.2", title: Service description, verified: general, fact: headings}
terms:
  choice: {fact: sc6-choice, text: SC6, verified: general, note: Not read.}
absent:
  improvement-plan: There is none in this form.
"""


def read(folder: Path, text: str) -> tuple[tuple[Edition, ...], list[Problem]]:
    (folder / "2030-31-full-length.yaml").write_text(text, encoding="utf-8", newline="\n")
    return read_editions(folder)


def test_an_edition_is_read_with_its_schedules_headings_and_facts(tmp_path: Path) -> None:
    (edition,), problems = read(tmp_path, GOOD)
    assert problems == []
    assert (edition.name, edition.schedules["quality-requirements"].heading) == ("2030/31 full-length", "Schedule 4C: Local Quality Requirements")
    assert dict(edition.schedules["quality-requirements"].columns) == {"requirement": "Quality Requirement", "threshold": "Threshold"}
    assert dict(edition.absent) == {"improvement-plan": "There is none in this form."}
    facts = edition.facts()
    assert set(facts) == {"schedule-2a", "schedule-4c", "quality-columns", "headings", "sc6-choice"}
    assert [name for name, fact in facts.items() if fact.verified != GENERAL] == ["schedule-2a"]


@pytest.mark.parametrize(("old", "new", "lacking"), [
    ("edition: 2030/31\n", "", "'edition'"), ("letter: 4C\n    ", "", "'letter'"), ("    columns_fact: quality-columns\n", "", "'columns_fact'"),
    ("number: \"3.2\", ", "", "'number'"), ("fact: sc6-choice, ", "", "'fact'"),
    ("absent:\n  improvement-plan: There is none in this form.\n", "absent: none\n", "a list of names with values"),
    ("specification_headings:\n  - {number: \"3.2\", title: Service description, verified: general, fact: headings}\n", "specification_headings: none\n", "a list"),
])
def test_an_edition_file_that_lacks_something_is_a_problem_and_not_a_crash(tmp_path: Path, old: str, new: str, lacking: str) -> None:
    assert GOOD.count(old) == 1
    found, problems = read(tmp_path, GOOD.replace(old, new))
    assert found == ()
    assert [(problem.slug, problem.message) for problem in problems] == [("edition-file", f"the edition file lacks or misuses {lacking}")]


@pytest.mark.parametrize("text", ["", "- a\n- b\n", "edition: [\n", "a: &x b\n", "edition: \x07\n"])
def test_a_file_that_is_no_edition_is_a_problem(tmp_path: Path, text: str) -> None:
    found, problems = read(tmp_path, text)
    assert found == () and len(problems) >= 1


def test_one_bad_file_does_not_hide_the_others(tmp_path: Path) -> None:
    (tmp_path / "0.yaml").write_text("edition: 1\n", encoding="utf-8", newline="\n")
    found, problems = read(tmp_path, GOOD)
    assert ([edition.edition for edition in found], len(problems)) == (["2030/31"], 1)
