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
    assert (edition.name, edition.schedules["quality-requirements"].heading) == (
        "2030/31 full-length",
        "Schedule 4C: Local Quality Requirements",
    )
    assert dict(edition.schedules["quality-requirements"].columns) == {
        "requirement": "Quality Requirement",
        "threshold": "Threshold",
    }
    assert dict(edition.absent) == {"improvement-plan": "There is none in this form."}
    facts = edition.facts()
    assert set(facts) == {"schedule-2a", "schedule-4c", "quality-columns", "headings", "sc6-choice"}
    assert [name for name, fact in facts.items() if fact.verified != GENERAL] == ["schedule-2a"]


HEADINGS = (
    'specification_headings:\n  - {number: "3.2", title: Service description, verified: general, fact: headings}\n'
)
ABSENT = "absent:\n  improvement-plan: There is none in this form.\n"


@pytest.mark.parametrize(
    ("old", "new", "line", "said"),
    [
        ("edition: 2030/31\n", "", 1, "“edition” is missing here"),
        ("edition: 2030/31\n", "edition: [2030/31]\n", 1, "“edition” must be text, not a list"),
        ("form: full-length", "form: full", 2, "“full” is not a value that “form” can have"),
        ("letter: 4C\n    ", "", 6, "“letter” is missing here"),
        ("letter: 4C\n", "letter: 4 C\n", 7, "“4 C” is not letters and digits, and “letter” must be one"),
        ("    columns_fact: quality-columns\n", "", 6, "the table of “quality-requirements” lacks “columns_fact”"),
        (
            "    columns_verified: general\n",
            "    columns_verified: seen\n",
            14,
            "“seen” is not a value that “columns_verified” can have",
        ),
        (
            "columns: {requirement: Quality Requirement, threshold: Threshold}",
            "columns: [Quality Requirement]",
            12,
            "“columns” must hold names with values, not a list",
        ),
        ("threshold: Threshold}", "treshold: Threshold}", 12, "“treshold” is not a name that belongs here"),
        ("    note: Not read.\n", "    notes: Not read.\n", 11, "“notes” is not a name that belongs here"),
        ('number: "3.2", ', "", 16, "“number” is missing here"),
        ("fact: sc6-choice, ", "", 18, "“fact” is missing here"),
        ("text: SC6", "text: {a: b}", 18, "“text” must be text, not names with values"),
        (ABSENT, "absent: none\n", 19, "“absent” must hold names with values, not the text “none”"),
        (
            HEADINGS,
            "specification_headings: none\n",
            15,
            "“specification_headings” must be a list, not the text “none”",
        ),
    ],
)
def test_a_fault_in_an_edition_file_is_reported_at_its_place_with_how_to_mend_it(
    tmp_path: Path, old: str, new: str, line: int, said: str
) -> None:
    assert GOOD.count(old) == 1
    found, problems = read(tmp_path, GOOD.replace(old, new))
    assert (found, [(problem.location.line, problem.message) for problem in problems]) == ((), [(line, said)])
    assert problems[0].cure


def test_two_files_for_one_edition_and_form_are_reported(tmp_path: Path) -> None:
    (tmp_path / "0.yaml").write_text(GOOD, encoding="utf-8", newline="\n")
    found, problems = read(tmp_path, GOOD)
    assert (len(found), [problem.message for problem in problems]) == (
        1,
        ["2030/31 full-length is described in 0.yaml as well"],
    )


@pytest.mark.parametrize("text", ["", "- a\n- b\n", "edition: [\n", "a: &x b\n", "edition: \x07\n"])
def test_a_file_that_is_no_edition_is_a_problem(tmp_path: Path, text: str) -> None:
    found, problems = read(tmp_path, text)
    assert found == () and len(problems) >= 1


def test_one_bad_file_does_not_hide_the_others(tmp_path: Path) -> None:
    (tmp_path / "0.yaml").write_text("edition: 1\n", encoding="utf-8", newline="\n")
    found, problems = read(tmp_path, GOOD)
    assert ([edition.edition for edition in found], len(problems)) == (["2030/31"], 3)
