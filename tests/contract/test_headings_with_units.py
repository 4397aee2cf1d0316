"""Headings that say a unit: sums in thousands, lengths of time in months, shares, and sums for a part of the term."""

from decimal import Decimal
from typing import Any

import pytest
from tests.contract.registers import KINDS, contract_of, opened, problems_of, sheet_of, workbook

from specgen.contract.register.headings import meant
from specgen.contract.register.register import open_register
from specgen.excel import letters

WITH = {**KINDS, "pc_report_interval": "interval", "pc_funding_sum": "money"}


def worth(heading: str, cell: object) -> Decimal | None:
    return contract_of({"Contracts": sheet_of({heading: cell})}).content.contract.lifetime_value


def said(heading: str, cell: object = 480) -> list[tuple[str, str, str]]:
    return [
        (each.slug, each.severity, each.suggestion) for each in problems_of({"Contracts": sheet_of({heading: cell})})
    ]


@pytest.mark.parametrize(
    ("heading", "cell", "pounds"),
    [
        ("Total contract value (£000)", 480, 480_000),
        ("Contract value £k", "£510", 510_000),
        ("Contract value (£'000s)", 512.5, 512_500),
        ("Lifetime value (in thousands)", "1,250", 1_250_000),
        ("Contract value, £ thousands", 480, 480_000),
        ("Lifetime value £m", 1.2, 1_200_000),
        ("Total value (£ million)", "7.14", 7_140_000),
        ("Contract value £k", "£1.2m", 1_200_000),
        ("Contract value £k", "480k", 480_000),
        ("Contract value (£)", 480, 480),
        ("Contract value", 480, 480),
    ],
)
def test_a_sum_is_read_in_the_unit_of_its_heading(heading: str, cell: object, pounds: int) -> None:
    assert worth(heading, cell) == pounds


def test_the_unit_is_told_once_for_the_column() -> None:
    rows = {"Contracts": sheet_of({"Contract value £k": 480}, {"Reference": "N-2", "Contract value £k": 510})}
    (note,) = [each for each in problems_of(rows) if each.slug == "unit-of-heading"]
    assert note.severity == "note" and "thousands of pounds" in note.message and "480 as £480,000" in note.message


def test_a_sum_in_pounds_below_a_heading_in_thousands_is_told() -> None:
    (found,) = [each for each in said("Contract value £k", "£480,000") if each[1] != "note"]
    assert found == ("unit-of-heading", "warning", "")


@pytest.mark.parametrize(
    "heading",
    [
        "Annual contract value",
        "Contract value per year",
        "Contract value (annual)",
        "Contract value p.a.",
        "Monthly value",
        "Annual value",
        "Contract value 2026/27",
        "Value year 1",
    ],
)
def test_a_sum_for_a_part_of_the_term_is_not_read_and_leads_to_no_other_column(heading: str) -> None:
    assert said(heading) == [("column-not-used", "warning", "")]
    assert worth(heading, 480) is None
    beside = problems_of({"Contracts": sheet_of({heading: 480, "Lifetime value": 1440})})
    assert [(each.slug, each.severity) for each in beside] == [("column-not-used", "note")]


@pytest.mark.parametrize(
    "heading",
    [
        "Contract value %",
        "Contract value (€)",
        "Lifetime value (EUR)",
        "Whole life value £bn",
        "Title (k)",
        "Expiry (year)",
        "Total contract value £000 (ex VAT)",
    ],
)
def test_a_unit_that_the_column_cannot_have_is_refused_and_leads_to_no_other_column(heading: str) -> None:
    (problem,) = opened({"Contracts": sheet_of({heading: 480})}).problems
    assert (problem.slug, problem.severity, problem.suggestion) == ("unknown-column", "error", "")
    assert "sums are in pounds, £000 or £m" in problem.cure


@pytest.mark.parametrize(
    "heading",
    [
        "Notice date",
        "Signature date",
        "Award date",
        "Break date",
        "Supplier contact",
        "Number of services",
        "Last review date",
        "Extension end date",
        "Original start date",
        "Value",
    ],
)
def test_a_heading_with_other_words_leads_to_no_other_column(heading: str) -> None:
    (problem,) = opened({"Contracts": sheet_of({heading: "x"})}).problems
    assert (problem.slug, problem.suggestion) == ("unknown-column", "")


