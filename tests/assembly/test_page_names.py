"""The list of names is what the values really are, and the page for template authors says the same."""

import dataclasses
from collections.abc import Mapping
from pathlib import Path

import pytest
from tests.golden.test_outlines import golden_pack
from tests.scripts import script

from specgen.assembly.edition import read_editions
from specgen.assembly.names import COLUMNS, SCHEDULES, TERMS, NameShape, name_shapes, written_names
from specgen.assembly.page import page_values
from specgen.wording.wording import Block, Passage

ROOT = Path(__file__).parents[2]


def differences(shape: NameShape, value: object, where: str) -> list[str]:
    """Where the value has other names or kinds than the shape says."""
    if isinstance(shape, list):
        assert isinstance(value, tuple), where
        return [fault for entry in value for fault in differences(shape[0], entry, f"{where}[]")]
    if isinstance(shape, Mapping):
        assert isinstance(value, Mapping), where
        faults = [f"{where}: {name}" for name in sorted(set(shape) ^ set(value))]
        return faults + [
            fault
            for name in shape.keys() & value.keys()
            for fault in differences(shape[name], value[name], f"{where}.{name}")
        ]
    fits = {
        "text": isinstance(value, str),
        "flag": isinstance(value, bool),
        "number": isinstance(value, int) and not isinstance(value, bool),
        "passage": isinstance(value, Passage),
        "blocks": isinstance(value, tuple) and all(isinstance(block, Block) for block in value),
    }[shape]
    return [] if fits else [f"{where} is no {shape}: {value!r}"]


PACK, PROBLEMS = golden_pack()


@pytest.mark.parametrize("document", PACK.documents, ids=lambda document: document.file_name)
def test_the_values_of_a_document_have_the_listed_names_and_no_others(document: object) -> None:
    found = next(each for each in PACK.documents if each is document)
    values = page_values(PACK, found, PROBLEMS)
    assert differences(name_shapes(found.type.audience == "commissioner"), values, "") == []


def test_every_list_of_names_was_seen_with_something_in_it() -> None:
    empty: set[str] = set()
    filled: set[str] = set()
    for document in PACK.documents:
        for name, value in page_values(dataclasses.replace(PACK), document, PROBLEMS).items():
            if isinstance(value, tuple):
                (filled if value else empty).add(name)
    # The golden contract declares Schedule 8 not applicable; reports of other schedules come when it is built.
    assert empty - filled == {"system", "further_reports", "cited_reports"}


def test_every_column_schedule_and_term_of_the_editions_is_a_listed_name() -> None:
    editions, faults = read_editions(ROOT / "editions")
    assert faults == []
    for edition in editions:
        assert {key.replace("-", "_") for key in (*edition.schedules, *edition.absent)} <= set(SCHEDULES)
        assert {column for schedule in edition.schedules.values() for column in schedule.columns} <= set(COLUMNS)
        assert {key.replace("-", "_") for key in edition.terms} <= set(TERMS)


def test_items_by_component_are_numbered_in_the_order_in_which_they_are_printed() -> None:
    plan = next(document for document in PACK.documents if document.type.key == "development-plan")
    groups = page_values(PACK, plan)["groups"]
    assert isinstance(groups, dict)
    printed = [
        (group["title"], [(item["number"], item["title"]) for item in group["entries"]])
        for group in groups["development"]
    ]
    assert printed == [
        ("Social prescribing", [("1", "Routes"), ("2", "Map of groups")]),
        ("Shared decision making", [("3", "Pathways")]),
    ]


def test_the_page_of_names_says_what_the_program_says() -> None:
    module = script("template_names")
    page = (ROOT / "docs" / "reference" / "template-names.md").read_text(encoding="utf-8")
    assert page == module.page(), "renew it with: python tools/template_names.py"
    assert all(name.split(".")[-1] in page for name, _ in written_names())
