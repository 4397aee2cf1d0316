"""What came back in a progress report: taken from the saved result of returns, and what is typed held against it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from specgen.figures.document import FiguredDocument, read_document
from specgen.figures.own_file import read_own_file
from specgen.figures.read_type import read_own_file_type, type_in
from specgen.figures.returned import sealed
from specgen.problems import Problem

TEMPLATES = Path(__file__).parents[2] / "templates"


def figure(
    contract: str, clause: str, to: str, numbers: tuple[str, str, str], outcome: str, **more: str
) -> dict[str, object]:
    return {
        "contract": contract,
        "clause": f"{clause}@1",
        "title": clause.split("/")[-1].replace("-", " ").capitalize(),
        "figure": more.get("figure"),
        "service": more.get("service", "01"),
        "commissioner": more.get("commissioner"),
        "to": to,
        "outcome": outcome,
        "by": more.get("by"),
        "returns": [dict(zip(("numerator", "denominator", "share"), numbers, strict=True), status="final")],
    }


FIGURES = {
    "figures": [
        figure("NBB-1", "social-prescribing/quality/uptake", "2026-06-30", ("80", "150", "53.3%"), "met"),
        figure(
            "NBB-1",
            "social-prescribing/quality/uptake",
            "2026-09-30",
            ("93", "150", "62.0%"),
            "below threshold",
            by="3.0",
        ),
        figure("NBB-1", "social-prescribing/quality/uptake", "2026-12-31", ("1", "2", "50%"), "not due"),
        figure("NBB-1", "social-prescribing/quality/uptake", "2026-09-30", ("9", "9", "100%"), "met", commissioner="X"),
        figure("NBB-1", "social-prescribing/quality/referrals-made", "2026-09-30", ("1,046", "", ""), "reported"),
        figure("NBB-2", "social-prescribing/quality/uptake", "2026-09-30", ("3", "9", "33.3%"), "hidden"),
    ]
}


SAVED = sealed(FIGURES)


def report(
    folder: Path, measure: str, came_back: str = "", saved: object = SAVED
) -> tuple[FiguredDocument, list[Problem]]:
    (folder / "reported.json").write_text(saved if isinstance(saved, str) else json.dumps(saved), encoding="utf-8")
    kind, problems = type_in(TEMPLATES, "progress-report")
    assert kind is not None, problems
    text = (
        "document: progress-report\nreference: R-1\nreturns: reported.json\npriorities:\n"
        f"  - number: '1'\n    measure: {measure}\n" + (f"    came_back: {came_back}\n" if came_back else "")
    )
    own, problems = read_own_file(text.encode(), str(folder / "report.yaml"))
    assert own is not None, problems
    document, found = read_document(own, kind)
    assert document is not None, found
    return document, [each for each in found if each.slug not in ("missing-value",)]


def came_back(document: FiguredDocument) -> str:
    return document.rows["priorities"][0].cells["came_back"].printed


UPTAKE = "NBB-1 social-prescribing/uptake"


def test_the_latest_figure_that_is_due_stands_where_the_file_leaves_it_open(tmp_path: Path) -> None:
    document, problems = report(tmp_path, UPTAKE)
    assert problems == []
    assert came_back(document) == "93 of 150 (62.0%), below threshold by 3.0, to 30 September 2026, final"


def test_several_measures_are_told_apart_by_their_titles(tmp_path: Path) -> None:
    document, _ = report(tmp_path, f"{UPTAKE}; NBB-1 social-prescribing/quality/referrals-made")
    assert came_back(document) == (
        "Uptake: 93 of 150 (62.0%), below threshold by 3.0, to 30 September 2026, final; "
        "Referrals made: 1,046, to 30 September 2026, final"
    )


def test_a_hidden_figure_stays_hidden(tmp_path: Path) -> None:
    document, _ = report(tmp_path, "NBB-2 social-prescribing/uptake")
    assert came_back(document) == "hidden, to 30 September 2026, final"


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("95 of 150, below threshold", "95"),
        ("93 of 150, so the threshold was met", "met"),
        ("Nothing; the return is missing", "missing"),
    ],
)
def test_a_typed_figure_or_standing_that_no_return_holds_is_an_error_at_it(
    tmp_path: Path, typed: str, told: str
) -> None:
    _, (problem,) = report(tmp_path, UPTAKE, typed)
    assert (problem.slug, problem.severity, problem.location.line) == ("came-back-differs", "error", 7)
    assert f"the file says “{told}”, and what came back is: 93 of 150 (62.0%)" in problem.message


@pytest.mark.parametrize(
    "typed",
    [
        "93 of 150 by 30 September 2026",
        "62% (62.0 as rounded), not met in Q2 2026/27",
        "Fewer than was hoped",
        "93 of 150 (62%) in September 2026, fewer than by 3 April",
    ],
)
def test_what_the_return_holds_may_be_typed_in_other_words(tmp_path: Path, typed: str) -> None:
    document, problems = report(tmp_path, UPTAKE, typed)
    assert problems == []
    assert came_back(document) == typed


def test_a_measure_of_which_nothing_came_is_named_with_the_likely_one(tmp_path: Path) -> None:
    _, (problem,) = report(tmp_path, "NBB-1 social-prescribing/uptakes")
    assert (problem.slug, problem.severity, problem.suggestion) == ("nothing-returned", "warning", UPTAKE)


def test_a_result_without_a_seal_is_taken_and_said_to_carry_none(tmp_path: Path) -> None:
    document, (problem,) = report(tmp_path, UPTAKE, saved=FIGURES)
    assert "93 of 150 (62.0%)" in str(document)
    assert (problem.slug, problem.severity) == ("returns-unsealed", "warning")


def test_nothing_is_taken_from_a_result_that_was_changed(tmp_path: Path) -> None:
    changed = json.dumps(SAVED).replace('"93"', '"95"')
    document, (problem,) = report(tmp_path, UPTAKE, saved=changed)
    assert "95 of 150" not in str(document)
    assert (problem.slug, problem.severity) == ("returns-altered", "error")


@pytest.mark.parametrize("saved", ["not json", "[]", '{"figures": 1}', "[" * 100_000])
def test_what_is_no_saved_result_is_named(tmp_path: Path, saved: str) -> None:
    _, (problem,) = report(tmp_path, UPTAKE, saved=saved)
    assert (problem.slug, problem.location.line) == ("no-returns", 3)


def faults_of_type(source: str) -> list[str]:
    text = f"""title: T
when: own-file
name: T
order: 1
fields:
  saved: {{title: Saved, required: no}}
tables:
  rows:
    title: Rows
    columns:
      name: {{title: Name}}
      back: {{title: Back, from_returns: {source}}}
"""
    _, problems = read_own_file_type(text.encode(), "type.yaml", "t", TEMPLATES / "progress-report" / "template.docx")
    return [each.message for each in problems]


def test_a_type_of_ones_own_takes_a_column_from_returns_and_names_what_it_lacks() -> None:
    assert faults_of_type("{file: saved, measure: name}") == []
    assert "there is no field “save”" in faults_of_type("{file: save, measure: name}")
    assert faults_of_type("{file: saved, measure: nam}") != []
    assert faults_of_type("{file: saved}") != []