@pytest.mark.parametrize(
    ("heading", "suggestion"),
    [
        ("Expirey", "Expiry"),
        ("Suplier name", "supplier name"),
        ("Lifetimevalue", "Lifetime value"),
        ("Start dates", "start date"),
        ("Provider OSD code", "Provider ODS code"),
    ],
)
def test_a_misspelt_heading_leads_to_the_one_that_is_meant(heading: str, suggestion: str) -> None:
    (problem,) = opened({"Contracts": sheet_of({heading: "x"})}).problems
    assert problem.suggestion == suggestion


def test_a_length_of_time_is_read_in_the_unit_of_its_heading() -> None:
    assert (
        contract_of({"Contracts": sheet_of({"Extension (months)": 24})}).content.contract.term.extension == "24 months"
    )
    interval, share, money = (
        meant(heading, "contracts", WITH)
        for heading in (
            "value pc_report_interval (months)",
            "value pcsp_agreed_target (%)",
            "value pc_funding_sum (£k)",
        )
    )
    assert interval is not None and interval.unit == " months"
    assert share is not None and (share.form, share.unit) == ("percentage", "")
    assert money is not None and money.unit == "k"


@pytest.mark.parametrize("title", ["All values in £000", "Contracts 2026/27 (£k)", "Sums are in thousands"])
def test_a_unit_above_the_headings_is_refused_until_a_heading_says_it(title: str) -> None:
    def slugs(heading: str) -> list[str]:
        rows: list[list[object]] = [[title], *sheet_of({heading: 480})]
        return [each.slug for each in open_register(workbook({"Contracts": rows}), "register.xlsx", KINDS).problems]

    assert slugs("Contract value") == ["unit-above-headings"]
    assert slugs("Contract value (£000)") == ["unit-of-heading"]
    assert slugs("Contract value (£)") == []


def test_a_unit_that_stands_in_another_columns_heading_is_named_by_its_cell() -> None:
    """“Supplier” is merged over three columns; the headings beside it, one with its unit, stand in the row above."""
    given = sheet_of({"Contract value (£000)": 480, "Value of variation": 20})
    names = [str(name) for name in given[0]]
    lower = [name if name.startswith(("Supplier", "Value", "Reference")) else None for name in names]
    upper = [None if own else name for own, name in zip(lower, names, strict=True)]
    place = names.index("Supplier")

    def merge(_: Any, sheets: dict[str, Any]) -> None:
        sheets["Contracts"].merge_range(0, place, 0, place + 2, "Supplier")

    lower[place : place + 3] = ["Name", "Kind", "ODS code"]
    register = open_register(workbook({"Contracts": [upper, lower, given[1]]}, merge), "register.xlsx", KINDS)
    (found,) = [each for each in register.problems if each.slug == "unit-above-headings"]
    cell = f"{letters(names.index('Contract value (£000)'))}1"
    assert f"“£000” stands in the cell {cell}, and" in found.message


@pytest.mark.parametrize("unit", ["(£000)", "£k", "[in thousands]"])
@pytest.mark.parametrize("reference", [None, "(text)"])
def test_a_unit_in_a_row_beneath_the_headings_is_refused_and_the_row_is_no_contract(
    unit: str, reference: str | None
) -> None:
    headings, first = sheet_of({"Contract value": 480})
    units = [reference, "(text)", *[None] * (len(headings) - 3), unit]
    register = open_register(workbook({"Contracts": [headings, units, first]}), "register.xlsx", KINDS)
    assert "unit-above-headings" in [each.slug for each in register.problems]
    assert unit == "£k" or list(register.contracts) == ["NBB-2026-014"]


def test_a_row_of_units_with_a_word_in_brackets_for_the_reference_builds_nothing() -> None:
    headings, first = sheet_of({})
    units = ["(text)", "(text)", "(year)", "(dd/mm/yyyy)", "(dd/mm/yyyy)", None, "[list]", "(ODS)", None, None, None]
    register = open_register(workbook({"Contracts": [headings, units, first]}), "register.xlsx", KINDS)
    assert list(register.contracts) == ["NBB-2026-014"]
    assert [each.slug for each in register.problems] == ["row-left-out"]


@pytest.mark.parametrize(
    "title", ["Contracts over £5m", "Community contracts, 2026/27", "£ in full", "1,000 contracts"]
)
def test_a_title_without_a_unit_is_right(title: str) -> None:
    rows: list[list[object]] = [[title], *sheet_of({"Contract value": 480})]
    assert open_register(workbook({"Contracts": rows}), "register.xlsx", KINDS).problems == ()
