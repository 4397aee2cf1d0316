"""The faults of a contract file come out together with those of its choices and values, and none that it only
causes."""

import copy
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from specgen.cli.main import run
from specgen.contract.read import STAND_INS, read_contract, read_with_sound_part
from specgen.issue.build import further_faults
from specgen.issue.precedents import Precedents, open_precedents, open_workplace
from specgen.problems import Problem
from specgen.shipped import shipped

FAULTY = """
contract:
  reference: T-1
  titel: Community services
  edition: 2027/28
  term: {start: 2026-04-31, end: 2027-03-31}
  reference: T-2
commissioners:
  - {name: A board, ods_code: X9A01}
provider: {name: A provider, kind: NHS trst, ods_code: X9T01}
services:
  - name: A service
    legal_rights_to_choice: {not_applicable: nobody is referred to an outpatient appointment}
    specification: [enabling-choic, co-production, co-production/national@9]
    quality: {}
    values: {cop_gruop: x, cop_plan_date: soon}
"""


@cache
def precedents() -> Precedents:
    workplace, problems = open_workplace(shipped("examples"))
    assert problems == []
    return open_precedents(workplace.library, workplace.editions, workplace.types)[0]


def all_faults(text: str) -> tuple[list[Problem], tuple[Problem, ...]]:
    contract, told, sound = read_with_sound_part(text.encode(), "contract.yaml")
    assert contract is None
    return told, further_faults(sound, told, precedents())


def test_unknown_names_wrong_values_repeated_names_and_faults_of_choices_come_out_in_one_run(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "contract.yaml"
    file.write_text(FAULTY.lstrip(), encoding="utf-8", newline="\n")
    assert run(["check", str(file)]) == 1
    checked = capsys.readouterr()
    said = checked.out + checked.err
    for words in (
        "3:3: error: “titel” is not a name that belongs here", "1:1: error: “title” is missing here", "“2026-04-31” is "
            "not a date", "“reference” is "
            "given twice",
        "“NHS trst” is not a value that “kind” can have", "“quality” must be a list", "there is no edition "
            "“2027/28”", "is called "
            "“enabling-choic”", "“cop_gruop” is "
            "not used",
        "has no version 9", "“soon” is not a date", "the value “cop_lead_post” is missing",
    ):  # fmt: skip
        assert words in said, words
    assert run(["build", str(file), "-o", str(tmp_path / "out")]) == 1
    built = capsys.readouterr()
    assert "is called “enabling-choic”" in built.out + built.err
    assert not list((tmp_path / "out").rglob("*.docx"))


def test_a_term_that_ends_before_it_starts_hides_no_fault_of_the_choices() -> None:
    text = (
        FAULTY.replace("titel", "title")
        .replace("04-31", "04-30")
        .replace("2027-03-31", "2025-03-31")
        .replace("trst", "trust")
        .replace("  reference: T-2\n", "")
    )
    told, further = all_faults(text.replace("    quality: {}\n", ""))
    assert [problem.slug for problem in told] == ["term-ends-before-start"]
    assert {"edition-unknown", "clause-unknown", "clause-version", "unused-value", "wrong-value"} <= {
        problem.slug for problem in further
    }


def paths_in(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    for key, item in value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ():
        yield (*path, key)
        yield from paths_in(item, (*path, key))


def with_fault(given: Any, path: tuple[Any, ...], kind: str) -> str:
    changed = copy.deepcopy(given)
    above = changed
    for step in path[:-1]:
        above = above[step]
    if kind == "wrong":
        above[path[-1]] = {"x": {"y": "z"}}
    elif kind == "unknown" and isinstance(above[path[-1]], dict):
        above[path[-1]]["no-name"] = "x"
    elif kind == "misspelt" and isinstance(above, dict):
        above[f"{path[-1]}x"] = above.pop(path[-1])
    return yaml.safe_dump(changed, allow_unicode=True)


@pytest.mark.parametrize("kind", ["wrong", "unknown", "misspelt"])
def test_a_fault_at_any_place_of_a_good_file_is_all_that_is_said_as_an_error(kind: str) -> None:
    given = yaml.load(
        (shipped("examples") / "wheelchair-services" / "contract.yaml").read_text(encoding="utf-8"),
        Loader=yaml.BaseLoader,
    )
    looked_at = 0
    for path in paths_in(given):
        if len(path) > 4:
            continue  # entries of a service's lists are alike
        contract, told, sound = read_with_sound_part(with_fault(given, path, kind).encode(), "contract.yaml")
        if contract is None:
            looked_at += 1
            caused = [problem for problem in further_faults(sound, told, precedents()) if problem.severity == "error"]
            assert caused == [], (path, kind)
            assert sound is not None, path
    assert looked_at > 5


def test_every_name_that_must_be_given_can_be_stood_in_for() -> None:
    told, _ = all_faults("{}")
    named = {problem.message.split("“")[1].split("”")[0] for problem in told}
    assert named == {"contract", "commissioners", "provider", "services"} and named <= set(STAND_INS)
    sound = read_with_sound_part(
        b"contract: {}\ncommissioners: [{section_75: {}}]\nprovider: {}\nservices: [{quality: [{}]}]\n", "contract.yaml"
    )[2]
    assert sound is not None


def test_a_sound_contract_has_no_sound_part() -> None:
    data = (shipped("examples") / "podiatry-services" / "contract.yaml").read_bytes()
    assert read_with_sound_part(data, "contract.yaml")[2] is None
    assert read_contract(data, "contract.yaml")[0] is not None
