"""`specgen fill`, `specgen new --clauses` and `--like`: what is asked stands in the file, empty, with its question."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from specgen import exit_codes
from specgen.cli.main import run
from specgen.contract.read import read_contract
from specgen.shipped import shipped

EXAMPLES = sorted(path.parent.name for path in shipped("examples").glob("*/contract.yaml"))

CONTRACT = """\
contract:
  reference: A-1   # ours
  title: Home care
  edition: 2026/27
  term: {start: 2026-04-01, end: 2027-03-31}
commissioners:
  - {name: The Board, ods_code: X9A01, role: co-ordinating, kind: integrated care board}
provider: {name: The Trust, ods_code: X9T03, kind: NHS trust}
services:
  - name: Home care
    specification:
      - shared-decision-making
    values:
      sdm_cohort: chronic pain   # as agreed
      sdm_training_share: many
# the end
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "contract.yaml"
    path.write_bytes(CONTRACT.encode().replace(b"\n", b"\r\n"))
    return path


def test_each_missing_name_is_written_in_empty_with_its_question_and_nothing_else_moves(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["fill", str(file)]) == exit_codes.DONE
    after = file.read_bytes().decode()
    assert "\n" not in after.replace("\r\n", "")
    lines = after.split("\r\n")
    kept = iter(lines)
    assert all(line in kept for line in CONTRACT.rstrip("\n").split("\n"))
    at = lines.index("      sdm_ready_date:")
    assert lines[at - 1] == (
        "      # By when are the arrangements for shared decision making in place? For example: 2026-09-30"
    )
    values = yaml.safe_load(after)["services"][0]["values"]
    assert values["sdm_cohort"] == "chronic pain" and values["sdm_training_share"] == "many"
    assert [value for name, value in values.items() if name not in ("sdm_cohort", "sdm_training_share")] == [None] * (
        len(values) - 2
    )
    printed = capsys.readouterr().out
    assert f"{len(values) - 2} names written in" in printed and "sdm_ready_date" in printed


