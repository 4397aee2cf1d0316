"""A company or charity number in a form that no register has."""

import re

import pytest
from tests.checks.contracts import breaches, contract, problems_of

from specgen.checks.contradictions import number_of_no_register as rule


def of_provider(name: str, number: str) -> str:
    text = contract("specification: [enabling-choice]")
    return text.replace("  kind: NHS trust\n", f'  kind: NHS trust\n  {name}: "{number}"\n', 1)


@pytest.mark.parametrize(
    ("name", "number"),
    [
        ("company_number", "1234567"),
        ("company_number", "12345"),
        ("company_number", "123456789"),
        ("company_number", "GB 123 4567 89"),
        ("company_number", "S1234567"),
        ("charity_number", "ABC"),
        ("charity_number", "12345678"),
        ("charity_number", "123"),
    ],
)
def test_a_number_of_another_form_is_asked_about_at_its_line(name: str, number: str) -> None:
    assert breaches(rule, of_provider(name, number)) == [(rule.slug, "warning", f'{name}: "{number}"')]


def test_the_nought_that_a_spreadsheet_dropped_is_said() -> None:
    (told,) = problems_of(rule, of_provider("company_number", "1234567"))
    assert "01234567 may be meant" in told.message


@pytest.mark.parametrize(
    ("name", "number"),
    [
        ("company_number", "01234567"),
        ("company_number", "SC123456"),
        ("company_number", "oc301234"),
        ("company_number", "R0001234"),
        ("company_number", "0123 4567"),
        ("company_number", "IP30123R"),
        ("company_number", "SP2345RS"),
        ("company_number", "30123R"),
        ("company_number", "Not applicable"),
        ("company_number", "n/a"),
        ("charity_number", "1123456"),
        ("charity_number", "212345"),
        ("charity_number", "1123456-1"),
        ("charity_number", "SC012345"),
        ("charity_number", "NIC100123"),
        ("charity_number", "X12345"),
        ("charity_number", "None"),
    ],
)
def test_numbers_as_the_registers_have_them_keep_the_rule(name: str, number: str) -> None:
    assert breaches(rule, of_provider(name, number)) == []


@pytest.mark.parametrize(
    ("code", "meant"), [("X9FO2", "0"), ("X9A0I", "1"), ("A8lO01", "1"), ("X9fo2", "0"), ("X9Fl2", "1"), ("O1A", "0")]
)
def test_a_letter_in_the_place_of_a_figure_of_an_ods_code_is_asked_about(code: str, meant: str) -> None:
    text = contract("specification: [enabling-choice]")
    coded = re.sub(r"(?<=  ods_code: )\w+(?=\n  kind)", code, text)
    assert coded != text
    (told,) = problems_of(rule, coded)
    assert told.excerpt == f"ods_code: {code}" and f"where {meant} may be meant" in told.message


@pytest.mark.parametrize("code", ["QOC", "QWO", "R0A", "RXX", "x9l01", "A81001", "15E"])
def test_a_letter_of_a_code_among_letters_keeps_the_rule(code: str) -> None:
    text = contract("specification: [enabling-choice]")
    assert breaches(rule, re.sub(r"(?<=  ods_code: )\w+(?=\n  kind)", code, text)) == []
