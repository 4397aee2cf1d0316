"""`specgen new` and `specgen schema`."""

import json
from pathlib import Path

import pytest

from specgen import exit_codes
from specgen.assembly.document_type import read_document_types
from specgen.assembly.edition import read_editions
from specgen.assembly.pack import assemble
from specgen.checks import check
from specgen.cli.main import run
from specgen.cli.output import shell_word
from specgen.contract.fields import contract_schema
from specgen.contract.read import read_contract, read_with_sound_part
from specgen.library.read import read_library
from specgen.problems import Problem
from specgen.shipped import shipped


def every_problem(file: Path) -> list[Problem]:
    contract, problems = read_contract(file.read_bytes(), str(file))
    assert contract is not None, problems
    library, _ = read_library(shipped("clauses"))
    editions, _ = read_editions(shipped("editions"))
    types, _ = read_document_types(shipped("templates"))
    pack, problems = assemble(contract, library, editions, types)
    assert pack is not None
    return [*problems, *check(pack)]


def test_the_new_contract_builds_as_it_stands_and_warns_of_approvals_the_edition_and_its_examples(
    tmp_path: Path,
) -> None:
    assert run(["new", str(tmp_path / "mine")]) == exit_codes.DONE
    found = {(problem.severity, problem.slug) for problem in every_problem(tmp_path / "mine" / "contract.yaml")}
    assert found == {
        ("warning", "clause-not-approved"),
        ("warning", "edition-not-verified"),
        ("warning", "example-left-in"),  # its reference, its parties and the values that are the library’s examples
    }


def test_the_schema_is_put_beside_it_where_its_first_line_says(tmp_path: Path) -> None:
    run(["new", str(tmp_path)])
    first = (tmp_path / "contract.yaml").read_text(encoding="utf-8").splitlines()[0]
    assert first == "# yaml-language-server: $schema=contract.schema.json"
    assert (tmp_path / "contract.schema.json").read_text(encoding="utf-8") == contract_schema()


@pytest.mark.parametrize("name", ["contract.yaml", "contract.schema.json"])
def test_a_file_that_is_there_is_not_overwritten_and_nothing_else_is_written(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / name).write_text("mine", encoding="utf-8")
    assert run(["new", str(tmp_path)]) == exit_codes.WRONG_COMMAND
    assert [(path.name, path.read_text(encoding="utf-8")) for path in tmp_path.iterdir()] == [(name, "mine")]
    assert f"{tmp_path / name} is there already and is not overwritten" in capsys.readouterr().err


def test_it_says_what_to_do_next_with_names_that_can_be_copied(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(["new", str(tmp_path / "my contract")])
    printed = capsys.readouterr().out
    assert f"specgen check {shell_word(tmp_path / 'my contract' / 'contract.yaml')}\n" in printed
    assert "No specgen.yaml was found" in printed


def test_inside_an_organisations_folder_nothing_is_said_of_a_missing_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "specgen.yaml").write_text("organisation: An invented board\n", encoding="utf-8")
    run(["new", str(tmp_path / "mine")])
    assert "No specgen.yaml" not in capsys.readouterr().out


def test_the_new_contract_has_short_lines_and_many_notes(tmp_path: Path) -> None:
    run(["new", str(tmp_path)])
    lines = (tmp_path / "contract.yaml").read_text(encoding="utf-8").splitlines()
    assert max(len(line) for line in lines) <= 122
    assert sum(line.lstrip().startswith("#") or " # " in line for line in lines) > 40
    assert not any("\t" in line for line in lines)


def test_the_schema_command_prints_the_schema_in_ascii(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["schema"]) == exit_codes.DONE
    printed = capsys.readouterr().out
    assert json.loads(printed)["title"] == "specgen contract file"
    assert printed.isascii()


@pytest.mark.parametrize(
    ("clauses", "form"),
    [
        ("grant-personalised-care,grant-link-workers", "grant"),
        ("co-production/grant-quoted-text", "grant"),
        ("shared-decision-making", "full-length"),
    ],
)
def test_clauses_for_a_grant_agreement_begin_one(clauses: str, form: str, tmp_path: Path) -> None:
    assert run(["new", str(tmp_path), "--clauses", clauses]) == exit_codes.DONE
    contract, _, sound = read_with_sound_part((tmp_path / "contract.yaml").read_bytes(), "contract.yaml")
    assert contract is None and sound is not None  # its facts are still to be given
    assert sound.contract.content.contract.form == form
