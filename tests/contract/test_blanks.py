"""Blank cells of a register for which the base's value goes in."""

from __future__ import annotations

import pytest
from tests.contract.registers import ROW, problems_of, sheet_of

from specgen.problems import Problem

BASE = """\
contract:
  edition: 2026/27
  form: full-length
  title: Standard title
  date: 2026-03-20
  term: {start: 2026-04-01, end: 2029-03-31, extension: two years}
  award_route: framework
  lifetime_value: £900,000
  equality_assessment: EIA-1, completed on 2 March 2026
  dpia: DPIA-1
  sharing_agreement: Agreement 1
  service_commencement_date: 2026-05-01
commissioners:
  - {name: Northbrook Integrated Care Board, ods_code: QXX}
provider:
  name: Harbour Community Health Trust
  ods_code: RXX
  kind: NHS trust
  address: 1 Quay Street
  signatory: Chief Executive
  company_number: "01234567"
services:
  - number: "01"
    name: Community respiratory service
    review_date: 2028-09-30
    cohort: adults with asthma
    commissioner_lead: Head of Commissioning
    specification: [shared-decision-making]
    values: {sdm_cohort: adults, sdm_ready_date: 2026-10-31}
values: {sdm_ready_date: 2026-09-30, sdm_champion_post: Consultant Nurse}
variation: {reference: V-1, number: 1, value: 5000}
"""


def at_cells(rows: list[list[object]], base: str = BASE) -> list[Problem]:
    found = problems_of({"Contracts": rows}, base)
    return [problem for problem in found if problem.slug == "blank-taken-from-base" and problem.location.cell]


def told(change: dict[str, object]) -> list[tuple[str, int | None, str | None]]:
    rows = sheet_of({}, {"Reference": "N-2", **change})
    return [
        (problem.severity, problem.location.line, problem.location.cell)
        for problem in at_cells(rows)
        if problem.location.line == 3
    ]


@pytest.mark.parametrize(
    "heading",
    [
        "Title",
        "Start",
        "Expiry",
        "Extension",
        "Contract date",
        "Service Commencement Date",
        "Award route",
        "Lifetime value",
        "Equality assessment",
        "Data protection impact assessment",
        "Information sharing agreement",
        "Supplier",
        "Supplier kind",
        "Supplier ODS code",
        "Company number",
        "Provider address",
        "Provider signatory",
        "Commissioner",
        "Commissioner ODS code",
        "Service",
        "Service number",
        "Review date",
        "Variation reference",
        "Variation number",
        "Value of variation",
        "value sdm_ready_date",
        "service value sdm_ready_date",
    ],
)
def test_a_blank_cell_that_the_base_fills_with_a_fact_of_one_contract_is_a_warning_at_that_cell(heading: str) -> None:
    ((severity, row, cell),) = told({heading: None})
    assert (severity, row) == ("warning", 3) and cell is not None and f"({heading})" in cell


@pytest.mark.parametrize(
    "heading",
    ["Edition", "Form", "Specification clauses", "Commissioner lead", "value sdm_champion_post", "Comments"],
)
def test_what_contracts_share_may_be_blank(heading: str) -> None:
    assert told({heading: None}) == []


def test_what_no_base_gives_is_not_told_at_a_cell() -> None:
    assert told({"Charity number": None, "Draft version": None}) == []
    assert told({}) == []


def test_every_blank_fact_of_a_row_is_told_and_names_what_goes_in() -> None:
    rows = sheet_of({"Supplier": None, "Supplier kind": None, "Supplier ODS code": None})
    assert [problem.message for problem in at_cells(rows)] == [
        "“Supplier” is blank in this row, and the base’s “Harbour Community Health Trust” goes in",
        "“Supplier kind” is blank in this row, and the base’s “NHS trust” goes in",
        "“Supplier ODS code” is blank in this row, and the base’s “RXX” goes in",
    ]


def test_a_blank_cell_that_another_row_of_the_contract_fills_is_not_told() -> None:
    rows = sheet_of({"Service": "One"}, {"Service": "Two", "Title": None, "Expiry": None})
    assert at_cells(rows) == []


def test_the_base_of_a_service_of_several_gives_the_blank_cell_once() -> None:
    two = BASE.replace(
        "services:\n", "services:\n  - {name: Podiatry, review_date: 2028-01-31, specification: [x/y]}\n"
    )
    rows = sheet_of({"Service": None, "Review date": None})
    rows = [[cell for index, cell in enumerate(row) if rows[0][index] != "Service"] for row in rows]
    assert [problem.location.cell for problem in at_cells(rows, two)] == [f"{chr(64 + len(ROW))} (Review date)"]
