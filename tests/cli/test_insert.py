"""`specgen insert` on the command line: what it writes, what it says, what it keeps, and its exit codes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from openxml_audit import OpenXmlValidator
from tests.issue.inserting import TITLE, accepted, heading, main, rejected, specification
from tests.word.making import docx_bytes, p

from specgen.cli.main import run
from specgen.shipped import shipped
from specgen.word.document.resolve import accept_all
from specgen.word.package.package import read_package, write_package

EXAMPLE = shipped("examples") / "community-respiratory" / "contract.yaml"
SEVERAL = shipped("examples") / "two-services" / "contract.yaml"
SPECIFICATION = Path(__file__).parents[2] / "docs" / "respiratory-specification.docx"
TRACKED = ("--author", "Ada Shah", "--date", "2026-05-04")
CLAUSE = "co-production/specification/lead-in"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "spec.docx").write_bytes(SPECIFICATION.read_bytes())
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_the_clauses_of_a_contract_go_in_and_the_host_is_kept(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = (folder / "spec.docx").read_bytes()
    assert run(["insert", str(EXAMPLE), "spec.docx", "-o", "out.docx", *TRACKED]) == 0
    said = capsys.readouterr().out
    assert (
        "16 clauses under “3.2 Service description/care pathway”" in said
        and "8 clauses under “5.1" in said
        and "proved" in said
    )
    assert (folder / "spec.docx").read_bytes() == before
    assert rejected((folder / "out.docx").read_bytes()) == rejected(before)
    assert [name.name for name in folder.iterdir() if name.suffix == ".tmp"] == []


def test_the_same_command_again_writes_nothing_and_is_no_error(folder: Path) -> None:
    command = ["insert", str(EXAMPLE), "spec.docx", "-o", "out.docx", *TRACKED]
    assert run(command) == 0
    stamp = (folder / "out.docx").stat().st_mtime_ns
    assert run(command) == 0
    assert (folder / "out.docx").stat().st_mtime_ns == stamp


def test_a_file_that_somebody_edited_is_not_overwritten(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "out.docx").write_bytes(b"theirs")
    assert run(["insert", str(EXAMPLE), "spec.docx", "-o", "out.docx", *TRACKED]) == 1
    assert "file-exists" in capsys.readouterr().err and (folder / "out.docx").read_bytes() == b"theirs"


def test_a_second_run_on_the_result_gives_the_same_bytes(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(["insert", str(EXAMPLE), "spec.docx", "-o", "out.docx", *TRACKED])
    assert run(["insert", str(EXAMPLE), "out.docx", "-o", "again.docx", *TRACKED]) == 0
    assert (folder / "again.docx").read_bytes() == (folder / "out.docx").read_bytes()
    assert "Nothing was to be done" in capsys.readouterr().out


def test_a_single_clause_needs_no_contract_and_can_be_taken_out(folder: Path) -> None:
    assert run(["insert", "spec.docx", "-o", "one.docx", "--clause", CLAUSE, *TRACKED]) == 0
    assert run(["insert", "one.docx", "-o", "none.docx", "--remove", CLAUSE, *TRACKED]) == 0
    assert main((folder / "none.docx").read_bytes()) == main((folder / "spec.docx").read_bytes())


def test_values_of_a_single_clause_are_set_and_asked_for(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    measure = "personalised-care-and-support-planning/quality/plans-agreed"
    assert run(["insert", "spec.docx", "-o", "one.docx", "--clause", measure, *TRACKED]) == 1
    assert "pcsp_agreed_target" in capsys.readouterr().err
    assert (
        run(
            [
                "insert",
                "spec.docx",
                "-o",
                "one.docx",
                "--clause",
                f"{measure}@1",
                "--set",
                "pcsp_agreed_target=150",
                *TRACKED,
            ]
        )
        == 1
    )
    assert (
        run(
            [
                "insert",
                "spec.docx",
                "-o",
                "one.docx",
                "--clause",
                f"{measure}@1",
                "--set",
                "pcsp_agreed_target=75",
                *TRACKED,
            ]
        )
        == 0
    )
    assert any("(75% Target)" in text for text in accepted((folder / "one.docx").read_bytes()))


def test_without_tracking_nothing_is_tracked(folder: Path) -> None:
    assert run(["insert", "spec.docx", "-o", "one.docx", "--clause", CLAUSE, "--plain"]) == 0
    assert main((folder / "one.docx").read_bytes()).count(b"<w:ins ") == main(
        (folder / "spec.docx").read_bytes()
    ).count(b"<w:ins ")


@pytest.mark.parametrize(
    "words",
    [
        ("spec.docx", "-o", "out.docx", "--clause", CLAUSE),
        ("spec.docx", "-o", "out.docx", *TRACKED),
        ("spec.docx", "-o", "out.txt", "--clause", CLAUSE, *TRACKED),
        ("spec.docx", "-o", "spec.docx", "--clause", CLAUSE, *TRACKED),
        ("spec.docx", "-o", "out.docx", "--clause", "no/such/clause", *TRACKED),
        ("spec.docx", "-o", "out.docx", "--clause", CLAUSE, "--plain", *TRACKED),
        ("spec.docx", "-o", "out.docx", "--remove", CLAUSE, "--clause", CLAUSE, *TRACKED),
        (str(EXAMPLE), "spec.docx", "-o", "out.docx", "--after", "3. Scope", *TRACKED),
        (str(EXAMPLE), "spec.docx", "-o", "out.docx", "--set", "a=b", *TRACKED),
    ],
)
def test_what_does_not_go_together_is_a_wrong_command(folder: Path, words: tuple[str, ...]) -> None:
    assert run(["insert", *words]) == 2
    assert not (folder / "out.docx").exists()


def test_the_service_is_told_by_the_document_or_by_an_option(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["insert", str(SEVERAL), "spec.docx", "-o", "out.docx", *TRACKED]) == 1
    assert "--service: 01 (Community diabetes service)" in capsys.readouterr().err
    after = (
        heading("3.3 Population covered")
        + p("Adults.")
        + heading("5.1 Applicable Quality Requirements")
        + p("Calls are answered.")
        + p()
    )
    (folder / "diabetes.docx").write_bytes(
        specification(p("It starts with a referral."), before=p("Service: Community diabetes service"), after=after)
    )
    assert run(["insert", str(SEVERAL), "diabetes.docx", "-o", "one.docx", *TRACKED]) == 0
    (folder / "plain.docx").write_bytes(specification(p("It starts with a referral."), after=after))
    assert run(["insert", str(SEVERAL), "plain.docx", "-o", "two.docx", "--service", "01", *TRACKED]) == 0


def test_json_says_where_each_clause_went_and_what_may_be_meant(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["insert", "spec.docx", "-o", "one.docx", "--clause", CLAUSE, *TRACKED, "--format", "json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["places"] == [
        {
            "section": "3.2",
            "heading": TITLE,
            "after": "A nurse can be reached by telephone every day. Calls are answered within an hour.",
            "clauses": [f"{CLAUSE}@1"],
            "under": TITLE,
            "number": "3.2",
            "line_before": "A nurse can be reached by telephone every day. Calls are answered within an hour.",
            "line_after": "3.3 Population covered",
        }
    ]
    (folder / "odd.docx").write_bytes(docx_bytes(heading("Our model") + p("Words.")))
    assert run(["insert", "odd.docx", "-o", "two.docx", "--clause", CLAUSE, *TRACKED, "--format", "json"]) == 1
    found = json.loads(capsys.readouterr().out)
    assert (
        found["written"] is None
        and [each["slug"] for each in found["problems"]] == ["clause-not-approved", "no-place", "may-be-meant"]
        and not (folder / "two.docx").exists()
    )


def test_a_contract_with_an_error_puts_nothing_in(folder: Path) -> None:
    text = EXAMPLE.read_text(encoding="utf-8")
    (folder / "contract.yaml").write_text(
        text.replace("sdm_cohort: moderate or severe COPD", "sdm_cohorte: x"), encoding="utf-8"
    )
    assert run(["insert", "contract.yaml", "spec.docx", "-o", "out.docx", *TRACKED]) == 1
    assert not (folder / "out.docx").exists()


def test_what_is_put_in_adds_no_fault_that_a_validator_finds(folder: Path) -> None:
    assert run(["insert", str(EXAMPLE), "spec.docx", "-o", "out.docx", *TRACKED]) == 0
    before, after = (_faults(folder / name) for name in ("spec.docx", "out.docx"))
    assert after <= before


def _faults(file: Path) -> set[str]:
    return {str(each.description) for each in OpenXmlValidator().validate(str(file)).errors}


def test_review_and_audit_know_what_was_put_in(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(["insert", str(EXAMPLE), "spec.docx", "-o", "out.docx", *TRACKED])
    package, _ = read_package((folder / "out.docx").read_bytes(), "out.docx")
    assert package is not None
    (folder / "accepted.docx").write_bytes(
        write_package(package, {package.main: accept_all(package.part(package.main))})
    )
    capsys.readouterr()
    run(["review", "out.docx"])
    assert "Of the clauses, 24 stand there only as tracked changes that nobody has accepted." in capsys.readouterr().out
    run(["review", "accepted.docx"])
    assert "All 24 clauses have the words that were issued" in capsys.readouterr().out
    run(["audit", "accepted.docx", "--format", "json"])
    (document,) = json.loads(capsys.readouterr().out)["documents"]
    assert sum(each["coverage"] == "word for word" for each in document["components"]) == 6


def test_where_the_end_is_not_sure_the_places_are_options_to_copy(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "odd.docx").write_bytes(
        docx_bytes(p("Service description and care pathway", run="<w:b/>") + p("They come.") + p("They go."))
    )
    command = ["insert", "odd.docx", "-o", "two.docx", "--clause", CLAUSE, *TRACKED]
    assert run(command) == 1 and not (folder / "two.docx").exists()
    said = capsys.readouterr()
    assert '--after "line:They come."' in said.err and "Nothing was written" in said.out
    assert run([*command, "--format", "json"]) == 1
    found = json.loads(capsys.readouterr().out)
    assert {"option": '--after "line:They go."', "place": "after “They go.”, at the very end"} in found["candidates"]
    assert run([*command, "--after", "line:They come."]) == 0
    said = capsys.readouterr()
    assert "after “They come.”" in said.out and "before “They go.”" in said.out


def test_a_measure_goes_in_with_its_threshold_method_and_values(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    measure = "personalised-care-and-support-planning/quality/plans-agreed"
    values = ("--set", "pcsp_agreed_target=75", "--set", "pcsp_agreed_baseline=38% in 2025/26")
    assert run(["insert", "spec.docx", "-o", "one.docx", "--clause", measure, *values, *TRACKED]) == 0
    assert "no value was given for “Cohort”, “Accountable”" in capsys.readouterr().err
    words = accepted((folder / "one.docx").read_bytes())
    at = next(place for place, text in enumerate(words) if "(75% Target)" in text)
    assert words[at + 1] == "Threshold: At least 75% of the Service Users counted have an agreed plan"
    assert words[at + 2].startswith("Method: The number of Service Users") and words[at + 3] == (
        "Baseline: 38% in 2025/26"
    )
    assert run(["insert", str(EXAMPLE), "spec.docx", "-o", "all.docx", *TRACKED]) == 0
    lines = accepted((folder / "all.docx").read_bytes())
    assert sum(text.startswith("Threshold: ") for text in lines) == sum(text.startswith("Method: ") for text in lines)
    assert sum(text.startswith("Threshold: ") for text in lines) == 8


def test_review_tells_a_line_under_a_measure_that_is_gone_or_changed(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    measure = "personalised-care-and-support-planning/quality/plans-agreed"
    values = ("--set", "pcsp_agreed_target=75", "--plain")
    assert run(["insert", "spec.docx", "-o", "one.docx", "--clause", measure, *values]) == 0
    package, _ = read_package((folder / "one.docx").read_bytes(), "one.docx")
    assert package is not None
    text = package.part(package.main)
    begin = text.rindex(b"<w:p>", 0, text.index(b"Threshold: "))
    gone = text[:begin] + text[text.index(b"</w:p>", begin) + len(b"</w:p>") :]
    changed = text[:begin] + text[begin:].replace(b"75%", b"70%", 1)
    for name, made in (("same", text), ("gone", gone), ("changed", changed)):
        (folder / f"{name}.docx").write_bytes(write_package(package, {package.main: made}))
        capsys.readouterr()
        run(["review", f"{name}.docx", "--format", "json"])
        (found,) = json.loads(capsys.readouterr().out)["clauses"]
        assert (found["state"] == "untouched") == (name == "same"), (name, found)
