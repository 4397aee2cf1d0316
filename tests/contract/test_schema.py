"""The JSON Schema that editors use agrees with what specgen itself accepts."""

import json
from pathlib import Path

import pytest
from tests.contract.accepting import faults

from specgen.contract.fields import contract_schema
from specgen.yamlfile import parse_yaml, plain

ROOT = Path(__file__).parents[2]
SCHEMA = json.loads(contract_schema())
WRITTEN = [*sorted((ROOT / "examples").glob("*/contract.yaml")), ROOT / "src" / "specgen" / "cli" / "new_contract.yaml"]


def refused(text: str) -> list[str]:
    document, problems = parse_yaml(text, "contract.yaml")
    assert problems == []
    return list(faults(plain(document.root), SCHEMA, SCHEMA))


@pytest.mark.parametrize("file", WRITTEN, ids=lambda file: f"{file.parent.name}/{file.name}")
def test_the_schema_accepts_a_contract_file_that_specgen_accepts(file: Path) -> None:
    assert refused(file.read_text(encoding="utf-8")) == []


def test_the_schema_refuses_a_name_that_is_not_known_and_a_value_that_is_not_among_the_choices() -> None:
    starter = WRITTEN[-1].read_text(encoding="utf-8")
    assert refused(starter.replace("\n  title:", "\n  titel:")) == [
        "file.contract: lacks title",
        "file.contract: does not know titel",
    ]
    assert refused(starter.replace("status: draft ", "status: finished ", 1)) == [
        "file.contract.status: finished is not among the values"
    ]


def test_the_schema_refuses_a_clause_written_as_a_list_of_other_things() -> None:
    starter = WRITTEN[-1].read_text(encoding="utf-8")
    assert refused(
        starter.replace("  - personalised-care/digital-evaluation", "  - clauses: personalised-care/digital-evaluation")
    ) == ["file.improvement: fits none of 2 forms"]


def test_the_schema_beside_the_examples_is_current() -> None:
    there = (ROOT / "examples" / "contract.schema.json").read_text(encoding="utf-8")
    assert there == contract_schema(), "renew it with: specgen schema > examples/contract.schema.json"


@pytest.mark.parametrize("file", sorted((ROOT / "examples").glob("*/contract.yaml")), ids=lambda file: file.parent.name)
def test_the_schema_that_an_example_names_lies_where_it_says(file: Path) -> None:
    first = file.read_text(encoding="utf-8").splitlines()[0]
    mark = "# yaml-language-server: $schema="
    assert first.startswith(mark)
    assert (file.parent / first.removeprefix(mark)).resolve() == ROOT / "examples" / "contract.schema.json"


def test_the_schema_explains_every_name_that_a_file_may_have() -> None:
    unexplained = [
        f"{name}.{field}"
        for name, definition in SCHEMA["$defs"].items()
        for form in definition.get("anyOf", [definition])
        for field, entry in form.get("properties", {}).items()
        if "Form: " not in entry["description"]
    ]
    assert unexplained == []
