"""A clinical commissioning group in a contract or a variation after June 2022."""

import pytest
from tests.checks.contracts import breaches, contract

from specgen.checks.dates import commissioner_no_longer_there as rule

SLUG = "commissioner-no-longer-there"


def with_group(day: str, kind: str = "clinical commissioning group", after: str = "") -> list[tuple[str, str, str]]:
    text = contract("specification: [enabling-choice]", particulars=f"date: {day}", after=after, edition="2021/22")
    return breaches(rule, text.replace("    ods_code: QXX\n", f"    ods_code: QXX\n    kind: {kind}\n"))


@pytest.mark.parametrize("day", ["2022-07-01", "2026-03-20"])
def test_a_group_in_a_later_contract_is_a_warning(day: str) -> None:
    assert with_group(day) == [(SLUG, "warning", "kind: clinical commissioning group")]


def test_a_later_variation_of_an_older_contract_is_one_too() -> None:
    assert with_group("2021-04-01", after="variation: {agreed_on: 2023-05-01}") == [
        (SLUG, "warning", "kind: clinical commissioning group")
    ]


@pytest.mark.parametrize("day", ["2021-04-01", "2022-06-30"])
def test_a_group_in_its_time_keeps_the_rule(day: str) -> None:
    assert with_group(day) == []


def test_a_board_keeps_the_rule() -> None:
    assert with_group("2026-03-20", kind="integrated care board") == []
    assert with_group("2022-07-01", kind="integrated care board") == []
    early = with_group("2021-03-12", kind="integrated care board")
    assert early == [(SLUG, "warning", "kind: integrated care board")]
    varied = with_group("2021-03-12", kind="integrated care board", after="variation: {agreed_on: 2023-05-01}")
    assert varied == []
