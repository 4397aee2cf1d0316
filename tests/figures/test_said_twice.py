"""Things that a file says twice, or that cannot be together: each shipped type's file to start from with one change."""

import re

import pytest

from specgen.figures.conditions import judged
from specgen.figures.document import read_document
from specgen.figures.own_file import read_own_file
from specgen.figures.read_type import type_in
from specgen.figures.starter import starter
from specgen.shipped import shipped


def slugs(key: str, before: str, after: str, severity: str = "error") -> set[str]:
    """What is said of the type's file to start from once `before` in it is `after`."""
    kind, _ = type_in(shipped("templates"), key)
    assert kind is not None
    text = starter(kind).replace("EXAMPLE-001", "NBB-0042")
    assert before in text, text
    own, problems = read_own_file(text.replace(before, after, 1).encode(), "f.yaml")
    assert own is not None
    document, found = read_document(own, kind)
    found = [*problems, *found, *(judged(document) if document is not None else [])]
    return {each.slug for each in found if each.severity == severity}


FUNDER = "  - funder: NHS Exampleshire Integrated Care Board\n    source: NHS\n    contribution: £0\n"


@pytest.mark.parametrize(
    ("key", "row"),
    [
        ("personal-budget-sheet", FUNDER),
        ("personal-budget-sheet", FUNDER.replace("NHS Ex", "nhs  ex")),
        ("statement-of-resources", "  - band: Moderate\n    people: 20\n"),
        ("progress-report", "  - section: Local priorities\n"),
        ("choice-self-assessment", "  - name: NHS Exampleshire Integrated Care Board\n"),
    ],
)
def test_a_row_that_other_tables_name_stands_once(key: str, row: str) -> None:
    first = re.sub("nhs  ex", "NHS Ex", row)
    assert "row-twice" in slugs(key, first, first + row)


@pytest.mark.parametrize(
    ("key", "before", "after", "slug"),
    [
        ("memorandum-of-understanding", "what: Staff training and", "what: Programme management #", "head-once"),
        ("memorandum-of-understanding", "purpose:", "population: 100\npurpose:", "no-more-than-the-population"),
        ("memorandum-of-understanding", "purpose:", "ambition: 120%\npurpose:", "ambition-of-a-whole"),
        ("statement-of-resources", "in_budgets: later", "in_budgets: never", "later-where-a-day-is-given"),
        ("statement-of-resources", "  - band: Moderate\n", "  - {band: Low, people: 3}\n  - band: Moderate\n",
         "band-with-a-service"),
        ("commitments-report", "start_count: 0", "start_count: 500", "begins-below-its-target"),
        ("progress-report", "rating: green", "rating: blue", "rating-explained-once"),
        ("intentions-with-scale", "effective:", "contract_value: £10,000\neffective:", "change-within-the-contract"),
    ],
)  # fmt: skip
def test_what_cannot_be_together_is_said(key: str, before: str, after: str, slug: str) -> None:
    assert slug in slugs(key, before, after, "warning")


@pytest.mark.parametrize(
    "item",
    ["Help at home from Mrs Jones", "Care by Jane Smith", "PA (Tom)", "Jane’s swimming lessons", "Payments to J. Quill",
     "Dr. Patel visits", "Respite at Sunny Lodge for David", "Home Care Jane Smith"],
)  # fmt: skip
def test_a_name_in_an_item_of_a_persons_budget_is_told(item: str) -> None:
    assert "names-a-person" in slugs("personal-budget-sheet", "item: Help at home", f"item: {item}", "warning")


@pytest.mark.parametrize(
    "item",
    ["Night care by Example Homecare", "St Mary’s Day Centre", "Marie Curie night sitting", "Grace House respite",
     "MS Society day support", "Swimming at Victoria Road pool", "Mark 2 wheelchair", "Help in band B. Review in May",
     "David Lloyd club", "Alzheimer’s Society group", "Call 01234 567890"],
)  # fmt: skip
def test_a_body_or_a_place_in_an_item_is_no_persons_name(item: str) -> None:
    assert not slugs("personal-budget-sheet", "item: Help at home", f'item: "{item}"', "warning")


@pytest.mark.parametrize("words", ["Help at home 943 476 5919", "Help (born 12/03/1961)", "Help, QQ 12 34 56 C"])
def test_a_number_or_a_day_by_which_a_person_is_known_is_refused(words: str) -> None:
    assert "names-a-person" in slugs("personal-budget-sheet", "item: Help at home", f'item: "{words}"')
