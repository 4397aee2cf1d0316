"""What `specgen check` prints: errors first, many cautions of one kind as what they come to, all in one stream."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from specgen.cli.build import together
from specgen.cli.main import run
from specgen.problems import Location, Problem
from specgen.shipped import shipped

CONTRACT = (shipped("examples") / "community-respiratory" / "contract.yaml").read_text(encoding="utf-8")


def caution(line: int, slug: str = "clause-not-approved", file: str = "c.yaml") -> Problem:
    return Problem(slug, f"caution {line}", Location(file, line, 1), severity="warning", cure="x", excerpt="y")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A contract outside every organisation, so that none of its clauses is approved, with one fault at its end."""
    path = tmp_path / "contract.yaml"
    path.write_text(CONTRACT + "valeus: {}\n", encoding="utf-8")
    return path


def test_errors_come_before_cautions_and_all_goes_to_standard_output(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["check", str(file)]) == 1
    printed = capsys.readouterr()
    assert printed.err == ""
    assert "error: “valeus” is not a name that belongs here" in printed.out.splitlines()[0]
    assert printed.out.splitlines()[-1].startswith("1 contract checked: 1 error")


def test_many_clauses_that_are_not_approved_are_one_line_and_each_with_all(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file.write_text(CONTRACT, encoding="utf-8")
    run(["check", str(file), "--format", "json"])
    found = [entry["slug"] for entry in json.loads(capsys.readouterr().out)["problems"]]
    count = found.count("clause-not-approved")
    assert count > 3
    run(["check", str(file)])
    printed = capsys.readouterr().out
    assert f"warning: {count} clauses are not approved by your organisation" in printed
    assert printed.count("[clause-not-approved]") == 1
    run(["check", str(file), "--all"])
    assert capsys.readouterr().out.count("[clause-not-approved]") == count


def test_a_few_cautions_of_a_kind_stand_as_they_are() -> None:
    assert list(together([caution(1), caution(2), caution(3)])) == [caution(1), caution(2), caution(3)]


def test_cautions_of_one_kind_are_counted_for_each_file_with_their_lines() -> None:
    mine = [caution(line) for line in (4, 1, 2, 9, 2)]
    other = caution(1, file="d.yaml")
    first, second = together([*mine, other])
    assert first.message == (
        "5 clauses are not approved by your organisation (lines 1, 2, 4 and 9); “specgen check --all” shows each"
    )
    assert first.location == Location("c.yaml") and second == other


def test_cautions_that_differ_show_the_first_and_where_the_others_are() -> None:
    (found,) = together([caution(line, "gap-in-value") for line in range(1, 21)])
    assert found.message == "caution 1; and 19 more of this kind (lines 2 to 20); “specgen check --all” shows each"
    assert found.location.line == 1 and found.cure == "x"


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (("documents/change-note.yaml",), "1 document with figures checked: "),
        (("documents/change-note.yaml", "documents/commitments.yaml"), "2 documents with figures checked: "),
        (
            ("podiatry-services/contract.yaml", "documents/commitments.yaml"),
            "1 contract and 1 document with figures checked: ",
        ),
    ],
)
def test_documents_with_figures_are_not_called_contracts(
    given: tuple[str, ...], said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    files = [str(shipped("examples") / each) for each in given]
    run(["check", *files])
    assert capsys.readouterr().out.splitlines()[-1].startswith(said)
    out = tmp_path / "documents"
    last = []
    for _ in range(2):  # anew, and where nothing changed
        run(["build", *files, "-o", str(out), "--draft"])
        lines = capsys.readouterr().out.splitlines()
        last.append(next(line for line in lines if " in all: " in line))
    assert all(line.startswith(said.replace(" checked: ", ", ")) for line in last)
    assert " new. " in last[0] and " unchanged. " in last[1]
