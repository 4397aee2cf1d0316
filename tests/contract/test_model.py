"""The fields of a contract file: each converts from the characters of the file, and says what it needs."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from specgen.contract.fields import ContractFile
from specgen.contract.model import WrongValuesError, read_part
from specgen.contract.quantities import Situations

WHOLE: dict[str, Any] = {
    "contract": {
        "reference": "NBB-2026-014",
        "title": "Community services",
        "edition": "2026/27",
        "term": {"start": "2026-04-01", "end": "31 March 2029"},
    },
    "commissioners": [{"name": "Northbrook Board", "ods_code": "qxx"}],
    "provider": {"name": "Harbour Trust", "ods_code": "RXX", "kind": "NHS trust"},
    "services": [{"name": "Community respiratory service"}],
}


def with_value(path: str, value: object) -> dict[str, Any]:
    """The contract with the value at a dotted path."""

    def put(part: Any, steps: list[str]) -> Any:
        if not steps:
            return value
        if isinstance(part, list):
            return [put(part[0], steps[1:])]
        return {**part, steps[0]: put(part.get(steps[0], {}), steps[1:])}

    found = put(WHOLE, path.split("."))
    assert isinstance(found, dict)
    return found


def fault(path: str, value: object) -> str:
    with pytest.raises(WrongValuesError) as refused:
        read_part(ContractFile, with_value(path, value))
    return refused.value.faults[0].message


def read(path: str, value: object) -> ContractFile:
    return read_part(ContractFile, with_value(path, value))


def test_the_least_contract_has_defaults_for_the_rest() -> None:
    content = read_part(ContractFile, WHOLE)
    assert content.contract.term.end == date(2029, 3, 31)
    assert (content.contract.form, content.contract.status, content.contract.draft_version) == (
        "full-length",
        "draft",
        "0.1",
    )
    assert (content.commissioners[0].role, content.commissioners[0].ods_code) == ("co-ordinating", "QXX")
    assert (
        content.services[0].link_worker_service,
        content.development.chosen,
        content.development.not_applicable,
    ) == (False, (), None)


@pytest.mark.parametrize("written", ["1250000", "£1,250,000", "1250000.50"])
def test_an_amount_of_money_is_read_with_and_without_its_marks(written: str) -> None:
    assert read("contract.lifetime_value", written).contract.lifetime_value == Decimal(
        written.lstrip("£").replace(",", "")
    )


@pytest.mark.parametrize(
    "written",
    ["1.250", "a lot", "-5", "1e9", "NaN", "Infinity", "£", "££5", "1,50", "12,5", "1,,250", "1,250,00", "٥٠٠"],
)
def test_what_is_no_amount_is_refused(written: str) -> None:
    assert (
        fault("contract.lifetime_value", written)
        == f"“{written}” is not an amount; write pounds as 1250000 or £1,250,000.00"
    )


@pytest.mark.parametrize("written", ["Q", "QX-X", "Q X", "QXXÉ", "A" * 13])
def test_what_is_no_ods_code_is_refused(written: str) -> None:
    assert (
        fault("provider.ods_code", written)
        == f"“{written}” is not an ODS code; it has letters and digits only, such as QXX or RTH"
    )


@pytest.mark.parametrize(
    ("written", "meant"), [("yes", True), ("Yes", True), ("true", True), ("no", False), ("FALSE", False)]
)
def test_yes_and_no_are_read_as_written(written: str, meant: bool) -> None:
    assert read("services.0.link_worker_service", written).services[0].link_worker_service is meant


def test_what_is_neither_yes_nor_no_is_refused() -> None:
    assert fault("services.0.link_worker_service", "1") == "“1” is neither yes nor no"


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ("", "the value is empty"),
        (" \n ", "the value is empty"),
        ([], "text is needed here"),
        (None, "the value is missing"),
        ("x" * 20_001, "the text is longer than 20,000 characters"),
        ("two\nlines", "this must be one line"),
        ("two\u2028lines", "this must be one line"),
    ],
)
def test_a_line_of_text_says_what_it_needs(value: object, message: str) -> None:
    assert fault("contract.title", value) == message


def test_a_value_is_text_a_list_or_chosen_situations() -> None:
    assert read("values.a", " x ").values["a"] == "x"
    assert read("values.a", ["x", "y"]).values["a"] == ("x", "y")
    chosen = read("values.a", {"situations": ["4", "13-26"]}).values["a"]
    assert isinstance(chosen, Situations) and chosen == ("4", "13-26")


FORMS_OF_A_VALUE = (
    "write text, a list, “situations:” with a list of the numbers of Appendix 1, or a figure for each Contract Year, "
    "such as “2026/27: 60”"
)


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ([], "the list is empty"),
        (["x", ""], "the value is empty"),
        ([["x"]], "text is needed here"),
        ({"a": "b"}, FORMS_OF_A_VALUE),
        ({"situations": []}, FORMS_OF_A_VALUE),
        ({"2026/27": "60", "2026/28": "70"}, FORMS_OF_A_VALUE),
    ],
)
def test_any_other_value_is_refused(value: object, message: str) -> None:
    assert fault("values.a", value) == message


def test_a_carriage_return_in_a_value_is_a_line_end() -> None:
    assert read("values.a", "one\r\ntwo\rthree").values["a"] == "one\ntwo\nthree"


def test_a_choice_is_a_name_or_a_name_with_values() -> None:
    content = read(
        "services.0.specification", ["co-production", {"clause": "co-production/national@1", "values": {"a": "b"}}]
    )
    first, second = content.services[0].specification
    assert (first.clause, first.values, second.clause, second.values) == (
        "co-production",
        {},
        "co-production/national@1",
        {"a": "b"},
    )


def test_a_schedule_is_a_list_or_the_reason_why_there_is_none() -> None:
    assert read("development", ["a/b"]).development.chosen[0].clause == "a/b"
    assert read("development", {"not_applicable": "held elsewhere"}).development.not_applicable == "held elsewhere"
    assert fault("development", {"chosen": []}) == "write the list itself, or “not_applicable:” with the reason"


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ("yes", "write “applies”, or “not_applicable:” with the reason"),
        ({"reason": "x"}, "write “applies”, or “not_applicable:” with the reason"),
    ],
)
def test_legal_rights_are_answered_in_one_of_two_ways(value: object, message: str) -> None:
    assert fault("services.0.legal_rights_to_choice", value) == message
    assert read("services.0.legal_rights_to_choice", "applies").services[0].legal_rights_to_choice is not None


def test_a_contract_cannot_be_changed_once_read() -> None:
    content = read_part(ContractFile, WHOLE)
    with pytest.raises(AttributeError):
        content.contract.title = "Another"  # type: ignore[misc]
