"""Rows as contracts: headings in plain English, what a base and further sheets give, and every fault with its cell."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from tests.contract.registers import ROW, Rows, contract_of, csv_of, entries, opened, problems_of, said, sheet_of

from specgen.contract.register.register import open_register
from specgen.problems import Location

BASE = """\
contract:
  edition: 2026/27
  title: Standard title
  term: {end: 2029-03-31}
commissioners:
  - name: Northbrook Integrated Care Board
    ods_code: QXX
  - name: Upland Council
    no_ods_code: a local authority
    role: associate
    kind: local authority
provider: {name: Harbour Community Health Trust, ods_code: RXX, kind: NHS trust, address: 1 Quay Street}
services:
  - number: "01"
    name: Community respiratory service
    specification: [shared-decision-making]
    values: {sdm_cohort: adults, sdm_champion_post: Consultant Nurse}
values: {sdm_ready_date: 2026-09-30}
"""


def test_a_boards_register_with_plain_english_headings_gives_a_contract() -> None:
    row = {
        "Owner": "Head of Commissioning",
        "Lifetime value": 1250000.5,
        "Review date": date(2028, 9, 30),
        "Value sdm_ready_date": date(2026, 9, 30),
        "Service value sdm_cohort": "adults",
    }
    content = contract_of({"Register": sheet_of(row)}).content
    assert (content.contract.reference, content.contract.title, content.provider.name) == (
        "NBB-2026-014",
        "Community services",
        "Harbour Community Health Trust",
    )
    assert (content.contract.term.start, content.contract.term.end, content.contract.lifetime_value) == (
        date(2026, 4, 1),
        date(2029, 3, 31),
        Decimal("1250000.5"),
    )
    assert (content.services[0].commissioner_lead, content.services[0].review_date) == (
        "Head of Commissioning",
        "2028-09-30",
    )
    assert (content.values, content.services[0].values) == ({"sdm_ready_date": "2026-09-30"}, {"sdm_cohort": "adults"})


def test_the_names_of_the_contract_file_are_headings_too() -> None:
    plain = {
        "Reference": "reference",
        "Title": "contract.title",
        "Edition": "edition",
        "Start": "term.start",
        "Expiry": "term.end",
        "Supplier": "provider.name",
        "Supplier kind": "provider.kind",
        "Supplier ODS code": "provider.ods_code",
        "Commissioner": "commissioner.name",
        "Commissioner ODS code": "commissioner.ods_code",
        "Service": "service.name",
    }
    assert (
        contract_of({"Contracts": [[plain[name] for name in ROW], list(ROW.values())]}).content
        == contract_of({"Contracts": sheet_of({})}).content
    )


def test_a_csv_file_gives_the_same_contract_as_a_workbook() -> None:
    (entry,) = entries(open_register(csv_of(sheet_of({})), "folder/register.csv", {}))
    assert entry.contract is not None
    assert entry.contract.content == contract_of({"Contracts": sheet_of({})}).content
    assert entry.contract.place("contract", "term", "end") == Location(
        "folder/register.csv", 2, sheet="register", cell="E (Expiry)"
    )


def test_every_value_knows_its_sheet_row_and_column_and_every_blank_cell_too() -> None:
    contract = contract_of(
        {"Contracts": sheet_of({"Data protection impact assessment": None, "service value sdm_cohort": None})}
    )
    assert str(contract.place("contract", "term", "end")) == "register.xlsx, sheet Contracts, row 2, column E (Expiry)"
    assert contract.excerpt(contract.place("contract", "term", "end")) == "2029-03-31"
    assert contract.place("contract", "dpia").cell == "L (Data protection impact assessment)"
    assert contract.place("services", 0, "values", "sdm_cohort").cell == "M (service value sdm_cohort)"
    assert contract.place("improvement") == Location("register.xlsx", 2, sheet="Contracts")


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (
            {"Expiry": "31 February 2029"},
            (
                "wrong-value",
                "row 2, column E (Expiry)",
                "“end”: “31 February 2029” is not a date; write it as 2026-09-30 or 30 September 2026",
            ),
        ),
        ({"Expiry": None}, ("missing-value", "row 2, column E (Expiry)", "“Expiry” is missing")),
        (
            {"Expiry": "2025-03-31"},
            (
                "term-ends-before-start",
                "row 2, column E (Expiry)",
                "the term ends on 2025-03-31, before it starts on 2026-04-01",
            ),
        ),
        (
            {"Supplier kind": "trust"},
            ("not-one-of", "row 2, column G (Supplier kind)", "“trust” is not a value that “kind” can have"),
        ),
        (
            {"Supplier ODS code": None},
            (
                "ods-code",
                "row 2, column H (Supplier ODS code)",
                "Harbour Community Health Trust: give either “ods_code” or “no_ods_code” with the reason",
            ),
        ),
        (
            {"Title": "a\x07b"},
            ("control-character", "row 2, column B (Title)", "the character U+0007 cannot stand in a Word document"),
        ),
        (
            {"Review date": "next spring"},
            ("not-a-date", "row 2, column L (Review date)", "“next spring” is not a date"),
        ),
        (
            {"Cohort includes": "dementai"},
            (
                "not-one-of",
                "row 2, column L (Cohort includes)",
                "“dementai” is not a value that “cohort_includes” can have",
            ),
        ),
    ],
)
def test_a_fault_is_reported_with_its_sheet_row_and_column(
    change: dict[str, object], expected: tuple[str, str, str]
) -> None:
    problem = problems_of({"Contracts": sheet_of(change)})[0]
    assert said(problem) == (expected[0], f"register.xlsx, sheet Contracts, {expected[1]}", expected[2])
    assert problem.cure


def test_the_cure_of_a_missing_value_names_the_column_to_fill_in() -> None:
    without = [[cell for index, cell in enumerate(row) if index not in (3, 4)] for row in sheet_of({})]
    (problem,) = problems_of({"Contracts": without})
    assert said(problem) == (
        "missing-value",
        "register.xlsx, sheet Contracts, row 2",
        "“Start” and “Expiry” are missing",
    )
    assert problem.cure.startswith("fill in the column “Start” and “Expiry”, or give the value in a base file")


def test_all_faults_of_all_rows_come_out_together_and_the_good_rows_are_contracts() -> None:
    rows = sheet_of(
        {},
        {"Reference": "N-2", "Expiry": "soon", "Supplier kind": "trust"},
        {"Reference": "N-3"},
        {"Reference": None},
        {"Reference": "N-4", "Title": None},
    )
    found = entries(opened({"Contracts": rows}))
    assert [
        (entry.reference, entry.contract is not None, [problem.location.line for problem in entry.problems])
        for entry in found
    ] == [("NBB-2026-014", True, []), ("N-2", False, [3, 3]), ("N-3", True, []), ("N-4", False, [6]), ("", False, [5])]


def test_an_unknown_column_is_a_problem_with_what_was_meant() -> None:
    (problem,) = opened({"Contracts": sheet_of({"Lifetme value": 3})}).problems
    assert said(problem) == (
        "unknown-column",
        "register.xlsx, sheet Contracts, row 1, column L (Lifetme value)",
        "“Lifetme value” is not a column of a register",
    )
    assert (problem.severity, problem.suggestion) == ("error", "Lifetime value")


def test_an_unknown_value_is_a_problem_with_the_name_that_was_meant() -> None:
    (problem,) = opened({"Contracts": sheet_of({"value sdm_chmpion_post": "x"})}).problems
    assert (problem.slug, problem.suggestion) == ("unknown-column", "value sdm_champion_post")


def test_columns_for_ones_own_use_and_those_that_registers_often_have_are_not_read() -> None:
    register = opened({"Contracts": sheet_of({"# checked": "x", "CPV code": "85100000", "Category": "Health"})})
    assert [(problem.slug, problem.severity) for problem in register.problems] == [("column-not-used", "note")] * 2
    assert entries(register)[0].contract is not None


@pytest.mark.parametrize(
    ("rows", "slug"),
    [
        ([["Title", "Start"], ["x", "2026-04-01"]], "no-headings"),
        ([["Reference", "Supplier", "Provider"], ["x", "y", "z"]], "repeated-column"),
        ([["Reference", None], ["x", "y"]], "column-without-heading"),
        ([["Reference", "Title"]], "empty-file"),
        (
            [["A-1", "One", "2026-04-01"], ["Reference", "Title", "Start"], ["A-2", "Two", "2026-04-01"]],
            "row-above-headings",
        ),
    ],
)
def test_headings_that_cannot_be_relied_on_are_refused(rows: list[list[object]], slug: str) -> None:
    problems = opened({"Contracts": rows}).problems
    assert [problem.slug for problem in problems if problem.severity == "error"] == [slug]
    assert all(problem.cure and problem.location.sheet == "Contracts" for problem in problems)


# --- rows of one reference ------------------------------------------------------------------------------------------


def test_two_rows_with_one_reference_are_refused_and_name_each_other() -> None:
    found = entries(
        opened({"Contracts": sheet_of({"Service": None}, {"Reference": "N-2"}, {"Service": None, "Title": "Other"})}),
        BASE,
    )
    assert [(entry.reference, entry.contract is not None) for entry in found] == [
        ("NBB-2026-014", False),
        ("NBB-2026-014", False),
        ("N-2", True),
    ]
    assert [said(entry.problems[0])[1:] for entry in found[:2]] == [
        (
            "register.xlsx, sheet Contracts, row 2, column A (Reference)",
            "the reference “NBB-2026-014” stands in row 4 as well",
        ),
        (
            "register.xlsx, sheet Contracts, row 4, column A (Reference)",
            "the reference “NBB-2026-014” stands in row 2 as well",
        ),
    ]


def test_of_a_reference_that_was_filled_down_over_many_rows_each_row_names_a_few_others() -> None:
    found = entries(opened({"Contracts": sheet_of(*[{"Service": None}] * 200)}))
    assert len(found) == 200
    assert (
        found[0].problems[0].message
        == "the reference “NBB-2026-014” stands in row 3, 4, 5, 6, 7, 8, 9, 10, 11, 12 and 189 more as well"
    )
    assert (
        found[199].problems[0].message
        == "the reference “NBB-2026-014” stands in row 2, 3, 4, 5, 6, 7, 8, 9, 10, 11 and 189 more as well"
    )


def test_the_same_row_twice_is_refused() -> None:
    assert [problem.slug for problem in problems_of({"Contracts": sheet_of({}, {})})] == ["repeated-service"]


def test_rows_that_are_services_of_one_contract_make_one_contract_in_the_order_of_their_numbers() -> None:
    rows = sheet_of(
        {"Service number": "10", "Service": "Ten"},
        {"Reference": "N-2", "Service number": "1"},
        {"Service number": "2", "Service": "Two", "Title": None},
    )
    first, second = entries(opened({"Contracts": rows}))
    assert first.contract is not None and second.contract is not None
    assert [service.name for service in first.contract.content.services] == ["Two", "Ten"]
    assert first.contract.place("services", 0, "name").line == 4


def test_services_of_one_contract_whose_rows_disagree_are_refused_with_both_rows() -> None:
    (problem,) = problems_of({"Contracts": sheet_of({"Service": "One"}, {"Service": "Two", "Expiry": "2030-03-31"})})
    assert said(problem) == (
        "rows-disagree",
        "register.xlsx, sheet Contracts, row 3, column E (Expiry)",
        "this row and row 2 are services of one contract, but give different values for “Expiry”",
    )


# --- the base -------------------------------------------------------------------------------------------------------


def test_a_base_supplies_what_a_row_leaves_out_and_its_values_keep_their_lines() -> None:
    contract = contract_of(
        {"Contracts": [["Reference", "Start", "Service value sdm_cohort"], ["N-1", "2026-04-01", "children"]]}, BASE
    )
    content = contract.content
    assert (
        content.contract.title,
        content.contract.term.end,
        len(content.commissioners),
        content.provider.address,
    ) == ("Standard title", date(2029, 3, 31), 2, "1 Quay Street")
    assert content.services[0].values == {"sdm_cohort": "children", "sdm_champion_post": "Consultant Nurse"}
    assert contract.place("contract", "title") == Location("base.yaml", 3, 3)
    assert contract.excerpt(contract.place("provider", "address")).startswith("provider: {name: Harbour")
    assert contract.supplied_by_base("contract", "title") and not contract.supplied_by_base("contract", "reference")


def test_a_party_with_another_name_takes_no_code_or_address_from_the_base() -> None:
    row = {
        "Reference": "N-1",
        "Start": "2026-04-01",
        "Supplier": "Quayside CIC",
        "Supplier kind": "community interest company",
        "Supplier ODS code": "RYY",
    }
    provider = contract_of({"Contracts": [list(row), list(row.values())]}, BASE).content.provider
    assert (provider.ods_code, provider.address) == ("RYY", None)
    found = problems_of({"Contracts": [list(row)[:3], list(row.values())[:3]]}, BASE)
    assert [problem.slug for problem in found if problem.severity == "error"] == ["missing-value"]


def test_a_reason_for_no_code_takes_the_place_of_the_bases_code() -> None:
    rows: Rows = [["Reference", "Start", "Provider: why no ODS code"], ["N-1", "2026-04-01", "applied for"]]
    assert contract_of({"Contracts": rows}, BASE).content.provider.ods_code is None


def test_the_rows_own_commissioner_is_the_co_ordinating_one_and_the_associates_stay() -> None:
    rows: Rows = [
        ["Reference", "Start", "Commissioner", "Commissioner ODS code"],
        ["N-1", "2026-04-01", "Eastmere ICB", "QYY"],
    ]
    parties = contract_of({"Contracts": rows}, BASE).content.commissioners
    assert [(party.name, party.ods_code, party.role) for party in parties] == [
        ("Eastmere ICB", "QYY", "co-ordinating"),
        ("Upland Council", None, "associate"),
    ]


def test_a_row_may_name_a_base_of_its_own() -> None:
    rows: Rows = [
        ["Reference", "Start", "Base"],
        ["N-1", "2026-04-01", "bases/a.yaml"],
        ["N-2", "2026-04-01", "b.yaml"],
        ["N-3", "2026-04-01", None],
    ]
    found = entries(opened({"Contracts": rows}), BASE, {"bases/a.yaml": BASE.replace("Standard title", "From a")})
    assert [entry.contract.content.contract.title if entry.contract else "" for entry in found] == [
        "From a",
        "",
        "Standard title",
    ]
    assert said(found[1].problems[0]) == (
        "base-unusable",
        "register.xlsx, sheet Contracts, row 3, column C (Base)",
        "the base file “b.yaml” cannot be used: it is not there",
    )


def test_a_service_row_takes_what_it_leaves_out_from_the_bases_service_of_its_name_or_only_one() -> None:
    rows: Rows = [
        ["Reference", "Start", "Service"],
        ["N-1", "2026-04-01", "COMMUNITY respiratory service"],
        ["N-2", "2026-04-01", "Pain service"],
    ]
    one, two = (
        entry.contract.content.services[0] if entry.contract else None
        for entry in entries(opened({"Contracts": rows}), BASE)
    )
    assert one is not None and two is not None
    assert (one.number, one.values["sdm_cohort"], two.name, two.values["sdm_cohort"]) == (
        "01",
        "adults",
        "Pain service",
        "adults",
    )


# --- further sheets -------------------------------------------------------------------------------------------------

SERVICES: Rows = [
    [
        "Reference",
        "Position",
        "Number",
        "Name",
        "Cohort",
        "Quality measures",
        "value sdm_cohort",
        "section 3.1",
        "list section 2.1",
    ],
    ["NBB-2026-014", 2, "B", "Second", None, None, None, None, None],
    ["NBB-2026-014", 1, "A", "First", "adults", "one/two; three/four@2", "people", "Aims.\nMore.", "a\nb"],
]


def test_services_stand_on_a_sheet_of_their_own_in_the_order_of_their_positions() -> None:
    content = contract_of(
        {"Contracts": sheet_of({"Service": None, "Owner": "Head of Care"}), "Services": SERVICES}
    ).content
    first, second = content.services
    assert (first.name, second.name) == ("First", "Second")
    assert [choice.clause for choice in first.quality] == ["one/two", "three/four@2"]
    assert first.whole_specification == {"3.1": "Aims.\nMore.", "2.1": ("a", "b")}
    assert (first.commissioner_lead, second.commissioner_lead) == ("Head of Care", "Head of Care")


def test_commissioners_stand_on_a_sheet_of_their_own() -> None:
    sheet: list[list[object]] = [
        [
            "Reference",
            "Name",
            "ODS code",
            "Role",
            "Kind",
            "no_ods_code",
            "Section 75 reference",
            "Section 75 lead",
            "value pcsp_agreed_target",
        ],
        ["NBB-2026-014", "Northbrook Integrated Care Board", "QXX", None, None, None, None, None, None],
        [
            "NBB-2026-014",
            "Upland Council",
            None,
            "Associate",
            "local authority",
            "a local authority",
            "S75-1",
            "Upland Council",
            0.7,
        ],
    ]
    one, two = contract_of({"Contracts": sheet_of({}), "Commissioners": sheet}).content.commissioners
    assert (one.ods_code, one.role, two.role, two.kind) == ("QXX", "co-ordinating", "associate", "local authority")
    assert two.section_75 is not None and (two.section_75.lead, two.values) == (
        "Upland Council",
        {"pcsp_agreed_target": "0.7"},
    )


def test_items_with_values_of_their_own_stand_on_a_sheet_and_follow_those_of_the_cell() -> None:
    items: list[list[object]] = [
        ["Reference", "Service", "Schedule", "Clause", "value sdm_cohort"],
        ["NBB-2026-014", None, "Specification", "co-production", None],
        ["NBB-2026-014", "community RESPIRATORY service", "specification", "pain/terms@2", "people in pain"],
        ["NBB-2026-014", None, "improvement", "co-production/outputs", None],
    ]
    content = contract_of(
        {"Contracts": sheet_of({"Specification clauses": "shared-decision-making"}), "Items": items}
    ).content
    assert [(choice.clause, choice.values) for choice in content.services[0].specification] == [
        ("shared-decision-making", {}),
        ("co-production", {}),
        ("pain/terms@2", {"sdm_cohort": "people in pain"}),
    ]
    assert [choice.clause for choice in content.improvement.chosen] == ["co-production/outputs"]


def test_a_sheet_of_milestones_is_the_improvement_plan() -> None:
    milestones: Rows = [["Reference", "Milestone"], ["NBB-2026-014", "co-production/outputs"]]
    assert [
        choice.clause
        for choice in contract_of({"Contracts": sheet_of({}), "Milestones": milestones}).content.improvement.chosen
    ] == ["co-production/outputs"]


@pytest.mark.parametrize(
    ("row", "slug", "cell"),
    [
        (["NBB-2026-014", "specification", "x", "09"], "unknown-service", "D (Service)"),
        (["NBB-2026-014", "improvment", "x", None], "not-one-of", "B (Schedule)"),
        (["NBB-2026-014", "system", "x", None], "given-twice", "B (Schedule)"),
        (["N-9", "improvement", "x", None], "unknown-reference", "A (Reference)"),
        ([None, "improvement", "x", None], "missing-value", "A (Reference)"),
    ],
)
def test_an_item_that_belongs_nowhere_is_reported_with_its_cell(row: list[object], slug: str, cell: str) -> None:
    sheets: dict[str, Rows] = {
        "Contracts": sheet_of({"System plan: why not applicable": "none"}),
        "Items": [["Reference", "Schedule", "Clause", "Service"], row],
    }
    (problem,) = problems_of(sheets)
    assert (problem.slug, problem.location.sheet, problem.location.line, problem.location.cell) == (
        slug,
        "Items",
        2,
        cell,
    )


def test_a_list_whose_entries_have_lines_of_their_own_stands_on_the_sheet_of_entries() -> None:
    lists: Rows = [
        ["Reference", "Field", "Entry"],
        ["NBB-2026-014", "services.1.premises", "Weir Lane; ground floor\nby the river"],
        ["NBB-2026-014", "services.1.premises", "Quayside"],
        ["NBB-2026-014", "services.1.specification.1.values.sp_people", "carers"],
        ["NBB-2026-014", "services.1.whole_specification.2.1", "Domain 1"],
    ]
    service = contract_of({"Contracts": sheet_of({"Specification clauses": "x/y"}), "Entries": lists}).content.services[
        0
    ]
    assert service.premises == ("Weir Lane; ground floor\nby the river", "Quayside")
    assert (service.specification[0].values, service.whole_specification) == (
        {"sp_people": ("carers",)},
        {"2.1": ("Domain 1",)},
    )


@pytest.mark.parametrize(
    "field",
    [
        "services.2.premises",
        "services.0.premises",
        "services..premises",
        "provider.name",
        "services.1.name.x",
        "",
        "services.one.premises",
        "whole_specification.x",
    ],
)
def test_an_entry_of_a_list_that_is_not_there_is_reported(field: str) -> None:
    problems = problems_of(
        {"Contracts": sheet_of({}), "Entries": [["Reference", "Field", "Entry"], ["NBB-2026-014", field, "x"]]}
    )
    assert problems and all(problem.location.sheet == "Entries" and problem.location.line == 2 for problem in problems)


def test_a_sheet_with_nearly_the_right_name_is_an_error_and_others_are_noted() -> None:
    problems = opened(
        {"Contracts": sheet_of({}), "Servces": [["Reference"]], "Pivot": [["x"]], "Explanation": [["x"]]}
    ).problems
    assert [(problem.slug, problem.severity, problem.location.sheet, problem.suggestion) for problem in problems] == [
        ("sheet-not-read", "error", "Servces", "Services"),
        ("sheet-not-read", "note", "Pivot", ""),
    ]


def test_the_fingerprint_of_a_contract_is_that_of_its_values_and_not_of_its_row() -> None:
    rows = sheet_of({}, {"Reference": "N-2"})
    (one, _), (_, same) = (
        entries(opened({"Contracts": rows})),
        entries(opened({"Contracts": [rows[0], rows[2], rows[1]]})),
    )
    (other, _) = entries(opened({"Contracts": sheet_of({"Title": "Another"}, {"Reference": "N-2"})}))
    assert one.contract is not None and same.contract is not None and other.contract is not None
    assert one.contract.sha256 == same.contract.sha256 != other.contract.sha256
