"""A service with days of its own has them on its own page."""

import zipfile
from pathlib import Path

import pytest
from tests.checks.contracts import contract, pack_of

from specgen.assembly.page import page_values

TEMPLATES = Path(__file__).parents[2] / "templates"


def own_period(service: str = "", particulars: str = "") -> object:
    found = pack_of(contract(f"{service}\nspecification: [personalised-care]", particulars=particulars))
    document = next(each for each in found.documents if each.service is not None)
    values = page_values(found, document)["service"]
    assert isinstance(values, dict)
    return values["own_period"]


@pytest.mark.parametrize(
    ("service", "said"),
    [
        ("", ""),
        ("period: {start: 2026-04-01, end: 2029-03-31}", ""),
        ("period: {start: 2026-04-01, end: 2027-03-31}", "1 April 2026 to 31 March 2027"),
        (
            "period: {start: 2027-02-15, end: 2028-03-31}",
            "15 February 2027 to 31 March 2028; its first day is the expected Service Commencement Date of this "
            "service",
        ),
    ],
)
def test_a_period_stands_where_it_is_not_the_contracts_and_says_from_when_times_count(service: str, said: str) -> None:
    assert own_period(service) == said


@pytest.mark.parametrize("kind", ["specification-insert", "whole-specification"])
def test_the_specification_of_a_service_prints_its_own_period(kind: str) -> None:
    with zipfile.ZipFile(TEMPLATES / kind / "template.docx") as template:
        assert "{{ service.own_period }}" in template.read("word/document.xml").decode()


@pytest.mark.parametrize(
    ("interval", "start", "said"),
    [
        (
            "1 month",
            "2026-04-13",
            "a calendar month; that in which the service begins is counted from 13 April 2026 to 30 April 2026",
        ),
        ("1 month", "2026-04-01", ""),
        ("3 months", "2026-04-13", ""),  # counted from the first day, as it reads
    ],
)
def test_the_specification_says_what_a_period_of_one_month_is_where_its_service_begins_within_one(
    interval: str, start: str, said: str
) -> None:
    text = contract("specification: [personalised-care]", after=f"values: {{pc_report_interval: {interval}}}")
    found = pack_of(text.replace("2026-04-01", start))
    document = next(each for each in found.documents if each.service is not None)
    values = page_values(found, document)["service"]
    assert isinstance(values, dict) and values["months"] == said


@pytest.mark.parametrize("kind", ["specification-insert", "whole-specification"])
def test_the_specification_of_a_service_prints_what_a_period_of_one_month_is(kind: str) -> None:
    with zipfile.ZipFile(TEMPLATES / kind / "template.docx") as template:
        assert "{{ service.months }}" in template.read("word/document.xml").decode()
