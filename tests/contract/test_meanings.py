"""Every field of the contract file is explained, and the page of the contract file says the same."""

from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from tests.scripts import script

from specgen.assembly.edition import SLOTS, read_editions
from specgen.assembly.pack import leaf_headings
from specgen.contract import fields as model
from specgen.contract.model import ContractPart, WrongValue, part_fields
from specgen.shipped import shipped
from specgen.yamlfile import parse_yaml, plain

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "reference" / "contract-file.md"

NEVER_WRITTEN = {("Choices", "chosen"), ("LegalRights", "applies")}
"""Names of the model that no file has: the list itself, and the word “applies”, stand in their place."""


def tool() -> ModuleType:
    return script("contract_file_reference")


MEANINGS = tool().MEANINGS


def models_below(annotation: Any, known: set[str]) -> Iterator[type[ContractPart]]:
    """Every model that a contract file holds, found by walking from the whole file down."""
    if isinstance(annotation, type) and issubclass(annotation, ContractPart):
        if annotation.__name__ not in known:
            known.add(annotation.__name__)
            yield annotation
            for field in part_fields(annotation).values():
                yield from models_below(field.annotation, known)
        return
    for part in getattr(annotation, "__args__", ()):
        yield from models_below(part, known)


FIELDS = [
    (part, name)
    for part in models_below(model.ContractFile, set())
    for name in part_fields(part)
    if (part.__name__, name) not in NEVER_WRITTEN
]


def test_every_field_of_the_model_has_a_meaning_and_no_meaning_is_left_over() -> None:
    fields = {(part.__name__, name) for part, name in FIELDS}
    assert fields == {(part, name) for part, told in MEANINGS.items() for name in told}
    assert len(fields) > 60


@pytest.mark.parametrize(
    ("part", "name"), FIELDS, ids=lambda value: value if isinstance(value, str) else value.__name__
)
def test_the_page_has_a_row_for_each_field_in_the_table_of_its_part(part: type[ContractPart], name: str) -> None:
    page = PAGE.read_text(encoding="utf-8")
    table = page.partition(f"<!-- fields: {part.__name__} -->")[2].partition("<!-- end -->")[0]
    told = MEANINGS[part.__name__][name]
    row = next(line for line in table.splitlines() if line.startswith(f"| `{name}` |"))
    assert told.meaning in row and told.form in row and told.example in row


def test_the_tables_of_the_page_are_current() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert page == tool().renewed(page), "renew them with: python tools/contract_file_reference.py"


@pytest.mark.parametrize(
    ("part", "name"), FIELDS, ids=lambda value: value if isinstance(value, str) else value.__name__
)
def test_the_example_of_a_field_is_a_value_that_it_accepts(part: type[ContractPart], name: str) -> None:
    example = MEANINGS[part.__name__][name].example
    if example == "see below":
        return
    field = part_fields(part)[name]
    names_with_values = "dict" in str(field.annotation)
    written = f"{name}:\n  {example}\n" if example.startswith("- ") or names_with_values else f"{name}: {example}\n"
    document, problems = parse_yaml(written, "example.yaml")
    assert problems == []
    given = plain(document.root)
    assert isinstance(given, dict)
    faults: list[WrongValue] = []
    field.read(given[name], (), faults)
    assert faults == []


def test_the_page_lists_every_heading_that_a_whole_specification_needs() -> None:
    editions, _ = read_editions(shipped("editions"))
    page = PAGE.read_text(encoding="utf-8").partition("### services, whole_specification")[2]
    titles = {heading.number: heading.title for edition in editions for heading in edition.headings}
    needed = {number for edition in editions for number in leaf_headings(edition) if number not in SLOTS}
    assert [number for number in sorted(needed) if f'| `"{number}"` | {titles[number]}' not in page] == []
