"""What is said of a file or folder that the command line names and that is not there, and of an option left out."""

from __future__ import annotations

from pathlib import Path

import pytest

from specgen.cli.main import run
from specgen.cli.output import not_there


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a contract, a folder of contracts and one with a space in its name."""
    for name in ("contract.yaml", "podiatry-services/contract.yaml", "old contracts/a.yaml", "docs/faulty.yaml"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x: y\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ("contract.yml", "the folder of this window holds no “contract.yml”. Did you mean “contract.yaml”?"),
        ("podiatry/contract.yaml", "the folder of this window holds no “podiatry”. Did you mean “podiatry-services”?"),
        (
            "podiatry-services/contrat.yaml",
            "“podiatry-services” holds no “contrat.yaml”. Did you mean “podiatry-services/contract.yaml”?",
        ),
        ("faulty.yaml", "the folder of this window holds no “faulty.yaml”. Did you mean “docs/faulty.yaml”?"),
        ("old", 'A name with spaces goes in double quotes: "old contracts".'),
        ("contract.yaml/x", "“contract.yaml” is a file, not a folder."),
        ("b.docx", "Correct the name, or go to the folder where the file lies first (this window is in "),
    ],
)
def test_a_path_that_leads_nowhere_is_told_with_its_missing_part_and_what_may_be_meant(
    folder: Path, given: str, says: str
) -> None:
    assert says.replace("/", "\\") in not_there(Path(given)).replace("/", "\\")


def test_a_misspelt_file_ends_a_run_with_the_name_that_may_be_meant(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["check", "contrakt.yaml"]) == 2
    assert "Did you mean “contract.yaml”?" in capsys.readouterr().err


def test_an_option_left_out_is_told_with_what_it_is_for(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["build", "contract.yaml"]) == 2
    assert "-o or --out is missing: The folder for the documents" in capsys.readouterr().err


def test_a_word_file_given_as_a_contract_is_told_from_a_contract(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("spec.docx").write_bytes(b"PK")
    assert run(["build", "spec.docx", "-o", "out"]) == 2
    assert (
        "spec.docx is neither a contract file nor a register: a contract file ends in .yaml" in capsys.readouterr().err
    )