def test_a_second_run_leaves_the_file_as_it_was(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(["fill", str(file)])
    once = file.read_bytes()
    capsys.readouterr()
    assert run(["fill", str(file)]) == exit_codes.DONE
    assert file.read_bytes() == once
    assert "nothing is missing" in capsys.readouterr().out


def test_check_sends_to_the_empty_name_and_not_to_the_clause(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(["fill", str(file)])
    line = file.read_bytes().decode().split("\r\n").index("      sdm_tool:") + 1
    capsys.readouterr()
    assert run(["check", str(file)]) == exit_codes.PROBLEMS
    printed = capsys.readouterr().out
    assert f"contract.yaml:{line}:7: error: the value “sdm_tool” is missing" in printed
    assert "To fix this: write it behind the colon, for example: the three-item CollaboRATE tool" in printed


def test_many_names_without_a_value_are_one_problem_behind_the_others_and_all_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(["new", str(tmp_path / "new"), "--clauses", "shared-decision-making,co-production"])
    file = tmp_path / "new" / "contract.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("form: full-length", "form: full-lenght"), encoding="utf-8")
    lines = text.split("\n")
    capsys.readouterr()
    assert run(["check", str(file)]) == exit_codes.PROBLEMS
    printed = capsys.readouterr().out
    assert printed.count("[missing-value]") == 1
    for name in ("reference:", "sdm_tool:", "cop_outputs:"):
        line = next(number for number, each in enumerate(lines, 1) if each.strip() == name)
        assert f"{name[:-1]} (line {line})" in printed
    assert printed.index("full-lenght") < printed.index("names have no value yet") < printed.index("behind its colon")
    assert run(["check", str(file), "--all"]) == exit_codes.PROBLEMS
    assert capsys.readouterr().out.count("[missing-value]") > 10


def test_fields_that_the_file_must_have_are_written_in_too(file: Path) -> None:
    text = CONTRACT.replace("  title: Home care\n", "").replace("  edition: 2026/27\n", "")
    file.write_text(text.replace("provider: {name: The Trust, ods_code: X9T03, kind: NHS trust}\n", ""))
    assert run(["fill", str(file)]) == exit_codes.DONE
    told = yaml.safe_load(file.read_text(encoding="utf-8"))
    assert list(told["contract"]) == ["reference", "title", "edition", "term"]
    assert told["provider"] == {"name": None, "kind": None}


@pytest.mark.parametrize(("text", "slug"), [("contract: &a {x: 1}\n", "yaml-anchor"), ("contract: [\n", "yaml-syntax")])
def test_a_file_that_cannot_be_read_is_left_alone_with_the_reason(
    text: str, slug: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "contract.yaml"
    path.write_text(text, encoding="utf-8")
    assert run(["fill", str(path)]) == exit_codes.PROBLEMS
    assert path.read_text(encoding="utf-8") == text
    assert f"[{slug}]" in capsys.readouterr().err


def test_a_register_is_not_filled_in(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "register.csv").write_text("Reference\n", encoding="utf-8")
    assert run(["fill", str(tmp_path / "register.csv")]) == exit_codes.WRONG_COMMAND
    assert "is no contract file" in capsys.readouterr().err


# --- specgen new ------------------------------------------------------------------------------------------------------


def test_a_contract_of_chosen_clauses_holds_them_and_nothing_invented(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    names = "shared-decision-making, shared-decision-making/collaborate,co-production/outputs@1"
    assert run(["new", str(tmp_path / "a"), "--clauses", names]) == exit_codes.DONE
    file = tmp_path / "a" / "contract.yaml"
    told = yaml.safe_load(file.read_text(encoding="utf-8"))
    assert told["services"][0]["specification"] == ["shared-decision-making"]
    assert told["services"][0]["quality"] == ["shared-decision-making/collaborate"]
    assert told["improvement"] == ["co-production/outputs@1"]
    assert set(told["services"][0]["values"].values()) == set(told["values"].values()) == {None}
    _, problems = read_contract(file.read_bytes(), "contract.yaml")
    assert {problem.slug for problem in problems} == {"missing-value"}
    capsys.readouterr()
    assert run(["check", str(file), "--all"]) == exit_codes.PROBLEMS
    printed = capsys.readouterr().out
    assert "“title” is missing here" in printed and "“cop_group” is missing" in printed
    before = file.read_bytes()
    assert run(["fill", str(file)]) == exit_codes.DONE
    assert file.read_bytes() == before


def test_a_clause_that_there_is_not_is_named_with_the_one_that_may_be_meant(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["new", str(tmp_path / "a"), "--clauses", "shared-decision-makng"]) == exit_codes.PROBLEMS
    assert not (tmp_path / "a").exists()
    assert "Did you mean “shared-decision-making”?" in capsys.readouterr().err


@pytest.mark.parametrize("name", EXAMPLES[::3])
def test_a_contract_like_an_example_has_its_clauses_and_none_of_its_facts(name: str, tmp_path: Path) -> None:
    assert run(["new", str(tmp_path), "--like", name]) == exit_codes.DONE
    example = yaml.safe_load((shipped("examples") / name / "contract.yaml").read_text(encoding="utf-8"))
    text = (tmp_path / "contract.yaml").read_text(encoding="utf-8")
    mine = yaml.safe_load(text)
    assert text.startswith("# yaml-language-server: $schema=contract.schema.json\n")
    for ours, theirs in zip(mine["services"], example["services"], strict=True):
        for place in ("specification", "quality"):
            assert clauses(ours.get(place)) == clauses(theirs.get(place))
        assert ours["name"] is None and all(value is None for value in (ours.get("values") or {}).values())
    for place in ("development", "improvement", "system", "reporting"):
        assert clauses(mine.get(place)) == clauses(example.get(place))
    assert mine["contract"]["reference"] is None and mine["provider"]["name"] is None
    assert f"reference:  # for example: {example['contract']['reference']}" in text


def clauses(choices: object) -> list[object]:
    listed = choices if isinstance(choices, list) else []
    return [choice["clause"] if isinstance(choice, dict) else choice for choice in listed]


def test_a_contract_like_last_years_keeps_all_but_its_reference_and_dates(file: Path, tmp_path: Path) -> None:
    assert run(["new", str(tmp_path / "b"), "--like", str(file)]) == exit_codes.DONE
    text = (tmp_path / "b" / "contract.yaml").read_bytes().decode()
    assert "  reference:    # ours\r\n" in text
    assert "  term: {start: ~, end: ~}\r\n" in text
    assert text.split("commissioners:")[1] == file.read_bytes().decode().split("commissioners:")[1]


def test_what_is_neither_a_file_nor_an_example_is_said_with_the_names(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["new", str(tmp_path / "c"), "--like", "two-servces"]) == exit_codes.WRONG_COMMAND
    assert "Did you mean “two-services”?" in capsys.readouterr().err
    assert run(["new", str(tmp_path / "c"), "--like", "two-services", "--clauses", "x"]) == exit_codes.WRONG_COMMAND
    assert not (tmp_path / "c").exists()


def test_what_each_commissioner_gives_for_itself_is_not_asked_for_all(tmp_path: Path) -> None:
    own = "values: {ssm_coaching_trajectory: {2026/27: 40}}"
    one = f"{{name: Tarnside Board, ods_code: X9A01, role: co-ordinating, kind: integrated care board, {own}}}"
    other = f"{{name: Fellwater Board, ods_code: X9A02, role: associate, kind: integrated care board, {own}}}"
    text = CONTRACT.replace(
        "  - {name: The Board, ods_code: X9A01, role: co-ordinating, kind: integrated care board}",
        f"  - {one}\n  - {other}",
    ).replace("shared-decision-making\n", "supported-self-management/health-coaching-delivered\n")
    for given, asked in ((text, False), (text.replace(f", {own}}}", "}", 1), True)):
        file = tmp_path / "each.yaml"
        file.write_text(given)
        assert run(["fill", str(file)]) == exit_codes.DONE
        values = yaml.safe_load(file.read_bytes())["services"][0]["values"]
        assert "ssm_coaching_criteria" in values and ("ssm_coaching_trajectory" in values) == asked
