"""Numbers whose formats add words or fix decimals, as a person sees them."""

from __future__ import annotations

from typing import Any

import pytest
from tests.contract.registers import KINDS, entries, sheet_of, workbook

from specgen.contract.contract import Contract
from specgen.contract.register.formats import shown_by
from specgen.contract.register.register import open_register


@pytest.mark.parametrize(
    ("code", "number", "shown"),
    [
        ('0" hours a week"', "4", "4 hours a week"),
        ('0.0" hours"', "4.5", "4.5 hours"),
        ('"about "0', "4", "about 4"),
        (r"0\ \h", "4", "4 h"),
        ('[Blue]0" days"', "10", "10 days"),
        ('0" days";-0" days";"none"', "10", "10 days"),
        ('#,##0" people"', "1250", "1,250 people"),
        ('"EST-"0000', "14", "EST-0014"),
        ('0%" of staff"', "0.85", "85% of staff"),
        ('0" hours; each"', "4", "4 hours; each"),
        ("0.00", "1.1", "1.10"),
        ("0.00", "-1.1", "-1.10"),
        ("0.0#", "1.25", "1.25"),
        ("0.0#", "1.2", "1.2"),
        ("General", "1.1", ""),
        ('General" years"', "3", "3 years"),
        ('"Stage "General', "2.50", "Stage 2.5"),
        (r"0\ \d\a\y\s", "30", "30 days"),
        ("0", "4", ""),
        ("@", "4", ""),
        ("0%", "0.8", ""),
        ("0.00%", "0.8", ""),
        ("#,##0", "1250", ""),
        ("£#,##0.00", "7140000", ""),
        ("[$£-809]#,##0.00", "7140000", ""),
        ("0.0", "4.26", ""),
        ('#,##0," thousand"', "4000", ""),
        ("# ?/?", "0.5", ""),
        ("0.00E+00", "1250", ""),
        ('[>100]0" many";0" few"', "4", ""),
        ("", "4", ""),
    ],
)
def test_a_number_is_shown_as_its_format_shows_it(code: str, number: str, shown: str) -> None:
    assert shown_by(164, code, number) == shown


def test_built_in_formats_fix_decimals_too() -> None:
    assert [shown_by(number, None, "1.1") for number in (0, 1, 2, 4)] == ["", "", "1.10", "1.10"]


def contract_of(**cells: tuple[float, str]) -> Contract:
    """A contract in whose row these headings hold a number with a format."""
    rows = sheet_of(dict.fromkeys(cells))

    def fill(book: Any, added: dict[str, Any]) -> None:
        for heading, (number, code) in cells.items():
            added["Contracts"].write_number(1, rows[0].index(heading), number, book.add_format({"num_format": code}))

    (entry,) = entries(open_register(workbook({"Contracts": rows}, fill), "register.xlsx", KINDS))
    assert entry.contract is not None, entry.problems
    return entry.contract


def test_a_text_is_read_as_shown_and_a_sum_a_code_and_a_percentage_as_held() -> None:
    contract = contract_of(
        **{
            "Reference": (14, '"EST-"0000'),
            "Draft version": (1.1, "0.00"),
            "service value sdm_cohort": (4, '0" hours a week"'),
            "value pcsp_agreed_target": (0.85, '0%" of staff"'),
            "Lifetime value": (7140000, '0.00" pounds"'),
        }
    )
    content = contract.content
    assert (content.contract.reference, str(content.contract.draft_version)) == ("EST-0014", "1.10")
    assert content.services[0].values == {"sdm_cohort": "4 hours a week"}
    assert content.values == {"pcsp_agreed_target": "85%"}
    assert content.contract.lifetime_value == 7140000
